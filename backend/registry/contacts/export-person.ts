// Everything that the register keeps about one contact person, for that person: confirmed with the passkey, and written down.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { contactStepUp, FindPerson, type PersonExport } from "./model.ts";
import { readRetention } from "./retention.ts";

type Kept = PersonExport["contacts"][number];

/** By e-mail address or name, case apart. @throws AppError forbidden; step_up_required; not_found when nothing is kept. */
export async function exportPerson(ctx: Context, input: FindPerson): Promise<PersonExport> {
  requirePermission(ctx, "registry.change");
  const asked = FindPerson.parse(input);
  return await withTransaction(
    ctx,
    async (tx) => {
      await requireStepUp(tx, ctx, contactStepUp.exportPerson(asked));
      const found = await findKept(tx, asked);
      if (found.length === 0) throw notFound("contact person");
      // Who was looked up stands nowhere in the log, only which entries left.
      await writeAudit(tx, ctx, {
        action: "contact.export",
        objectType: "register",
        objectId: "contacts",
        detail: { contactIds: found.map(({ id }) => id) },
      });
      return {
        asked: { email: asked.email ?? null, name: asked.name ?? null },
        exportedAt: ctx.now().toISOString(),
        retentionMonths: await readRetention(tx),
        contacts: found,
      };
    },
    "staff",
  );
}

async function findKept(tx: Tx, asked: { email?: string | undefined; name?: string | undefined }): Promise<Kept[]> {
  const rows = await tx.execute<Kept & Record<string, unknown>>(sql`
    select k.id, c.name as constituent, c.reference, k.name, k.role, k.email, k.phone, k.languages, k.hours, k.weekly_hours as "weeklyHours",
      k.time_zone as "timeZone", k.safe_channel_kind as "safeChannelKind", k.safe_channel_value as "safeChannelValue",
      ${iso(sql`k.created_at`)} as "createdAt", ${iso(sql`k.ended_at`)} as "endedAt",
      coalesce((select jsonb_agg(jsonb_build_object('fingerprint', y.fingerprint, 'userIds', y.user_ids, 'addedAt', ${iso(sql`y.added_at`)},
        'removedAt', ${iso(sql`y.removed_at`)}) order by y.added_at, y.id) from contact_keys y where y.contact_id = k.id), '[]'::jsonb) as keys,
      coalesce((select jsonb_agg(jsonb_build_object('at', ${iso(sql`a.at`)}, 'action', a.action, 'actorKind', a.actor_kind) order by a.at, a.id)
        from audit_log a where a.object_type = 'constituent' and a.object_id = k.constituent_id::text and a.detail ->> 'contactId' = k.id::text), '[]'::jsonb) as acts
    from contacts k join constituents c on c.id = k.constituent_id
    where k.anonymised_at is null and ${
      asked.email === undefined
        ? sql`lower(k.name) = ${(asked.name ?? "").toLowerCase()}`
        : sql`lower(k.email) = ${asked.email.toLowerCase()}`
    } order by k.created_at, k.id`);
  return [...rows];
}
