// The yearly "is this still right?": who is asked, the link in the mail, the answer, and what the desk makes of it.
import { createHash, randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { AddContact } from "../model.ts";
import {
  AskContact,
  type AskedContact,
  type ContactAnswer,
  Correction,
  correctable,
  HandleAnswer,
  QualitySettings,
} from "./model.ts";

const daysKey = "quality.contact_test_days";
/** Until when the link answers, and when a reminder goes, in days after the question. */
const linkDays = 60;
const reminderDays = [14, 35] as const;
/** Mails a run: a register that was just brought in is not asked all at once. */
const mostAtOnce = 200;
const dayMs = 86_400_000;

/** Days between two questions to one contact; a year unless the installation says otherwise. */
export async function contactTestDays(tx: Tx): Promise<number> {
  const [row] = await tx.execute<{ value: number }>(sql`select value from settings where key = ${daysKey}`);
  return row?.value ?? 365;
}

/** @throws forbidden, invalid_input. */
export async function changeQualitySettings(ctx: Context, input: QualitySettings): Promise<void> {
  requirePermission(ctx, "registry.settings");
  const { contactTestDays: days } = QualitySettings.parse(input);
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into settings (key, value, changed_at) values (${daysKey}, ${JSON.stringify(days)}::jsonb, ${ctx.now().toISOString()}::timestamptz)
      on conflict (key) do update set value = excluded.value, changed_at = excluded.changed_at`);
    await writeAudit(tx, ctx, {
      action: "quality.settings",
      objectType: "settings",
      objectId: daysKey,
      detail: { days },
    });
  });
}

/** Asks those whose turn it is, and reminds those who were asked and did not answer. The demonstration's contacts are nobody. */
export async function askContacts(ctx: Context): Promise<void> {
  requirePermission(ctx, "registry.change");
  const now = ctx.now();
  await withTransaction(ctx, async (tx) => {
    const days = await contactTestDays(tx);
    const before = new Date(now.getTime() - days * dayMs).toISOString();
    const due = await tx.execute<{ id: string }>(sql`
      select k.id from contacts k join constituents c on c.id = k.constituent_id
      where k.ended_at is null and c.ended_at is null and not c.is_demo and k.email is not null and k.anonymised_at is null
        and not exists (select 1 from contact_bounces b where b.contact_id = k.id and lower(b.email) = lower(k.email))
        and k.created_at < ${before}::timestamptz
        and not exists (select 1 from contact_tests t where t.contact_id = k.id and t.asked_at > ${before}::timestamptz)
      order by k.created_at, k.id limit ${mostAtOnce}`);
    for (const { id } of due) await ask(tx, ctx, id);
    const reminded = await remind(tx, ctx);
    if (due.length + reminded > 0)
      await writeAudit(tx, ctx, {
        action: "contact.ask_due",
        objectType: "register",
        objectId: "contacts",
        detail: { asked: due.length, reminded },
      });
  });
}

/** An officer asks one contact now. @throws AppError not_found; refused without an address or once it ended. */
export async function askContact(ctx: Context, input: AskContact): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { contactId } = AskContact.parse(input);
  await withTransaction(
    ctx,
    async (tx) => {
      const [contact] = await tx.execute<{ email: string | null; ended: string | null }>(
        sql`select email, ended_at as ended from contacts where id = ${contactId}`,
      );
      if (!contact) throw notFound("contact");
      if (contact.email === null || contact.ended !== null)
        throw new AppError("refused", "This contact has no e-mail address, or answers no longer.", {
          words: "quality.refused.no_address",
        });
      await ask(tx, ctx, contactId);
      await writeAudit(tx, ctx, { action: "contact.ask", objectType: "contact", objectId: contactId });
    },
    "staff",
  );
}

/** A new link; the one before answers no longer. */
async function ask(tx: Tx, ctx: Context, contactId: string): Promise<void> {
  const token = randomBytes(24).toString("base64url");
  const at = ctx.now().toISOString();
  const until = new Date(ctx.now().getTime() + linkDays * dayMs).toISOString();
  const id = newId(ctx.now());
  const [test] = await tx.execute<{ id: string }>(sql`
    insert into contact_tests (id, contact_id, token_hash, asked_at, last_mail_at, expires_at)
    values (${id}, ${contactId}, ${hashOf(token)}, ${at}::timestamptz, ${at}::timestamptz, ${until}::timestamptz)
    on conflict (contact_id) where answered_at is null do update set token_hash = excluded.token_hash, asked_at = excluded.asked_at, reminders = 0,
      last_mail_at = excluded.last_mail_at, expires_at = excluded.expires_at
    returning id`);
  await publish(tx, { type: "contact.asked", testId: test?.id ?? id, token, reminder: 0 });
}

async function remind(tx: Tx, ctx: Context): Promise<number> {
  const now = ctx.now();
  const [first, second] = reminderDays.map((days) => new Date(now.getTime() - days * dayMs).toISOString());
  const due = await tx.execute<{ id: string; reminders: number }>(sql`
    select t.id, t.reminders from contact_tests t join contacts k on k.id = t.contact_id
    where t.answered_at is null and t.expires_at > ${now.toISOString()}::timestamptz and k.ended_at is null and k.email is not null
      and not exists (select 1 from contact_bounces b where b.contact_id = k.id)
      and (t.reminders = 0 and t.asked_at < ${first ?? ""}::timestamptz or t.reminders = 1 and t.asked_at < ${second ?? ""}::timestamptz)
    order by t.asked_at limit ${mostAtOnce}`);
  for (const { id, reminders } of due) {
    // Only the hash of the link is kept, so that a reminder brings a new one.
    const token = randomBytes(24).toString("base64url");
    await tx.execute(
      sql`update contact_tests set token_hash = ${hashOf(token)}, reminders = reminders + 1, last_mail_at = ${now.toISOString()}::timestamptz where id = ${id}`,
    );
    await publish(tx, { type: "contact.asked", testId: id, token, reminder: reminders + 1 });
  }
  return due.length;
}

/** What stands behind a link; undefined where it is unknown, over, or the contact has ended. Looking answers nothing. */
export async function readAskedContact(ctx: Context, token: string): Promise<AskedContact | undefined> {
  const [row] = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<
        { constituent: string; expired: boolean; ended: boolean } & Omit<AskedContact, "constituent"> &
          Record<string, unknown>
      >(sql`
        select constituent_name as constituent, name, role, email, phone, hours, language, answered_at is not null as "isAnswered",
          expires_at <= ${ctx.now().toISOString()}::timestamptz as expired, is_ended as ended
        from toguna_asked_contact(${hashOf(token)})`),
    "intake",
  );
  if (!row || row.ended || (row.expired && !row.isAnswered)) return undefined;
  const { expired: _expired, ended: _ended, ...asked } = row;
  return asked;
}

/** Answers once; `said` only with "correct". Returns false where the link answers no longer. @throws AppError invalid_input by field. */
export async function answerContactTest(
  ctx: Context,
  token: string,
  answer: ContactAnswer,
  said: Correction,
): Promise<boolean> {
  requirePermission(ctx, "report.submit");
  const correction = answer === "correct" ? requireCorrection(said) : null;
  return await withTransaction(
    ctx,
    async (tx) => {
      const [asked] = await tx.execute<{ id: string }>(
        sql`select test_id as id from toguna_asked_contact(${hashOf(token)})`,
      );
      const [row] = await tx.execute<{ done: boolean }>(sql`select toguna_answer_contact(${hashOf(token)}, ${answer},
        ${correction === null ? null : JSON.stringify(correction)}::jsonb, ${ctx.now().toISOString()}::timestamptz) as done`);
      if (!asked || row?.done !== true) return false;
      await writeAudit(tx, ctx, {
        action: "contact.answer",
        objectType: "contact_test",
        objectId: asked.id,
        detail: { answer },
      });
      return true;
    },
    "intake",
  );
}

function requireCorrection(said: Correction): Correction {
  const parsed = Correction.safeParse(
    Object.fromEntries(Object.entries(said).filter(([, text]) => text !== undefined && text.trim() !== "")),
  );
  if (!parsed.success)
    throw invalidInput(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })));
  const { email } = parsed.data;
  if (email !== undefined && !AddContact.shape.email.safeParse(email).success)
    throw invalidInput([{ path: "email", message: "Expected an e-mail address such as name@example.org." }]);
  if (Object.keys(parsed.data).length === 0)
    throw invalidInput([{ path: "note", message: "Expected what is right instead." }]);
  return parsed.data;
}

/** The desk takes over what a contact said, or leaves it. @throws AppError not_found; conflict when that was done. */
export async function handleAnswer(ctx: Context, testId: string, input: HandleAnswer): Promise<void> {
  requirePermission(ctx, "registry.change");
  const { handled } = HandleAnswer.parse(input);
  if (!isId(testId)) throw notFound("answer");
  await withTransaction(
    ctx,
    async (tx) => {
      const [test] = await tx.execute<{
        contactId: string;
        constituentId: string;
        answer: ContactAnswer;
        said: Correction | null;
        handled: string | null;
      }>(sql`
        select t.contact_id as "contactId", k.constituent_id as "constituentId", t.answer, t.said, t.handled from contact_tests t
        join contacts k on k.id = t.contact_id where t.id = ${testId} and t.answer in ('correct', 'leaving') for update of t`);
      if (!test) throw notFound("answer");
      if (test.handled !== null)
        throw new AppError("conflict", "Somebody handled this answer already.", { words: "quality.refused.handled" });
      const at = ctx.now().toISOString();
      await tx.execute(sql`update contact_tests set handled = ${handled}, handled_at = ${at}::timestamptz,
        handled_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null} where id = ${testId}`);
      if (handled === "taken" && test.answer === "leaving")
        await tx.execute(
          sql`update contacts set ended_at = coalesce(ended_at, ${at}::timestamptz), version = version + 1 where id = ${test.contactId}`,
        );
      const fields = correctable.filter((field) => test.said?.[field] !== undefined);
      if (handled === "taken" && test.answer === "correct" && fields.length > 0) {
        const sets = fields.map((field) => sql`${sql.identifier(field)} = ${test.said?.[field] ?? null}`);
        await tx.execute(
          sql`update contacts set ${sql.join(sets, sql`, `)}, version = version + 1 where id = ${test.contactId}`,
        );
      }
      await writeAudit(tx, ctx, {
        action: "contact.handle_answer",
        objectType: "constituent",
        objectId: test.constituentId,
        detail: { handled, answer: test.answer, fields },
      });
      if (handled === "taken") await publish(tx, { type: "registry.changed" });
    },
    "staff",
  );
}

/** A mail to this address came back: every contact that has it counts as unreachable until somebody answers from there. In the caller's transaction. */
export async function noteContactBounce(tx: Tx, ctx: Context, email: string, said: string): Promise<number> {
  const rows = await tx.execute<{ id: string }>(sql`
    insert into contact_bounces (contact_id, email, since, said)
    select k.id, k.email, ${ctx.now().toISOString()}::timestamptz, ${said.slice(0, 500)} from contacts k where lower(k.email) = lower(${email}) and k.ended_at is null
    on conflict (contact_id) do update set email = excluded.email, said = excluded.said returning contact_id as id`);
  return rows.length;
}

/** Whoever got a mail as this contact says that they are the wrong one: it waits beside the other answers for an officer. In the caller's transaction. */
export async function noteWrongContact(tx: Tx, ctx: Context, contactId: string, note: string | null): Promise<void> {
  const at = ctx.now().toISOString();
  const said = note === null || note === "" ? null : JSON.stringify({ note });
  await tx.execute(sql`insert into contact_tests (id, contact_id, token_hash, asked_at, last_mail_at, expires_at, answered_at, answer, said)
    select ${newId(ctx.now())}, k.id, ${hashOf(randomBytes(24).toString("base64url"))}, ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz, 'leaving', ${said}::jsonb
    from contacts k where k.id = ${contactId} and k.ended_at is null
      and not exists (select 1 from contact_tests t where t.contact_id = k.id and t.answer = 'leaving' and t.handled_at is null)`);
}

/** To whom the mail of a test goes, with what it says; undefined once it is answered or the contact has ended. */
export async function readTestMail(
  tx: Tx,
  testId: string,
): Promise<{ email: string; language: string; constituent: string; expiresAt: string } | undefined> {
  const [row] = await tx.execute<{ email: string; language: string; constituent: string; expiresAt: string }>(sql`
    select k.email, coalesce(k.languages[1], 'fr') as language, c.name as constituent, to_char(t.expires_at at time zone 'UTC', 'YYYY-MM-DD') as "expiresAt"
    from contact_tests t join contacts k on k.id = t.contact_id join constituents c on c.id = k.constituent_id
    where t.id = ${testId} and t.answered_at is null and k.ended_at is null and k.email is not null`);
  return row;
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
