// What the desk shows of a case's hand-overs: to whom, what, the receipt; frozen as it left.
import { type SQL, sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { readTransferList } from "./compose-document.ts";
import type { TransfersOfCase, TransferView } from "./model.ts";

const person = (column: SQL): SQL =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from people p where p.id = ${column})`;

/** The newest first. @throws not_found for a case that the asker may not see. */
export async function listTransfers(ctx: Context, caseId: string): Promise<TransfersOfCase> {
  requirePermission(ctx, "case.read");
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : "";
  return await readOnly(ctx, async (tx) => {
    const [held] = await tx.execute(sql`select 1 from cases where id = ${caseId}`);
    if (!held) throw notFound("case");
    const rows = await tx.execute<TransferView & Record<string, unknown>>(sql`
      select t.id, t.reference, t.to_name as "toName", t.body_kind as "bodyKind", t.way, t.fields, t.list_version as "listVersion", t.has_names as "hasNames", t.marking, t.document,
        encode(t.sha256, 'hex') as sha256, t.state, ${person(sql`t.asked_by`)} as "askedBy", ${iso(sql`t.asked_at`)} as "askedAt", ${person(sql`t.decided_by`)} as "decidedBy",
        t.decide_reason as "decideReason", ${iso(sql`t.sent_at`)} as "sentAt", t.fault, ${iso(sql`t.fetched_at`)} as "fetchedAt", t.their_reference as "theirReference",
        ${iso(sql`t.confirmed_at`)} as "confirmedAt", t.confirmed_name as "confirmedName",
        t.state = 'waiting' and t.asked_by::text <> ${me} and ${may(ctx, "release.approve")} as "canDecide"
      from case_transfers t where t.case_id = ${caseId} order by t.asked_at desc, t.id desc limit 200`);
    return { transfers: [...rows], list: readTransferList(), can: { handOver: may(ctx, "share.give") } };
  });
}
