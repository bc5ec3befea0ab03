// Asks somebody outside to take something down or block it: by mail through the outbox, or written down after a call; reminds them; notes what came of it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { canLeave, type Pap } from "../../intake/marking/model.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { wordsIn, type WordsLanguage, wordsLanguages } from "../../platform/words/index.ts";
import { queueMail } from "../outbox.ts";
import {
  AskTakedown,
  isAnswer,
  NoteTakedown,
  RemindTakedown,
  takedownAfter,
  type TakedownOutcome,
  type TakedownState,
} from "./model.ts";

const dayMs = 86_400_000;

/** @throws AppError not_found; refused where the report's or case's label keeps it inside; too_many_requests; invalid_input. */
export async function askTakedown(ctx: Context, input: AskTakedown): Promise<{ id: string; reference: string }> {
  requirePermission(ctx, "takedown.write");
  const asked = AskTakedown.parse(input);
  const { actor } = ctx;
  if (actor.kind !== "person")
    throw new AppError("refused", "A person asks for a takedown.", { words: "refusals.person_only" });
  return await withTransaction(ctx, async (tx) => {
    await requireMayLeave(tx, asked);
    const now = ctx.now();
    const id = newId(now);
    const prefix = `TD-${now.getUTCFullYear()}-`;
    const checkAt = asked.checkAt ?? new Date(now.getTime() + dayMs).toISOString();
    const [made] = await tx.execute<{ reference: string }>(sql`
      insert into takedowns (id, reference, kind, target, to_role, to_name, to_email, language, reason, evidence, marking, report_id, case_id, state, asked_by, asked_at, check_at)
      select ${id}, ${prefix} || lpad(n::text, greatest(4, length(n::text)), '0'), ${asked.kind}, ${asked.target}, ${asked.toRole}, ${asked.toName}, ${asked.toEmail ?? null},
        ${asked.language}, ${asked.reason}, ${asked.evidence}, 'green', ${asked.reportId ?? null}, ${asked.caseId ?? null}, 'asked', ${actor.personId}, ${now.toISOString()}::timestamptz,
        ${checkAt}::timestamptz from nextval('takedown_number') n returning reference`);
    const reference = made?.reference ?? "";
    await addEntry(tx, ctx, id, "asked", null, null);
    if (asked.toEmail !== undefined)
      await mail(tx, ctx, { id, reference, ...asked, toEmail: asked.toEmail }, `takedown:${id}`, false);
    const detail = { reference, kind: asked.kind, toRole: asked.toRole, byMail: asked.toEmail !== undefined };
    await writeAudit(tx, ctx, { action: "takedown.ask", objectType: "takedown", objectId: id, detail });
    return { id, reference };
  });
}

/** What hangs on a report or case leaves only as far as their labels let it. */
async function requireMayLeave(
  tx: Tx,
  { reportId, caseId }: { reportId?: string | undefined; caseId?: string | undefined },
): Promise<void> {
  const marks: { marking: Marking; pap: Pap }[] = [];
  if (reportId !== undefined) {
    const [report] = await tx.execute<{ marking: Marking; pap: Pap; isDemo: boolean }>(
      sql`select marking, pap, is_demo and not is_exercise as "isDemo" from reports where id = ${reportId}`,
    );
    if (!report) throw notFound("report");
    // In an exercise it is asked, marked, and its mail stays here (migrations/0039_exercises.sql).
    if (report.isDemo)
      throw new AppError("refused", "This is an exercise: nothing leaves.", { words: "takedown.refused.exercise" });
    marks.push(report);
  }
  if (caseId !== undefined) {
    const [found] = await tx.execute<{ marking: Marking; pap: Pap }>(
      sql`select marking, pap from cases where id = ${caseId}`,
    );
    if (!found) throw notFound("case");
    marks.push(found);
  }
  // Whoever is asked to take it down learns of it: PAP:RED says that nobody outside may notice; TLP:RED is for named persons.
  if (marks.some((mark) => mark.pap === "red" || canLeave(mark, "share_partner").may !== "text"))
    throw new AppError("refused", "The label keeps it inside: above TLP:AMBER, or PAP:RED, nothing is asked outside.", {
      words: "takedown.refused.marking",
    });
}

interface MailedTakedown {
  id: string;
  reference: string;
  kind: string;
  target: string;
  toName: string;
  toEmail: string;
  language: WordsLanguage;
  reason: string;
  evidence: string;
}

async function mail(tx: Tx, ctx: Context, asked: MailedTakedown, cause: string, isReminder: boolean): Promise<void> {
  const words = wordsIn(asked.language);
  const values = { reference: asked.reference, name: asked.toName };
  const subject = words(`takedown.mail.subject_${asked.kind}`, values);
  const parts = [
    ...(isReminder ? [words("takedown.mail.reminder", values)] : []),
    words(`takedown.mail.lead_${asked.kind}`, values),
    defang(asked.target),
    words("takedown.mail.why"),
    asked.reason,
    ...(asked.evidence === "" ? [] : [words("takedown.mail.evidence"), asked.evidence]),
    words("takedown.mail.answer", values),
    words("mail.signature"),
  ];
  await queueMail(tx, ctx, {
    cause,
    kind: "notice",
    // Of no report: its thread and answering address would tell of the reporter's.
    reportId: null,
    about: { of: "takedowns", id: asked.id },
    to: asked.toEmail,
    language: asked.language,
    subject: isReminder ? words("takedown.mail.reminder_subject", { subject }) : subject,
    body: `${parts.join("\n\n")}\n`,
  });
}

/** A mail program must not make a link of it, nor a filter take the mail for the phishing itself. */
function defang(target: string): string {
  return target.replace(/^http/i, "hxxp").replaceAll(/\.(?=[^\s/]*(?:\/|$))/g, "[.]");
}

/** Asks again by mail. @throws AppError not_found, conflict; refused without an address or once it ended. */
export async function remindTakedown(ctx: Context, takedownId: string, input: RemindTakedown): Promise<void> {
  requirePermission(ctx, "takedown.write");
  const { version } = RemindTakedown.parse(input);
  await withTransaction(ctx, async (tx) => {
    const asked = await lock(tx, takedownId, version);
    if (asked.toEmail === null || !["asked", "accepted"].includes(asked.state))
      throw new AppError("refused", "There is no address to remind, or it is over.", {
        words: "takedown.refused.remind",
      });
    await requireMayLeave(tx, { reportId: asked.reportId ?? undefined, caseId: asked.caseId ?? undefined });
    await mail(tx, ctx, { ...asked, toEmail: asked.toEmail }, `takedown:${takedownId}:${newId(ctx.now())}`, true);
    await addEntry(tx, ctx, takedownId, "reminded", null, null);
    await tx.execute(sql`update takedowns set version = version + 1 where id = ${takedownId}`);
    await writeAudit(tx, ctx, { action: "takedown.remind", objectType: "takedown", objectId: takedownId });
  });
}

/** An answer that came, or what a person saw when looking again. @throws AppError not_found, conflict; invalid_input `at`. */
export async function noteTakedown(ctx: Context, takedownId: string, input: NoteTakedown): Promise<void> {
  requirePermission(ctx, "takedown.write");
  const { version, outcome, note, at: said, checkAt } = NoteTakedown.parse(input);
  await withTransaction(ctx, async (tx) => {
    const asked = await lock(tx, takedownId, version);
    const at = said === undefined ? ctx.now() : new Date(said);
    if (at.getTime() > ctx.now().getTime() || at.getTime() < new Date(asked.askedAt).getTime())
      throw invalidInput([{ path: "at", message: "Expected a time between the asking and now." }]);
    const state = takedownAfter(asked.state, outcome);
    const isOver = state === "given_up";
    const instant = sql`${at.toISOString()}::timestamptz`;
    await tx.execute(sql`update takedowns set state = ${state}, version = version + 1, reminded_at = null,
      check_at = ${checkAt === undefined ? (isOver ? sql`null` : sql`check_at`) : sql`${checkAt}::timestamptz`},
      answered_at = ${isAnswer(outcome) ? sql`coalesce(answered_at, ${instant})` : sql`answered_at`},
      down_at = ${state === "down" ? sql`coalesce(down_at, ${instant})` : sql`null`},
      ended_at = ${isOver ? instant : sql`null`} where id = ${takedownId}`);
    await addEntry(tx, ctx, takedownId, isOver ? "ended" : isAnswer(outcome) ? "answer" : "check", outcome, note, at);
    await writeAudit(tx, ctx, {
      action: "takedown.note",
      objectType: "takedown",
      objectId: takedownId,
      detail: { outcome, state },
    });
  });
}

interface Locked extends Omit<MailedTakedown, "toEmail">, Record<string, unknown> {
  toEmail: string | null;
  state: TakedownState;
  askedAt: string;
  reportId: string | null;
  caseId: string | null;
}

async function lock(tx: Tx, takedownId: string, version: number): Promise<Locked> {
  const [asked] = isId(takedownId)
    ? await tx.execute<
        Locked & { version: number }
      >(sql`select id, reference, kind, target, to_name as "toName", to_email as "toEmail", language, reason, evidence, state,
        asked_at as "askedAt", report_id as "reportId", case_id as "caseId", version from takedowns where id = ${takedownId} for update`)
    : [];
  if (!asked) throw notFound("takedown request");
  if (asked.version !== version)
    throw new AppError("conflict", "Somebody changed this request meanwhile. Read it again.", {
      words: "notify.refused.changed",
    });
  return asked;
}

async function addEntry(
  tx: Tx,
  ctx: Context,
  takedownId: string,
  kind: string,
  outcome: TakedownOutcome | null,
  note: string | null,
  at = ctx.now(),
): Promise<void> {
  await tx.execute(sql`insert into takedown_entries (id, takedown_id, kind, outcome, note, by_person, at)
    values (${newId(ctx.now())}, ${takedownId}, ${kind}, ${outcome}, ${note === "" ? null : note}, ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, ${at.toISOString()}::timestamptz)`);
}

/** Looking again is due: whoever asked is told by mail, once for each time that was set. No machine of ours looks. */
export async function remindChecks(ctx: Context): Promise<void> {
  requirePermission(ctx, "takedown.write");
  await withTransaction(ctx, async (tx) => {
    const due = await tx.execute<{
      id: string;
      reference: string;
      email: string;
      language: string;
      checkAt: string;
    }>(sql`
      select t.id, t.reference, p.email, p.language, t.check_at as "checkAt" from takedowns t join people p on p.id = t.asked_by
      where t.check_at <= ${ctx.now().toISOString()}::timestamptz and t.reminded_at is null and t.state <> 'given_up' order by t.check_at limit 200 for update of t`);
    for (const { id, reference, email, language: said, checkAt } of due) {
      const language = wordsLanguages.find((known) => known === said) ?? "fr";
      const words = wordsIn(language);
      const values = { reference, url: `${ctx.config.publicUrl}/desk/takedowns/${id}` };
      try {
        await queueMail(tx, ctx, {
          cause: `takedown-check:${id}:${new Date(checkAt).getTime()}`,
          kind: "notice",
          reportId: null,
          about: { of: "takedowns", id },
          to: email,
          language,
          subject: words("takedown.check_mail.subject", values),
          body: `${words("takedown.check_mail.body", values)}\n\n${words("mail.signature")}\n`,
        });
      } catch (error) {
        if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
      }
      await tx.execute(
        sql`update takedowns set reminded_at = ${ctx.now().toISOString()}::timestamptz where id = ${id}`,
      );
    }
    if (due.length > 0)
      await writeAudit(tx, ctx, {
        action: "takedown.remind_checks",
        objectType: "takedown",
        objectId: "all",
        detail: { told: due.length },
      });
  });
}
