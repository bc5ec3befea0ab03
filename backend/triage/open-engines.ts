// Brings every engine into memory from the texts of rules: Sigma, YARA, indicator lists, warning lists.
import { createHash } from "node:crypto";
import { type IndicatorIndex, loadIndicators, readWarninglists, type Warninglists } from "./indicators/index.ts";
import { compileSigma, parseSigma, type SigmaEngine } from "./sigma/index.ts";
import { engineSourcesIn, readRulesFolder } from "./shipped-rules.ts";
import { createYaraPool, type YaraPool } from "./yara/index.ts";

export { shippedRules } from "./shipped-rules.ts";

export interface Engines {
  yara: YaraPool;
  sigma: SigmaEngine;
  indicators: IndicatorIndex;
  warninglists: Warninglists;
  /** SHA-256 over every rule text: the same hash, the same answers. */
  rulesHash: string;
  /** Rules that could not be used, each with its reason. */
  refused: { path: string; reason: string }[];
  close(): Promise<void>;
}

/** A text with what it is; `path` is how refusals and YARA's namespaces call it. */
export interface EngineSource {
  kind: "sigma" | "yara" | "indicator" | "warninglist";
  path: string;
  text: string;
}

/**
 * @param rules texts, or a folder laid out like `rules/`
 * @param cacheFolder where compiled YARA rules are kept, a folder of ours; null keeps none
 */
export async function openEngines(
  rules: string | readonly EngineSource[],
  cacheFolder: string | null,
): Promise<Engines> {
  const sources = typeof rules === "string" ? engineSourcesIn(readRulesFolder(rules)) : rules;
  const of = (kind: EngineSource["kind"]) => sources.filter((source) => source.kind === kind);
  const sigma = compileSigma(of("sigma").flatMap(({ path, text }) => parseSigma(text, path)));
  // Indexes are built now, so that the first event of a kind does not wait for them.
  sigma.prepare();
  const lists = loadIndicators(of("indicator"));
  const warnings = readWarninglists(of("warninglist"));
  const yara = await createYaraPool({ rules: of("yara"), workers: 1, cacheFolder });
  return {
    yara,
    sigma,
    indicators: lists.index,
    warninglists: warnings.warninglists,
    rulesHash: hashSources(sources),
    refused: [...sigma.refused, ...lists.refused, ...yara.refused].map(({ path, reason }) => ({ path, reason })),
    close: async () => {
      await yara.close();
      lists.index.close();
    },
  };
}

function hashSources(sources: readonly EngineSource[]): string {
  const hash = createHash("sha256");
  for (const { path, text } of [...sources].sort((a, b) => (a.path < b.path ? -1 : 1)))
    hash.update(path).update("\0").update(text).update("\0");
  return hash.digest("hex");
}
