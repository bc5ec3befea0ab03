// Compiled rules on disk, keyed by everything that made them: engine, its version, externals and each file's text.
import { createHash, randomUUID } from "node:crypto";
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleList } from "./arrange-rules.ts";
import { externalNames, type YaraEngine, type YaraProblem, type YaraSource } from "./engine.ts";

/** Raised whenever the saved form or what goes into it changes. */
const formatVersion = 3;

/** An entry that is there; a set's bytes are read when they are wanted. */
export interface CachedRules {
  sets: { gate: RuleList["gate"]; read: () => Uint8Array }[];
  refused: YaraProblem[];
}

/** What goes into an entry. */
export interface CompiledRules {
  sets: { gate: RuleList["gate"]; compiled: Uint8Array }[];
  refused: YaraProblem[];
}

interface Entry {
  refused: YaraProblem[];
  gates: RuleList["gate"][];
}

/** The name under which rules are cached: a SHA-256 in hex over engine, version, externals and sources in order. */
export function cacheKey(engine: YaraEngine, sources: readonly YaraSource[]): string {
  const hash = createHash("sha256");
  const add = (text: string) => hash.update(`${Buffer.byteLength(text)}:`).update(text);
  for (const text of [String(formatVersion), engine.name, engine.version, ...externalNames]) add(text);
  for (const source of sources) {
    add(source.path);
    add(source.text);
  }
  return hash.digest("hex");
}

/**
 * Makes the cache folder, or checks the one that is there: loading compiled rules runs native code over them, so the
 * folder must be ours and closed to everyone else. Throws with the reason where it is not.
 */
export function openCacheFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const status = lstatSync(folder);
  const uid = process.getuid?.();
  if (!status.isDirectory()) throw new Error(`The rules' cache folder ${folder} is not a folder.`);
  if (uid !== undefined && status.uid !== uid)
    throw new Error(`The rules' cache folder ${folder} belongs to user ${status.uid}, not to ${uid}.`);
  if ((status.mode & 0o077) !== 0) chmodSync(folder, 0o700);
}

/** Reads an entry; null where there is none or a part of it is missing. */
export function readCache(folder: string, key: string): CachedRules | null {
  try {
    const { refused, gates } = JSON.parse(readFileSync(join(folder, `${key}.json`), "utf8")) as Entry;
    const paths = gates.map((_, at) => join(folder, `${key}.${at}.yarx`));
    if (!paths.every((path) => existsSync(path))) return null;
    return { sets: gates.map((gate, at) => ({ gate, read: () => readFileSync(paths[at] ?? "") })), refused };
  } catch {
    return null;
  }
}

/** Writes an entry so that another process sees the whole of it or nothing. */
export function writeCache(folder: string, key: string, rules: CompiledRules): void {
  for (const [at, { compiled }] of rules.sets.entries()) writeWhole(join(folder, `${key}.${at}.yarx`), compiled);
  const entry: Entry = { refused: rules.refused, gates: rules.sets.map(({ gate }) => gate) };
  writeWhole(join(folder, `${key}.json`), JSON.stringify(entry));
}

/** Forgets an entry that did not load; its compiled forms are written over by the next. */
export function dropCache(folder: string, key: string): void {
  rmSync(join(folder, `${key}.json`), { force: true });
}

function writeWhole(path: string, content: Uint8Array | string): void {
  const draft = `${path}.${randomUUID()}.part`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}
