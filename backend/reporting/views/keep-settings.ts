// How one person works at the desk: views under Alt+1 to Alt+9, keys of one's own, single keys switched off. Nobody else reads or changes it.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { personHere } from "./keep-views.ts";
import { defaultViews, type DeskSettings, KeepKeys, KeepSectors, MarkUnread, mostUnread, PinView } from "./model.ts";

/** @throws forbidden. */
export async function readSettings(ctx: Context): Promise<DeskSettings> {
  requirePermission(ctx, "report.read");
  const me = personHere(ctx);
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<DeskSettings & Record<string, unknown>>(
      sql`select keys, are_keys_off as "areKeysOff", sectors, unread, keys <> '{}'::jsonb or are_keys_off or are_keys_kept as "isKept" from desk_settings where person_id = ${me}`,
    );
    return row ?? { keys: {}, areKeysOff: false, sectors: [], unread: [], isKept: false };
  });
}

/** All keys of one's own at once; an act that is not named has the desk's key. @throws forbidden, invalid_input that names the act. */
export async function keepKeys(ctx: Context, input: KeepKeys): Promise<DeskSettings> {
  requirePermission(ctx, "report.read");
  const me = personHere(ctx);
  const { keys, areKeysOff } = KeepKeys.parse(input);
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into desk_settings (person_id, keys, are_keys_off, are_keys_kept, updated_at)
      values (${me}, ${JSON.stringify(keys)}::jsonb, ${areKeysOff}, true, ${ctx.now().toISOString()})
      on conflict (person_id) do update set keys = excluded.keys, are_keys_off = excluded.are_keys_off, are_keys_kept = true, updated_at = excluded.updated_at`);
    await writeAudit(tx, ctx, { action: "desk.keys", objectType: "person", objectId: me, detail: { areKeysOff } });
  });
  return await readSettings(ctx);
}

/** What "my sector" stands for, for oneself; none chosen is none. @throws forbidden, invalid_input that names the sectors there are. */
export async function keepSectors(ctx: Context, input: KeepSectors): Promise<DeskSettings> {
  requirePermission(ctx, "report.read");
  const me = personHere(ctx);
  const sectors = [...new Set(KeepSectors.parse(input).sectors)].sort();
  await withTransaction(ctx, async (tx) => {
    await tx.execute(sql`insert into desk_settings (person_id, sectors, updated_at)
      values (${me}, ${sql.param(sectors)}::text[], ${ctx.now().toISOString()})
      on conflict (person_id) do update set sectors = excluded.sectors, updated_at = excluded.updated_at`);
    await writeAudit(tx, ctx, { action: "desk.sectors", objectType: "person", objectId: me, detail: { sectors } });
  });
  return await readSettings(ctx);
}

/** Marks a report to read again, for oneself, or takes the mark away. @throws not_found for one that is hidden; refused beyond 500; forbidden. */
export async function markUnread(ctx: Context, input: MarkUnread): Promise<{ unread: string[] }> {
  requirePermission(ctx, "report.read");
  const me = personHere(ctx);
  const { reportId, isUnread } = MarkUnread.parse(input);
  // oxlint-disable-next-line toguna/mutation-guards -- a private mark on one's own list; opening the report takes it away
  return await withTransaction(ctx, async (tx) => {
    const [seen] = await tx.execute(sql`select 1 from reports where id = ${reportId}`);
    if (!seen) throw notFound("report");
    await tx.execute(
      sql`insert into desk_settings (person_id, updated_at) values (${me}, ${ctx.now().toISOString()}) on conflict do nothing`,
    );
    const [row] = await tx.execute<{ unread: string[] }>(
      sql`select unread from desk_settings where person_id = ${me} for update`,
    );
    const others = (row?.unread ?? []).filter((id) => id !== reportId);
    if (isUnread && others.length >= mostUnread)
      throw new AppError("refused", `You have ${mostUnread} reports marked to read again. Read some first.`, {
        words: "desk-more.refused.too_many_unread",
      });
    const unread = isUnread ? [...others, reportId] : others;
    await tx.execute(sql`update desk_settings set unread = ${sql.param(unread)}::uuid[] where person_id = ${me}`);
    return { unread };
  });
}

/** Puts a view under Alt and a digit, for oneself; a view has one digit, a digit one view. @throws not_found for a view that one does not see. */
export async function pinView(ctx: Context, input: PinView): Promise<{ slot: number }> {
  requirePermission(ctx, "report.read");
  const me = personHere(ctx);
  const { slot, view } = PinView.parse(input);
  return await withTransaction(ctx, async (tx) => {
    if (view !== null && !defaultViews.some((one) => one.id === view)) {
      const [seen] = isId(view) ? await tx.execute(sql`select 1 from saved_views where id = ${view}`) : [];
      if (!seen) throw notFound("view");
    }
    await tx.execute(
      sql`insert into desk_settings (person_id, updated_at) values (${me}, ${ctx.now().toISOString()}) on conflict do nothing`,
    );
    const [row] = await tx.execute<{ pins: Record<string, string> }>(
      sql`select pins from desk_settings where person_id = ${me} for update`,
    );
    const others = Object.entries(row?.pins ?? {}).filter(
      ([kept, of]) => kept !== String(slot) && (of === "" || of !== view),
    );
    // An empty choice is one as well: the desk's own view does not come back under the digit.
    const pins = Object.fromEntries([...others, [String(slot), view ?? ""]]);
    await tx.execute(
      sql`update desk_settings set pins = ${JSON.stringify(pins)}::jsonb, updated_at = ${ctx.now().toISOString()} where person_id = ${me}`,
    );
    await writeAudit(tx, ctx, { action: "desk.pin_view", objectType: "person", objectId: me, detail: { slot, view } });
    return { slot };
  });
}
