// Yearly records over HTTP: an entity's own in the console, an authority's list and papers in its office.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../../platform/http/index.ts";
import { exportRoute, type SheetColumn } from "../../../platform/sheets/index.ts";
import { wordsLanguages } from "../../../platform/words/index.ts";
import { act, idIn, pdfResponse, tag } from "../../offices/route-parts.ts";
import { enterRecord, fileRecord } from "./file-record.ts";
import {
  EnterRecord,
  FiledRecord,
  FileRecord,
  OfficeRecord,
  type OfficeRecordRow,
  OfficeRecords,
  OwnRecords,
  PreparedRecord,
} from "./model.ts";
import { listRecords, readRecord } from "./office-records.ts";
import { printRecord } from "./print-record.ts";
import { prepareRecord, readOwnRecords } from "./read-own.ts";

const own = "/api/v1/console/yearly-records";
const office = "/api/v1/office/yearly-records";
const language = z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }).default("fr");
const year = z.coerce.number("Expected a year such as 2026.").int("Expected a year such as 2026.").min(2000).max(2200);

const column = (
  key: keyof OfficeRecordRow,
  type: "text" | "number" | "instant" = "text",
  words?: string,
): SheetColumn<OfficeRecordRow> => ({
  key,
  type,
  title: `yearly.column.${key}`,
  value: (row) => row[key],
  ...(words === undefined ? {} : { words }),
});

export const recordRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: own,
    access: act("duty.read"),
    summary: "Yearly records that the law asks of the entity, and those that it filed",
    tag,
    query: z.strictObject({ language }),
    response: OwnRecords,
    handle: async ({ ctx, query }) => await readOwnRecords(ctx, query.language),
  }),
  route({
    method: "get",
    path: `${own}/prepared`,
    access: act("filing.make"),
    summary: "A year's record as the entity's own filings give it, to begin from; nothing is kept",
    tag,
    query: z.strictObject({ obligationId: z.string("Expected the law that asks for it.").max(100), year }),
    response: PreparedRecord,
    handle: async ({ ctx, query }) => await prepareRecord(ctx, query.obligationId, query.year),
  }),
  route({
    method: "post",
    path: own,
    access: act("filing.make"),
    summary: "File a year's record with whom the law names; again with a reason is a correction",
    tag,
    body: FileRecord,
    response: FiledRecord,
    status: 201,
    handle: async ({ ctx, body }) => await fileRecord(ctx, body),
  }),
  route({
    method: "get",
    path: `${own}/:id/receipt`,
    access: act("duty.read"),
    summary: "The receipt of a yearly record as PDF",
    tag,
    query: z.strictObject({ language }),
    handle: async ({ ctx, params, query }) =>
      pdfResponse(await printRecord(ctx, "duty.read", idIn(params, "id", "record"), query.language)),
  }),
  exportRoute({
    path: `${office}/export`,
    access: act("authority.read"),
    summary: "Who filed a year's record, who did not and who is late, as a table",
    tag,
    name: "yearly-records",
    title: "yearly.records",
    query: z.object({ year }),
    columns: [
      column("reference"),
      column("entity"),
      column("sector", "text", "desk.directory.sector."),
      column("state", "text", "yearly.record_state."),
      column("receiptNumber"),
      column("submittedAt", "instant"),
      column("dueAt", "instant"),
      column("violations", "number"),
      column("number", "number"),
      column("obligationId"),
    ],
    list: async (ctx, query) => ({ rows: (await listRecords(ctx, Number(query["year"]), "en")).rows, next: null }),
  }),
  route({
    method: "get",
    path: office,
    access: act("authority.read"),
    summary: "A year's records: who filed, who did not, who is late",
    tag,
    query: z.strictObject({ year, language }),
    response: OfficeRecords,
    handle: async ({ ctx, query }) => await listRecords(ctx, query.year, query.language),
  }),
  route({
    method: "post",
    path: office,
    access: act("authority.work"),
    summary: "Enter a yearly record from paper; the day of its arrival counts",
    tag,
    body: EnterRecord,
    response: FiledRecord,
    status: 201,
    handle: async ({ ctx, body }) => await enterRecord(ctx, body),
  }),
  route({
    method: "get",
    path: `${office}/:id`,
    access: act("authority.read"),
    summary: "One yearly record with its versions",
    tag,
    response: OfficeRecord,
    handle: async ({ ctx, params }) => await readRecord(ctx, idIn(params, "id", "record")),
  }),
  route({
    method: "get",
    path: `${office}/:id/print`,
    access: act("authority.read"),
    summary: "A yearly record as PDF",
    tag,
    query: z.strictObject({ language }),
    handle: async ({ ctx, params, query }) =>
      pdfResponse(await printRecord(ctx, "authority.read", idIn(params, "id", "record"), query.language)),
  }),
];
