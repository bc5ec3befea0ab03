// What the routes of sessions may answer: allow-lists. Pure.
import { z } from "zod";
import { text, maybe } from "../../offices/answers/model.ts";

const session = {
  id: text,
  reference: text,
  heldAt: text,
  place: text,
  state: text,
  present: z.array(text),
  members: z.number().nullable(),
  version: z.number(),
};
export const SessionsAnswer = z.object({
  rows: z.array(z.object({ ...session, items: z.number(), deliberations: z.array(text) })),
});
export const SessionAnswer = z.object({
  ...session,
  quorum: z.number(),
  inOffice: z.array(z.object({ id: text, name: text })),
  agenda: z.array(
    z.object({
      id: text,
      position: z.number(),
      title: text,
      matterId: maybe,
      complaintId: maybe,
      recused: z.array(z.object({ memberId: text, name: text, reason: text })),
      votesFor: z.number().nullable(),
      votesAgainst: z.number().nullable(),
      abstained: z.number().nullable(),
      result: maybe,
      decision: text,
      deliberationNumber: maybe,
      decidedAt: maybe,
      extractFileId: maybe,
    }),
  ),
});

export type SessionListRow = z.infer<typeof SessionsAnswer>["rows"][number];
export type SessionView = z.infer<typeof SessionAnswer>;
