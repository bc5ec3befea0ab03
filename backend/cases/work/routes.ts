// The work inside a case over HTTP: one reading, and a narrow door for each act.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { wordsLanguages } from "../../platform/words/index.ts";
import * as after from "../after/model.ts";
import { addImprovement, changeImprovement } from "../after/keep-improvements.ts";
import { writeOutcome, writeReview } from "../after/keep-outcome.ts";
import { addAsset, changeAsset } from "../assets/keep-assets.ts";
import { AddAsset, ChangeAsset } from "../assets/model.ts";
import { askMeasure, changeMeasure, stepMeasure } from "../countermeasures/keep-measures.ts";
import { AskMeasure, ChangeMeasure, StepMeasure } from "../countermeasures/model.ts";
import { setField } from "../fields/keep-fields.ts";
import { SetField } from "../fields/model.ts";
import { addLink, removeLink } from "../links/keep-links.ts";
import { AddLink } from "../links/model.ts";
import { addComment, changeNote } from "../notes/keep-notes.ts";
import { AddComment, ChangeNote } from "../notes/model.ts";
import { PresenceView, TellPresence } from "../presence/model.ts";
import { leavePresence, tellPresence } from "../presence/tell-presence.ts";
import { setPart } from "../team/set-part.ts";
import { SetPart, teamParts } from "../team/model.ts";
import { addEvent, changeEvent } from "../timeline/keep-events.ts";
import { importEvents } from "../timeline/import-events.ts";
import { AddEvent, ChangeEvent, ImportAnswer, ImportAsked } from "../timeline/model.ts";
import { readTimelinePicture } from "../timeline/read-events.ts";
import { CaseWork } from "./model.ts";
import { readWork } from "./read-work.ts";
import { Changed } from "./shapes.ts";

const oneCase = "/api/v1/desk/cases/:caseId";
const part = "/api/v1/desk/case-parts";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "casework";
const Made = z.object({ id: z.string() });
const Look = z.strictObject({
  language: z.enum(wordsLanguages, "Expected fr, en or mn.").default("fr"),
  theme: z.enum(["light", "dark"], "Expected light or dark.").default("light"),
  /** Says nothing to the server: another word makes a browser ask again instead of showing what it has. */
  seen: z.string().max(40, "Expected at most 40 characters.").optional(),
});

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const caseIn = (params: Record<string, string>): string => idIn(params, "caseId", "case");

export const workRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${oneCase}/work`,
    access: act("case.read"),
    summary:
      "The work inside a case: team, tasks, assets, timeline, notes, countermeasures, links, fields, what came after",
    tag,
    response: CaseWork,
    handle: async ({ ctx, params }) => await readWork(ctx, caseIn(params)),
  }),
  route({
    method: "post",
    path: `${oneCase}/presence`,
    access: act("case.read"),
    summary: "Say that one looks at the case, and hear who else does",
    tag,
    body: TellPresence,
    response: PresenceView,
    handle: async ({ ctx, body, params }) => await tellPresence(ctx, "case", caseIn(params), body),
  }),
  route({
    method: "delete",
    path: `${oneCase}/presence`,
    access: act("case.read"),
    summary: "Say that one has closed the case's page",
    tag,
    handle: async ({ ctx, params }) => await leavePresence(ctx, "case", caseIn(params)),
  }),
  route({
    method: "put",
    path: `${oneCase}/people`,
    access: act("case.change"),
    summary: "Take somebody into the team or among the followers, or out",
    tag,
    body: SetPart.omit({ caseId: true }),
    response: z.object({ part: z.enum(teamParts).nullable() }),
    handle: async ({ ctx, body, params }) => await setPart(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "post",
    path: `${oneCase}/assets`,
    access: act("case.change"),
    summary: "Add an asset with its compromise",
    tag,
    body: AddAsset.omit({ caseId: true }),
    response: Changed,
    status: 201,
    handle: async ({ ctx, body, params }) => await addAsset(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "patch",
    path: `${part}/assets/:assetId`,
    access: act("case.change"),
    summary: "Change an asset, on the version that was seen",
    tag,
    body: ChangeAsset.omit({ assetId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) =>
      await changeAsset(ctx, { ...body, assetId: idIn(params, "assetId", "asset") }),
  }),
  route({
    method: "post",
    path: `${oneCase}/events`,
    access: act("case.change"),
    summary: "Add to the timeline of the incident",
    tag,
    body: AddEvent.omit({ caseId: true }),
    response: Changed,
    status: 201,
    handle: async ({ ctx, body, params }) => await addEvent(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "patch",
    path: `${part}/events/:eventId`,
    access: act("case.change"),
    summary: "Change an entry of the timeline, on the version that was seen",
    tag,
    body: ChangeEvent.omit({ eventId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) =>
      await changeEvent(ctx, { ...body, eventId: idIn(params, "eventId", "entry") }),
  }),
  route({
    method: "post",
    path: `${oneCase}/events/import`,
    access: act("case.change"),
    summary: "Bring a table or the findings of toguna scan into the timeline; with isTrial, say what would come of it",
    tag,
    query: ImportAsked,
    rawBody: ["application/octet-stream"],
    response: ImportAnswer,
    handle: async ({ ctx, c, query, params }) => await importEvents(ctx, caseIn(params), c.req.raw, query),
  }),
  route({
    method: "get",
    path: `${oneCase}/timeline.svg`,
    access: act("case.read"),
    summary: "The timeline of the incident as a picture",
    tag,
    query: Look,
    handle: async ({ ctx, query, params }) =>
      await readTimelinePicture(ctx, caseIn(params), { language: query.language, isDark: query.theme === "dark" }),
  }),
  route({
    method: "patch",
    path: `${part}/notes/:noteId`,
    access: act("case.change"),
    summary: "Rewrite a note; what it said before is kept",
    tag,
    body: ChangeNote.omit({ noteId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) => await changeNote(ctx, { ...body, noteId: idIn(params, "noteId", "note") }),
  }),
  route({
    method: "post",
    path: `${part}/notes/:noteId/comments`,
    access: act("case.change"),
    summary: "Comment on a note",
    tag,
    body: AddComment.omit({ noteId: true }),
    response: Made,
    status: 201,
    handle: async ({ ctx, body, params }) => await addComment(ctx, { ...body, noteId: idIn(params, "noteId", "note") }),
  }),
  route({
    method: "post",
    path: `${oneCase}/measures`,
    access: act("case.change"),
    summary: "Ask for a countermeasure",
    tag,
    body: AskMeasure.omit({ caseId: true }),
    response: Changed,
    status: 201,
    handle: async ({ ctx, body, params }) => await askMeasure(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "patch",
    path: `${part}/measures/:measureId`,
    access: act("case.change"),
    summary: "Change what a countermeasure says, on the version that was seen",
    tag,
    body: ChangeMeasure.omit({ measureId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) =>
      await changeMeasure(ctx, { ...body, measureId: idIn(params, "measureId", "countermeasure") }),
  }),
  route({
    method: "post",
    path: `${part}/measures/:measureId/steps`,
    access: act("case.change"),
    summary: "Say that a countermeasure is active, to be lifted, lifted or refused",
    tag,
    body: StepMeasure.omit({ measureId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) =>
      await stepMeasure(ctx, { ...body, measureId: idIn(params, "measureId", "countermeasure") }),
  }),
  route({
    method: "post",
    path: `${oneCase}/links`,
    access: act("case.change"),
    summary: "Link a case with another one",
    tag,
    body: AddLink.omit({ caseId: true }),
    response: Made,
    status: 201,
    handle: async ({ ctx, body, params }) => await addLink(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "delete",
    path: `${oneCase}/links/:linkId`,
    access: act("case.change"),
    summary: "Take a link between two cases away",
    tag,
    response: Made,
    handle: async ({ ctx, params }) => await removeLink(ctx, caseIn(params), idIn(params, "linkId", "link")),
  }),
  route({
    method: "put",
    path: `${oneCase}/fields/:fieldId`,
    access: act("case.change"),
    summary: "Set what stands in one of the team's own fields",
    tag,
    body: SetField.omit({ caseId: true, fieldId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) =>
      await setField(ctx, { ...body, caseId: caseIn(params), fieldId: idIn(params, "fieldId", "field") }),
  }),
  route({
    method: "put",
    path: `${oneCase}/outcome`,
    access: act("case.change"),
    summary: "Write down what was restored, by whom it was verified, and why it happened",
    tag,
    body: after.WriteOutcome.omit({ caseId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) => await writeOutcome(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "put",
    path: `${oneCase}/review`,
    access: act("case.change"),
    summary: "Write the review, or end it",
    tag,
    body: after.WriteReview.omit({ caseId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) => await writeReview(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "post",
    path: `${oneCase}/improvements`,
    access: act("case.change"),
    summary: "Add an improvement with its owner and the day on which it is due",
    tag,
    body: after.AddImprovement.omit({ caseId: true }),
    response: Changed,
    status: 201,
    handle: async ({ ctx, body, params }) => await addImprovement(ctx, { ...body, caseId: caseIn(params) }),
  }),
  route({
    method: "patch",
    path: `${part}/improvements/:improvementId`,
    access: act("case.change"),
    summary: "Change an improvement, or say what became of it",
    tag,
    body: after.ChangeImprovement.omit({ improvementId: true }),
    response: Changed,
    handle: async ({ ctx, body, params }) =>
      await changeImprovement(ctx, { ...body, improvementId: idIn(params, "improvementId", "improvement") }),
  }),
];
