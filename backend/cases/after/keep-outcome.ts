// Writes down what was restored and why it happened, and the review afterwards. A closed case still takes what is learnt late.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput } from "../../platform/errors/index.ts";
import { addToTimeline, caseForUpdate, personOf } from "../store.ts";
import { decideSeen } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { WriteOutcome, WriteReview } from "./model.ts";
import { decideOutcome, decideReview } from "./rules.ts";

async function versionOf(tx: Tx, table: "case_outcomes" | "case_reviews", caseId: string): Promise<number> {
  const [row] = await tx.execute<{ version: number }>(
    sql`select version from ${sql.identifier(table)} where case_id = ${caseId}`,
  );
  return row?.version ?? 0;
}

/** @throws conflict; invalid_input for facts that cannot be together; not_found. */
export async function writeOutcome(ctx: Context, input: WriteOutcome): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { caseId, version, ...facts } = WriteOutcome.parse(input);
  decideOutcome({ caseId, version, ...facts }, ctx.now());
  return await withTransaction(ctx, async (tx) => {
    await caseForUpdate(tx, caseId);
    const stored = await versionOf(tx, "case_outcomes", caseId);
    decideSeen(stored, version);
    if (facts.functionId) {
      const known = await tx.execute(sql`select 1 from critical_functions where id = ${facts.functionId}`);
      if (known.length === 0)
        throw invalidInput([{ path: "functionId", message: "Expected a function of the national list." }]);
    }
    const values = sql`restored_at = ${facts.restoredAt}, verified_by = ${facts.verifiedBy}, is_function_affected = ${facts.isFunctionAffected},
      function_id = ${facts.functionId}, function_note = ${facts.functionNote}, public_update = ${facts.publicUpdate}, public_update_at = ${facts.publicUpdateAt},
      root_cause = ${facts.rootCause}, root_cause_note = ${facts.rootCauseNote}, changed_by = ${personOf(ctx)}, changed_at = ${ctx.now().toISOString()}`;
    await tx.execute(
      sql`insert into case_outcomes (case_id, changed_at, version) values (${caseId}, ${ctx.now().toISOString()}, 0) on conflict do nothing`,
    );
    await tx.execute(sql`update case_outcomes set ${values}, version = version + 1 where case_id = ${caseId}`);
    await addToTimeline(tx, ctx, { caseId, kind: "outcome_written", body: "" });
    await writeAudit(tx, ctx, {
      action: "case.write_outcome",
      objectType: "case",
      objectId: caseId,
      detail: {
        restoredAt: facts.restoredAt,
        rootCause: facts.rootCause,
        isFunctionAffected: facts.isFunctionAffected,
      },
    });
    return { id: caseId, version: stored + 1 };
  });
}

/** @throws conflict; invalid_input or refused for a finished review that lacks something; not_found. */
export async function writeReview(ctx: Context, input: WriteReview): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { caseId, version, ...review } = WriteReview.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await caseForUpdate(tx, caseId);
    const stored = await versionOf(tx, "case_reviews", caseId);
    decideSeen(stored, version);
    const [count] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from case_improvements where case_id = ${caseId}`,
    );
    decideReview({ caseId, version, ...review }, count?.n ?? 0, ctx.now());
    const now = ctx.now().toISOString();
    await tx.execute(
      sql`insert into case_reviews (case_id, changed_at, version) values (${caseId}, ${now}, 0) on conflict do nothing`,
    );
    await tx.execute(sql`update case_reviews set held_at = ${review.heldAt}, participants = ${review.participants}, went_well = ${review.wentWell},
      went_badly = ${review.wentBadly}, conclusion = ${review.conclusion}, is_without_improvements = ${review.isWithoutImprovements},
      finished_at = ${review.isFinished ? sql`coalesce(finished_at, ${now}::timestamptz)` : sql`null`},
      finished_by = ${review.isFinished ? sql`coalesce(finished_by, ${personOf(ctx)}::uuid)` : sql`null`},
      changed_by = ${personOf(ctx)}, changed_at = ${now}, version = version + 1 where case_id = ${caseId}`);
    if (review.isFinished) await addToTimeline(tx, ctx, { caseId, kind: "reviewed", body: "" });
    await writeAudit(tx, ctx, {
      action: "case.write_review",
      objectType: "case",
      objectId: caseId,
      detail: { isFinished: review.isFinished, heldAt: review.heldAt },
    });
    return { id: caseId, version: stored + 1 };
  });
}
