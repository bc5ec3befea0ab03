// Loads rule folders: Sigma, YARA, indicator lists and warninglists, told apart by where they lie and what they are called.
import { readFileSync } from "node:fs";
import { sep } from "node:path";
import type { YaraSource } from "../yara/index.ts";
import { type BadInput, describeReason, listFiles } from "./list-files.ts";

export interface RuleFile {
  path: string;
  text: string;
}

export interface RuleFiles {
  sigma: RuleFile[];
  yara: YaraSource[];
  indicators: RuleFile[];
  warninglists: RuleFile[];
}

/**
 * Reads all folders. Whatever lies under `samples/` is left out. A YAML file is an indicator list when it lies under
 * `indicators/` or names a list of indicators at its top level, else Sigma; JSON is a warninglist under `warninglists/`.
 * Files that cannot be read go to `bad`.
 */
export function loadRuleFiles(folders: readonly string[], bad: BadInput[]): RuleFiles {
  const files: RuleFiles = { sigma: [], yara: [], indicators: [], warninglists: [] };
  for (const folder of folders) {
    for (const path of listFiles([folder], bad)) {
      const inside = path.slice(folder.length).split(sep);
      if (inside.includes("samples")) continue;
      const ending = /\.(ya?ml|yara?|json|csv|txt)$/i.exec(path)?.[1]?.toLowerCase();
      if (ending === undefined) continue;
      const isUnder = (name: string): boolean => inside.includes(name) || folder.split(sep).includes(name);
      const text = readText(path, ending.startsWith("yar") ? "latin1" : "utf8", bad);
      if (text === null) continue;
      if (ending === "yar" || ending === "yara") files.yara.push({ path, text });
      else if (isUnder("warninglists")) files.warninglists.push({ path, text });
      else if (isUnder("indicators")) files.indicators.push({ path, text });
      else if (!ending.startsWith("y")) continue;
      else if (/^indicators:\s*$/m.test(text)) files.indicators.push({ path, text });
      else files.sigma.push({ path, text });
    }
  }
  return files;
}

/** One file that was named on its own; nothing when it cannot be read, which goes to `bad`. */
export function readRuleFile(path: string, bad: BadInput[]): RuleFile[] {
  const text = readText(path, "utf8", bad);
  return text === null ? [] : [{ path, text }];
}

/** YARA sources in another encoding than UTF-8 are common; then each byte is kept as it is. */
function readText(path: string, fallback: "latin1" | "utf8", bad: BadInput[]): string | null {
  try {
    const bytes = readFileSync(path);
    if (fallback === "utf8") return bytes.toString("utf8");
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return bytes.toString("latin1");
    }
  } catch (error) {
    bad.push({ path, reason: describeReason(error) });
    return null;
  }
}
