// The queue: reports of a view, filtered, what matters first, by pages that follow a key and never an offset.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { readOnly } from "../platform/db/index.ts";
import { isId } from "../platform/ids/index.ts";
import { levels } from "../triage/model.ts";
import { QueueQuery, type QueueView } from "./lists/model.ts";
import type { Page, QueueRow } from "./model.ts";
import { escapeLike, readCursor, writeCursor } from "./rules.ts";
import { queueColumns, type RawQueueRow, toQueueRow, unanswered } from "./store.ts";

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
      return unanswered;
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

/**
 * One page of a view. Order: severity, then priority, then who has waited longest.
 * @throws forbidden, invalid_input for a foreign cursor.
 */
export async function listQueue(ctx: Context, input: QueueQuery): Promise<Page<QueueRow>> {
  requirePermission(ctx, "report.read");
  const query = QueueQuery.parse(input);
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const conditions: SQL[] = [conditionOfView(query.view, me, ctx.now()), ...filtersOf(query, me)];
  if (query.cursor !== undefined) {
    const [rank, priority, at, id] = readCursor(query.cursor, ["rank", "rank", "instant", "id"]);
    conditions.push(
      sql`(r.severity_order, r.priority_order, r.received_at, r.id) > (${rank}::int, ${priority}::int, ${at}::timestamptz, ${id}::uuid)`,
    );
  }
  return await readOnly(ctx, async (tx) => {
    const found = await tx.execute<RawQueueRow>(
      sql`select ${queueColumns} from reports r left join case_reports c on c.report_id = r.id where ${sql.join(conditions, sql` and `)}
        order by r.severity_order, r.priority_order, r.received_at, r.id limit ${query.limit + 1}`,
    );
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    const next =
      found.length > query.limit && last ? writeCursor([-last.rank, -last.priority, last.cursorAt, last.id]) : null;
    return { rows: rows.map(toQueueRow), next };
  });
}

function filtersOf(query: QueueQuery, me: string | null): SQL[] {
  const filters: SQL[] = [];
  if (query.severity) filters.push(sql`severity_rank(r.severity) >= ${levels.indexOf(query.severity) + 1}`);
  if (query.class) filters.push(sql`r.rsit_class = ${query.class}`);
  if (query.language) filters.push(sql`r.language = ${query.language}`);
  if (query.source) filters.push(sql`r.source = ${query.source}`);
  if (query.assigned === "me") filters.push(sql`r.assigned_to = ${me}`);
  else if (query.assigned === "nobody") filters.push(sql`r.assigned_to is null`);
  else if (query.assigned && isId(query.assigned)) filters.push(sql`r.assigned_to = ${query.assigned}`);
  const text = query.text?.trim();
  if (text) filters.push(matches(text));
  return filters;
}

// What an analyst types into the search: a reference, words, or a value (address, domain, hash, telephone) that was seen. Under row-level
// security a query may not use the text indexes (their operators are not leakproof), so a reviewed function does (migrations/0011_access.sql).
function matches(text: string): SQL {
  const words = escapeLike(text.toLowerCase());
  const plain = escapeLike(text.replaceAll("[.]", ".").replace(/^hxxp/i, "http").toLowerCase());
  return sql`r.id in (select toguna_find_reports(${words}, ${plain}))`;
}
