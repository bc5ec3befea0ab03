// Lessons between neighbours: an anonymised case, what helped, questions and answers. Shapes with limits; pure, screens validate with it too.
import { z } from "zod";
import type { AreaNames } from "../../registry/areas/model.ts";

const words = (least: number, most: number) =>
  z
    .string("Expected a text.")
    .trim()
    .min(least, `Expected at least ${least} characters.`)
    .max(most, `Expected at most ${most} characters.`);

export const WriteLesson = z.strictObject({
  caseId: z.uuid("Expected a case's id."),
  title: words(3, 200),
  happened: words(10, 4000),
  helped: words(10, 4000),
  /** Only as large as a region: a district could tell who it was. */
  regionId: words(1, 60),
  tags: z.array(words(1, 40)).max(8, "Expected at most 8 tags.").default([]),
  marking: z.enum(["green", "clear"], "Expected green or clear: a lesson is shared with a community.").default("green"),
});
export type WriteLesson = z.input<typeof WriteLesson>;

export const DecideLesson = z.strictObject({
  lessonId: z.uuid("Expected a lesson's id."),
  decision: z.enum(["shown", "refused", "withdrawn"], "Expected shown, refused or withdrawn."),
  reason: words(3, 2000).optional(),
});
export type DecideLesson = z.infer<typeof DecideLesson>;

export const PostOnLesson = z.strictObject({
  lessonId: z.uuid("Expected a lesson's id."),
  body: words(3, 2000),
  /** The question that it answers; absent: a question. */
  questionId: z.uuid("Expected a question's id.").optional(),
});
export type PostOnLesson = z.infer<typeof PostOnLesson>;

export interface LessonView {
  id: string;
  title: string;
  happened: string;
  helped: string;
  regionId: string;
  regionNames: AreaNames;
  tags: string[];
  marking: "green" | "clear";
  state: "waiting" | "shown" | "refused" | "withdrawn";
  isMine: boolean;
  writtenAt: string;
  decisionReason: string | null;
  /** Only for the desk, which sees the case anyway. */
  caseReference: string | null;
  posts: LessonPost[];
  can: { decide: boolean; withdraw: boolean; post: boolean };
}

export interface LessonPost {
  id: string;
  questionId: string | null;
  body: string;
  isMine: boolean;
  /** The region that it comes from; null: the national team. */
  regionNames: AreaNames | null;
  at: string;
}
