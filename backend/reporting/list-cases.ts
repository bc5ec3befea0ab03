// Cases, the severest and oldest first, by pages that follow a key.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { escapeLike, iso, readOnly } from "../platform/db/index.ts";
import { isId } from "../platform/ids/index.ts";
import { levels } from "../triage/model.ts";
import { CasesQuery } from "./lists/model.ts";
import type { CaseRowView, Page } from "./model.ts";
import { readCursor, writeCursor } from "./rules.ts";
import { readQuestion } from "./search/rules.ts";
import { questionSql } from "./search/search.ts";
import { exact, personJson } from "./store.ts";

const clockOfCase = sql`(select min(s.due_at) from service_clocks s where s.case_id = k.id and s.ended_at is null)`;

/** All that a query asks of a case, but where its page begins. `open` holds what waits too. */
export function conditionsOfCases(query: CasesQuery, me: string | null, now: Date): SQL {
  const conditions: SQL[] = [sql`true`];
  if (query.status === "open") conditions.push(sql`k.status <> 'closed'`);
  else if (query.status !== "all") conditions.push(sql`k.status = ${query.status}`);
  if (query.mine === "true" && me !== null) conditions.push(sql`k.owner_id = ${me}`);
  if (query.severity) conditions.push(sql`k.severity_order <= ${-levels.indexOf(query.severity) - 1}`);
  if (query.class) conditions.push(sql`k.rsit_class = ${query.class}`);
  if (query.owner === "nobody") conditions.push(sql`k.owner_id is null`);
  else if (query.owner && isId(query.owner)) conditions.push(sql`k.owner_id = ${query.owner}`);
  if (query.tag) conditions.push(sql`k.id in (select toguna_tagged('case', ${query.tag}))`);
  if (query.due) {
    const until = new Date(now.getTime() + Number.parseInt(query.due, 10) * 3_600_000).toISOString();
    conditions.push(
      sql`k.id in (select s.case_id from service_clocks s where s.ended_at is null and s.due_at <= ${until})`,
    );
  }
  const text = query.text?.trim();
  if (text)
    conditions.push(
      sql`(k.id in (select s.id from toguna_search('case', ${questionSql(readQuestion(text))}, 1000) s)
        or k.id in (select c.case_id from case_reports c join reports r on r.id = c.report_id where r.reference = any (array[${text}, upper(${text})]))
        or k.id in (select n.case_id from old_numbers n where lower(n.number) like ${`${escapeLike(text.toLowerCase())}%`})
        or k.reference ilike ${`${escapeLike(text)}%`})`,
    );
  return sql.join(conditions, sql` and `);
}

const orders: Record<CasesQuery["sort"], { order: SQL; after: (parts: (string | number)[]) => SQL }> = {
  weight: {
    order: sql`k.severity_order, k.opened_at, k.id`,
    after: ([rank, at, id]) =>
      sql`(k.severity_order, k.opened_at, k.id) > (${rank}::int, ${at}::timestamptz, ${id}::uuid)`,
  },
  newest: {
    order: sql`k.opened_at desc, k.id desc`,
    after: ([at, id]) => sql`(k.opened_at, k.id) < (${at}::timestamptz, ${id}::uuid)`,
  },
  clock: {
    order: sql`${clockOfCase}, k.id`,
    after: ([at, id]) => sql`(${clockOfCase}, k.id) > (${at}::timestamptz, ${id}::uuid)`,
  },
};

type Raw = CaseRowView & { rank: number; cursorAt: string; cursorDueAt: string | null } & Record<string, unknown>;

/** @throws forbidden, invalid_input for a foreign cursor. */
export async function listCases(ctx: Context, input: CasesQuery): Promise<Page<CaseRowView>> {
  requirePermission(ctx, "case.read");
  const query = CasesQuery.parse(input);
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const conditions: SQL[] = [conditionsOfCases(query, me, ctx.now())];
  const { order, after } = orders[query.sort];
  if (query.sort === "clock")
    conditions.push(
      sql`k.id in (select s.case_id from service_clocks s where s.ended_at is null and s.due_at is not null)`,
    );
  if (query.cursor !== undefined)
    conditions.push(
      after(readCursor(query.cursor, query.sort === "weight" ? ["rank", "instant", "id"] : ["instant", "id"])),
    );
  return await readOnly(ctx, async (tx) => {
    const found = await tx.execute<Raw>(
      sql`select k.id, k.reference, k.title, k.status, k.severity, k.rsit_class as "rsitClass", ${personJson(sql`k.owner_id`)} as owner,
        (select count(*)::int from case_reports c where c.case_id = k.id) as reports, ${iso(sql`k.opened_at`)} as "openedAt",
        ${iso(sql`k.closed_at`)} as "closedAt", k.tags, k.version, severity_rank(k.severity) as rank, ${exact(sql`k.opened_at`)} as "cursorAt",
        ${iso(clockOfCase)} as "dueAt", ${exact(clockOfCase)} as "cursorDueAt"
        from cases k where ${sql.join(conditions, sql` and `)} order by ${order} limit ${query.limit + 1}`,
    );
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    const next = found.length > query.limit && last ? writeCursor(placeOf(last, query.sort)) : null;
    return { rows: rows.map(({ rank: _rank, cursorAt: _at, cursorDueAt: _due, ...row }) => row), next };
  });
}

function placeOf(row: Raw, sort: CasesQuery["sort"]): (string | number)[] {
  if (sort === "newest") return [row.cursorAt, row.id];
  if (sort === "clock") return [row.cursorDueAt ?? row.cursorAt, row.id];
  return [-row.rank, row.cursorAt, row.id];
}
