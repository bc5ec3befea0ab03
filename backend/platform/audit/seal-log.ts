// Gives committed rows their place in the tree and signs a checkpoint over them. One process at a time, under a lock.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { type Tx, withTransaction } from "../db/index.ts";
import { appendLeaves, holdTree, readHead } from "./grow-tree.ts";

/**
 * Sequences every row whose transaction ended before any that still runs (gap-free, stable order: a later commit can never slip in
 * before), then writes one checkpoint. Returns how many rows were added.
 */
export async function sealLog(ctx: Context): Promise<number> {
  return await withTransaction(
    ctx,
    async (tx) => ((await holdTree(tx, false)) ? await sealRows(tx, ctx) : 0),
    "system",
  );
}

/** The same in a transaction that holds the tree already. At most 5000 rows. */
export async function sealRows(tx: Tx, ctx: Context): Promise<number> {
  const rows = await tx.execute<{ id: string; leaf_hash: Buffer }>(sql`
    select l.id, l.leaf_hash from audit_log l where l.xid < pg_snapshot_xmin(pg_current_snapshot())
      -- Order follows transaction numbers, so nothing before the last sealed row can still come.
      and l.xid >= coalesce((select p.xid from audit_log p where p.id =
        (select s.audit_id from audit_sequence s where s.audit_id is not null order by s.seq desc limit 1)), '0'::xid8)
      and not exists (select 1 from audit_sequence s where s.audit_id = l.id) order by l.xid, l.id limit 5000`);
  if (rows.length === 0) return 0;
  const leaves = rows.map((row) => ({ id: row.id, leaf: Uint8Array.from(row.leaf_hash) }));
  await appendLeaves(tx, ctx, await readHead(tx), leaves);
  return rows.length;
}
