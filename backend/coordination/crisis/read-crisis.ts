// Crises for the desk: the strip in every frame, the list, and one with its cases, decisions, reports and receipts.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { countFigures } from "./count-figures.ts";
import { levelsIn } from "./keep-levels.ts";
import {
  type CrisisLine,
  type CrisisNow,
  type CrisisOptions,
  type CrisisView,
  type DecisionView,
  lateMinutes,
  type SituationView,
} from "./model.ts";

/** For whoever is signed in to a room of the staff; to a constituent's people it is empty. */
export async function readCrisisNow(ctx: Context): Promise<CrisisNow> {
  return await readOnly(ctx, async (tx) => ({
    crises: [
      ...(await tx.execute<CrisisNow["crises"][number] & Record<string, unknown>>(
        sql`select id, reference, title, names, rank, ${iso(sql`since`)} as since from toguna_open_crises() order by rank desc, since`,
      )),
    ],
  }));
}

/** Open ones first, the newest first; at most 200. */
export async function listCrises(ctx: Context): Promise<CrisisLine[]> {
  requirePermission(ctx, "crisis.read");
  return await readOnly(ctx, async (tx) => await lines(tx, ctx, sql`true`));
}

async function lines(tx: Tx, ctx: Context, which: SQL): Promise<CrisisLine[]> {
  const late = new Date(ctx.now().getTime() - lateMinutes * 60_000).toISOString();
  return await tx.execute<CrisisLine & Record<string, unknown>>(sql`
    select c.id, c.reference, c.title, l.names as level, ${iso(sql`c.opened_at`)} as "openedAt", ${iso(sql`c.closed_at`)} as "closedAt",
      ${iso(sql`s.due_at`)} as "dueAt", coalesce(s.due_at < ${late}::timestamptz, false) as "isLate"
    from crises c join crisis_levels l on l.id = c.level_id left join situation_reports s on s.crisis_id = c.id and s.state = 'draft'
    where ${which} order by c.closed_at is not null, c.opened_at desc, c.id desc limit 200`);
}

/** What forms choose from: levels, open cases, people of the team, authorities, contacts. */
export async function readCrisisOptions(ctx: Context): Promise<CrisisOptions> {
  requirePermission(ctx, "crisis.read");
  return await readOnly(ctx, async (tx) => ({
    levels: await levelsIn(tx),
    cases: await tx.execute<CrisisOptions["cases"][number] & Record<string, unknown>>(
      sql`select id, reference, title from cases where status <> 'closed' order by severity_rank(severity) desc, opened_at desc limit 200`,
    ),
    people: await tx.execute<CrisisOptions["people"][number] & Record<string, unknown>>(
      sql`select distinct p.id, p.name from people p join role_grants g on g.person_id = p.id and g.revoked_at is null
        where p.disabled_at is null and g.role in ('analyst', 'senior', 'lead', 'on_call') order by p.name, p.id limit 300`,
    ),
    authorities: await tx.execute<CrisisOptions["authorities"][number] & Record<string, unknown>>(
      sql`select id, name from organisations where kind = 'authority' order by name, id limit 200`,
    ),
    correspondents: await tx.execute<CrisisOptions["correspondents"][number] & Record<string, unknown>>(
      sql`select c.id, c.name, c.email, ${hasKey} as "hasKey" from correspondents c where c.ended_at is null and c.email is not null order by c.name, c.id limit 300`,
    ),
  }));
}

const hasKey = sql`(exists (select 1 from correspondent_keys k where k.correspondent_id = c.id and k.removed_at is null and k.revoked_at is null)
  or exists (select 1 from contact_keys k where k.contact_id = c.contact_id and k.removed_at is null))`;
const nameOf = (column: SQL) => sql`(select who.name from people who where who.id = ${column})`;

/** Its draft carries the figures of this moment. @throws not_found. */
export async function readCrisis(ctx: Context, crisisId: string): Promise<CrisisView> {
  requirePermission(ctx, "crisis.read");
  return await readOnly(ctx, async (tx) => {
    const [line] = isId(crisisId) ? await lines(tx, ctx, sql`c.id = ${crisisId}`) : [];
    if (!line) throw notFound("crisis");
    const [more] = await tx.execute<
      Pick<
        CrisisView,
        | "levelId"
        | "reportHours"
        | "marking"
        | "openedBy"
        | "closedBy"
        | "reviewWell"
        | "reviewChange"
        | "version"
        | "cases"
        | "changes"
        | "recipients"
      > &
        Record<string, unknown>
    >(sql`
      select c.level_id as "levelId", c.report_hours as "reportHours", c.marking, ${nameOf(sql`c.opened_by`)} as "openedBy", ${nameOf(sql`c.closed_by`)} as "closedBy",
        c.review_well as "reviewWell", c.review_change as "reviewChange", c.version,
        coalesce((select json_agg(json_build_object('id', k.id, 'reference', k.reference, 'title', k.title, 'severity', k.severity, 'status', k.status) order by x.added_at, k.id)
          from crisis_cases x join cases k on k.id = x.case_id where x.crisis_id = c.id), '[]') as cases,
        coalesce((select json_agg(json_build_object('kind', h.kind, 'level', l.names, 'reason', h.reason, 'by', ${nameOf(sql`h.by_person`)}, 'at', ${iso(sql`h.at`)}) order by h.at desc, h.id desc)
          from crisis_changes h join crisis_levels l on l.id = h.level_id where h.crisis_id = c.id), '[]') as changes,
        coalesce((select json_agg(json_build_object('id', r.id, 'kind', r.kind, 'role', r.role, 'name', coalesce(o.name, p.name), 'email', p.email, 'hasKey', coalesce(p."hasKey", false)) order by r.added_at, r.id)
          from crisis_recipients r left join organisations o on o.id = r.organisation_id
            left join (select c.id, c.name, c.email, ${hasKey} as "hasKey" from correspondents c) p on p.id = r.correspondent_id
          where r.crisis_id = c.id and r.removed_at is null), '[]') as recipients
      from crises c where c.id = ${crisisId}`);
    if (!more) throw notFound("crisis");
    const situations = await readSituations(tx, ctx, crisisId);
    const draft = situations.find(({ state }) => state === "draft");
    if (draft) draft.figures = await countFigures(tx, crisisId, ctx.now(), more.reportHours);
    return { ...line, ...more, decisions: await readDecisions(tx, crisisId), situations };
  });
}

async function readDecisions(tx: Tx, crisisId: string): Promise<DecisionView[]> {
  return await tx.execute<DecisionView & Record<string, unknown>>(sql`
    select d.id, d.number, d.what, d.why, d.options, d.decided_by as "decidedBy", ${iso(sql`d.decided_at`)} as "decidedAt", ${nameOf(sql`d.written_by`)} as "writtenBy",
      ${iso(sql`d.written_at`)} as "writtenAt", encode(d.sha256, 'hex') as sha256,
      coalesce((select json_agg(json_build_object('id', p.id, 'name', p.name, 'readAt', ${iso(sql`r.read_at`)}) order by p.name, p.id)
        from crisis_decision_readers r join people p on p.id = r.person_id where r.decision_id = d.id), '[]') as readers
    from crisis_decisions d where d.crisis_id = ${crisisId} order by d.number desc`);
}

async function readSituations(tx: Tx, ctx: Context, crisisId: string): Promise<SituationView[]> {
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const late = new Date(ctx.now().getTime() - lateMinutes * 60_000).toISOString();
  return await tx.execute<SituationView & Record<string, unknown>>(sql`
    select s.id, s.number, s.state, s.marking, s.parts, s.figures, s.level_names as "levelNames", ${iso(sql`s.due_at`)} as "dueAt", ${iso(sql`s.frozen_at`)} as "frozenAt",
      ${nameOf(sql`s.frozen_by`)} as "frozenBy", s.is_late or (s.state = 'draft' and s.due_at < ${late}::timestamptz) as "isLate", encode(s.sha256, 'hex') as sha256, s.version,
      ${nameOf(sql`s.changed_by`)} as "changedBy",
      coalesce((select json_agg(json_build_object('id', d.id, 'name', d.name, 'kind', r.kind, 'protection', m.protection, 'refusal', d.refusal,
          'openedAt', ${iso(sql`coalesce(d.opened_at, w.opened_at)`)}, 'confirmedAt', ${iso(sql`d.confirmed_at`)}) order by r.kind desc, d.name, d.id)
        from situation_deliveries d join crisis_recipients r on r.id = d.recipient_id left join conversation_messages m on m.id = d.message_id
          left join secure_links w on w.message_id = m.id where d.situation_id = s.id), '[]') as deliveries,
      (select json_build_object('openedAt', ${iso(sql`d.opened_at`)}, 'confirmedAt', ${iso(sql`d.confirmed_at`)}) from situation_deliveries d
        where d.situation_id = s.id and d.person_id = ${me}::uuid) as mine
    from situation_reports s where s.crisis_id = ${crisisId} order by s.number desc limit 300`);
}
