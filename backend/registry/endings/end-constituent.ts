// "This organisation has ended", and the way back: what it had ends with it, its history stays, its people are told.
import { sql } from "drizzle-orm";
import { requirePermission, requireStepUp } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../platform/errors/index.ts";
import { isId, newId } from "../../platform/ids/index.ts";
import { publish } from "../../platform/jobs/index.ts";
import { type Image, imageOf, isUntouched, putImage, type RowChange, setRowBack, tellWhy } from "../row-images.ts";
import { endRows } from "./end-rows.ts";
import { EndConstituent, endingStepUp } from "./model.ts";

/**
 * @returns the ending's id and how many rows ended with it.
 * @throws AppError not_found; step_up_required; conflict when it has ended, or while a claim of its own is disputed; invalid_input naming `endedOn`
 *   for a day to come, `successorId` for one that is not there or has ended.
 */
export async function endConstituent(ctx: Context, input: EndConstituent): Promise<{ id: string; ended: number }> {
  requirePermission(ctx, "registry.change");
  const { constituentId, endedOn, reason, successorId } = EndConstituent.parse(input);
  const endedAt = `${endedOn}T00:00:00.000Z`;
  if (new Date(endedAt) > ctx.now())
    throw invalidInput([{ path: "endedOn", message: "Expected a day that is not in the future." }]);
  if (successorId === constituentId)
    throw invalidInput([{ path: "successorId", message: "Expected another constituent." }]);
  return await withTransaction(
    ctx,
    async (tx) => {
      const before = await lockStanding(tx, constituentId);
      if (successorId !== undefined) await requireSuccessor(tx, successorId);
      await requireStepUp(tx, ctx, endingStepUp.end(constituentId, endedOn));
      await requireUndisputed(tx, constituentId);
      const changes = await endRows(tx, ctx, { constituentId, endedOn, endedAt, why: reason });
      changes.push(await endRow(tx, ctx, before, endedAt, reason));
      const id = newId(ctx.now());
      await tx.execute(sql`insert into constituent_endings (id, constituent_id, successor_id, ended_on, reason, changes, ended_by, recorded_at)
        values (${id}, ${constituentId}, ${successorId ?? null}, ${endedOn}::date, ${reason}, ${JSON.stringify(changes)}::jsonb, ${personOf(ctx)},
          ${ctx.now().toISOString()}::timestamptz)`);
      await writeAudit(tx, ctx, {
        action: "constituent.end",
        objectType: "constituent",
        objectId: constituentId,
        detail: { endingId: id, endedOn, successorId: successorId ?? null, rows: changes.length, reason },
      });
      await publish(tx, { type: "registry.changed" });
      await publish(tx, { type: "constituent.ended", endingId: id, isUndone: false });
      return { id, ended: changes.length };
    },
    "staff",
  );
}

/** @throws AppError not_found; step_up_required; conflict when it was undone, or when something that ended with it was changed since: then nothing is taken back. */
export async function undoEnding(ctx: Context, endingId: string): Promise<void> {
  requirePermission(ctx, "registry.change");
  if (!isId(endingId)) throw notFound("end");
  await withTransaction(
    ctx,
    async (tx) => {
      const [ending] = await tx.execute<{ changes: RowChange[]; constituentId: string; undone: string | null }>(
        sql`select changes, constituent_id as "constituentId", undone_at as undone from constituent_endings where id = ${endingId} for update`,
      );
      if (!ending) throw notFound("end");
      if (ending.undone !== null)
        throw new AppError("conflict", "This end was taken back already.", { words: "register.ending.refused_undone" });
      await requireStepUp(tx, ctx, endingStepUp.undo(endingId));
      await tellWhy(tx, ctx, "End taken back");
      for (const change of ending.changes.toReversed()) {
        if (!(await isUntouched(tx, change)))
          throw new AppError("conflict", "Something that ended with it was changed since.", {
            words: "register.ending.refused_changed",
          });
        await setRowBack(tx, change);
      }
      await tellWhy(tx, ctx, null);
      await tx.execute(
        sql`update constituent_endings set undone_by = ${personOf(ctx)}, undone_at = ${ctx.now().toISOString()}::timestamptz where id = ${endingId}`,
      );
      await writeAudit(tx, ctx, {
        action: "constituent.end_undo",
        objectType: "constituent",
        objectId: ending.constituentId,
        detail: { endingId },
      });
      await publish(tx, { type: "registry.changed" });
      await publish(tx, { type: "constituent.ended", endingId, isUndone: true });
    },
    "staff",
  );
}

async function lockStanding(tx: Tx, id: string): Promise<Image> {
  const [row] = await tx.execute<{ image: Image }>(
    sql`select to_jsonb(c) as image from constituents c where c.id = ${id} for update`,
  );
  if (!row) throw notFound("constituent");
  if (row.image["ended_at"] !== null)
    throw new AppError("conflict", "This organisation has ended already.", { words: "register.ending.refused_ended" });
  return row.image;
}

async function requireSuccessor(tx: Tx, id: string): Promise<void> {
  const [one] = await tx.execute(sql`select 1 from constituents where id = ${id} and ended_at is null for share`);
  if (!one)
    throw invalidInput([
      { path: "successorId", message: "Expected a constituent that is in the register and has not ended." },
    ]);
}

/** Who holds what is in dispute is decided with both there; afterwards there is one side less to hear. */
async function requireUndisputed(tx: Tx, id: string): Promise<void> {
  const [one] = await tx.execute(sql`select 1 from claim_disputes
    where state in ('open', 'proposed') and (standing_constituent_id = ${id} or challenger_constituent_id = ${id})`);
  if (one)
    throw new AppError("conflict", "A claim of this organisation is disputed. Settle the dispute first.", {
      words: "register.ending.refused_disputed",
    });
}

async function endRow(tx: Tx, ctx: Context, before: Image, endedAt: string, reason: string): Promise<RowChange> {
  const key = { id: String(before["id"]) };
  await tellWhy(tx, ctx, reason, endedAt);
  await putImage(tx, "constituents", key, { ended_at: endedAt, version: Number(before["version"]) + 1 }, [
    "ended_at",
    "version",
  ]);
  await tellWhy(tx, ctx, null);
  return { table: "constituents", key, before, after: (await imageOf(tx, "constituents", key)) ?? {} };
}

function personOf({ actor }: Context): string | null {
  return actor.kind === "person" ? actor.personId : null;
}
