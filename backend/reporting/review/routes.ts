// The committee's work over HTTP: its year, targets, numbers, requests, campaigns, surveys, documents.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { readFigures, takeSnapshot } from "../figures/count-figures.ts";
import { askData, listRequests, withdrawRequest } from "./ask-data.ts";
import { exportRoutes } from "./export-routes.ts";
import {
  beginReview,
  publishReview,
  signReview,
  submitReview,
  withdrawReview,
  writeNarrative,
  writeSummary,
} from "./keep-review.ts";
import { tellLawStep } from "./law-steps.ts";
import { recordMeasurement } from "./measure.ts";
import {
  AddTarget,
  AdoptStrategy,
  AskData,
  AtVersion,
  Figure,
  RecordMeasurement,
  RequestView,
  ReviewView,
  TellLawStep,
  WriteNarrative,
  WriteSummary,
} from "./model.ts";
import { readReview } from "./read-review.ts";
import { readStrategies } from "./strategies.ts";
import { addTarget, adoptStrategy, endTarget } from "./targets.ts";

const root = "/api/v1/committee";
const tag = "committee";
const act = (name: string) => ({ kind: "act", act: name }) as const;
const Added = z.object({ id: z.string() });
const Versioned = z.object({ version: z.number().int() });

/** @throws AppError not_found for an address that is no year. */
export function yearOf(params: Record<string, string>): number {
  const text = params["year"] ?? "";
  if (!/^2[01]\d\d$/.test(text)) throw notFound("year");
  return Number(text);
}

/** @throws AppError not_found for a text that no row can have as its id. */
function idOf(params: Record<string, string>, name: string): string {
  const id = params[name] ?? "";
  if (!isId(id)) throw notFound(name.replace(/Id$/, ""));
  return id;
}

const life = (name: string, summary: string, body: z.ZodType, run: typeof submitReview): RouteDeclaration =>
  route({
    method: "post",
    path: `${root}/reviews/:year/${name}`,
    access: act(name === "sign" || name === "publish" ? "review.sign" : "review.change"),
    summary,
    tag,
    body,
    response: Versioned,
    handle: async ({ ctx, params, body: said }) => await run(ctx, yearOf(params), said),
  });

export const reviewRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: `${root}/strategies`,
    access: act("review.read"),
    summary: "Strategies that ship as data, with their targets",
    tag,
    handle: async () =>
      await Promise.resolve({ strategies: readStrategies().map(({ strategy, sha256 }) => ({ ...strategy, sha256 })) }),
  }),
  route({
    method: "post",
    path: `${root}/strategies`,
    access: act("review.change"),
    summary: "Follow the targets of a shipped strategy",
    tag,
    body: AdoptStrategy,
    response: z.object({ added: z.number().int() }),
    status: 201,
    handle: async ({ ctx, body }) => await adoptStrategy(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/targets`,
    access: act("review.change"),
    summary: "Follow a target of the committee's own",
    tag,
    body: AddTarget,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await addTarget(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/targets/:targetId/end`,
    access: act("review.change"),
    summary: "Follow a target no longer",
    tag,
    handle: async ({ ctx, params }) => await endTarget(ctx, idOf(params, "targetId")),
  }),
  route({
    method: "post",
    path: `${root}/measurements`,
    access: act("review.change"),
    summary: "Record what was measured for a target in a year",
    tag,
    body: RecordMeasurement,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await recordMeasurement(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/reviews/:year`,
    access: act("review.read"),
    summary: "A year's review: targets with numbers and texts, steps of laws",
    tag,
    response: ReviewView,
    handle: async ({ ctx, params }) => await readReview(ctx, yearOf(params)),
  }),
  route({
    method: "post",
    path: `${root}/reviews/:year/begin`,
    access: act("review.change"),
    summary: "Begin a year's review",
    tag,
    response: Versioned,
    status: 201,
    handle: async ({ ctx, params }) => await beginReview(ctx, yearOf(params)),
  }),
  route({
    method: "post",
    path: `${root}/reviews/:year/narratives/:targetId`,
    access: act("review.change"),
    summary: "Say how a target stands",
    tag,
    body: WriteNarrative,
    response: Versioned,
    handle: async ({ ctx, params, body }) => await writeNarrative(ctx, yearOf(params), idOf(params, "targetId"), body),
  }),
  life("summary", "Write the summary", WriteSummary, writeSummary),
  life("submit", "Submit the review for another member's signature", AtVersion, submitReview),
  life("withdraw", "Take a submitted review back", AtVersion, withdrawReview),
  life("sign", "Sign the review: it is frozen as it stands", AtVersion, signReview),
  life("publish", "Publish the frozen review on the portal", AtVersion, publishReview),
  route({
    method: "post",
    path: `${root}/law-steps`,
    access: act("review.change"),
    summary: "Say how far a law is carried out",
    tag,
    body: TellLawStep,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await tellLawStep(ctx, body),
  }),
  route({
    method: "get",
    path: `${root}/reviews/:year/requests`,
    access: act("review.read"),
    summary: "What ministries were asked for a year",
    tag,
    response: z.object({ requests: z.array(RequestView) }),
    handle: async ({ ctx, params }) => ({ requests: await listRequests(ctx, yearOf(params)) }),
  }),
  route({
    method: "post",
    path: `${root}/requests`,
    access: act("review.change"),
    summary: "Ask a ministry for numbers by a link",
    tag,
    body: AskData,
    response: Added,
    status: 201,
    handle: async ({ ctx, body }) => await askData(ctx, body),
  }),
  route({
    method: "post",
    path: `${root}/requests/:requestId/withdraw`,
    access: act("review.change"),
    summary: "Take a request back: its link opens nothing any more",
    tag,
    handle: async ({ ctx, params }) => await withdrawRequest(ctx, idOf(params, "requestId")),
  }),
  route({
    method: "get",
    path: `${root}/figures/:year`,
    access: act("review.read"),
    summary: "What Toguna counts of a year, each number with its query",
    tag,
    response: z.object({ year: z.number().int(), figures: z.array(Figure) }),
    handle: async ({ ctx, params }) => await readFigures(ctx, yearOf(params)),
  }),
  route({
    method: "post",
    path: `${root}/figures/:year/freeze`,
    access: act("review.change"),
    summary: "Freeze a year's figures with their queries and a hash",
    tag,
    response: z.object({ id: z.string(), sha256: z.string() }),
    status: 201,
    handle: async ({ ctx, params }) => await takeSnapshot(ctx, yearOf(params)),
  }),
  ...exportRoutes,
];
