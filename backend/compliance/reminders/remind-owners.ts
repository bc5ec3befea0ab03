// Reminds by mail who sees to a duty or a request, before its day: what, and until when; never what was answered, nor of whom.
import { sql } from "drizzle-orm";
import { queueMail } from "../../coordination/index.ts";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { type Translator, wordsIn } from "../../platform/words/index.ts";
import { findPinned } from "../assessments/find-pinned.ts";
import { ownerRoles } from "../assessments/read-assessments.ts";
import { pickLanguage } from "../offices/pick-language.ts";
import { dayOf } from "../offices/store.ts";
import { requestRoles } from "../subject-requests/store.ts";
import { type DutyDate, listDutyDates, listRequestDates } from "./list-dates.ts";
import { type Distance, distanceOf } from "./model.ts";

interface Waiting {
  kind: "answer" | "exception" | "evidence" | "request";
  id: string;
  dueOn: string;
  days: Distance;
  ownerId: string | null;
  say: (words: Translator) => string;
}

/** The job, once a day: one mail a person, whatever came near. Returns how many mails. */
export async function remindOwners(ctx: Context): Promise<number> {
  requirePermission(ctx, "duty.change");
  const organisations = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string }>(
        sql`select organisation_id as id from duty_answers union select organisation_id from subject_requests where state = 'open' order by 1`,
      ),
  );
  let mails = 0;
  for (const { id } of organisations) mails += await remindOrganisation(ctx, id);
  return mails;
}

async function remindOrganisation(ctx: Context, organisationId: string): Promise<number> {
  requirePermission(ctx, "duty.change");
  return await withTransaction(ctx, async (tx) => {
    const fresh: Waiting[] = [];
    for (const one of await listWaiting(tx, ctx, organisationId))
      if (await noteOnce(tx, ctx, organisationId, one)) fresh.push(one);
    if (fresh.length === 0) return 0;
    const people = await tx.execute<{ id: string; email: string; language: string; roles: string[] }>(
      sql`select p.id, p.email, p.language, array_agg(g.role) as roles from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
        where g.organisation_id = ${organisationId} and p.disabled_at is null and p.email is not null group by p.id, p.email, p.language order by p.id`,
    );
    let mails = 0;
    for (const person of people) {
      const own = fresh.filter((one) => isFor(one, person, people));
      if (own.length > 0 && (await mail(tx, ctx, person, own))) mails += 1;
    }
    await writeAudit(tx, ctx, { action: "duty.remind", objectType: "organisation", objectId: organisationId });
    return mails;
  });
}

/** The owner; without one, or where the owner may no longer see it, everybody who answers for such things. */
function isFor(
  one: Waiting,
  person: { id: string; roles: string[] },
  people: readonly { id: string; roles: string[] }[],
): boolean {
  const roles = one.kind === "request" ? requestRoles : ownerRoles;
  const sees = (who: { roles: string[] }): boolean => who.roles.some((role) => roles.includes(role));
  const owner = people.find(({ id }) => id === one.ownerId);
  if (owner && sees(owner)) return owner.id === person.id;
  return person.roles.some((role) => requestRoles.includes(role));
}

async function listWaiting(tx: Tx, ctx: Context, organisationId: string): Promise<Waiting[]> {
  const today = dayOf(ctx);
  const waiting: Waiting[] = [];
  for (const date of await listDutyDates(tx, organisationId)) {
    const days = distanceOf(date.dueOn, today);
    const { kind, id, dueOn, ownerId } = date;
    const say = (words: Translator): string =>
      words(`assessments.mail.${kind}`, { title: titleOf(date, words), day: dueOn });
    if (days !== undefined) waiting.push({ kind, id, dueOn, days, ownerId, say });
  }
  for (const { id, reference, dueAt, ownerId } of await listRequestDates(tx, organisationId)) {
    const dueOn = dayOf(ctx, new Date(dueAt));
    const days = distanceOf(dueOn, today);
    const say = (words: Translator): string => words("subjects.mail.line", { reference, day: dueOn });
    if (days !== undefined) waiting.push({ kind: "request", id, dueOn, days, ownerId, say });
  }
  return waiting;
}

/** The duty by its name in the version that the answer was given under; by its id where that version's file is gone. */
export function titleOf(date: DutyDate, words: Translator): string {
  const pinned = findPinned({ id: date.packId, version: date.packVersion, sha256: date.packSha256 });
  return pinned?.pack.obligations.find(({ id }) => id === date.obligation)?.title[words.language] ?? date.obligation;
}

/** False where this distance was told already. */
async function noteOnce(tx: Tx, ctx: Context, organisationId: string, one: Waiting): Promise<boolean> {
  const written =
    await tx.execute(sql`insert into duty_reminders (organisation_id, subject_kind, subject_id, due_on, days, sent_at)
    values (${organisationId}, ${one.kind}, ${one.id}, ${one.dueOn}::date, ${one.days}, ${ctx.now().toISOString()}::timestamptz) on conflict do nothing returning 1`);
  return written.length > 0;
}

async function mail(
  tx: Tx,
  ctx: Context,
  person: { id: string; email: string; language: string },
  own: readonly Waiting[],
): Promise<boolean> {
  const language = pickLanguage([person.language]);
  const words = wordsIn(language);
  const lines = own.map((one) => `- ${one.say(words)}`).join("\n");
  const url = `${ctx.config.publicUrl}/console/calendar`;
  try {
    const id = await queueMail(tx, ctx, {
      cause: `duty-reminder:${newId(ctx.now())}`,
      kind: "notice",
      reportId: null,
      to: person.email,
      language,
      subject: words("assessments.mail.subject", { count: own.length }),
      body: `${[words("assessments.mail.body", { url }), lines, words("mail.signature")].join("\n\n")}\n`,
    });
    return id !== undefined;
  } catch (error) {
    if (!(error instanceof AppError && error.code === "too_many_requests")) throw error;
    ctx.log.warn({ personId: person.id }, "a person has had very many notices today; none was sent");
    return false;
  }
}
