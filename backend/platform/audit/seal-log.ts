// Gives committed rows their place in the tree and signs a checkpoint over them. One process at a time, under a lock.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { type Tx, withTransaction } from "../db/index.ts";
import { holdTree, readHead, signHead } from "./grow-tree.ts";

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
  const head = await readHead(tx);
  const first = head.frontier.size;
  const rows = await tx.execute<{ seq: string; leaf_hash: Buffer }>(sql`
    with next as (
      select l.id, l.leaf_hash, l.xid from audit_log l where l.xid < pg_snapshot_xmin(pg_current_snapshot())
        -- Order follows transaction numbers, so nothing before the last sealed row can still come.
        and l.xid >= coalesce((select p.xid from audit_sequence s join audit_log p on p.id = s.audit_id where s.seq = ${head.lastAct}), '0'::xid8)
        and not exists (select 1 from audit_sequence s where s.audit_id = l.id) order by l.xid, l.id limit 5000)
    insert into audit_sequence (seq, audit_id, leaf_hash)
      select ${first} + row_number() over (order by xid, id) - 1, id, leaf_hash from next order by xid, id returning seq, leaf_hash`);
  if (rows.length === 0) return 0;
  // Rows come back as they were put in; a set has no order of its own, so it is made sure.
  const leaves = rows.toSorted((a, b) => Number(a.seq) - Number(b.seq)).map((row) => Uint8Array.from(row.leaf_hash));
  await signHead(tx, ctx, head, leaves, first + leaves.length - 1);
  return rows.length;
}
