// Registers of accredited bodies over HTTP: for who keeps them, for the house, and for everybody.
import { z } from "zod";
import { AppError } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { exportRoute, type SheetColumn, sheetFormats, sheetResponse } from "../../platform/sheets/index.ts";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import { idOf } from "../id-of.ts";
import { addAccreditation } from "./add-accreditation.ts";
import { changeAccreditation } from "./change-accreditation.ts";
import {
  AccreditationPage,
  AccreditationRow,
  AccreditationsQuery,
  AddAccreditation,
  ChangeAccreditation,
  PublicAccreditation,
  RecordAct,
} from "./model.ts";
import { listAccreditations, listPublicAccreditations, readAccreditation } from "./read-accreditations.ts";
import { recordAct } from "./record-act.ts";

const change = { kind: "act", act: "accreditation.change" } as const;
const read = { kind: "act", act: "accreditation.read" } as const;
const everybody = { kind: "public", why: "who is accredited is for everybody to look up" } as const;
const tag = "registry";

const column = (
  key: keyof PublicAccreditation,
  type: "text" | "boolean" = "text",
): SheetColumn<PublicAccreditation> => ({
  key,
  type,
  title: `register.accreditation.column.${key}`,
  value: (row) => row[key],
});
const publicColumns = [
  column("reference"),
  column("kind"),
  column("name"),
  column("country"),
  column("number"),
  column("authority"),
  column("scope"),
  column("website"),
  column("complaintPath"),
  column("state"),
  column("stateSince"),
  column("grantedOn"),
  column("validUntil"),
  column("isDemo", "boolean"),
];

/** The most that one public extract gives; a longer one is asked by kind. */
const mostExtracted = 10_000;

export const accreditationRoutes: RouteDeclaration[] = [
  exportRoute({
    path: "/api/v1/registry/accreditations/export",
    access: read,
    summary: "Accredited bodies as a table, as they stand on a day",
    tag,
    name: "accredited-bodies",
    title: "register.accreditation.title",
    query: AccreditationsQuery,
    columns: publicColumns,
    list: async (ctx, query, next) =>
      await listAccreditations(ctx, { ...query, ...(next === undefined ? {} : { cursor: next }), limit: 200 }),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/accreditations",
    access: read,
    summary: "Accredited bodies by name, as they stand on a day",
    tag,
    query: AccreditationsQuery,
    response: z.object({ rows: z.array(AccreditationRow), next: z.string().nullable(), on: z.string() }),
    handle: async ({ ctx, query }) => await listAccreditations(ctx, query),
  }),
  route({
    method: "get",
    path: "/api/v1/registry/accreditations/:bodyId",
    access: read,
    summary: "One accredited body and what happened to it",
    tag,
    response: AccreditationPage,
    handle: async ({ ctx, params }) => await readAccreditation(ctx, idOf(params, "bodyId", "accredited body")),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/accreditations",
    access: change,
    summary: "Enter an accredited body into the register that the own organisation keeps",
    tag,
    body: AddAccreditation,
    response: z.object({ id: z.string(), reference: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await addAccreditation(ctx, body),
  }),
  route({
    method: "patch",
    path: "/api/v1/registry/accreditations/:bodyId",
    access: change,
    summary: "Correct what is written about an accredited body",
    tag,
    body: ChangeAccreditation.omit({ bodyId: true }),
    response: z.object({ version: z.number().int() }),
    handle: async ({ ctx, body, params }) =>
      await changeAccreditation(ctx, { ...body, bodyId: idOf(params, "bodyId", "accredited body") }),
  }),
  route({
    method: "post",
    path: "/api/v1/registry/accreditations/:bodyId/acts",
    access: change,
    summary: "Write down that an accreditation was renewed, suspended, reinstated, withdrawn, or granted again",
    tag,
    body: z.strictObject(RecordAct.shape).omit({ bodyId: true }),
    response: z.object({ number: z.number().int() }),
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await recordAct(ctx, { ...body, bodyId: idOf(params, "bodyId", "accredited body") }),
  }),
  route({
    method: "get",
    path: "/api/v1/public/accreditations",
    access: everybody,
    summary: "Who is accredited for what on a day",
    tag: "public",
    query: AccreditationsQuery,
    response: z.object({ rows: z.array(PublicAccreditation), next: z.string().nullable(), on: z.string() }),
    handle: async ({ ctx, query }) => await listPublicAccreditations(ctx, query),
  }),
  route({
    method: "get",
    path: "/api/v1/public/accreditations/extract",
    access: everybody,
    summary: "The registers of accredited bodies as CSV, XLSX or JSON, as they stand on a day",
    tag: "public",
    query: AccreditationsQuery.omit({ cursor: true, limit: true }).extend({
      format: z.enum(sheetFormats, { error: `Expected one of ${sheetFormats.join(", ")}.` }).default("csv"),
      language: z.enum(wordsLanguages, { error: `Expected one of ${wordsLanguages.join(", ")}.` }).default("en"),
    }),
    handle: async ({ ctx, query: { format, language, ...asked } }) => {
      const rows: PublicAccreditation[] = [];
      let cursor: string | undefined;
      do {
        const page = await listPublicAccreditations(ctx, { ...asked, ...(cursor ? { cursor } : {}), limit: 200 });
        rows.push(...page.rows);
        cursor = page.next ?? undefined;
      } while (cursor !== undefined && rows.length < mostExtracted);
      if (cursor !== undefined)
        throw new AppError("refused", `There are more than ${mostExtracted} entries. Ask for one kind at a time.`, {
          words: "refusals.too_many_entries",
        });
      const words = wordsIn(language);
      const fileName = `accredited-bodies-${asked.on ?? ctx.now().toISOString().slice(0, 10)}`;
      const title = words("register.accreditation.title");
      return sheetResponse({ format, fileName, title, columns: publicColumns, rows, words, zone: "UTC" });
    },
  }),
];
