// Findings lists for the desk: all of them, one with its preview, its rows by pages.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { openHolderFinder } from "../../registry/index.ts";
import { type Holder, holdersOf, type PlacedRow } from "./find-row-holders.ts";
import { type FindingRow, FindingRowsQuery, type ListLine, type ListView } from "./model.ts";
import { readFinding } from "./read-finding.ts";
import { loadLists, requireList, type StoredList } from "./store.ts";

export async function listLists(ctx: Context): Promise<ListLine[]> {
  requirePermission(ctx, "notification.write");
  return await readOnly(ctx, async (tx) => await loadLists(tx, sql`true`));
}

/** @throws AppError not_found. */
export async function readList(ctx: Context, listId: string): Promise<ListView> {
  requirePermission(ctx, "notification.write");
  return await readOnly(ctx, async (tx) => await viewOf(tx, ctx, await requireList(tx, listId)));
}

/** The list with its first rows as they would be read now. */
export async function viewOf(tx: Tx, ctx: Context, list: StoredList): Promise<ListView> {
  if (list.state !== "preview") return { ...list, samples: [], preview: [] };
  const placed: PlacedRow[] = list.samples.map((cells, at) => ({
    line: at + 2,
    read: readFinding(cells, {
      ...list,
      defaultAt: list.defaultAt === null ? null : new Date(list.defaultAt),
      now: ctx.now(),
    }),
    isRepeated: false,
  }));
  const holders = await holdersOf(tx, placed, openHolderFinder());
  const ids = [...new Set([...holders.values()].map(({ id }) => id))];
  const names = new Map(
    (
      await tx.execute<{ id: string; name: string }>(
        sql`select id, name from constituents where id = any (${sql.param(ids)}::uuid[])`,
      )
    ).map(({ id, name }) => [id, name]),
  );
  return { ...list, preview: placed.map((row) => previewOf(row, holders.get(row.line), names)) };
}

function previewOf(
  { line, read }: PlacedRow,
  holder: Holder | undefined,
  names: ReadonlyMap<string, string>,
): FindingRow {
  if (!read.ok)
    return {
      line,
      outcome: "refused",
      field: read.field,
      expected: read.expected,
      said: read.said,
      address: null,
      port: null,
      at: null,
      what: null,
      detail: {},
      holder: null,
      isDisputed: false,
      attribution: null,
    };
  const { address, port, what, detail } = read;
  return {
    line,
    outcome: "kept",
    field: null,
    expected: null,
    said: null,
    address,
    port,
    at: read.at.toISOString(),
    what,
    detail,
    holder: holder ? { id: holder.id, name: names.get(holder.id) ?? "" } : null,
    isDisputed: holder?.isDisputed ?? false,
    attribution: holder ? "register" : "nobody",
  };
}

/** @throws AppError not_found; invalid_input by field. */
export async function readListRows(
  ctx: Context,
  listId: string,
  input: FindingRowsQuery,
): Promise<{ rows: FindingRow[]; next: string | null }> {
  requirePermission(ctx, "notification.write");
  const { outcome, attribution, cursor, limit } = FindingRowsQuery.parse(input);
  return await readOnly(ctx, async (tx) => {
    await requireList(tx, listId);
    const rows = await tx.execute<FindingRow & Record<string, unknown>>(sql`
      select r.line, r.outcome, r.field, r.expected, r.said, r.address, r.port, ${iso(sql`r.at`)} as at, r.what, r.detail, r.is_disputed as "isDisputed", r.attribution,
        case when c.id is not null then json_build_object('id', c.id, 'name', c.name) end as holder
      from findings_rows r left join constituents c on c.id = r.constituent_id
      where r.list_id = ${listId} and r.line > ${Number(cursor ?? 0)}
        and ${outcome === undefined ? sql`true` : sql`r.outcome = ${outcome}`}
        and ${attribution === undefined ? sql`true` : sql`r.attribution = ${attribution}`}
      order by r.line limit ${limit + 1}`);
    const shown = rows.slice(0, limit);
    return { rows: shown, next: rows.length > limit ? String(shown.at(-1)?.line ?? 0) : null };
  });
}
