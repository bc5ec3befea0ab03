// Views of the desk's lists: kept for oneself or for the desk, changed and given up by who made them, and counted under who asks.
import { sql } from "drizzle-orm";
import { requirePerson, requirePermission } from "../../identity/index.ts";
import { writeAudit } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { newId } from "../../platform/ids/index.ts";
import { countUpTo } from "../count-queue.ts";
import { conditionsOfCases } from "../list-cases.ts";
import { conditionsOf } from "../list-queue.ts";
import {
  ChangeView,
  defaultViews,
  type Filters,
  type ListName,
  mostViews,
  readFilters,
  SaveView,
  slotsOf,
  type ViewRow,
} from "./model.ts";

interface Stored extends Record<string, unknown> {
  id: string;
  list: ListName;
  name: string;
  query: Filters;
  isShared: boolean;
  ownerId: string;
  ownerName: string;
}

/** Those that every desk has, one's own, and what others share; each with how many rows it holds for who asks. @throws forbidden. */
export async function listViews(ctx: Context): Promise<{ rows: ViewRow[] }> {
  requirePermission(ctx, "report.read");
  const me = personHere(ctx);
  return await readOnly(ctx, async (tx) => {
    const stored =
      await tx.execute<Stored>(sql`select v.id, v.list, v.name, v.query, v.is_shared as "isShared", v.owner_id as "ownerId", p.name as "ownerName"
      from saved_views v join people p on p.id = v.owner_id order by v.owner_id <> ${me}, v.list desc, lower(v.name) limit 200`);
    const [settings] = await tx.execute<{ pins: Record<string, string> }>(
      sql`select pins from desk_settings where person_id = ${me}`,
    );
    const slots = slotsOf(settings?.pins ?? {});
    const rows: ViewRow[] = [];
    for (const view of defaultViews)
      rows.push({
        ...view,
        query: { ...view.query },
        name: null,
        isShared: true,
        isMine: false,
        ownerName: null,
        slot: slots.get(view.id) ?? null,
        count: await countView(tx, ctx, view.list, view.query),
      });
    for (const { ownerId, ...view } of stored)
      rows.push({
        ...view,
        isMine: ownerId === me,
        slot: slots.get(view.id) ?? null,
        count: await countView(tx, ctx, view.list, view.query),
      });
    return { rows };
  });
}

/** How many rows a view holds, at most 1,001; what was made in an exercise is listed and not counted. A filter that the list no longer knows makes it empty, never an error of the whole page. */
async function countView(tx: Tx, ctx: Context, list: ListName, filters: Filters): Promise<number> {
  const me = personHere(ctx);
  let from;
  try {
    from =
      list === "reports"
        ? sql`reports r where not r.is_exercise and ${conditionsOf(readFilters("reports", filters), me, ctx.now())}`
        : sql`cases k where not k.is_exercise and ${conditionsOfCases(readFilters("cases", filters), me, ctx.now())}`;
  } catch {
    return 0;
  }
  const [row] = await tx.execute<{ n: number }>(sql`select ${countUpTo(from)} as n`);
  return row?.n ?? 0;
}

/** @throws forbidden, invalid_input that names the filter, conflict where one has a view of that name, refused beyond fifty. */
export async function saveView(ctx: Context, input: SaveView): Promise<{ id: string }> {
  requirePermission(ctx, "report.read");
  const me = personHere(ctx);
  const view = SaveView.parse(input);
  readFilters(view.list, view.query);
  const now = ctx.now();
  return await withTransaction(ctx, async (tx) => {
    // One after the other, so that fifty are fifty.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`views ${me}`}, 0))`);
    const [kept] = await tx.execute<{ n: number; same: number }>(sql`select count(*)::int as n,
      count(*) filter (where list = ${view.list} and lower(name) = lower(${view.name}))::int as same from saved_views where owner_id = ${me}`);
    decideRoom(kept ?? { n: 0, same: 0 });
    const id = newId(now);
    await tx.execute(sql`insert into saved_views (id, owner_id, list, name, query, is_shared, created_at, updated_at)
      values (${id}, ${me}, ${view.list}, ${view.name}, ${JSON.stringify(view.query)}::jsonb, ${view.isShared}, ${now.toISOString()}, ${now.toISOString()})`);
    await writeAudit(tx, ctx, {
      action: "view.save",
      objectType: "view",
      objectId: id,
      detail: { list: view.list, isShared: view.isShared },
    });
    return { id };
  });
}

function decideRoom(kept: { n: number; same: number }): void {
  if (kept.same > 0)
    throw new AppError("conflict", "You have a view of that name in this list.", { words: "views.refused.name_taken" });
  if (kept.n >= mostViews)
    throw new AppError("refused", `You keep ${mostViews} views; give one up first.`, {
      words: "views.refused.too_many_views",
    });
}

/** Only who made it changes it. @throws not_found where one does not see it; forbidden where it is another's. */
export async function changeView(ctx: Context, id: string, input: ChangeView): Promise<{ id: string }> {
  requirePermission(ctx, "report.read");
  const change = ChangeView.parse(input);
  return await withTransaction(ctx, async (tx) => {
    const view = await ownView(tx, ctx, id);
    if (change.query) readFilters(view.list, change.query);
    const [same] =
      await tx.execute(sql`select 1 from saved_views where owner_id = ${view.ownerId} and list = ${view.list}
      and id <> ${id} and lower(name) = lower(${change.name ?? view.name})`);
    decideRoom({ n: 0, same: same ? 1 : 0 });
    await tx.execute(sql`update saved_views set name = ${change.name ?? view.name}, query = ${JSON.stringify(change.query ?? view.query)}::jsonb,
      is_shared = ${change.isShared ?? view.isShared}, updated_at = ${ctx.now().toISOString()} where id = ${id}`);
    await writeAudit(tx, ctx, {
      action: "view.change",
      objectType: "view",
      objectId: id,
      detail: { isShared: change.isShared ?? view.isShared },
    });
    return { id };
  });
}

/** @throws as changeView. */
export async function dropView(ctx: Context, id: string): Promise<{ id: string }> {
  requirePermission(ctx, "report.read");
  return await withTransaction(ctx, async (tx) => {
    await ownView(tx, ctx, id);
    await tx.execute(sql`delete from saved_views where id = ${id}`);
    await writeAudit(tx, ctx, { action: "view.drop", objectType: "view", objectId: id });
    return { id };
  });
}

async function ownView(tx: Tx, ctx: Context, id: string): Promise<Stored> {
  const [view] =
    await tx.execute<Stored>(sql`select v.id, v.list, v.name, v.query, v.is_shared as "isShared", v.owner_id as "ownerId",
    '' as "ownerName" from saved_views v where v.id = ${id}`);
  if (!view) throw notFound("view");
  if (view.ownerId !== personHere(ctx)) throw new AppError("forbidden", "Only who made a view changes it.");
  return view;
}

/** @throws forbidden for who is no person, such as a key of the API. */
export function personHere(ctx: Context): string {
  return requirePerson(ctx).personId;
}
