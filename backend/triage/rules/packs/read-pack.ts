// Reads a pack of somebody else's rules: an archive or single files become rules, each with its samples, or with the reason why not.
import { basename, dirname, join } from "node:path";
import { readCsvFeed, readMispFeed, readPlainFeed, type ReadFeed, type Refusal } from "../../indicators/index.ts";
import { defaultUnpackLimits, toObstacleFinding, walkParts } from "../../unpack/index.ts";
import { checkSource } from "../check-source.ts";
import { type RuleKind, ruleLimits, type RuleSample, type SourceFacts } from "../model.ts";
import { readSamplesOf, sampleRoots } from "./read-samples.ts";
import { splitRules } from "./split-rules.ts";
import { toListSource } from "./to-list-source.ts";

export interface PackItem {
  path: string;
  kind: RuleKind;
  source: string;
  samples: RuleSample[];
  /** null when it cannot be taken; then `problems` says why. */
  facts: SourceFacts | null;
  problems: string[];
}

export interface ReadPack {
  items: PackItem[];
  /** What could not be opened, and files over the limit. */
  problems: string[];
  /** The first line of a licence file, where there is one. */
  licence: string;
  author: string;
}

export type PackFiles = ReadonlyMap<string, Buffer>;

const unpackLimits = { ...defaultUnpackLimits, parts: 30_000, depth: 4, ratio: 1_000 };

/** Opens what was uploaded: archives give the files in them, everything else stands for itself. Paths are those inside. */
export async function openPack(
  uploads: readonly { name: string; bytes: Buffer }[],
): Promise<{ files: Map<string, Buffer>; problems: string[] }> {
  const files = new Map<string, Buffer>();
  const problems: string[] = [];
  for (const { name, bytes } of uploads)
    for await (const step of walkParts(name, bytes, unpackLimits)) {
      if ("obstacle" in step) problems.push(toObstacleFinding(step.obstacle, step.path).why);
      // What is a container was opened; a rule file never is one.
      else if (!isArchive(step.part.type))
        files.set(step.part.path.split("!/").at(-1) ?? step.part.path, step.part.bytes);
    }
  return { files, problems };
}

const isArchive = (type: string | null): boolean =>
  type !== null && ["zip", "gzip", "tar", "7z", "rar", "xz", "bzip2", "zstd", "archive"].includes(type);

/**
 * @param name of the upload: feeds that carry no id of their own are told apart by it, and known again under it
 * @param pause lets other work run between files
 */
export async function readPack(files: PackFiles, name: string, pause: () => Promise<void>): Promise<ReadPack> {
  const read: ReadPack = { items: [], problems: [], licence: "", author: "" };
  const roots = sampleRoots(files.keys());
  const seen = new Map<string, string>();
  for (const [path, bytes] of files) {
    if (roots.some((root) => path.startsWith(root)) || isSampleOfOthers(path)) continue;
    if (/(?:^|\/)(?:licen[cs]e|copying)[^/]*$/i.test(path) && !/\.(?:ya?ml|yara?)$/i.test(path)) {
      if (read.licence === "" || !path.includes("/")) read.licence = firstLine(bytes);
      continue;
    }
    for (const item of readFile(path, bytes, files, name)) {
      if (read.items.length >= ruleLimits.importItems) {
        read.problems.push(`Only the first ${ruleLimits.importItems} rules were read.`);
        return read;
      }
      refuseSecond(item, seen);
      read.items.push(item);
    }
    await pause();
  }
  const authors = new Set(read.items.flatMap(({ facts }) => (facts && facts.author !== "" ? [facts.author] : [])));
  if (authors.size === 1) read.author = [...authors][0] ?? "";
  return read;
}

/** Others keep their test data beside their rules. */
const isSampleOfOthers = (path: string): boolean =>
  /(?:^|\/)(?:samples|tests?|regression_data|testdata|\.[^/]+)\//i.test(path) || /(?:^|\/)\.[^/]*$/.test(path);

const firstLine = (bytes: Buffer): string =>
  (
    bytes
      .toString("utf8", 0, 2_000)
      .split(/\r?\n/)
      .find((line) => line.trim() !== "") ?? ""
  )
    .trim()
    .slice(0, 200);

function readFile(path: string, bytes: Buffer, files: PackFiles, packName: string): PackItem[] {
  const ending = /\.(ya?ml|yara?|json|csv|txt|ioc)$/i.exec(path)?.[1]?.toLowerCase();
  if (ending === undefined) return [];
  const text = decode(bytes);
  if (ending === "yar" || ending === "yara") return readRules("yara", path, text, files);
  if (ending.startsWith("y")) {
    if (/^indicators:\s*$/m.test(text)) return readRules("indicator", path, text, files);
    // A pack carries configuration too: what names no detection is no rule.
    if (!/^(?:detection|correlation|filter)\s*:/m.test(text)) return [];
    return readRules("sigma", path, text, files);
  }
  if (ending === "txt" && files.size > 1) return [];
  if (ending === "json") {
    if (/"matching_attributes"/.test(text)) return [];
    // The frame of a MISP feed that names its events.
    if (/^(?:manifest|hashes)\.json$/i.test(basename(path))) return [];
  }
  return [readFeed(ending, path, text, packName)];
}

function readRules(kind: RuleKind, path: string, text: string, files: PackFiles): PackItem[] {
  return splitRules(kind, path, text).map((part) => {
    const { facts, problems } = checkSource(kind, part.source, part.path);
    const samples = readSamplesOf(files, kind, part.path, facts?.names ?? [], part.names);
    return {
      path: part.path,
      kind,
      source: part.source,
      samples,
      facts: problems.length > 0 ? null : facts,
      problems: problems.map(({ line, column, reason }) => [place(line, column), reason].join("")),
    };
  });
}

const place = (line: number | null, column: number | null): string =>
  line === null ? "" : `line ${line}${column === null ? "" : `:${column}`}: `;

function readFeed(ending: string, path: string, text: string, packName: string): PackItem {
  const name = basename(path).replace(/\.[^.]*$/, "");
  // A feed that says nothing about sharing is treated as what may stay inside the organisation.
  const frame = {
    id: eventIdOf(ending, text) ?? `pack:${packName}:${join(dirname(path), name)}`,
    title: name,
    marking: "TLP:AMBER",
    reason: `Named in ${basename(path)}.`,
  } as const;
  const read: ReadFeed | Refusal[] =
    ending === "json"
      ? readMispFeed(text, path, frame)
      : ending === "csv"
        ? readCsvFeed(text, path, frame)
        : readPlainFeed(text, path, frame);
  const failed = (problems: string[]): PackItem => ({
    path,
    kind: "indicator",
    source: "",
    samples: [],
    facts: null,
    problems: problems.slice(0, 50),
  });
  if (Array.isArray(read)) return failed(read.map(sayRefusal));
  if (read.indicators.length === 0)
    return failed([...read.refused.map(sayRefusal), "Expected at least one indicator of a kind that is looked for."]);
  const source = toListSource(read.list, read.indicators);
  const { facts, problems } = checkSource("indicator", source, path);
  if (facts === null || problems.length > 0) return failed(problems.map(({ reason }) => reason));
  // Single entries that were refused take nobody with them; they are told beside the list.
  const left = [
    ...read.refused.map(sayRefusal),
    ...[...read.skipped].map(([kind, count]) => `${kind}: ${count} entries of a kind that is not looked for`),
  ];
  return { path, kind: "indicator", source, samples: [], facts, problems: left.slice(0, 50) };
}

/** A MISP file of one event is that event, whoever brings it. */
function eventIdOf(ending: string, text: string): string | null {
  if (ending !== "json") return null;
  const uuids = new Set(
    [...text.matchAll(/"Event"\s*:\s*\{[^{}[\]]*?"uuid"\s*:\s*"([0-9a-f-]{36})"/gi)].map((match) => match[1]),
  );
  const [uuid] = uuids;
  return uuids.size === 1 && uuid !== undefined ? `misp:${uuid.toLowerCase()}` : null;
}

const sayRefusal = ({ field, reason }: Refusal): string => (field === "" ? reason : `${field}: ${reason}`);

function refuseSecond(item: PackItem, seen: Map<string, string>): void {
  for (const name of item.facts?.names ?? []) {
    const key = `${item.kind}\0${name}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, item.path);
    else {
      item.facts = null;
      item.problems.push(`id: ${name} is already used by ${other}`);
      return;
    }
  }
}

/** Public YARA files are not always UTF-8; then each byte is kept as it is. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\0", "\ufffd");
  } catch {
    return bytes.toString("latin1").replaceAll("\0", "\ufffd");
  }
}
