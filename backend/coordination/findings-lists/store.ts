// Findings lists as the database has them.
import { sql, type SQL } from "drizzle-orm";
import { iso, type Tx } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import type { FindingMapping, ListLine, ListState } from "./model.ts";

export interface StoredList extends ListLine, Record<string, unknown> {
  header: string[];
  mapping: FindingMapping;
  defaultWhat: string | null;
  defaultAt: string | null;
  keepDays: number;
  version: number;
  emptiedAt: string | null;
  samples: string[][];
}

/** Lists with their numbers, the newest first. */
export async function loadLists(tx: Tx, which: SQL): Promise<StoredList[]> {
  return await tx.execute<StoredList>(sql`
    select l.id, l.title, l.source, l.marking, l.file_name as "fileName", l.state, l.row_count as "rowCount", l.header, l.mapping, l.samples,
      l.default_what as "defaultWhat", ${iso(sql`l.default_at`)} as "defaultAt", l.keep_days as "keepDays", l.version, ${iso(sql`l.emptied_at`)} as "emptiedAt",
      p.name as "createdBy", ${iso(sql`l.created_at`)} as "createdAt", l.is_exercise as "isExercise", c.counts
    from findings_lists l left join people p on p.id = l.created_by
    cross join lateral (select json_build_object('kept', count(*) filter (where outcome = 'kept'), 'repeated', count(*) filter (where outcome = 'repeated'),
      'refused', count(*) filter (where outcome = 'refused'), 'attributed', count(*) filter (where attribution in ('register', 'officer')),
      'unattributed', count(*) filter (where attribution = 'nobody'), 'reopened', count(*) filter (where attribution = 'reopened'),
      'constituents', count(distinct constituent_id) filter (where attribution in ('register', 'officer'))) as counts
      from findings_rows r where r.list_id = l.id) c
    where ${which} order by l.created_at desc, l.id desc limit 200`);
}

/** @throws AppError not_found. */
export async function requireList(tx: Tx, listId: string): Promise<StoredList> {
  const [list] = isId(listId) ? await loadLists(tx, sql`l.id = ${listId}`) : [];
  if (!list) throw notFound("findings list");
  return list;
}

/** Locks the list. @throws AppError not_found; conflict in another state or version. */
export async function lockList(tx: Tx, listId: string, states: readonly ListState[], version?: number): Promise<void> {
  const [list] = isId(listId)
    ? await tx.execute<{ state: ListState; version: number }>(
        sql`select state, version from findings_lists where id = ${listId} for update`,
      )
    : [];
  if (!list) throw notFound("findings list");
  if (version !== undefined && list.version !== version)
    throw new AppError("conflict", "Somebody changed this list meanwhile. Read it again.", {
      words: "notify.refused.changed",
    });
  if (!states.includes(list.state))
    throw new AppError("conflict", "The list is no longer as this needs it.", { words: "notify.refused.list_state" });
}
