// Imports over HTTP: a file in, its preview, the run, the result of each row, and the undo.
import { z } from "zod";
import { AppError } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { WantedSheet } from "../../platform/sheets/index.ts";
import { changeMapping } from "./change-mapping.ts";
import { decideRow } from "./decide-row.ts";
import { exportRows } from "./export-rows.ts";
import {
  ActOnImport,
  ChangeMapping,
  DecideRow,
  ImportLine,
  ImportRowView,
  ImportView,
  KeptMapping,
  RowsQuery,
} from "./model.ts";
import { listImports, readImport, readImportRows } from "./read-imports.ts";
import { forgetImport, startImport, undoImport } from "./start-import.ts";
import { takeFile } from "./take-file.ts";

const access = { kind: "act", act: "registry.change" } as const;
const tag = "registry";
const root = "/api/v1/registry/imports";
const one = `${root}/:importId`;
const idOf = (params: Record<string, string>): string => params["importId"] ?? "";
const mostBytes = 20_000_000;

/** The body, counted while it comes. @throws AppError too_large. */
async function readBytes(request: Request): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > mostBytes) throw new AppError("too_large", "A table may have 20 MB.");
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

const Filter = RowsQuery.pick({ verdict: true, outcome: true, undo: true });

export const importRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Imports of the register, the newest first, and the mappings that were kept",
    tag,
    response: z.object({ imports: z.array(ImportLine), mappings: z.array(KeptMapping) }),
    handle: async ({ ctx }) => await listImports(ctx),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Bring a table (CSV, XLSX or JSON) for a preview; the register does not change",
    tag,
    query: z.strictObject({
      name: z.string().trim().min(1, "Expected the file's name.").max(200, "Expected at most 200 characters."),
      mappingId: z.uuid("Expected a kept mapping's id.").optional(),
    }),
    rawBody: ["application/octet-stream"],
    response: ImportView,
    status: 201,
    handle: async ({ ctx, c, query }) =>
      await takeFile(ctx, {
        bytes: await readBytes(c.req.raw),
        name: query.name,
        ...(query.mappingId === undefined ? {} : { mappingId: query.mappingId }),
      }),
  }),
  route({
    method: "get",
    path: one,
    access,
    summary: "One import with its mapping and its numbers",
    tag,
    response: ImportView,
    handle: async ({ ctx, params }) => await readImport(ctx, idOf(params)),
  }),
  route({
    method: "delete",
    path: one,
    access,
    summary: "Forget a preview",
    tag,
    handle: async ({ ctx, params }) => await forgetImport(ctx, idOf(params)),
  }),
  route({
    method: "put",
    path: `${one}/mapping`,
    access,
    summary: "Say which column brings what, and have every row judged again",
    tag,
    body: ChangeMapping,
    response: ImportView,
    handle: async ({ ctx, body, params }) => await changeMapping(ctx, idOf(params), body),
  }),
  route({
    method: "get",
    path: `${one}/rows`,
    access,
    summary: "Rows by pages, with what each would do or did",
    tag,
    query: RowsQuery,
    response: z.object({ rows: z.array(ImportRowView), next: z.string().nullable() }),
    handle: async ({ ctx, params, query }) => await readImportRows(ctx, idOf(params), query),
  }),
  route({
    method: "get",
    path: `${one}/export`,
    access,
    summary: "Rows as a table, to be mended and brought in again",
    tag,
    query: z.strictObject({ ...Filter.shape, ...WantedSheet.shape }),
    handle: async ({ ctx, params, query: { format, language, zone, ...filter } }) =>
      await exportRows(ctx, idOf(params), Filter.parse(filter), { format, language, zone }),
  }),
  route({
    method: "post",
    path: `${one}/rows`,
    access,
    summary: "Say of a row that it is new, that it is a constituent, or that it is left out",
    tag,
    body: DecideRow,
    response: ImportRowView,
    handle: async ({ ctx, body, params }) => await decideRow(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/run`,
    access,
    summary: "Run the import as it was previewed",
    tag,
    body: ActOnImport,
    response: ImportView,
    status: 202,
    handle: async ({ ctx, body, params }) => await startImport(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/undo`,
    access,
    summary: "Take back what the import did",
    tag,
    body: ActOnImport,
    response: ImportView,
    status: 202,
    handle: async ({ ctx, body, params }) => await undoImport(ctx, idOf(params), body),
  }),
];
