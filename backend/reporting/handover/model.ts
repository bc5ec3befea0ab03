// Handing a shift over: what is asked, what stood open, who has read it. Pure; the desk validates with it too.
import { z } from "zod";

export const itemKinds = ["new_report", "case", "task", "question", "answer", "promise"] as const;
export type ItemKind = (typeof itemKinds)[number];
/** Tasks that are due within so many hours belong to the next shift. */
export const shiftHours = 12;
/** The most that is listed of each kind. */
export const mostOfKind = 100;

export const WriteHandover = z.strictObject({
  note: z
    .string("Expected a text.")
    .trim()
    .min(1, "Expected a word to the next shift.")
    .max(20_000, "Expected at most 20000 characters."),
  nextAt: z.iso
    .datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." })
    .nullable()
    .default(null),
});
export type WriteHandover = z.input<typeof WriteHandover>;

const Person = z.object({ id: z.string(), name: z.string() });
export const ShiftItem = z.object({
  kind: z.enum(itemKinds),
  caseId: z.string().nullable(),
  reportId: z.string().nullable(),
  reference: z.string(),
  title: z.string(),
  severity: z.string().nullable(),
  ownerName: z.string().nullable(),
  dueAt: z.string().nullable(),
});
export type ShiftItem = z.infer<typeof ShiftItem>;

export const HandoverHead = z.object({
  id: z.string(),
  writtenAt: z.string(),
  writtenBy: Person.nullable(),
  note: z.string(),
  nextAt: z.string().nullable(),
  readBy: z.array(z.object({ name: z.string(), at: z.string() })),
  isReadByMe: z.boolean(),
});
export type HandoverHead = z.infer<typeof HandoverHead>;
export const HandoverView = HandoverHead.extend({ items: z.array(ShiftItem) });
export type HandoverView = z.infer<typeof HandoverView>;
export const ShiftNow = z.object({ items: z.array(ShiftItem), last: HandoverHead.nullable() });
export type ShiftNow = z.infer<typeof ShiftNow>;
