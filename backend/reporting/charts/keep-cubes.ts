// Counts the charts once for everybody who may see them, by a job: no view counts a million rows. What is kept is of the whole desk; the committee's has no small numbers.
import { sql } from "drizzle-orm";
import type { Context } from "../../platform/context/index.ts";
import { readOnly, type Tx, withTransaction } from "../../platform/db/index.ts";
import { loadCountry } from "../../registry/country/index.ts";
import { type Asked, countChart, countMasked } from "./count/index.ts";
import { addDays } from "./count/count-groups.ts";
import { keepFigures } from "./keep-figures.ts";
import { type Audience, type ChartId, chartsOf, type Cube } from "./model.ts";
import { maskLosses } from "./suppress/mask-losses.ts";
import { proposedThresholds } from "./thresholds.ts";

/** The country's day of an instant. */
export function dayIn(ctx: Context, at: Date): string {
  const zone = loadCountry(ctx.config.country).timeZones.default;
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );
}

/** What is asked of today: this year and the one before, with the day that runs. */
export function askNow(tx: Tx, ctx: Context, office: string | null): Asked {
  const today = dayIn(ctx, ctx.now());
  return {
    tx,
    zone: loadCountry(ctx.config.country).timeZones.default,
    country: ctx.config.country,
    year: Number(today.slice(0, 4)),
    until: addDays(today, 1),
    countedAt: ctx.now().toISOString(),
    withDemo: ctx.config.isDemo,
    office,
    hasFigures: false,
  };
}

/** All queries of one transaction see the same rows: sums that are one thing are then equal. A job may take longer than a page. */
export async function readOneMoment<Result>(ctx: Context, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  return await readOnly(
    ctx,
    async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', '600000', true)`);
      return await work(tx);
    },
    "system",
    { isOneMoment: true },
  );
}

/** The committee's: sums over everything, and no small number in them. */
export async function countForCommittee(asked: Asked): Promise<Cube[]> {
  const { cubes } = await countMasked(asked, proposedThresholds, { withSectors: true });
  const rest: Cube[] = [];
  for (const chart of chartsOf.committee) {
    if (cubes.some((cube) => cube.chart === chart)) continue;
    const cube = await countChart(chart, asked);
    rest.push(chart === "losses" ? maskLosses(cube, proposedThresholds) : cube);
  }
  return [...cubes, ...rest];
}

/** The job: brings the figures by day up to now and counts every chart that is kept, all in one moment. What was kept stays until all is counted. */
export async function keepCubes(ctx: Context): Promise<void> {
  // oxlint-disable-next-line toguna/mutation-guards -- what was counted is no act of anybody; a release of it is in the log
  await withTransaction(
    ctx,
    async (tx) => {
      await tx.execute(sql`select set_config('statement_timeout', '600000', true)`);
      const asked = { ...askNow(tx, ctx, null), hasFigures: true };
      await keepFigures(tx, asked);
      const desk: Cube[] = [];
      for (const chart of chartsOf.desk) desk.push(await countChart(chart, asked));
      const counted = { desk, committee: await countForCommittee(asked) };
      for (const audience of ["desk", "committee"] as const)
        for (const cube of counted[audience])
          await tx.execute(sql`insert into chart_cubes (chart, audience, content, counted_at) values (${cube.chart}, ${audience}, ${JSON.stringify(cube)}::jsonb, ${cube.countedAt}::timestamptz)
            on conflict (chart, audience) do update set content = excluded.content, counted_at = excluded.counted_at`);
    },
    "system",
    { isOneMoment: true },
  );
}

/** What the job kept, as the asker may see it: nobody with a conflict of interest is given the desk's. */
export async function findKept(
  tx: Tx,
  audience: Exclude<Audience, "authority">,
  chart: ChartId,
): Promise<Cube | undefined> {
  const [row] = await tx.execute<{ content: Cube }>(
    sql`select content from chart_cubes where chart = ${chart} and audience = ${audience}`,
  );
  return row?.content;
}
