// Talking over HTTP: correspondents, conversations, messages with their hold, codes for links, templates and call-backs; and a party's own room.
import { z } from "zod";
import { AskCallBack, CallBackView, NoteAttempt } from "../calls/model.ts";
import { askCallBack, listCallBacks, noteAttempt } from "../calls/keep-calls.ts";
import { readOutCode } from "../links/open-link.ts";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { endTemplate, fillTemplates, listTemplates, saveTemplate } from "../templates/keep-templates.ts";
import { FilledTemplate, SaveTemplate, templateLanguages, TemplateView } from "../templates/model.ts";
import { messageFileRoutes } from "./files/routes.ts";
import { addCorrespondent, listCorrespondents, listParties } from "./correspondents.ts";
import { beginConversation, changeConversation } from "./keep-conversation.ts";
import {
  AddCorrespondent,
  BeginConversation,
  ChangeConversation,
  ConversationPage,
  ConversationRow,
  CorrespondentView,
  OwnConversation,
  PartyOption,
  PreviewView,
  protections,
  WriteMessage,
} from "./model.ts";
import { listOwnConversations, ReplyAsParty, replyAsParty } from "./own-conversations.ts";
import { listConversations, readConversation } from "./read-conversations.ts";
import { previewMessage, withdrawMessage, writeMessage } from "./write-message.ts";

const tag = "talking";
const read = { kind: "act", act: "case.read" } as const;
const write = { kind: "act", act: "report.answer" } as const;
const own = { kind: "act", act: "shared.read" } as const;
const keep = { kind: "act", act: "registry.change" } as const;
const id = z.string().refine(isId, "Expected an id.");
const Made = z.object({ id: z.string() });

/** @throws not_found for a text that no row can have as its id. */
function idOf(params: Record<string, string>, name: string, what: string): string {
  const value = params[name] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}

export const conversationRoutes: RouteDeclaration[] = [
  ...messageFileRoutes,
  route({
    method: "get",
    path: "/api/v1/talking/correspondents",
    access: read,
    summary: "Whom the team writes to, by name or address",
    tag,
    query: z.strictObject({ text: z.string().max(200).optional() }),
    response: z.object({ rows: z.array(CorrespondentView) }),
    handle: async ({ ctx, query }) => ({ rows: await listCorrespondents(ctx, query.text) }),
  }),
  route({
    method: "get",
    path: "/api/v1/talking/parties",
    access: read,
    summary: "Contacts of the register and organisations that can be written to, by name",
    tag,
    query: z.strictObject({ text: z.string().max(200).optional() }),
    response: z.object({ rows: z.array(PartyOption) }),
    handle: async ({ ctx, query }) => ({ rows: await listParties(ctx, query.text ?? "") }),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/correspondents",
    access: write,
    summary: "Add a party to write to",
    tag,
    body: AddCorrespondent,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await addCorrespondent(ctx, body),
  }),
  route({
    method: "get",
    path: "/api/v1/talking/conversations",
    access: read,
    summary: "Conversations, those with the newest message first",
    tag,
    query: z.strictObject({
      caseId: id.optional(),
      isWaiting: z.enum(["true"], "Expected true, or nothing.").optional(),
      before: id.optional(),
      limit: z.coerce.number().int().min(1).max(200).optional(),
    }),
    response: z.object({ rows: z.array(ConversationRow) }),
    handle: async ({ ctx, query }) => ({
      rows: await listConversations(ctx, { ...query, isWaiting: query.isWaiting === "true" }),
    }),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/conversations",
    access: write,
    summary: "Begin a conversation with one party about a case",
    tag,
    body: BeginConversation,
    response: z.object({ id: z.string(), number: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await beginConversation(ctx, body),
  }),
  route({
    method: "get",
    path: "/api/v1/talking/conversations/:conversationId",
    access: read,
    summary: "One conversation whole",
    tag,
    response: ConversationPage,
    handle: async ({ ctx, params }) => await readConversation(ctx, idOf(params, "conversationId", "conversation")),
  }),
  route({
    method: "patch",
    path: "/api/v1/talking/conversations/:conversationId",
    access: write,
    summary: "Keep the other party's reference, close or open again",
    tag,
    body: ChangeConversation.omit({ conversationId: true }),
    handle: async ({ ctx, body, params }) =>
      await changeConversation(ctx, { ...body, conversationId: idOf(params, "conversationId", "conversation") }),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/conversations/:conversationId/preview",
    access: write,
    summary: "Exactly what would leave, and how",
    tag,
    body: WriteMessage.omit({ conversationId: true }),
    response: PreviewView,
    handle: async ({ ctx, body, params }) =>
      await previewMessage(ctx, { ...body, conversationId: idOf(params, "conversationId", "conversation") }),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/conversations/:conversationId/messages",
    access: write,
    summary: "Write to the party: held for 15 seconds, or until its instant",
    tag,
    body: WriteMessage.omit({ conversationId: true }),
    response: z.object({ id: z.string(), releaseAt: z.string(), protection: z.enum(protections) }),
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await writeMessage(ctx, { ...body, conversationId: idOf(params, "conversationId", "conversation") }),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/messages/:messageId/withdraw",
    access: write,
    summary: "Take a message back while it is held",
    tag,
    response: z.object({ body: z.string() }),
    handle: async ({ ctx, params }) => await withdrawMessage(ctx, idOf(params, "messageId", "message")),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/links/:linkId/code",
    access: write,
    summary: "A one-time code to read out on the telephone",
    tag,
    response: z.object({ code: z.string(), minutes: z.number().int() }),
    handle: async ({ ctx, params }) => await readOutCode(ctx, idOf(params, "linkId", "link")),
  }),
  route({
    method: "get",
    path: "/api/v1/talking/conversations/:conversationId/templates",
    access: write,
    summary: "The templates as they read in this conversation",
    tag,
    query: z.strictObject({ language: z.enum(templateLanguages).optional() }),
    response: z.object({ rows: z.array(FilledTemplate) }),
    handle: async ({ ctx, params, query }) => ({
      rows: await fillTemplates(ctx, idOf(params, "conversationId", "conversation"), query.language),
    }),
  }),
  route({
    method: "get",
    path: "/api/v1/talking/templates",
    access: { kind: "act", act: "registry.read" },
    summary: "Templates of messages",
    tag,
    query: z.strictObject({ language: z.enum(templateLanguages).optional() }),
    response: z.object({ rows: z.array(TemplateView) }),
    handle: async ({ ctx, query }) => ({ rows: await listTemplates(ctx, query.language ?? "fr") }),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/templates",
    access: keep,
    summary: "Keep a template of the team's own, in three languages",
    tag,
    body: SaveTemplate,
    response: z.object({ id: z.string(), version: z.number().int() }),
    handle: async ({ ctx, body }) => await saveTemplate(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/templates/:templateId/end",
    access: keep,
    summary: "Take a template out of the list",
    tag,
    handle: async ({ ctx, params }) => await endTemplate(ctx, idOf(params, "templateId", "template")),
  }),
  route({
    method: "get",
    path: "/api/v1/talking/call-backs",
    access: read,
    summary: "Who is to be called back, the earliest due first",
    tag,
    query: z.strictObject({ caseId: id.optional() }),
    response: z.object({ rows: z.array(CallBackView) }),
    handle: async ({ ctx, query }) => ({ rows: await listCallBacks(ctx, query) }),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/call-backs",
    access: { kind: "act", act: "case.change" },
    summary: "Ask that somebody is called back",
    tag,
    body: AskCallBack,
    response: Made,
    status: 201,
    handle: async ({ ctx, body }) => await askCallBack(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/talking/call-backs/:callBackId/attempts",
    access: { kind: "act", act: "case.change" },
    summary: "Write down a try to reach somebody",
    tag,
    body: NoteAttempt.omit({ callBackId: true }),
    response: z.object({ state: z.enum(["open", "reached", "given_up"]) }),
    handle: async ({ ctx, body, params }) =>
      await noteAttempt(ctx, { ...body, callBackId: idOf(params, "callBackId", "call-back") }),
  }),
  route({
    method: "get",
    path: "/api/v1/own/conversations",
    access: own,
    summary: "A party's own conversations with the team",
    tag,
    response: z.object({ rows: z.array(OwnConversation) }),
    handle: async ({ ctx }) => ({ rows: await listOwnConversations(ctx) }),
  }),
  route({
    method: "post",
    path: "/api/v1/own/conversations/:conversationId/messages",
    access: own,
    summary: "Answer the team in an own conversation",
    tag,
    body: ReplyAsParty.omit({ conversationId: true }),
    response: Made,
    status: 201,
    handle: async ({ ctx, body, params }) =>
      await replyAsParty(ctx, { ...body, conversationId: idOf(params, "conversationId", "conversation") }),
  }),
];
