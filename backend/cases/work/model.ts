// The work inside a case as the desk shows it, and one person's work over all cases. Pure.
import { z } from "zod";
import { levels } from "../../triage/model.ts";
import { ImprovementView, OutcomeView, QuestionView, ReviewView } from "../after/model.ts";
import { AssetView } from "../assets/model.ts";
import { blockers } from "../closing/model.ts";
import { MeasureView } from "../countermeasures/model.ts";
import { FieldValueView } from "../fields/model.ts";
import { LinkView } from "../links/model.ts";
import { closeOutcomes } from "../model.ts";
import { NoteView } from "../notes/model.ts";
import { TaskView } from "../tasks/model.ts";
import { PartView } from "../team/model.ts";
import { EventView } from "../timeline/model.ts";
import { PersonShape } from "./shapes.ts";

export const CaseWork = z.object({
  caseId: z.string(),
  isOpen: z.boolean(),
  severity: z.string(),
  people: z.array(PartView),
  tasks: z.array(TaskView),
  assets: z.array(AssetView),
  events: z.array(EventView),
  notes: z.array(NoteView),
  measures: z.array(MeasureView),
  links: z.array(LinkView),
  fields: z.array(FieldValueView),
  outcome: OutcomeView.nullable(),
  review: ReviewView.nullable(),
  improvements: z.array(ImprovementView),
  questions: z.array(QuestionView),
  /** Files of the case's reports and evidence that a timeline entry can name. */
  files: z.array(z.object({ kind: z.enum(["file", "evidence"]), id: z.string(), name: z.string() })),
  /** What stands before each way of closing. */
  closing: z.record(z.enum(closeOutcomes), z.array(z.enum(blockers))),
  can: z.object({ change: z.boolean() }),
});
export type CaseWork = z.infer<typeof CaseWork>;

const CaseOf = z.object({ id: z.string(), reference: z.string(), title: z.string(), severity: z.enum(levels) });
export const MyWork = z.object({
  tasks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      state: z.string(),
      dueAt: z.string().nullable(),
      isBlocked: z.boolean(),
      itemsDone: z.int(),
      items: z.int(),
      version: z.int(),
      case: CaseOf,
    }),
  ),
  /** Of the review after a case, or after an exercise. */
  improvements: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      dueAt: z.string(),
      case: CaseOf.nullable(),
      exercise: z.object({ id: z.string(), title: z.string() }).nullable(),
    }),
  ),
  cases: z.array(
    CaseOf.extend({
      part: z.enum(["team", "follower"]),
      status: z.string(),
      owner: PersonShape.nullable(),
      changedAt: z.string(),
    }),
  ),
});
export type MyWork = z.infer<typeof MyWork>;
