// Carries a plan out inside the verb's transaction: the record first, then rows, labels, members and conflicts, each put down so that it can be taken back.
import { type SQL, sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import type { Tx } from "../../platform/db/index.ts";
import { AppError } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { personOf } from "../store.ts";
import { partOf } from "./parts.ts";
import type { Plan } from "./plan.ts";
import { type CaseSide, moveRows } from "./store.ts";

/** How far a merge takes a case's version ahead: an undo puts it exactly back, and no write that was begun on the merged case ever fits again. */
export const versionStep = 10_000;

/** What of a case a merge changes, and an undo puts back. */
export interface CaseFacts {
  status: string;
  marking: string;
  pap: string;
  isRestricted: boolean;
  ownerId: string | null;
  version: number;
}

export function factsOf({ status, marking, pap, isRestricted, ownerId, version }: CaseSide): CaseFacts {
  return { status, marking, pap, isRestricted, ownerId, version };
}

/** @throws AppError refused with the first reason that stands against it. */
export function requireNoBlocker({ blockers: [first] }: Plan): void {
  if (first !== undefined)
    throw new AppError("refused", "This cannot be moved as it was asked.", { words: `merging.blocker.${first}` });
}

export interface MadeMove {
  mergeId: string;
  counts: { part: string; count: number }[];
  reportIds: string[];
}

/** Both cases are locked. The target exists; for a split it was just opened. */
export async function moveParts(
  tx: Tx,
  ctx: Context,
  of: { kind: "merge" | "split"; source: CaseSide; target: CaseSide; plan: Plan; reason: string },
): Promise<MadeMove> {
  const { source, target, plan } = of;
  const { effects } = plan;
  const now = ctx.now();
  const mergeId = newId(now);
  const before = { source: factsOf(source), target: factsOf(target) };
  const isPointer = of.kind === "merge" && plan.isPointer;
  const sourceAfter = isPointer
    ? { ...before.source, status: "closed", version: source.version + versionStep }
    : before.source;
  const { marking, pap, isRestricted, ownerId } = effects;
  const targetAfter =
    of.kind === "merge"
      ? { ...before.target, marking, pap, isRestricted, ownerId, version: target.version + versionStep }
      : before.target;
  await tx.execute(sql`insert into case_merges (id, kind, source_id, target_id, reason, counts, before, after, made_by, made_at)
    values (${mergeId}, ${of.kind}, ${source.id}, ${target.id}, ${of.reason}, ${JSON.stringify(plan.moves)}::jsonb, ${JSON.stringify(before)}::jsonb,
      ${JSON.stringify({ source: sourceAfter, target: targetAfter })}::jsonb, ${personOf(ctx)}, ${now.toISOString()})`);
  // Members first: without them the case would be gone for the one who merges.
  if (isRestricted) await changeMembers(tx, ctx, mergeId, target.id, { wanted: effects.members, had: target.members });
  await copyConflicts(tx, ctx, mergeId, target.id, plan.conflicts);
  const move = { mergeId, sourceId: source.id, targetId: target.id };
  await moveRows(tx, move, ({ table }) => {
    const part = partOf(table);
    return part === undefined ? undefined : plan.choice[part];
  });
  if (of.kind === "merge")
    await tx.execute(sql`update cases set marking = ${marking}, pap = ${pap}, is_restricted = ${isRestricted}, owner_id = ${ownerId},
      version = ${targetAfter.version} where id = ${target.id}`);
  if (isPointer)
    await tx.execute(sql`update cases set status = 'closed', closed_at = ${now.toISOString()}, close_outcome = 'duplicate', close_reason = ${of.reason},
      merged_into_id = ${target.id}, version = ${sourceAfter.version} where id = ${source.id}`);
  const reports = await tx.execute<{ id: string }>(
    sql`select row_key as id from case_merge_rows where merge_id = ${mergeId} and part = 'case_reports.case_id' order by row_key`,
  );
  return { mergeId, counts: plan.moves, reportIds: reports.map(({ id }) => id) };
}

const memberDigest: SQL = sql`sha256(convert_to(to_jsonb(t)::text, 'UTF8'))`;

/** Members who lose sight are put down as they were; members who come are put down to be taken off again. */
async function changeMembers(
  tx: Tx,
  ctx: Context,
  mergeId: string,
  caseId: string,
  { wanted, had }: { wanted: readonly string[]; had: readonly string[] },
): Promise<void> {
  for (const personId of had.filter((id) => !wanted.includes(id)))
    await tx.execute(sql`with gone as (delete from case_members where case_id = ${caseId} and person_id = ${personId} returning *)
      insert into case_merge_rows (merge_id, part, row_key, act, digest, before)
      select ${mergeId}::uuid, 'case_members', person_id::text, 'removed', ${memberDigest}, to_jsonb(t) from gone t`);
  for (const personId of wanted.filter((id) => !had.includes(id)))
    await tx.execute(sql`with come as (insert into case_members (case_id, person_id, added_by, added_at)
        values (${caseId}, ${personId}, ${personOf(ctx)}, ${ctx.now().toISOString()}) returning *)
      insert into case_merge_rows (merge_id, part, row_key, act, digest)
      select ${mergeId}::uuid, 'case_members', person_id::text, 'added', ${memberDigest} from come t`);
}

async function copyConflicts(
  tx: Tx,
  ctx: Context,
  mergeId: string,
  caseId: string,
  conflicts: Plan["conflicts"],
): Promise<void> {
  for (const { personId, reason, declaredBy } of conflicts)
    await tx.execute(sql`with come as (insert into conflicts (id, person_id, case_id, reason, declared_by, declared_at)
        values (${newId(ctx.now())}, ${personId}, ${caseId}, ${reason}, ${declaredBy}, ${ctx.now().toISOString()}) returning *)
      insert into case_merge_rows (merge_id, part, row_key, act, digest)
      select ${mergeId}::uuid, 'conflicts', id::text, 'added', ${memberDigest} from come t`);
}
