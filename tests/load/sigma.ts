// Sigma: the fast engine against the plain evaluator on freshly parsed Windows events, one core, beside what parsing costs.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { gunzipSync } from "node:zlib";
import { compileSigma, createPlainEvaluator, parseSigma } from "#backend/triage/sigma/index.ts";
import type { SigmaDocument, SigmaEngine } from "#backend/triage/sigma/index.ts";

type Event = Record<string, unknown>;
type PlainEvaluator = ReturnType<typeof createPlainEvaluator>;
type RuleText = { path: string; text: string };

const rounds = 7;
/** Rounds at the start that are not counted, so that both evaluators' code is warm. */
const practiceRounds = 2;
const creationEngines = 4;
const chunkSize = 2_000;
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
  await Promise.resolve();

  const plain = createPlainEvaluator(documents);
  const everyCreation = sets.flat().filter(isCreationLine);
  const plainSample = sets.flat().filter((_, index) => index % plainEvery === 0);
  const mixed: Tally[] = [];
  const plainMixed: Tally[] = [];
  const shares: number[] = [];
  const parses: Tally[] = [];
  const creations = makeTally();
  const plainCreations = makeTally();
  // Both stand in the same round, so that a busy minute of the machine slows both.
  for (let round = 0; round < rounds; round++) {
    const isCounted = round >= practiceRounds;
    const warming = sets.filter((_, index) => index % 2 === round % 2).flat();
    const timed = sets.filter((_, index) => index % 2 !== round % 2).flat();
    const engine = compileSigma(documents);
    engine.prepare();
    for (let times = 0; times < 2; times++) run(engine, warming);
    const result = run(engine, timed);
    const plainResult = runPlain(plain, plainSample);
    if (isCounted) {
      mixed.push({ events: result.events, ms: result.matchMs });
      parses.push({ events: result.events, ms: result.parseMs });
      shares.push(result.matchMs / result.parseMs);
      plainMixed.push(plainResult);
    }
    // A half holds few process creations and the clock is coarse, so several engines of their own, each having seen the
    // other half's creations only, are timed one after the other and added up.
    const practice = warming.filter(isCreationLine);
    const unseen = timed.filter(isCreationLine);
    for (let again = 0; again < creationEngines; again++) {
      const own = compileSigma(documents);
      for (let times = 0; times < 20; times++) run(own, practice);
      const creation = run(own, unseen);
      if (isCounted) addRate(creations, creation.events, creation.matchMs);
    }
    const plainCreation = runPlain(plain, everyCreation);
    if (isCounted) addRate(plainCreations, plainCreation.events, plainCreation.ms);
  }
  const mixedRate = median(mixed.map(rate));
  const plainMixedRate = median(plainMixed.map(rate));
  print(
    `sigma: mixed events ${mixedRate}/s matched, ${median(parses.map(rate))}/s parsed, match is ${median(shares).toFixed(2)} of parse`,
  );
  print(
    `sigma: mixed events ${(mixedRate / plainMixedRate).toFixed(1)} times the plain evaluator (${plainMixedRate}/s)`,
  );
  print(
    `sigma: process creations ${rate(creations)}/s, ${times(creations, plainCreations)} the plain evaluator (${rate(plainCreations)}/s)`,
  );
}

/** The middle one; of an even count the upper of the two. */
function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

interface Tally {
  events: number;
  ms: number;
}

function makeTally(): Tally {
  return { events: 0, ms: 0 };
}

function addRate(tally: Tally, events: number, ms: number): void {
  tally.events += events;
  tally.ms += ms;
}

function rate({ events, ms }: Tally): number {
  return Math.round((events / ms) * 1000);
}

function times(fast: Tally, plain: Tally): string {
  return `${(rate(fast) / rate(plain)).toFixed(1)} times`;
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

/** Parses and matches chunk by chunk, so that events are fresh; the two are timed apart. */
function run(engine: SigmaEngine, lines: readonly string[]): { events: number; matchMs: number; parseMs: number } {
  let matchMs = 0;
  let parseMs = 0;
  for (let start = 0; start < lines.length; start += chunkSize) {
    const parseStart = clock();
    const events = lines.slice(start, start + chunkSize).map((line) => JSON.parse(line) as Event);
    const matchStart = clock();
    for (const [index, event] of events.entries()) engine.match(event, start + index, "bench");
    const end = clock();
    parseMs += matchStart - parseStart;
    matchMs += end - matchStart;
  }
  return { events: lines.length, matchMs, parseMs };
}

function runPlain(plain: PlainEvaluator, lines: readonly string[]): Tally {
  const events = lines.map((line) => JSON.parse(line) as Event);
  const startedAt = clock();
  for (const event of events) plain.match(event);
  return { events: events.length, ms: clock() - startedAt };
}

function collector(): () => void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  return typeof collect === "function" ? () => void collect() : () => {};
}
