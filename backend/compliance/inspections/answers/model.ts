// What the routes of inspections may answer: allow-lists. Pure.
import { z } from "zod";
import { text, maybe, words, Step, File, Factor, OwnClock } from "../../offices/answers/model.ts";

export const PlansAnswer = z.object({
  rows: z.array(
    z.object({
      id: text,
      title: text,
      fromDay: text,
      untilDay: text,
      state: text,
      madeBy: text,
      isOwn: z.boolean(),
      madeAt: text,
      reason: maybe,
      inspections: z.array(
        z.object({ id: text, reference: text, entity: text, score: z.number(), factors: z.array(Factor) }),
      ),
    }),
  ),
});
const inspection = {
  id: text,
  reference: text,
  constituentId: text,
  entity: text,
  complaintId: maybe,
  planId: maybe,
  risk: z.object({ score: z.number().optional(), factors: z.array(Factor).optional() }),
  reason: text,
  plannedOn: maybe,
  state: text,
  packId: text,
  packVersion: text,
  packSha256: text,
  isAnnounced: z.boolean().nullable(),
  openedAt: maybe,
  closedAt: maybe,
  version: z.number(),
};
export const InspectionsAnswer = z.object({ rows: z.array(z.object(inspection)) });
const Item = z.object({
  id: text,
  position: z.number(),
  obligationId: maybe,
  title: words,
  articles: text,
  evidenceWanted: z.array(text),
  verification: text,
  result: maybe,
  severity: maybe,
  note: text,
});
export const InspectionAnswer = z.object({
  ...inspection,
  scope: text,
  legalBasis: text,
  team: z.array(text),
  orderedAt: maybe,
  place: text,
  remarks: text,
  signature: maybe,
  signatureNote: text,
  minutesFileId: maybe,
  minutesLeaf: maybe,
  notifiedAt: maybe,
  items: z.array(Item),
  evidence: z.array(
    z.object({
      id: text,
      number: z.number(),
      label: text,
      itemId: maybe,
      takenBy: text,
      takenFrom: text,
      place: text,
      takenAt: text,
      seal: text,
      file: z.object({ id: text, name: text, size: z.number(), sha256: text }).nullable(),
      moves: z.array(z.object({ kind: text, who: text, to: maybe, note: text, at: text })),
      holder: text,
      holderId: text,
      waitsFor: maybe,
    }),
  ),
  teamNames: z.array(z.object({ id: text, name: text })),
  steps: z.array(Step),
  files: z.array(File),
  clocks: z.array(OwnClock),
  packTitle: words,
  matters: z.array(z.object({ id: text, reference: text, state: text })),
});
export const OwnInspectionAnswer = z.object({
  id: text,
  reference: text,
  state: text,
  isAnnounced: z.boolean().nullable(),
  scope: text,
  legalBasis: text,
  place: text,
  openedAt: maybe,
  closedAt: maybe,
  remarks: text,
  signature: maybe,
  minutesLeaf: maybe,
  items: z.array(Item),
  files: z.array(File),
});
export const EvidenceAnswer = z.object({ id: text, number: z.number(), sha256: maybe });

export type InspectionListRow = z.infer<typeof InspectionsAnswer>["rows"][number];
export type InspectionView = z.infer<typeof InspectionAnswer>;
export type OwnInspectionView = z.infer<typeof OwnInspectionAnswer>;
export type PlanRow = z.infer<typeof PlansAnswer>["rows"][number];
