// Finds SigmaHQ's rules and samples and the Windows events beside the project, where they are present.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { parseSigma } from "../../backend/triage/sigma/index.ts";
import type { SigmaDocument } from "../../backend/triage/sigma/index.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Folder of the corpora, or null where there is none; says so once. */
export function findCorpora(): string | null {
  const found = ["../shared/corpora", "shared/corpora"]
    .map((path) => join(root, path))
    .find((path) => existsSync(join(path, "sigma")));
  if (found === undefined) console.log("skipped: the corpora are not beside the project (../shared/corpora)");
  return found ?? null;
}

export function readRules(corpora: string): SigmaDocument[] {
  const folder = join(corpora, "sigma/rules");
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".yml"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .flatMap((path) => parseSigma(readFileSync(path, "utf8"), relative(folder, path)));
}

export interface RegressionSample {
  ruleId: string;
  /** Null where the publisher gives no events. */
  events: Buffer | null;
  /** The rule must hit at least so often (1 where the publisher says nothing). */
  matchCount: number;
}

export function readRegression(corpora: string): RegressionSample[] {
  const folder = join(corpora, "sigma/regression");
  return readdirSync(folder).map((ruleId) => {
    const info = load(readFileSync(join(folder, ruleId, "info.yml"), "utf8")) as {
      regression_tests_info?: { match_count?: number }[];
    };
    const path = join(folder, ruleId, `${ruleId}.json`);
    const matchCount = info.regression_tests_info?.[0]?.match_count ?? 1;
    return { ruleId, events: existsSync(path) ? readFileSync(path) : null, matchCount };
  });
}

/** Names and bytes of the gzipped sets of Windows events, in order. */
export function readEventSets(corpora: string): { name: string; bytes: Buffer }[] {
  const folder = join(corpora, "windows-events");
  return readdirSync(folder)
    .sort()
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
}
