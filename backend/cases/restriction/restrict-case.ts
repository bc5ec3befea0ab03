// Restricts a case to its members, or opens it to the whole desk again; each with a reason that stays on its timeline.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import type { CaseHead } from "../model.ts";
import { addToTimeline, personOf, updateCase } from "../store.ts";
import { LiftRestriction, RestrictCase } from "./model.ts";
import { decideMembers, decideRestrict, decideRestricted } from "./rules.ts";
import { guardedCase, insertMembers, judgePersons } from "./store.ts";

/** From then on only its members see the case and its reports. @throws refused when it is restricted; invalid_input for a person who cannot be a member; not_found. */
export async function restrictCase(ctx: Context, input: RestrictCase): Promise<CaseHead> {
  requirePermission(ctx, "case.restrict");
  const { caseId, reason, personIds } = RestrictCase.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const before = await guardedCase(tx, caseId);
    decideRestrict(before);
    decideMembers(personIds, await judgePersons(tx, caseId, personIds), "personIds");
    const self = personOf(ctx);
    const members = [...new Set([self, before.ownerId, ...personIds])].filter((id) => id !== null);
    // Members first: without them the case would be gone for the one who restricts it.
    await insertMembers(tx, caseId, members, self, ctx.now());
    await addToTimeline(tx, ctx, { caseId, kind: "restricted", body: reason, detail: { members } });
    await writeAudit(tx, ctx, {
      action: "case.restrict",
      objectType: "case",
      objectId: caseId,
      detail: { members, reason },
    });
    return await updateCase(tx, caseId, sql`is_restricted = true`);
  });
}

/** @throws refused when it is not restricted; not_found. Its members are forgotten; the timeline keeps who they were. */
export async function liftRestriction(ctx: Context, input: LiftRestriction): Promise<CaseHead> {
  requirePermission(ctx, "case.restrict");
  const { caseId, reason } = LiftRestriction.parse(input);
  return await withTransaction(ctx, async (tx) => {
    decideRestricted(await guardedCase(tx, caseId));
    const after = await updateCase(tx, caseId, sql`is_restricted = false`);
    await tx.execute(sql`delete from case_members where case_id = ${caseId}`);
    await addToTimeline(tx, ctx, { caseId, kind: "unrestricted", body: reason });
    await writeAudit(tx, ctx, {
      action: "case.lift_restriction",
      objectType: "case",
      objectId: caseId,
      detail: { reason },
    });
    return after;
  });
}
