// A release of public statistics: asked for here, counted by a job, dropped while it is a draft, put before a second person.
import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import { askForRelease } from "../../../coordination/index.ts";
import { requirePermission, requirePerson } from "../../../identity/index.ts";
import { canonicalJson, writeAudit } from "../../../platform/audit/index.ts";
import type { Context } from "../../../platform/context/index.ts";
import { type Tx, withTransaction } from "../../../platform/db/index.ts";
import { AppError, invalidInput, notFound } from "../../../platform/errors/index.ts";
import { isId, newId } from "../../../platform/ids/index.ts";
import { addJob } from "../../../platform/jobs/index.ts";
import { wordsIn } from "../../../platform/words/index.ts";
import { countMasked } from "../count/index.ts";
import { askNow, dayIn, readOneMoment } from "../keep-cubes.ts";
import type { Earlier } from "../suppress/protect.ts";
import { proposedThresholds, type Thresholds } from "../thresholds.ts";
import { listIndicators } from "./keep-indicators.ts";
import { MakeRelease, type ReleaseContent, type ReleaseState } from "./model.ts";

export const countReleaseJob = "statistics.count_release";

/**
 * The months of the year that are over. @throws AppError invalid_input for a year of which nothing is over, or a further revision
 * without its reason; conflict while one of the year is not published.
 */
export async function makeRelease(ctx: Context, input: unknown): Promise<{ id: string }> {
  requirePermission(ctx, "statistics.write");
  const { year, reason } = MakeRelease.parse(input);
  const { personId } = requirePerson(ctx);
  const thisMonth = `${dayIn(ctx, ctx.now()).slice(0, 7)}-01`;
  const end = `${year + 1}-01-01`;
  const until = thisMonth < end ? thisMonth : end;
  if (until <= `${year}-01-01`)
    throw invalidInput([{ path: "year", message: "Expected a year of which a month is over." }]);
  return await withTransaction(ctx, async (tx) => {
    const [last] = await tx.execute<{ revision: number; isOpen: boolean }>(sql`
      select max(revision)::int as revision, bool_or(state <> 'published') as "isOpen" from statistics_releases where year = ${year} having count(*) > 0`);
    if (last?.isOpen === true)
      throw new AppError("conflict", "A release of this year is not published yet: publish it, or drop it.", {
        words: "charts.refused.open",
      });
    if (last && reason === null)
      throw invalidInput([{ path: "reason", message: "Expected why there is another release of this year." }]);
    const id = newId(ctx.now());
    await tx.execute(sql`insert into statistics_releases (id, year, revision, reason, until_day, state, thresholds, made_by, made_at)
      values (${id}, ${year}, ${(last?.revision ?? 0) + 1}, ${last ? reason : null}, ${until}, 'counting', ${JSON.stringify(proposedThresholds)}::jsonb, ${personId}, ${ctx.now().toISOString()}::timestamptz)`);
    await writeAudit(tx, ctx, {
      action: "statistics.make",
      objectType: "statistics",
      objectId: id,
      detail: { year, until },
    });
    await addJob(tx, countReleaseJob, { releaseId: id });
    return { id };
  });
}

interface Held extends Record<string, unknown> {
  id: string;
  year: number;
  revision: number;
  untilDay: string;
  state: ReleaseState;
  thresholds: Thresholds;
  version: number;
}

/** @throws AppError not_found; conflict in another state than `state`. */
async function hold(tx: Tx, id: string, state: ReleaseState): Promise<Held> {
  if (!isId(id)) throw notFound("release");
  const [row] = await tx.execute<Held>(
    sql`select id, year, revision, until_day::text as "untilDay", state, thresholds, version from statistics_releases where id = ${id} for update`,
  );
  if (!row) throw notFound("release");
  if (row.state !== state)
    throw new AppError("conflict", `This release is not in the state ${state} any more.`, {
      words: "charts.refused.state",
    });
  return row;
}

/** The job: counts what the release tells, takes small numbers out once, and keeps that and nothing else. */
export async function countRelease(ctx: Context, releaseId: string): Promise<void> {
  requirePermission(ctx, "statistics.write");
  const counted = await readOneMoment(ctx, async (tx) => {
    const [row] = await tx.execute<Held>(
      sql`select year, until_day::text as "untilDay", state, thresholds from statistics_releases where id = ${releaseId}`,
    );
    if (row?.state !== "counting") return undefined;
    const asked = { ...askNow(tx, ctx, null), year: row.year, until: row.untilDay };
    const before = await readEarlier(tx, row);
    const { cubes, told } = await countMasked(asked, row.thresholds, { withSectors: false, before });
    return {
      year: row.year,
      untilDay: row.untilDay,
      cubes,
      told: Object.fromEntries(told),
      indicators: await listIndicators(tx),
    } satisfies ReleaseContent;
  });
  // It was counted already, or dropped meanwhile.
  if (!counted) return;
  await withTransaction(
    ctx,
    async (tx) => {
      const sha256 = createHash("sha256").update(canonicalJson(counted)).digest("hex");
      const done =
        await tx.execute(sql`update statistics_releases set state = 'draft', content = ${JSON.stringify(counted)}::jsonb, sha256 = ${sha256}, counted_at = ${ctx.now().toISOString()}::timestamptz
        where id = ${releaseId} and state = 'counting' returning id`);
      if (done.length > 0)
        await writeAudit(tx, ctx, {
          action: "statistics.count",
          objectType: "statistics",
          objectId: releaseId,
          detail: { sha256 },
        });
    },
    "system",
  );
}

/** What was told before: the newest word on each number. Counts of a part of the year have grown since. */
async function readEarlier(tx: Tx, { untilDay }: Pick<Held, "untilDay">): Promise<Map<string, Earlier>> {
  const rows = await tx.execute<{ told: ReleaseContent["told"]; untilDay: string }>(sql`
    select content -> 'told' as told, until_day::text as "untilDay" from statistics_releases where state = 'published' order by published_at, year, revision`);
  const before = new Map<string, Earlier>();
  for (const row of rows)
    for (const [key, told] of Object.entries(row.told)) {
      const isGrowing = row.untilDay !== untilDay && /^(?:classes|areas|total)\//.test(key);
      // Once masked, always masked.
      if (before.get(key)?.told !== "masked") before.set(key, { told, isGrowing });
    }
  return before;
}

export async function askRelease(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "statistics.write");
  await withTransaction(ctx, async (tx) => {
    const { year, revision, version } = await hold(tx, id, "draft");
    await tx.execute(sql`update statistics_releases set state = 'waiting' where id = ${id}`);
    const title = wordsIn("fr")("charts.release_title", { year: String(year), revision });
    await askForRelease(tx, ctx, { kind: "statistics", id, version, title });
    await writeAudit(tx, ctx, {
      action: "statistics.ask",
      objectType: "statistics",
      objectId: id,
      detail: { version },
    });
  });
}

/** A draft that nobody is asked about goes, with its numbers. */
export async function dropRelease(ctx: Context, id: string): Promise<void> {
  requirePermission(ctx, "statistics.write");
  await withTransaction(ctx, async (tx) => {
    await hold(tx, id, "draft");
    await tx.execute(sql`delete from statistics_releases where id = ${id}`);
    await writeAudit(tx, ctx, { action: "statistics.drop", objectType: "statistics", objectId: id, detail: {} });
  });
}

/** After the second person's word: published as it was counted, or back to being a draft. A repeat changes nothing. */
export async function settleRelease(
  ctx: Context,
  {
    subjectId,
    version,
    requestId,
    outcome,
  }: { subjectId: string; version: number; requestId: string; outcome: "approved" | "returned" },
): Promise<void> {
  requirePermission(ctx, "statistics.write");
  await withTransaction(
    ctx,
    async (tx) => {
      const changed =
        outcome === "approved"
          ? await tx.execute(sql`update statistics_releases set state = 'published', published_at = ${ctx.now().toISOString()}::timestamptz, four_eyes_id = ${requestId}
              where id = ${subjectId} and version = ${version} and state = 'waiting' returning id`)
          : await tx.execute(
              sql`update statistics_releases set state = 'draft', version = version + 1 where id = ${subjectId} and version = ${version} and state = 'waiting' returning id`,
            );
      if (changed.length > 0)
        await writeAudit(tx, ctx, {
          action: outcome === "approved" ? "statistics.publish" : "statistics.return",
          objectType: "statistics",
          objectId: subjectId,
          detail: { requestId },
        });
    },
    "system",
  );
}
