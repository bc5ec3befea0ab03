// Merging and splitting over HTTP: what a case is made of, the preview, the act, the record, the undo.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { mergeCase } from "./merge-case.ts";
import { MergeCase, MergePage, MergeView, PartsView, PreviewMove, PreviewView, SplitCase, UndoMerge } from "./model.ts";
import { listMerges, previewMove, readMerge, readParts } from "./read-merges.ts";
import { splitCase } from "./split-case.ts";
import { undoMerge } from "./undo-merge.ts";

const ofCase = "/api/v1/desk/cases/:caseId";
const one = "/api/v1/desk/merges/:mergeId";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const tag = "merging";

function idIn(params: Record<string, string>, key: string, what: string): string {
  const value = params[key] ?? "";
  if (!isId(value)) throw notFound(what);
  return value;
}
const caseIn = (params: Record<string, string>): string => idIn(params, "caseId", "case");
const mergeIn = (params: Record<string, string>): string => idIn(params, "mergeId", "merge");

export const mergingRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${ofCase}/parts`,
    access: act("case.read"),
    summary: "What a case is made of, to choose from",
    tag,
    response: PartsView,
    handle: async ({ ctx, params }) => await readParts(ctx, caseIn(params)),
  }),
  route({
    method: "post",
    path: `${ofCase}/merge-preview`,
    access: act("case.join"),
    summary: "What moving these parts into another case, or into a new one, would do; changes nothing",
    tag,
    body: PreviewMove,
    response: PreviewView,
    handle: async ({ ctx, body, params }) => await previewMove(ctx, caseIn(params), body),
  }),
  route({
    method: "post",
    path: `${ofCase}/merge`,
    access: act("case.join"),
    summary: "Merge a case into another",
    tag,
    body: MergeCase,
    response: z.object({ mergeId: z.string(), isPointer: z.boolean() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await mergeCase(ctx, caseIn(params), body),
  }),
  route({
    method: "post",
    path: `${ofCase}/split`,
    access: act("case.join"),
    summary: "Split a case: what was chosen goes into a new one",
    tag,
    body: SplitCase,
    response: z.object({ mergeId: z.string(), caseId: z.string(), reference: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await splitCase(ctx, caseIn(params), body),
  }),
  route({
    method: "get",
    path: `${ofCase}/merges`,
    access: act("case.read"),
    summary: "Merges and splits that a case took part in",
    tag,
    response: z.object({ merges: z.array(MergeView) }),
    handle: async ({ ctx, params }) => await listMerges(ctx, caseIn(params)),
  }),
  route({
    method: "get",
    path: one,
    access: act("case.read"),
    summary: "One merge, with what stands against taking it back",
    tag,
    response: MergePage,
    handle: async ({ ctx, params }) => await readMerge(ctx, mergeIn(params)),
  }),
  route({
    method: "post",
    path: `${one}/undo`,
    access: act("case.join"),
    summary: "Take a merge or a split back exactly",
    tag,
    body: UndoMerge,
    handle: async ({ ctx, body, params }) => await undoMerge(ctx, mergeIn(params), body),
  }),
];
