// A crisis over HTTP: the strip in every frame, levels, the crisis and its cases, decisions, recipients, situation reports and their receipts.
import { z } from "zod";
import type { Context } from "../../platform/context/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { freezeSituation } from "./freeze-situation.ts";
import { addCases, closeCrisis, moveCrisis, openCrisis } from "./keep-crisis.ts";
import { confirmDecision, writeDecision } from "./keep-decisions.ts";
import { addLevel, addProposedLevels, changeLevel, endLevel } from "./keep-levels.ts";
import { addRecipient, removeRecipient } from "./keep-recipients.ts";
import {
  AddCases,
  AddRecipient,
  ChangeLevel,
  CloseCrisis,
  CrisisLine,
  CrisisNow,
  CrisisOptions,
  CrisisView,
  FreezeSituation,
  MoveCrisis,
  OpenCrisis,
  SentSituation,
  WriteDecision,
  WriteLevel,
  WriteSituation,
} from "./model.ts";
import { listCrises, readCrisis, readCrisisNow, readCrisisOptions } from "./read-crisis.ts";
import { confirmSituation, listSentToMe, noteOpened } from "./receive-situation.ts";
import { changeSituation } from "./write-situation.ts";

const tag = "crisis";
const root = "/api/v1/crises";
const one = `${root}/:crisisId`;
const read = { kind: "act", act: "crisis.read" } as const;
const work = { kind: "act", act: "crisis.work" } as const;
const lead = { kind: "act", act: "crisis.lead" } as const;
const receive = { kind: "act", act: "situation.read" } as const;
const Id = z.object({ id: z.string() });

/** A post with a body on one object, answered by nothing. */
const act = <Body>(
  path: string,
  access: typeof work | typeof lead,
  summary: string,
  body: z.ZodType<Body>,
  verb: (ctx: Context, id: string, body: Body) => Promise<unknown>,
  param = "crisisId",
): RouteDeclaration =>
  route({
    method: "post",
    path,
    access,
    summary,
    tag,
    body,
    handle: async ({ ctx, body: given, params }) => void (await verb(ctx, params[param] ?? "", given)),
  });
/** A post without a body on one object. */
const press = (
  path: string,
  access: typeof read | typeof lead | typeof receive,
  summary: string,
  verb: (ctx: Context, params: Record<string, string>) => Promise<void>,
): RouteDeclaration =>
  route({ method: "post", path, access, summary, tag, handle: async ({ ctx, params }) => await verb(ctx, params) });

export const crisisRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/crisis-now",
    access: { kind: "signed_in" },
    summary: "Open crises with their levels, for the strip in every room of the staff",
    tag,
    response: CrisisNow,
    handle: async ({ ctx }) => await readCrisisNow(ctx),
  }),
  route({
    method: "get",
    path: root,
    access: read,
    summary: "Crises, open ones first",
    tag,
    response: z.object({ crises: z.array(CrisisLine) }),
    handle: async ({ ctx }) => ({ crises: await listCrises(ctx) }),
  }),
  route({
    method: "get",
    path: "/api/v1/crisis-options",
    access: read,
    summary: "What forms of a crisis choose from: levels, open cases, people, authorities, contacts",
    tag,
    response: CrisisOptions,
    handle: async ({ ctx }) => await readCrisisOptions(ctx),
  }),
  route({
    method: "post",
    path: root,
    access: lead,
    summary: "Open a crisis on cases, with the passkey",
    tag,
    body: OpenCrisis,
    response: z.object({ id: z.string(), reference: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await openCrisis(ctx, body),
  }),
  route({
    method: "get",
    path: one,
    access: read,
    summary: "One crisis with its cases, changes, decisions, recipients, situation reports and receipts",
    tag,
    response: CrisisView,
    handle: async ({ ctx, params }) => await readCrisis(ctx, params["crisisId"] ?? ""),
  }),
  act(`${one}/level`, lead, "Move a crisis to another level, with a reason", MoveCrisis, moveCrisis),
  act(`${one}/cases`, work, "Add cases to a crisis", AddCases, addCases),
  act(`${one}/close`, lead, "Close a crisis with its review", CloseCrisis, closeCrisis),
  route({
    method: "post",
    path: `${one}/decisions`,
    access: work,
    summary: "Write a decision down; it is never changed",
    tag,
    body: WriteDecision,
    response: z.object({ id: z.string(), number: z.number() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await writeDecision(ctx, params["crisisId"] ?? "", body),
  }),
  press(
    "/api/v1/crisis-decisions/:decisionId/confirm",
    read,
    "Say that one knows of a decision",
    async (ctx, params) => await confirmDecision(ctx, params["decisionId"] ?? ""),
  ),
  act(`${one}/recipients`, lead, "Add whom situation reports go to", AddRecipient, addRecipient),
  press(
    `${one}/recipients/:recipientId/remove`,
    lead,
    "Send no further situation reports to a recipient",
    async (ctx, params) => await removeRecipient(ctx, params["crisisId"] ?? "", params["recipientId"] ?? ""),
  ),
  route({
    method: "put",
    path: "/api/v1/situations/:situationId",
    access: work,
    summary: "Write into the draft of a situation report",
    tag,
    body: WriteSituation,
    handle: async ({ ctx, body, params }) => await changeSituation(ctx, params["situationId"] ?? "", body),
  }),
  act(
    "/api/v1/situations/:situationId/freeze",
    work,
    "Freeze a situation report before its time and send it",
    FreezeSituation,
    freezeSituation,
    "situationId",
  ),
  route({
    method: "get",
    path: "/api/v1/own/situations",
    access: receive,
    summary: "Situation reports that were sent to the asker",
    tag,
    response: z.object({ situations: z.array(SentSituation) }),
    handle: async ({ ctx }) => ({ situations: await listSentToMe(ctx) }),
  }),
  press(
    "/api/v1/own/situations/:situationId/opened",
    receive,
    "Note that the asker has a situation report before them",
    async (ctx, params) => await noteOpened(ctx, params["situationId"] ?? ""),
  ),
  press(
    "/api/v1/own/situations/:situationId/confirm",
    receive,
    "Say that one has read a situation report",
    async (ctx, params) => await confirmSituation(ctx, params["situationId"] ?? ""),
  ),
  route({
    method: "post",
    path: "/api/v1/crisis-levels",
    access: lead,
    summary: "Add a level of crises",
    tag,
    body: WriteLevel,
    response: Id,
    status: 201,
    handle: async ({ ctx, body }) => await addLevel(ctx, body),
  }),
  press(
    "/api/v1/crisis-levels/proposed",
    lead,
    "Add the three proposed levels, where there are none",
    async (ctx) => await addProposedLevels(ctx),
  ),
  route({
    method: "put",
    path: "/api/v1/crisis-levels/:levelId",
    access: lead,
    summary: "Change a level of crises",
    tag,
    body: ChangeLevel,
    handle: async ({ ctx, body, params }) => await changeLevel(ctx, params["levelId"] ?? "", body),
  }),
  press(
    "/api/v1/crisis-levels/:levelId/end",
    lead,
    "End a level of crises",
    async (ctx, params) => await endLevel(ctx, params["levelId"] ?? ""),
  ),
];
