// What `toguna scan` says at its end: what was loaded, refused, scanned and found, how fast, and which rules cost most.
import type { SigmaEngine } from "../sigma/index.ts";
import type { YaraPool } from "../yara/index.ts";
import type { BadInput } from "./list-files.ts";
import type { EventCounts } from "./scan-events.ts";
import type { FileCounts } from "./scan-files.ts";

export interface RuleRefusal {
  path: string;
  /** Title, field, or nothing. */
  rule: string;
  reason: string;
}

export interface ScanOutcome {
  sigma: SigmaEngine;
  yara: YaraPool | null;
  indicatorCount: number;
  refused: RuleRefusal[];
  events: EventCounts | null;
  files: FileCounts | null;
  bad: BadInput[];
}

const shownCosts = 5;
const many = (count: number, one: string, more = `${one}s`): string =>
  `${count.toLocaleString("en")} ${count === 1 ? one : more}`;
const seconds = (timeMs: number): string => `${(timeMs / 1000).toFixed(2)} s`;
const perSecond = (amount: number, timeMs: number): string =>
  timeMs <= 0 ? "–" : Math.round((amount / timeMs) * 1000).toLocaleString("en");
const megabytes = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(1)} MB`;

export function writeSummary(outcome: ScanOutcome): string {
  const { sigma, yara, events, files, refused, bad } = outcome;
  const rules = [
    ...(events === null ? [] : [many(sigma.rules.length, "Sigma rule")]),
    ...(yara === null
      ? []
      : [
          `${many(yara.ruleCount, "YARA rule")} (${yara.engineName} ${yara.engineVersion}, ${yara.isFromCache ? "loaded from the cache" : "compiled"} in ${seconds(yara.loadMs)})`,
        ]),
    many(outcome.indicatorCount, "indicator"),
  ];
  const lines = [`rules: ${rules.join(", ")}; ${refused.length} refused`];
  for (const { path, rule, reason } of refused)
    lines.push(`  refused: ${path}${rule === "" ? "" : ` (${rule})`}: ${reason}`);
  if (events !== null) lines.push(...describeEvents(events, sigma));
  if (files !== null) {
    const { timeMs } = files;
    lines.push(
      `files: ${many(files.files, "file")} with ${many(files.parts, "part")}, ${megabytes(files.bytes)}, ${many(files.findings, "finding")}; ` +
        `${seconds(timeMs)}, ${perSecond(files.files, timeMs)} files/s, ${((files.bytes / 2 ** 20 / Math.max(timeMs, 1)) * 1000).toFixed(1)} MB/s`,
    );
  }
  for (const { path, reason } of bad) lines.push(`bad input: ${path}: ${reason}`);
  return `${lines.join("\n")}\n`;
}

function describeEvents(events: EventCounts, sigma: SigmaEngine): string[] {
  const lines = [
    `events: ${many(events.events, "event")} in ${many(events.logs, "log")}, ${megabytes(events.bytes)}, ${many(events.findings, "finding")}; ` +
      `read in ${seconds(events.readMs)} (${perSecond(events.events, events.readMs)} events/s), matched in ${seconds(events.matchMs)} (${perSecond(events.events, events.matchMs)} events/s)` +
      (events.lookUpMs > 0 ? `, indicators in ${seconds(events.lookUpMs)}` : ""),
  ];
  for (const cost of sigma.costs().slice(0, shownCosts)) {
    if (cost.timeMs > 0)
      lines.push(
        `  cost: ${(cost.share * 100).toFixed(1)} % ${cost.title} (${many(cost.evaluations, "evaluation")}, ${many(cost.matches, "match", "matches")})`,
      );
  }
  return lines;
}
