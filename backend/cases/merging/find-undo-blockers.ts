// What was changed since a merge, so that it cannot be taken back exactly: moved rows, and what the merge made of the two cases.
import { sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import type { UndoBlocker } from "./model.ts";
import { labelRows } from "./label-rows.ts";
import type { CaseSide } from "./store.ts";
import { findHindrances } from "./store.ts";
import type { MergeRow } from "./undo-merge.ts";

/** Empty when it can be taken back. */
export async function findUndoBlockers(
  tx: Tx,
  merge: MergeRow,
  source: CaseSide,
  target: CaseSide,
): Promise<UndoBlocker[]> {
  const move = { mergeId: merge.id, sourceId: source.id, targetId: target.id };
  const rows = await findHindrances(tx, move);
  return [
    ...caseBlockers(merge, source, target),
    ...(await memberBlockers(tx, merge, target)),
    ...(await labelRows(tx, rows)),
    ...(await added(tx, merge)),
  ];
}

function caseBlockers(merge: MergeRow, source: CaseSide, target: CaseSide): UndoBlocker[] {
  const { before, after } = merge;
  const found: UndoBlocker[] = [];
  if (target.status === "closed") found.push({ part: "case", why: "target_closed", label: target.reference });
  if (merge.kind === "split") {
    if (source.status === "closed") found.push({ part: "case", why: "source_changed", label: source.reference });
    return found;
  }
  const wasPointer = after.source.status !== before.source.status;
  if (
    wasPointer
      ? source.version !== after.source.version || source.mergedIntoId !== target.id
      : source.status === "closed"
  )
    found.push({ part: "case", why: "source_changed", label: source.reference });
  const { marking, pap, isRestricted, ownerId } = after.target;
  const isSame =
    target.marking === marking &&
    target.pap === pap &&
    target.isRestricted === isRestricted &&
    target.ownerId === ownerId;
  if (!isSame) found.push({ part: "case", why: "labels", label: target.reference });
  return found;
}

/** Members that the merge made, and no others: whoever was added or taken off since was meant for the case as it is now. */
async function memberBlockers(tx: Tx, merge: MergeRow, target: CaseSide): Promise<UndoBlocker[]> {
  if (!merge.after.target.isRestricted || merge.kind === "split") return [];
  const [row] = await tx.execute<{ changed: boolean }>(sql`select
    exists (select 1 from case_merge_rows m where m.merge_id = ${merge.id} and m.part = 'case_members' and m.act = 'added'
      and not exists (select 1 from case_members t where t.case_id = ${target.id} and t.person_id::text = m.row_key))
    or exists (select 1 from case_members t where t.case_id = ${target.id} and t.added_at > (select made_at from case_merges where id = ${merge.id})
      and not exists (select 1 from case_merge_rows m where m.merge_id = ${merge.id} and m.part = 'case_members' and m.row_key = t.person_id::text)) as changed`);
  return row?.changed ? [{ part: "case_members", why: "labels", label: target.reference }] : [];
}

/** Reports that joined a case that was split off: they would be left in a closed one. */
async function added(tx: Tx, merge: MergeRow): Promise<UndoBlocker[]> {
  if (merge.kind !== "split") return [];
  const rows = await tx.execute<{ label: string }>(
    sql`select r.reference as label from case_reports c join reports r on r.id = c.report_id where c.case_id = ${merge.targetId}
      and not exists (select 1 from case_merge_rows m where m.merge_id = ${merge.id} and m.part = 'case_reports.case_id' and m.row_key = c.report_id::text)
      order by 1 limit 20`,
  );
  return rows.map(({ label }) => ({ part: "case_reports", why: "added" as const, label }));
}
