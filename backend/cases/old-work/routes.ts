// Old work over HTTP: a file in, its preview, its rows with what became of each, out again; and what a case has of it.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import {
  ChangeOldImport,
  OldImportLine,
  OldImportView,
  OldOfCase,
  OldRow,
  OldRowsQuery,
  StartOldImport,
  TakeOldFile,
  UndoOldImport,
} from "./model.ts";
import { listOldImports, listOldRows, readOldImport, readOldMail, readOldOfCase } from "./read-old.ts";
import { changeOldImport, forgetOldImport, startOldImport, takeOldFile } from "./take-old-file.ts";
import { undoOldImport } from "./undo-import.ts";

const access = { kind: "act", act: "case.shape" } as const;
const tag = "old-work";
const root = "/api/v1/desk/old-work";
const one = `${root}/:importId`;
const idOf = (params: Record<string, string>): string => params["importId"] ?? "";

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}

export const oldWorkRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Files of old work, the newest first",
    tag,
    response: z.object({ imports: z.array(OldImportLine) }),
    handle: async ({ ctx }) => await listOldImports(ctx),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Bring a file of tickets (CSV, XLSX, mbox, RT's JSON) for a preview",
    tag,
    query: TakeOldFile,
    rawBody: ["application/octet-stream"],
    response: OldImportView,
    status: 201,
    handle: async ({ ctx, c, query }) =>
      await takeOldFile(ctx, (c.req.raw.body ?? []) as unknown as AsyncIterable<Uint8Array>, query),
  }),
  route({
    method: "get",
    path: one,
    access,
    summary: "One file with how it is read, its numbers and its preview",
    tag,
    response: OldImportView,
    handle: async ({ ctx, params }) => await readOldImport(ctx, idOf(params)),
  }),
  route({
    method: "put",
    path: one,
    access,
    summary: "Say whose numbers they are, how the file is read, and its label",
    tag,
    body: ChangeOldImport,
    response: OldImportView,
    handle: async ({ ctx, body, params }) => await changeOldImport(ctx, idOf(params), body),
  }),
  route({
    method: "delete",
    path: one,
    access,
    summary: "Forget a preview",
    tag,
    handle: async ({ ctx, params }) => await forgetOldImport(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: `${one}/start`,
    access,
    summary: "Bring its tickets in as cases that are marked",
    tag,
    body: StartOldImport,
    response: OldImportView,
    status: 202,
    handle: async ({ ctx, body, params }) => await startOldImport(ctx, idOf(params), body),
  }),
  route({
    method: "get",
    path: `${one}/rows`,
    access,
    summary: "Its tickets by pages, with what became of each",
    tag,
    query: OldRowsQuery,
    response: z.object({ rows: z.array(OldRow), next: z.int().nullable() }),
    handle: async ({ ctx, params, query }) => await listOldRows(ctx, idOf(params), query.after),
  }),
  route({
    method: "post",
    path: `${one}/undo`,
    access,
    summary: "Take everything out again that it brought",
    tag,
    body: UndoOldImport,
    response: OldImportView,
    handle: async ({ ctx, body, params }) => await undoOldImport(ctx, idOf(params), body),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/cases/:caseId/old-work",
    access: { kind: "act", act: "case.read" },
    summary: "The old numbers of a case, and the mails and comments that came with them",
    tag,
    response: OldOfCase,
    handle: async ({ ctx, params }) => await readOldOfCase(ctx, idIn(params, "caseId", "case")),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/old-messages/:messageId/mail",
    access: { kind: "act", act: "file.download" },
    // A post, since each reading is written into the log.
    summary: "The bytes of an old mail, as they stood in the file",
    tag,
    handle: async ({ ctx, params }) =>
      new Response(new Uint8Array(await readOldMail(ctx, idIn(params, "messageId", "mail"))), {
        headers: {
          "content-security-policy": "sandbox; default-src 'none'",
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
          "content-type": "application/octet-stream",
          "content-disposition": "attachment; filename=mail.eml",
        },
      }),
  }),
];
