// Everything that the desk shows of one report, in one answer. Who reported is not in it.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../identity/index.ts";
import { listAwaitedFiles } from "../intake/index.ts";
import { noteReading } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { iso, readOnly } from "../platform/db/index.ts";
import { notFound } from "../platform/errors/index.ts";
import { isId } from "../platform/ids/index.ts";
import type { ReportPage } from "./model.ts";
import {
  assessmentsOf,
  filesOf,
  findingsOf,
  mailsOf,
  messagesOf,
  notesOf,
  observablesOf,
  similarTo,
  suppressedOf,
  translationsOf,
} from "./report-parts.ts";
import { canWithReport, titleOf } from "./rules.ts";
import { actsOn, personJson, sleepColumns } from "./store.ts";

type Head = Omit<
  ReportPage,
  | "title"
  | "files"
  | "findings"
  | "suppressed"
  | "observables"
  | "assessments"
  | "similar"
  | "messages"
  | "mails"
  | "notes"
  | "translations"
  | "acts"
  | "can"
>;

/** @throws not_found, forbidden. */
export async function readReportPage(ctx: Context, reportId: string): Promise<ReportPage> {
  requirePermission(ctx, "report.read");
  if (!isId(reportId)) throw notFound("report");
  const page = await readOnly(ctx, async (tx) => {
    const [head] = await tx.execute<Head & Record<string, unknown>>(
      sql`select r.id, r.reference, r.subject, r.description, r.status, r.closed_reason as "closedReason", r.severity, r.rsit_class as "rsitClass",
        r.rsit_type as "rsitType", r.source, r.flow, r.language, r.answers, ${iso(sql`r.occurred_at`)} as "occurredAt",
        r.occurred_precision as "occurredPrecision", r.is_ongoing as "isOngoing", r.is_anonymous as "isAnonymous",
        coalesce((select i.is_confidential from report_identities i where i.report_id = r.id), false) as "isConfidential",
        coalesce((select i.is_sealed from report_identities i where i.report_id = r.id), false) as "isSealed",
        exists (select 1 from report_identities i where i.report_id = r.id) as "hasIdentity", r.is_held as "isHeld", r.is_demo as "isDemo", r.is_exercise as "isExercise",
        r.on_behalf - 'name' as "onBehalf", r.answer_channel as "answerChannel",
        coalesce((select coalesce(a.names ->> r.language, a.names ->> 'fr', a.names ->> 'en', a.id) from areas a where a.id = r.area_id), r.area_id) as area,
        r.marking, r.pap, ${iso(sql`r.received_at`)} as "receivedAt", ${iso(sql`r.snoozed_until`)} as "snoozedUntil", ${sleepColumns}, r.tags,
        ${personJson(sql`r.assigned_to`)} as "assignedTo", r.version,
        (select json_build_object('id', k.id, 'reference', k.reference, 'title', k.title, 'status', k.status) from case_reports c
          join cases k on k.id = c.case_id where c.report_id = r.id) as "case",
        (select json_build_object('state', t.state, 'error', t.error, 'at', ${iso(sql`coalesce(t.finished_at, t.started_at)`)}) from triage_runs t
          where t.report_id = r.id order by t.started_at desc limit 1) as triage
        from reports r where r.id = ${reportId}`,
    );
    if (!head) throw notFound("report");
    const can = canWithReport((act) => may(ctx, act), {
      status: head.status,
      hasCase: head.case !== null,
      answerChannel: head.answerChannel,
      hasIdentity: head.hasIdentity && !head.isSealed,
    });
    return {
      ...head,
      title: titleOf(head.subject, head.description),
      files: await filesOf(tx, reportId),
      awaited: await listAwaitedFiles(tx, ctx, reportId),
      findings: await findingsOf(tx, reportId),
      suppressed: await suppressedOf(tx, reportId),
      observables: await observablesOf(tx, reportId),
      assessments: await assessmentsOf(tx, reportId),
      similar: await similarTo(tx, reportId),
      messages: await messagesOf(tx, reportId),
      mails: await mailsOf(tx, reportId),
      notes: await notesOf(tx, reportId),
      translations: await translationsOf(tx, reportId),
      acts: await actsOn(tx, "report", reportId),
      can,
    };
  });
  await noteReading(ctx, { action: "report.read", objectType: "report", objectId: reportId });
  return page;
}
