// Everything that the desk shows of one case: its reports, what was seen in them, notes, timeline.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { isId } from "../platform/ids/index.ts";
import type { CasePage, PersonRef } from "./model.ts";
import { personJson, queueColumns, type RawQueueRow, toQueueRow } from "./store.ts";

type Raw<Shape> = Shape & Record<string, unknown>;
type Head = Omit<CasePage, "reports" | "notes" | "timeline" | "observables" | "findings" | "can">;

/** @throws not_found, forbidden. */
export async function readCasePage(ctx: Context, caseId: string): Promise<CasePage> {
  requirePermission(ctx, "case.read");
  if (!isId(caseId)) throw notFound("case");
  return await readOnly(ctx, async (tx) => {
    const [head] = await tx.execute<Raw<Head>>(
      sql`select k.id, k.reference, k.title, k.status, k.severity, k.rsit_class as "rsitClass", k.rsit_type as "rsitType", k.marking, k.pap,
        k.is_restricted as "isRestricted",
        ${personJson(sql`k.owner_id`)} as owner, ${personJson(sql`k.opened_by`)} as "openedBy", ${iso(sql`k.opened_at`)} as "openedAt",
        ${iso(sql`k.closed_at`)} as "closedAt", k.close_outcome as "closeOutcome", k.close_reason as "closeReason", k.is_demo as "isDemo", k.is_exercise as "isExercise", k.tags, k.version
        from cases k where k.id = ${caseId}`,
    );
    if (!head) throw notFound("case");
    const isClosed = head.status === "closed";
    return {
      ...head,
      reports: await reportsOf(tx, caseId),
      notes: await notesOf(tx, caseId),
      timeline: await timelineOf(tx, caseId),
      observables: await observablesOf(tx, caseId),
      findings: await findingsOf(tx, caseId),
      can: {
        change: !isClosed && may(ctx, "case.change"),
        close: !isClosed && may(ctx, "case.close"),
        reopen: isClosed && may(ctx, "case.close"),
        join: !isClosed && may(ctx, "case.join"),
      },
    };
  });
}

async function reportsOf(tx: Tx, caseId: string): Promise<CasePage["reports"]> {
  const rows = await tx.execute<RawQueueRow & { joinedAt: string; joinedBy: PersonRef | null }>(
    sql`select ${queueColumns}, ${iso(sql`c.joined_at`)} as "joinedAt", ${personJson(sql`c.joined_by`)} as "joinedBy"
      from case_reports c join reports r on r.id = c.report_id where c.case_id = ${caseId} order by c.joined_at, r.received_at, r.id`,
  );
  return rows.map((row) => ({ ...toQueueRow(row), joinedAt: row.joinedAt, joinedBy: row.joinedBy }));
}

async function notesOf(tx: Tx, caseId: string): Promise<CasePage["notes"]> {
  const rows = await tx.execute<Raw<CasePage["notes"][number]>>(
    sql`select n.id, ${personJson(sql`n.author_id`)} as author, n.body, ${iso(sql`n.at`)} as at from case_notes n
      where n.case_id = ${caseId} order by n.at desc, n.id desc`,
  );
  return [...rows];
}

async function timelineOf(tx: Tx, caseId: string): Promise<CasePage["timeline"]> {
  const rows = await tx.execute<Raw<CasePage["timeline"][number]>>(
    sql`select t.id, ${iso(sql`t.at`)} as at, t.kind, t.body, ${personJson(sql`t.actor_id`)} as actor, t.detail from case_timeline t
      where t.case_id = ${caseId} order by t.at, t.kind <> 'opened', t.id limit 1000`,
  );
  return [...rows];
}

async function observablesOf(tx: Tx, caseId: string): Promise<CasePage["observables"]> {
  const rows = await tx.execute<Raw<CasePage["observables"][number]>>(
    sql`select v.kind, v.value, min(v.role) as role, count(distinct v.report_id)::int as reports,
        coalesce(array_agg(distinct v.artefact order by v.artefact) filter (where v.artefact is not null), '{}') as artefacts
      from (
        select o.kind, o.value, o.role, o.report_id, null::text as artefact from observables o
          join case_reports c on c.report_id = o.report_id where c.case_id = ${caseId} and o.role <> 'victim'
        union all
        select f ->> 'kind', f ->> 'value', 'suspect', null, a.reference from case_evidence e join artefacts a on a.evidence_id = e.id
          join artefact_results r on r.artefact_id = a.id cross join lateral jsonb_array_elements(r.found) f where e.case_id = ${caseId}
      ) v group by v.kind, v.value order by reports desc, v.kind, v.value limit 200`,
  );
  return [...rows];
}

async function findingsOf(tx: Tx, caseId: string): Promise<CasePage["findings"]> {
  const rows = await tx.execute<Raw<CasePage["findings"][number]>>(
    sql`select f.rule_id as "ruleId", min(f.title) as title, min(f.engine) as engine, min(f.level) as level, count(distinct f.report_id)::int as reports
      from findings f join case_reports c on c.report_id = f.report_id where c.case_id = ${caseId} and f.engine <> 'unpack'
      group by f.rule_id order by max(severity_rank(f.level)) desc, reports desc limit 100`,
  );
  return [...rows];
}
