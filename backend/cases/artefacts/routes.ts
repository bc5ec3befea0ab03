// Artefacts over HTTP: ask for an analysis, work on it, write what it says, let the bytes out as an archive, ask the sandbox.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { askAnalysis } from "./ask-analysis.ts";
import { askSandbox, decideRun } from "./ask-sandbox.ts";
import {
  ArtefactLine,
  ArtefactPage,
  AskAnalysis,
  Candidates,
  DecideRun,
  PackArtefact,
  runStates,
  StepArtefact,
  WriteResult,
} from "./model.ts";
import { packArtefact } from "./pack-artefact.ts";
import { listArtefacts, listOfCase, readArtefact } from "./read-artefacts.ts";
import { stepArtefact } from "./step-artefact.ts";
import { writeResult } from "./write-result.ts";

const tag = "artefacts";
const all = "/api/v1/desk/artefacts";
const one = `${all}/:artefactId`;
const ofCase = "/api/v1/desk/cases/:caseId/artefacts";
const act = (name: string) => ({ kind: "act", act: name }) as const;

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const artefactIn = (params: Record<string, string>): string => idIn(params, "artefactId", "artefact");

export const artefactRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: all,
    access: act("case.read"),
    summary: "Files that are looked into, those that wait first",
    tag,
    response: z.object({ artefacts: z.array(ArtefactLine) }),
    handle: async ({ ctx }) => await listArtefacts(ctx),
  }),
  route({
    method: "get",
    path: ofCase,
    access: act("case.read"),
    summary: "The artefacts of a case, and what of it can be looked into",
    tag,
    response: z.object({
      artefacts: z.array(ArtefactLine),
      candidates: Candidates,
      can: z.object({ ask: z.boolean() }),
    }),
    handle: async ({ ctx, params }) => await listOfCase(ctx, idIn(params, "caseId", "case")),
  }),
  route({
    method: "post",
    path: ofCase,
    access: act("case.change"),
    summary: "Ask that evidence, or a report's file, be looked into",
    tag,
    body: AskAnalysis,
    response: z.object({ id: z.string(), reference: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await askAnalysis(ctx, idIn(params, "caseId", "case"), body),
  }),
  route({
    method: "get",
    path: one,
    access: act("case.read"),
    summary: "One artefact with its results, its runs at the sandbox and where the same was seen",
    tag,
    response: ArtefactPage,
    handle: async ({ ctx, params }) => await readArtefact(ctx, artefactIn(params)),
  }),
  route({
    method: "post",
    path: `${one}/steps`,
    access: act("case.change"),
    summary: "Take it, give it to somebody, have the rules look again, end it without a result",
    tag,
    body: StepArtefact,
    response: z.object({ version: z.int() }),
    handle: async ({ ctx, body, params }) => await stepArtefact(ctx, artefactIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/results`,
    access: act("case.change"),
    summary: "Write what the analysis says; its values belong to the case from then on",
    tag,
    body: WriteResult,
    response: z.object({ number: z.int(), version: z.int() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await writeResult(ctx, artefactIn(params), body),
  }),
  route({
    method: "post",
    path: `${one}/archive`,
    access: act("file.download"),
    summary: "The bytes, as an archive under a password that is told once; a row of custody",
    tag,
    body: PackArtefact,
    handle: async ({ ctx, body, params }) => {
      const archive = await packArtefact(ctx, artefactIn(params), body);
      return new Response(archive.bytes, {
        headers: {
          "content-security-policy": "sandbox; default-src 'none'",
          "x-content-type-options": "nosniff",
          "cache-control": "no-store",
          "content-type": "application/zip",
          "content-disposition": `attachment; filename=${archive.name}`,
          "toguna-archive-name": archive.name,
          "toguna-archive-password": archive.password,
        },
      });
    },
  }),
  route({
    method: "post",
    path: `${one}/sandbox`,
    access: act("case.change"),
    summary: "Ask that it go to the outside sandbox, as far as its labels let it",
    tag,
    response: z.object({ runId: z.string(), state: z.enum(runStates) }),
    status: 201,
    handle: async ({ ctx, params }) => await askSandbox(ctx, artefactIn(params)),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/sandbox-runs/:runId/decision",
    access: act("release.approve"),
    summary: "Agree as the second person, with the passkey, that a file leaves for the sandbox; or refuse",
    tag,
    body: DecideRun,
    handle: async ({ ctx, body, params }) => await decideRun(ctx, params["runId"] ?? "", body),
  }),
];
