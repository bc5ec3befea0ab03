// Lets somebody into a restricted case, or takes them out again. Only members do it: nobody else sees the case.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { addToTimeline, personOf } from "../store.ts";
import { ChangeMember } from "./model.ts";
import { decideMembers, decideRemove, decideRestricted } from "./rules.ts";
import { guardedCase, insertMembers, judgePersons, membersOf } from "./store.ts";

/** @throws invalid_input for somebody who works no cases or has a conflict; conflict for a member; refused when the case is open to all; not_found. */
export async function addMember(ctx: Context, input: ChangeMember): Promise<{ members: string[] }> {
  requirePermission(ctx, "case.restrict");
  const { caseId, personId } = ChangeMember.parse(input);
  return await withTransaction(ctx, async (tx) => {
    decideRestricted(await guardedCase(tx, caseId));
    decideMembers([personId], await judgePersons(tx, caseId, [personId]), "personId");
    if ((await membersOf(tx, caseId)).includes(personId))
      throw new AppError("conflict", "This person is a member already.", { words: "access.refusal.member_already" });
    await insertMembers(tx, caseId, [personId], personOf(ctx), ctx.now());
    await addToTimeline(tx, ctx, { caseId, kind: "member_added", body: "", detail: { personId } });
    await writeAudit(tx, ctx, {
      action: "case.add_member",
      objectType: "case",
      objectId: caseId,
      detail: { personId },
    });
    return { members: await membersOf(tx, caseId) };
  });
}

/** @throws refused for the owner and for the last member; not_found for who is none. */
export async function removeMember(ctx: Context, input: ChangeMember): Promise<{ members: string[] }> {
  requirePermission(ctx, "case.restrict");
  const { caseId, personId } = ChangeMember.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const { ownerId, isRestricted } = await guardedCase(tx, caseId);
    decideRestricted({ isRestricted });
    const members = await membersOf(tx, caseId);
    if (!members.includes(personId)) throw notFound("member");
    decideRemove({ members, ownerId, personId });
    await addToTimeline(tx, ctx, { caseId, kind: "member_removed", body: "", detail: { personId } });
    await writeAudit(tx, ctx, {
      action: "case.remove_member",
      objectType: "case",
      objectId: caseId,
      detail: { personId },
    });
    await tx.execute(sql`delete from case_members where case_id = ${caseId} and person_id = ${personId}`);
    return { members: members.filter((one) => one !== personId) };
  });
}
