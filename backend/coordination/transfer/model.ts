// Handing a case over to another body: which fields, to whom, on which way, and the receipt. Pure; the desk and the portal read it too.
import { z } from "zod";
import type { StepUpBinding } from "../../identity/model.ts";

export const transferFields = [
  "title",
  "classification",
  "dates",
  "status",
  "summary",
  "timeline",
  "assets",
  "values",
  "measures",
  "findings",
  "evidence",
  "artefacts",
  "reporters",
] as const;
export type TransferField = (typeof transferFields)[number];
export const bodyKinds = ["peer", "authority", "third_party"] as const;
export type BodyKind = (typeof bodyKinds)[number];
export const transferWays = ["mail", "file"] as const;
export const sentWays = ["mail_clear", "mail_encrypted", "file"] as const;
export type SentWay = (typeof sentWays)[number];
export const transferStates = ["waiting", "sending", "sent", "failed", "refused"] as const;
export type TransferState = (typeof transferStates)[number];
/** So long the link answers by which a receipt is confirmed. */
export const receiptDays = 60;

/** The allow-list, as policies/hand-over.yml has it. */
export const TransferList = z.strictObject({
  version: z.int().min(1),
  bodies: z.strictObject({
    peer: z.array(z.enum(transferFields)),
    authority: z.array(z.enum(transferFields)),
    third_party: z.array(z.enum(transferFields)),
  }),
});
export type TransferList = z.output<typeof TransferList>;

const id = z.uuid("Expected an identifier.");
const Asked = z.strictObject({
  correspondentId: id,
  way: z.enum(transferWays, "Expected mail or file."),
  language: z.enum(["fr", "en", "mn"], "Expected fr, en or mn."),
  fields: z
    .array(z.enum(transferFields, `Expected some of ${transferFields.join(", ")}.`))
    .min(1, "Expected at least one field."),
  /** Written for the other body; what the field "summary" holds. */
  summary: z.string("Expected a text.").trim().max(20_000, "Expected at most 20,000 characters.").default(""),
});
export const PreviewTransfer = Asked;
export type PreviewTransfer = z.input<typeof PreviewTransfer>;
export const SendTransfer = Asked.extend({
  /** Of the preview that was looked at: another document than that one does not leave. */
  sha256: z.string("Expected the preview's SHA-256.").regex(/^[0-9a-f]{64}$/, "Expected the preview's SHA-256."),
});
export type SendTransfer = z.input<typeof SendTransfer>;

export const DecideTransfer = z.discriminatedUnion(
  "decision",
  [
    z.strictObject({ decision: z.literal("agree") }),
    z.strictObject({
      decision: z.literal("refuse"),
      reason: z.string("Expected a reason.").trim().min(3, "Expected a reason of at least 3 characters.").max(2000),
    }),
  ],
  { error: "Expected decision to be agree or refuse." },
);
export type DecideTransfer = z.input<typeof DecideTransfer>;

const oneLine = (most: number, expected: string) =>
  z
    .string(expected)
    .transform((text) => text.replace(/\s+/g, " ").trim())
    .pipe(z.string().min(1, expected).max(most, `Expected at most ${most} characters.`));
export const NoteReference = z.strictObject({ theirReference: oneLine(100, "Expected the other body's reference.") });
export type NoteReference = z.input<typeof NoteReference>;
export const ConfirmReceipt = z.strictObject({
  name: oneLine(200, "Expected who received it."),
  theirReference: oneLine(100, "Expected a reference.").optional(),
});
export type ConfirmReceipt = z.input<typeof ConfirmReceipt>;

/** Names leave by two passkeys: of the one who asks, for the very document; of the one who agrees, for the transfer. */
export const bindTransfer = {
  ask: (caseId: string, sha256: string): StepUpBinding => ({ act: "transfer.ask", object: caseId, version: sha256 }),
  agree: (transferId: string): StepUpBinding => ({ act: "transfer.agree", object: transferId, version: "1" }),
} as const;

export const TransferPreview = z.object({
  toName: z.string(),
  bodyKind: z.enum(bodyKinds),
  way: z.enum(sentWays),
  marking: z.string(),
  pap: z.string(),
  hasNames: z.boolean(),
  /** Reports of the case whose content stays: an entity handed them in, and files with authorities itself. */
  leftOut: z.int(),
  document: z.string(),
  mailText: z.string(),
  sha256: z.string(),
  isSigned: z.boolean(),
});
export type TransferPreview = z.infer<typeof TransferPreview>;

const Person = z.object({ id: z.string(), name: z.string() });
const maybe = z.string().nullable();
export const TransferView = z.object({
  id: z.string(),
  reference: z.string(),
  toName: z.string(),
  bodyKind: z.enum(bodyKinds),
  way: z.enum(sentWays),
  fields: z.array(z.enum(transferFields)),
  listVersion: z.int(),
  hasNames: z.boolean(),
  marking: z.string(),
  document: z.string(),
  sha256: z.string(),
  state: z.enum(transferStates),
  askedBy: Person,
  askedAt: z.string(),
  decidedBy: Person.nullable(),
  decideReason: maybe,
  sentAt: maybe,
  fault: maybe,
  fetchedAt: maybe,
  theirReference: maybe,
  confirmedAt: maybe,
  confirmedName: maybe,
  canDecide: z.boolean(),
});
export type TransferView = z.infer<typeof TransferView>;

export const TransfersOfCase = z.object({
  transfers: z.array(TransferView),
  list: TransferList,
  can: z.object({ handOver: z.boolean() }),
});
export type TransfersOfCase = z.infer<typeof TransfersOfCase>;

/** What stands behind the link of a receipt. */
export interface HandedView {
  reference: string;
  toName: string;
  language: "fr" | "en" | "mn";
  sentAt: string;
  /** Of the document alone, which the other body can compute. */
  sha256: string;
  confirmedAt: string | null;
}
