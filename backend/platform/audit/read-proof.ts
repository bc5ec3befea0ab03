// One row's proof as a tlog-proof text: over the newest published checkpoint where that covers it, else over the newest internal one.
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../context/index.ts";
import { readOnly, type Tx } from "../db/index.ts";
import { writeTlogProof } from "./proof/tlog-proof.ts";
import { readNewest } from "./publish-log.ts";
import { findCheckpointOver, readInclusionPath } from "./read-tree.ts";

export interface RowProof {
  /** The text of the file. */
  text: string;
  /** False for a first proof: its checkpoint is internal, and a published one takes its place within about an hour. */
  isPublished: boolean;
}

/** A row as it was committed to, for proofs and exports. Give it the alias of audit_log. */
export function recordJson(row: SQL): SQL {
  return sql`jsonb_build_object('id', ${row}.id, 'at', to_char(${row}.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'actorKind', ${row}.actor_kind,
    'actorId', ${row}.actor_id, 'organisationId', ${row}.organisation_id, 'action', ${row}.action, 'objectType', ${row}.object_type,
    'objectId', ${row}.object_id, 'requestId', ${row}.request_id, 'detail', ${row}.detail)`;
}

/** "waiting" for its place in the tree, for about a second; "destroyed" when its content is gone; undefined when there is no such row. */
export type ProofOrWhyNot = RowProof | "waiting" | "destroyed" | undefined;

/** The proof of a row by its id. Whether the asker may know of the row is for the caller to see to. */
export async function readProof(ctx: Context, auditId: string): Promise<ProofOrWhyNot> {
  return await readOnly(ctx, async (tx) => await readProofIn(tx, sql`l.id = ${auditId}`), "system");
}

/** The proof of the first row of an act on an object: that a report was received, a filing made. */
export async function readFirstProof(
  ctx: Context,
  about: { action: string; objectType: string; objectId: string; detail?: { key: string; value: string } },
): Promise<ProofOrWhyNot> {
  const { action, objectType, objectId, detail } = about;
  const told = detail === undefined ? sql`true` : sql`l.detail ->> ${detail.key} = ${detail.value}`;
  return await readOnly(
    ctx,
    async (tx) =>
      await readProofIn(
        tx,
        sql`l.action = ${action} and l.object_type = ${objectType} and l.object_id = ${objectId} and ${told}`,
      ),
    "system",
  );
}

async function readProofIn(tx: Tx, condition: SQL): Promise<ProofOrWhyNot> {
  const [row] = await tx.execute<{ seq: string | null; salt: string | null; record: unknown }>(sql`
    select s.seq, encode(l.salt, 'hex') as salt, ${recordJson(sql`l`)} as record
    from audit_log l left join audit_sequence s on s.audit_id = l.id where ${condition} order by s.seq limit 1`);
  if (!row) return undefined;
  if (row.salt === null) return "destroyed";
  if (row.seq === null) return "waiting";
  const index = Number(row.seq);
  const published = await readNewest(tx, true);
  const isPublished = published !== undefined && published.size > index;
  const checkpoint = isPublished ? published : await findCheckpointOver(tx, index);
  if (!checkpoint) return "waiting";
  const path = await readInclusionPath(tx, index, checkpoint.size);
  const entry = { record: row.record, salt: row.salt };
  return { text: writeTlogProof({ entry, index, path, checkpoint: checkpoint.note }), isPublished };
}
