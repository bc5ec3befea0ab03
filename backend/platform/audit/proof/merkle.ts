// Merkle tree proofs of RFC 9162 §2.1 over SHA-256: leaves, nodes, inclusion, consistency. Depends on a hash only, so that browsers run it too.
import { sha256 } from "@noble/hashes/sha2.js";

export type Hash = Uint8Array;

/** SHA-256 of 0x00 and the entry (§2.1.1). */
export function hashLeaf(entry: Uint8Array): Hash {
  return sha256(join([Uint8Array.of(0), entry]));
}

/** SHA-256 of 0x01 and both children. */
export function hashNode(left: Hash, right: Hash): Hash {
  return sha256(join([Uint8Array.of(1), left, right]));
}

/** The root of no leaves at all. */
export function emptyRoot(): Hash {
  return sha256(new Uint8Array());
}

/**
 * Checks that the leaf at `index` is in the tree of `size` leaves with that root (§2.1.3.2).
 * Returns false for every malformed input: a leaf or node that has not 32 bytes, an index outside the tree, a proof of another length.
 */
export function verifyInclusion(leafHash: Hash, index: number, size: number, proof: Hash[], root: Hash): boolean {
  if (
    !isCount(index) ||
    !isCount(size) ||
    index >= size ||
    leafHash.length !== 32 ||
    proof.some((part) => part.length !== 32)
  )
    return false;
  let node = index;
  let last = size - 1;
  let hash = leafHash;
  for (const part of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = hashNode(part, hash);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else hash = hashNode(hash, part);
    node = half(node);
    last = half(last);
  }
  return last === 0 && isSame(hash, root);
}

/** Checks that the tree of `size2` begins with all leaves of the tree of `size1` (§2.1.4.2). A first size of 0 proves nothing and is refused. */
export function verifyConsistency(size1: number, size2: number, root1: Hash, root2: Hash, proof: Hash[]): boolean {
  if (!isCount(size1) || !isCount(size2) || size1 === 0 || size1 > size2 || proof.some((part) => part.length !== 32))
    return false;
  if (size1 === size2) return proof.length === 0 && isSame(root1, root2);
  if (proof.length === 0) return false;
  const isPower = Number.isInteger(Math.log2(size1));
  const path = isPower ? [root1, ...proof] : [...proof];
  let node = size1 - 1;
  let last = size2 - 1;
  while (node % 2 === 1) {
    node = half(node);
    last = half(last);
  }
  const [first = root1, ...rest] = path;
  let old = first;
  let fresh = first;
  for (const part of rest) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      old = hashNode(part, old);
      fresh = hashNode(part, fresh);
      while (node % 2 === 0 && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else fresh = hashNode(fresh, part);
    node = half(node);
    last = half(last);
  }
  return last === 0 && isSame(old, root1) && isSame(fresh, root2);
}

/** Sizes stay below 2^53, so plain numbers hold them. */
function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

/** Whether two hashes are the same bytes. */
export function isSame(a: Hash, b: Hash): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

function join(parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
