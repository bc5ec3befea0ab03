// An authority's annual report over HTTP: as it stands, frozen, printed, as a sheet, published; and the cause by which a filing is counted.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { type WordsLanguage, wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import type { Context } from "../../platform/context/index.ts";
import { act, idIn, pdfResponse, tag } from "../offices/route-parts.ts";
import { judgeCause } from "./judge-cause.ts";
import { freezeReport, publishReport } from "./keep-report.ts";
import { FreezeReport, JudgeCause, ReportPage } from "./model.ts";
import { printReport } from "./print-report.ts";
import { readReport } from "./read-report.ts";
import { recordRoutes } from "./records/routes.ts";
import { reportColumns, rowsOf } from "./say-rows.ts";

const root = "/api/v1/office/reports";
const Revision = z.coerce
  .number("Expected a revision such as 1.")
  .int("Expected a revision such as 1.")
  .min(1)
  .max(9999)
  .optional();
const Year = z.coerce.number("Expected a year such as 2026.").int("Expected a year such as 2026.").min(2000).max(2200);
const Language = z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }).default("fr");

/** @throws AppError not_found for an address that is no year. */
function yearIn(params: Record<string, string>): number {
  const text = params["year"] ?? "";
  if (!/^2[01]\d\d$/.test(text)) throw notFound("year");
  return Number(text);
}

async function print(ctx: Context, year: number, revision: number | undefined, language: WordsLanguage) {
  const read = await readReport(ctx, year, revision);
  const { shown, leafHash } = read;
  const words = wordsIn(language);
  const status = shown
    ? words("yearly.print.frozen", { revision: shown.revision, sha256: shown.sha256 })
    : words("yearly.print.draft");
  const bytes = await printReport(
    {
      ...read,
      figures: read.figures.map((figure) => ({
        ...figure,
        rows: figure.rows.map((row) => ({ ...row, isHidden: false })),
      })),
      status: [
        status,
        ...(shown?.reason ? [words("yearly.print.reason", { reason: shown.reason })] : []),
        words("yearly.print.internal"),
      ].join(" "),
      reference: `${year}${shown ? ` · ${shown.revision} · ${shown.sha256.slice(0, 16)}` : ""}`,
      createdAt: shown ? new Date(shown.frozenAt) : ctx.now(),
      sha256: shown?.sha256 ?? null,
      ...(leafHash === null ? {} : { proof: { address: `${ctx.config.publicUrl}/verify`, leafHash } }),
    },
    language,
  );
  return { name: `report-${year}-${shown?.revision ?? "draft"}-${language}.pdf`, bytes };
}

export const yearlyRoutes: RouteDeclaration[] = [
  // Before the addresses with a year in the same place.
  exportRoute({
    path: `${root}/export`,
    access: act("authority.read"),
    summary: "The annual report as a table: each number with its query and its snapshot",
    tag,
    name: "annual-report",
    title: "yearly.report",
    query: z.object({ year: Year, revision: Revision }),
    columns: reportColumns,
    list: async (ctx, query) => {
      const revision = query["revision"] as number | undefined;
      const read = await readReport(ctx, Number(query["year"]), revision);
      return {
        rows: rowsOf(read.figures, { id: read.shown?.id ?? "live", sha256: read.shown?.sha256 ?? "" }),
        next: null,
      };
    },
  }),
  route({
    method: "get",
    path: `${root}/:year`,
    access: act("authority.read"),
    summary: "A year's report as it stands, or as a revision froze it",
    tag,
    query: z.strictObject({ revision: Revision }),
    response: ReportPage,
    handle: async ({ ctx, params, query }) => await readReport(ctx, yearIn(params), query.revision),
  }),
  route({
    method: "post",
    path: `${root}/:year/freeze`,
    access: act("authority.work"),
    summary: "Freeze the year's figures; what was frozen before stays",
    tag,
    body: FreezeReport,
    response: z.object({ id: z.string(), revision: z.number().int(), sha256: z.string() }),
    status: 201,
    handle: async ({ ctx, params, body }) => await freezeReport(ctx, yearIn(params), body),
  }),
  route({
    method: "get",
    path: `${root}/:year/print`,
    access: act("authority.read"),
    summary: "The report as PDF in a language: a revision, or a draft of the figures as they stand",
    tag,
    query: z.strictObject({ revision: Revision, language: Language }),
    handle: async ({ ctx, params, query }) =>
      pdfResponse(await print(ctx, yearIn(params), query.revision, query.language)),
  }),
  route({
    method: "post",
    path: "/api/v1/office/report-revisions/:id/publish",
    access: act("authority.decide"),
    summary: "Publish a frozen report on the portal, without small numbers",
    tag,
    body: z.strictObject({}),
    response: z.object({ sha256: z.string() }),
    handle: async ({ ctx, params }) => await publishReport(ctx, idIn(params, "id", "report")),
  }),
  route({
    method: "put",
    path: "/api/v1/office/filings/:id/cause",
    access: act("authority.work"),
    summary: "Say by which cause a filing is counted in statistics",
    tag,
    body: JudgeCause,
    response: JudgeCause,
    handle: async ({ ctx, params, body }) => await judgeCause(ctx, idIn(params, "id", "filing"), body),
  }),
  ...recordRoutes,
];
