// Playbooks over HTTP: what there is, what one would do, and what is at work in a case.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { wordsLanguages } from "../../platform/words/index.ts";
import { Changed } from "../work/shapes.ts";
import { answerStep, skipStep, stopPlaybook } from "./answer-step.ts";
import {
  AnswerStep,
  CasePlaybooks,
  Playbook,
  SkipStep,
  StartPlaybook,
  StopPlaybook,
  TriedPlaybook,
  TryPlaybook,
} from "./model.ts";
import {
  dryRunPlaybook,
  listPlaybooks,
  readCasePlaybooks,
  readPlaybook,
  readPlaybookPicture,
  readRunPicture,
} from "./read-runs.ts";
import { startPlaybook } from "./start-playbook.ts";

const root = "/api/v1/desk/playbooks";
const ofCase = "/api/v1/desk/cases/:caseId/playbooks";
const ofRun = "/api/v1/desk/playbook-runs/:runId";
const read = { kind: "act", act: "case.read" } as const;
const change = { kind: "act", act: "case.change" } as const;
const tag = "playbooks";
const language = z.enum(wordsLanguages, "Expected fr, en or mn.").default("fr");
const Spoken = z.strictObject({ language });
const Look = z.strictObject({ language, theme: z.enum(["light", "dark"], "Expected light or dark.").default("light") });

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const caseIn = (params: Record<string, string>): string => idIn(params, "caseId", "case");
const runIn = (params: Record<string, string>): string => idIn(params, "runId", "playbook run");

export const playbookRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: read,
    summary: "All playbooks with what they are for",
    tag,
    response: z.object({ rows: z.array(Playbook) }),
    handle: async ({ ctx }) => await Promise.resolve({ rows: listPlaybooks(ctx) }),
  }),
  route({
    method: "get",
    path: `${root}/:playbookId`,
    access: read,
    summary: "One playbook with its steps and the print of its file",
    tag,
    response: Playbook.extend({ sha256: z.string() }),
    handle: async ({ ctx, params }) => await Promise.resolve(readPlaybook(ctx, params["playbookId"] ?? "")),
  }),
  route({
    method: "get",
    path: `${root}/:playbookId/picture`,
    access: read,
    summary: "A playbook as a picture (SVG)",
    tag,
    query: Look,
    handle: async ({ ctx, params, query }) =>
      await Promise.resolve(
        readPlaybookPicture(ctx, params["playbookId"] ?? "", query.language, query.theme === "dark"),
      ),
  }),
  route({
    method: "post",
    path: `${root}/:playbookId/dry-run`,
    access: read,
    summary: "What a playbook would do from a moment on; nothing is written",
    tag,
    query: Spoken,
    body: TryPlaybook,
    response: TriedPlaybook,
    handle: async ({ ctx, params, query, body }) =>
      await Promise.resolve(dryRunPlaybook(ctx, params["playbookId"] ?? "", query.language, body)),
  }),
  route({
    method: "get",
    path: ofCase,
    access: read,
    summary: "Playbooks at work in a case, and those that are offered",
    tag,
    query: Spoken,
    response: CasePlaybooks,
    handle: async ({ ctx, params, query }) => await readCasePlaybooks(ctx, caseIn(params), query.language),
  }),
  route({
    method: "post",
    path: ofCase,
    access: change,
    summary: "Begin a playbook in a case",
    tag,
    body: StartPlaybook.omit({ caseId: true }),
    response: Changed,
    status: 201,
    handle: async ({ ctx, params, body }) => await startPlaybook(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "get",
    path: `${ofRun}/picture`,
    access: read,
    summary: "A playbook at work as a picture (SVG)",
    tag,
    query: Look,
    handle: async ({ ctx, params, query }) =>
      await readRunPicture(ctx, runIn(params), query.language, query.theme === "dark"),
  }),
  route({
    method: "post",
    path: `${ofRun}/answer`,
    access: change,
    summary: "Answer a question or an approval of a playbook at work",
    tag,
    body: AnswerStep.omit({ runId: true }),
    response: Changed,
    handle: async ({ ctx, params, body }) => await answerStep(ctx, { ...body, runId: runIn(params) }),
  }),
  route({
    method: "post",
    path: `${ofRun}/skip`,
    access: change,
    summary: "Leave a wait out, with a reason",
    tag,
    body: SkipStep.omit({ runId: true }),
    response: Changed,
    handle: async ({ ctx, params, body }) => await skipStep(ctx, { ...body, runId: runIn(params) }),
  }),
  route({
    method: "post",
    path: `${ofRun}/stop`,
    access: change,
    summary: "Stop a playbook; its tasks stay",
    tag,
    body: StopPlaybook.omit({ runId: true }),
    response: Changed,
    handle: async ({ ctx, params, body }) => await stopPlaybook(ctx, { ...body, runId: runIn(params) }),
  }),
];
