// A reporter's own report over the API: read it, add words, add files. The header Receipt-Token names the report; nothing of it is in the address.
import { z } from "zod";
import { asReporter, discardUntaken, readMultipart } from "../intake/index.ts";
import { languages, reportStatuses } from "../intake/model.ts";
import type { Context } from "../platform/context/index.ts";
import { AppError, notFound } from "../platform/errors/index.ts";
import { type HttpContext, route, type RouteDeclaration } from "../platform/http/index.ts";
import { addReporterMessage } from "./add-to-report.ts";
import { deskRoutes } from "./desk-routes.ts";
import { readOwnProof } from "./read-receipt-proof.ts";
import { readOwnReport } from "./read-report.ts";

const ReporterView = z.object({
  reference: z.string(),
  status: z.enum(reportStatuses),
  language: z.enum(languages),
  receivedAt: z.string(),
  description: z.string(),
  files: z.array(z.object({ name: z.string(), size: z.number(), addedAt: z.string() })),
  messages: z.array(
    z.object({
      id: z.string(),
      from: z.enum(["reporter", "desk"]),
      body: z.string(),
      at: z.string(),
      isNew: z.boolean(),
    }),
  ),
  canAnswer: z.boolean(),
});

export const coordinationRoutes: RouteDeclaration[] = [
  ...deskRoutes,
  route({
    method: "get",
    path: "/api/v1/receipts/report",
    tag: "receipts",
    summary: "The report that the Receipt-Token opens: status, words, files, messages.",
    access: { kind: "receipt" },
    response: ReporterView,
    handle: async ({ ctx, c }) => {
      const view = await readOwnReport(reporterOf(ctx, c));
      if (!view) throw notFound("report");
      return view;
    },
  }),
  route({
    method: "get",
    path: "/api/v1/receipts/proof",
    tag: "receipts",
    summary:
      "The proof that the report was received, as a tlog-proof text; a published one takes the first one's place within about an hour.",
    access: { kind: "receipt" },
    handle: async ({ ctx, c }) => {
      const proof = await readOwnProof(reporterOf(ctx, c));
      if (typeof proof !== "object") throw notFound("proof yet");
      return new Response(proof.text, {
        headers: {
          "content-type": "text/plain; charset=utf-8",
          "cache-control": "no-store",
          "toguna-proof": proof.isPublished ? "published" : "first",
        },
      });
    },
  }),
  route({
    method: "post",
    path: "/api/v1/receipts/messages",
    tag: "receipts",
    summary: "Add words to the own report.",
    access: { kind: "receipt" },
    body: z.strictObject({ text: z.string({ error: "Expected a text." }) }),
    cleansText: true,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, c, body }) => ({
      id: await addReporterMessage(reporterOf(ctx, c), { text: body.text, files: [], channel: "api" }),
    }),
  }),
  route({
    method: "post",
    path: "/api/v1/receipts/files",
    tag: "receipts",
    summary: "Add files (multipart field `files`) to the own report, with words in `text` where wanted.",
    access: { kind: "receipt" },
    rawBody: ["multipart/form-data"],
    response: z.object({ id: z.string(), files: z.number() }),
    status: 201,
    handle: async ({ ctx, c }) => {
      // Refused before a byte is stored.
      const reporter = reporterOf(ctx, c);
      const { fields, files } = await readMultipart(reporter, c.req.raw);
      try {
        const unknown = fields.find(([name]) => name !== "text");
        if (unknown)
          throw new AppError("invalid_input", "Some fields need a change.", {
            fields: [{ path: unknown[0], message: "This field is not known here." }],
          });
        const text = fields.map(([, value]) => value).join("\n");
        return { id: await addReporterMessage(reporter, { text, files, channel: "api" }), files: files.length };
      } finally {
        await discardUntaken(reporter, files);
      }
    },
  }),
];

/** The request as its reporter's. @throws AppError unauthenticated without a Receipt-Token, or when its half hour is over. */
function reporterOf(ctx: Context, c: HttpContext): Context {
  if (ctx.actor.kind === "reporter") return ctx;
  const token = c.req.header("receipt-token");
  const reporter = token === undefined ? undefined : asReporter(ctx, token);
  if (!reporter)
    throw new AppError("unauthenticated", "Open the report with its receipt first: POST /api/v1/receipts/open.");
  return reporter;
}
