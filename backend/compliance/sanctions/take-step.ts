// One step up the ladder, by the authority or by the entity: decided by the pure fold, inside the law's bounds, with its deliberation, written down on both sides.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput } from "../../platform/errors/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { loadPack } from "../law/index.ts";
import { requireOwnFiles } from "../offices/keep-files.ts";
import { addStep, changedMeanwhile, dayOf, listSteps, readProfileOf } from "../offices/store.ts";
import { judgeSanction } from "./judge-bounds.ts";
import { type LadderStep, takeStep } from "./ladder.ts";
import { bindStep, EntityStep, headSteps, OfficeStep } from "./model.ts";
import { foldSteps, loadMatter, type MatterRow, saveLadder } from "./store.ts";

/** @throws AppError refused with the sentence of the law for what lies outside it; conflict; step_up_required; invalid_input naming the field. */
export async function takeOfficeStep(
  ctx: Context,
  matterId: string,
  version: number,
  input: unknown,
): Promise<{ version: number; state: string }> {
  requirePermission(ctx, "authority.work");
  const step = OfficeStep.parse(input);
  if (headSteps.includes(step.kind)) requirePermission(ctx, "authority.decide");
  return await withTransaction(ctx, async (tx) => {
    const row = await loadMatter(tx, matterId, { forUpdate: true });
    if (headSteps.includes(step.kind)) await requireStepUp(tx, ctx, bindStep(matterId, version, step.kind));
    const decided = step.kind === "sanction" ? await judge(tx, row, step) : {};
    const result = await climb(tx, ctx, row, version, { ...step, ...decided, side: "authority", on: dayOf(ctx) });
    const detail = { kind: step.kind, ...("amount" in step ? { amount: step.amount ?? null } : {}) };
    await writeAudit(tx, ctx, { action: `matter.${step.kind}`, objectType: "matter", objectId: matterId, detail });
    // Payments and appeals come from the entity: nobody needs to tell it.
    if (result.isNotified && step.kind !== "payment" && step.kind !== "refer")
      await publish(tx, { type: "office.notified", subject: "matter", subjectId: matterId });
    return { version: version + 1, state: result.state };
  });
}

/** The entity's answer, plan, question for time or appeal; what it may not see is not there for it. */
export async function takeEntityStep(
  ctx: Context,
  matterId: string,
  version: number,
  input: unknown,
): Promise<{ version: number; state: string }> {
  requirePermission(ctx, "authority.answer");
  const step = EntityStep.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const row = await loadMatter(tx, matterId, { forUpdate: true });
    if ("fileIds" in step) await requireOwnFiles(tx, matterId, step.fileIds);
    const result = await climb(tx, ctx, row, version, { ...step, side: "entity", on: dayOf(ctx) });
    await writeAudit(tx, ctx, {
      action: `matter.${step.kind}`,
      objectType: "matter",
      objectId: matterId,
      detail: { kind: step.kind },
    });
    return { version: version + 1, state: result.state };
  });
}

async function climb(tx: Tx, ctx: Context, row: MatterRow, version: number, step: LadderStep) {
  if (row.version !== version) throw changedMeanwhile();
  const before = foldSteps(await listSteps(tx, "matter", row.id), row.isObstruction);
  const after = takeStep(before, step, row.isObstruction);
  await saveLadder(tx, row.id, after, step.side, ctx.now());
  const { kind, side, ...detail } = step;
  await addStep(tx, ctx, version, {
    organisationId: row.organisationId,
    constituentId: row.constituentId,
    subjectKind: "matter",
    subjectId: row.id,
    kind,
    side,
    detail,
    // Every step that moves the ladder is the entity's to know; what is drafted before the notice stays inside until then.
    isToEntity: kind !== "refer",
  });
  return after;
}

/** Inside the bounds of the pinned pack, and adopted in plenary where the authority decides so. */
async function judge(
  tx: Tx,
  row: MatterRow,
  step: Extract<OfficeStep, { kind: "sanction" }>,
): Promise<{ decided: { kind: string; currency: string | null }; bounds: unknown }> {
  const { pack } = loadPack(`${row.packId}@${row.packVersion}`);
  const { kind, currency, offer } = judgeSanction(pack, step);
  const profile = await readProfileOf(tx, row.organisationId);
  if (profile.needsDeliberation) {
    const [adopted] = await tx.execute<{ number: string }>(
      sql`select deliberation_number as number from agenda_items where matter_id = ${row.id} and result = 'adopted' order by decided_at desc limit 1`,
    );
    if (!adopted)
      throw new AppError("refused", "A sanction needs its deliberation first.", {
        words: "decisions.refusal.no_deliberation",
      });
    return {
      decided: { kind, currency },
      bounds: {
        min: offer.min,
        max: offer.max,
        articles: offer.articles,
        verification: offer.verification,
        deliberation: adopted.number,
      },
    };
  }
  if (step.dueOn === null && step.amount !== null)
    throw invalidInput([{ path: "dueOn", message: "Expected until when it is to be paid." }]);
  return {
    decided: { kind, currency },
    bounds: { min: offer.min, max: offer.max, articles: offer.articles, verification: offer.verification },
  };
}
