// Looks at one stored report as triage would have, with the rules of a back-test alone.
import { setImmediate } from "node:timers/promises";
import { explainMatches } from "../indicators/index.ts";
import type { Finding } from "../model.ts";
import type { StoredReport } from "../hunt/walk-stored.ts";
import type { Engines } from "../open-engines.ts";
import { toFinding } from "../sigma/index.ts";
import { readEvents } from "../sigma/readers/index.ts";
import { FileUnreadable, type ScannedPart } from "../yara/index.ts";
import type { RuleKind } from "./model.ts";

/** What was looked at, for the progress that people see. */
export interface Looked {
  files: number;
  events: number;
  values: number;
}

const keptBytes = { partBytes: 16_000_000, totalBytes: 64_000_000 };
/** As many as triage keeps of a report. */
const mostFindings = 1_000;

/** A file that is no longer kept is passed over: nothing can be said of it. */
export async function lookBack(
  engines: Engines,
  kinds: ReadonlySet<RuleKind>,
  report: StoredReport,
  tally: Looked,
  isStopped: () => boolean,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  tally.values += report.observables.length;
  if (kinds.has("indicator")) {
    const seen = report.observables.map((one) => ({ ...one, isChecked: true }));
    const options = { now: report.receivedAt.getTime(), warninglists: engines.warninglists };
    findings.push(...explainMatches(engines.indicators, seen, options).findings);
  }
  if (!kinds.has("yara") && !kinds.has("sigma")) return findings;
  for (const { name, path } of report.files) {
    if (isStopped() || findings.length >= mostFindings) break;
    tally.files += 1;
    // With Sigma rules alone the pool has none of its own: then it opens what is packed, in a thread of its own.
    const scan = await engines.yara
      .scan({ name, input: { path }, ...(kinds.has("sigma") ? { keep: keptBytes } : {}) })
      .catch((error: unknown) => {
        if (error instanceof FileUnreadable) return null;
        throw error;
      });
    if (scan === null) continue;
    findings.push(...scan.findings.filter(({ engine }) => engine === "yara"));
    if (kinds.has("sigma"))
      for (const part of scan.parts) findings.push(...(await lookForEvents(engines, part, tally, isStopped)));
  }
  return findings.slice(0, mostFindings);
}

async function lookForEvents(
  engines: Engines,
  part: ScannedPart,
  tally: Looked,
  isStopped: () => boolean,
): Promise<Finding[]> {
  if (!part.bytes) return [];
  const read = await readEvents(part.path, part.bytes);
  if (!read.isLog) return [];
  const findings: Finding[] = [];
  const run = engines.sigma.startRun();
  let events = 0;
  for (const item of read.events) {
    events += 1;
    tally.events += 1;
    // Reports that come in meanwhile get their turn.
    if (events % 500 === 0) {
      await setImmediate();
      if (isStopped()) break;
    }
    for (const match of run.add(item, part.path)) if (findings.length < mostFindings) findings.push(toFinding(match));
  }
  for (const match of run.finish()) findings.push(toFinding(match));
  return findings;
}
