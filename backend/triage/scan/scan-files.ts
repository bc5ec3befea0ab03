// The files' side of `toguna scan`: YARA on every file and what is packed in it, indicators on their texts and hashes.
import { extractObservables } from "../extract/index.ts";
import { type IndicatorIndex, matchObservables, type Warninglists } from "../indicators/index.ts";
import type { Finding } from "../model.ts";
import { FileUnreadable, type ScanReport, type YaraPool } from "../yara/index.ts";
import { type BadInput, describeReason } from "./list-files.ts";
import { hashObservables, readPartText } from "./read-part-text.ts";

export interface IndicatorTables {
  index: IndicatorIndex;
  warninglists: Warninglists;
}

export interface FileCounts {
  files: number;
  parts: number;
  bytes: number;
  findings: number;
  /** From the first job to the last, milliseconds. */
  timeMs: number;
}

const keptText = { partBytes: 16 * 2 ** 20, totalBytes: 64 * 2 ** 20 };

/**
 * Scans files as they are listed, a few more at a time than there are workers, and tells findings in the files' order.
 * @param tables null when no indicators are loaded; then no text is kept and none extracted
 */
export async function scanFiles(
  paths: Iterable<string>,
  pool: YaraPool,
  workers: number,
  tables: IndicatorTables | null,
  isUnpacked: boolean,
  tell: (finding: Finding) => void,
  bad: BadInput[],
): Promise<FileCounts> {
  const counts: FileCounts = { files: 0, parts: 0, bytes: 0, findings: 0, timeMs: 0 };
  const startedAt = performance.now();
  const running: { path: string; report: Promise<ScanReport> }[] = [];
  const takeFirst = async (): Promise<void> => {
    const first = running.shift();
    if (first === undefined) return;
    try {
      const report = await first.report;
      counts.files += 1;
      counts.parts += report.parts.length;
      counts.bytes += report.scannedBytes;
      if (report.failure !== null) bad.push({ path: first.path, reason: report.failure });
      const found = tables === null ? report.findings : [...report.findings, ...lookUpParts(report, tables)];
      counts.findings += found.length;
      for (const finding of found) tell(finding);
    } catch (error) {
      if (!(error instanceof FileUnreadable)) throw error;
      bad.push({ path: first.path, reason: describeReason(error) });
    }
  };
  for (const path of paths) {
    const report = pool.scan({
      name: path,
      input: { path },
      isUnpacked,
      ...(tables === null ? {} : { hasHashes: true, keep: keptText }),
    });
    // It may fail while an earlier one is awaited; its own turn comes, and takes the failure then.
    report.catch(() => {});
    running.push({ path, report });
    if (running.length >= workers * 4) await takeFirst();
  }
  while (running.length > 0) await takeFirst();
  counts.timeMs = performance.now() - startedAt;
  return counts;
}

function lookUpParts(report: ScanReport, { index, warninglists }: IndicatorTables): Finding[] {
  const now = Date.now();
  return report.parts.flatMap((part) => {
    const text = readPartText(part);
    const seen = text === null ? [] : extractObservables(text, { part: part.path });
    const inText = matchObservables(index, seen, { now, warninglists });
    const whole = matchObservables(index, hashObservables(part), { now, warninglists });
    return [...inText, ...whole.map((finding) => ({ ...finding, at: null }))];
  });
}
