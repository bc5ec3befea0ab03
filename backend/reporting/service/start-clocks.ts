// Clocks begin with what they belong to, under the edition that is in force at that moment.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { editionsOf } from "./editions.ts";
import { type ClockKind, Levels } from "./model.ts";
import { ofSubject, settleClocks } from "./settle-clocks.ts";

/** The event's listener. Without an edition nothing begins; again changes nothing. What is for practice has no clock. */
export async function startClocks(ctx: Context, of: { reportId: string } | { caseId: string }): Promise<void> {
  requirePermission(ctx, "case.change");
  await withTransaction(ctx, async (tx) => {
    const [edition] = await editionsOf(tx, "levels", (raw) => Levels.parse(raw), 1);
    if (!edition) return;
    const subject = "reportId" in of ? await reportBegan(tx, of.reportId) : await caseBegan(tx, of.caseId);
    if (!subject) return;
    const [reportId, caseId] = "reportId" in of ? [of.reportId, null] : [null, of.caseId];
    let begun = 0;
    for (const kind of subject.clocks) {
      const made =
        await tx.execute(sql`insert into service_clocks (id, report_id, case_id, kind, edition_id, subject_kind, started_at)
        values (${newId(ctx.now())}, ${reportId}, ${caseId}, ${kind}, ${edition.id}, ${subject.kind}, ${subject.at}::timestamptz)
        on conflict (report_id, case_id, kind) do nothing returning 1`);
      begun += made.length;
    }
    if (begun === 0) return;
    const subjectId = reportId ?? caseId ?? "";
    await settleClocks(tx, ctx, ofSubject(subjectId));
    await writeAudit(tx, ctx, {
      action: "service.begin",
      objectType: reportId === null ? "case" : "report",
      objectId: subjectId,
      detail: { edition: edition.number, clocks: begun },
    });
  });
}

interface Began {
  kind: string;
  at: string;
  clocks: ClockKind[];
}

async function reportBegan(tx: Tx, reportId: string): Promise<Began | undefined> {
  const [report] = await tx.execute<{ at: string; channel: string }>(
    sql`select ${iso(sql`received_at`)} as at, answer_channel as channel from reports where id = ${reportId} and not is_exercise`,
  );
  if (!report) return undefined;
  return {
    kind: "incident",
    at: report.at,
    clocks: report.channel === "none" ? ["resolution"] : ["first_answer", "resolution"],
  };
}

/** Opening a case does not turn the clock back: it runs from the first report in it, or from when advice was asked. */
async function caseBegan(tx: Tx, caseId: string): Promise<Began | undefined> {
  const [opened] = await tx.execute<{ kind: string; at: string }>(sql`select k.kind, ${iso(sql`least(k.opened_at,
      (select min(r.received_at) from case_reports j join reports r on r.id = j.report_id where j.case_id = k.id),
      (select a.received_at from advice_requests a where a.case_id = k.id))`)} as at
    from cases k where k.id = ${caseId} and not k.is_exercise`);
  return opened && { ...opened, clocks: opened.kind === "advice" ? ["first_answer", "resolution"] : ["resolution"] };
}
