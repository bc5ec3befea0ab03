// The draft of a situation report: one at a time, written by several people, with versioned writes; frozen by a clock or a person.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Marking } from "../../intake/model.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { type SituationTexts, WriteSituation } from "./model.ts";

/** In the transaction that opens the crisis or freezes the one before. */
export async function openDraft(
  tx: Tx,
  ctx: Context,
  { crisisId, marking, dueAt }: { crisisId: string; marking: Marking; dueAt: Date },
): Promise<void> {
  const now = ctx.now();
  await tx.execute(sql`insert into situation_reports (id, crisis_id, number, state, marking, due_at, changed_at)
    select ${newId(now)}, ${crisisId}, 1 + coalesce(max(number), 0), 'draft', ${marking}, ${dueAt.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    from situation_reports where crisis_id = ${crisisId}`);
}

/** @throws not_found; conflict on an older version, or once it is frozen. */
export async function changeSituation(ctx: Context, situationId: string, input: WriteSituation): Promise<void> {
  requirePermission(ctx, "crisis.work");
  const { version, parts, marking } = WriteSituation.parse(input);
  await withTransaction(ctx, async (tx) => {
    const draft = await lockDraft(tx, situationId, version);
    await tx.execute(sql`update situation_reports set parts = ${JSON.stringify(parts)}::jsonb, marking = ${marking}, version = version + 1,
      changed_by = ${ctx.actor.kind === "person" ? ctx.actor.personId : null}, changed_at = ${ctx.now().toISOString()}::timestamptz where id = ${situationId}`);
    await writeAudit(tx, ctx, {
      action: "crisis.write_report",
      objectType: "crisis",
      objectId: draft.crisisId,
      detail: { number: draft.number, marking },
    });
  });
}

export interface Draft extends Record<string, unknown> {
  id: string;
  crisisId: string;
  number: number;
  marking: Marking;
  parts: Partial<SituationTexts>;
  dueAt: string;
  version: number;
}

/** Locks a draft. @throws not_found; conflict on an older version, or once it is frozen. */
export async function lockDraft(tx: Tx, situationId: string, version?: number): Promise<Draft> {
  const [draft] = isId(situationId)
    ? await tx.execute<
        Draft & { state: string }
      >(sql`select id, crisis_id as "crisisId", number, marking, parts, ${iso(sql`due_at`)} as "dueAt", version, state
        from situation_reports where id = ${situationId} for update`)
    : [];
  if (!draft) throw notFound("situation report");
  if (draft.state !== "draft")
    throw new AppError("conflict", "This situation report is frozen. Write into the next one.", {
      words: "crisis.refused.frozen",
    });
  if (version !== undefined && draft.version !== version)
    throw new AppError("conflict", "Somebody changed this meanwhile. Read it again.", {
      words: "notify.refused.changed",
    });
  return draft;
}
