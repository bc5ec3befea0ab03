// Asks for a countermeasure, changes what it says, and takes it from step to step. A closed case still lets its blocks be lifted.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { invalidInput, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { addToTimeline, caseForUpdate, personOf } from "../store.ts";
import { caseOfPart, openCaseOf, openCaseOfPart } from "../work/open-case-of.ts";
import { decideSeen, refusal } from "../work/rules.ts";
import type { Changed } from "../work/shapes.ts";
import { AskMeasure, ChangeMeasure, type MeasureState, mostMeasures, StepMeasure } from "./model.ts";
import { decideMeasureStep } from "./rules.ts";

async function requireAsset(tx: Tx, caseId: string, assetId: string | null | undefined): Promise<void> {
  if (!assetId) return;
  const rows = await tx.execute(sql`select 1 from case_assets where id = ${assetId} and case_id = ${caseId}`);
  if (rows.length === 0) throw invalidInput([{ path: "assetId", message: "Expected an asset of this case." }]);
}

async function writeStep(
  tx: Tx,
  ctx: Context,
  step: { caseId: string; measureId: string; state: MeasureState; note: string; target: string },
): Promise<void> {
  await tx.execute(sql`insert into case_measure_steps (id, case_id, measure_id, state, note, person_id, at)
    values (${newId(ctx.now())}, ${step.caseId}, ${step.measureId}, ${step.state}, ${step.note}, ${personOf(ctx)}, ${ctx.now().toISOString()})`);
  await addToTimeline(tx, ctx, {
    caseId: step.caseId,
    kind: `measure_${step.state}`,
    body: step.target,
    detail: { measureId: step.measureId },
  });
}

/** @throws refused when the case is closed or full; invalid_input for an asset of another case; not_found. */
export async function askMeasure(ctx: Context, input: AskMeasure): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { caseId, ...measure } = AskMeasure.parse(input);
  return await withTransaction(ctx, async (tx) => {
    await openCaseOf(tx, caseId);
    await requireAsset(tx, caseId, measure.assetId);
    const [count] = await tx.execute<{ n: number }>(
      sql`select count(*)::int as n from case_measures where case_id = ${caseId}`,
    );
    if ((count?.n ?? 0) >= mostMeasures) throw refusal("too_many_measures", "A case takes 500 countermeasures.");
    const [measureId, now] = [newId(ctx.now()), ctx.now().toISOString()];
    await tx.execute(sql`insert into case_measures (id, case_id, kind, target, asked_of, asset_id, reason, until_at, created_by, created_at, changed_by, changed_at)
      values (${measureId}, ${caseId}, ${measure.kind}, ${measure.target}, ${measure.askedOf}, ${measure.assetId}, ${measure.reason}, ${measure.untilAt},
        ${personOf(ctx)}, ${now}, ${personOf(ctx)}, ${now})`);
    await writeStep(tx, ctx, { caseId, measureId, state: "requested", note: "", target: measure.target });
    await writeAudit(tx, ctx, {
      action: "case.ask_measure",
      objectType: "case",
      objectId: caseId,
      detail: { measureId, ...measure },
    });
    return { id: measureId, version: 1 };
  });
}

interface Stored extends Record<string, unknown> {
  state: MeasureState;
  target: string;
  version: number;
}

async function measureRow(tx: Tx, measureId: string): Promise<Stored> {
  const [row] = await tx.execute<Stored>(sql`select state, target, version from case_measures where id = ${measureId}`);
  if (!row) throw notFound("countermeasure");
  return row;
}

/** @throws conflict; refused when the case is closed; invalid_input; not_found. */
export async function changeMeasure(ctx: Context, input: ChangeMeasure): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { measureId, version, ...asked } = ChangeMeasure.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await openCaseOfPart(tx, "case_measures", measureId, "countermeasure");
    const before = await measureRow(tx, measureId);
    decideSeen(before.version, version);
    await requireAsset(tx, caseId, asked.assetId);
    const changes: SQL[] = [
      sql`changed_by = ${personOf(ctx)}, changed_at = ${ctx.now().toISOString()}, version = version + 1`,
    ];
    if (asked.target !== undefined) changes.push(sql`target = ${asked.target}`);
    if (asked.askedOf !== undefined) changes.push(sql`asked_of = ${asked.askedOf}`);
    if (asked.reason !== undefined) changes.push(sql`reason = ${asked.reason}`);
    if (asked.assetId !== undefined) changes.push(sql`asset_id = ${asked.assetId}`);
    if (asked.untilAt !== undefined) changes.push(sql`until_at = ${asked.untilAt}`);
    await tx.execute(sql`update case_measures set ${sql.join(changes, sql`, `)} where id = ${measureId}`);
    await writeAudit(tx, ctx, {
      action: "case.change_measure",
      objectType: "case",
      objectId: caseId,
      detail: { measureId, ...asked },
    });
    return { id: measureId, version: before.version + 1 };
  });
}

/** @throws conflict; refused for a step that does not follow; not_found. */
export async function stepMeasure(ctx: Context, input: StepMeasure): Promise<Changed> {
  requirePermission(ctx, "case.change");
  const { measureId, version, state, note } = StepMeasure.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { id: caseId } = await caseForUpdate(tx, await caseOfPart(tx, "case_measures", measureId, "countermeasure"));
    const before = await measureRow(tx, measureId);
    decideSeen(before.version, version);
    decideMeasureStep(before.state, state);
    await tx.execute(sql`update case_measures set state = ${state}, changed_by = ${personOf(ctx)}, changed_at = ${ctx.now().toISOString()},
      version = version + 1 where id = ${measureId}`);
    await writeStep(tx, ctx, { caseId, measureId, state, note, target: before.target });
    await writeAudit(tx, ctx, {
      action: "case.step_measure",
      objectType: "case",
      objectId: caseId,
      detail: { measureId, from: before.state, to: state, note },
    });
    return { id: measureId, version: before.version + 1 };
  });
}
