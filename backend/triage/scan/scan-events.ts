// The logs' side of `toguna scan`: every Sigma rule on every event, correlations over all logs given, indicators on the events' values.
import { readFileSync } from "node:fs";
import { extractObservables } from "../extract/index.ts";
import { matchObservables } from "../indicators/index.ts";
import type { Finding, Location } from "../model.ts";
import { type SigmaEngine, toFinding } from "../sigma/index.ts";
import { readEvents } from "../sigma/readers/index.ts";
import { type BadInput, describeReason } from "./list-files.ts";
import type { IndicatorTables } from "./scan-files.ts";

export interface EventCounts {
  logs: number;
  events: number;
  bytes: number;
  findings: number;
  /** Reading and parsing, the Sigma rules, and the indicators, milliseconds. */
  readMs: number;
  matchMs: number;
  lookUpMs: number;
}

/**
 * Scans logs one after another; findings are told as they come, correlations at the end since they may span logs. A log
 * that breaks off half-way is scanned up to there and goes to `bad`.
 */
export async function scanEvents(
  paths: Iterable<string>,
  engine: SigmaEngine,
  tables: IndicatorTables | null,
  tell: (finding: Finding) => void,
  bad: BadInput[],
): Promise<EventCounts> {
  const counts: EventCounts = { logs: 0, events: 0, bytes: 0, findings: 0, readMs: 0, matchMs: 0, lookUpMs: 0 };
  const report = (finding: Finding): void => {
    counts.findings += 1;
    tell(finding);
  };
  const run = engine.startRun();
  const lookUp = tables === null ? null : createEventLookup(tables);
  for (const path of paths) {
    const startedAt = performance.now();
    let matchMs = 0;
    let lookUpMs = 0;
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (error) {
      bad.push({ path, reason: describeReason(error) });
      continue;
    }
    counts.logs += 1;
    counts.bytes += bytes.length;
    const read = await readEvents(path, bytes);
    if (!read.isLog) {
      if (bytes.length > 0) bad.push({ path, reason: `not a log that can be read: ${read.reason}` });
      continue;
    }
    for (const item of read.events) {
      const matchedAt = performance.now();
      counts.events += 1;
      for (const match of run.add(item, path)) report(toFinding(match));
      const lookedAt = performance.now();
      matchMs += lookedAt - matchedAt;
      if (lookUp === null) continue;
      for (const finding of lookUp(item.event, item.ordinal, path)) report(finding);
      lookUpMs += performance.now() - lookedAt;
    }
    for (const reason of read.problems) bad.push({ path, reason: `${read.format}: ${reason}` });
    counts.matchMs += matchMs;
    counts.lookUpMs += lookUpMs;
    counts.readMs += performance.now() - startedAt - matchMs - lookUpMs;
  }
  const finishedAt = performance.now();
  for (const match of run.finish()) report(toFinding(match));
  counts.matchMs += performance.now() - finishedAt;
  return counts;
}

/** Without one of these marks a text holds no address, domain, hash, number or handle, and is not looked through. */
const mayHoldValue = /[.@:]|\d{4}|[A-Za-z0-9]{25}/;
const rememberedTexts = 200_000;

/**
 * Looks every text of an event up; a finding says the field it stood in. Logs repeat themselves, so texts in which
 * nothing was found are remembered.
 */
function createEventLookup({
  index,
  warninglists,
}: IndicatorTables): (event: unknown, ordinal: number, source: string) => Finding[] {
  const clean = new Set<string>();
  const now = Date.now();
  return (event, ordinal, source) => {
    const found: Finding[] = [];
    for (const { field, text } of textsOf(event, "", 0)) {
      if (clean.has(text) || !mayHoldValue.test(text)) continue;
      const seen = extractObservables(text, { part: source });
      const findings = seen.length === 0 ? [] : matchObservables(index, seen, { now, warninglists });
      if (findings.length === 0) {
        if (clean.size >= rememberedTexts) clean.clear();
        clean.add(text);
      }
      for (const finding of findings) {
        const location: Location = { kind: "field", part: source, event: ordinal, field, value: text };
        found.push({ ...finding, at: ordinal, locations: [location] });
      }
    }
    return found;
  };
}

function* textsOf(value: unknown, field: string, depth: number): Generator<{ field: string; text: string }> {
  // Nothing shorter is an address, a domain or a hash.
  if (typeof value === "string" && value.length >= 4) yield { field, text: value };
  if (typeof value !== "object" || value === null || depth > 16) return;
  for (const [key, inner] of Object.entries(value)) {
    yield* textsOf(inner, Array.isArray(value) || field === "" ? field || key : `${field}.${key}`, depth + 1);
  }
}
