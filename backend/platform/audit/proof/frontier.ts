// A growing tree kept as its right edge: the roots of the full subtrees, largest first. Adding a leaf and asking for the root cost O(log n).
import { emptyRoot, type Hash, hashNode } from "./merkle.ts";

export interface Frontier {
  size: number;
  /** Roots of full subtrees, one for each set bit of `size`, from the largest. */
  hashes: Hash[];
}

export const emptyFrontier: Frontier = { size: 0, hashes: [] };

export function addLeaf(frontier: Frontier, leafHash: Hash): Frontier {
  const hashes = [...frontier.hashes];
  let hash = leafHash;
  for (let bits = frontier.size; bits % 2 === 1; bits = Math.floor(bits / 2)) {
    const left = hashes.pop();
    if (!left) throw new Error("the frontier does not fit its size");
    hash = hashNode(left, hash);
  }
  hashes.push(hash);
  return { size: frontier.size + 1, hashes };
}

/** The root of all leaves so far (RFC 9162 §2.1.1). */
export function rootOf(frontier: Frontier): Hash {
  const [last, ...rest] = frontier.hashes.toReversed();
  if (!last) return emptyRoot();
  return rest.reduce((right, left) => hashNode(left, right), last);
}
