// Charts over HTTP: the own ones, drawn, with their numbers as a sheet; releases of public statistics and the indicators beside them.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { wordsFor, type WordsLanguage, wordsLanguages } from "../../platform/words/index.ts";
import { chartIds, ShownChart } from "./model.ts";
import { exportChart, listCharts, readChart } from "./read-charts.ts";
import { importIndicators, readIndicators, removeIndicator } from "./releases/keep-indicators.ts";
import { askRelease, dropRelease, makeRelease } from "./releases/make-release.ts";
import { ImportIndicators, IndicatorRow, MakeRelease, ReleasePage, ReleaseRow } from "./releases/model.ts";
import { listReleases, readRelease } from "./releases/read-releases.ts";
import { cellColumns } from "./sheet-columns.ts";

const read = { kind: "act", act: "chart.read" } as const;
const write = { kind: "act", act: "statistics.write" } as const;
const tag = "charts";
const root = "/api/v1/desk/statistics";
const Language = z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }).default("fr");
const InLanguage = z.strictObject({ language: Language });

export const chartRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/charts",
    access: read,
    summary: "Which charts the reader has",
    tag,
    query: InLanguage,
    response: z.object({ charts: z.array(z.object({ chart: z.enum(chartIds), title: z.string() })) }),
    handle: async ({ ctx, query }) => {
      const words = wordsFor(ctx, query.language);
      return await Promise.resolve({
        charts: listCharts(ctx).map((chart) => ({ chart, title: words(`charts.title.${chart}`) })),
      });
    },
  }),
  exportRoute({
    path: "/api/v1/charts/export",
    access: read,
    summary: "The numbers of a chart as a sheet, stamped with who took them",
    tag,
    name: "chart",
    title: "charts.sheet",
    query: z.object({ chart: z.enum(chartIds, { error: `Expected one of ${chartIds.join(", ")}.` }), words: Language }),
    columns: cellColumns,
    list: async (ctx, query) => ({
      rows: await exportChart(ctx, String(query["chart"]), wordsLanguageOf(query["words"])),
      next: null,
    }),
  }),
  route({
    method: "get",
    path: "/api/v1/charts/:chart",
    access: read,
    summary: "A chart, drawn, with its table",
    tag,
    query: InLanguage,
    response: ShownChart,
    handle: async ({ ctx, params, query }) => await readChart(ctx, params["chart"] ?? "", query.language),
  }),
  route({
    method: "get",
    path: root,
    access: write,
    summary: "Releases of public statistics",
    tag,
    response: z.object({ releases: z.array(ReleaseRow) }),
    handle: async ({ ctx }) => ({ releases: await listReleases(ctx) }),
  }),
  route({
    method: "post",
    path: root,
    access: write,
    summary: "Have a year counted for a release",
    tag,
    body: MakeRelease,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await makeRelease(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/indicators`,
    access: write,
    summary: "Indicators of others that a next release shows beside",
    tag,
    response: z.object({ indicators: z.array(IndicatorRow) }),
    handle: async ({ ctx }) => ({ indicators: await readIndicators(ctx) }),
  }),
  route({
    method: "post",
    path: `${root}/indicators`,
    access: write,
    summary: "Bring in indicators of others as a table with source, date and licence",
    tag,
    body: ImportIndicators,
    response: z.object({ written: z.number().int() }),
    handle: async ({ ctx, body }) => await importIndicators(ctx, body),
  }),
  route({
    method: "delete",
    path: `${root}/indicators/:indicatorId`,
    access: write,
    summary: "Take an indicator out; what was published keeps it",
    tag,
    handle: async ({ ctx, params }) => await removeIndicator(ctx, params["indicatorId"] ?? ""),
  }),
  route({
    method: "get",
    path: `${root}/:releaseId`,
    access: write,
    summary: "A release as the public would read it",
    tag,
    query: InLanguage,
    response: ReleasePage,
    handle: async ({ ctx, params, query }) => await readRelease(ctx, params["releaseId"] ?? "", query.language),
  }),
  route({
    method: "post",
    path: `${root}/:releaseId/ask`,
    access: write,
    summary: "Ask a second person to let a release out",
    tag,
    body: z.strictObject({}),
    handle: async ({ ctx, params }) => await askRelease(ctx, params["releaseId"] ?? ""),
  }),
  route({
    method: "delete",
    path: `${root}/:releaseId`,
    access: write,
    summary: "Drop a draft",
    tag,
    handle: async ({ ctx, params }) => await dropRelease(ctx, params["releaseId"] ?? ""),
  }),
];

const wordsLanguageOf = (value: unknown): WordsLanguage => wordsLanguages.find((known) => known === value) ?? "fr";
