// Writes one act to the log: who, what, on what, when; a salted commitment, so that a leaf cannot be guessed; an RFC 9162 leaf hash.
import { createHash, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Actor, Context } from "../context/index.ts";
import type { Tx } from "../db/index.ts";
import { newId } from "../ids/index.ts";
import { commit } from "./commit.ts";

export interface AuditEntry {
  /** Verb with its domain: "report.receive", "case.close". */
  action: string;
  objectType: string;
  objectId: string;
  /** What changed, in few fields; never a secret, never a reporter's identity. */
  detail?: Record<string, unknown>;
}

/** Adds the row in the caller's transaction. Returns its id and leaf hash (SHA-256 over 0x00 and the 32-byte commitment). */
export async function writeAudit(tx: Tx, ctx: Context, entry: AuditEntry): Promise<{ id: string; leafHash: Buffer }> {
  const at = ctx.now();
  const id = newId(at);
  const actor = describeActor(ctx.actor);
  const salt = randomBytes(32);
  const record = {
    id,
    at: at.toISOString(),
    actorKind: actor.kind,
    actorId: actor.id,
    organisationId: actor.organisationId,
    action: entry.action,
    objectType: entry.objectType,
    objectId: entry.objectId,
    requestId: ctx.requestId,
    detail: entry.detail ?? {},
  };
  const commitment = commit(salt, record);
  const leafHash = createHash("sha256")
    .update(Buffer.from([0]))
    .update(commitment)
    .digest();
  await tx.execute(sql`insert into audit_log (id, at, actor_kind, actor_id, organisation_id, action, object_type, object_id, request_id, detail, salt, commitment, leaf_hash)
    values (${id}, ${record.at}, ${actor.kind}, ${actor.id}, ${actor.organisationId}, ${entry.action}, ${entry.objectType}, ${entry.objectId},
      ${ctx.requestId}, ${JSON.stringify(record.detail)}::jsonb, ${salt}, ${commitment}, ${leafHash})`);
  return { id, leafHash };
}

function describeActor(actor: Actor): { kind: string; id: string | null; organisationId: string | null } {
  switch (actor.kind) {
    case "person":
      return { kind: "person", id: actor.personId, organisationId: actor.organisationId };
    case "api_key":
      return { kind: "api_key", id: actor.keyId, organisationId: actor.organisationId };
    case "reporter":
      return { kind: "reporter", id: null, organisationId: null };
    case "system":
      return { kind: "system", id: actor.job, organisationId: null };
    case "anonymous":
      return { kind: "anonymous", id: null, organisationId: null };
  }
}
