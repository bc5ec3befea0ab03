// Cases, the severest and oldest first, by pages that follow a key.
import { sql, type SQL } from "drizzle-orm";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { iso, readOnly } from "../platform/db/index.ts";
import { CasesQuery } from "./lists/model.ts";
import type { CaseRowView, Page } from "./model.ts";
import { escapeLike, readCursor, writeCursor } from "./rules.ts";
import { exact, personJson } from "./store.ts";

/** @throws forbidden, invalid_input for a foreign cursor. `open` holds what waits too. */
export async function listCases(ctx: Context, input: CasesQuery): Promise<Page<CaseRowView>> {
  requirePermission(ctx, "case.read");
  const query = CasesQuery.parse(input);
  const conditions: SQL[] = [sql`true`];
  if (query.status === "open") conditions.push(sql`k.status <> 'closed'`);
  else if (query.status !== "all") conditions.push(sql`k.status = ${query.status}`);
  if (query.mine === "true" && ctx.actor.kind === "person") conditions.push(sql`k.owner_id = ${ctx.actor.personId}`);
  const text = query.text?.trim();
  if (text)
    conditions.push(
      sql`(k.reference ilike ${`%${escapeLike(text)}%`} or lower(k.title) like ${`%${escapeLike(text.toLowerCase())}%`} or exists (select 1
        from case_reports c join reports r on r.id = c.report_id where c.case_id = k.id and r.reference ilike ${`${escapeLike(text)}%`}))`,
    );
  if (query.cursor !== undefined) {
    const [rank, at, id] = readCursor(query.cursor, ["rank", "instant", "id"]);
    conditions.push(
      sql`(-severity_rank(k.severity), k.opened_at, k.id) > (${rank}::int, ${at}::timestamptz, ${id}::uuid)`,
    );
  }
  return await readOnly(ctx, async (tx) => {
    const found = await tx.execute<CaseRowView & { rank: number; cursorAt: string } & Record<string, unknown>>(
      sql`select k.id, k.reference, k.title, k.status, k.severity, k.rsit_class as "rsitClass", ${personJson(sql`k.owner_id`)} as owner,
        (select count(*)::int from case_reports c where c.case_id = k.id) as reports, ${iso(sql`k.opened_at`)} as "openedAt",
        ${iso(sql`k.closed_at`)} as "closedAt", k.version, severity_rank(k.severity) as rank, ${exact(sql`k.opened_at`)} as "cursorAt"
        from cases k where ${sql.join(conditions, sql` and `)} order by -severity_rank(k.severity), k.opened_at, k.id limit ${query.limit + 1}`,
    );
    const rows = found.slice(0, query.limit);
    const last = rows.at(-1);
    const next = found.length > query.limit && last ? writeCursor([-last.rank, last.cursorAt, last.id]) : null;
    return { rows: rows.map(({ rank: _rank, cursorAt: _cursorAt, ...row }) => row), next };
  });
}
