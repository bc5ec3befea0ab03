// `toguna scan`: loads rules from folders, scans logs and files without a database, and says at the end what it did.
import { availableParallelism, homedir } from "node:os";
import { join } from "node:path";
import { readWarninglists } from "../indicators/index.ts";
import type { Finding } from "../model.ts";
import { compileSigma, parseSigma, type SigmaEngine } from "../sigma/index.ts";
import { createYaraPool, type YaraPool } from "../yara/index.ts";
import { type BadInput, listFiles } from "./list-files.ts";
import { loadIndicatorFiles } from "./load-indicator-files.ts";
import { loadRuleFiles, readRuleFile, type RuleFiles } from "./load-rules.ts";
import { readScanArgs, type ScanArgs, scanUsage } from "./read-args.ts";
import { type EventCounts, scanEvents } from "./scan-events.ts";
import { type FileCounts, type IndicatorTables, scanFiles } from "./scan-files.ts";
import { type RuleRefusal, writeSummary } from "./write-summary.ts";
import { type ScanIo, writeLine } from "./write-line.ts";

/** @returns the exit code: 0 done, 1 some input could not be read (the rest was scanned), 2 wrong usage */
export async function runScan(argv: readonly string[], io: ScanIo): Promise<0 | 1 | 2> {
  const args = readScanArgs(argv, availableParallelism());
  if (typeof args === "string") {
    io.stderr.write(`toguna scan: ${args}\n\n${scanUsage}`);
    return 2;
  }
  if (args.isHelp) {
    io.stdout.write(scanUsage);
    return 0;
  }
  const bad: BadInput[] = [];
  const ruleFiles = loadRuleFiles(args.rules, bad);
  const missing = args.rules.find((folder) => bad.some((input) => input.path === folder));
  if (missing !== undefined) {
    io.stderr.write(`toguna scan: --rules: ${missing}: ${bad[0]?.reason ?? "cannot be read"}\n`);
    return 2;
  }
  for (const path of args.indicators) ruleFiles.indicators.push(...readRuleFile(path, bad));
  const engines = await openEngines(args, ruleFiles);
  try {
    const tell = (finding: Finding): void => void io.stdout.write(writeLine(finding, args.isExplained));
    const { sigma, yara, tables, refused } = engines;
    const events: EventCounts | null =
      args.events.length === 0 ? null : await scanEvents(listFiles(args.events, bad), sigma, tables, tell, bad);
    const files: FileCounts | null =
      yara === null
        ? null
        : await scanFiles(listFiles(args.files, bad), yara, args.workers, tables, args.isUnpacked, tell, bad);
    io.stderr.write(writeSummary({ sigma, yara, indicatorCount: engines.indicatorCount, refused, events, files, bad }));
    return bad.length === 0 ? 0 : 1;
  } finally {
    await engines.yara?.close();
  }
}

interface ScanEngines {
  sigma: SigmaEngine;
  /** Null when no files are scanned. */
  yara: YaraPool | null;
  /** Null when no indicators are loaded. */
  tables: IndicatorTables | null;
  indicatorCount: number;
  refused: RuleRefusal[];
}

/** Only what the command line asks for is compiled. */
async function openEngines(args: ScanArgs, files: RuleFiles): Promise<ScanEngines> {
  const documents = args.events.length === 0 ? [] : files.sigma.flatMap(({ path, text }) => parseSigma(text, path));
  const sigma = compileSigma(documents);
  const loaded = loadIndicatorFiles(files.indicators);
  const warnings = readWarninglists(files.warninglists);
  const indicatorCount = loaded.index.size();
  const yara =
    args.files.length === 0
      ? null
      : await createYaraPool({ rules: files.yara, workers: args.workers, cacheFolder: cacheFolder() });
  return {
    sigma,
    yara,
    tables: indicatorCount === 0 ? null : { index: loaded.index, warninglists: warnings.warninglists },
    indicatorCount,
    refused: [
      ...sigma.refused.map(({ path, title, reason }) => ({ path, rule: title, reason })),
      ...(yara?.refused ?? []).map(({ path, line, reason }) => ({
        path: line === null ? path : `${path}:${line}`,
        rule: "",
        reason,
      })),
      ...[...loaded.refused, ...warnings.refused].map(({ path, field, reason }) => ({ path, rule: field, reason })),
    ],
  };
}

/** Where the XDG base directory specification puts what can be made again. */
const cacheFolder = (): string => join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "toguna", "rules");
