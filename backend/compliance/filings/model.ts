// Report once: the questions of an incident, who is shown which answer, and what screens read of filings. Pure.
import { z } from "zod";
import { clockKinds, verificationStatuses } from "../law/model.ts";
import { CiteView } from "../duties/model.ts";

/** How a question is answered. `moment`: RFC 3339. `ternary`: yes, no or unknown. */
export const fieldKinds = ["text", "long_text", "number", "moment", "ternary", "severity"] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** Groups of the form, in its order. */
export const fieldGroups = ["who", "what", "data", "effect", "response"] as const;
export type FieldGroup = (typeof fieldGroups)[number];

interface FieldFacts {
  kind: FieldKind;
  group: FieldGroup;
  /** Always asked of whom it is disclosed to; every other one may be "not yet known". */
  isRequired?: boolean;
}

/** The fields of policies/fields.yml that an incident has, in the order of the form. What is asked of whom is in the packs. */
export const incidentFields: Readonly<Record<string, FieldFacts>> = {
  contact: { kind: "text", group: "who", isRequired: true },
  nature: { kind: "long_text", group: "what", isRequired: true },
  time_aware: { kind: "moment", group: "what", isRequired: true },
  time_detected: { kind: "moment", group: "what" },
  data_categories: { kind: "text", group: "data" },
  people_count: { kind: "number", group: "data" },
  records_count: { kind: "number", group: "data" },
  severity: { kind: "severity", group: "effect" },
  services_affected: { kind: "text", group: "effect" },
  users_affected: { kind: "number", group: "effect" },
  duration: { kind: "text", group: "effect" },
  cross_border: { kind: "ternary", group: "effect" },
  loss_amount: { kind: "text", group: "effect" },
  consequences: { kind: "long_text", group: "effect" },
  cause: { kind: "long_text", group: "response" },
  measures: { kind: "long_text", group: "response" },
  iocs: { kind: "long_text", group: "response" },
};

/** Addressees that are no authority: to tell them is a duty of its own, shown beside the form. */
export const toldBeside: readonly string[] = ["people", "controller", "consumer", "entity"];

/** Whether people's details were touched: breach duties are asked about unless the answer is no. */
export const touchesPeople = "touches_people";
export const lateReasons = "late_reasons";
/** Ids of the other questions: an event that starts a clock, a condition of the law, a copy that no law asks for. */
export const eventField = (event: string): string => `event.${event}`;
export const conditionField = (id: string): string => `condition.${id}`;
export const copyField = (addressee: string): string => `copy.${addressee}`;

const maxAnswer = 20_000;
/** One answer. `isUnknown`: "not yet known", which is an answer at the early stages. */
export const Answer = z.strictObject({
  value: z
    .string("Expected text.")
    .max(maxAnswer, `Expected at most ${maxAnswer} characters.`)
    .refine((text) => text.isWellFormed() && !text.includes("\0"), "Expected text without NUL and half characters."),
  isUnknown: z.boolean().default(false),
});
export type Answer = z.infer<typeof Answer>;
export type Answers = Readonly<Record<string, Answer>>;

const id = z.uuid("Expected an identifier.");
const fieldId = z.string().regex(/^[a-z0-9_.-]{1,100}$/, "Expected the name of a question.");
const words = z
  .string("Expected a reason in words.")
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(2000, "Expected at most 2000 characters.");

export const draftKinds = ["first", "next", "correction"] as const;
export const OpenDraft = z.strictObject({ kind: z.enum(draftKinds).default("first"), filingId: id.optional() });
export type OpenDraft = z.input<typeof OpenDraft>;

/** One answer at a time: `basedOn` is the version of this answer that was on the screen, 0 for a new one. */
export const SaveAnswer = z.strictObject({
  draftId: id,
  field: fieldId,
  answer: Answer.nullable(),
  basedOn: z.number("Expected the version that was read.").int().min(0),
});
export type SaveAnswer = z.input<typeof SaveAnswer>;

export const SubmitFiling = z.strictObject({
  draftId: id,
  /** The version that was reviewed. */
  version: z.number("Expected the version that was read.").int().positive(),
  language: z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." }).default("fr"),
  /** Of a correction: why. */
  reason: words.optional(),
});
export type SubmitFiling = z.input<typeof SubmitFiling>;

/** What the passkey confirms: this draft as it was reviewed. */
export const stepUpForFiling = {
  submit: (draftId: string, version: number) => ({ act: "filing.submit", object: draftId, version: String(version) }),
} as const;

export const ClaimFiling = z.strictObject({ receipt: z.string("Expected the digits of the receipt.").max(60) });
export type ClaimFiling = z.infer<typeof ClaimFiling>;

export const NoteDelivery = z.strictObject({
  note: z.string().trim().min(3, "Expected how it was delivered and who took it.").max(2000),
});

/** The name of something in the reader's language. */
const named = z.object({ id: z.string(), name: z.string() });

export const QuestionView = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string().nullable(),
  kind: z.enum([...fieldKinds, "condition", "copy"]),
  group: z.enum([...fieldGroups, "law", "copies", "late"]),
  isRequired: z.boolean(),
  /** Who is shown the answer; empty: nobody, it only decides or counts. */
  seenBy: z.array(named),
  /** The articles of the duties that show it to somebody, each with how far it was compared with the official text. */
  askedBy: z.array(
    z.object({ article: z.string().nullable(), instrument: z.string(), verification: z.enum(verificationStatuses) }),
  ),
});
export type QuestionView = z.infer<typeof QuestionView>;

export const SavedAnswer = Answer.extend({ version: z.number().int() });

export const PartPreview = z.object({
  key: z.string(),
  addressee: named,
  /** Null: no law asks for it; a copy. */
  obligation: z.string().nullable(),
  title: z.string(),
  stage: z.string(),
  packId: z.string(),
  packVersion: z.string(),
  packSha256: z.string(),
  clock: z.enum(clockKinds),
  clockWords: z.string(),
  due: z.string().nullable(),
  isLate: z.boolean(),
  asksLateReason: z.boolean(),
  verification: z.enum(verificationStatuses),
  cites: z.array(CiteView),
  why: z.array(z.string()),
  /** Exactly what it will get. */
  fields: z.array(z.object({ id: z.string(), name: z.string(), value: z.string(), isUnknown: z.boolean() })),
  delivery: z.enum(["platform", "paper"]),
  /** False for what this draft leaves as it was filed before. */
  isSent: z.boolean(),
});
export type PartPreview = z.infer<typeof PartPreview>;

export const DraftView = z.object({
  id: z.string(),
  kind: z.enum(draftKinds),
  filing: z.object({ id: z.string(), reference: z.string() }).nullable(),
  version: z.number().int(),
  updatedAt: z.string(),
  questions: z.array(QuestionView),
  answers: z.record(z.string(), SavedAnswer),
  /** What was answered at the last submission, to read beside. */
  before: z.record(z.string(), Answer),
  parts: z.array(PartPreview),
  /** Whom the entity tells itself: people concerned, its controller. */
  tells: z.array(
    z.object({
      addressee: named,
      title: z.string(),
      clockWords: z.string(),
      verification: z.enum(verificationStatuses),
    }),
  ),
  /** What keeps it from being sent, each with the question it is about. */
  problems: z.array(z.object({ field: z.string(), code: z.string() })),
  isEmpty: z.boolean(),
});
export type DraftView = z.infer<typeof DraftView>;

export const PartView = z.object({
  id: z.string(),
  receiptNumber: z.string(),
  number: z.number().int(),
  addressee: named,
  stage: z.string(),
  title: z.string(),
  submittedAt: z.string(),
  due: z.string().nullable(),
  lateness: z.enum(["on_time", "late", "no_time"]),
  clockWords: z.string(),
  lateReason: z.string().nullable(),
  delivery: z.enum(["platform", "paper"]),
  deliveredAt: z.string().nullable(),
  deliveryNote: z.string().nullable(),
  isCorrection: z.boolean(),
  isReplaced: z.boolean(),
  packId: z.string(),
  packVersion: z.string(),
  packSha256: z.string(),
  leafHash: z.string().nullable(),
  fields: z.array(z.object({ id: z.string(), name: z.string(), value: z.string(), isUnknown: z.boolean() })),
});
export type PartView = z.infer<typeof PartView>;

/** A part as its addressee reads it: with whose it is. */
export const TeamPart = PartView.extend({
  entityName: z.string(),
  entityReference: z.string().nullable(),
  filingReference: z.string(),
  standing: z.enum(["confirmed", "unconfirmed", "disowned"]),
  guestContact: z.string().nullable(),
});
export type TeamPart = z.infer<typeof TeamPart>;
export const TeamParts = z.object({ parts: z.array(TeamPart) });
export type TeamParts = z.infer<typeof TeamParts>;

export const FilingLine = z.object({
  id: z.string(),
  reference: z.string(),
  openedAt: z.string(),
  channel: z.string(),
  concludedAt: z.string().nullable(),
  nature: z.string(),
  addressees: z.array(z.string()),
  /** The next stage that the law still asks for. */
  next: z
    .object({ title: z.string(), addressee: z.string(), due: z.string().nullable(), isOverdue: z.boolean() })
    .nullable(),
  draftId: z.string().nullable(),
});
export type FilingLine = z.infer<typeof FilingLine>;

export const FilingList = z.object({
  filings: z.array(FilingLine),
  drafts: z.array(z.object({ id: z.string(), kind: z.enum(draftKinds), updatedAt: z.string(), nature: z.string() })),
  mayFile: z.boolean(),
});
export type FilingList = z.infer<typeof FilingList>;

export const StageView = z.object({
  title: z.string(),
  stage: z.string(),
  addressee: named,
  status: z.string(),
  due: z.string().nullable(),
  clockWords: z.string(),
});
export type StageView = z.infer<typeof StageView>;

export const FilingPage = z.object({
  id: z.string(),
  reference: z.string(),
  openedAt: z.string(),
  channel: z.string(),
  concludedAt: z.string().nullable(),
  stages: z.array(StageView),
  parts: z.array(PartView),
  versions: z.array(
    z.object({
      number: z.number().int(),
      kind: z.enum(draftKinds),
      submittedAt: z.string(),
      by: z.string().nullable(),
      reason: z.string().nullable(),
      answers: z.array(z.object({ id: z.string(), name: z.string(), value: z.string(), isUnknown: z.boolean() })),
    }),
  ),
  can: z.object({ next: z.boolean(), correct: z.boolean() }),
  draftId: z.string().nullable(),
});
export type FilingPage = z.infer<typeof FilingPage>;

export const Submitted = z.object({
  filingId: z.string(),
  reference: z.string(),
  receipts: z.array(z.object({ partId: z.string(), receiptNumber: z.string(), addressee: z.string() })),
});
export type Submitted = z.infer<typeof Submitted>;
