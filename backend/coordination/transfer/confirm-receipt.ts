// The receipt: the other body confirms by the link of the mail that it has it, with a button, and may say its own reference.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import { type Context, makeContext } from "../../platform/context/index.ts";
import { iso, readOnly, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { idOfLink } from "../links/signed-link.ts";
import { ConfirmReceipt, type HandedView } from "./model.ts";

/** Behind the link nobody of the house asks: the link alone is what they may. */
const byLink = (ctx: Context): Context =>
  makeContext(ctx, { kind: "system", job: "transfer.confirm_by_link" }, ctx.requestId);

/** Looking confirms nothing. Undefined for a link that is not ours, or over. */
export async function readHanded(ctx: Context, token: string): Promise<HandedView | undefined> {
  const id = idOfLink(ctx, "handed", token);
  if (id === undefined) return undefined;
  const [row] = await readOnly(
    byLink(ctx),
    async (tx) =>
      await tx.execute<HandedView & Record<string, unknown>>(sql`
        select reference, to_name as "toName", language, ${iso(sql`sent_at`)} as "sentAt", encode(sha256(convert_to(document, 'UTF8')), 'hex') as sha256, ${iso(sql`confirmed_at`)} as "confirmedAt"
        from case_transfers where id = ${id} and state = 'sent' and expires_at > ${ctx.now().toISOString()}::timestamptz`),
  );
  return row;
}

/** Once: a second pressing changes nothing. @throws not_found; invalid_input `name`. */
export async function confirmHanded(ctx: Context, token: string, input: ConfirmReceipt): Promise<void> {
  const { name, theirReference } = ConfirmReceipt.parse(input);
  const id = idOfLink(ctx, "handed", token);
  if (id === undefined) throw notFound("hand-over");
  const party = byLink(ctx);
  requirePermission(party, "share.give");
  const now = ctx.now().toISOString();
  await withTransaction(party, async (tx) => {
    const [row] = await tx.execute<{ caseId: string; isConfirmed: boolean; reference: string }>(sql`
      select case_id as "caseId", confirmed_at is not null as "isConfirmed", reference from case_transfers
      where id = ${id} and state = 'sent' and expires_at > ${now}::timestamptz for update`);
    if (!row) throw notFound("hand-over");
    if (row.isConfirmed) return;
    await tx.execute(sql`update case_transfers set confirmed_at = ${now}::timestamptz, confirmed_name = ${name},
      their_reference = coalesce(${theirReference ?? null}, their_reference) where id = ${id}`);
    await tx.execute(sql`insert into case_timeline (id, case_id, at, kind, body, detail)
      values (${newId(ctx.now())}, ${row.caseId}, ${now}::timestamptz, 'handover_confirmed', ${`${name} (${row.reference})`}, ${JSON.stringify({ transferId: id })}::jsonb)`);
    const detail = { transferId: id, reference: row.reference };
    await writeAudit(tx, party, {
      action: "case.hand_over_confirmed",
      objectType: "case",
      objectId: row.caseId,
      detail,
    });
  });
}
