// Filings over HTTP: drafts, submission, one's own filings, documents and proofs, claims of what a guest filed.
import { z } from "zod";
import { AppError, notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { LanguageQuery } from "../duties/model.ts";
import { claimFiling } from "./claim-filing.ts";
import { dropDraft, openDraft, readDraft, saveAnswer } from "./keep-draft.ts";
import {
  ClaimFiling,
  DraftView,
  FilingList,
  FilingPage,
  OpenDraft,
  SaveAnswer,
  SubmitFiling,
  Submitted,
  TeamPart,
  TeamParts,
} from "./model.ts";
import { noteDelivery } from "./note-delivery.ts";
import { printPart, proveFiling } from "./print-part.ts";
import { listFilings, readFiling } from "./read-filings.ts";
import { listTeamParts, readTeamPart } from "./read-team-parts.ts";
import { submitFiling } from "./submit-filing.ts";

const root = "/api/v1/filings";
const tag = "filings";
const act = (name: string) => ({ kind: "act", act: name }) as const;

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}

const files = (bytes: Buffer | string, name: string, type: string): Response =>
  new Response(typeof bytes === "string" ? bytes : new Uint8Array(bytes), {
    headers: {
      "content-type": type,
      "cache-control": "no-store",
      "content-disposition": `attachment; filename="${name}"`,
    },
  });

export const filingRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: act("filing.read"),
    summary: "The organisation's own filings and drafts",
    tag,
    query: LanguageQuery,
    response: FilingList,
    handle: async ({ ctx, query }) => await listFilings(ctx, query),
  }),
  route({
    method: "post",
    path: `${root}/drafts`,
    access: act("filing.make"),
    summary: "Open a draft: of a first filing, the next stage, or a correction",
    tag,
    body: OpenDraft,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await openDraft(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/drafts/:draftId`,
    access: act("filing.read"),
    summary:
      "The questions of a draft, each once with who is shown the answer, and exactly what each addressee would get",
    tag,
    query: LanguageQuery,
    response: DraftView,
    handle: async ({ ctx, params, query }) => await readDraft(ctx, idIn(params, "draftId", "draft"), query),
  }),
  route({
    method: "put",
    path: `${root}/drafts/:draftId/answers`,
    access: act("filing.make"),
    summary: "Save one answer of a draft",
    tag,
    body: SaveAnswer.omit({ draftId: true }),
    response: z.object({ version: z.number().int(), answerVersion: z.number().int() }),
    handle: async ({ ctx, params, body }) =>
      await saveAnswer(ctx, { ...body, draftId: idIn(params, "draftId", "draft") }),
  }),
  route({
    method: "delete",
    path: `${root}/drafts/:draftId`,
    access: act("filing.make"),
    summary: "Drop a draft",
    tag,
    handle: async ({ ctx, params }) => await dropDraft(ctx, idIn(params, "draftId", "draft")),
  }),
  route({
    method: "post",
    path: `${root}/drafts/:draftId/submit`,
    access: act("filing.make"),
    summary: "File with everybody whom the law names, confirmed with the passkey (act filing.submit)",
    tag,
    body: SubmitFiling.omit({ draftId: true }),
    response: Submitted,
    status: 201,
    handle: async ({ ctx, params, body }) =>
      await submitFiling(ctx, { ...body, draftId: idIn(params, "draftId", "draft") }),
  }),
  route({
    method: "post",
    path: `${root}/claims`,
    access: act("filing.make"),
    summary: "Take over what a guest filed in the organisation's name, by the digits of its receipt",
    tag,
    body: ClaimFiling,
    response: z.object({ filingId: z.string(), reference: z.string() }),
    handle: async ({ ctx, body }) => await claimFiling(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/:filingId`,
    access: act("filing.read"),
    summary: "One filing: stages with their times, receipts, what was said when",
    tag,
    query: LanguageQuery,
    response: FilingPage,
    handle: async ({ ctx, params, query }) => await readFiling(ctx, idIn(params, "filingId", "filing"), query),
  }),
  route({
    method: "get",
    path: "/api/v1/filing-parts/:partId/document",
    access: act("shared.read"),
    summary: "The receipt of one part as PDF, for the entity and for its addressee",
    tag,
    query: LanguageQuery,
    handle: async ({ ctx, params, query }) => {
      const { name, bytes } = await printPart(ctx, "shared.read", idIn(params, "partId", "filing"), query.language);
      return files(bytes, name, "application/pdf");
    },
  }),
  route({
    method: "get",
    path: "/api/v1/filing-parts/:partId/proof",
    access: act("shared.read"),
    summary: "The proof that one part stands in the log, as a tlog-proof text",
    tag,
    handle: async ({ ctx, params }) => {
      const { name, text } = await proveFiling(ctx, "shared.read", idIn(params, "partId", "filing"));
      return files(text, name, "text/plain; charset=utf-8");
    },
  }),
  route({
    method: "get",
    path: "/api/v1/desk/filings",
    access: act("report.read"),
    summary: "What was filed with the national team itself, where the law names it",
    tag,
    query: LanguageQuery,
    response: TeamParts,
    handle: async ({ ctx, query }) => await listTeamParts(ctx, query),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/filings/:partId",
    access: act("report.read"),
    summary: "One filing with the national team",
    tag,
    query: LanguageQuery,
    response: TeamPart,
    handle: async ({ ctx, params, query }) => await readTeamPart(ctx, idIn(params, "partId", "filing"), query),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/filings/:partId/document",
    access: act("report.read"),
    summary: "The receipt of a filing with the national team as PDF",
    tag,
    query: LanguageQuery,
    handle: async ({ ctx, params, query }) => {
      const { name, bytes } = await printPart(ctx, "report.read", idIn(params, "partId", "filing"), query.language);
      return files(bytes, name, "application/pdf");
    },
  }),
  route({
    method: "post",
    path: "/api/v1/filing-parts/:partId/delivery",
    access: act("filing.make"),
    summary: "Note that a part was brought on paper; the proof of it is the body, the note in the header toguna-note",
    tag,
    rawBody: ["application/pdf", "image/png", "image/jpeg", "application/octet-stream"],
    headers: { "toguna-note": "Who took it and when, percent-encoded" },
    handle: async ({ ctx, c, params }) => {
      const partId = idIn(params, "partId", "filing");
      let note = "";
      try {
        note = decodeURIComponent(c.req.header("toguna-note") ?? "");
      } catch {
        throw new AppError("invalid_input", "The header toguna-note is not percent-encoded.");
      }
      const type = c.req.header("content-type");
      await noteDelivery(
        ctx,
        partId,
        { note },
        type === undefined || c.req.raw.body === null ? undefined : c.req.raw.body,
      );
    },
  }),
];
