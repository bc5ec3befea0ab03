// Turns a YARA match into a finding: the rule's own words, and where in the bytes its strings stood.
import { type Evidence, type Finding, type Level, levels, type Location } from "../model.ts";
import type { MetaValue, YaraMatch } from "./engine.ts";

const shownBytes = 96;
/** Two rows of a hex dump before and after a hit, for the first few hits. */
const aroundBytes = 32;
const aroundHits = 8;

/**
 * @param match what the engine said
 * @param part path of the part that was scanned ("mail.eml!/a.zip!/b.js")
 * @param bytes the scanned bytes, for the previews
 * @param fileVersion stands in for meta `version`: a hash of the rule file, since a version is never empty
 * @param locationLimit how many places are kept, spread over the rule's strings
 */
export function toFinding(
  match: YaraMatch,
  part: string,
  bytes: Uint8Array,
  fileVersion: string,
  locationLimit: number,
): Finding {
  const meta = lowerKeys(match.meta);
  const author = readText(meta, "author");
  const first = match.hits.reduce<number | null>(
    (least, hit) => (least === null || hit.offset < least ? hit.offset : least),
    null,
  );
  const picked = pickHits(match, locationLimit);
  return {
    engine: "yara",
    ruleId: readText(meta, "id", "rule_id", "uuid") ?? match.rule,
    ruleVersion: readText(meta, "version", "modified", "date") ?? fileVersion,
    title: readText(meta, "title", "name") ?? match.rule,
    level: readLevel(meta),
    source: part,
    at: first,
    locations: picked.map(
      (hit): Location => ({
        kind: "bytes",
        part,
        offset: hit.offset,
        length: hit.length,
        text: previewBytes(bytes.subarray(hit.offset, hit.offset + Math.min(hit.length, shownBytes)), hit.length),
        string: hit.string,
      }),
    ),
    why: readText(meta, "description", "desc", "info") ?? match.rule,
    references: readReferences(meta),
    ...(author === undefined ? {} : { author }),
    evidence: [
      { kind: "strings", strings: [...new Set(match.hits.map((hit) => hit.string))] },
      ...picked.slice(0, aroundHits).map((hit) => bytesAround(hit, part, bytes)),
    ],
  };
}

function bytesAround(hit: YaraMatch["hits"][number], part: string, bytes: Uint8Array): Evidence {
  // Rows of a dump begin at multiples of 16, so that two windows over one place agree.
  const offset = Math.max(0, Math.floor((hit.offset - aroundBytes) / 16) * 16);
  const end = Math.min(bytes.length, hit.offset + Math.min(hit.length, shownBytes) + aroundBytes);
  const hex = Array.from(bytes.subarray(offset, end), (byte) => byte.toString(16).padStart(2, "0")).join("");
  return { kind: "around", part, offset, hex };
}

/** Takes hits in turn from each string, so that one that matched ten thousand times does not hide the others. */
function pickHits(match: YaraMatch, limit: number): YaraMatch["hits"] {
  if (match.hits.length <= limit) return match.hits;
  const byString = Map.groupBy(match.hits, (hit) => hit.string);
  const share = Math.max(1, Math.floor(limit / byString.size));
  return [...byString.values()].flatMap((hits) => hits.slice(0, share)).slice(0, limit);
}

/**
 * Shows bytes as text that is safe on a screen, in a log and in a terminal: UTF-16 with Latin letters is narrowed,
 * UTF-8 and printable ASCII stay, controls and direction marks are dots; bytes that are mostly not text are shown as hex.
 */
export function previewBytes(bytes: Uint8Array, fullLength: number): string {
  const isWide = bytes.length >= 4 && bytes.every((byte, index) => index % 2 === 0 || byte === 0);
  const shown = isWide ? bytes.filter((_, index) => index % 2 === 0) : bytes;
  const written = readUtf8(shown, fullLength > bytes.length ? 3 : 0);
  if (written !== undefined && !isWide) return fullLength > bytes.length ? `${written}…` : written;
  const printable = shown.reduce((count, byte) => count + (byte >= 0x20 && byte < 0x7f ? 1 : 0), 0);
  const text =
    printable * 2 >= shown.length
      ? Array.from(shown, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("")
      : Array.from(bytes.subarray(0, 32), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return fullLength > bytes.length ? `${text}…` : text;
}

/** The text of bytes that are UTF-8 beyond ASCII, made harmless; a letter that was cut at the end is left out. */
function readUtf8(bytes: Uint8Array, mostCut: number): string | undefined {
  if (bytes.every((byte) => byte < 0x80)) return undefined;
  for (let cut = 0; cut <= mostCut; cut++) {
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
      return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ".");
    } catch {
      // Perhaps cut within a letter.
    }
  }
  return undefined;
}

type Meta = Record<string, MetaValue>;

const lowerKeys = (meta: Meta): Meta =>
  Object.fromEntries(Object.entries(meta).map(([key, value]) => [key.toLowerCase(), value]));

function readText(meta: Meta, ...names: string[]): string | undefined {
  for (const name of names) {
    const value = meta[name];
    if (value !== undefined && String(value).trim() !== "") return String(value).trim();
  }
  return undefined;
}

/** Meta `level` or `severity` in Sigma's words; else THOR's `score` (0 to 100) as public sets carry it; else medium. */
function readLevel(meta: Meta): Level {
  const word = readText(meta, "level", "severity")?.toLowerCase();
  const level = levels.find((known) => known === word || (word === "info" && known === "informational"));
  if (level !== undefined) return level;
  const score = Number(readText(meta, "score") ?? Number.NaN);
  if (Number.isNaN(score)) return "medium";
  if (score >= 90) return "critical";
  if (score >= 75) return "high";
  if (score >= 60) return "medium";
  return score >= 40 ? "low" : "informational";
}

/** Meta keys cannot repeat as lists do, so public sets number them or separate by commas. */
function readReferences(meta: Meta): string[] {
  const found = Object.entries(meta)
    .filter(([key]) => /^(references?|ref|url)\d*$/.test(key))
    .flatMap(([, value]) => String(value).split(/[\s,]+/))
    .filter((text) => text !== "" && text !== "-");
  return [...new Set(found)];
}

/** What a rule's meta part says of it, as its findings will carry it. */
export function describeMeta(given: Meta, ruleName: string) {
  const meta = lowerKeys(given);
  return {
    id: readText(meta, "id", "rule_id", "uuid") ?? ruleName,
    title: readText(meta, "title", "name") ?? ruleName,
    level: readLevel(meta),
    author: readText(meta, "author") ?? "",
    licence: readText(meta, "license", "licence") ?? "",
    description: readText(meta, "description", "desc", "info") ?? "",
  };
}
