// An authority's report: as the figures stand now, or as a revision froze them; and what of it everybody may read.
import { sql } from "drizzle-orm";
import { may, requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { iso, readOnly, type Tx } from "../../platform/db/index.ts";
import { notFound } from "../../platform/errors/index.ts";
import { askerOf, dayOf } from "../offices/store.ts";
import { composeReport } from "./count-report.ts";
import type { PublicReport, ReportContent, ReportPage, RevisionView } from "./model.ts";

type Frozen = RevisionView & { report: ReportContent; leafHash: string | null } & Record<string, unknown>;

/** Every revision of a year, the newest first, under the asker's own rows. */
async function loadRevisions(tx: Tx, organisationId: string, year: number): Promise<Frozen[]> {
  return [
    ...(await tx.execute<Frozen>(
      sql`select r.id, r.revision, r.reason, r.sha256, r.leaf_hash as "leafHash", p.name as "frozenBy", ${iso(sql`r.frozen_at`)} as "frozenAt",
          ${iso(sql`u.published_at`)} as "publishedAt", r.report
        from authority_reports r join people p on p.id = r.frozen_by left join authority_publications u on u.report_id = r.id
        where r.organisation_id = ${organisationId} and r.year = ${year} order by r.revision desc`,
    )),
  ];
}

const viewOf = ({ id, revision, reason, sha256, frozenBy, frozenAt, publishedAt }: Frozen): RevisionView => ({
  id,
  revision,
  reason,
  sha256,
  frozenBy,
  frozenAt,
  publishedAt,
});

export interface ReadReport extends ReportPage {
  leafHash: string | null;
}

/** @param revision absent: the figures as they stand now. @throws AppError not_found for a revision that is not there. */
export async function readReport(ctx: Context, year: number, revision?: number): Promise<ReadReport> {
  requirePermission(ctx, "authority.read");
  const { organisationId } = askerOf(ctx);
  const known = await readOnly(ctx, async (tx) => await loadRevisions(tx, organisationId, year));
  const shown = revision === undefined ? undefined : known.find((one) => one.revision === revision);
  if (revision !== undefined && !shown) throw notFound("revision");
  const report =
    shown?.report ?? (await readOnly(ctx, async (tx) => await composeReport(tx, ctx, organisationId, year), "system"));
  return {
    ...report,
    shown: shown ? viewOf(shown) : null,
    leafHash: shown?.leafHash ?? null,
    revisions: known.map(viewOf),
    can: {
      freeze: may(ctx, "authority.work") && year <= Number(dayOf(ctx).slice(0, 4)),
      publish: may(ctx, "authority.decide") && shown !== undefined && shown.publishedAt === null,
    },
  };
}

export interface PublishedReport {
  id: string;
  content: PublicReport;
  sha256: string;
  publishedAt: string;
}

/** For the portal: of each authority and year the newest published revision, the newest year first. */
export async function listPublicReports(
  ctx: Context,
): Promise<{ id: string; authority: string; year: number; revision: number; publishedAt: string }[]> {
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<
      { id: string; authority: string; year: number; revision: number; publishedAt: string } & Record<string, unknown>
    >(sql`select id, content ->> 'authority' as authority, year, revision, ${iso(sql`published_at`)} as "publishedAt" from (
        select distinct on (organisation_id, year) * from authority_publications order by organisation_id, year, revision desc) p
      order by year desc, authority, id limit 500`)),
  ]);
}

/** Any published revision, also one that a later one took the place of. */
export async function readPublicReport(ctx: Context, id: string): Promise<PublishedReport | undefined> {
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<PublishedReport & Record<string, unknown>>(
      sql`select id, content, sha256, ${iso(sql`published_at`)} as "publishedAt" from authority_publications where id = ${id}`,
    );
    return row;
  });
}
