// Who may see a case, over HTTP: restriction, members, the broken glass, conflicts of interest.
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { breakGlass } from "./break-glass.ts";
import { addMember, removeMember } from "./change-members.ts";
import { declareConflict } from "./declare-conflict.ts";
import { endConflict } from "./end-conflict.ts";
import { listConflicts } from "./list-conflicts.ts";
import { listOpenings } from "./list-openings.ts";
import * as model from "./model.ts";
import { restrictCase, liftRestriction } from "./restrict-case.ts";
import { reviewOpening } from "./review-opening.ts";

const oneCase = "/api/v1/desk/cases/:caseId";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "access";

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}

export const restrictionRoutes: RouteDeclaration[] = [
  route({
    method: "post",
    path: `${oneCase}/restriction`,
    access: act("case.restrict"),
    summary: "Restrict a case to its members",
    tag,
    body: model.RestrictCase.omit({ caseId: true }),
    handle: async ({ ctx, body, params }) =>
      await restrictCase(ctx, { ...body, caseId: idIn(params, "caseId", "case") }),
  }),
  route({
    method: "post",
    path: `${oneCase}/restriction/lift`,
    access: act("case.restrict"),
    summary: "Open a restricted case to the whole desk again",
    tag,
    body: model.LiftRestriction.omit({ caseId: true }),
    handle: async ({ ctx, body, params }) =>
      await liftRestriction(ctx, { ...body, caseId: idIn(params, "caseId", "case") }),
  }),
  route({
    method: "post",
    path: `${oneCase}/members`,
    access: act("case.restrict"),
    summary: "Let somebody into a restricted case",
    tag,
    body: model.ChangeMember.omit({ caseId: true }),
    handle: async ({ ctx, body, params }) => await addMember(ctx, { ...body, caseId: idIn(params, "caseId", "case") }),
  }),
  route({
    method: "delete",
    path: `${oneCase}/members/:personId`,
    access: act("case.restrict"),
    summary: "Take a member out of a restricted case",
    tag,
    handle: async ({ ctx, params }) =>
      await removeMember(ctx, {
        caseId: idIn(params, "caseId", "case"),
        personId: idIn(params, "personId", "member"),
      }),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/glass",
    access: act("case.break_glass"),
    summary: "Break the glass: open a restricted case for four hours, with a reason; others are told",
    tag,
    body: model.BreakGlass,
    status: 201,
    handle: async ({ ctx, body }) => await breakGlass(ctx, body),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/glass",
    access: act("case.read"),
    summary: "Broken glasses: all for who looks at them, else one's own",
    tag,
    handle: async ({ ctx }) => await listOpenings(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/glass/:openingId/review",
    access: act("case.review_glass"),
    summary: "Say whether a broken glass was justified",
    tag,
    body: model.ReviewOpening.omit({ openingId: true }),
    handle: async ({ ctx, body, params }) =>
      await reviewOpening(ctx, { ...body, openingId: idIn(params, "openingId", "opening") }),
  }),
  route({
    method: "get",
    path: "/api/v1/desk/conflicts",
    access: act("case.read"),
    summary: "Conflicts of interest: the whole list for who keeps it, else one's own",
    tag,
    handle: async ({ ctx }) => await listConflicts(ctx),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/conflicts",
    access: act("case.read"),
    summary: "Declare a conflict of interest, one's own or, as a lead, somebody's",
    tag,
    body: model.DeclareConflict,
    status: 201,
    handle: async ({ ctx, body }) => await declareConflict(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/desk/conflicts/:conflictId/end",
    access: act("conflict.declare"),
    summary: "Take somebody else off the list of conflicts",
    tag,
    body: model.EndConflict.omit({ conflictId: true }),
    handle: async ({ ctx, body, params }) =>
      await endConflict(ctx, { ...body, conflictId: idIn(params, "conflictId", "conflict") }),
  }),
];
