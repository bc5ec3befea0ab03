// Once an hour the log is told to the world: padded to whole tiles, so that neither size nor time says how much was done; then shown to witnesses.
import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { type Tx, withTransaction } from "../db/index.ts";
import { appendPadding, holdTree, readHead, type TreeHead } from "./grow-tree.ts";
import { loadPolicy } from "./load-policy.ts";
import { isQuorum } from "./proof/policy.ts";
import { tileWidth } from "./proof/tile-path.ts";
import { sealRows } from "./seal-log.ts";

export interface Publication {
  /** Leaves, padding with them; always whole tiles. */
  size: number;
  /** Signed by the log, and by the witnesses so far. */
  note: string;
  at: string;
  hasQuorum: boolean;
  timestampAnswer: Buffer | null;
}

/** Grows by at least one whole tile each time. Witnesses are asked afterwards (`askWitnesses`). */
export async function publishLog(ctx: Context): Promise<Publication> {
  const policy = loadPolicy(ctx.config);
  return await withTransaction(
    ctx,
    async (tx) => {
      await holdTree(tx, true);
      while ((await sealRows(tx, ctx)) > 0);
      const head = await readHead(tx);
      const last = await readNewest(tx, false);
      const { size, note } = await pad(tx, ctx, head, last?.size ?? 0);
      const hasQuorum = isQuorum(policy, new Set());
      const at = ctx.now().toISOString();
      await tx.execute(sql`insert into log_publications (size, note, at, has_quorum)
        values (${size}, ${note}, ${at}::timestamptz, ${hasQuorum})`);
      return { size, note, at, hasQuorum, timestampAnswer: null };
    },
    "system",
  );
}

async function pad(tx: Tx, ctx: Context, head: TreeHead, published: number): Promise<{ size: number; note: string }> {
  const wanted = Math.max(Math.ceil(head.frontier.size / tileWidth) * tileWidth, published + tileWidth);
  const count = wanted - head.frontier.size;
  if (count === 0 && head.note !== undefined) return { size: wanted, note: head.note };
  const salts = Array.from({ length: count }, () => Uint8Array.from(randomBytes(32)));
  return await appendPadding(tx, ctx, head, salts);
}

interface Row extends Record<string, unknown> {
  size: string;
  note: string;
  at: string;
  hasQuorum: boolean;
  timestampAnswer: Buffer | null;
}

/** The newest publication; with `hasQuorum` the newest that enough witnesses signed. */
export async function readNewest(tx: Tx, hasQuorum: boolean): Promise<Publication | undefined> {
  const [row] = await tx.execute<Row>(sql`
    select size, note, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, has_quorum as "hasQuorum", timestamp_answer as "timestampAnswer"
    from log_publications where has_quorum or not ${hasQuorum} order by size desc limit 1`);
  return row && { ...row, size: Number(row.size) };
}
