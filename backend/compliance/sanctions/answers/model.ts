// What the routes of matters may answer: allow-lists. Pure.
import { z } from "zod";
import { text, maybe, words, Step, File } from "../../offices/answers/model.ts";

const matter = {
  id: text,
  reference: text,
  authority: text,
  constituentId: text,
  entity: text,
  inspectionId: maybe,
  complaintId: maybe,
  title: text,
  state: text,
  dueOn: maybe,
  amount: z.number().nullable(),
  currency: maybe,
  paid: z.number(),
  isReferred: z.boolean(),
  isOverdue: z.boolean(),
  openedAt: text,
  version: z.number(),
};
export const MattersAnswer = z.object({ rows: z.array(z.object(matter)) });
export const MatterAnswer = z.object({
  ...matter,
  findings: z.array(z.object({ text, articles: text, severity: text })),
  isObstruction: z.boolean(),
  packId: text,
  packVersion: text,
  packSha256: text,
  ladder: z.object({
    state: text,
    dueOn: maybe,
    askedUntil: maybe,
    isReportedDone: z.boolean(),
    sanction: z
      .object({ id: text, kind: text, ground: text, amount: z.number().nullable(), currency: maybe })
      .nullable(),
    amount: z.number().nullable(),
    paid: z.number(),
    isReferred: z.boolean(),
    isNotified: z.boolean(),
    isSuspended: z.boolean(),
    outcome: maybe,
  }),
  steps: z.array(Step),
  files: z.array(File),
  next: z.array(text),
  sanctions: z.array(
    z.object({
      id: text,
      kind: text,
      grounds: z.array(text),
      min: z.number().nullable(),
      max: z.number().nullable(),
      currency: maybe,
      articles: text,
      law: words,
      verification: text,
    }),
  ),
  lawTitle: words,
});
export const MatterStepAnswer = z.object({ version: z.number(), state: text });

export type MatterListRow = z.infer<typeof MattersAnswer>["rows"][number];
export type MatterView = z.infer<typeof MatterAnswer>;
