// The commitment that stands in the tree for one row of the log.
import { createHash } from "node:crypto";
import { canonicalJson } from "./proof/canonical-json.ts";

/** SHA-256 over the salt and the row in canonical JSON; `at` has milliseconds, as it was written. */
export function commit(salt: Uint8Array, record: Record<string, unknown>): Buffer {
  return createHash("sha256").update(salt).update(canonicalJson(record)).digest();
}
