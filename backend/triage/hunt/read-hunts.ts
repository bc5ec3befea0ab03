// Reads hunts for the desk: the list with its progress, and one hunt with the reports and constituents it touches.
import { type SQL, sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import type { HuntPage, HuntReport, HuntView } from "./model.ts";

type Row<View> = View & Record<string, unknown>;

/** Row-level security counts and tells only what lies in reports that the reader may see. */
const columns: SQL = sql`h.id, h.kind, h.title, p.name as "askedBy", ${iso(sql`h.asked_at`)} as "askedAt", ${iso(sql`h.since_at`)} as "sinceAt",
  ${iso(sql`h.until_at`)} as "untilAt", h.state, h.is_cancel_asked as "isCancelAsked", h.reports_total as "reportsTotal", h.reports_done as "reportsDone",
  h.files_done as "filesDone", h.events_done::float8 as "eventsDone", h.values_done::float8 as "valuesDone",
  (select count(*)::int from (select 1 from hunt_matches m where m.hunt_id = h.id limit 1000) m) as matches,
  (select coalesce(jsonb_agg(p ->> 'text'), '[]') from jsonb_array_elements(h.problems) p
    where exists (select 1 from reports r where r.id = (p ->> 'reportId')::uuid)) as problems,
  ${iso(sql`h.started_at`)} as "startedAt", ${iso(sql`h.finished_at`)} as "finishedAt", h.error`;

/** The newest hundred. */
export async function listHunts(ctx: Context): Promise<{ hunts: HuntView[] }> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => ({
    hunts: await tx.execute<Row<HuntView>>(
      sql`select ${columns} from hunts h left join people p on p.id = h.asked_by order by h.asked_at desc, h.id desc limit 100`,
    ),
  }));
}

/** @throws forbidden, not_found. Reports that the reader may not see are left out, and not counted. */
export async function readHunt(ctx: Context, huntId: string): Promise<HuntPage> {
  requirePermission(ctx, "report.read");
  return await readOnly(ctx, async (tx) => {
    const [hunt] = await tx.execute<Row<HuntView>>(
      sql`select ${columns} from hunts h left join people p on p.id = h.asked_by where h.id = ${huntId}`,
    );
    if (!hunt) throw notFound("hunt");
    const reports = await tx.execute<Row<HuntReport>>(sql`
      select r.id as "reportId", r.reference, ${iso(sql`r.received_at`)} as "receivedAt", r.severity, m.count,
        (select jsonb_agg(jsonb_build_object('kind', x.kind, 'title', x.title, 'level', x.level, 'source', x.source, 'at', x.at, 'matched', x.matched, 'why', x.why))
          from (select * from hunt_matches y where y.hunt_id = ${huntId} and y.report_id = r.id order by y.id limit 5) x) as matches,
        coalesce((select jsonb_agg(jsonb_build_object('constituentId', c.id, 'name', c.name, 'via', o.via, 'value', o.value) order by c.name)
          from hunt_holders o join constituents c on c.id = o.constituent_id where o.hunt_id = ${huntId} and o.report_id = r.id), '[]') as holders
      from (select report_id, count(*)::int as count from hunt_matches where hunt_id = ${huntId} group by report_id) m join reports r on r.id = m.report_id
      order by r.received_at desc, r.id desc limit 300`);
    const [total] = await tx.execute<{ n: number }>(
      sql`select count(distinct report_id)::int as n from hunt_matches where hunt_id = ${huntId}`,
    );
    const constituents = await tx.execute<Row<HuntPage["constituents"][number]>>(sql`
      select c.id as "constituentId", c.name, count(distinct o.report_id)::int as reports from hunt_holders o join constituents c on c.id = o.constituent_id
      where o.hunt_id = ${huntId} group by c.id, c.name order by count(distinct o.report_id) desc, c.name limit 200`);
    return { hunt, reportCount: total?.n ?? 0, reports, constituents };
  });
}
