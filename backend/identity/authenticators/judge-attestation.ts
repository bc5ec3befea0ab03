// What a passkey's attestation proves: nothing without certificates; with them, whether they lead to the maker that the metadata names.
import type { Attestation } from "./model.ts";
import { followToRoot } from "./certificate-path.ts";

/**
 * @param given the certificates (DER in base64) that came with a passkey whose attestation signature has been verified, the maker's first; none for
 *   "none" and self-made attestations, where the model is only claimed.
 * @param model the metadata's entry of the model that it names.
 * @param at when it was made: a maker's certificate may end later.
 */
export function judgeAttestation(
  given: { certificates: readonly string[] },
  model: { roots: readonly string[]; withdrawnFor: string | null } | undefined,
  at: Date,
): Attestation {
  if (given.certificates.length === 0) return "claimed";
  if (!model || followToRoot(given.certificates.map(toBytes), model.roots.map(toBytes), at) === undefined)
    return "unknown";
  return model.withdrawnFor === null ? "verified" : "withdrawn";
}

function toBytes(base64: string): Buffer {
  return Buffer.from(base64, "base64");
}
