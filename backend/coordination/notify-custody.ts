// Tells custodians by mail that a name is asked for, and who asked that it was answered: the reference only.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { wordsIn, knownLanguage } from "../platform/words/index.ts";
import { composeCustodyNotice } from "./compose-mail.ts";
import { queueMail } from "./outbox.ts";

interface Told extends Record<string, unknown> {
  id: string;
  email: string;
  language: string;
}
interface Asked extends Record<string, unknown> {
  reference: string;
  askedBy: string;
  askedByName: string;
  decision: "granted" | "refused" | null;
  reportId: string;
}

/** One mail a custodian and request, however often the job is tried. Who asked is not asked. */
export async function notifyCustodians(ctx: Context, event: { requestId: string; eventId: string }): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const asked = await findAsked(tx, event.requestId);
    if (!asked) return;
    const custodians = await tx.execute<Told>(sql`select distinct p.id, p.email, p.language from people p
      join role_grants g on g.person_id = p.id and g.role = 'custodian' and g.revoked_at is null
      where p.disabled_at is null and p.id <> ${asked.askedBy} order by p.id`);
    for (const person of custodians)
      await tell(tx, ctx, person, event, { ...asked, kind: "asked", page: "/desk/custody" });
    await writeAudit(tx, ctx, {
      action: "report.tell_custodians",
      objectType: "report",
      objectId: asked.reportId,
      detail: { requestId: event.requestId, told: custodians.length },
    });
  });
}

export async function notifyAsker(ctx: Context, event: { requestId: string; eventId: string }): Promise<void> {
  requirePermission(ctx, "report.answer");
  await withTransaction(ctx, async (tx) => {
    const asked = await findAsked(tx, event.requestId);
    if (!asked?.decision) return;
    const [person] = await tx.execute<Told>(
      sql`select id, email, language from people where id = ${asked.askedBy} and disabled_at is null`,
    );
    if (!person) return;
    await tell(tx, ctx, person, event, {
      ...asked,
      kind: asked.decision,
      page: `/desk/reports/${asked.reportId}?view=all`,
    });
    await writeAudit(tx, ctx, {
      action: "report.tell_asker",
      objectType: "report",
      objectId: asked.reportId,
      detail: { requestId: event.requestId },
    });
  });
}

async function findAsked(tx: Tx, requestId: string): Promise<Asked | undefined> {
  const [row] = await tx.execute<Asked>(
    sql`select q.reference, q.asked_by as "askedBy", p.name as "askedByName", q.decision, q.report_id as "reportId"
      from identity_requests q join people p on p.id = q.asked_by where q.id = ${requestId}`,
  );
  return row;
}

async function tell(
  tx: Tx,
  ctx: Context,
  person: Told,
  event: { eventId: string },
  notice: Asked & { kind: "asked" | "granted" | "refused"; page: string },
): Promise<void> {
  const language = knownLanguage(person.language);
  try {
    await queueMail(tx, ctx, {
      cause: `custody:${event.eventId}:${person.id}`,
      kind: "notice",
      reportId: null,
      to: person.email,
      language,
      ...composeCustodyNotice(wordsIn(language), {
        kind: notice.kind,
        reference: notice.reference,
        name: notice.askedByName,
        url: `${ctx.config.deskUrl.replace(/\/desk\/?$/, "")}${notice.page}`,
      }),
    });
  } catch (error) {
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    ctx.log.warn({ personId: person.id }, "a person has had very many notices today; none was sent");
  }
}
