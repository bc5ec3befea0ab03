// Proofs and tiles from the stored tree: each range of leaves that a proof names is put together from few stored hashes.
import { sql } from "drizzle-orm";
import type { Tx } from "../db/index.ts";
import { readHashes } from "./grow-tree.ts";
import type { Hash } from "./proof/merkle.ts";
import {
  foldSubtrees,
  hashFull,
  planConsistency,
  planInclusion,
  type Range,
  splitRange,
  type Subtree,
} from "./proof/plan-proof.ts";
import { type Tile, tileWidth, widthIn } from "./proof/tile-path.ts";

const heightOfTile = Math.log2(tileWidth);

/** The path of the leaf at `index` to the root of `size` leaves. @throws when the leaf is not in that tree. */
export async function readInclusionPath(tx: Tx, index: number, size: number): Promise<Hash[]> {
  return await readRanges(tx, planInclusion(index, size));
}

/** The proof that `newer` leaves begin with `older` ones. Empty from nothing or to the same size. */
export async function readConsistencyPath(tx: Tx, older: number, newer: number): Promise<Hash[]> {
  return older === 0 ? [] : await readRanges(tx, planConsistency(older, newer));
}

async function readRanges(tx: Tx, ranges: readonly Range[]): Promise<Hash[]> {
  const hashes: Hash[] = [];
  for (const range of ranges) {
    const parts: Hash[] = [];
    for (const subtree of splitRange(range)) parts.push(await readSubtree(tx, subtree));
    hashes.push(foldSubtrees(parts));
  }
  return hashes;
}

async function readSubtree(tx: Tx, { height, index }: Subtree): Promise<Hash> {
  const level = Math.floor(height / heightOfTile);
  const across = 2 ** (height - level * heightOfTile);
  return hashFull(await readHashes(tx, level, index * across, (index + 1) * across));
}

/** The bytes of a hash tile in a tree of `size` leaves; undefined when that tree does not have it in that width. */
export async function readTile(tx: Tx, tile: Tile, size: number): Promise<Buffer | undefined> {
  const width = widthIn(size, tile.level, tile.index);
  if (width < tile.width) return undefined;
  const from = tile.index * tileWidth;
  return Buffer.concat(await readHashes(tx, tile.level, from, from + tile.width));
}

/** The newest checkpoint that covers the leaf at `index`. Undefined while it waits. */
export async function findCheckpointOver(tx: Tx, index: number): Promise<{ size: number; note: string } | undefined> {
  const [row] = await tx.execute<{ size: string; note: string }>(
    sql`select size, note from audit_checkpoints where size > ${index} order by size desc limit 1`,
  );
  return row && { size: Number(row.size), note: row.note };
}
