// Inspections: the plan by risk, the order, the list from the law, findings, custody, minutes. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

export const inspectionStates = ["proposed", "planned", "ordered", "open", "minutes", "closed", "cancelled"] as const;
export type InspectionState = (typeof inspectionStates)[number];
export const itemResults = ["compliant", "finding", "obstruction", "not_applicable"] as const;
export const severities = ["minor", "major", "critical"] as const;

const text = (max: number) =>
  z
    .string("Expected some words.")
    .trim()
    .min(3, "Expected at least 3 characters.")
    .max(max, `Expected at most ${max} characters.`);
const id = z.uuid("Expected an identifier.");
const day = z.iso.date("Expected a day such as 2026-11-30.");
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-30T09:00:00Z." });

export const ProposePlan = z
  .strictObject({
    title: text(200),
    fromDay: day,
    untilDay: day,
    constituentIds: z.array(id).min(1, "Expected at least one entity.").max(100),
    packId: z.string().max(60),
  })
  .refine((plan) => plan.untilDay >= plan.fromDay, {
    path: ["untilDay"],
    message: "Expected a day that is not before the first.",
  });
export type ProposePlan = z.infer<typeof ProposePlan>;

export const DecidePlan = z.strictObject({ planId: id, isApproved: z.boolean(), reason: text(2000) });
export type DecidePlan = z.infer<typeof DecidePlan>;
export const bindPlan = (planId: string): StepUpBinding => ({
  act: "inspection.decide_plan",
  object: planId,
  version: "1",
});

export const PlanInspection = z.strictObject({
  constituentId: id,
  packId: z.string("Expected the law that is meant.").max(60),
  reason: text(4000),
  plannedOn: day.optional(),
  complaintId: id.optional(),
});
export type PlanInspection = z.infer<typeof PlanInspection>;

export const InspectionStep = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("order"),
    isAnnounced: z.boolean(),
    scope: text(8000),
    legalBasis: text(4000),
    team: z.array(id).min(1, "Expected at least one officer.").max(20),
  }),
  z.strictObject({ kind: z.literal("open"), place: text(500), openedAt: instant }),
  z.strictObject({ kind: z.literal("add_item"), title: text(500), isObstruction: z.boolean() }),
  z
    .strictObject({
      kind: z.literal("find"),
      itemId: id,
      result: z.enum(itemResults, `Expected one of ${itemResults.join(", ")}.`),
      severity: z.enum(severities, `Expected one of ${severities.join(", ")}.`).nullable(),
      note: z.string().trim().max(20_000),
    })
    .refine((found) => (found.result === "finding" || found.result === "obstruction") === (found.severity !== null), {
      path: ["severity"],
      message: "Expected how grave it is for a finding or an obstruction, and nothing else wise.",
    })
    .refine((found) => found.result === "compliant" || found.result === "not_applicable" || found.note.length >= 3, {
      path: ["note"],
      message: "Expected what was found, in words.",
    }),
  /** Freezes the findings; what the entity says and signs comes after. */
  z.strictObject({ kind: z.literal("draw_up") }),
  z
    .strictObject({
      kind: z.literal("close"),
      signature: z.enum(["signed", "refused"], "Expected signed or refused."),
      remarks: z.string().trim().max(20_000),
      signatureNote: z.string().trim().max(2000),
    })
    .refine((closing) => closing.signature === "signed" || closing.signatureNote.length >= 3, {
      path: ["signatureNote"],
      message: "Expected who refused to sign, and what they said.",
    }),
  z.strictObject({ kind: z.literal("cancel"), reason: text(2000) }),
]);
export type InspectionStep = z.infer<typeof InspectionStep>;

/** After which states each step may come. */
export const stepsFrom: Record<InspectionStep["kind"], readonly InspectionState[]> = {
  order: ["planned"],
  open: ["ordered"],
  add_item: ["open"],
  find: ["open"],
  draw_up: ["open"],
  close: ["minutes"],
  cancel: ["planned", "ordered"],
};

/** Steps that only the head takes, with the passkey. */
export const headInspectionSteps: readonly InspectionStep["kind"][] = ["order", "cancel"];
export const bindInspection = (inspectionId: string, version: number, kind: string): StepUpBinding => ({
  act: `inspection.${kind}`,
  object: inspectionId,
  version: String(version),
});

export const TakeEvidence = z.strictObject({
  label: text(300),
  takenFrom: text(300),
  place: text(300),
  takenAt: instant,
  seal: z.string().trim().max(100).default(""),
  itemId: id.optional(),
});
export type TakeEvidence = z.infer<typeof TakeEvidence>;

export const CustodyMove = z
  .strictObject({
    custodyItemId: id,
    kind: z.enum(
      ["handed_over", "acknowledged", "sealed", "unsealed"],
      "Expected handed_over, acknowledged, sealed or unsealed.",
    ),
    toPersonId: id.optional(),
    note: z.string().trim().max(2000).default(""),
  })
  .refine((move) => (move.kind === "handed_over") === (move.toPersonId !== undefined), {
    path: ["toPersonId"],
    message: "Expected who takes it, when it is handed over.",
  });
export type CustodyMove = z.infer<typeof CustodyMove>;

/** One reason why an entity stands where it stands in the plan. `points` add up to the score. */
export interface RiskFactor {
  code:
    | "class"
    | "sector"
    | "size"
    | "never_inspected"
    | "last_inspection"
    | "open_matters"
    | "late_filings"
    | "complaints";
  points: number;
  values: Record<string, string | number>;
}

export interface RiskFacts {
  classes: readonly string[];
  sector: string;
  /** People who work there; null where the register does not know. */
  staff: number | null;
  lastInspectedOn: string | null;
  openMatters: number;
  lateFilings: number;
  complaints: number;
}
