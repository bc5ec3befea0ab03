// One click freezes the year's figures; another one, by the head with the passkey, makes them public without their small numbers.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { askerOf, dayOf } from "../offices/store.ts";
import { composeReport, hashReport } from "./count-report.ts";
import { hideSmall } from "./hide-small.ts";
import { FreezeReport, leastPublic, PublicReport, type ReportContent, stepUpForReport } from "./model.ts";
import { reportQueries } from "./report-queries.ts";

/** @throws AppError invalid_input for a year ahead, and without a reason from the second revision on. */
export async function freezeReport(
  ctx: Context,
  year: number,
  input: unknown,
): Promise<{ id: string; revision: number; sha256: string }> {
  requirePermission(ctx, "authority.work");
  const { reason } = FreezeReport.parse(input);
  const { organisationId, personId } = askerOf(ctx);
  if (year > Number(dayOf(ctx).slice(0, 4)))
    throw invalidInput([{ path: "year", message: "Expected a year that has begun." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      // Two at once would both be the same revision.
      await tx.execute(
        sql`select pg_advisory_xact_lock(hashtextextended(${`authority_report:${organisationId}:${year}`}, 0))`,
      );
      const [last] = await tx.execute<{ revision: number }>(
        sql`select coalesce(max(revision), 0) as revision from authority_reports where organisation_id = ${organisationId} and year = ${year}`,
      );
      const revision = (last?.revision ?? 0) + 1;
      if (revision > 1 && reason === undefined)
        throw invalidInput([
          { path: "reason", message: "Expected why the figures are frozen again: the revision before it stays." },
        ]);
      const report = await composeReport(tx, ctx, organisationId, year);
      const [id, sha256] = [newId(ctx.now()), hashReport(report)];
      const { leafHash } = await writeAudit(tx, ctx, {
        action: "authority_report.freeze",
        objectType: "authority_report",
        objectId: id,
        detail: { year, revision, sha256 },
      });
      await tx.execute(
        sql`insert into authority_reports (id, organisation_id, year, revision, reason, report, sha256, leaf_hash, frozen_by, frozen_at)
          values (${id}, ${organisationId}, ${year}, ${revision}, ${revision === 1 ? null : (reason ?? null)}, ${JSON.stringify(report)}::jsonb, ${sha256},
            ${leafHash.toString("hex")}, ${personId}, ${ctx.now().toISOString()}::timestamptz)`,
      );
      return { id, revision, sha256 };
    },
    "system",
  );
}

interface Frozen extends Record<string, unknown> {
  year: number;
  revision: number;
  reason: string | null;
  report: ReportContent;
  sha256: string;
  frozenAt: string;
}

/** @throws AppError not_found for another authority's; step_up_required; conflict when it is public already. */
export async function publishReport(ctx: Context, reportId: string): Promise<{ sha256: string }> {
  requirePermission(ctx, "authority.decide");
  const { organisationId, personId } = askerOf(ctx);
  return await withTransaction(ctx, async (tx) => {
    const frozen = await loadFrozen(tx, organisationId, reportId);
    await requireStepUp(tx, ctx, stepUpForReport.publish(reportId, frozen.sha256));
    const content: PublicReport = PublicReport.parse({
      ...frozen.report,
      revision: frozen.revision,
      reason: frozen.reason,
      figures: hideSmall(frozen.report.figures, reportQueries),
      frozenAt: frozen.frozenAt,
      snapshot: { id: reportId, sha256: frozen.sha256 },
      leastPublic,
    });
    const sha256 = hashReport(content);
    const made = await tx.execute(
      sql`insert into authority_publications (id, report_id, organisation_id, year, revision, content, sha256, published_by, published_at)
        values (${newId(ctx.now())}, ${reportId}, ${organisationId}, ${frozen.year}, ${frozen.revision}, ${JSON.stringify(content)}::jsonb, ${sha256}, ${personId},
          ${ctx.now().toISOString()}::timestamptz) on conflict (report_id) do nothing`,
    );
    if (made.count === 0)
      throw new AppError("conflict", "This revision is public already.", { words: "yearly.refusal.published" });
    await writeAudit(tx, ctx, {
      action: "authority_report.publish",
      objectType: "authority_report",
      objectId: reportId,
      detail: { year: frozen.year, revision: frozen.revision, sha256 },
    });
    return { sha256 };
  });
}

async function loadFrozen(tx: Tx, organisationId: string, id: string): Promise<Frozen> {
  const [row] = await tx.execute<Frozen>(
    sql`select year, revision, reason, report, sha256, ${iso(sql`frozen_at`)} as "frozenAt" from authority_reports
      where id = ${id} and organisation_id = ${organisationId}`,
  );
  if (!row) throw notFound("report");
  return row;
}
