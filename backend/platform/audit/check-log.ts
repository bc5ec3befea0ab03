// The log's own guard: holds every row against its leaf, all leaves against the signed checkpoints, and raises an alarm where something was changed.
import { sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { readOnly, type Tx, withTransaction } from "../db/index.ts";
import { readFrontier, readHashes } from "./grow-tree.ts";
import { logKey } from "./log-key.ts";
import { openCheckpoint } from "./note.ts";
import { addLeaf, emptyFrontier, type Frontier, rootOf } from "./proof/frontier.ts";
import { leafOfPadding, leafOfRecord } from "./proof/leaf.ts";
import { hashLeaf, isSame } from "./proof/merkle.ts";
import { hashFull } from "./proof/plan-proof.ts";
import { tileWidth } from "./proof/tile-path.ts";
import { raiseAlarm } from "./raise-alarm.ts";
import { recordJson } from "./read-proof.ts";

/** What can be wrong; "good" where nothing is. */
export type CheckOutcome =
  | "good"
  | "row_changed"
  | "row_gone"
  | "leaf_changed"
  | "padding_changed"
  | "checkpoint_changed"
  | "publication_changed"
  | "node_changed"
  | "destroyed_unapproved"
  | "row_smuggled";

export interface LogCheck {
  outcome: CheckOutcome;
  /** The number of the row or size where it was found; the size that is good, where nothing was. */
  index: number;
}

class Found extends Error {
  readonly check: LogCheck;
  constructor(outcome: CheckOutcome, index: number) {
    super(outcome);
    this.name = "Found";
    this.check = { outcome, index };
  }
}

/** "whole" reads everything again; "newest" what came since the last good check. The outcome is kept, and told as an alarm when bad. */
export async function checkLog(ctx: Context, kind: "whole" | "newest"): Promise<LogCheck> {
  const from = kind === "whole" ? emptyFrontier : await readGoodFrontier(ctx);
  let reached = from;
  let check: LogCheck;
  try {
    reached = await walk(ctx, from);
    if (kind === "whole") await readOnly(ctx, async (tx) => await checkNodes(tx, reached.size), "system");
    await readOnly(ctx, async (tx) => await checkRowsOutside(tx), "system");
    check = { outcome: "good", index: reached.size };
  } catch (error) {
    if (!(error instanceof Found)) throw error;
    check = error.check;
  }
  await record(ctx, kind, check, reached);
  return check;
}

async function readGoodFrontier(ctx: Context): Promise<Frontier> {
  const [known] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ size: string; frontier: Buffer }>(
        sql`select size, frontier from log_checks where is_good order by size desc limit 1`,
      ),
    "system",
  );
  return known ? readFrontier(Number(known.size), known.frontier) : emptyFrontier;
}

interface Row extends Record<string, unknown> {
  seq: string;
  leaf: Buffer;
  id: string | null;
  padding: Buffer | null;
  salt: Buffer | null;
  commitment: Buffer | null;
  row_leaf: Buffer | null;
  record: Record<string, unknown>;
}

async function walk(ctx: Context, from: Frontier): Promise<Frontier> {
  const [checkpoints, publications] = await readOnly(
    ctx,
    async (tx) =>
      await Promise.all([
        tx.execute<{ size: string; root: Buffer; note: string }>(
          sql`select size, root, note from audit_checkpoints where size >= ${from.size} order by size`,
        ),
        tx.execute<{ size: string; note: string }>(
          sql`select size, note from log_publications where size > ${from.size} order by size`,
        ),
      ]),
    "system",
  );
  const newest = checkpoints.at(-1);
  if (!newest) {
    if (from.size > 0) throw new Found("checkpoint_changed", from.size);
    return from;
  }
  const size = Number(newest.size);
  const roots = new Map(checkpoints.map((one) => [Number(one.size), one]));
  const told = new Map(publications.map((one) => [Number(one.size), one.note]));
  let frontier = from;
  const page = 1_000;
  for (let at = from.size; at < size; at += page) {
    const until = Math.min(size, at + page);
    const rows = await readOnly(ctx, async (tx) => await tx.execute<Row>(selectRows(at, until)), "system");
    for (const row of rows) {
      if (Number(row.seq) !== frontier.size) throw new Found("row_gone", frontier.size);
      frontier = addLeaf(frontier, leafOf(row));
      const checkpoint = roots.get(frontier.size);
      if (checkpoint && !isSame(checkpoint.root, rootOf(frontier)))
        throw new Found("checkpoint_changed", frontier.size);
      const published = told.get(frontier.size);
      if (published !== undefined) checkNote(ctx, published, frontier, "publication_changed");
    }
    if (frontier.size !== until) throw new Found("row_gone", frontier.size);
  }
  checkNote(ctx, newest.note, frontier, "checkpoint_changed");
  return frontier;
}

function checkNote(ctx: Context, note: string, frontier: Frontier, outcome: CheckOutcome): void {
  try {
    const opened = openCheckpoint(note, logKey(ctx, note));
    if (opened.size === frontier.size && isSame(opened.root, rootOf(frontier))) return;
  } catch {
    // A note that does not open was not signed by this log.
  }
  throw new Found(outcome, frontier.size);
}

/** The leaf as the tree has it. @throws Found when the row does not give it. */
function leafOf(row: Row): Uint8Array {
  const index = Number(row.seq);
  const leaf = Uint8Array.from(row.leaf);
  if (row.padding !== null) {
    if (!isSame(leafOfPadding(Uint8Array.from(row.padding)), leaf)) throw new Found("padding_changed", index);
    return leaf;
  }
  if (row.commitment === null || row.row_leaf === null) throw new Found("row_gone", index);
  if (!isSame(row.row_leaf, leaf)) throw new Found("leaf_changed", index);
  const made =
    row.salt === null ? hashLeaf(Uint8Array.from(row.commitment)) : leafOfRecord(Uint8Array.from(row.salt), row.record);
  if (!isSame(made, leaf)) throw new Found("row_changed", index);
  return leaf;
}

function selectRows(from: number, until: number) {
  return sql`select s.seq, s.leaf_hash as leaf, s.audit_id as id, s.padding_salt as padding, l.salt, l.commitment, l.leaf_hash as row_leaf,
      ${recordJson(sql`l`)} as record
    from audit_sequence s left join audit_log l on l.id = s.audit_id where s.seq >= ${from} and s.seq < ${until} order by s.seq`;
}

/** Roots of full subtrees, from which tiles and proofs are made. */
async function checkNodes(tx: Tx, size: number): Promise<void> {
  for (let level = 1, full = Math.floor(size / tileWidth); full > 0; level++, full = Math.floor(full / tileWidth)) {
    for (let index = 0; index < full; index++) {
      try {
        const [node] = await readHashes(tx, level, index, index + 1);
        const children = await readHashes(tx, level - 1, index * tileWidth, (index + 1) * tileWidth);
        if (node && isSame(node, hashFull(children))) continue;
      } catch {
        // Told below.
      }
      throw new Found("node_changed", index * tileWidth ** level);
    }
  }
}

async function checkRowsOutside(tx: Tx): Promise<void> {
  // Leaves and the checkpoint over them are written together: neither is ever ahead of the other.
  const [ends] = await tx.execute<{ leaves: string; size: string }>(sql`select
    (select coalesce(max(seq) + 1, 0) from audit_sequence) as leaves, (select coalesce(max(size), 0) from audit_checkpoints) as size`);
  if (ends && ends.leaves !== ends.size) throw new Found("checkpoint_changed", Number(ends.leaves));
  const [destroyed] = await tx.execute<{ seq: string }>(sql`select coalesce(s.seq, 0) as seq from audit_log l
    left join audit_sequence s on s.audit_id = l.id where l.shredded_by is not null and not exists (
      select 1 from audit_log a where a.action = 'log.shred' and a.object_id = l.shredded_by::text and a.detail -> 'rows' ? l.id::text) limit 1`);
  if (destroyed) throw new Found("destroyed_unapproved", Number(destroyed.seq));
  // Order follows transaction numbers: what was not sealed with its neighbours came by another way than the application's.
  const [smuggled] = await tx.execute<{ size: string }>(sql`with last as (
      select l.xid from audit_sequence s join audit_log l on l.id = s.audit_id where s.audit_id is not null order by s.seq desc limit 1)
    select (select count(*) from audit_sequence) as size from audit_log l, last where l.xid < last.xid
      and not exists (select 1 from audit_sequence s where s.audit_id = l.id) limit 1`);
  if (smuggled) throw new Found("row_smuggled", Number(smuggled.size));
}

async function record(ctx: Context, kind: "whole" | "newest", check: LogCheck, reached: Frontier): Promise<void> {
  const isGood = check.outcome === "good";
  await withTransaction(
    ctx,
    async (tx) => {
      await tx.execute(sql`insert into log_checks (kind, at, size, frontier, is_good, says)
        values (${kind}, ${ctx.now().toISOString()}::timestamptz, ${reached.size}, ${Buffer.concat(reached.hashes)}, ${isGood}, ${check.outcome})
        on conflict (kind) do update set at = excluded.at, size = excluded.size, frontier = excluded.frontier, is_good = excluded.is_good, says = excluded.says`);
      if (!isGood)
        await raiseAlarm(tx, ctx, {
          kind: "tampering",
          key: `tampering:${check.outcome}:${check.index}`,
          detail: { outcome: check.outcome, index: check.index },
        });
    },
    "system",
  );
}
