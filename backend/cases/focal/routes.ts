// What focal points write, over HTTP, and the desk's answers to it.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { addFocalEntry } from "./add-entry.ts";
import { answerFocalEntry } from "./answer-entry.ts";
import { AddFocalEntry, AnswerFocalEntry, focalKinds, ProposedAssessment, RegisterAssisted } from "./model.ts";
import { registerAssisted } from "./register-assisted.ts";

/** @throws not_found for a text that no row can have as its id. */
function idOf(params: Record<string, string>, name: string, what: string): string {
  const id = params[name] ?? "";
  if (!isId(id)) throw notFound(what);
  return id;
}

const NewEntry = z.strictObject({
  kind: z.enum(focalKinds, `Expected one of ${focalKinds.join(", ")}.`),
  body: z.string("Expected a text."),
  proposal: ProposedAssessment.optional(),
});

export const focalRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: "/api/v1/focal/reports/:reportId/entries",
    access: { kind: "act", act: "focal.write" },
    summary: "A focal point's note, question or proposed assessment at a report of the own areas",
    tag: "focal",
    body: NewEntry,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await addFocalEntry(ctx, AddFocalEntry.parse({ ...body, reportId: idOf(params, "reportId", "report") })),
  }),
  route({
    method: "post",
    path: "/api/v1/focal/reports",
    access: { kind: "act", act: "focal.write" },
    summary: "A focal point writes down a report for somebody of the own areas, who is given the receipt",
    tag: "focal",
    body: RegisterAssisted,
    response: z.object({ reference: z.string(), receipt: z.string(), receivedAt: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await registerAssisted(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/focal-entries/:entryId/answer",
    access: { kind: "act", act: "report.assess" },
    summary: "Answer a focal point's question, or take over or refuse a proposed assessment",
    tag: "focal",
    body: AnswerFocalEntry.omit({ entryId: true }),
    handle: async ({ ctx, body, params }) =>
      await answerFocalEntry(ctx, { ...body, entryId: idOf(params, "entryId", "entry") }),
  }),
];
