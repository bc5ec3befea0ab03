// One report as its focal point reads it, and what the desk sees of a report's area. Nobody's name, no mail, no file is in the first.
import { type SQL, sql } from "drizzle-orm";
import type { FocalEntryView } from "../../cases/focal/model.ts";
import { requirePermission } from "../../identity/index.ts";
import { noteReading } from "../../platform/audit/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { personJson } from "../store.ts";
import { focalColumns, type RawFocalRow, toFocalRow, veiled } from "./list-focal.ts";
import type { FocalConstituent, FocalReport, ReportAreaView } from "./model.ts";

type Facts = Pick<FocalReport, "description" | "rsitType" | "language" | "occurredAt" | "isOngoing">;

/** @throws forbidden; not_found for a report of another area. */
export async function readFocalReport(ctx: Context, reportId: string): Promise<FocalReport> {
  requirePermission(ctx, "focal.read");
  if (!isId(reportId)) throw notFound("report");
  const page = await readOnly(ctx, async (tx) => {
    const [head] = await tx.execute<RawFocalRow & Facts & Record<string, unknown>>(
      sql`select ${focalColumns}, ${veiled(sql`r.description`)} as description, r.rsit_type as "rsitType", r.language, ${iso(sql`r.occurred_at`)} as "occurredAt",
        r.is_ongoing as "isOngoing" from reports r join areas a on a.id = r.area_id where r.id = ${reportId}`,
    );
    if (!head) throw notFound("report");
    // Values of who was hit say who they are: they stay with the desk.
    const observables = await tx.execute<FocalReport["observables"][number] & Record<string, unknown>>(
      sql`select distinct kind, value, role from observables where report_id = ${reportId} and role <> 'victim' order by kind, value limit 500`,
    );
    const [holder] = await tx.execute<NonNullable<FocalReport["case"]> & Record<string, unknown>>(
      sql`select k.id, k.reference, k.title, k.status from case_reports c join cases k on k.id = c.case_id where c.report_id = ${reportId}`,
    );
    const entries = await entriesOf(tx, ctx, reportId, sql`null::json`);
    const { description, rsitType, language, occurredAt, isOngoing } = head;
    const facts = { description, rsitType, language, occurredAt, isOngoing };
    return { ...toFocalRow(head), ...facts, observables: [...observables], case: holder ?? null, entries };
  });
  await noteReading(ctx, { action: "report.read", objectType: "report", objectId: reportId });
  return page;
}

/** @throws forbidden, not_found. */
export async function readReportArea(ctx: Context, reportId: string): Promise<ReportAreaView> {
  requirePermission(ctx, "report.read");
  if (!isId(reportId)) throw notFound("report");
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<Omit<ReportAreaView, "entries"> & Record<string, unknown>>(sql`
      select r.area_id as "areaId", coalesce(a.names, case when r.area_id is not null then json_build_object('fr', r.area_id)::jsonb end) as "areaNames",
        o.report_id is not null as "isDisplaced", coalesce(o.is_sealed, false) as "isOriginSealed",
        coalesce(f.names, case when o.area_id is not null then json_build_object('fr', o.area_id)::jsonb end) as "originNames"
      from reports r left join areas a on a.id = r.area_id left join report_origins o on o.report_id = r.id left join areas f on f.id = o.area_id
      where r.id = ${reportId}`);
    if (!row) throw notFound("report");
    return { ...row, entries: await entriesOf(tx, ctx, reportId, personJson(sql`e.author_id`)) };
  });
}

async function entriesOf(tx: Tx, ctx: Context, reportId: string, author: SQL): Promise<FocalEntryView[]> {
  const me = ctx.actor.kind === "person" ? ctx.actor.personId : null;
  const rows = await tx.execute<FocalEntryView & Record<string, unknown>>(
    sql`select e.id, e.kind, e.body, e.proposal, e.author_id = ${me}::uuid as "isMine", ${author} as author, ${iso(sql`e.at`)} as at, e.answer, e.outcome,
      ${iso(sql`e.answered_at`)} as "answeredAt" from focal_entries e where e.report_id = ${reportId} order by e.at, e.id limit 500`,
  );
  return rows.map((row) => ({ ...row, isMine: row.isMine ?? false }));
}

/** Constituents of the own areas with who answers for them. @throws forbidden. */
export async function listFocalConstituents(ctx: Context): Promise<FocalConstituent[]> {
  requirePermission(ctx, "focal.read");
  return await readOnly(ctx, async (tx) => {
    const rows = await tx.execute<FocalConstituent & Record<string, unknown>>(sql`
      select c.id, c.reference, c.name, c.sector, a.names as "areaNames",
        coalesce((select json_agg(json_build_object('name', k.name, 'role', k.role, 'email', k.email, 'phone', k.phone) order by k.role, k.name)
          from contacts k where k.constituent_id = c.id and k.ended_at is null), '[]') as contacts
      from constituents c join areas a on a.id = c.area_id where c.ended_at is null order by lower(c.name), c.id limit 1000`);
    return [...rows];
  });
}
