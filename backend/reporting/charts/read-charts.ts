// Charts for who is signed in: the desk's and the committee's as the job kept them, an authority's from its own rows; for who has a conflict of interest counted anew without what it concerns.
import { requirePermission } from "../../identity/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { readOnly } from "../../platform/db/index.ts";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { type WordsLanguage, wordsFor } from "../../platform/words/index.ts";
import { countChart } from "./count/index.ts";
import { askNow, countForCommittee, findKept, readOneMoment } from "./keep-cubes.ts";
import { type Audience, type CellRow, type ChartId, chartIds, chartsOf, type Cube, type ShownChart } from "./model.ts";
import { cellRows, showChart } from "./show-chart.ts";

/** @throws AppError forbidden for who has no charts. */
function audienceOf({ actor }: Context): Audience {
  const roles = actor.kind === "person" ? actor.roles : [];
  if (roles.some((role) => ["analyst", "senior", "lead", "on_call"].includes(role))) return "desk";
  if (roles.some((role) => role === "officer" || role === "officer_head")) return "authority";
  if (roles.includes("committee_member")) return "committee";
  throw new AppError("forbidden", "There are no charts for this role.");
}

/** The charts that the asker has, in their order. */
export function listCharts(ctx: Context): ChartId[] {
  requirePermission(ctx, "chart.read");
  const own = chartsOf[audienceOf(ctx)];
  return chartIds.filter((chart) => own.includes(chart));
}

/** @throws AppError not_found for a chart that is not the asker's. */
async function readCube(ctx: Context, asked: string): Promise<Cube> {
  requirePermission(ctx, "chart.read");
  const audience = audienceOf(ctx);
  const chart = chartsOf[audience].find((one) => one === asked);
  if (chart === undefined) throw notFound("chart");
  if (audience === "authority") {
    const office = ctx.actor.kind === "person" ? ctx.actor.organisationId : null;
    return await readOnly(ctx, async (tx) => await countChart(chart, askNow(tx, ctx, office)));
  }
  const kept = await readOnly(ctx, async (tx) => await findKept(tx, audience, chart));
  if (kept) return kept;
  if (audience === "desk") return await readOnly(ctx, async (tx) => await countChart(chart, askNow(tx, ctx, null)));
  const cubes = await readOneMoment(ctx, async (tx) => await countForCommittee(askNow(tx, ctx, null)));
  const found = cubes.find((cube) => cube.chart === chart);
  if (!found) throw notFound("chart");
  return found;
}

export async function readChart(ctx: Context, chart: string, language: WordsLanguage): Promise<ShownChart> {
  requirePermission(ctx, "chart.read");
  return showChart(await readCube(ctx, chart), wordsFor(ctx, language));
}

/** The numbers of a chart as rows, with who took them when: what leaves is stamped. */
export async function exportChart(ctx: Context, chart: string, language: WordsLanguage): Promise<CellRow[]> {
  requirePermission(ctx, "chart.read");
  const words = wordsFor(ctx, language);
  const cube = await readCube(ctx, chart);
  const { actor } = ctx;
  const stamp = words("charts.stamp", {
    at: ctx.now().toISOString(),
    counted: cube.countedAt,
    person: actor.kind === "person" ? actor.personId : "",
    audience: words(`charts.audience.${audienceOf(ctx)}`),
  });
  return [
    ...cellRows(cube, words),
    { panel: stamp, row: "", series: "", value: "", unit: "", zone: "", countedAt: "" },
  ];
}
