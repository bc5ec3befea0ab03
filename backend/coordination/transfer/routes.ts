// Handing over on HTTP: what may go to whom, the preview of the bytes, the asking, the second person, the signed file, their reference.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { decideTransfer, handOver, noteReference, previewTransfer } from "./hand-over.ts";
import {
  DecideTransfer,
  NoteReference,
  PreviewTransfer,
  SendTransfer,
  TransferPreview,
  TransfersOfCase,
  transferStates,
} from "./model.ts";
import { listTransfers } from "./read-transfers.ts";
import { fetchTransfer } from "./send-transfer.ts";

const ofCase = "/api/v1/desk/cases/:caseId/transfers";
const one = "/api/v1/desk/transfers/:transferId";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "transfers";

function caseIn(params: Record<string, string>): string {
  const value = params["caseId"] ?? "";
  if (!isId(value)) throw notFound("case");
  return value;
}
const idOf = (params: Record<string, string>): string => params["transferId"] ?? "";

export const transferRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: ofCase,
    access: act("case.read"),
    summary: "To whom a case was handed over, with the receipts, and what may go to which kind of body",
    tag,
    response: TransfersOfCase,
    handle: async ({ ctx, params }) => await listTransfers(ctx, caseIn(params)),
  }),
  route({
    method: "post",
    path: `${ofCase}/preview`,
    access: act("share.give"),
    summary: "The very bytes that would leave; nothing is kept",
    tag,
    body: PreviewTransfer,
    response: TransferPreview,
    handle: async ({ ctx, body, params }) => await previewTransfer(ctx, caseIn(params), body),
  }),
  route({
    method: "post",
    path: ofCase,
    access: act("share.give"),
    summary: "Hand over what was previewed; with names it waits for a second person",
    tag,
    body: SendTransfer,
    response: z.object({ id: z.string(), reference: z.string(), state: z.enum(transferStates) }),
    status: 201,
    handle: async ({ ctx, body, params }) => await handOver(ctx, caseIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/decision`,
    access: act("release.approve"),
    summary: "Agree as the second person, with the passkey, or refuse",
    tag,
    body: DecideTransfer,
    handle: async ({ ctx, body, params }) => await decideTransfer(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/reference`,
    access: act("case.change"),
    summary: "Keep the number under which the other body has it",
    tag,
    body: NoteReference,
    handle: async ({ ctx, body, params }) => await noteReference(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/file`,
    access: act("share.give"),
    // A post, since each fetching is written down.
    summary: "The document under the team's OpenPGP signature",
    tag,
    handle: async ({ ctx, params }) => {
      const { name, text } = await fetchTransfer(ctx, idOf(params));
      return new Response(text, {
        headers: {
          "content-security-policy": "sandbox; default-src 'none'",
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
          "content-type": "application/octet-stream",
          "content-disposition": `attachment; filename=${name}`,
        },
      });
    },
  }),
];
