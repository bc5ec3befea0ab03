// Reads policies/: packs with their hash, vocabularies, calendars, vectors and the lock. The only file of the law library that reads the disk.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { load } from "js-yaml";
import { z } from "zod";
import { CalendarData } from "./calendar.ts";
import type { LawWorld } from "./list-duties.ts";
import { Pack } from "./model.ts";

export const policiesFolder = fileURLToPath(new URL("../../../policies", import.meta.url));

/** A pack's file as found, before anything is believed of it. */
export interface PackFile {
  /** Path below the policies folder. */
  path: string;
  folder: string;
  sha256: string;
  raw: unknown;
}

/** A pack with what a record pins: id, version and hash. */
export interface LoadedPack {
  pack: Pack;
  pin: { id: string; version: string; sha256: string };
}

/** Every `<country>/<instrument>/pack-<version>.yml` below `root`, in order of path. @throws when a file is not YAML. */
export function findPackFiles(root: string): PackFile[] {
  const found: PackFile[] = [];
  for (const path of listFiles(root).filter((it) => /(^|\/)pack-\d+\.\d+\.\d+\.yml$/.test(it))) {
    const bytes = readFileSync(join(root, path));
    found.push({ path, folder: join(root, path, ".."), sha256: hashOf(bytes), raw: readYaml(join(root, path)) });
  }
  return found;
}

/** @throws naming the file and the field when a pack is malformed. */
export function parsePackFile(file: PackFile): LoadedPack {
  const parsed = Pack.safeParse(file.raw);
  if (!parsed.success) {
    const first = parsed.error.issues[0];
    throw new Error(`${file.path}: ${first?.path.join(".") ?? ""} ${first?.message ?? "is malformed"}`);
  }
  const { id, version } = parsed.data.pack;
  return { pack: parsed.data, pin: { id, version, sha256: file.sha256 } };
}

/** @param spec "eu.gdpr" for the newest version, "eu.gdpr@1.0.0" for that one. @throws naming what there is. */
export function loadPack(spec: string, root = policiesFolder): LoadedPack {
  const [id = "", version] = spec.split("@");
  const folder = join(root, ...id.split("."));
  const files = /^[a-z]{2,6}\.[a-z0-9-]+$/.test(id) && existsSync(folder) ? findPackFiles(folder) : [];
  if (files.length === 0) throw new Error(`there is no pack "${id}"; there are ${listPackIds(root).join(" ")}`);
  const packs = files.map((file) => parsePackFile({ ...file, path: relative(root, join(folder, file.path)) }));
  packs.sort((a, b) => compareVersions(a.pin.version, b.pin.version));
  const found = version === undefined ? packs.at(-1) : packs.find((it) => it.pin.version === version);
  if (!found)
    throw new Error(`${id} has no version ${version ?? ""}; it has ${packs.map((it) => it.pin.version).join(" ")}`);
  return found;
}

export function listPackIds(root = policiesFolder): string[] {
  const ids = findPackFiles(root).map((file) => file.path.split("/").slice(-3, -1).join("."));
  return [...new Set(ids)].toSorted((a, b) => a.localeCompare(b));
}

export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split(".").map(Number), b.split(".").map(Number)];
  return left.reduce((sum, part, index) => sum || part - (right[index] ?? 0), 0);
}

const named = z.object({ id: z.string(), names: z.record(z.string(), z.string()) }).loose();
const Vocabulary = z.object({ list: z.array(named) });

/** The ids of one vocabulary file: addressees, entity-classes, events, fields, forms, processing-traits. */
export function loadVocabulary(
  name: "addressees" | "entity-classes" | "events" | "fields" | "forms" | "processing-traits",
  root = policiesFolder,
): Map<string, z.infer<typeof named>> {
  const own = join(root, `${name}.yml`);
  // A folder of packs alone speaks the words that ship with Toguna.
  const path = existsSync(own) ? own : join(policiesFolder, `${name}.yml`);
  const parsed = Vocabulary.safeParse(readYaml(path));
  if (!parsed.success) throw new Error(`${path}: expected a list of {id, names}`);
  return new Map(parsed.data.list.map((it) => [it.id, it]));
}

/** Calendars: every `<country>/country.yml`, and `calendars/*.yml` for the rest. */
export function loadLawWorld(root = policiesFolder): LawWorld {
  const calendars = new Map<string, CalendarData>();
  for (const folder of new Set([policiesFolder, root])) {
    for (const entry of readdirSync(folder).filter((name) => existsSync(join(folder, name, "country.yml")))) {
      const parsed = z.object({ calendar: CalendarData }).safeParse(readYaml(join(folder, entry, "country.yml")));
      if (!parsed.success)
        throw new Error(`${entry}/country.yml: calendar ${parsed.error.issues[0]?.message ?? "is malformed"}`);
      calendars.set(entry.toUpperCase(), parsed.data.calendar);
    }
    const own = join(folder, "calendars");
    for (const entry of existsSync(own) ? readdirSync(own).filter((name) => name.endsWith(".yml")) : []) {
      const parsed = CalendarData.safeParse(readYaml(join(own, entry)));
      if (!parsed.success) throw new Error(`calendars/${entry}: ${parsed.error.issues[0]?.message ?? "is malformed"}`);
      const id = entry.slice(0, -".yml".length);
      calendars.set(id.length === 2 ? id.toUpperCase() : id, parsed.data);
    }
  }
  const classes = new Set(loadVocabulary("entity-classes", root).keys());
  return { calendars, classes, events: new Set(loadVocabulary("events", root).keys()) };
}

/** Captured text of a source below a pack's folder, with its hash; null when it is not there. */
export function readSource(packFolder: string, source: string): { text: string; sha256: string } | null {
  const path = join(packFolder, source);
  if (!existsSync(path)) return null;
  const bytes = readFileSync(path);
  return { text: bytes.toString("utf8"), sha256: hashOf(bytes) };
}

/** The hashes of published packs, "id@version" → SHA-256; null when the folder has no lock. */
export function readLock(root: string): Record<string, string> | null {
  const path = join(root, "packs.lock.json");
  return existsSync(path) ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, "utf8"))) : null;
}

export function readYaml(path: string): unknown {
  try {
    return load(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`${path} is not YAML: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function hashOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function listFiles(root: string): string[] {
  if (!existsSync(root) || !statSync(root).isDirectory()) throw new Error(`${root} is not a folder`);
  return readdirSync(root, { recursive: true, encoding: "utf8" }).toSorted((a, b) => a.localeCompare(b));
}
