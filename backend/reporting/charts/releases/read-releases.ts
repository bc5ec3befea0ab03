// Releases as the desk sees them, with what the public would be told; and as the public reads them: what was published, and nothing before.
import { sql } from "drizzle-orm";
import { releasesOf } from "../../../coordination/index.ts";
import { requirePermission } from "../../../identity/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { iso, readOnly } from "../../../platform/db/index.ts";
import { notFound } from "../../../platform/errors/index.ts";
import { isId } from "../../../platform/ids/index.ts";
import { type WordsLanguage, wordsFor } from "../../../platform/words/index.ts";
import { showChart } from "../show-chart.ts";
import type { Thresholds } from "../thresholds.ts";
import type { ReleaseContent, ReleasePage, ReleaseRow } from "./model.ts";

const head = sql`s.id, s.year, s.revision, s.reason, s.until_day::text as "untilDay", s.state, coalesce((select p.name from people p where p.id = s.made_by), '') as "madeBy",
  ${iso(sql`s.made_at`)} as "madeAt", ${iso(sql`s.published_at`)} as "publishedAt", s.sha256`;

/** The newest year first. */
export async function listReleases(ctx: Context): Promise<ReleaseRow[]> {
  requirePermission(ctx, "statistics.write");
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<ReleaseRow & Record<string, unknown>>(
      sql`select ${head} from statistics_releases s order by s.year desc, s.revision desc limit 100`,
    )),
  ]);
}

/** @throws AppError not_found. */
export async function readRelease(ctx: Context, id: string, language: WordsLanguage): Promise<ReleasePage> {
  requirePermission(ctx, "statistics.write");
  if (!isId(id)) throw notFound("release");
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<
      ReleaseRow & { thresholds: Thresholds; content: ReleaseContent | null } & Record<string, unknown>
    >(sql`select ${head}, s.thresholds, s.content from statistics_releases s where s.id = ${id}`);
    if (!row) throw notFound("release");
    const { content, ...rest } = row;
    const words = wordsFor(ctx, language);
    const told = Object.values(content?.told ?? {});
    const masked = told.filter((one) => one === "masked").length;
    return {
      ...rest,
      told: told.length - masked,
      masked,
      charts: (content?.cubes ?? []).map((cube) => showChart(cube, words)),
      indicators: content?.indicators ?? [],
      releases: await releasesOf(tx, "statistics", id),
    };
  });
}

export interface PublicRelease {
  id: string;
  year: number;
  revision: number;
  reason: string | null;
  untilDay: string;
  publishedAt: string;
  sha256: string;
  thresholds: Thresholds;
  content: ReleaseContent;
}

/** Of each year the newest revision that was published, the newest year first. */
export async function listPublicReleases(
  ctx: Context,
): Promise<{ id: string; year: number; revision: number; untilDay: string }[]> {
  return await readOnly(ctx, async (tx) => [
    ...(await tx.execute<{ id: string; year: number; revision: number; untilDay: string }>(sql`
      select distinct on (year) id, year, revision, until_day::text as "untilDay" from statistics_releases where state = 'published' order by year desc, revision desc`)),
  ]);
}

/** The release of an id, or the newest. Before it is published there is none. */
export async function readPublicRelease(ctx: Context, id: string | undefined): Promise<PublicRelease | undefined> {
  if (id !== undefined && !isId(id)) return undefined;
  return await readOnly(ctx, async (tx) => {
    const [row] = await tx.execute<PublicRelease & Record<string, unknown>>(sql`
      select id, year, revision, reason, until_day::text as "untilDay", ${iso(sql`published_at`)} as "publishedAt", sha256, thresholds, content from statistics_releases
      where state = 'published' and (${id ?? null}::uuid is null or id = ${id ?? null}::uuid) order by year desc, revision desc limit 1`);
    return row;
  });
}
