// The log over HTTP: what anybody may fetch of it, and what the desk does with it.
import { Readable } from "node:stream";
import { z } from "zod";
import type { Context } from "../../platform/context/index.ts";
import { type Access, route, type RouteDeclaration } from "../../platform/http/index.ts";
import { closeAlarm, listAlarms } from "./alarms.ts";
import { attestHistory } from "./attest-history.ts";
import { exportWholeLog } from "./export-whole-log.ts";
import { AskShredding, AttestHistory, CloseAlarm, LogQuery } from "./model.ts";
import { readLog } from "./read-log.ts";
import { readLogState } from "./read-log-state.ts";
import {
  readPublicPolicy,
  readPublishedCheckpoint,
  readPublishedConsistency,
  readPublishedStamp,
  readPublishedTile,
  readVerifierKeyText,
} from "./read-public-log.ts";
import { readRowProof } from "./read-row-proof.ts";
import { approveShredding, askShredding, listShreddings } from "./shred.ts";

const desk = "/api/v1/desk/log";
const act = (name: string): Access => ({ kind: "act", act: name });
const tag = "log";
const minute = "public, max-age=60";

const open: Access = {
  kind: "public",
  why: "witnesses, mirrors and holders of proofs check the log; it holds hashes only, hourly and padded",
};
const text = (body: string, caching: string): Response =>
  new Response(body, { headers: { "content-type": "text/plain; charset=utf-8", "cache-control": caching } });
const file = (body: BodyInit, name: string, type = "text/plain; charset=utf-8"): Response =>
  new Response(body, {
    headers: {
      "content-type": type,
      "cache-control": "no-store",
      "content-disposition": `attachment; filename=${name}`,
    },
  });

/** A public text of the log. */
function publicText(
  path: string,
  summary: string,
  read: (ctx: Context, params: Record<string, string>) => Promise<string>,
): RouteDeclaration {
  return route({
    method: "get",
    path,
    access: open,
    summary,
    tag,
    handle: async ({ ctx, params }) => text(await read(ctx, params), minute),
  });
}

export const logRoutes: RouteDeclaration[] = [
  publicText(
    "/log/checkpoint",
    "The published checkpoint, a C2SP signed note with witnesses' cosignatures",
    async (ctx) => await readPublishedCheckpoint(ctx),
  ),
  publicText("/log/key", "The log's verifier key", async (ctx) => await readVerifierKeyText(ctx)),
  publicText(
    "/log/policy",
    "The trust policy with the log's key, for verifiers",
    async (ctx) => await readPublicPolicy(ctx),
  ),
  publicText(
    "/log/consistency/:size",
    "Proof that the published checkpoint begins with the tree of an older one of this size",
    async (ctx, params) => await readPublishedConsistency(ctx, params["size"] ?? ""),
  ),
  route({
    method: "get",
    path: "/log/checkpoint.tsr",
    access: open,
    summary: "The RFC 3161 answer over the published checkpoint, for openssl ts -verify",
    tag,
    handle: async ({ ctx }) =>
      new Response(new Uint8Array(await readPublishedStamp(ctx)), {
        headers: { "content-type": "application/timestamp-reply", "cache-control": minute },
      }),
  }),
  route({
    method: "get",
    path: "/log/tile/:tile{.+}",
    access: open,
    summary: "A hash tile (C2SP tlog-tiles) of the published tree; entries are never published",
    tag,
    handle: async ({ ctx, params }) =>
      new Response(new Uint8Array(await readPublishedTile(ctx, params["tile"] ?? "")), {
        headers: { "content-type": "application/octet-stream", "cache-control": "public, max-age=31536000, immutable" },
      }),
  }),
  route({
    method: "get",
    path: desk,
    access: act("log.read"),
    summary: "The log, newest first; by who, act, object and time",
    tag,
    query: LogQuery,
    handle: async ({ ctx, query }) => await readLog(ctx, query),
  }),
  route({
    method: "get",
    path: `${desk}/state`,
    access: act("log.read"),
    summary: "How the log stands: sealed, published, witnessed, stamped, checked",
    tag,
    handle: async ({ ctx }) => await readLogState(ctx),
  }),
  route({
    method: "get",
    path: `${desk}/rows/:auditId/proof`,
    access: act("log.read"),
    summary: "The proof of one row as a tlog-proof text",
    tag,
    handle: async ({ ctx, params }) => {
      const auditId = params["auditId"] ?? "";
      const { text: body } = await readRowProof(ctx, auditId);
      return file(body, `${auditId}.tlog-proof`);
    },
  }),
  route({
    method: "post",
    path: `${desk}/histories`,
    access: act("log.read"),
    summary: "The whole history of one object with its proofs, as the log states it in a row of its own",
    tag,
    body: AttestHistory,
    handle: async ({ ctx, body }) =>
      file(await attestHistory(ctx, body), "history.jsonl", "application/x-ndjson; charset=utf-8"),
  }),
  route({
    method: "post",
    path: `${desk}/export`,
    access: act("log.export"),
    summary: "The whole log, signed by the checkpoint that it begins with",
    tag,
    body: z.strictObject({}),
    handle: async ({ ctx }) =>
      file(
        Readable.toWeb(Readable.from(await exportWholeLog(ctx))) as ReadableStream<Uint8Array>,
        "log.jsonl",
        "application/x-ndjson; charset=utf-8",
      ),
  }),
  route({
    method: "get",
    path: `${desk}/alarms`,
    access: act("log.read"),
    summary: "What the log's guard found",
    tag,
    handle: async ({ ctx }) => await listAlarms(ctx),
  }),
  route({
    method: "post",
    path: `${desk}/alarms/:alarmId/close`,
    access: act("alarm.close"),
    summary: "Close an alarm, saying what it was",
    tag,
    body: CloseAlarm.omit({ alarmId: true }),
    handle: async ({ ctx, body, params }) => await closeAlarm(ctx, { ...body, alarmId: params["alarmId"] ?? "" }),
  }),
  route({
    method: "get",
    path: `${desk}/shreddings`,
    access: act("log.read"),
    summary: "Destructions of content that were asked for and approved",
    tag,
    handle: async ({ ctx }) => await listShreddings(ctx),
  }),
  route({
    method: "post",
    path: `${desk}/shreddings`,
    access: act("log.shred"),
    summary: "Ask that the content of all rows about one object be destroyed",
    tag,
    body: AskShredding,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await askShredding(ctx, body),
  }),
  route({
    method: "post",
    path: `${desk}/shreddings/:shreddingId/approve`,
    access: act("log.shred"),
    summary: "Approve what another administrator asked for: salt and detail go, leaves and proofs stay",
    tag,
    body: z.strictObject({}),
    response: z.object({ rows: z.number() }),
    handle: async ({ ctx, params }) => await approveShredding(ctx, params["shreddingId"] ?? ""),
  }),
];
