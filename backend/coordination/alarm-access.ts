// Tells the leads, and a case's own members, by mail that somebody passed a wall: the reference and the name only; the reason stands at the desk.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { wordsIn, knownLanguage } from "../platform/words/index.ts";
import { composeAccessAlarm } from "./compose-mail.ts";
import { queueMail } from "./outbox.ts";

interface Told extends Record<string, unknown> {
  id: string;
  email: string;
  language: string;
}

/** One mail a person and event, however often its job is tried. */
export async function alarmGlass(ctx: Context, event: { openingId: string; eventId: string }): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [opening] = await tx.execute<{ reference: string; name: string; personId: string; caseId: string }>(
      sql`select k.reference, p.name, p.id as "personId", k.id as "caseId" from glass_openings g join cases k on k.id = g.case_id
        join people p on p.id = g.person_id where g.id = ${event.openingId}`,
    );
    if (!opening) return;
    const told = await tellLeads(tx, ctx, { ...opening, kind: "glass", eventId: event.eventId });
    const { caseId } = opening;
    const detail = { openingId: event.openingId, told };
    await writeAudit(tx, ctx, { action: "case.alarm", objectType: "case", objectId: caseId, detail });
  });
}

/** The same for a marking that one person alone loosened. */
export async function alarmRelease(ctx: Context, event: { releaseId: string; eventId: string }): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const [release] = await tx.execute<{ reference: string; name: string; personId: string; objectId: string }>(
      sql`select coalesce(k.reference, r.reference) as reference, p.name, p.id as "personId", x.object_id as "objectId" from releases x
        join people p on p.id = x.asked_by left join cases k on k.id = x.object_id left join reports r on r.id = x.object_id
        where x.id = ${event.releaseId}`,
    );
    if (!release) return;
    const told = await tellLeads(tx, ctx, { ...release, caseId: null, kind: "release", eventId: event.eventId });
    const detail = { told };
    await writeAudit(tx, ctx, { action: "release.alarm", objectType: "release", objectId: event.releaseId, detail });
  });
}

async function tellLeads(
  tx: Tx,
  ctx: Context,
  alarm: {
    kind: "glass" | "release";
    reference: string;
    name: string;
    personId: string;
    caseId: string | null;
    eventId: string;
  },
): Promise<number> {
  const people = await tx.execute<Told>(
    sql`select distinct p.id, p.email, p.language from people p where p.disabled_at is null and p.id <> ${alarm.personId}
      and (exists (select 1 from role_grants g where g.person_id = p.id and g.revoked_at is null and g.role = 'lead')
        or exists (select 1 from case_members m where m.person_id = p.id and m.case_id = ${alarm.caseId}))`,
  );
  let told = 0;
  for (const person of people) {
    const language = knownLanguage(person.language);
    try {
      await queueMail(tx, ctx, {
        cause: `access:${alarm.eventId}:${person.id}`,
        kind: "notice",
        reportId: null,
        ...(alarm.caseId === null ? {} : { about: { of: "cases" as const, id: alarm.caseId } }),
        to: person.email,
        language,
        ...composeAccessAlarm(wordsIn(language), alarm.kind, {
          reference: alarm.reference,
          name: alarm.name,
          url: `${ctx.config.publicUrl}/desk/access`,
        }),
      });
      told++;
    } catch (error) {
      // The day's share of one address is no reason to leave the others untold.
      if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      ctx.log.warn(
        { personId: person.id },
        "a person has had very many notices today; this alarm stands at the desk only",
      );
    }
  }
  return told;
}
