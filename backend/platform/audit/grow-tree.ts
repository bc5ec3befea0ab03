// Grows the tree by leaves in their order and signs a checkpoint over it; keeps the roots of full subtrees, from which tiles and proofs are made.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import type { Tx } from "../db/index.ts";
import { logKey } from "./log-key.ts";
import { signCheckpoint } from "./note.ts";
import { addLeaf, emptyFrontier, type Frontier, rootOf } from "./proof/frontier.ts";
import { leafOfPadding } from "./proof/leaf.ts";
import { hashFull } from "./proof/plan-proof.ts";
import { tileWidth } from "./proof/tile-path.ts";

const lockNumber = 7_204_310_002;

/** One grower at a time: `wait` stands in line, otherwise false when another one is at it. Until the transaction ends. */
export async function holdTree(tx: Tx, wait: boolean): Promise<boolean> {
  if (wait) {
    await tx.execute(sql`select pg_advisory_xact_lock(${lockNumber})`);
    return true;
  }
  const [lock] = await tx.execute<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${lockNumber}) as got`);
  return lock?.got ?? false;
}

export interface TreeHead {
  frontier: Frontier;
  /** The newest checkpoint; undefined before the first. */
  note: string | undefined;
  /** The number of the newest row that is no padding; -1 for none. */
  lastAct: number;
}

export async function readHead(tx: Tx): Promise<TreeHead> {
  const [newest] = await tx.execute<{ size: string; frontier: Buffer; note: string; lastAct: string }>(
    sql`select size, frontier, note, coalesce(last_act, size - 1) as "lastAct" from audit_checkpoints order by size desc limit 1`,
  );
  if (!newest) return { frontier: emptyFrontier, note: undefined, lastAct: -1 };
  const { size, frontier, note, lastAct } = newest;
  return { frontier: readFrontier(Number(size), frontier), note, lastAct: Number(lastAct) };
}

/** The newest checkpoint's note. */
export async function readHeadNote(tx: Tx): Promise<string | undefined> {
  return (await readHead(tx)).note;
}

export function readFrontier(size: number, bytes: Buffer): Frontier {
  const hashes = Array.from({ length: bytes.length / 32 }, (_, index) =>
    Uint8Array.from(bytes.subarray(index * 32, index * 32 + 32)),
  );
  return { size, hashes };
}

/** Puts padding behind the last leaf, each a salt alone. The caller holds the tree. Returns the new size and its note. */
export async function appendPadding(
  tx: Tx,
  ctx: Context,
  head: TreeHead,
  salts: readonly Uint8Array[],
): Promise<{ size: number; note: string }> {
  const leaves = salts.map(leafOfPadding);
  const entries = JSON.stringify(
    leaves.map((leaf, index) => ({
      seq: head.frontier.size + index,
      leaf: Buffer.from(leaf).toString("hex"),
      salt: Buffer.from(salts[index] ?? []).toString("hex"),
    })),
  );
  await tx.execute(sql`insert into audit_sequence (seq, leaf_hash, padding_salt)
    select seq, decode(leaf, 'hex'), decode(salt, 'hex') from jsonb_to_recordset(${entries}::jsonb) as e(seq bigint, leaf text, salt text)`);
  return await signHead(tx, ctx, head, leaves, head.lastAct);
}

/** Signs the tree with these leaves, which stand in the sequence already. */
export async function signHead(
  tx: Tx,
  ctx: Context,
  head: TreeHead,
  leaves: readonly Uint8Array[],
  lastAct: number,
): Promise<{ size: number; note: string }> {
  let { frontier } = head;
  for (const leaf of leaves) frontier = addLeaf(frontier, leaf);
  await growNodes(tx, frontier.size);
  const root = Buffer.from(rootOf(frontier));
  const key = logKey(ctx, head.note);
  const note = signCheckpoint({ origin: key.name, size: frontier.size, root }, key);
  await tx.execute(sql`insert into audit_checkpoints (size, root, frontier, note, at, last_act)
    values (${frontier.size}, ${root}, ${Buffer.concat(frontier.hashes)}, ${note}, ${ctx.now().toISOString()}, ${lastAct})`);
  return { size: frontier.size, note };
}

/** Writes the roots of full subtrees that have become full, also those of a log that is older than this table. */
async function growNodes(tx: Tx, size: number): Promise<void> {
  for (let level = 1, full = Math.floor(size / tileWidth); full > 0; level++, full = Math.floor(full / tileWidth)) {
    const [known] = await tx.execute<{ count: string }>(
      sql`select coalesce(max(index) + 1, 0) as count from audit_nodes where level = ${level}`,
    );
    for (let index = Number(known?.count ?? 0); index < full; index++) {
      const children = await readHashes(tx, level - 1, index * tileWidth, (index + 1) * tileWidth);
      await tx.execute(sql`insert into audit_nodes (level, index, hash)
        values (${level}, ${index}, ${Buffer.from(hashFull(children))})`);
    }
  }
}

/** Hashes of a level of the tree of tiles: leaves at level 0, roots of 256 of the level below above it. @throws when one is missing. */
export async function readHashes(tx: Tx, level: number, from: number, until: number): Promise<Uint8Array[]> {
  const rows = await tx.execute<{ hash: Buffer }>(
    level === 0
      ? sql`select leaf_hash as hash from audit_sequence where seq >= ${from} and seq < ${until} order by seq`
      : sql`select hash from audit_nodes where level = ${level} and index >= ${from} and index < ${until} order by index`,
  );
  if (rows.length !== until - from) throw new Error(`the tree lacks hashes at level ${level} from ${from} to ${until}`);
  return rows.map((row) => Uint8Array.from(row.hash));
}
