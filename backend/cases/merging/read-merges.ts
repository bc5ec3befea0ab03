// What the desk reads before and after a merge: the parts of a case, what a move would do, and the record of those that were made.
import { type SQL, sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { list } from "../store.ts";
import { findUndoBlockers } from "./find-undo-blockers.ts";
import { listRows } from "./label-rows.ts";
import { type MergePage, type MergeView, partNames, type PartsView, PreviewMove, type PreviewView } from "./model.ts";
import { planMove } from "./plan.ts";
import { countPart, sidesOf } from "./store.ts";
import { loadMerge } from "./undo-merge.ts";

/** @throws not_found. */
export async function readParts(ctx: Context, caseId: string): Promise<PartsView> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const [side] = await sidesOf(tx, [caseId], "for_reading");
    if (!side) throw notFound("case");
    const parts: PartsView["parts"] = [];
    for (const part of partNames) {
      const { all } = await countPart(tx, part, caseId, null, undefined);
      if (all > 0) parts.push({ part, count: all, rows: await listRows(tx, part, caseId) });
    }
    const { id, reference, title, version, status, marking, isRestricted } = side;
    return { case: { id, reference, title, version, status, marking, isRestricted }, parts };
  });
}

/** Changes nothing. @throws not_found for either case. */
export async function previewMove(ctx: Context, sourceId: string, input: PreviewMove): Promise<PreviewView> {
  requirePermission(ctx, "case.join");
  const { targetId, parts } = PreviewMove.parse(input);
  return await readOnly(ctx, async (tx) => {
    const [source, target = null] = await sidesOf(
      tx,
      targetId === null ? [sourceId] : [sourceId, targetId],
      "for_reading",
    );
    if (!source) throw notFound("case");
    const plan = await planMove(tx, ctx, source, target, parts);
    const { marking, pap, isRestricted, members, losing, ownerId } = plan.effects;
    const isOwnerNew = ownerId !== null && ownerId !== (target?.ownerId ?? null);
    const nameOf = await namesOf(tx, [...members, ...losing, ...(isOwnerNew ? [ownerId] : [])]);
    const head = ({ id, reference, title, version }: typeof source) => ({ id, reference, title, version });
    return {
      source: head(source),
      target: target && head(target),
      moves: plan.moves,
      stays: plan.stays,
      becomes: {
        marking,
        pap,
        isRestricted,
        members: members.map(nameOf),
        losing: losing.map(nameOf),
        newOwner: isOwnerNew ? nameOf(ownerId) : null,
        conflicts: plan.conflicts.length,
      },
      isPointer: plan.isPointer,
      blockers: plan.blockers,
    };
  });
}

const person = (column: SQL): SQL =>
  sql`(select json_build_object('id', p.id, 'name', p.name) from people p where p.id = ${column})`;
const caseJson = (alias: SQL): SQL =>
  sql`json_build_object('id', ${alias}.id, 'reference', ${alias}.reference, 'title', ${alias}.title)`;

async function viewsOf(tx: Tx, ctx: Context, condition: SQL): Promise<MergeView[]> {
  const rows = await tx.execute<Omit<MergeView, "can"> & Record<string, unknown>>(
    sql`select m.id, m.kind, ${caseJson(sql`s`)} as source, ${caseJson(sql`k`)} as target, m.reason, m.counts, ${person(sql`m.made_by`)} as "madeBy",
      ${iso(sql`m.made_at`)} as "madeAt", ${person(sql`m.undone_by`)} as "undoneBy", ${iso(sql`m.undone_at`)} as "undoneAt", m.undo_reason as "undoReason"
      from case_merges m join cases s on s.id = m.source_id join cases k on k.id = m.target_id where ${condition} order by m.made_at desc, m.id desc limit 200`,
  );
  return rows.map((row) => ({ ...row, can: { undo: row.undoneAt === null && may(ctx, "case.join") } }));
}

/** Merges and splits that a case took part in, the newest first; those with a case that the asker may not see are not among them. @throws not_found. */
export async function listMerges(ctx: Context, caseId: string): Promise<{ merges: MergeView[] }> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    await sidesOf(tx, [caseId], "for_reading");
    return { merges: await viewsOf(tx, ctx, sql`(m.source_id = ${caseId} or m.target_id = ${caseId})`) };
  });
}

/** One merge, with what stands against taking it back now. @throws not_found. */
export async function readMerge(ctx: Context, mergeId: string): Promise<MergePage> {
  requirePermission(ctx, "case.read");
  return await readOnly(ctx, async (tx) => {
    const merge = await loadMerge(tx, mergeId, "for_reading");
    const [view] = await viewsOf(tx, ctx, sql`m.id = ${mergeId}`);
    const [source, target] = await sidesOf(tx, [merge.sourceId, merge.targetId], "for_reading");
    if (!view || !source || !target) throw notFound("merge");
    const blockers = merge.isUndone ? [] : await findUndoBlockers(tx, merge, source, target);
    return { ...view, blockers };
  });
}

async function namesOf(tx: Tx, ids: readonly string[]): Promise<(id: string) => { id: string; name: string }> {
  if (ids.length === 0) return (id) => ({ id, name: id });
  const rows = await tx.execute<{ id: string; name: string }>(
    sql`select id, name from people where id in (${list(ids)})`,
  );
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}
