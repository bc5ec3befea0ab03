// The queue of a focal point: reports that the own areas handle, what matters first; row-level security keeps every other one out.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { escapeLike, holdsText, iso, readOnly, type Tx } from "../../platform/db/index.ts";
import type { Page } from "../model.ts";
import { readCursor, titleOf, writeCursor } from "../rules.ts";
import { exact } from "../store.ts";
import { type FocalHome, FocalQuery, type FocalRow } from "./model.ts";

const isOpen = sql`r.status not in ('closed', 'rejected')`;

/** Of a report whose reporter had to leave, texts come without the names of the place they left. */
export const veiled = (column: SQL): SQL<string | null> => sql<string | null>`toguna_focal_text(r.id, ${column})`;

export const focalColumns = sql`r.id, r.reference, ${veiled(sql`r.subject`)} as subject, left(${veiled(sql`r.description`)}, 400) as opening,
  r.status, r.severity, r.rsit_class as "rsitClass", r.area_id as "areaId", a.names as "areaNames", ${iso(sql`r.received_at`)} as "receivedAt",
  (select count(*)::int from focal_entries e where e.report_id = r.id and e.kind <> 'note' and e.outcome is null) as waiting`;

/** A row as PostgreSQL gives it, before its title is made. */
export type RawFocalRow = Omit<FocalRow, "title"> & { subject: string | null; opening: string | null };

/** A title that is empty says that the text stays with the desk. */
export function toFocalRow({ subject, opening, ...row }: RawFocalRow): FocalRow {
  return { ...row, title: titleOf(subject ?? "", opening ?? "") };
}

/** @throws forbidden, invalid_input for a foreign cursor. */
export async function listFocalReports(ctx: Context, input: FocalQuery): Promise<Page<FocalRow>> {
  requirePermission(ctx, "focal.read");
  const query = FocalQuery.parse(input);
  const conditions: SQL[] = [query.view === "open" ? isOpen : sql`true`];
  if (query.area) conditions.push(sql`r.area_id in (select toguna_area_subtree(array[${query.area}]))`);
  const text = query.text?.trim();
  if (text) conditions.push(matches(text));
  if (query.cursor !== undefined) {
    const [rank, at, id] = readCursor(query.cursor, ["rank", "instant", "id"]);
    conditions.push(sql`(r.severity_order, r.received_at, r.id) > (${rank}::int, ${at}::timestamptz, ${id}::uuid)`);
  }
  return await readOnly(ctx, async (tx) => {
    const found = await tx.execute<RawFocalRow & { rank: number; cursorAt: string } & Record<string, unknown>>(
      sql`select ${focalColumns}, r.severity_order as rank, ${exact(sql`r.received_at`)} as "cursorAt" from reports r join areas a on a.id = r.area_id
        where ${sql.join(conditions, sql` and `)} order by r.severity_order, r.received_at, r.id limit ${query.limit + 1}`,
    );
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    const next = found.length > query.limit && last ? writeCursor([last.rank, last.cursorAt, last.id]) : null;
    return { rows: rows.map(({ rank: _rank, cursorAt: _cursorAt, ...row }) => toFocalRow(row)), next };
  });
}

// Looked for in what is shown and in nothing else: an answer must not tell that a hidden word is there.
function matches(text: string): SQL {
  const like = `%${escapeLike(text.toLowerCase())}%`;
  return sql`(${holdsText(text, sql`r.reference`, veiled(sql`r.subject`), veiled(sql`r.description`))}
    or exists (select 1 from observables o where o.report_id = r.id and o.role <> 'victim' and lower(o.value) like ${like}))`;
}

/** The own areas as a tree, and how many reports there are. @throws forbidden. */
export async function readFocalHome(ctx: Context): Promise<FocalHome> {
  requirePermission(ctx, "focal.read");
  return await readOnly(ctx, async (tx) => {
    const areas = await tx.execute<FocalHome["areas"][number] & Record<string, unknown>>(sql`
      select a.id, a.parent_id as "parentId", a.level, a.names, exists (select 1 from focal_areas f where f.area_id = a.id and f.ended_at is null) as "isRoot"
      from areas a where a.id in (select toguna_focal_areas()) and a.ended_at is null order by a.id`);
    return { areas: [...areas], counts: await countFocal(tx) };
  });
}

async function countFocal(tx: Tx): Promise<FocalHome["counts"]> {
  const [row] = await tx.execute<FocalHome["counts"] & Record<string, unknown>>(
    sql`select count(*) filter (where ${isOpen})::int as open, count(*)::int as all,
      (select count(*)::int from focal_entries e where e.kind <> 'note' and e.outcome is null) as waiting from reports r`,
  );
  return row ?? { open: 0, all: 0, waiting: 0 };
}
