// Reads the whole work inside one case.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { ImprovementView, OutcomeView, QuestionView, ReviewView } from "../after/model.ts";
import { type AssetView, mostAssets } from "../assets/model.ts";
import { findBlockers } from "../closing/model.ts";
import { readClosing } from "../closing/read-closing.ts";
import type { MeasureView } from "../countermeasures/model.ts";
import { valuesOf } from "../fields/keep-fields.ts";
import type { LinkView } from "../links/model.ts";
import { closeOutcomes } from "../model.ts";
import type { NoteView } from "../notes/model.ts";
import type { TaskView } from "../tasks/model.ts";
import type { PartView } from "../team/model.ts";
import { eventsOf } from "../timeline/read-events.ts";
import type { CaseWork } from "./model.ts";
import { personJson } from "./person-json.ts";

type Raw<Shape> = Shape & Record<string, unknown>;

/** @throws not_found, also for a case that is hidden from the asker; forbidden. */
export async function readWork(ctx: Context, caseId: string): Promise<CaseWork> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const [head] = await tx.execute<{ status: string; severity: string }>(
      sql`select status, severity from cases where id = ${caseId}`,
    );
    if (!head) throw notFound("case");
    const facts = await readClosing(tx, caseId);
    const closing = Object.fromEntries(
      closeOutcomes.map((outcome) => [outcome, findBlockers(facts, outcome)]),
    ) as CaseWork["closing"];
    return {
      caseId,
      isOpen: head.status !== "closed",
      severity: head.severity,
      people: await peopleOf(tx, caseId),
      tasks: await tasksOf(tx, caseId),
      assets: await assetsOf(tx, caseId),
      events: await eventsOf(tx, caseId),
      notes: await notesOf(tx, caseId),
      measures: await measuresOf(tx, caseId),
      links: await linksOf(tx, caseId),
      fields: await valuesOf(tx, caseId),
      ...(await afterOf(tx, caseId)),
      files: await filesOf(tx, caseId),
      closing,
      can: { change: may(ctx, "case.change") },
    };
  });
}

async function peopleOf(tx: Tx, caseId: string): Promise<PartView[]> {
  const rows = await tx.execute<Raw<PartView>>(
    sql`select ${personJson(sql`c.person_id`)} as person, c.part, ${iso(sql`c.added_at`)} as "addedAt" from case_people c
      where c.case_id = ${caseId} order by c.part desc, c.added_at, c.person_id`,
  );
  return [...rows];
}

async function tasksOf(tx: Tx, caseId: string): Promise<TaskView[]> {
  const rows = await tx.execute<Raw<TaskView>>(
    sql`select t.id, t.title, t.body, t.state, ${personJson(sql`t.owner_id`)} as owner, ${iso(sql`t.due_at`)} as "dueAt", t.checklist,
      coalesce((select jsonb_agg(n.needed_id order by n.needed_id) from case_task_needs n join case_tasks o on o.id = n.needed_id and o.removed_at is null where n.task_id = t.id), '[]') as needs,
      t.origin, (select count(*)::int from case_task_logs l where l.task_id = t.id) as logs, ${personJson(sql`t.created_by`)} as "createdBy",
      ${iso(sql`t.created_at`)} as "createdAt", ${personJson(sql`t.changed_by`)} as "changedBy", ${iso(sql`t.changed_at`)} as "changedAt",
      ${iso(sql`t.ended_at`)} as "endedAt", false as "isRemoved", t.version
      from case_tasks t where t.case_id = ${caseId} and t.removed_at is null order by t.ended_at is not null, t.due_at nulls last, t.position, t.id`,
  );
  return [...rows];
}

async function assetsOf(tx: Tx, caseId: string): Promise<AssetView[]> {
  const rows = await tx.execute<Raw<AssetView>>(
    sql`select a.id, a.name, a.kind, a.addresses, (select json_build_object('id', c.id, 'name', c.name) from constituents c where c.id = a.constituent_id) as constituent,
      a.compromise, ${iso(sql`a.compromised_at`)} as "compromisedAt", a.note, ${personJson(sql`a.changed_by`)} as "changedBy", ${iso(sql`a.changed_at`)} as "changedAt",
      false as "isRemoved", a.version from case_assets a where a.case_id = ${caseId} and a.removed_at is null
      order by array_position(array['compromised', 'suspected', 'unknown', 'recovered', 'clean'], a.compromise), a.name, a.id limit ${mostAssets}`,
  );
  return [...rows];
}

async function notesOf(tx: Tx, caseId: string): Promise<NoteView[]> {
  const rows = await tx.execute<Raw<NoteView>>(
    sql`select n.id, ${personJson(sql`n.author_id`)} as author, n.body, ${iso(sql`n.at`)} as at, ${personJson(sql`n.changed_by`)} as "changedBy",
      ${iso(sql`n.changed_at`)} as "changedAt", n.version,
      (select coalesce(jsonb_agg(jsonb_build_object('version', r.version, 'body', r.body, 'writtenBy', ${personJson(sql`r.written_by`)}, 'writtenAt', ${iso(sql`r.written_at`)})
        order by r.version desc), '[]') from case_note_revisions r where r.note_id = n.id) as revisions,
      (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'author', ${personJson(sql`m.author_id`)}, 'body', m.body, 'at', ${iso(sql`m.at`)}) order by m.at, m.id), '[]')
        from case_note_comments m where m.note_id = n.id) as comments
      from case_notes n where n.case_id = ${caseId} order by n.at desc, n.id desc limit 500`,
  );
  return [...rows];
}

async function measuresOf(tx: Tx, caseId: string): Promise<MeasureView[]> {
  const rows = await tx.execute<Raw<MeasureView>>(
    sql`select m.id, m.kind, m.target, m.asked_of as "askedOf", m.reason, m.asset_id as "assetId", m.state, ${iso(sql`m.until_at`)} as "untilAt",
      (select coalesce(jsonb_agg(jsonb_build_object('state', s.state, 'note', s.note, 'by', ${personJson(sql`s.person_id`)}, 'at', ${iso(sql`s.at`)}) order by s.at, s.id), '[]')
        from case_measure_steps s where s.measure_id = m.id) as steps, m.version
      from case_measures m where m.case_id = ${caseId}
      order by array_position(array['requested', 'to_lift', 'active', 'lifted', 'refused'], m.state), m.until_at nulls last, m.id`,
  );
  return [...rows];
}

async function linksOf(tx: Tx, caseId: string): Promise<LinkView[]> {
  const rows = await tx.execute<Raw<LinkView>>(
    sql`select l.id, l.kind, l.other_id = ${caseId} as "isFromOther",
      json_build_object('id', k.id, 'reference', k.reference, 'title', k.title, 'status', k.status) as other, l.note,
      ${personJson(sql`l.created_by`)} as "createdBy", ${iso(sql`l.created_at`)} as "createdAt"
      from case_links l join cases k on k.id = case when l.case_id = ${caseId} then l.other_id else l.case_id end
      where ${caseId} in (l.case_id, l.other_id) order by l.created_at, l.id limit 500`,
  );
  return [...rows];
}

async function filesOf(tx: Tx, caseId: string): Promise<CaseWork["files"]> {
  const rows = await tx.execute<Raw<CaseWork["files"][number]>>(
    sql`select 'file' as kind, f.id, f.name from report_files f join case_reports c on c.report_id = f.report_id where c.case_id = ${caseId}
      union all select 'evidence', v.id, v.reference || ' ' || v.label from case_evidence v where v.case_id = ${caseId} order by 1, 3, 2 limit 500`,
  );
  return [...rows];
}

async function afterOf(
  tx: Tx,
  caseId: string,
): Promise<Pick<CaseWork, "outcome" | "review" | "improvements" | "questions">> {
  const [outcome] = await tx.execute<Raw<OutcomeView>>(
    sql`select ${iso(sql`o.restored_at`)} as "restoredAt", o.verified_by as "verifiedBy", o.is_function_affected as "isFunctionAffected", o.function_id as "functionId",
      (select f.names from critical_functions f where f.id = o.function_id) as "functionNames", o.function_note as "functionNote",
      o.public_update as "publicUpdate", ${iso(sql`o.public_update_at`)} as "publicUpdateAt", o.root_cause as "rootCause", o.root_cause_note as "rootCauseNote",
      ${personJson(sql`o.changed_by`)} as "changedBy", ${iso(sql`o.changed_at`)} as "changedAt", o.version from case_outcomes o where o.case_id = ${caseId}`,
  );
  const [review] = await tx.execute<Raw<ReviewView>>(
    sql`select ${iso(sql`r.held_at`)} as "heldAt", r.participants, r.went_well as "wentWell", r.went_badly as "wentBadly", r.conclusion,
      r.is_without_improvements as "isWithoutImprovements", ${iso(sql`r.finished_at`)} as "finishedAt", ${personJson(sql`r.finished_by`)} as "finishedBy",
      ${personJson(sql`r.changed_by`)} as "changedBy", ${iso(sql`r.changed_at`)} as "changedAt", r.version from case_reviews r where r.case_id = ${caseId}`,
  );
  const improvements = await tx.execute<Raw<ImprovementView>>(
    sql`select i.id, i.title, ${personJson(sql`i.owner_id`)} as owner, ${iso(sql`i.due_at`)} as "dueAt", i.state, i.outcome, i.version
      from case_improvements i where i.case_id = ${caseId} order by i.ended_at is not null, i.due_at, i.id`,
  );
  const questions = await tx.execute<Raw<QuestionView>>(
    sql`select q.report_id as "reportId", r.reference, ${iso(sql`q.asked_at`)} as "askedAt", q.answer, q.words, ${iso(sql`q.answered_at`)} as "answeredAt"
      from case_questions q join reports r on r.id = q.report_id where q.case_id = ${caseId} order by q.answered_at desc nulls last, r.reference limit 500`,
  );
  return {
    outcome: outcome ?? null,
    review: review ?? null,
    improvements: [...improvements],
    questions: [...questions],
  };
}
