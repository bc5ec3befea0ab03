// What the routes of the inbox may answer: allow-lists. Pure.
import { z } from "zod";
import { text, maybe, Question } from "../../offices/answers/model.ts";

const inbox = {
  id: text,
  receiptNumber: text,
  filingReference: text,
  entity: text,
  entityId: maybe,
  stage: text,
  channel: text,
  standing: text,
  lateness: text,
  submittedAt: text,
  dueAt: maybe,
  packId: text,
  packVersion: text,
  state: text,
  reference: maybe,
  openQuestions: z.number(),
};
export const InboxAnswer = z.object({ rows: z.array(z.object(inbox)) });
export const FilingAnswer = z.object({
  ...inbox,
  fields: z.array(z.object({ id: text, name: z.record(z.string(), text), value: z.unknown() })),
  contentSha256: text,
  packSha256: text,
  obligationId: maybe,
  awareAt: maybe,
  lateReason: maybe,
  expects: z.array(z.object({ stage: text, due: maybe })),
  receipt: maybe,
  acknowledgedAt: maybe,
  decision: maybe,
  outcome: maybe,
  closedAt: maybe,
  questions: z.array(Question),
  others: z.array(z.object({ id: text, receiptNumber: text, stage: text, submittedAt: text, lateness: text })),
});
export const EnteredPaperAnswer = z.object({ id: text, receiptNumber: text, lateness: text });
export const InboxStepAnswer = z.object({ reference: maybe });

export type InboxListRow = z.infer<typeof InboxAnswer>["rows"][number];
export type FilingView = z.infer<typeof FilingAnswer>;
