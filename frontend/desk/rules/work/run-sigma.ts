// Sigma in the browser: the server's own engine over what is being written. Pure.
import { explainFinding } from "../../../../backend/triage/explain/explain-finding.ts";
import { wordsOfRule } from "../../../../backend/triage/explain/words-of-rule.ts";
import { placeOf } from "../../../../backend/triage/rules/place-of.ts";
import { compileSigma } from "../../../../backend/triage/sigma/compile-sigma.ts";
import { parseSigma } from "../../../../backend/triage/sigma/parse-sigma.ts";
import { defaultLimits } from "../../../../backend/triage/sigma/readers/limits.ts";
import { readTextEvents } from "../../../../backend/triage/sigma/readers/text-events.ts";
import { toFinding } from "../../../../backend/triage/sigma/to-finding.ts";
import type { CheckAnswer, Fired, TryAnswer } from "./messages.ts";

const path = "rule";
const shownFired = 20;
const sampleLimits = { ...defaultLimits, bytes: 16_000_000, events: 50_000 };

export function checkSigma(source: string): CheckAnswer {
  const engine = compileSigma(parseSigma(source, path));
  const problems = engine.refused.map(({ reason }) => ({ ...placeOf(source, reason), reason }));
  return { problems, said: wordsOfRule("sigma", source) };
}

export function trySigma(source: string, name: string, content: Uint8Array): TryAnswer {
  const engine = compileSigma(parseSigma(source, path));
  const refusal = engine.refused[0];
  if (refusal && engine.rules.length === 0) return { fired: [], problem: refusal.reason, events: null };
  const read = readTextEvents(name, new TextDecoder().decode(content), sampleLimits);
  if (!read.isLog) return { fired: [], problem: read.reason, events: null };
  const run = engine.startRun();
  const fired: Fired[] = [];
  let events = 0;
  const take = (finding: ReturnType<typeof toFinding>): void => {
    if (fired.length === shownFired) return;
    const kept = [...finding.locations, ...(finding.evidence ?? [])];
    const { ruleId, title, level } = finding;
    fired.push({ ruleId, title, level, explanation: explainFinding({ engine: "sigma", ruleId, kept }, source) });
  };
  for (const item of read.events) {
    events++;
    for (const match of run.add(item, name)) take(toFinding(match, item.event));
  }
  for (const match of run.finish()) take(toFinding(match));
  return { fired, problem: read.problems[0] ?? null, events };
}
