// The layout of an evidence bundle: a BagIt 1.0 bag (RFC 8493) whose tag files carry the chain of custody and the log's proofs. Pure.
import { createHash } from "node:crypto";
import type { EvidenceFacts, HashedRow } from "./chain.ts";

export const bundleFormat = "toguna-evidence/1";

export const bagNames = {
  declaration: "bagit.txt",
  info: "bag-info.txt",
  manifest: "manifest-sha256.txt",
  tagManifest: "tagmanifest-sha256.txt",
  custody: "custody/evidence.json",
  logKey: "custody/log-key.txt",
} as const;

export const proofName = (position: number): string => `custody/proofs/${String(position).padStart(5, "0")}.tlog-proof`;

/** What `custody/evidence.json` holds. */
export interface BundleDocument {
  format: typeof bundleFormat;
  facts: EvidenceFacts;
  chain: HashedRow[];
  /** Names by person id, as they were at the export. */
  people: Record<string, string>;
  /** Path of the payload file in the bag; null for a thing and for bytes that were disposed of. */
  payload: string | null;
  /** Positions whose content in the log was destroyed by two administrators: for them there is no proof. */
  withoutProof: number[];
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** RFC 8493 §2.1.3: CR, LF and % in a path are percent-encoded in manifests. */
export function encodePath(path: string): string {
  return path.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

export function decodePath(path: string): string {
  return path.replace(/%(0D|0A|25)/gi, (code) => decodeURIComponent(code));
}

/** A name for the payload that every file system takes. */
export function payloadPath(fileName: string): string {
  // oxlint-disable-next-line no-control-regex -- what a file system may choke on is just that
  const safe = fileName.replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, "_").replace(/^\.+/, "_");
  return `data/${safe === "" ? "file" : safe}`;
}

/** All small files of the bag, in the order in which they are written; the payload's bytes come beside them. */
export function writeTagFiles(
  document: BundleDocument,
  proofs: ReadonlyMap<number, string>,
  about: { logKey: string; exportedAt: Date; organisation: string },
): Map<string, string> {
  const { facts, payload } = document;
  const files = new Map<string, string>();
  files.set(bagNames.declaration, "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n");
  const oxum = payload === null ? "0.0" : `${facts.size ?? 0}.1`;
  const info = [
    ["Source-Organization", about.organisation],
    ["External-Identifier", facts.reference],
    ["External-Description", facts.label],
    ["Bagging-Date", about.exportedAt.toISOString().slice(0, 10)],
    ["Payload-Oxum", oxum],
    ["Bag-Software-Agent", "Toguna"],
  ];
  files.set(bagNames.info, info.map(([label, value]) => `${label}: ${(value ?? "").replace(/\s+/g, " ")}\n`).join(""));
  files.set(bagNames.manifest, payload === null ? "" : `${facts.sha256}  ${encodePath(payload)}\n`);
  files.set(bagNames.custody, `${JSON.stringify(document, null, 2)}\n`);
  files.set(bagNames.logKey, `${about.logKey}\n`);
  for (const [position, text] of proofs) files.set(proofName(position), text);
  const listed = [...files].map(([path, text]) => `${sha256(text)}  ${encodePath(path)}\n`).join("");
  files.set(bagNames.tagManifest, listed);
  return files;
}

/** Lines of a manifest: path → hash. @throws naming the line that is none. */
export function readManifest(text: string): Map<string, string> {
  const listed = new Map<string, string>();
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line === "") continue;
    const match = /^([0-9A-Fa-f]{64})[ \t]+(.+)$/.exec(line);
    if (!match?.[1] || !match[2]) throw new Error(`line ${index + 1} of a manifest is not a hash and a path`);
    listed.set(decodePath(match[2]), match[1].toLowerCase());
  }
  return listed;
}
