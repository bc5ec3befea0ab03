// Exercises over HTTP, for the desk.
import { z } from "zod";
import { route, type RouteDeclaration } from "../../platform/http/index.ts";
import { actOnExercise, planExercise } from "./keep-exercise.ts";
import {
  ActOnExercise,
  ExerciseList,
  ExerciseView,
  ImproveAfter,
  languages,
  LeaveInject,
  PlanExercise,
  ReviewExercise,
  ScenarioHead,
  SeeExpected,
} from "./model.ts";
import { leaveInject, playByHand } from "./play-injects.ts";
import { listExercises, listScenarios, readExercise } from "./read-exercises.ts";
import { improveAfter, reviewExercise } from "./review-exercise.ts";
import { seeExpected } from "./see-expected.ts";
import { wipeExercise } from "./wipe-exercise.ts";

const tag = "exercises";
const root = "/api/v1/exercises";
const one = `${root}/:exerciseId`;
const read = { kind: "act", act: "case.read" } as const;
const write = { kind: "act", act: "case.change" } as const;
const run = { kind: "act", act: "exercise.run" } as const;
const idOf = (params: Record<string, string>): string => params["exerciseId"] ?? "";
const injectOf = (params: Record<string, string>): string => params["injectId"] ?? "";
const Changed = z.object({ id: z.string(), version: z.int() });

export const exerciseRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: root,
    access: read,
    summary: "Exercises, those that run or are planned first",
    tag,
    response: ExerciseList,
    handle: async ({ ctx }) => await listExercises(ctx),
  }),
  route({
    method: "get",
    path: "/api/v1/exercise-scenarios",
    access: run,
    summary: "The scenarios that an exercise can be planned from",
    tag,
    query: z.strictObject({ language: z.enum(languages, "Expected fr, en or mn.").default("fr") }),
    response: z.object({ rows: z.array(ScenarioHead) }),
    handle: async ({ ctx, query }) => ({ rows: await listScenarios(ctx, query.language) }),
  }),
  route({
    method: "post",
    path: root,
    access: run,
    summary: "Plan an exercise from a scenario, with who leads, observes and plays",
    tag,
    body: PlanExercise,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await planExercise(ctx, body),
  }),
  route({
    method: "get",
    path: one,
    access: read,
    summary:
      "One exercise: what was played, what was expected and seen, its review. Whoever plays does not see what is to come",
    tag,
    response: ExerciseView,
    handle: async ({ ctx, params }) => await readExercise(ctx, idOf(params)),
  }),
  route({
    method: "post",
    path: `${one}/acts`,
    access: run,
    summary: "Start, pause, resume or end it",
    tag,
    body: ActOnExercise,
    handle: async ({ ctx, params, body }) => await actOnExercise(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/injects/:injectId/play`,
    access: run,
    summary: "Play an inject now, before its time",
    tag,
    handle: async ({ ctx, params }) => await playByHand(ctx, idOf(params), injectOf(params)),
  }),
  route({
    method: "post",
    path: `${one}/injects/:injectId/leave-out`,
    access: run,
    summary: "Leave an inject out",
    tag,
    body: LeaveInject,
    handle: async ({ ctx, params, body }) => await leaveInject(ctx, idOf(params), injectOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/sightings`,
    access: write,
    summary: "Write down that an expected action was seen",
    tag,
    body: SeeExpected,
    handle: async ({ ctx, params, body }) => await seeExpected(ctx, idOf(params), body),
  }),
  route({
    method: "put",
    path: `${one}/review`,
    access: write,
    summary: "Write the review after the exercise, or end it",
    tag,
    body: ReviewExercise,
    response: Changed,
    handle: async ({ ctx, params, body }) => await reviewExercise(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/improvements`,
    access: write,
    summary: "Add an improvement with its owner and the day on which it is due",
    tag,
    body: ImproveAfter,
    response: Changed,
    status: 201,
    handle: async ({ ctx, params, body }) => await improveAfter(ctx, idOf(params), body),
  }),
  route({
    method: "post",
    path: `${one}/wipe`,
    access: run,
    summary: "Wipe all that was made in it, with the passkey; what was measured stays",
    tag,
    response: z.object({ wiped: z.record(z.string(), z.number()) }),
    handle: async ({ ctx, params }) => await wipeExercise(ctx, idOf(params)),
  }),
];
