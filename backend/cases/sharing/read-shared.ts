// What somebody of another organisation reads: its own reports and those that it was given, and nothing else; row-level security decides which.
import { sql } from "drizzle-orm";
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { suggestTitle } from "../rules.ts";
import type { SharedReport, SharedReportPage } from "./model.ts";

type Row = Omit<SharedReport, "title"> & { subject: string; description: string } & Record<string, unknown>;

const columns = sql`r.id, r.reference, r.subject, r.description, r.status, r.marking, ${iso(sql`r.received_at`)} as "receivedAt",
  case when r.filed_by_organisation_id = (select toguna_organisation()) then 'own'
    else (select s.basis from shares s where s.report_id = r.id and s.ended_at is null and s.organisation_id = (select toguna_organisation())) end as basis`;

/** Newest first, at most 200. */
export async function listShared(ctx: Context): Promise<{ rows: SharedReport[] }> {
  requirePermission(ctx, "shared.read");
  const rows = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<Row>(sql`select ${columns} from reports r order by r.received_at desc, r.id desc limit 200`),
  );
  return { rows: rows.map(toShared) };
}

/** @throws not_found for what is neither theirs nor given to them. */
export async function readShared(ctx: Context, reportId: string): Promise<SharedReportPage> {
  requirePermission(ctx, "shared.read");
  if (!isId(reportId)) throw notFound("report");
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<Row>(sql`select ${columns} from reports r where r.id = ${reportId}`);
    if (!row) throw notFound("report");
    const files = await tx.execute<{ name: string; size: number }>(
      sql`select name, size::float8 as size from report_files where report_id = ${reportId} order by added_at, id`,
    );
    const isOwn = row.basis === "own";
    const filed = await tx.execute<{ id: string; name: string; at: string }>(
      sql`select o.id, o.name, ${iso(sql`s.shared_at`)} as at from shares s join organisations o on o.id = s.organisation_id
        where ${isOwn} and s.report_id = ${reportId} and s.basis = 'filing' and s.ended_at is null order by s.shared_at, s.id`,
    );
    const authorities = await tx.execute<{ id: string; name: string }>(
      sql`select id, name from organisations where ${isOwn} and kind = 'authority' order by name, id`,
    );
    return {
      ...toShared(row),
      description: row.description,
      files: [...files],
      filedWith: [...filed],
      authorities: authorities.filter((one) => !filed.some((known) => known.id === one.id)),
    };
  });
}

function toShared(row: Row): SharedReport {
  const { id, reference, status, marking, receivedAt, basis } = row;
  return { id, reference, title: suggestTitle(row.subject, row.description), status, marking, receivedAt, basis };
}
