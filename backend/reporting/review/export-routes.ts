// What leaves the committee's room: sheets of every list, the review as PDF and DOCX, evidence for outside measures; and the sheet that comes in.
import { z } from "zod";
import { invalidInput } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute } from "../../platform/sheets/index.ts";
import { wordsLanguages } from "../../platform/words/index.ts";
import { listCampaigns } from "../awareness/keep-campaigns.ts";
import type { CampaignView } from "../awareness/model.ts";
import { listRequests } from "./ask-data.ts";
import { type EvidenceRow, listEvidence } from "./evidence.ts";
import { ImportAnswer, importMeasurements } from "./import-measurements.ts";
import type { RequestView, TargetView } from "./model.ts";
import { reviewDocx, reviewPdf } from "./print-review.ts";
import { readReview } from "./read-review.ts";

const root = "/api/v1/committee";
const tag = "committee";
const read = { kind: "act", act: "review.read" } as const;
const Year = z.coerce
  .number({ error: "Expected a year such as 2026." })
  .int()
  .min(2000, "Expected a year from 2000 on.")
  .max(2200, "Expected a year up to 2200.");
const title = (name: string): string => `committee.column.${name}`;

export const exportRoutes: RouteDeclaration[] = [
  exportRoute({
    path: `${root}/targets/export`,
    access: read,
    summary: "Targets with the numbers of a year and the year before, as a sheet",
    tag,
    name: "targets",
    title: "committee.targets",
    query: z.object({ year: Year }),
    columns: [
      { key: "id", type: "text", title: title("id"), value: (row: TargetView) => row.id },
      { key: "nameFr", type: "text", title: title("name_fr"), value: (row: TargetView) => row.names["fr"] ?? "" },
      { key: "nameEn", type: "text", title: title("name_en"), value: (row: TargetView) => row.names["en"] ?? "" },
      { key: "nameMn", type: "text", title: title("name_mn"), value: (row: TargetView) => row.names["mn"] ?? "" },
      { key: "unit", type: "text", title: title("unit"), value: (row: TargetView) => row.unit },
      { key: "baseline", type: "text", title: title("baseline"), value: (row: TargetView) => row.baseline ?? "" },
      {
        key: "lastYear",
        type: "text",
        title: title("last_year"),
        value: (row: TargetView) => row.lastYear?.value ?? "",
      },
      {
        key: "thisYear",
        type: "text",
        title: title("this_year"),
        value: (row: TargetView) => row.thisYear?.value ?? "",
      },
      {
        key: "measuredOn",
        type: "text",
        title: title("measured_on"),
        value: (row: TargetView) => row.thisYear?.measuredOn ?? "",
      },
      { key: "source", type: "text", title: title("source"), value: (row: TargetView) => row.thisYear?.source ?? "" },
      { key: "target", type: "text", title: title("wanted"), value: (row: TargetView) => row.target ?? "" },
      { key: "byYear", type: "number", title: title("by_year"), value: (row: TargetView) => row.byYear },
      { key: "verification", type: "text", title: title("verification"), value: (row: TargetView) => row.verification },
    ],
    list: async (ctx, query) => ({ rows: (await readReview(ctx, Number(query["year"]))).targets, next: null }),
  }),
  exportRoute({
    path: `${root}/requests/export`,
    access: read,
    summary: "What ministries were asked for a year, as a sheet",
    tag,
    name: "data-requests",
    title: "committee.requests",
    query: z.object({ year: Year }),
    columns: [
      { key: "body", type: "text", title: title("body"), value: (row: RequestView) => row.body },
      { key: "email", type: "text", title: title("email"), value: (row: RequestView) => row.email },
      { key: "state", type: "text", title: title("state"), value: (row: RequestView) => row.state },
      { key: "dueOn", type: "text", title: title("due_on"), value: (row: RequestView) => row.dueOn },
      { key: "askedAt", type: "instant", title: title("asked_at"), value: (row: RequestView) => row.askedAt },
      { key: "answeredAt", type: "instant", title: title("answered_at"), value: (row: RequestView) => row.answeredAt },
      {
        key: "answeredBy",
        type: "text",
        title: title("answered_by"),
        value: (row: RequestView) => row.answeredBy ?? "",
      },
      { key: "reminders", type: "number", title: title("reminders"), value: (row: RequestView) => row.reminders },
    ],
    list: async (ctx, query) => ({ rows: await listRequests(ctx, Number(query["year"])), next: null }),
  }),
  exportRoute({
    path: `${root}/campaigns/export`,
    access: read,
    summary: "Campaigns and trainings with who came, as a sheet",
    tag,
    name: "campaigns",
    title: "committee.campaigns",
    query: z.object({}),
    columns: [
      { key: "kind", type: "text", title: title("kind"), value: (row: CampaignView) => row.kind },
      { key: "name", type: "text", title: title("name"), value: (row: CampaignView) => row.name },
      { key: "area", type: "text", title: title("area"), value: (row: CampaignView) => row.areaId ?? "" },
      { key: "startsOn", type: "text", title: title("starts_on"), value: (row: CampaignView) => row.startsOn },
      { key: "endsOn", type: "text", title: title("ends_on"), value: (row: CampaignView) => row.endsOn },
      { key: "wanted", type: "number", title: title("wanted"), value: (row: CampaignView) => row.wanted },
      { key: "women", type: "number", title: title("women"), value: (row: CampaignView) => row.women },
      { key: "men", type: "number", title: title("men"), value: (row: CampaignView) => row.men },
      { key: "unsaid", type: "number", title: title("unsaid"), value: (row: CampaignView) => row.unsaid },
    ],
    list: async (ctx) => ({ rows: await listCampaigns(ctx), next: null }),
  }),
  exportRoute({
    path: `${root}/evidence/export`,
    access: read,
    summary: "Evidence for SIM3 or the ITU index: every number with its query and the frozen snapshot behind it",
    tag,
    name: "evidence",
    title: "committee.evidence",
    query: z.object({ year: Year, pack: z.string().max(40) }),
    columns: (["item", "name", "figure", "value", "unit", "query", "snapshot", "sha256"] as const).map((key) => ({
      key,
      type: "text" as const,
      title: title(key),
      value: (row: EvidenceRow) => row[key],
    })),
    list: async (ctx, query) => ({
      rows: await listEvidence(ctx, String(query["pack"]), Number(query["year"])),
      next: null,
    }),
  }),
  route({
    method: "get",
    path: `${root}/print`,
    access: read,
    summary: "A year's review as PDF or DOCX, live or frozen",
    tag,
    query: z.strictObject({
      year: Year,
      format: z.enum(["pdf", "docx"], { error: "Expected pdf or docx." }),
      language: z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }),
    }),
    handle: async ({ ctx, query }) => {
      const review = await readReview(ctx, query.year);
      const bytes =
        query.format === "pdf"
          ? await reviewPdf(ctx, review, query.language)
          : await reviewDocx(review, query.language);
      const type =
        query.format === "pdf"
          ? "application/pdf"
          : "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
      return new Response(Buffer.from(bytes), {
        headers: {
          "content-type": type,
          "content-disposition": `attachment; filename="review-${query.year}-${query.language}.${query.format}"`,
          "cache-control": "no-store",
        },
      });
    },
  }),
  route({
    method: "post",
    path: `${root}/import`,
    access: { kind: "act", act: "review.change" },
    summary: "Bring in a sheet of measurements; a trial writes nothing",
    tag,
    query: z.strictObject({
      year: Year,
      isTrial: z.enum(["true", "false"], { error: "Expected true or false." }).default("false"),
    }),
    rawBody: ["application/octet-stream"],
    response: ImportAnswer,
    handle: async ({ ctx, c, query }) => {
      const bytes = new Uint8Array(await c.req.arrayBuffer());
      if (bytes.length === 0) throw invalidInput([{ path: "file", message: "Expected a table as CSV, XLSX or JSON." }]);
      return await importMeasurements(ctx, query.year, bytes, query.isTrial === "true");
    },
  }),
];
