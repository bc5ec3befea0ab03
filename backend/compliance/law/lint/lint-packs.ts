// Lints every pack below a folder: shape, rules L1 to L12, names, and that published versions have not changed.
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import {
  findPackFiles,
  loadLawWorld,
  loadVocabulary,
  type PackFile,
  readLock,
  readSource,
  readYaml,
} from "../load-packs.ts";
import { Pack } from "../model.ts";
import { VectorFile } from "../vectors.ts";
import type { Finding, LintRule, LintSubject } from "./finding.ts";
import {
  lintBinding,
  lintCitations,
  lintClocks,
  lintNames,
  lintNorms,
  lintQuotes,
  lintSanctions,
} from "./law-rules.ts";
import { lintFormalities } from "./lint-formalities.ts";
import { lintVectors } from "./lint-vectors.ts";

const rules: LintRule[] = [
  lintClocks,
  lintQuotes,
  lintNorms,
  lintCitations,
  lintSanctions,
  lintBinding,
  lintNames,
  lintFormalities,
  lintVectors,
];

export interface LintReport {
  packs: number;
  findings: Finding[];
}

/** @param root a folder of packs, such as policies/. @throws when it is not a folder, or holds no pack. */
export function lintPacks(root: string): LintReport {
  const files = findPackFiles(root);
  if (files.length === 0) throw new Error(`${root} holds no pack (<country>/<instrument>/pack-<version>.yml)`);
  const lock = findLock(root);
  const shared = {
    world: loadLawWorld(root),
    addressees: new Set(loadVocabulary("addressees", root).keys()),
    fields: new Set(loadVocabulary("fields", root).keys()),
    forms: new Set(loadVocabulary("forms", root).keys()),
    traits: new Set(loadVocabulary("processing-traits", root).keys()),
  };
  return { packs: files.length, findings: files.flatMap((file) => lintFile(file, lock, shared)) };
}

function lintFile(
  file: PackFile,
  lock: Record<string, string> | null,
  shared: Pick<LintSubject, "world" | "addressees" | "fields" | "forms" | "traits">,
): Finding[] {
  const at = (found: Omit<Finding, "file">): Finding => ({ ...found, file: file.path });
  const parsed = Pack.safeParse(file.raw);
  if (!parsed.success)
    return parsed.error.issues.map((issue) =>
      at({ rule: ruleOf(issue.path), at: nameOf(file.raw, issue.path), message: issue.message }),
    );
  const pack = parsed.data;
  const { id, version } = pack.pack;
  const found = lintPlace(file, id, version, lock);
  const vectors = readVectors(file.folder, `${id}@${version}`, found);
  const subject: LintSubject = {
    ...shared,
    file: file.path,
    pack,
    vectors,
    readSource: (source) => readSource(file.folder, source),
  };
  return [...found, ...rules.flatMap((rule) => rule(subject))].map(at);
}

/** The pack stands where its id says, and is what was published. */
function lintPlace(
  file: PackFile,
  id: string,
  version: string,
  lock: Record<string, string> | null,
): Omit<Finding, "file">[] {
  const found: Omit<Finding, "file">[] = [];
  const place = resolve(file.folder).split("/").slice(-2).join(".");
  if (place !== id) found.push({ rule: "path", at: "pack.id", message: `${id} stands in the folder of ${place}` });
  if (!file.path.endsWith(`pack-${version}.yml`))
    found.push({ rule: "path", at: "pack.version", message: `${version} is not the version of the file's name` });
  if (lock === null) return found;
  const published = lock[`${id}@${version}`];
  if (published === undefined)
    found.push({ rule: "lock", at: "pack", message: "is not published yet: toguna law lint --publish" });
  else if (published !== file.sha256)
    found.push({
      rule: "lock",
      at: "pack",
      message: `changed after ${version} was published; a correction is a new version`,
    });
  return found;
}

/** A missing or malformed member is told under the rule that asks for it. */
function ruleOf(path: PropertyKey[]): string {
  const keys = path.map(String);
  const has = (...names: string[]): boolean => names.some((name) => keys.includes(name));
  if (has("setBy", "lateSetBy")) return "L1";
  if (has("quote")) return keys.includes("language") ? "L10" : "L2";
  if (has("rrule")) return "L3";
  if (has("addressee", "discloseTo")) return "L5";
  if (has("threshold", "exceptions")) return "L6";
  if (has("cites", "articles")) return "L7";
  if (has("expressionDate")) return "L8";
  if (keys[0] === "sanctions") return "L9";
  if (has("binding", "binds")) return "L11";
  return "schema";
}

function nameOf(raw: unknown, path: PropertyKey[]): string {
  const [list, index] = path;
  if (typeof raw !== "object" || raw === null || typeof list !== "string" || typeof index !== "number")
    return path.map(String).join(".");
  const items: unknown = Reflect.get(raw, list);
  const item: unknown = Array.isArray(items) ? items[index] : null;
  const id: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "id") : null;
  return typeof id === "string" ? `${id}: ${path.slice(2).map(String).join(".")}` : path.map(String).join(".");
}

/** Every vector of `tests/*.yml` beside a pack that is meant for this version. */
export function readVectors(packFolder: string, spec: string, into?: Omit<Finding, "file">[]): LintSubject["vectors"] {
  const folder = join(packFolder, "tests");
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".yml")) : [];
  return names.toSorted().flatMap((name) => {
    const parsed = VectorFile.safeParse(readYaml(join(folder, name)));
    if (parsed.success) return parsed.data.pack === spec ? parsed.data.vectors : [];
    const first = parsed.error.issues[0];
    const message = `tests/${name}: ${first?.path.join(".") ?? ""} ${first?.message ?? "is malformed"}`;
    if (!into) throw new Error(message);
    into.push({ rule: "L12", at: "tests", message });
    return [];
  });
}

/** The lock of the folder, or of the policies folder that holds it. */
function findLock(root: string): Record<string, string> | null {
  let folder = resolve(root);
  for (let up = 0; up < 3; up++, folder = dirname(folder)) {
    const lock = readLock(folder);
    if (lock) return lock;
  }
  return null;
}

/** Writes the hashes of packs that are not in the lock yet; those that are there stay as they are. @returns what was added */
export function publishPacks(root: string): string[] {
  const lock = readLock(root) ?? {};
  const added: string[] = [];
  for (const file of findPackFiles(root)) {
    const { id, version } = Pack.parse(file.raw).pack;
    const spec = `${id}@${version}`;
    if (lock[spec] !== undefined) continue;
    lock[spec] = file.sha256;
    added.push(spec);
  }
  const sorted = Object.fromEntries(Object.entries(lock).toSorted(([a], [b]) => a.localeCompare(b)));
  writeFileSync(join(root, "packs.lock.json"), `${JSON.stringify(sorted, null, 2)}\n`);
  return added;
}
