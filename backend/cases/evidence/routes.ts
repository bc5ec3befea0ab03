// Evidence under custody over HTTP: take, list, read, move, open, export, dispose.
import { Readable } from "node:stream";
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { disposeEvidence } from "./dispose-evidence.ts";
import { makeBundle } from "./make-bundle.ts";
import { DisposeEvidence, EvidenceHead, EvidencePage, MoveEvidence, TakeEvidence } from "./model.ts";
import { moveEvidence } from "./move-evidence.ts";
import { openEvidence } from "./open-evidence.ts";
import { listEvidence, readEvidence } from "./read-evidence.ts";
import { receiveEvidence, takeEvidence } from "./take-evidence.ts";

const ofCase = "/api/v1/desk/cases/:caseId/evidence";
const one = "/api/v1/desk/evidence/:evidenceId";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "evidence";

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const evidenceIn = (params: Record<string, string>): string => idIn(params, "evidenceId", "evidence");

/** Always saved, never shown inside a page. */
function save(bytes: AsyncIterable<Uint8Array>, name: string, headers: Record<string, string> = {}): Response {
  const quoted = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return new Response(Readable.toWeb(Readable.from(bytes, { objectMode: false })) as ReadableStream<Uint8Array>, {
    headers: {
      "content-type": "application/octet-stream",
      "content-disposition": `attachment; filename*=UTF-8''${quoted}`,
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

export const evidenceRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: ofCase,
    access: act("case.read"),
    summary: "The evidence of a case, with who holds each piece",
    tag,
    response: z.object({ evidence: z.array(EvidenceHead), can: z.object({ take: z.boolean() }) }),
    handle: async ({ ctx, params }) => await listEvidence(ctx, idIn(params, "caseId", "case")),
  }),
  route({
    method: "post",
    path: ofCase,
    access: act("case.change"),
    summary:
      "Take a file or a thing into custody; of a file the bytes are the body, and what is said of it stands in the query",
    tag,
    query: TakeEvidence,
    rawBody: ["application/octet-stream"],
    headers: { "file-name": "The file's name, percent-encoded; absent for a thing that is no file." },
    response: z.object({
      id: z.string(),
      reference: z.string(),
      sha256: z.string().nullable(),
      blake3: z.string().nullable(),
    }),
    status: 201,
    handle: async ({ ctx, c, query, params }) => {
      const caseId = idIn(params, "caseId", "case");
      const name = c.req.header("file-name");
      if (name === undefined) return await takeEvidence(ctx, caseId, query, null);
      const body = c.req.raw.body as unknown as AsyncIterable<Uint8Array> | null;
      const file = await receiveEvidence(ctx, caseId, { body, mediaType: "application/octet-stream", name });
      return await takeEvidence(ctx, caseId, query, file);
    },
  }),
  route({
    method: "get",
    path: one,
    access: act("case.read"),
    summary: "One piece of evidence with its chain of custody",
    tag,
    response: EvidencePage,
    handle: async ({ ctx, params }) => await readEvidence(ctx, evidenceIn(params)),
  }),
  route({
    method: "post",
    path: `${one}/custody`,
    access: act("case.change"),
    summary: "Offer it, take it over or refuse it, seal it, take a seal off, put it elsewhere",
    tag,
    body: MoveEvidence,
    response: z.object({ position: z.int(), hash: z.string() }),
    handle: async ({ ctx, body, params }) => await moveEvidence(ctx, evidenceIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/disposal`,
    access: act("case.change"),
    summary: "Ask that it be disposed of, refuse that, or agree as the second person",
    tag,
    body: DisposeEvidence,
    response: z.object({ position: z.int() }),
    handle: async ({ ctx, body, params }) => await disposeEvidence(ctx, evidenceIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/file`,
    access: act("file.download"),
    // A post, since it writes: each reading is an act.
    summary: "The bytes of evidence; each reading is a row of its custody",
    tag,
    handle: async ({ ctx, params }) => {
      const file = await openEvidence(ctx, evidenceIn(params));
      return save(ctx.objects.read(file.objectId), file.name, { "content-length": String(file.size) });
    },
  }),
  route({
    method: "post",
    path: `${one}/bundle`,
    access: act("file.download"),
    summary: "A BagIt bundle with the chain of custody and the log's proofs, as a tar archive",
    tag,
    handle: async ({ ctx, params }) => {
      const bundle = await makeBundle(ctx, evidenceIn(params));
      return save(bundle.stream, bundle.name);
    },
  }),
];
