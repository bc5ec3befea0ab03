// What stands in the tree for one row of the log: a salted commitment, so that nobody can guess a leaf; and for padding, a salt alone.
import { sha256 } from "@noble/hashes/sha2.js";
import { join, utf8 } from "./bytes.ts";
import { canonicalJson } from "./canonical-json.ts";
import { type Hash, hashLeaf } from "./merkle.ts";

/** One row as it was committed; `at` is UTC with milliseconds. Exactly these keys. */
export interface LogRecord {
  id: string;
  at: string;
  actorKind: string;
  actorId: string | null;
  organisationId: string | null;
  action: string;
  objectType: string;
  objectId: string;
  requestId: string;
  detail: Record<string, unknown>;
}

/** What a padding leaf commits to: nothing, provably. */
const paddingRecord = { padding: true };

/** The leaf hash of a row: SHA-256(0x00 ‖ SHA-256(salt ‖ canonical JSON)). @throws when the salt has not 32 bytes. */
export function leafOfRecord(salt: Uint8Array, record: object): Hash {
  if (salt.length !== 32) throw new Error("a salt has 32 bytes");
  return hashLeaf(sha256(join([salt, utf8(canonicalJson(record))])));
}

/** The leaf hash of padding, which makes the size of a published log say nothing about how much was done. */
export function leafOfPadding(salt: Uint8Array): Hash {
  return leafOfRecord(salt, paddingRecord);
}
