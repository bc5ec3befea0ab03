// Which subtrees a proof needs (RFC 9162 §2.1.3.1, §2.1.4.1), and how a range of leaves falls into full ones. Pure arithmetic; hashes come from the store.
import { hashNode, type Hash } from "./merkle.ts";

/** Leaves from `from` up to, not including, `until`. */
export interface Range {
  from: number;
  until: number;
}

/** The path of the leaf at `index` in a tree of `size` leaves, from the leaf's sibling up. */
export function planInclusion(index: number, size: number): Range[] {
  if (!(Number.isSafeInteger(index) && index >= 0 && index < size)) throw new Error("the leaf is not in the tree");
  return pathIn(index, { from: 0, until: size });
}

function pathIn(index: number, { from, until }: Range): Range[] {
  if (until - from === 1) return [];
  const middle = from + largestPowerBelow(until - from);
  return index < middle
    ? [...pathIn(index, { from, until: middle }), { from: middle, until }]
    : [...pathIn(index, { from: middle, until }), { from, until: middle }];
}

/** The proof that the tree of `newer` leaves begins with that of `older`. Empty for the same size. */
export function planConsistency(older: number, newer: number): Range[] {
  if (!(Number.isSafeInteger(older) && older > 0 && older <= newer))
    throw new Error("the older tree is not the smaller one");
  return growthIn(older, { from: 0, until: newer }, true);
}

function growthIn(older: number, { from, until }: Range, isWhole: boolean): Range[] {
  if (older === until - from) return isWhole ? [] : [{ from, until }];
  const half = largestPowerBelow(until - from);
  const middle = from + half;
  return older <= half
    ? [...growthIn(older, { from, until: middle }, isWhole), { from: middle, until }]
    : [...growthIn(older - half, { from: middle, until }, false), { from, until: middle }];
}

/** A full subtree: `height` 3 and `index` 2 are the leaves 16 to 23. */
export interface Subtree {
  height: number;
  index: number;
}

/** The full subtrees of a range that a proof names, from the left. */
export function splitRange({ from, until }: Range): Subtree[] {
  const parts: Subtree[] = [];
  for (let at = from; at < until; ) {
    let height = Math.floor(Math.log2(until - at));
    while (at % 2 ** height !== 0) height -= 1;
    parts.push({ height, index: at / 2 ** height });
    at += 2 ** height;
  }
  return parts;
}

/** The root over full subtrees from the left, smaller ones to the right. @throws for none. */
export function foldSubtrees(hashes: readonly Hash[]): Hash {
  const [last, ...rest] = hashes.toReversed();
  if (!last) throw new Error("a range holds at least one leaf");
  return rest.reduce((right, left) => hashNode(left, right), last);
}

/** The root of a power of two of neighbours. */
export function hashFull(hashes: readonly Hash[]): Hash {
  let level = [...hashes];
  while (level.length > 1) {
    const above: Hash[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = [level[at], level[at + 1]];
      if (!left || !right) throw new Error("a full subtree has a power of two of leaves");
      above.push(hashNode(left, right));
    }
    level = above;
  }
  const [root] = level;
  if (!root) throw new Error("a full subtree has at least one leaf");
  return root;
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
