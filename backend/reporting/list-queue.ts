// The queue: reports of a view, filtered, what matters first, by pages that follow a key and never an offset.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { isId } from "../platform/ids/index.ts";
import { levels } from "../triage/model.ts";
import { QueueQuery, type QueueView } from "./lists/model.ts";
import type { Page, QueueRow } from "./model.ts";
import { readCursor, writeCursor } from "./rules.ts";
import { readQuestion } from "./search/rules.ts";
import { questionSql } from "./search/search.ts";
import { clockOfReport, queueColumns, type RawQueueRow, toQueueRow, unanswered } from "./store.ts";

const isOpen = sql`r.status not in ('closed', 'rejected')`;

/** The condition of each view; `me` is the person who asks, `now` the instant. */
export function conditionOfView(view: QueueView, me: string | null, now: Date): SQL {
  const isAwake = sql`(r.snoozed_until is null or r.snoozed_until <= ${now.toISOString()})`;
  switch (view) {
    case "new":
      return sql`r.status in ('received', 'triaged') and not r.is_held and ${isAwake}`;
    case "mine":
      return sql`r.assigned_to = ${me} and ${isOpen} and ${isAwake}`;
    case "answers":
      // Few reports have messages; starting from those is cheap, asking every report is not.
      return sql`r.id in (select report_id from messages where direction = 'from_reporter') and ${unanswered}`;
    case "waiting":
      return sql`r.status = 'waiting_for_reporter' and ${isAwake}`;
    case "snoozed":
      return sql`r.snoozed_until > ${now.toISOString()} and ${isOpen}`;
    case "held":
      return sql`r.is_held and ${isOpen}`;
    case "in_case":
      return sql`r.status = 'in_case'`;
    case "closed":
      return sql`not (${isOpen})`;
    case "all":
      return sql`true`;
  }
}

/** All that a query asks of a report, but where its page begins. */
export function conditionsOf(query: QueueQuery, me: string | null, now: Date): SQL {
  return sql.join([conditionOfView(query.view, me, now), ...filtersOf(query, me, now)], sql` and `);
}

const orders: Record<QueueQuery["sort"], { order: SQL; after: (parts: (string | number)[]) => SQL }> = {
  weight: {
    order: sql`r.severity_order, r.priority_order, r.received_at, r.id`,
    after: ([rank, priority, at, id]) =>
      sql`(r.severity_order, r.priority_order, r.received_at, r.id) > (${rank}::int, ${priority}::int, ${at}::timestamptz, ${id}::uuid)`,
  },
  newest: {
    order: sql`r.received_at desc, r.id desc`,
    after: ([at, id]) => sql`(r.received_at, r.id) < (${at}::timestamptz, ${id}::uuid)`,
  },
  clock: {
    order: sql`${clockOfReport}, r.id`,
    after: ([at, id]) => sql`(${clockOfReport}, r.id) > (${at}::timestamptz, ${id}::uuid)`,
  },
};

/**
 * One page of a view. Order: severity, then priority, then who has waited longest; or the newest first; or what is due first, of what has a running clock.
 * @throws forbidden, invalid_input for a foreign cursor.
 */
export async function listQueue(ctx: Context, input: QueueQuery): Promise<Page<QueueRow>> {
  requirePermission(ctx, "report.read");
  const query = QueueQuery.parse(input);
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const conditions: SQL[] = [conditionsOf(query, me, ctx.now())];
  const { order, after } = orders[query.sort];
  if (query.sort === "clock")
    conditions.push(
      sql`r.id in (select s.report_id from service_clocks s where s.ended_at is null and s.due_at is not null)`,
    );
  if (query.cursor !== undefined)
    conditions.push(
      after(readCursor(query.cursor, query.sort === "weight" ? ["rank", "rank", "instant", "id"] : ["instant", "id"])),
    );
  return await readOnly(ctx, async (tx) => {
    const found = await tx.execute<RawQueueRow>(
      sql`select ${queueColumns} from reports r left join case_reports c on c.report_id = r.id where ${sql.join(conditions, sql` and `)} order by ${order} limit ${query.limit + 1}`,
    );
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    const next = found.length > query.limit && last ? writeCursor(placeOf(last, query.sort)) : null;
    return { rows: rows.map(toQueueRow), next };
  });
}

function placeOf(row: RawQueueRow, sort: QueueQuery["sort"]): (string | number)[] {
  if (sort === "newest") return [row.cursorAt, row.id];
  if (sort === "clock") return [row.cursorDueAt ?? row.cursorAt, row.id];
  return [-row.rank, -row.priority, row.cursorAt, row.id];
}

function filtersOf(query: QueueQuery, me: string | null, now: Date): SQL[] {
  const filters: SQL[] = [];
  const within = (hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString();
  // As a column, so that the order's index is read from there on.
  if (query.severity) filters.push(sql`r.severity_order <= ${-levels.indexOf(query.severity) - 1}`);
  if (query.class) filters.push(sql`r.rsit_class = ${query.class}`);
  if (query.language) filters.push(sql`r.language = ${query.language}`);
  if (query.source) filters.push(sql`r.source = ${query.source}`);
  if (query.flow) filters.push(sql`r.flow = ${query.flow}`);
  if (query.behalf) filters.push(sql`r.on_behalf is not null`);
  if (query.wakes) filters.push(sql`r.snoozed_until <= ${within(24)}`);
  if (query.sector) {
    const of =
      query.sector === "mine"
        ? sql`s.sector in (select unnest(d.sectors) from desk_settings d where d.person_id = ${me})`
        : sql`s.sector = ${query.sector}`;
    filters.push(
      sql`r.id in (select rc.report_id from report_constituents rc join constituents s on s.id = rc.constituent_id where ${of})`,
    );
  }
  if (query.tag) filters.push(sql`r.id in (select toguna_tagged('report', ${query.tag}))`);
  if (query.due)
    filters.push(
      sql`r.id in (select s.report_id from service_clocks s where s.ended_at is null and s.due_at <= ${within(Number.parseInt(query.due, 10))})`,
    );
  if (query.assigned === "me") filters.push(sql`r.assigned_to = ${me}`);
  else if (query.assigned === "nobody") filters.push(sql`r.assigned_to is null`);
  else if (query.assigned && isId(query.assigned)) filters.push(sql`r.assigned_to = ${query.assigned}`);
  const text = query.text?.trim();
  if (text) filters.push(matches(text));
  return filters;
}

// What an analyst types into the search: a reference, words, or a value (address, range, domain, hash, telephone) that was seen. Under row-level
// security a query may not use the text indexes (their operators are not leakproof), so reviewed functions do (migrations/0040_lists.sql).
function matches(text: string): SQL {
  const question = readQuestion(text);
  const words = question.range === null ? questionSql(question) : sql`''::tsquery`;
  return sql`r.id in (select toguna_search_reports(${words}, ${question.plain}, ${question.range}::inet))`;
}
