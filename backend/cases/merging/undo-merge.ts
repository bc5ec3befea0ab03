// Takes a merge or a split back: every row that moved goes where it was, unless something was changed since; then nothing moves, and what it is is said.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { findUndoBlockers } from "./find-undo-blockers.ts";
import { UndoMerge } from "./model.ts";
import { type CaseFacts, versionStep } from "./move-parts.ts";
import { moveBack, sidesOf } from "./store.ts";

export interface MergeRow {
  id: string;
  kind: "merge" | "split";
  sourceId: string;
  targetId: string;
  before: { source: CaseFacts; target: CaseFacts };
  after: { source: CaseFacts; target: CaseFacts };
  isUndone: boolean;
}

/** @throws not_found, also where the asker may not see one of the two cases. */
export async function loadMerge(tx: Tx, mergeId: string, lock: "for_update" | "for_reading"): Promise<MergeRow> {
  const [row] = await tx.execute<MergeRow & Record<string, unknown>>(
    sql`select m.id, m.kind, m.source_id as "sourceId", m.target_id as "targetId", m.before, m.after, m.undone_at is not null as "isUndone"
      from case_merges m where m.id = ${mergeId} ${lock === "for_update" ? sql`for update of m` : sql``}`,
  );
  if (!row) throw notFound("merge");
  return row;
}

/** @throws refused, with every row and fact that stands against it as a field; not_found. */
export async function undoMerge(ctx: Context, mergeId: string, input: UndoMerge): Promise<void> {
  requirePermission(ctx, "case.join");
  const { reason } = UndoMerge.parse(input);
  await withTransaction(ctx, async (tx) => {
    const known = await loadMerge(tx, mergeId, "for_reading");
    const [source, target] = await sidesOf(tx, [known.sourceId, known.targetId], "for_update");
    if (!source || !target) throw new Error("two cases were asked for");
    const merge = await loadMerge(tx, mergeId, "for_update");
    if (merge.isUndone)
      throw new AppError("refused", "This was taken back already.", { words: "merging.refusal.undone" });
    const blockers = await findUndoBlockers(tx, merge, source, target);
    if (blockers.length > 0)
      throw new AppError("refused", "Something was changed since.", {
        words: "merging.refusal.changed_since",
        fields: blockers.map(({ part, why, label }) => ({
          path: part,
          message: label === "" ? why : `${why}: ${label}`,
        })),
      });
    const move = { mergeId, sourceId: source.id, targetId: target.id };
    const moved = await tx.execute<{ id: string }>(
      sql`select row_key as id from case_merge_rows where merge_id = ${mergeId} and part = 'case_reports.case_id' order by row_key`,
    );
    await moveBack(tx, move);
    await putFactsBack(tx, merge, target.version, { reason, at: ctx.now() });
    // Members last: until then the one who takes it back still sees both.
    await putMembersBack(tx, mergeId, target.id);
    const by = ctx.actor.kind === "person" ? ctx.actor.personId : null;
    await tx.execute(
      sql`update case_merges set undone_by = ${by}, undone_at = ${ctx.now().toISOString()}, undo_reason = ${reason} where id = ${mergeId}`,
    );
    for (const { id } of moved)
      await writeAudit(tx, ctx, { action: "report.move", objectType: "report", objectId: id, detail: { mergeId } });
    const detail = { mergeId, reason };
    await writeAudit(tx, ctx, { action: "case.undo_merge", objectType: "case", objectId: source.id, detail });
    await writeAudit(tx, ctx, { action: "case.undo_merge", objectType: "case", objectId: target.id, detail });
  });
}

/** What the merge changed on the two cases. A case that nobody touched since is exactly what it was, its version too. */
async function putFactsBack(
  tx: Tx,
  merge: MergeRow,
  targetVersion: number,
  undo: { reason: string; at: Date },
): Promise<void> {
  const { before, after } = merge;
  if (merge.kind === "split") {
    // The number of the case that was split off was given out: it stays as a pointer.
    await tx.execute(sql`update cases set status = 'closed', closed_at = ${undo.at.toISOString()}, close_outcome = 'duplicate', close_reason = ${undo.reason},
      merged_into_id = ${merge.sourceId}, version = version + 1 where id = ${merge.targetId}`);
    return;
  }
  if (after.source.status !== before.source.status)
    await tx.execute(sql`update cases set status = ${before.source.status}, closed_at = null, close_outcome = null, close_reason = null,
      merged_into_id = null, version = ${before.source.version} where id = ${merge.sourceId}`);
  const { marking, pap, isRestricted, ownerId, version } = before.target;
  const isUntouched = targetVersion === after.target.version;
  await tx.execute(sql`update cases set marking = ${marking}, pap = ${pap}, is_restricted = ${isRestricted}, owner_id = ${ownerId},
    version = ${isUntouched ? version : targetVersion + versionStep} where id = ${merge.targetId}`);
}

async function putMembersBack(tx: Tx, mergeId: string, caseId: string): Promise<void> {
  await tx.execute(sql`insert into case_members (case_id, person_id, added_by, added_at)
    select r.case_id, r.person_id, r.added_by, r.added_at from case_merge_rows m, jsonb_populate_record(null::case_members, m.before) r
    where m.merge_id = ${mergeId} and m.part = 'case_members' and m.act = 'removed' on conflict do nothing`);
  // A conflict that was ended since stays as what was said; one that still stands was the merge's own copy.
  await tx.execute(sql`delete from conflicts c using case_merge_rows m where m.merge_id = ${mergeId} and m.part = 'conflicts' and m.act = 'added'
    and c.id::text = m.row_key and c.case_id = ${caseId} and sha256(convert_to(to_jsonb(c)::text, 'UTF8')) = m.digest`);
  await tx.execute(sql`delete from case_members t using case_merge_rows m where m.merge_id = ${mergeId} and m.part = 'case_members' and m.act = 'added'
    and t.case_id = ${caseId} and t.person_id::text = m.row_key`);
}
