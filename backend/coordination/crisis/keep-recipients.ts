// Whom a crisis's situation reports go to: a role of the team, an authority's people, a contact outside.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { lockCrisis } from "./keep-crisis.ts";
import { AddRecipient } from "./model.ts";

/** One who is there already stays once. @throws not_found; conflict for a closed crisis. */
export async function addRecipient(ctx: Context, crisisId: string, input: AddRecipient): Promise<void> {
  requirePermission(ctx, "crisis.lead");
  const { role, organisationId, correspondentId } = AddRecipient.parse(input);
  await withTransaction(ctx, async (tx) => {
    await lockCrisis(tx, crisisId);
    const kind = role !== undefined ? "role" : organisationId !== undefined ? "authority" : "contact";
    if (organisationId !== undefined) {
      const known = await tx.execute(
        sql`select 1 from organisations where id = ${organisationId} and kind = 'authority'`,
      );
      if (known.length === 0) throw notFound("authority");
    }
    if (correspondentId !== undefined) {
      const known = await tx.execute(
        sql`select 1 from correspondents where id = ${correspondentId} and ended_at is null and email is not null`,
      );
      if (known.length === 0) throw notFound("correspondent");
    }
    const added =
      await tx.execute(sql`insert into crisis_recipients (id, crisis_id, kind, role, organisation_id, correspondent_id, added_by, added_at)
      values (${newId(ctx.now())}, ${crisisId}, ${kind}, ${role ?? null}, ${organisationId ?? null}::uuid, ${correspondentId ?? null}::uuid,
        ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing returning 1`);
    if (added.length > 0)
      await writeAudit(tx, ctx, {
        action: "crisis.add_recipient",
        objectType: "crisis",
        objectId: crisisId,
        detail: { kind, role: role ?? null, organisationId: organisationId ?? null },
      });
  });
}

/** Gets no further report; receipts of earlier ones stay. @throws not_found. */
export async function removeRecipient(ctx: Context, crisisId: string, recipientId: string): Promise<void> {
  requirePermission(ctx, "crisis.lead");
  await withTransaction(ctx, async (tx) => {
    await lockCrisis(tx, crisisId);
    const gone = isId(recipientId)
      ? await tx.execute(sql`update crisis_recipients set removed_at = ${ctx.now().toISOString()}::timestamptz
          where id = ${recipientId} and crisis_id = ${crisisId} and removed_at is null returning 1`)
      : [];
    if (gone.length === 0) throw notFound("recipient");
    await writeAudit(tx, ctx, {
      action: "crisis.remove_recipient",
      objectType: "crisis",
      objectId: crisisId,
      detail: { recipientId },
    });
  });
}
