// Findings lists over HTTP: a table in, its mapping and preview, its rows with what became of each.
import { z } from "zod";
import { AppError } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { attributeAgain, attributeRows } from "./attribute-rows.ts";
import { ActOnList, AttributeRows, ChangeList, FindingRow, FindingRowsQuery, ListLine, ListView } from "./model.ts";
import { listLists, readList, readListRows } from "./read-lists.ts";
import { changeList, forgetList, startList, takeList } from "./take-list.ts";

const access = { kind: "act", act: "notification.write" } as const;
const tag = "findings-lists";
const root = "/api/v1/findings-lists";
const one = `${root}/:listId`;
const idOf = (params: Record<string, string>): string => params["listId"] ?? "";
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

export const findingsListRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access,
    summary: "Findings lists, the newest first",
    tag,
    response: z.object({ lists: z.array(ListLine) }),
    handle: async ({ ctx }) => ({ lists: await listLists(ctx) }),
  }),
  route({
    method: "post",
    path: root,
    access,
    summary: "Bring a table of findings (CSV, XLSX or JSON) for a preview",
    tag,
    query: z.strictObject({
      name: z.string().trim().min(1, "Expected the file's name.").max(200, "Expected at most 200 characters."),
    }),
    rawBody: ["application/octet-stream"],
    response: ListView,
    status: 201,
    handle: async ({ ctx, c, query }) => await takeList(ctx, { bytes: await readBytes(c.req.raw), name: query.name }),
  }),
  route({
    method: "get",
    path: one,
    access,
    summary: "One list with its mapping, its numbers and, before it is kept, its preview",
    tag,
    response: ListView,
    handle: async ({ ctx, params }) => await readList(ctx, idOf(params)),
  }),
  route({
    method: "put",
    path: one,
    access,
    summary: "Say what the list is and which column brings what",
    tag,
    body: ChangeList,
    response: ListView,
    handle: async ({ ctx, body, params }) => await changeList(ctx, idOf(params), body),
  }),
  route({
    method: "delete",
    path: one,
    access,
    summary: "Forget a preview",
    tag,
    handle: async ({ ctx, params }) => await forgetList(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: `${one}/keep`,
    access,
    summary: "Keep the rows as events, each with its holder at its own time",
    tag,
    body: ActOnList,
    response: ListView,
    status: 202,
    handle: async ({ ctx, body, params }) => await startList(ctx, idOf(params), body),
  }),
  route({
    method: "get",
    path: `${one}/rows`,
    access,
    summary: "Rows by pages, with what became of each",
    tag,
    query: FindingRowsQuery,
    response: z.object({ rows: z.array(FindingRow), next: z.string().nullable() }),
    handle: async ({ ctx, params, query }) => await readListRows(ctx, idOf(params), query),
  }),
  route({
    method: "post",
    path: `${one}/attribute`,
    access,
    summary: "Say whose some rows are, or that they are nobody's",
    tag,
    body: AttributeRows,
    handle: async ({ ctx, body, params }) => await attributeRows(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/attribute-again`,
    access,
    summary: "Ask the register again for rows that are nobody's or were given back",
    tag,
    response: z.object({ found: z.number() }),
    handle: async ({ ctx, params }) => await attributeAgain(ctx, idOf(params)),
  }),
];
