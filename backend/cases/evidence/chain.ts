// The chain of custody as hashes: each row covers the one before, and the first covers what was fixed on arrival. Pure; the offline check uses it too.
import { createHash } from "node:crypto";
import { canonicalJson } from "../../platform/audit/proof/canonical-json.ts";
import type { CustodyKind } from "./model.ts";

/** What was fixed on arrival. Times are RFC 3339 in UTC with milliseconds; hashes are lower-case hex; null for what a thing does not have. */
export interface EvidenceFacts {
  id: string;
  reference: string;
  kind: "file" | "thing";
  label: string;
  description: string;
  takenFrom: string;
  place: string;
  takenAt: string;
  takenBy: string;
  arrivedAt: string;
  fileName: string | null;
  mediaType: string | null;
  size: number | null;
  sha256: string | null;
  blake3: string | null;
}

/** One act on evidence, as its hash covers it. */
export interface ChainRow {
  position: number;
  kind: CustodyKind;
  personId: string;
  toPersonId: string | null;
  seal: string;
  place: string;
  note: string;
  at: string;
}

export interface HashedRow extends ChainRow {
  previousHash: string;
  hash: string;
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

/** What the first row's `previousHash` is: SHA-256 over the facts as canonical JSON. */
export function hashFacts(facts: EvidenceFacts): string {
  const { id, reference, kind, label, description, takenFrom, place, takenAt, takenBy } = facts;
  const { arrivedAt, fileName, mediaType, size, sha256: sha, blake3 } = facts;
  const said = { id, reference, kind, label, description, takenFrom, place, takenAt, takenBy };
  return sha256(canonicalJson({ ...said, arrivedAt, fileName, mediaType, size, sha256: sha, blake3 }));
}

/** SHA-256 over the row and the hash before it, as canonical JSON. */
export function hashRow(previousHash: string, row: ChainRow): string {
  const { position, kind, personId, toPersonId, seal, place, note, at } = row;
  return sha256(canonicalJson({ previousHash, position, kind, personId, toPersonId, seal, place, note, at }));
}

/** The position of the first row that does not follow from what is before it; 0 when the facts do not fit; undefined when the chain is whole. */
export function findBreak(facts: EvidenceFacts, rows: readonly HashedRow[]): number | undefined {
  let before = hashFacts(facts);
  for (const [index, row] of rows.entries()) {
    if (index === 0 && row.previousHash !== before) return 0;
    if (row.position !== index + 1 || row.previousHash !== before || row.hash !== hashRow(before, row))
      return index + 1;
    before = row.hash;
  }
  return rows.length === 0 ? 0 : undefined;
}
