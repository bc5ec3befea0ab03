// The authority's side of a year: opened, its day set by a decision and never by us, entities reminded.
import { sql } from "drizzle-orm";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { contributionsOf } from "./contribution-law.ts";
import { findPayers } from "./find-payers.ts";
import { OpenYear, Remind, SetDue } from "./model.ts";
import { findYear } from "./store.ts";

export const remindJob = "contributions.remind";

/** @throws AppError invalid_input for a contribution that is not owed to the asker's authority, conflict for a year that is open. */
export async function openYear(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "fund.change");
  const wanted = OpenYear.parse(input);
  const { personId, organisationId } = requirePerson(ctx);
  const known = contributionsOf(ctx.config.country).find(({ law }) => law.obligationId === wanted.obligationId);
  return await withTransaction(ctx, async (tx) => {
    const [own] = await tx.execute<{ addressee: string | null }>(
      sql`select addressee from organisations where id = ${organisationId}`,
    );
    if (!known || known.addressee !== own?.addressee)
      throw invalidInput([
        { path: "obligationId", message: "No law that we know owes this contribution to your authority." },
      ]);
    const id = newId(ctx.now());
    const made =
      await tx.execute(sql`insert into contribution_years (id, authority_id, pack_id, obligation_id, year, currency, opened_by, opened_at)
      values (${id}, ${organisationId}, ${known.law.packId}, ${wanted.obligationId}, ${wanted.year}, ${wanted.currency}, ${personId}, ${ctx.now().toISOString()}::timestamptz)
      on conflict do nothing returning id`);
    if (made.length === 0)
      throw new AppError("conflict", "This year is open already.", { words: "refusals.year_open" });
    await writeAudit(tx, ctx, {
      action: "contribution.open_year",
      objectType: "contribution_year",
      objectId: id,
      detail: { year: wanted.year },
    });
    return { id };
  });
}

/** The day comes from the authority's decision, which is named; declarations made before keep the day that stood then. */
export async function setDue(ctx: Context, yearId: string, input: unknown): Promise<{ version: number }> {
  requirePermission(ctx, "fund.change");
  const { dueOn, basis, version } = SetDue.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const row = await findYear(tx, yearId, true);
    if (row.version !== version)
      throw new AppError("conflict", "Somebody changed this year meanwhile. Load the page again.", {
        words: "forms.conflict.changed",
      });
    if (dueOn <= `${row.year}-01-01`)
      throw invalidInput([{ path: "dueOn", message: `Expected a day after the first of ${row.year}.` }]);
    await tx.execute(
      sql`update contribution_years set due_on = ${dueOn}, due_basis = ${basis}, version = version + 1 where id = ${yearId}`,
    );
    await writeAudit(tx, ctx, {
      action: "contribution.set_due",
      objectType: "contribution_year",
      objectId: yearId,
      detail: { dueOn, basis },
    });
    return { version: version + 1 };
  });
}

/** Writes to the entity's contacts, in their language; the job finds the addresses, which the authority does not see. */
export async function remindPayer(ctx: Context, yearId: string, input: unknown): Promise<void> {
  requirePermission(ctx, "fund.change");
  const { constituentId, kind } = Remind.parse(input);
  const { personId } = requirePerson(ctx);
  const country = ctx.config.country;
  await withTransaction(
    ctx,
    async (tx) => {
      const row = await ownYear(ctx, await findYear(tx, yearId));
      const known = contributionsOf(country).find(({ law }) => law.obligationId === row.obligationId);
      const [payer] = known ? await findPayers(tx, known, constituentId) : [];
      if (!payer) throw notFound("payer");
      const id = newId(ctx.now());
      await tx.execute(sql`insert into contribution_reminders (id, year_id, authority_id, organisation_id, constituent_id, kind, reminded_by, reminded_at)
        values (${id}, ${yearId}, ${row.authorityId}, ${payer.organisationId}, ${constituentId}, ${kind}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
      await writeAudit(tx, ctx, {
        action: "contribution.remind",
        objectType: "contribution_year",
        objectId: yearId,
        detail: { constituentId, kind },
      });
      await addJob(tx, remindJob, { reminderId: id }, { key: `contribution-reminder:${id}` });
    },
    "system",
  );
}

/** Under the system's scope the walls of the database are ours to keep. @throws AppError not_found for another authority's year. */
export async function ownYear<Row extends { authorityId: string }>(ctx: Context, row: Row): Promise<Row> {
  const { organisationId } = requirePerson(ctx);
  if (row.authorityId !== organisationId) throw notFound("contribution year");
  return await Promise.resolve(row);
}

interface Target extends Record<string, unknown> {
  email: string;
  language: string;
  kind: "declare" | "pay";
  year: number;
  authority: string;
}

/** The job: one mail a contact and reminder. */
export async function mailReminder(ctx: Context, { reminderId }: { reminderId: string }): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const targets =
      await tx.execute<Target>(sql`select k.email, k.languages[1] as language, r.kind, y.year, o.name as authority
      from contribution_reminders r join contribution_years y on y.id = r.year_id join organisations o on o.id = r.authority_id
      join contacts k on k.constituent_id = r.constituent_id where r.id = ${reminderId} and k.ended_at is null and k.email is not null order by k.created_at limit 5`);
    for (const { email, language, kind, year, authority } of targets) {
      const known = wordsLanguages.find((one) => one === language) ?? "fr";
      const words = wordsIn(known);
      const values = { year: String(year), authority, url: `${ctx.config.publicUrl}/console/contributions` };
      await queueMail(tx, ctx, {
        cause: `contribution-reminder:${reminderId}:${email}`,
        kind: "notice",
        reportId: null,
        to: email,
        language: known,
        subject: words(`contributions.mail.${kind}.subject`, values),
        body: `${words(`contributions.mail.${kind}.body`, values)}\n\n${words("mail.signature")}`,
      });
    }
    await writeAudit(tx, ctx, {
      action: "contribution.mail_reminder",
      objectType: "contribution_reminder",
      objectId: reminderId,
      detail: { mails: targets.length },
    });
  });
}
