// Public statistics over the real core: releases as they were published, drawn in the reader's language, and as open data.
import type { StatisticsCore } from "../frontend/portal/core-statistics.ts";
import type { Context } from "./platform/context/index.ts";
import { sheetResponse } from "./platform/sheets/index.ts";
import { wordsIn } from "./platform/words/index.ts";
import {
  cellColumns,
  cellRows,
  indicatorSheet,
  keepOnly,
  listPublicReleases,
  readPublicRelease,
  sayDay,
  sayKey,
  showChart,
} from "./reporting/index.ts";

export function makeStatisticsCore(ctx: () => Context): StatisticsCore {
  return {
    years: async () => (await listPublicReleases(ctx())).map(({ id, year }) => ({ id, year })),
    read: async (id, tag, only) => {
      const found = await readPublicRelease(ctx(), id);
      if (!found) return undefined;
      const words = wordsIn(tag);
      const { content, thresholds } = found;
      const phenomena = content.cubes.find(({ chart }) => chart === "phenomena")?.panels[0]?.series ?? [];
      const asked = phenomena.find((key) => key === only) ?? null;
      return {
        ...found,
        until: sayDay(lastDay(content.untilDay), words),
        published: sayDay(found.publishedAt.slice(0, 10), words),
        thresholds,
        charts: content.cubes.map((cube) =>
          showChart(cube.chart === "phenomena" && asked !== null ? keepOnly(cube, asked) : cube, words),
        ),
        phenomena: phenomena.map((key) => ({ key, label: sayKey(key, "type", {}, words) })),
        only: asked,
        indicators: content.indicators,
      };
    },
    sheet: async (id, chart, tag) => {
      const found = await readPublicRelease(ctx(), id);
      const words = wordsIn(tag);
      if (!found) return undefined;
      const fileName = `statistics-${found.year}-${found.revision}-${chart}`;
      if (chart === "indicators")
        return sheetResponse({
          format: "csv",
          fileName,
          title: words("charts.indicator.title"),
          ...indicatorSheet(found.content.indicators),
          words,
          zone: "UTC",
        });
      const cube = found.content.cubes.find((one) => one.chart === chart);
      if (!cube) return undefined;
      return sheetResponse({
        format: "csv",
        fileName,
        title: words("charts.sheet"),
        columns: cellColumns,
        rows: cellRows(cube, words),
        words,
        zone: "UTC",
      });
    },
  };
}

function lastDay(until: string): string {
  const at = new Date(`${until}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() - 1);
  return at.toISOString().slice(0, 10);
}
