// Formalities over HTTP: the entity's own, the authority's inbox, and the public extract as a table.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute, type SheetColumn } from "../../platform/sheets/index.ts";
import { LanguageQuery } from "../duties/model.ts";
import { addOfficeFile, takeBody } from "../offices/keep-files.ts";
import { FileAnswer } from "../offices/answers/model.ts";
import { act, idIn, pdfResponse } from "../offices/route-parts.ts";
import { listOwedDuties, takeFormalityPaper } from "./enter-paper.ts";
import { completeFormality, submitFormality, withdrawFormality } from "./file-formality.ts";
import { changeDraft, dropDraft, startFormality } from "./keep-draft.ts";
import { FormalityList, FormalityPage, type FormalityRow, NeedsView, OwedDuties } from "./answers/model.ts";
import {
  ChangeDraft,
  CompleteFormality,
  OfficeQuery,
  StartFormality,
  SubmitFormality,
  TakeStep,
  WithdrawFormality,
} from "./model.ts";
import { printDecision, printReceipt } from "./print-formality.ts";
import { listOfficeFormalities, listOwnFormalities, readFormality } from "./read-formalities.ts";
import { readNeeds } from "./read-needs.ts";
import { publicFormalityRoute } from "./public-route.ts";
import { takeFormalityStep } from "./take-step.ts";

const own = "/api/v1/console/formalities";
const office = "/api/v1/office/formalities";
const tag = "formalities";
const idOf = (params: Record<string, string>): string => idIn(params, "id", "formality");
const Made = z.object({ id: z.string() });
const Version = z.object({ version: z.number() });

function column(
  key: keyof FormalityRow,
  type: "text" | "number" | "instant" | "boolean" = "text",
): SheetColumn<FormalityRow> {
  return { key, type, title: `formalities.field.${key}`, value: (row) => row[key] };
}
const columns = (ofWhom: "entity" | "authority"): SheetColumn<FormalityRow>[] => [
  column("receiptNumber"),
  column("kind"),
  column(ofWhom),
  column("title"),
  column("processings", "number"),
  column("channel"),
  column("state"),
  column("submittedAt", "instant"),
  column("dueAt", "instant"),
  column("isLate", "boolean"),
  column("outcome"),
  column("decisionNumber"),
];
const ownRoutes: RouteDeclaration[] = [
  exportRoute({
    path: `${own}/export`,
    access: act("processing.read"),
    summary: "The own formalities as a table",
    tag,
    name: "formalities",
    title: "formalities.title",
    query: z.object({}),
    columns: columns("authority"),
    list: async (ctx) => ({ ...(await listOwnFormalities(ctx)), next: null }),
  }),
  route({
    method: "get",
    path: `${own}/needs`,
    access: act("processing.read"),
    summary:
      "Which of the own processings need a declaration, an authorisation or an opinion, by which text; what can be filed together",
    tag,
    query: LanguageQuery,
    response: NeedsView,
    handle: async ({ ctx, query }) => await readNeeds(ctx, query.language),
  }),
  route({
    method: "get",
    path: own,
    access: act("processing.read"),
    summary: "The own formalities, drafts first",
    tag,
    response: FormalityList,
    handle: async ({ ctx }) => await listOwnFormalities(ctx),
  }),
  route({
    method: "post",
    path: own,
    access: act("formality.file"),
    summary: "Begin a formality from processings of the own register",
    tag,
    body: StartFormality,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await startFormality(ctx, body),
  }),
  route({
    method: "get",
    path: `${own}/:id`,
    access: act("processing.read"),
    summary: "One of the own formalities, as it stands",
    tag,
    query: LanguageQuery,
    response: FormalityPage,
    handle: async ({ ctx, params, query }) => await readFormality(ctx, "entity", idOf(params), query.language),
  }),
  route({
    method: "put",
    path: `${own}/:id`,
    access: act("formality.file"),
    summary: "Change a formality that is not filed yet",
    tag,
    body: ChangeDraft,
    response: Version,
    handle: async ({ ctx, params, body }) => await changeDraft(ctx, idOf(params), body),
  }),
  route({
    method: "delete",
    path: `${own}/:id`,
    access: act("formality.file"),
    summary: "Throw away a formality that is not filed yet",
    tag,
    handle: async ({ ctx, params }) => await dropDraft(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: `${own}/:id/submit`,
    access: act("formality.file"),
    summary: "File a formality: it gets the authority's receipt number",
    tag,
    body: SubmitFormality,
    response: z.object({ receiptNumber: z.string() }),
    handle: async ({ ctx, params, body }) => await submitFormality(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${own}/:id/complete`,
    access: act("formality.file"),
    summary: "Complete a formality: the register as it is now, with an answer to what was asked",
    tag,
    body: CompleteFormality,
    response: z.object({ number: z.number() }),
    handle: async ({ ctx, params, body }) => await completeFormality(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${own}/:id/withdraw`,
    access: act("formality.file"),
    summary: "Withdraw a formality that is not decided",
    tag,
    body: WithdrawFormality,
    handle: async ({ ctx, params, body }) => await withdrawFormality(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${own}/:id/files`,
    access: act("authority.answer"),
    summary: "Add a piece to a formality: its bytes as the body, its name in the header file-name",
    tag,
    rawBody: [
      "application/octet-stream",
      "application/pdf",
      "image/jpeg",
      "image/png",
      "text/plain",
      "application/zip",
    ],
    headers: { "file-name": "The file's name, percent-encoded." },
    response: FileAnswer,
    status: 201,
    handle: async ({ ctx, c, params }) => {
      const id = idOf(params);
      return await addOfficeFile(ctx, "formality", id, await takeBody(ctx, c.req.raw, c.req.header("file-name")));
    },
  }),
];

/** Receipt and decision, for each side under its own permission. */
const documentRoutes: RouteDeclaration[] = (["entity", "authority"] as const).flatMap((side) => {
  const root = side === "entity" ? own : office;
  const access = act(side === "entity" ? "processing.read" : "authority.read");
  return [
    route({
      method: "get",
      path: `${root}/:id/receipt`,
      access,
      summary: "The receipt of a formality as a document; a draft prints without number",
      tag,
      query: LanguageQuery,
      handle: async ({ ctx, params, query }) =>
        pdfResponse(await printReceipt(ctx, side, idOf(params), query.language)),
    }),
    route({
      method: "get",
      path: `${root}/:id/decision`,
      access,
      summary: "The decision on a formality as a document",
      tag,
      query: LanguageQuery,
      handle: async ({ ctx, params, query }) =>
        pdfResponse(await printDecision(ctx, side, idOf(params), query.language)),
    }),
  ];
});

const officeRoutes: RouteDeclaration[] = [
  exportRoute({
    path: `${office}/export`,
    access: act("authority.read"),
    summary: "Formalities filed with this authority as a table",
    tag,
    name: "office-formalities",
    title: "formalities.office.title",
    query: OfficeQuery,
    columns: columns("entity"),
    list: async (ctx, query) => ({ ...(await listOfficeFormalities(ctx, OfficeQuery.parse(query))), next: null }),
  }),
  route({
    method: "get",
    path: office,
    access: act("authority.read"),
    summary: "Formalities filed with this authority, and nobody else's",
    tag,
    query: z.strictObject(OfficeQuery.shape),
    response: FormalityList,
    handle: async ({ ctx, query }) => await listOfficeFormalities(ctx, query),
  }),
  route({
    method: "get",
    path: `${office}/duties`,
    access: act("authority.read"),
    summary: "Duties of the law that are owed to this authority by a formality, for a paper that came",
    tag,
    response: OwedDuties,
    handle: async ({ ctx }) => await listOwedDuties(ctx),
  }),
  route({
    method: "post",
    path: office,
    access: act("authority.work"),
    summary: "Enter a formality from paper: the field input as JSON, the scan as file; the day of its arrival counts",
    tag,
    rawBody: ["multipart/form-data"],
    response: z.object({ id: z.string(), receiptNumber: z.string() }),
    status: 201,
    handle: async ({ ctx, c }) => await takeFormalityPaper(ctx, c.req.raw),
  }),
  route({
    method: "get",
    path: `${office}/:id`,
    access: act("authority.read"),
    summary: "One formality that was filed with this authority",
    tag,
    query: LanguageQuery,
    response: FormalityPage,
    handle: async ({ ctx, params, query }) => await readFormality(ctx, "authority", idOf(params), query.language),
  }),
  route({
    method: "post",
    path: `${office}/:id/steps`,
    access: act("authority.work"),
    summary: "Ask for what is missing, call it complete, set or record a fee, decide",
    tag,
    body: TakeStep,
    response: Version,
    handle: async ({ ctx, params, body }) => await takeFormalityStep(ctx, idOf(params), body),
  }),
];

export const formalityRoutes: RouteDeclaration[] = [
  ...ownRoutes,
  ...officeRoutes,
  ...documentRoutes,
  publicFormalityRoute,
];
