// Evidence under custody: what can be asked of it and what is shown, with limits and clear refusals. Pure; the desk validates with it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

/** The largest file that is taken in, in bytes: a disk image of a laptop. */
export const largestEvidenceBytes = 200_000_000_000;

export const evidenceLimits = { label: 300, description: 4000, seal: 120, place: 300, note: 2000 } as const;

export const custodyKinds = [
  "taken",
  "offered",
  "acknowledged",
  "refused",
  "withdrawn",
  "sealed",
  "unsealed",
  "stored",
  "read",
  "exported",
  "disposal_asked",
  "disposal_refused",
  "disposed",
] as const;
export type CustodyKind = (typeof custodyKinds)[number];

const text = (what: string, least: number, most: number) =>
  z
    .string(`Expected ${what}.`)
    .trim()
    .min(least, least > 1 ? `Expected ${what} of at least ${least} characters.` : `Expected ${what}.`)
    .max(most, `Expected at most ${most} characters.`);
const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." });

/** What is said of evidence when it is taken; it stands in the address, since a file's bytes are the body. */
export const TakeEvidence = z.strictObject({
  label: text("what it is", 1, evidenceLimits.label),
  description: text("a description", 0, evidenceLimits.description).default(""),
  takenFrom: text("from whom or where it was taken", 1, evidenceLimits.place),
  place: text("where it is kept", 1, evidenceLimits.place),
  takenAt: instant,
  seal: text("the seal's number", 0, evidenceLimits.seal).default(""),
  keepUntil: z.iso.date("Expected a day such as 2031-11-22.").optional(),
});
export type TakeEvidence = z.input<typeof TakeEvidence>;

const note = text("a note", 0, evidenceLimits.note).default("");
const reason = text("a reason in words", 3, evidenceLimits.note);

export const MoveEvidence = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ kind: z.literal("offered"), toPersonId: z.uuid("Expected a person."), note }),
    z.strictObject({
      kind: z.literal("acknowledged"),
      place: text("where it is kept now", 1, evidenceLimits.place),
      note,
    }),
    z.strictObject({ kind: z.literal("refused"), note: reason }),
    z.strictObject({ kind: z.literal("withdrawn"), note }),
    z.strictObject({ kind: z.literal("sealed"), seal: text("the seal's number", 1, evidenceLimits.seal), note }),
    z.strictObject({ kind: z.literal("unsealed"), note: reason }),
    z.strictObject({ kind: z.literal("stored"), place: text("where it is kept now", 1, evidenceLimits.place), note }),
  ],
  { error: "Expected kind to be one of offered, acknowledged, refused, withdrawn, sealed, unsealed, stored." },
);
export type MoveEvidence = z.input<typeof MoveEvidence>;

export const DisposeEvidence = z.discriminatedUnion(
  "step",
  [
    z.strictObject({ step: z.literal("ask"), reason }),
    z.strictObject({ step: z.literal("refuse"), reason }),
    z.strictObject({ step: z.literal("agree") }),
  ],
  { error: "Expected step to be ask, refuse or agree." },
);
export type DisposeEvidence = z.input<typeof DisposeEvidence>;

/** Taking over what was offered, and agreeing to its end, are confirmed with the passkey for this very piece in this very state. */
export function bindCustody(act: "acknowledged" | "disposed", evidenceId: string, position: number): StepUpBinding {
  return { act: `evidence.${act}`, object: evidenceId, version: String(position) };
}

const Person = z.object({ id: z.string(), name: z.string() });
const hex = z.string().regex(/^[0-9a-f]{64}$/);

export const CustodyRow = z.object({
  position: z.int(),
  kind: z.enum(custodyKinds),
  person: Person,
  toPerson: Person.nullable(),
  seal: z.string(),
  place: z.string(),
  note: z.string(),
  at: z.string(),
  previousHash: hex,
  hash: hex,
});
export type CustodyRow = z.infer<typeof CustodyRow>;

export const EvidenceHead = z.object({
  id: z.string(),
  caseId: z.string(),
  reference: z.string(),
  kind: z.enum(["file", "thing"]),
  label: z.string(),
  takenAt: z.string(),
  holder: Person,
  waitsFor: Person.nullable(),
  seal: z.string(),
  place: z.string(),
  size: z.number().nullable(),
  isDisposed: z.boolean(),
  isDisposalAsked: z.boolean(),
});
export type EvidenceHead = z.infer<typeof EvidenceHead>;

export const EvidencePage = EvidenceHead.extend({
  caseReference: z.string(),
  caseTitle: z.string(),
  marking: z.string(),
  description: z.string(),
  takenFrom: z.string(),
  takenBy: Person,
  arrivedAt: z.string(),
  fileName: z.string().nullable(),
  mediaType: z.string().nullable(),
  sha256: hex.nullable(),
  blake3: hex.nullable(),
  keepUntil: z.string().nullable(),
  disposalAskedBy: Person.nullable(),
  disposalReason: z.string().nullable(),
  disposedAt: z.string().nullable(),
  isChainWhole: z.boolean(),
  chain: z.array(CustodyRow),
  /** Kinds of acts that the asker may do now. */
  can: z.array(
    z.enum([
      "offer",
      "answer",
      "withdraw",
      "seal",
      "unseal",
      "store",
      "read",
      "export",
      "ask_disposal",
      "settle_disposal",
    ]),
  ),
});
export type EvidencePage = z.infer<typeof EvidencePage>;
