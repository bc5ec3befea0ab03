// Splits a case: what was chosen moves into a new case, which is as restricted and as marked as the old one.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { drawReference } from "../references/draw-reference.ts";
import { insertMembers } from "../restriction/store.ts";
import { decideVersion } from "../rules.ts";
import { addToTimeline, personOf } from "../store.ts";
import { SplitCase } from "./model.ts";
import { moveParts, requireNoBlocker } from "./move-parts.ts";
import { planMove } from "./plan.ts";
import { type CaseSide, sidesOf } from "./store.ts";

/** Who splits it owns the new case. @throws conflict when the case was changed since; refused with what stands against it; not_found. */
export async function splitCase(
  ctx: Context,
  sourceId: string,
  input: SplitCase,
): Promise<{ mergeId: string; caseId: string; reference: string }> {
  requirePermission(ctx, "case.join");
  const { title, parts, reason, sourceVersion } = SplitCase.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const [source] = await sidesOf(tx, [sourceId], "for_update");
    if (!source) throw new Error("a case was asked for");
    decideVersion(source.version, sourceVersion, "case");
    const plan = await planMove(tx, ctx, source, null, parts);
    requireNoBlocker(plan);
    const target = await openBeside(tx, ctx, source, title);
    const made = await moveParts(tx, ctx, { kind: "split", source, target, plan, reason });
    for (const reportId of made.reportIds)
      await writeAudit(tx, ctx, {
        action: "report.move",
        objectType: "report",
        objectId: reportId,
        detail: { mergeId: made.mergeId },
      });
    const detail = { mergeId: made.mergeId, counts: made.counts, reason };
    await writeAudit(tx, ctx, { action: "case.split", objectType: "case", objectId: source.id, detail });
    await writeAudit(tx, ctx, {
      action: "case.open",
      objectType: "case",
      objectId: target.id,
      detail: { reference: target.reference, mergeId: made.mergeId, severity: target.severity },
    });
    await publish(tx, { type: "case.opened", caseId: target.id });
    return { mergeId: made.mergeId, caseId: target.id, reference: target.reference };
  });
}

/** A new case with the labels, the restriction and the members of another. */
async function openBeside(tx: Tx, ctx: Context, source: CaseSide, title: string): Promise<CaseSide> {
  const now = ctx.now();
  const id = newId(now);
  const me = personOf(ctx);
  const reference = await drawReference(tx, ctx);
  // Open first: the rows of a restricted case are written by who sees it, and members can only be of a case that is there.
  await tx.execute(sql`insert into cases (id, reference, organisation_id, title, severity, rsit_class, rsit_type, marking, pap, owner_id, opened_by, opened_at, is_demo, is_exercise, exercise_id)
    values (${id}, ${reference}, ${source.organisationId}, ${title}, ${source.severity}, ${source.rsitClass}, ${source.rsitType}, ${source.marking},
      ${source.pap}, ${me}, ${me}, ${now.toISOString()}, ${source.isDemo},
      ${source.isExercise}, (select k.exercise_id from cases k where k.id = ${source.id}))`);
  await insertMembers(tx, id, source.members, me, now);
  if (source.isRestricted) await tx.execute(sql`update cases set is_restricted = true where id = ${id}`);
  await addToTimeline(tx, ctx, { caseId: id, kind: "opened", body: "" });
  const [made] = await sidesOf(tx, [id], "for_update");
  if (!made) throw new Error("the case was opened");
  return made;
}
