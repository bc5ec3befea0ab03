// Notifications for the desk: all of them, one with its numbers, whom it reaches, exactly what leaves, and how it stands with each constituent.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { Marking } from "../../intake/model.ts";
import { isId } from "../../platform/ids/index.ts";
import { releasesOf } from "../four-eyes/list-releases.ts";
import { contactsOf, countReach, kindsOfFindings, reachedBy, rowsOf } from "./choose-rows.ts";
import { composeRows, composeRunMail, composeRunText, composeRunWord, outerRunSubject } from "./compose-run.ts";
import {
  type FindingKinds,
  notifyLanguages,
  type ReachedConstituent,
  type RunLine,
  type RunPreview,
  type RunTarget,
  type RunTexts,
  type RunView,
  TargetsQuery,
} from "./model.ts";
import { languageFor, stepsOf } from "./plan.ts";
import { roomAddress, wayTo } from "./send-run.ts";

type LoadedRun = Omit<RunView, "reach" | "mails" | "wrongContacts" | "releases"> & { marking: Marking } & Record<
    string,
    unknown
  >;

async function loadRuns(tx: Tx, which: SQL): Promise<LoadedRun[]> {
  return await tx.execute<LoadedRun>(sql`
    select n.id, n.reference, n.title, n.marking, n.state, p.name as "createdBy", ${iso(sql`n.created_at`)} as "createdAt", ${iso(sql`n.released_at`)} as "releasedAt",
      ${iso(sql`n.ended_at`)} as "endedAt", n.version, n.filter, n.texts, n.roles, n.reminder_days as "reminderDays", n.escalate_days as "escalateDays", n.link_days as "linkDays",
      coalesce((select json_object_agg(s.state, s.n) from (select t.state, count(*)::int as n from notification_targets t where t.run_id = n.id group by t.state) s), '{}') as targets,
      n.is_exercise as "isExercise"
    from notification_runs n left join people p on p.id = n.created_by where ${which} order by n.created_at desc, n.id desc limit 200`);
}

export async function listRuns(ctx: Context): Promise<RunLine[]> {
  requirePermission(ctx, "notification.write");
  return await readOnly(ctx, async (tx) => await loadRuns(tx, sql`true`));
}

/** Kinds of finding, ports and lists to choose from. */
export async function readKinds(ctx: Context): Promise<FindingKinds> {
  requirePermission(ctx, "notification.write");
  return await readOnly(ctx, async (tx) => await kindsOfFindings(tx));
}

async function requireRun(tx: Tx, runId: string): Promise<LoadedRun> {
  const [run] = isId(runId) ? await loadRuns(tx, sql`n.id = ${runId}`) : [];
  if (!run) throw notFound("notification");
  return run;
}

/** @throws AppError not_found. */
export async function readRun(ctx: Context, runId: string): Promise<RunView> {
  requirePermission(ctx, "notification.write");
  return await readOnly(ctx, async (tx) => {
    const run = await requireRun(tx, runId);
    const isOpen = run.state === "draft" || run.state === "waiting";
    const mails = await tx.execute<{
      state: string;
      n: number;
    }>(sql`select coalesce(m.state, 'waiting') as state, count(*)::int as n
      from notification_recipients r left join outgoing_mails m on m.cause = 'notify:' || r.id where r.run_id = ${runId} and r.contact_id is not null group by 1`);
    const [wrong] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from notification_answers where run_id = ${runId} and answer = 'wrong_contact'`,
    );
    return {
      ...run,
      reach: isOpen ? await countReach(tx, run.filter, run.roles) : null,
      mails: Object.fromEntries(mails.map(({ state, n }) => [state, n])),
      wrongContacts: wrong?.n ?? 0,
      releases: await releasesOf(tx, "notification", runId),
    };
  });
}

/** Before release: the constituents that it would reach, with whom of each it would write to. */
export async function readReach(
  ctx: Context,
  runId: string,
  input: Omit<TargetsQuery, "state">,
): Promise<{ rows: ReachedConstituent[]; next: string | null }> {
  requirePermission(ctx, "notification.write");
  const { cursor, limit } = TargetsQuery.parse(input);
  return await readOnly(ctx, async (tx) => {
    const run = await requireRun(tx, runId);
    const reached = await reachedBy(tx, run.filter, cursor, limit + 1);
    const shown = reached.slice(0, limit);
    const contacts = await contactsOf(
      tx,
      shown.map(({ constituentId }) => constituentId),
    );
    const written = writtenIn(run.texts);
    const rows = shown.map((one) => ({
      ...one,
      contacts: (stepsOf(contacts.get(one.constituentId) ?? [], run.roles)[0] ?? []).map(
        ({ name, role, email, languages }) => ({
          name,
          role,
          email: email ?? "",
          language: languageFor(languages, written),
        }),
      ),
    }));
    return { rows, next: reached.length > limit ? (shown.at(-1)?.constituentId ?? null) : null };
  });
}

const writtenIn = (texts: RunTexts) => notifyLanguages.filter((language) => texts[language] !== undefined);

/** Exactly what would leave, or left, to one constituent. @throws AppError not_found, also where the run does not reach it. */
export async function previewRun(ctx: Context, runId: string, constituentId: string): Promise<{ mails: RunPreview[] }> {
  requirePermission(ctx, "notification.write");
  if (!isId(constituentId)) throw notFound("constituent");
  return await readOnly(ctx, async (tx) => {
    const run = await requireRun(tx, runId);
    const isOpen = run.state === "draft" || run.state === "waiting";
    const rows = await rowsOf(tx, constituentId, isOpen ? { filter: run.filter } : { runId });
    const [constituent] = await tx.execute<{ name: string }>(
      sql`select name from constituents where id = ${constituentId}`,
    );
    if (!constituent || rows.length === 0) throw notFound("constituent");
    const contacts = (await contactsOf(tx, [constituentId])).get(constituentId) ?? [];
    const until = new Date(ctx.now().getTime() + run.linkDays * 86_400_000).toISOString().slice(0, 10);
    const mails: RunPreview[] = [];
    for (const { id, name, role, email, languages } of stepsOf(contacts, run.roles)[0] ?? []) {
      const language = languageFor(languages, writtenIn(run.texts));
      const link = `${ctx.config.publicUrl}/n/…`;
      const to = { language, constituent: constituent.name, rows: rows.length, link, until, isReminder: false };
      const protection = await wayTo(tx, ctx, run, { contactId: id, hasKey: true });
      const isClosed = protection === "link";
      mails.push({
        to: email ?? "",
        contact: name,
        role,
        language,
        protection,
        outerSubject: protection === "encrypted" ? outerRunSubject(run.reference, language) : null,
        ...(isClosed ? composeRunWord(run.reference, { ...to, room: roomAddress(ctx) }) : composeRunMail(run, to)),
        ...(await composeRows(rows, run.reference, language)),
        waiting: isClosed ? composeRunText(run, to) : null,
      });
    }
    return { mails };
  });
}

/** After release: how it stands with each, in the order of ids. */
export async function readTargets(
  ctx: Context,
  runId: string,
  input: TargetsQuery,
): Promise<{ rows: RunTarget[]; next: string | null }> {
  requirePermission(ctx, "notification.write");
  const { state, cursor, limit } = TargetsQuery.parse(input);
  return await readOnly(ctx, async (tx) => {
    await requireRun(tx, runId);
    const rows = await tx.execute<RunTarget & Record<string, unknown>>(sql`
      select t.constituent_id as "constituentId", c.name, t.row_count as rows, t.state, t.step, t.reminders, ${iso(sql`t.next_act_at`)} as "nextActAt",
        ${iso(sql`t.asked_at`)} as "askedAt", ${iso(sql`t.closed_at`)} as "closedAt",
        coalesce((select json_agg(json_build_object('name', coalesce(k.name, p.name, ''), 'role', coalesce(k.role, case when p.id is not null then 'focal_point' end, ''), 'email', r.email, 'language', r.language,
            'step', r.step, 'mail', coalesce(m.state, r.state), 'protection', r.protection, 'linkId', (select l.id from secure_links l where l.recipient_id = r.id)) order by r.step, r.id)
          from notification_recipients r left join contacts k on k.id = r.contact_id left join people p on p.id = r.person_id
            left join outgoing_mails m on m.cause = case when r.person_id is null then 'notify:' || r.id else 'notify-focal:' || r.run_id || ':' || r.constituent_id || ':' || r.person_id end
          where r.run_id = t.run_id and r.constituent_id = t.constituent_id), '[]') as recipients,
        coalesce((select json_agg(json_build_object('id', a.id, 'answer', a.answer, 'note', a.note, 'via', a.via, 'by', coalesce(p.name, r.email), 'at', ${iso(sql`a.at`)},
            'reply', a.reply, 'repliedAt', ${iso(sql`a.replied_at`)}) order by a.at, a.id)
          from notification_answers a left join people p on p.id = a.given_by left join notification_recipients r on r.id = a.recipient_id
          where a.run_id = t.run_id and a.constituent_id = t.constituent_id), '[]') as answers
      from notification_targets t join constituents c on c.id = t.constituent_id
      where t.run_id = ${runId} and ${cursor === undefined ? sql`true` : sql`t.constituent_id > ${cursor}`}
        and ${state === undefined ? sql`true` : sql`t.state = ${state}`}
      order by t.constituent_id limit ${limit + 1}`);
    const shown = rows.slice(0, limit);
    return { rows: shown, next: rows.length > limit ? (shown.at(-1)?.constituentId ?? null) : null };
  });
}
