// Changes a report's assessment with a reason. What was computed stays; the change stands beside it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import { writeAudit } from "../platform/audit/index.ts";
import type { Context } from "../platform/context/index.ts";
import { type Tx, withTransaction } from "../platform/db/index.ts";
import { invalidInput } from "../platform/errors/index.ts";
import { newId } from "../platform/ids/index.ts";
import { ChangeAssessment, type ReportHead } from "./model.ts";
import { type AssessmentFacts, decideAssessment, decideVersion } from "./rules.ts";
import { changeReport, list, personOf, reportForUpdate } from "./store.ts";

/** A constituent as an assessment keeps it: the id, the name of that day, and why it is concerned. */
interface Concerned {
  constituentId?: string;
  name?: string;
  [more: string]: unknown;
}

/** @throws invalid_input for a type outside its class or an unknown constituent; refused when nothing differs; conflict; not_found. */
export async function changeAssessment(ctx: Context, input: ChangeAssessment): Promise<ReportHead> {
  requirePermission(ctx, "report.assess");
  const { reportId, version, rsitClass, rsitType, severity, constituentIds, reason } = ChangeAssessment.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await reportForUpdate(tx, reportId);
    decideVersion(before.version, version, "report");
    const latest = await latestAssessment(tx, reportId);
    const kept = latest?.constituents ?? [];
    const concerned = constituentIds === undefined ? kept : await nameConstituents(tx, constituentIds, kept);
    const after: AssessmentFacts = { rsitClass, rsitType, severity, constituentIds: idsOf(concerned) };
    decideAssessment(latest && { ...latest, constituentIds: idsOf(kept) }, after);
    await tx.execute(sql`insert into assessments (id, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, constituents, changed_by, change_reason, at)
      values (${newId(ctx.now())}, ${reportId}, 'changed', ${rsitClass}, ${rsitType}, ${severity}, 1, '[]', ${JSON.stringify(concerned)}::jsonb,
        ${personOf(ctx)}, ${reason}, ${ctx.now().toISOString()})`);
    const head = await changeReport(
      tx,
      reportId,
      sql`severity = ${severity}, rsit_class = ${rsitClass}, rsit_type = ${rsitType}, status = case when status = 'received' then 'triaged' else status end`,
    );
    const from = latest ? { class: latest.rsitClass, type: latest.rsitType, severity: latest.severity } : null;
    const detail = {
      from,
      to: { class: rsitClass, type: rsitType, severity },
      constituents: after.constituentIds,
      reason,
    };
    await writeAudit(tx, ctx, { action: "report.assess", objectType: "report", objectId: reportId, detail });
    return head;
  });
}

interface Latest {
  rsitClass: string;
  rsitType: string;
  severity: string;
  constituents: Concerned[];
}

async function latestAssessment(tx: Tx, reportId: string): Promise<Latest | undefined> {
  const [row] = await tx.execute<Latest & Record<string, unknown>>(
    sql`select rsit_class as "rsitClass", rsit_type as "rsitType", severity, constituents from assessments
      where report_id = ${reportId} order by at desc, id desc limit 1`,
  );
  return row;
}

function idsOf(concerned: readonly Concerned[]): string[] {
  return concerned.flatMap((one) => (one.constituentId === undefined ? [] : [one.constituentId]));
}

// Those that were concerned before keep their reasons; new ones are there because an analyst said so.
async function nameConstituents(tx: Tx, ids: readonly string[], kept: readonly Concerned[]): Promise<Concerned[]> {
  if (ids.length === 0) return [];
  const rows = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from constituents where id in (${list(ids)})`,
  );
  if (rows.length !== new Set(ids).size)
    throw invalidInput([{ path: "constituentIds", message: "Expected constituents of the register." }]);
  return rows.map(
    (row) =>
      kept.find((one) => one.constituentId === row.id) ?? {
        constituentId: row.id,
        name: row.name,
        via: "analyst",
        value: "",
      },
  );
}
