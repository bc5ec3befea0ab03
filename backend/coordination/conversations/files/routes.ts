// Files of messages over HTTP: for the desk's draft, for who reads the conversation there, and for the party in its own room.
import { Readable } from "node:stream";
import type { Context } from "../../../platform/context/index.ts";
import { notFound } from "../../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../../platform/http/index.ts";
import { isId } from "../../../platform/ids/index.ts";
import { attachFromCase, removeMessageFile, uploadMessageFile } from "./attach-file.ts";
import { openMessageFile, type OpenedFile, readDraftFiles } from "./message-files.ts";
import { AttachedFile, AttachFromCase, FilesOfDraft } from "./model.ts";

const tag = "talking";
const write = { kind: "act", act: "report.answer" } as const;
const ofDraft = "/api/v1/talking/conversations/:conversationId/files";

function idIn(params: Record<string, string>, name: string, what: string): string {
  const value = params[name] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const conversationIn = (params: Record<string, string>): string => idIn(params, "conversationId", "conversation");
const fileIn = (params: Record<string, string>): string => idIn(params, "fileId", "file");

/** Always saved, never shown inside a page. */
function save(ctx: Context, { objectId, name }: OpenedFile): Response {
  const quoted = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  const bytes = Readable.from(ctx.objects.read(objectId), { objectMode: false });
  return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${quoted}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

export const messageFileRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: ofDraft,
    access: write,
    summary: "The files of the own draft, and those of the case that can be put to it",
    tag,
    response: FilesOfDraft,
    handle: async ({ ctx, params }) => await readDraftFiles(ctx, conversationIn(params)),
  }),
  route({
    method: "post",
    path: ofDraft,
    access: write,
    summary: "Put a new file to the draft; its bytes are the body",
    tag,
    rawBody: ["application/octet-stream"],
    headers: { "file-name": "The file's name, percent-encoded." },
    response: AttachedFile,
    status: 201,
    handle: async ({ ctx, c, params }) => {
      const body = c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null;
      const name = c.req.header("file-name") ?? "";
      return await uploadMessageFile(ctx, conversationIn(params), {
        body,
        mediaType: "application/octet-stream",
        name,
      });
    },
  }),
  route({
    method: "post",
    path: `${ofDraft}/from-case`,
    access: write,
    summary: "Put a copy of a file of the case to the draft; what came with a report leaves packed",
    tag,
    body: AttachFromCase,
    response: AttachedFile,
    status: 201,
    handle: async ({ ctx, body, params }) => await attachFromCase(ctx, conversationIn(params), body),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/files/:fileId/remove",
    access: write,
    summary: "Take a file out of the own draft",
    tag,
    handle: async ({ ctx, params }) => await removeMessageFile(ctx, fileIn(params)),
  }),
  route({
    // A post, since it writes: each reading stands in the log.
    method: "post",
    path: "/api/v1/talking/files/:fileId/open",
    access: write,
    summary: "The bytes of a message's file",
    tag,
    handle: async ({ ctx, params }) => save(ctx, await openMessageFile(ctx, fileIn(params), "report.answer")),
  }),
  route({
    method: "post",
    path: "/api/v1/own/conversation-files/:fileId/open",
    access: { kind: "act", act: "shared.read" },
    summary: "The bytes of a file of a message to the own organisation",
    tag,
    handle: async ({ ctx, params }) => save(ctx, await openMessageFile(ctx, fileIn(params), "shared.read")),
  }),
];
