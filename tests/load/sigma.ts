// Sigma: the fast engine against the plain evaluator on freshly parsed Windows events, one core, beside what parsing costs.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gunzipSync } from "node:zlib";
import { compileSigma, createPlainEvaluator, parseSigma } from "#backend/triage/sigma/index.ts";
import type { SigmaDocument, SigmaEngine } from "#backend/triage/sigma/index.ts";
import { readEvents } from "#backend/triage/sigma/readers/index.ts";

type Event = Record<string, unknown>;
type PlainEvaluator = ReturnType<typeof createPlainEvaluator>;
type RuleText = { path: string; text: string };

/** Each half is timed in every second round, under an engine of its own that has seen the other half only. */
const rounds = 8;
const creationEngines = 2;
const chunkSize = 100;
const creationChunkSize = 25;
/** The plain evaluator looks at one event in so many of the mixed ones, and at every process creation. */
const plainEvery = 40;

/** Prints rates, ratios and memory; without the corpora beside the project, a line that says so. */
export async function benchSigma(print: (line: string) => void): Promise<void> {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const corpora = ["../shared/corpora", "shared/corpora"]
    .map((path) => join(root, path))
    .find((path) => existsSync(join(path, "sigma")));
  if (corpora === undefined) {
    print("sigma: skipped, the corpora are not beside the project (../shared/corpora)");
    return;
  }
  const texts = readRuleTexts(join(corpora, "sigma/rules"));
  const sets = readSets(join(corpora, "windows-events"));
  const documents = measureCompile(texts, print);

  const plain = createPlainEvaluator(documents);
  const plainSample = sets.flat().filter((_, index) => index % plainEvery === 0);
  const everyCreation = sets.flat().filter(isCreationLine);
  const [matched, parsed, creations, plainMixed, plainCreations] = [
    new Quietest(),
    new Quietest(),
    new Quietest(),
    new Quietest(),
    new Quietest(),
  ];
  // Both stand in the same round, so that a busy minute of the machine slows both.
  for (let round = 0; round < rounds; round++) {
    const half = round % 2;
    const warming = sets.filter((_, index) => index % 2 === half).flat();
    const timed = sets.filter((_, index) => index % 2 !== half).flat();
    const engine = compileSigma(documents);
    engine.prepare();
    for (let times = 0; times < 2; times++) run(engine, warming, chunkSize, half);
    run(engine, timed, chunkSize, half, matched, parsed);
    const practice = warming.filter(isCreationLine);
    const unseen = timed.filter(isCreationLine);
    for (let again = 0; again < creationEngines; again++) {
      const own = compileSigma(documents);
      for (let times = 0; times < 20; times++) run(own, practice, creationChunkSize, half);
      run(own, unseen, creationChunkSize, half, creations);
    }
    runPlain(plain, plainSample, plainMixed);
    if (round % 2 === 1) runPlain(plain, everyCreation, plainCreations);
  }
  const readMs = await timeReading(corpora);
  const mixedCount = sets.flat().length;
  print(
    `sigma: mixed events ${matched.rate}/s matched (wanted: 250000), ${parsed.rate}/s parsed by JSON.parse; match is ${(matched.ms / parsed.ms).toFixed(2)} of that ` +
      `and ${(matched.ms / readMs).toFixed(2)} of reading the logs as toguna scan does (${Math.round((mixedCount / readMs) * 1000)}/s, unpacked, split and parsed; wanted: 0.5)`,
  );
  print(
    `sigma: mixed events ${(matched.rate / plainMixed.rate).toFixed(1)} times the plain evaluator (${plainMixed.rate}/s)`,
  );
  print(
    `sigma: process creations ${creations.rate}/s (wanted: 60000), ${(creations.rate / plainCreations.rate).toFixed(1)} times the plain evaluator (${plainCreations.rate}/s; wanted: 100 times one of 400/s)`,
  );
}

/**
 * Sums the quietest run of each portion of events: the machine is shared, and what others do in a round is no part of
 * what is measured. Every figure is taken in this way, the plain evaluator's and the parser's too.
 */
class Quietest {
  private readonly best = new Map<string, { events: number; ms: number }>();

  note(portion: string, events: number, ms: number): void {
    const known = this.best.get(portion);
    if (known === undefined || ms < known.ms) this.best.set(portion, { events, ms });
  }

  get ms(): number {
    return [...this.best.values()].reduce((sum, { ms }) => sum + ms, 0);
  }

  /** Events a second. */
  get rate(): number {
    return Math.round(([...this.best.values()].reduce((sum, { events }) => sum + events, 0) / this.ms) * 1000);
  }
}

/** Reading all sets through the readers of `toguna scan`, matching nothing; milliseconds, the quietest of three. */
async function timeReading(corpora: string): Promise<number> {
  const folder = join(corpora, "windows-events");
  const files = readdirSync(folder).map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  const quietest = new Quietest();
  for (let round = 0; round < 3; round++)
    for (const { name, bytes } of files) {
      const startedAt = performance.now();
      const read = await readEvents(name, bytes);
      let events = 0;
      if (read.isLog) for (const item of read.events) events += item.ordinal >= 0 ? 1 : 0;
      quietest.note(name, events, performance.now() - startedAt);
    }
  return quietest.ms;
}

function readRuleTexts(folder: string): RuleText[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yml"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}

/** Lines of each set of events. */
function readSets(folder: string): string[][] {
  return readdirSync(folder)
    .sort()
    .map((name) =>
      gunzipSync(readFileSync(join(folder, name)))
        .toString("utf8")
        .trim()
        .split("\n"),
    );
}

function isCreationLine(line: string): boolean {
  const isSysmon = line.includes('"EventID":1,') && line.includes("Sysmon/Operational");
  return isSysmon || line.includes('"EventID":4688,') || line.includes('"EventID": 4688,');
}

/** Time to read and compile all rules with their automata, and what stays in memory. */
function measureCompile(texts: readonly RuleText[], print: (line: string) => void): SigmaDocument[] {
  const collect = collector();
  const documents = texts.flatMap(({ path, text }) => parseSigma(text, path));
  collect();
  const before = process.memoryUsage();
  const startedAt = clock();
  const again = texts.flatMap(({ path, text }) => parseSigma(text, path));
  const parsedAt = clock();
  const engine = compileSigma(again);
  engine.prepare();
  const compiledAt = clock();
  collect();
  const after = process.memoryUsage();
  const megabytes = (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / 1e6;
  print(
    `sigma: ${engine.rules.length} rules (${engine.refused.length} refused) read in ${Math.round(parsedAt - startedAt)} ms and compiled in ${Math.round(compiledAt - parsedAt)} ms; engine ${Math.round(megabytes)} MB`,
  );
  return documents;
}

/** Processor time of this thread in milliseconds, so that other programs on the machine do not count. */
function clock(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/**
 * Parses and matches portion by portion, so that events are fresh; the two are timed apart.
 * @param half names the portions apart from those of the other half
 */
function run(
  engine: SigmaEngine,
  lines: readonly string[],
  portion: number,
  half: number,
  matched?: Quietest,
  parsed?: Quietest,
): void {
  for (let start = 0; start < lines.length; start += portion) {
    const parseStart = performance.now();
    const events = lines.slice(start, start + portion).map((line) => JSON.parse(line) as Event);
    const matchStart = performance.now();
    for (const [index, event] of events.entries()) engine.match(event, start + index, "bench");
    const end = performance.now();
    parsed?.note(`${half} ${start}`, events.length, matchStart - parseStart);
    matched?.note(`${half} ${start}`, events.length, end - matchStart);
  }
}

function runPlain(plain: PlainEvaluator, lines: readonly string[], quietest: Quietest): void {
  for (let start = 0; start < lines.length; start += creationChunkSize) {
    const events = lines.slice(start, start + creationChunkSize).map((line) => JSON.parse(line) as Event);
    const startedAt = performance.now();
    for (const event of events) plain.match(event);
    quietest.note(String(start), events.length, performance.now() - startedAt);
  }
}

function collector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  return typeof collect === "function" ? () => void collect() : () => {};
}
