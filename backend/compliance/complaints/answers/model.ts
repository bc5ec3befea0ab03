// What the routes of complaints may answer: allow-lists. Pure.
import { z } from "zod";
import { text, maybe, Step, File, OwnClock } from "../../offices/answers/model.ts";

const complaint = {
  id: text,
  reference: text,
  constituentId: maybe,
  entity: maybe,
  respondent: text,
  language: text,
  channel: text,
  receivedAt: text,
  state: text,
  isEntityHeard: z.boolean(),
  outcome: maybe,
  assigneeId: maybe,
  assignee: maybe,
  decidedAt: maybe,
  version: z.number(),
};
export const ComplaintsAnswer = z.object({ rows: z.array(z.object(complaint)) });
export const ComplaintAnswer = z.object({
  ...complaint,
  text: z.object({ name: maybe, contact: maybe, mayBeNamed: z.boolean(), happened: text, wanted: text }),
  steps: z.array(Step),
  files: z.array(File),
  clocks: z.array(OwnClock),
});
export const EnteredAnswer = z.object({ id: text, reference: text, receipt: text });
export const HearingAnswer = z.object({
  id: text,
  reference: text,
  authority: text,
  respondent: text,
  state: text,
  steps: z.array(Step),
  files: z.array(File),
});

export type ComplaintListRow = z.infer<typeof ComplaintsAnswer>["rows"][number];
export type ComplaintView = z.infer<typeof ComplaintAnswer>;
export type HearingView = z.infer<typeof HearingAnswer>;
