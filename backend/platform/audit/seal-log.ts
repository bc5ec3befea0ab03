// Gives committed rows their place in the tree and signs a checkpoint over them. One process at a time, under a lock.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { withTransaction } from "../db/index.ts";
import { logKey } from "./log-key.ts";
import { signCheckpoint } from "./note.ts";
import { addLeaf, emptyFrontier, type Frontier, rootOf } from "./proof/frontier.ts";

const lockNumber = 7_204_310_002;

/**
 * Sequences every row whose transaction ended before any that still runs (gap-free, stable order: a later commit can never slip in
 * before), then writes one checkpoint. Returns how many rows were added.
 */
export async function sealLog(ctx: Context): Promise<number> {
  return await withTransaction(
    ctx,
    async (tx) => {
      const [lock] = await tx.execute<{ got: boolean }>(sql`select pg_try_advisory_xact_lock(${lockNumber}) as got`);
      if (!lock?.got) return 0;
      const before = await tx.execute<{ size: string; frontier: Buffer; note: string }>(
        sql`select size, frontier, note from audit_checkpoints order by size desc limit 1`,
      );
      let frontier = before[0] ? readFrontier(Number(before[0].size), before[0].frontier) : emptyFrontier;
      const rows = await tx.execute<{ id: string; leaf_hash: Buffer }>(sql`
        select l.id, l.leaf_hash from audit_log l where l.xid < pg_snapshot_xmin(pg_current_snapshot())
          -- Order follows transaction numbers, so nothing before the last sealed row can still come.
          and l.xid >= coalesce((select p.xid from audit_sequence s join audit_log p on p.id = s.audit_id where s.seq = ${frontier.size - 1}), '0'::xid8)
          and not exists (select 1 from audit_sequence s where s.audit_id = l.id) order by l.xid, l.id limit 5000`);
      if (rows.length === 0) return 0;
      const first = frontier.size;
      for (const row of rows) frontier = addLeaf(frontier, row.leaf_hash);
      const entries = JSON.stringify(
        rows.map((row, index) => ({ seq: first + index, id: row.id, leaf: row.leaf_hash.toString("hex") })),
      );
      await tx.execute(sql`insert into audit_sequence (seq, audit_id, leaf_hash)
        select seq, id, decode(leaf, 'hex') from jsonb_to_recordset(${entries}::jsonb) as e(seq bigint, id uuid, leaf text)`);
      const root = Buffer.from(rootOf(frontier));
      const key = logKey(ctx, before[0]?.note);
      const note = signCheckpoint({ origin: key.name, size: frontier.size, root }, key);
      await tx.execute(sql`insert into audit_checkpoints (size, root, frontier, note, at)
        values (${frontier.size}, ${root}, ${Buffer.concat(frontier.hashes)}, ${note}, ${ctx.now().toISOString()})`);
      return rows.length;
    },
    "system",
  );
}

function readFrontier(size: number, bytes: Buffer): Frontier {
  const hashes = Array.from({ length: bytes.length / 32 }, (_, index) =>
    Uint8Array.from(bytes.subarray(index * 32, index * 32 + 32)),
  );
  return { size, hashes };
}
