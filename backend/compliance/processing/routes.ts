// The register of processing over HTTP, for an entity's own people; and what Toguna itself keeps, for the national team.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { exportRoute, type SheetColumn } from "../../platform/sheets/index.ts";
import { LanguageQuery } from "../duties/model.ts";
import { act, idIn, pdfResponse } from "../offices/route-parts.ts";
import { addProcessing, changeProcessing, endProcessing } from "./keep-processing.ts";
import {
  AddProcessing,
  ChangeProcessing,
  EndProcessing,
  ProcessingList,
  ProcessingPage,
  ProcessingQuery,
  type ProcessingRow,
} from "./model.ts";
import { OwnProcessing } from "./own/model.ts";
import { readOwnProcessing } from "./own/read-own.ts";
import { printProcessing } from "./print-processing.ts";
import { listProcessing, readProcessingEntry } from "./read-processing.ts";

const root = "/api/v1/console/processing";
const tag = "processing";
const idOf = (params: Record<string, string>): string => idIn(params, "id", "processing");

function column(
  key: keyof ProcessingRow,
  value: (row: ProcessingRow) => string | number | null,
  type: "text" | "number" | "instant" = "text",
): SheetColumn<ProcessingRow> {
  return { key, type, title: `processing.field.${key}`, value };
}

const columns: SheetColumn<ProcessingRow>[] = [
  column("number", (row) => row.number, "number"),
  column("title", (row) => row.title),
  column("role", (row) => row.role),
  column("forWhom", (row) => row.forWhom),
  column("purposes", (row) => row.purposes),
  column("legalBasis", (row) => row.legalBasis),
  column("dataCategories", (row) => row.dataCategories),
  column("peopleCategories", (row) => row.peopleCategories),
  column("traits", (row) => row.traits.join(", ")),
  column("recipients", (row) => row.recipients),
  column("transfers", (row) => row.transfers.map(({ country, basis }) => `${country} ${basis}`.trim()).join("; ")),
  column("retention", (row) => row.retention),
  column("securityMeasures", (row) => row.securityMeasures),
  column("version", (row) => row.version, "number"),
  column("changedAt", (row) => row.changedAt, "instant"),
  column("endedAt", (row) => row.endedAt, "instant"),
];

export const processingRoutes: RouteDeclaration[] = [
  exportRoute({
    path: `${root}/export`,
    access: act("processing.read"),
    summary: "The own register of processing as a table",
    tag,
    name: "processing",
    title: "processing.title",
    query: ProcessingQuery,
    columns,
    list: async (ctx, query) => ({
      rows: (await listProcessing(ctx, ProcessingQuery.parse(query))).rows,
      next: null,
    }),
  }),
  route({
    method: "get",
    path: `${root}/print`,
    access: act("processing.read"),
    summary: "The own register of processing as a document",
    tag,
    query: LanguageQuery,
    handle: async ({ ctx, query }) => pdfResponse(await printProcessing(ctx, query.language)),
  }),
  route({
    method: "get",
    path: root,
    access: act("processing.read"),
    summary: "The own register of processing, with what each entry would still say",
    tag,
    query: z.strictObject(ProcessingQuery.shape),
    response: ProcessingList,
    handle: async ({ ctx, query }) => await listProcessing(ctx, query),
  }),
  route({
    method: "post",
    path: root,
    access: act("processing.change"),
    summary: "Add a processing to the own register",
    tag,
    body: AddProcessing,
    response: z.object({ id: z.string(), number: z.number() }),
    status: 201,
    handle: async ({ ctx, body }) => await addProcessing(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/:id`,
    access: act("processing.read"),
    summary: "One processing with all its versions",
    tag,
    response: ProcessingPage,
    handle: async ({ ctx, params }) => await readProcessingEntry(ctx, idOf(params)),
  }),
  route({
    method: "put",
    path: `${root}/:id`,
    access: act("processing.change"),
    summary: "Change a processing: a further version, the former stays",
    tag,
    body: ChangeProcessing,
    response: z.object({ version: z.number() }),
    handle: async ({ ctx, body, params }) => await changeProcessing(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${root}/:id/end`,
    access: act("processing.change"),
    summary: "Say that a processing has ended; it stays in the register",
    tag,
    body: EndProcessing,
    handle: async ({ ctx, body, params }) => await endProcessing(ctx, idOf(params), body),
  }),
  route({
    method: "get",
    path: `${root}/:id/print`,
    access: act("processing.read"),
    summary: "One processing as a document",
    tag,
    query: LanguageQuery,
    handle: async ({ ctx, query, params }) => pdfResponse(await printProcessing(ctx, query.language, idOf(params))),
  }),
  route({
    method: "get",
    path: "/api/v1/processing/own",
    access: act("registry.read"),
    summary: "What this installation itself keeps of people, why and for how long",
    tag,
    response: OwnProcessing,
    handle: async ({ ctx }) => await readOwnProcessing(ctx),
  }),
];
