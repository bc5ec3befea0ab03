// Releases a request to freeze money: with the reporter's consent, within the report's label, by one analyst's key; the reporter is told.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addJob } from "../../platform/jobs/index.ts";
import { wordsIn, type WordsLanguage } from "../../platform/words/index.ts";
import type { FreezeField } from "../../registry/partners/model.ts";
import { queueMail } from "../outbox.ts";
import { composeFreezeBody, composeFreezeMail } from "./compose-freeze.ts";
import { bindFreeze, linkDays, ReleaseFreeze } from "./model.ts";
import { tellReporter } from "./tell-reporter.ts";

export const remindFreezeJob = "coordination.remind_freeze";

interface Partner extends Record<string, unknown> {
  id: string;
  name: string;
  kind: string;
  email: string | null;
  channel: "mail" | "phone";
  freezes: string[];
  needs: FreezeField[];
  answerMinutes: number;
  language: WordsLanguage;
}

/**
 * @throws forbidden, not_found, step_up_required; refused without consent, above TLP:AMBER, for an exercise, or for what this desk cannot
 * freeze; invalid_input naming the fields that this desk needs.
 */
export async function releaseFreeze(ctx: Context, input: ReleaseFreeze): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "freeze.release");
  const release = ReleaseFreeze.parse(input);
  const { reportId, partnerId, target, fields } = release;
  return await withTransaction(ctx, async (tx) => {
    const [report] = await tx.execute<{ marking: Marking; pap: Pap; isExercise: boolean; bodies: string[] | null }>(sql`
      select r.marking, r.pap, r.is_exercise as "isExercise", (select c.bodies from freeze_consents c where c.report_id = r.id and c.withdrawn_at is null) as bodies
      from reports r where r.id = ${reportId} for update of r`);
    if (!report) throw notFound("report");
    const partner = await findPartner(tx, partnerId);
    decide(report, partner, target);
    const missing = partner.needs.filter((field) => fields[field] === undefined);
    if (missing.length > 0)
      throw invalidInput(
        missing.map((field) => ({ path: `fields.${field}`, message: "Expected: this desk needs it." })),
      );
    await requireStepUp(tx, ctx, bindFreeze(release));
    const now = ctx.now();
    const id = newId(now);
    const words = wordsIn(partner.language);
    const body = composeFreezeBody(words, target, fields);
    const expiresAt = new Date(now.getTime() + linkDays * 86_400_000).toISOString();
    const prefix = `FR-${now.getUTCFullYear()}-`;
    const [made] = await tx.execute<{ reference: string }>(sql`
      insert into freeze_requests (id, reference, report_id, partner_id, target, fields, body, language, channel, released_by, released_at, expires_at)
      select ${id}, ${prefix} || lpad(n::text, greatest(4, length(n::text)), '0'), ${reportId}, ${partnerId}, ${target}, ${JSON.stringify(fields)}::jsonb, ${body},
        ${partner.language}, ${partner.channel}, ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${now.toISOString()}::timestamptz, ${expiresAt}::timestamptz
      from nextval('freeze_number') n returning reference`);
    const reference = made?.reference ?? "";
    if (partner.channel === "mail" && partner.email !== null) {
      const carriesText = canLeave(report, "mail").may === "text";
      const text = composeFreezeMail(words, { id, reference, body, carriesText, isReminder: false });
      // Of no report: its thread and answering address would tell of the reporter's.
      const mail = { kind: "notice", reportId: null, to: partner.email, language: partner.language } as const;
      await queueMail(tx, ctx, { cause: `freeze:${id}`, ...mail, ...text });
      const runAt = new Date(now.getTime() + partner.answerMinutes * 60_000);
      await addJob(tx, remindFreezeJob, { requestId: id }, { key: `freeze:${id}`, runAt });
    }
    await tellReporter(tx, ctx, reportId, partner.name, "asked");
    const detail = {
      requestId: id,
      reference,
      partnerId,
      target,
      fields: Object.keys(fields),
      channel: partner.channel,
    };
    await writeAudit(tx, ctx, { action: "report.release_freeze", objectType: "report", objectId: reportId, detail });
    return { id, reference };
  });
}

async function findPartner(tx: Tx, partnerId: string): Promise<Partner> {
  const [partner] = await tx.execute<Partner>(sql`
    select p.id, c.name, p.kind, p.email, p.channel, p.freezes, p.needs, p.answer_minutes as "answerMinutes", p.language
    from partner_bodies p join constituents c on c.id = p.constituent_id where p.id = ${partnerId} and p.ended_at is null`);
  if (!partner) throw notFound("fraud desk");
  return partner;
}

function decide(
  report: { marking: Marking; pap: Pap; isExercise: boolean; bodies: string[] | null },
  partner: Partner,
  target: string,
): void {
  const refuse = (key: string, detail: string): never => {
    throw new AppError("refused", detail, { words: `partners.refusal.${key}` });
  };
  if (report.isExercise) refuse("exercise", "This is an exercise: nothing leaves.");
  if (!report.bodies?.includes(partner.kind))
    refuse("consent", "The reporter has not consented that this kind of body is told.");
  if (canLeave(report, "share_partner").may !== "text")
    refuse("marking", "The report's label keeps it inside: above TLP:AMBER nothing goes to a partner.");
  if (!partner.freezes.includes(target)) refuse("target", "This desk cannot freeze that.");
}
