// `toguna law due`, `law lint`, `law test` and `law what-if`.
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { load } from "js-yaml";
import { Temporal } from "temporal-polyfill";
import {
  Draft,
  findPackFiles,
  lintPacks,
  listDuties,
  loadLawWorld,
  loadPack,
  loadVocabulary,
  parseFacts,
  parsePackFile,
  policiesFolder,
  publishPacks,
  readVectors,
  replayUnderDraft,
  runVector,
  sayReasons,
} from "../compliance/law/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { type WordsLanguage, wordsIn, wordsLanguages } from "../platform/words/index.ts";

const dueUsage = "toguna law due --pack ID[@VERSION] --facts FILE|- [--now INSTANT] [--lang en|fr|mn]\n";

/** Prints the duties of a pack in these facts as a JSON list; what was not understood goes to standard error. */
export function lawDue(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      pack: { type: "string" },
      facts: { type: "string" },
      now: { type: "string" },
      lang: { type: "string", default: "en" },
    },
  });
  if (values.pack === undefined || values.facts === undefined) return Promise.resolve(wrongUsage(dueUsage));
  if (!isLanguage(values.lang)) return Promise.resolve(wrongUsage(dueUsage));
  const words = wordsIn(values.lang);
  const { pack } = loadPack(values.pack);
  const facts = readFacts(values.facts);
  const { duties, warnings } = listDuties(pack, facts, loadLawWorld(), readNow(values.now));
  for (const warning of warnings) process.stderr.write(`toguna law due: warning: ${warning}\n`);
  const names = { pack, events: loadVocabulary("events"), classes: loadVocabulary("entity-classes") };
  const lines = duties.map((duty) => {
    const { obligation, stage, addressee, clock, due, status, startsFrom, cites, modality, verification } = duty;
    const why = sayReasons(duty, words, names);
    return { obligation, stage, addressee, clock, due, status, startsFrom, cites, why, modality, verification };
  });
  process.stdout.write(`${JSON.stringify(lines, null, 2)}\n`);
  return Promise.resolve(0);
}

/** Lints packs. Each finding is one line: file, rule, place, what was expected. */
export function lawLint(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { publish: { type: "boolean" } },
  });
  if (positionals.length > 1) return Promise.resolve(wrongUsage("toguna law lint [DIR] [--publish]\n"));
  const root = positionals[0] ?? policiesFolder;
  if (values.publish) for (const spec of publishPacks(root)) process.stdout.write(`published ${spec}\n`);
  const { packs, findings } = lintPacks(root);
  for (const it of findings) process.stdout.write(`${it.file}: ${it.rule} ${it.at}: ${it.message}\n`);
  process.stdout.write(`${packs} packs, ${findings.length} findings\n`);
  return Promise.resolve(findings.length === 0 ? 0 : 1);
}

/** Runs the vectors of every pack below a folder. */
export function lawTest(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true });
  if (positionals.length > 1) return Promise.resolve(wrongUsage("toguna law test [DIR]\n"));
  const root = positionals[0] ?? policiesFolder;
  const files = findPackFiles(root);
  if (files.length === 0) throw new Error(`${root} holds no pack (<country>/<instrument>/pack-<version>.yml)`);
  const world = loadLawWorld(root);
  let run = 0;
  let failed = 0;
  for (const file of files) {
    const { pack, pin } = parsePackFile(file);
    for (const vector of readVectors(file.folder, `${pin.id}@${pin.version}`)) {
      run++;
      const wrong = runVector(pack, vector, world);
      if (wrong.length > 0) failed++;
      for (const line of wrong) process.stdout.write(`${pin.id}@${pin.version} ${vector.id}: ${line}\n`);
    }
  }
  process.stdout.write(`${files.length} packs, ${run} vectors, ${failed} failed\n`);
  return Promise.resolve(failed === 0 && run > 0 ? 0 : 1);
}

const whatIfUsage = "toguna law what-if --pack ID[@VERSION] --draft FILE --incidents FILE|- [--now INSTANT]\n";

/** Prints, as JSON, who would have been late under a draft clock. The draft is YAML or JSON; the incidents a JSON list of facts. */
export function lawWhatIf(args: string[]): Promise<number> {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ args, options: { pack: text, draft: text, incidents: text, now: text } });
  const { pack: spec, draft: draftPath, incidents: incidentsPath } = values;
  if (spec === undefined || draftPath === undefined || incidentsPath === undefined)
    return Promise.resolve(wrongUsage(whatIfUsage));
  const draft = Draft.safeParse(load(readFileSync(draftPath, "utf8")));
  if (!draft.success) {
    const first = draft.error.issues[0];
    throw new Error(`${draftPath}: ${first?.path.join(".") ?? ""}: ${first?.message ?? "is malformed"}`);
  }
  const incidents = readJson(incidentsPath);
  if (!Array.isArray(incidents)) throw new Error(`${incidentsPath}: expected a JSON list of facts`);
  try {
    const report = replayUnderDraft(loadPack(spec).pack, draft.data, incidents, loadLawWorld(), readNow(values.now));
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    return Promise.resolve(0);
  } catch (error) {
    throw sayFields(error, incidentsPath);
  }
}

function readFacts(path: string): ReturnType<typeof parseFacts> {
  try {
    return parseFacts(readJson(path));
  } catch (error) {
    throw sayFields(error, path);
  }
}

/** An input error as one line that names each field. */
function sayFields(error: unknown, path: string): unknown {
  if (!(error instanceof AppError) || error.fields.length === 0) return error;
  return new Error(error.fields.map((it) => `${path}: ${it.path}: ${it.message}`).join("\n  "), { cause: error });
}

function readJson(path: string): unknown {
  const text = readFileSync(path === "-" ? 0 : path, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${path}: expected JSON: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function readNow(text: string | undefined): Temporal.Instant {
  if (text === undefined) return Temporal.Now.instant();
  try {
    return Temporal.Instant.from(text);
  } catch (error) {
    throw new Error(`--now: expected an RFC 3339 instant such as 2026-03-01T08:00:00Z, not "${text}"`, {
      cause: error,
    });
  }
}

function isLanguage(text: string): text is WordsLanguage {
  return wordsLanguages.some((it) => it === text);
}

function wrongUsage(usage: string): number {
  process.stderr.write(usage);
  return 2;
}
