// Brings every engine into memory once a process: rules, indicators and warning lists from the rules folder.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type IndicatorIndex, loadIndicators, readWarninglists, type Warninglists } from "./indicators/index.ts";
import { compileSigma, parseSigma, type SigmaEngine } from "./sigma/index.ts";
import { createYaraPool, type YaraPool } from "./yara/index.ts";

export interface Engines {
  yara: YaraPool;
  sigma: SigmaEngine;
  indicators: IndicatorIndex;
  warninglists: Warninglists;
  /** SHA-256 over every rule file: the same hash, the same answers. */
  rulesHash: string;
  /** Rules that could not be used, each with its reason. */
  refused: { path: string; reason: string }[];
  close(): Promise<void>;
}

export const shippedRules = fileURLToPath(new URL("../../rules", import.meta.url));

/** @param cacheFolder where compiled YARA rules are kept, a folder of ours. */
export async function openEngines(rulesFolder: string, cacheFolder: string): Promise<Engines> {
  const files = readRuleFiles(rulesFolder);
  const of = (...endings: string[]) => files.filter(({ path }) => endings.some((ending) => path.endsWith(ending)));
  const sigmaFiles = of(".yml", ".yaml").filter(({ path }) => path.includes("/sigma/"));
  const documents = sigmaFiles.flatMap(({ path, text }) => parseSigma(text, path));
  const sigma = compileSigma(documents);
  // Indexes are built now, so that the first event of a kind does not wait for them.
  sigma.prepare();
  const lists = loadIndicators(of(".yml").filter(({ path }) => path.includes("/indicators/")));
  const warnings = readWarninglists(of(".json").filter(({ path }) => path.includes("/warninglists/")));
  const yara = await createYaraPool({ rules: of(".yar", ".yara"), workers: 1, cacheFolder });
  const hash = createHash("sha256");
  for (const { path, text } of files)
    hash.update(path.slice(rulesFolder.length)).update("\0").update(text).update("\0");
  return {
    yara,
    sigma,
    indicators: lists.index,
    warninglists: warnings.warninglists,
    rulesHash: hash.digest("hex"),
    refused: [...sigma.refused, ...lists.refused, ...yara.refused].map(({ path, reason }) => ({ path, reason })),
    close: async () => await yara.close(),
  };
}

function readRuleFiles(folder: string): { path: string; text: string }[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !join(entry.parentPath, "").includes("/samples/"))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => /\.(ya?ml|yara?|json)$/.test(path) && !path.includes("/samples/"))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
