// How long a contact that has ended is kept, and forgetting it then: its row stays as a number, nothing personal is left of it.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { contactStepUp, defaultRetentionMonths, ErasePerson, SetRetention } from "./model.ts";

const setting = "registry.contact_retention_months";

/** In months. */
export async function readRetention(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ value: unknown }>(sql`select value from settings where key = ${setting}`);
  const parsed = SetRetention.safeParse({ months: Number(row?.value) });
  return parsed.success ? parsed.data.months : defaultRetentionMonths;
}

export interface RetentionState {
  months: number;
  /** Contacts that have ended and are still kept. */
  ended: number;
  anonymised: number;
}

/** @throws forbidden. */
export async function readRetentionState(ctx: Context): Promise<RetentionState> {
  requirePermission(ctx, "registry.read");
  return await readOnly(
    ctx,
    async (tx) => {
      const [counted] = await tx.execute<Omit<RetentionState, "months"> & Record<string, unknown>>(sql`
        select count(*) filter (where anonymised_at is null)::int as ended, count(*) filter (where anonymised_at is not null)::int as anonymised
        from contacts where ended_at is not null`);
      return { months: await readRetention(tx), ended: counted?.ended ?? 0, anonymised: counted?.anonymised ?? 0 };
    },
    "staff",
  );
}

/** @throws forbidden, invalid_input. */
export async function setRetention(ctx: Context, input: SetRetention): Promise<void> {
  requirePermission(ctx, "settings.change");
  const { months } = SetRetention.parse(input);
  await withTransaction(ctx, async (tx) => {
    const before = await readRetention(tx);
    await tx.execute(sql`insert into settings (key, value, changed_at) values (${setting}, ${JSON.stringify(months)}::jsonb, ${ctx.now().toISOString()})
      on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`);
    await writeAudit(tx, ctx, {
      action: "contact.set_retention",
      objectType: "settings",
      objectId: setting,
      detail: { from: before, to: months },
    });
  });
}

/** To be run once a day. Returns how many were forgotten. */
export async function forgetContacts(ctx: Context): Promise<number> {
  requirePermission(ctx, "registry.change");
  return await withTransaction(
    ctx,
    async (tx) => {
      const months = await readRetention(tx);
      const ids = await anonymise(
        tx,
        ctx.now(),
        sql`ended_at < ${ctx.now().toISOString()}::timestamptz - make_interval(months => ${months})`,
      );
      if (ids.length > 0)
        await writeAudit(tx, ctx, {
          action: "contact.forget",
          objectType: "register",
          objectId: "contacts",
          detail: { contactIds: ids, months },
        });
      return ids.length;
    },
    "system",
  );
}

/** Before its time, because the person asked. @throws AppError forbidden; step_up_required; not_found; conflict while the contact still stands. */
export async function eraseContact(ctx: Context, input: ErasePerson): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { contactId, reason } = ErasePerson.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const [contact] = await tx.execute<{ hasEnded: boolean; constituentId: string }>(sql`
        select ended_at is not null as "hasEnded", constituent_id as "constituentId" from contacts
        where id = ${contactId} and anonymised_at is null for update`);
      if (!contact) throw notFound("contact");
      if (!contact.hasEnded)
        throw new AppError("conflict", "This contact still answers for its organisation. End it first.", {
          words: "register.contact.end_first",
        });
      await requireStepUp(tx, ctx, contactStepUp.erase(contactId));
      await anonymise(tx, ctx.now(), sql`id = ${contactId}`);
      await writeAudit(tx, ctx, {
        action: "contact.erase",
        objectType: "constituent",
        objectId: contact.constituentId,
        detail: { contactId, reason },
      });
    },
    "staff",
  );
}

async function anonymise(tx: Tx, now: Date, which: ReturnType<typeof sql>): Promise<string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    update contacts set name = '', email = null, phone = null, hours = null, weekly_hours = null, time_zone = null, safe_channel_kind = null,
      safe_channel_value = null, is_safe_channel = false, languages = '{}', anonymised_at = ${now.toISOString()}::timestamptz
    where anonymised_at is null and ended_at is not null and ${which} returning id`);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0)
    await tx.execute(
      sql`delete from contact_keys where contact_id in (${sql.join(
        ids.map((id) => sql`${id}::uuid`),
        sql`, `,
      )})`,
    );
  return ids;
}
