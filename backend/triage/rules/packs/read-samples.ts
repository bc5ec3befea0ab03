// Finds a rule's samples among the files of a pack that is laid out like `rules/`: samples/<name>/{hit,miss}/.
import { basename, dirname } from "node:path/posix";
import { type RuleKind, ruleLimits, type RuleSample } from "../model.ts";

/** Folders that hold samples in our own layout, with the slash at their end. */
export function sampleRoots(paths: Iterable<string>): string[] {
  const roots = new Set<string>();
  for (const path of paths) {
    const root = /^(.*?\/)?samples\/[^/]+\/(?:hit|miss)\/[^/]+$/.exec(path);
    if (root) roots.add(`${root[1] ?? ""}samples/`);
  }
  return [...roots];
}

/**
 * @param names what the rule's findings carry; @param yaraNames the rules' own names, by which YARA samples are filed
 * @returns decoded from .b64 and .hex; none where there are none, and none beyond the limits of a rule
 */
export function readSamplesOf(
  files: ReadonlyMap<string, Buffer>,
  kind: RuleKind,
  path: string,
  names: readonly string[],
  yaraNames: readonly string[],
): RuleSample[] {
  if (kind === "indicator") return [];
  const file = path.replace(/#[^#/]*$/, "");
  const folder = dirname(file) === "." ? "" : `${dirname(file)}/`;
  const called = kind === "yara" ? yaraNames : [basename(file).replace(/\.ya?ml$/i, ""), ...names];
  const samples: RuleSample[] = [];
  let size = 0;
  for (const [at, bytes] of files) {
    const found = new RegExp(`^${escapeRegExp(folder)}samples/([^/]+)/(hit|miss)/([^/]+)$`).exec(at);
    if (!found || !called.includes(found[1] ?? "")) continue;
    const sample = toSample(found[3] ?? "", found[2] === "hit" ? "hit" : "miss", bytes);
    size += sample.content.length;
    if (sample.content.length > ruleLimits.sample || size > ruleLimits.allSamples) continue;
    if (samples.length >= ruleLimits.samples) break;
    samples.push(sample);
  }
  return samples;
}

function toSample(storedName: string, expects: "hit" | "miss", bytes: Buffer): RuleSample {
  const ending = /\.(b64|hex)$/.exec(storedName)?.[1];
  const name = ending === undefined ? storedName : storedName.replace(/\.(?:b64|hex)$/, "");
  const decoded =
    ending === undefined
      ? bytes
      : Buffer.from(bytes.toString("latin1").replace(/\s+/g, ""), ending === "b64" ? "base64" : "hex");
  const text = decoded.toString("utf8");
  // Stored as text again where an antivirus minds the bytes, or the text does not give them back.
  return ending === undefined && Buffer.from(text, "utf8").equals(decoded) && !text.includes("\0")
    ? { name, expects, encoding: "text", content: text }
    : { name, expects, encoding: "base64", content: decoded.toString("base64") };
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
