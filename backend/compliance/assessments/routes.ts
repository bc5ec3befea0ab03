// Self-assessments over HTTP, for a constituent's people: answers, exceptions, evidence, history, and what to take along.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { fileResponse, orRemove, takeBody } from "../offices/keep-files.ts";
import { pdfResponse } from "../offices/route-parts.ts";
import { answerDuty, grantException, withdrawException } from "./answer-duty.ts";
import { ExportQuery, exportAssessments, printAssessment } from "./export-assessment.ts";
import { addEvidence, openEvidence, withdrawEvidence } from "./keep-evidence.ts";
import {
  AnswerDuty,
  AssessmentList,
  AssessmentQuery,
  AssessmentView,
  EvidenceQuery,
  GrantException,
  HistoryView,
  WithdrawEvidence,
} from "./model.ts";
import { listAssessments, readAssessment, readHistory } from "./read-assessments.ts";

const root = "/api/v1/assessments";
const item = `${root}/:packId/items/:obligationId`;
const tag = "assessments";
const read = { kind: "act", act: "duty.read" } as const;
const change = { kind: "act", act: "duty.change" } as const;
const Changed = z.object({ version: z.number().int() });

/** The pack and the duty of an address; what no pack can be called is not there. */
function namesIn(params: Record<string, string>): { packId: string; obligationId: string } {
  return { packId: params["packId"] ?? "", obligationId: params["obligationId"] ?? "" };
}

function idIn(params: Record<string, string>, name: string, what: string): string {
  const id = params[name] ?? "";
  if (!isId(id)) throw notFound(what);
  return id;
}

export const assessmentRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: read,
    summary: "The own entity's self-assessments: per law how far it is",
    tag,
    query: AssessmentQuery,
    response: AssessmentList,
    handle: async ({ ctx, query }) => await listAssessments(ctx, query),
  }),
  route({
    method: "get",
    path: `${root}/export`,
    access: read,
    summary: "The self-assessment as a table, of one law or of all",
    tag,
    query: ExportQuery,
    handle: async ({ ctx, query }) => await exportAssessments(ctx, query),
  }),
  route({
    method: "get",
    path: `${root}/:packId`,
    access: read,
    summary:
      "The self-assessment of one law: each duty with its answer, evidence, exception, and what another version of the law says differently",
    tag,
    query: AssessmentQuery,
    response: AssessmentView,
    handle: async ({ ctx, params, query }) => await readAssessment(ctx, namesIn(params).packId, query),
  }),
  route({
    method: "get",
    path: `${root}/:packId/summary`,
    access: read,
    summary: "The self-assessment of one law as PDF",
    tag,
    query: AssessmentQuery,
    handle: async ({ ctx, params, query }) => pdfResponse(await printAssessment(ctx, namesIn(params).packId, query)),
  }),
  route({
    method: "put",
    path: item,
    access: change,
    summary: "Answer for a duty: its state, who sees to it, until when",
    tag,
    body: AnswerDuty,
    response: Changed,
    handle: async ({ ctx, params, body }) => {
      const { packId, obligationId } = namesIn(params);
      return await answerDuty(ctx, packId, obligationId, body);
    },
  }),
  route({
    method: "get",
    path: `${item}/history`,
    access: read,
    summary: "Every change of one answer",
    tag,
    response: HistoryView,
    handle: async ({ ctx, params }) => {
      const { packId, obligationId } = namesIn(params);
      return await readHistory(ctx, packId, obligationId);
    },
  }),
  route({
    method: "post",
    path: `${item}/exceptions`,
    access: change,
    summary: "Except a duty until a day; it opens again by itself",
    tag,
    body: GrantException,
    response: z.object({ id: z.string(), version: z.number().int() }),
    status: 201,
    handle: async ({ ctx, params, body }) => {
      const { packId, obligationId } = namesIn(params);
      return await grantException(ctx, packId, obligationId, body);
    },
  }),
  route({
    method: "post",
    path: `${root}/exceptions/:exceptionId/withdraw`,
    access: change,
    summary: "End an exception before its day",
    tag,
    body: z.strictObject({}),
    handle: async ({ ctx, params }) => await withdrawException(ctx, idIn(params, "exceptionId", "exception")),
  }),
  route({
    method: "post",
    path: `${item}/evidence`,
    access: change,
    summary: "Add a file that proves a duty, with the day since when it holds and its end",
    tag,
    rawBody: ["application/octet-stream"],
    headers: { "file-name": "The file's name, percent-encoded." },
    query: EvidenceQuery,
    response: z.object({ id: z.string(), sha256: z.string() }),
    status: 201,
    handle: async ({ ctx, c, params, query }) => {
      const { packId, obligationId } = namesIn(params);
      const stored = await takeBody(ctx, c.req.raw, c.req.header("file-name"));
      return await orRemove(ctx, stored, async () => await addEvidence(ctx, packId, obligationId, query, stored));
    },
  }),
  route({
    method: "get",
    path: `${root}/evidence/:evidenceId`,
    access: read,
    summary: "A file of evidence",
    tag,
    handle: async ({ ctx, params }) =>
      fileResponse(ctx, await openEvidence(ctx, idIn(params, "evidenceId", "evidence"))),
  }),
  route({
    method: "post",
    path: `${root}/evidence/:evidenceId/withdraw`,
    access: change,
    summary: "Withdraw a file of evidence, with the reason; it stays to be read",
    tag,
    body: WithdrawEvidence,
    handle: async ({ ctx, params, body }) => await withdrawEvidence(ctx, idIn(params, "evidenceId", "evidence"), body),
  }),
];
