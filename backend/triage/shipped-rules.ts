// Reads the rules that ship from their folder: each text with what it is, and the samples beside it.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { EngineSource } from "./open-engines.ts";

export const shippedRules = fileURLToPath(new URL("../../rules", import.meta.url));

/** Every file of the folder by its path in it, with "/" between; samples are under "<kind>/samples/". */
export function readRulesFolder(folder: string): Map<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
  return new Map(paths.map((path) => [path, readFileSync(join(folder, path))]));
}

/** What an engine takes of a rules folder; samples and words about it are left out. */
export function engineSourcesIn(files: ReadonlyMap<string, Buffer>): EngineSource[] {
  return [...files].flatMap(([path, bytes]): EngineSource[] => {
    const kind = kindOf(path);
    return kind === null ? [] : [{ kind, path, text: bytes.toString("utf8") }];
  });
}

function kindOf(path: string): EngineSource["kind"] | null {
  if (path.includes("/samples/")) return null;
  if (/^sigma\/.*\.ya?ml$/.test(path)) return "sigma";
  if (/^yara\/.*\.yara?$/.test(path)) return "yara";
  if (/^indicators\/.*\.ya?ml$/.test(path)) return "indicator";
  return /^warninglists\/.*\.json$/.test(path) ? "warninglist" : null;
}

/** The rules that ship, as the engines take them. */
export const readShippedSources = (): EngineSource[] => engineSourcesIn(readRulesFolder(shippedRules));
