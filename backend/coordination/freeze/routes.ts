// Requests to freeze money over HTTP, for the desk. A partner answers on a page of the portal.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { freezeFields, freezeTargets } from "../../registry/partners/model.ts";
import { answerFreezeAtDesk } from "./answer-freeze.ts";
import { AnswerFreeze, ReleaseFreeze } from "./model.ts";
import { printFreeze } from "./print-freeze.ts";
import { previewFreeze, readFreeze } from "./read-freeze.ts";
import { releaseFreeze } from "./release-freeze.ts";

const text = z.string();
const maybe = z.string().nullable();
const Person = z.object({ id: text, name: text });
const Fields = z.partialRecord(z.enum(freezeFields), text);
const View = z.object({
  consent: z.object({ bodies: z.array(text), givenAt: text, textVersion: text, language: text }).nullable(),
  heldBack: maybe,
  isExercise: z.boolean(),
  prepared: z.object({ target: z.enum(freezeTargets), fields: Fields }),
  partners: z.array(
    z.object({
      id: text,
      name: text,
      kind: text,
      contactName: text,
      phone: maybe,
      hours: maybe,
      channel: text,
      freezes: z.array(text),
      needs: z.array(text),
      answerMinutes: z.number().int(),
      language: text,
      isConcerned: z.boolean(),
    }),
  ),
  requests: z.array(
    z.object({
      id: text,
      reference: text,
      partnerName: text,
      target: text,
      body: text,
      channel: text,
      releasedBy: Person.nullable(),
      releasedAt: text,
      dueAt: text,
      answer: maybe,
      answerNote: maybe,
      answeredVia: maybe,
      answeredAt: maybe,
      answerMinutes: z.number().int().nullable(),
    }),
  ),
  canRelease: z.boolean(),
});

/** @throws not_found for a text that no row can have as its id. */
function idOf(params: Record<string, string>, name: string, what: string): string {
  const id = params[name] ?? "";
  if (!isId(id)) throw notFound(what);
  return id;
}

const tag = "partners";

export const freezeRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/desk/reports/:reportId/freeze",
    access: { kind: "act", act: "report.read" },
    summary: "Consent, label, the prepared request and what was asked so far",
    tag,
    response: View,
    handle: async ({ ctx, params }) => await readFreeze(ctx, params["reportId"] ?? ""),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/reports/:reportId/freeze/preview",
    access: { kind: "act", act: "freeze.release" },
    summary: "Exactly what would leave to a fraud desk",
    tag,
    body: ReleaseFreeze.omit({ reportId: true }),
    response: z.object({ body: text, language: text }),
    handle: async ({ ctx, body, params }) =>
      await previewFreeze(ctx, { ...body, reportId: idOf(params, "reportId", "report") }),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/reports/:reportId/freeze",
    access: { kind: "act", act: "freeze.release" },
    summary: "Release a request to freeze money, with the passkey",
    tag,
    body: ReleaseFreeze.omit({ reportId: true }),
    response: z.object({ id: text, reference: text }),
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await releaseFreeze(ctx, { ...body, reportId: idOf(params, "reportId", "report") }),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/freeze-requests/:requestId/answer",
    access: { kind: "act", act: "freeze.release" },
    summary: "Write down what a fraud desk answered on the telephone",
    tag,
    body: AnswerFreeze.omit({ requestId: true }),
    handle: async ({ ctx, body, params }) =>
      await answerFreezeAtDesk(ctx, { ...body, requestId: idOf(params, "requestId", "request") }),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/freeze-requests/:requestId/document",
    access: { kind: "act", act: "freeze.release" },
    summary: "A request as a PDF to print",
    tag,
    handle: async ({ ctx, params }) => {
      const { name, bytes } = await printFreeze(ctx, params["requestId"] ?? "");
      return new Response(new Uint8Array(bytes), {
        headers: {
          "content-type": "application/pdf",
          "content-disposition": `attachment; filename="${name}"`,
          "cache-control": "no-store",
        },
      });
    },
  }),
];
