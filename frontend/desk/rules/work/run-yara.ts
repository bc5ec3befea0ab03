// YARA in the browser: the WebAssembly engine over what is being written. It knows no time limit, so only a worker that is ended may call it.
import init, { Compiler } from "@virustotal/yara-x";
import { explainFinding } from "../../../../backend/triage/explain/explain-finding.ts";
import { wordsOfRule } from "../../../../backend/triage/explain/words-of-rule.ts";
import type { SourceProblem } from "../../../../backend/triage/rules/model.ts";
import { externalNames, readCompilerError, type MetaValue } from "../../../../backend/triage/yara/engine.ts";
import { toFinding } from "../../../../backend/triage/yara/to-finding.ts";
import type { CheckAnswer, TryAnswer } from "./messages.ts";

const path = "rule";
const shownFired = 20;
const matchesPerString = 100;
const keptPlaces = 32;

interface WasmMatch {
  identifier: string;
  isPrivate: boolean;
  tags: string[];
  metadata: { identifier: string; value: MetaValue | bigint }[];
  patterns: { identifier: string; matches: { offset: number; length: number }[] }[];
}

let loaded: Promise<unknown> | undefined;

/** Fetches and starts the engine once, before anything else here; a failed fetch is tried again at the next call. */
export async function loadYara(): Promise<void> {
  loaded ??= init();
  loaded.catch(() => (loaded = undefined));
  await loaded;
}

/** A compiler that holds the text, or what it has against it. The caller frees it. */
function compile(source: string): { compiler: Compiler; problems: SourceProblem[] } {
  const compiler = new Compiler();
  for (const name of externalNames) compiler.defineGlobal(name, "");
  try {
    compiler.addSource(source);
    return { compiler, problems: [] };
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error);
    // The compiler draws one picture an error; each begins with "error".
    const problems = told
      .split(/\n(?=error(?:\[|:))/)
      .map((message) => readCompilerError(path, message))
      .map(({ line, column, reason }) => ({ line, column, reason }));
    return { compiler, problems };
  }
}

export function checkYara(source: string): CheckAnswer {
  const { compiler, problems } = compile(source);
  compiler.free();
  return { problems, said: wordsOfRule("yara", source) };
}

export function tryYara(source: string, name: string, content: Uint8Array): TryAnswer {
  const { compiler, problems } = compile(source);
  try {
    const [first] = problems;
    if (first) return { fired: [], problem: first.reason, events: null };
    const scanner = compiler.build().scanner();
    scanner.setMaxMatchesPerPattern(matchesPerString);
    const extension = /\.[^.]+$/.exec(name)?.[0] ?? "";
    for (const [external, value] of Object.entries({ filename: name, filepath: name, extension }))
      scanner.setGlobal(external, value);
    const { matches } = scanner.scan(content) as { matches: WasmMatch[] };
    const fired = matches
      .filter((match) => !match.isPrivate)
      .slice(0, shownFired)
      .map((match) => {
        const finding = toFinding(toMatch(match), name, content, "draft", keptPlaces);
        const kept = [...finding.locations, ...(finding.evidence ?? [])];
        const explanation = explainFinding({ engine: "yara", ruleId: match.identifier, kept }, source);
        return { ruleId: finding.ruleId, title: finding.title, level: finding.level, explanation };
      });
    return { fired, problem: null, events: null };
  } finally {
    compiler.free();
  }
}

const toMatch = (match: WasmMatch) => ({
  rule: match.identifier,
  namespace: path,
  tags: match.tags,
  meta: Object.fromEntries(
    match.metadata.map(({ identifier, value }) => [identifier, typeof value === "bigint" ? Number(value) : value]),
  ),
  hits: match.patterns.flatMap(({ identifier, matches }) =>
    matches.map(({ offset, length }) => ({ string: identifier, offset, length })),
  ),
});
