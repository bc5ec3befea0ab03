// The board of lessons over HTTP.
import { z } from "zod";
import { notFound } from "../../platform/errors/index.ts";
import { type RouteDeclaration, route } from "../../platform/http/index.ts";
import { isId } from "../../platform/ids/index.ts";
import { decideLesson, postOnLesson, writeLesson } from "./keep-lessons.ts";
import { listLessons } from "./list-lessons.ts";
import { DecideLesson, PostOnLesson, WriteLesson } from "./model.ts";

const Names = z.object({ fr: z.string().optional(), en: z.string().optional(), mn: z.string().optional() });
const Lesson = z.object({
  id: z.string(),
  title: z.string(),
  happened: z.string(),
  helped: z.string(),
  regionId: z.string(),
  regionNames: Names,
  tags: z.array(z.string()),
  marking: z.string(),
  state: z.string(),
  isMine: z.boolean(),
  writtenAt: z.string(),
  decisionReason: z.string().nullable(),
  caseReference: z.string().nullable(),
  posts: z.array(
    z.object({
      id: z.string(),
      questionId: z.string().nullable(),
      body: z.string(),
      isMine: z.boolean(),
      regionNames: Names.nullable(),
      at: z.string(),
    }),
  ),
  can: z.object({ decide: z.boolean(), withdraw: z.boolean(), post: z.boolean() }),
});

/** @throws not_found for a text that no row can have as its id. */
function lessonOf(params: Record<string, string>): string {
  const id = params["lessonId"] ?? "";
  if (!isId(id)) throw notFound("lesson");
  return id;
}

export const lessonRoutes: RouteDeclaration[] = [
  route({
    method: "get",
    path: "/api/v1/lessons",
    access: { kind: "act", act: "lesson.read" },
    summary: "The board of lessons: one's own, and those of neighbouring regions; at the desk all",
    tag: "lessons",
    response: z.object({ lessons: z.array(Lesson) }),
    handle: async ({ ctx }) => ({ lessons: await listLessons(ctx) }),
  }),
  route({
    method: "post",
    path: "/api/v1/lessons",
    access: { kind: "act", act: "lesson.write" },
    summary: "Write an anonymised lesson from a case; it is shown once somebody else at the desk looked at it",
    tag: "lessons",
    body: WriteLesson,
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body }) => await writeLesson(ctx, body),
  }),
  route({
    method: "post",
    path: "/api/v1/lessons/:lessonId/decide",
    access: { kind: "act", act: "lesson.decide" },
    summary: "Show a lesson to neighbours, refuse it, or withdraw one that is shown",
    tag: "lessons",
    body: DecideLesson.omit({ lessonId: true }),
    handle: async ({ ctx, body, params }) => await decideLesson(ctx, { ...body, lessonId: lessonOf(params) }),
  }),
  route({
    method: "post",
    path: "/api/v1/lessons/:lessonId/posts",
    access: { kind: "act", act: "lesson.write" },
    summary: "Ask a question under a lesson, or answer one",
    tag: "lessons",
    body: PostOnLesson.omit({ lessonId: true }),
    response: z.object({ id: z.string() }),
    status: 201,
    handle: async ({ ctx, body, params }) => await postOnLesson(ctx, { ...body, lessonId: lessonOf(params) }),
  }),
];
