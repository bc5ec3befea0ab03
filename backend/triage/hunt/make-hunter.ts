// Makes, of what is looked for, the thing that looks at one stored report after another.
import { setImmediate } from "node:timers/promises";
import { extractObservables, type PhonePlan } from "../extract/index.ts";
import { explainMatches, type IndicatorIndex } from "../indicators/index.ts";
import type { Finding, Observable } from "../model.ts";
import { compileSigma, parseSigma, toFinding } from "../sigma/index.ts";
import { createYaraPool } from "../yara/index.ts";
import { type HuntMatch, huntLimits, type MatchKind } from "./model.ts";
import { readStoredEvents } from "./read-stored-events.ts";
import type { StoredReport } from "./walk-stored.ts";

/** What was looked at, for the progress that people see. */
export interface Tally {
  files: number;
  events: number;
  values: number;
  /** Said only to whoever may see the report. */
  problem(report: Pick<StoredReport, "id" | "reference">, text: string): void;
}

export interface Hunter {
  /** @returns what hit; a report that takes too long is looked at in part, which is told as a problem */
  look(report: StoredReport, tally: Tally, isStopped: () => boolean): Promise<HuntMatch[]>;
  close(): Promise<void>;
}

const mostMisses = 100_000;
const longestMiss = 1_000;

/** Looks at the values that triage put down, and at the values of every event in every file, also beyond those. */
export function huntIndicators(index: IndicatorIndex, phonePlan: PhonePlan, close: () => void): Hunter {
  const lookUp = (observables: Observable[], report: StoredReport): Finding[] =>
    explainMatches(index, observables, { now: report.receivedAt.getTime() }).findings;
  // Logs say the same thing again and again: a text in which nothing is known is read once a hunt.
  const misses = new Set<string>();
  return {
    async look(report, tally, isStopped) {
      tally.values += report.observables.length;
      const values = report.observables.map((one) => ({ ...one, isChecked: true }));
      const matches = lookUp(values, report).map((finding) => toMatch(finding, "value"));
      const known = new Set(matches.map((match) => `${match.source}\0${match.matched}`));
      await eachEvent(report, tally, isStopped, (part, ordinal, event) => {
        for (const text of textsOf(event)) {
          if (misses.has(text)) continue;
          const seen = extractObservables(text, { part, phonePlan });
          tally.values += seen.length;
          if (!seen.some(({ kind, value }) => index.lookup(kind, value, 0).length > 0)) {
            if (misses.size >= mostMisses) misses.clear();
            if (text.length <= longestMiss) misses.add(text);
            continue;
          }
          for (const finding of lookUp(seen, report)) {
            const match = { ...toMatch(finding, "event"), at: ordinal };
            if (known.has(`${part}\0${match.matched}`) || matches.length >= huntLimits.matchesPerReport) continue;
            known.add(`${part}\0${match.matched}`);
            matches.push(match);
          }
        }
      });
      return matches;
    },
    close: async () => await Promise.resolve(close()),
  };
}

/** @throws Error with the reason where the rule cannot be used */
export function huntSigma(source: string, title: string): Hunter {
  const engine = compileSigma(parseSigma(source, title));
  const [refused] = engine.refused;
  if (refused !== undefined) throw new Error(`${refused.path}: ${refused.reason}`);
  return {
    async look(report, tally, isStopped) {
      const run = engine.startRun();
      const matches: HuntMatch[] = [];
      const keep = (finding: Finding): void => {
        if (matches.length < huntLimits.matchesPerReport) matches.push(toMatch(finding, "event"));
      };
      await eachEvent(report, tally, isStopped, (part, _ordinal, _event, item) => {
        for (const match of run.add(item, part)) keep(toFinding(match));
      });
      for (const match of run.finish()) keep(toFinding(match));
      return matches;
    },
    close: async () => {},
  };
}

/** @throws Error with the reason where the rules cannot be used */
export async function huntYara(source: string, title: string): Promise<Hunter> {
  const pool = await createYaraPool({ rules: [{ path: title, text: source }], workers: 1 });
  const [refused] = pool.refused;
  if (refused !== undefined) {
    await pool.close();
    throw new Error(`${refused.path}: ${refused.reason}`);
  }
  return {
    async look(report, tally, isStopped) {
      const matches: HuntMatch[] = [];
      for (const { name, path } of report.files) {
        if (isStopped()) break;
        tally.files += 1;
        try {
          const scan = await pool.scan({ name, input: { path } });
          if (scan.failure !== null) tally.problem(report, `${name}: ${scan.failure}`);
          matches.push(
            ...scan.findings.filter(({ engine }) => engine === "yara").map((finding) => toMatch(finding, "file")),
          );
        } catch (error) {
          // A file that is no longer kept, or cannot be read, ends nobody's hunt.
          tally.problem(report, `${name}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
      return matches.slice(0, huntLimits.matchesPerReport);
    },
    close: async () => await pool.close(),
  };
}

type SourceEvent = Parameters<ReturnType<ReturnType<typeof compileSigma>["startRun"]>["add"]>[0];

/** Every event of a report's files within its limits, with turns for the rest of the process between them. */
async function eachEvent(
  report: StoredReport,
  tally: Tally,
  isStopped: () => boolean,
  onEvent: (part: string, ordinal: number, event: unknown, item: SourceEvent) => void,
): Promise<void> {
  const endsAt = performance.now() + huntLimits.reportTimeMs;
  let events = 0;
  for (const file of report.files) {
    tally.files += 1;
    const onProblem = (text: string): void => tally.problem(report, text);
    for await (const log of readStoredEvents(file, onProblem)) {
      for (const item of log.events) {
        if (events % 500 === 0) {
          await setImmediate();
          if (isStopped()) return;
        }
        if (events >= huntLimits.eventsPerReport || performance.now() > endsAt) {
          tally.problem(report, `${log.part}: not looked at to its end (limit of ${events} events)`);
          return;
        }
        events += 1;
        tally.events += 1;
        onEvent(log.part, item.ordinal, item.event, item);
      }
    }
  }
}

function toMatch(finding: Finding, kind: MatchKind): HuntMatch {
  const place = finding.locations[0];
  const known = finding.evidence?.find((one) => one.kind === "known");
  const matched = known?.kind === "known" ? known.value : place?.kind === "text" ? place.text : finding.ruleId;
  return {
    kind,
    title: finding.title,
    level: finding.level,
    source: finding.source,
    at: finding.at,
    matched,
    why: finding.why,
    locations: finding.locations.slice(0, 20),
  };
}

/** The texts in an event that can hold a value, whatever they lie in. */
function textsOf(event: unknown, into: string[] = []): string[] {
  if (typeof event === "string" && event.length > 3) into.push(event);
  else if (event !== null && typeof event === "object") for (const inner of Object.values(event)) textsOf(inner, into);
  return into;
}
