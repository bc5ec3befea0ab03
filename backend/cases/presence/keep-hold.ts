// Who holds a report or case for ten minutes: said to the others, never a lock. It ends by itself, and anybody may take it over.
import { sql } from "drizzle-orm";
import { requirePermission, requirePerson } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { type Hold, holdMinutes, type PresentIn, TakeHold } from "./model.ts";
import { holdJson, stirPresence } from "./tell-presence.ts";

const acts = { report: "report.assign", case: "case.change" } as const;
const tables = { report: sql.identifier("reports"), case: sql.identifier("cases") } as const;

/**
 * Takes the hold, or says again that one has it. A hold is no change of the thing, so its version stays.
 * @throws conflict that names who holds it, where that is not to be taken over; not_found; forbidden.
 */
export async function takeHold(ctx: Context, kind: PresentIn, id: string, input: TakeHold): Promise<{ hold: Hold }> {
  requirePermission(ctx, acts[kind]);
  const { isTakeOver } = TakeHold.parse(input);
  const me = requirePerson(ctx).personId;
  const { hold, isNew } = await withTransaction(ctx, async (tx) => {
    const before = await holdForUpdate(tx, ctx, kind, id);
    if (before && before.id !== me && !isTakeOver)
      throw new AppError("conflict", `${before.name} has this in hand.`, { words: "desk-more.refused.held" });
    const until = new Date(ctx.now().getTime() + holdMinutes * 60_000).toISOString();
    await tx.execute(sql`update ${tables[kind]} set held_by = ${me}, held_until = ${until} where id = ${id}`);
    // Saying it again is nothing new.
    if (before?.id !== me)
      await writeAudit(tx, ctx, {
        action: `${kind}.hold`,
        objectType: kind,
        objectId: id,
        detail: { until, ...(before ? { from: before.id } : {}) },
      });
    const [row] = await tx.execute<{ hold: Hold }>(
      sql`select ${holdJson(ctx.now())} as hold from ${tables[kind]} h where h.id = ${id}`,
    );
    return { hold: row?.hold ?? null, isNew: before?.id !== me };
  });
  // Saying it again is told to nobody: whoever hears of presence asks, and whoever writes says it again.
  if (isNew) stirPresence(ctx);
  return { hold };
}

/** Gives one's own hold back; another's stays as it is. @throws not_found, forbidden. */
export async function giveHold(ctx: Context, kind: PresentIn, id: string): Promise<{ hold: Hold }> {
  requirePermission(ctx, acts[kind]);
  const me = requirePerson(ctx).personId;
  const { hold, isOver } = await withTransaction(ctx, async (tx) => {
    const before = await holdForUpdate(tx, ctx, kind, id);
    if (before?.id !== me) return { hold: before, isOver: false };
    await tx.execute(sql`update ${tables[kind]} set held_by = null, held_until = null where id = ${id}`);
    await writeAudit(tx, ctx, { action: `${kind}.let_go`, objectType: kind, objectId: id });
    return { hold: null, isOver: true };
  });
  if (isOver) stirPresence(ctx);
  return { hold };
}

async function holdForUpdate(tx: Tx, ctx: Context, kind: PresentIn, id: string): Promise<Hold> {
  const [row] = await tx.execute<{ hold: Hold }>(
    sql`select ${holdJson(ctx.now())} as hold from ${tables[kind]} h where h.id = ${id} for update of h`,
  );
  if (!row) throw notFound(kind);
  return row.hold;
}
