// A self-assessment: what an entity answers about each duty that binds it, with evidence, exceptions and progress. Pure; screens read it.
import { z } from "zod";
import { verificationStatuses } from "../law/model.ts";

/** `excepted` is not chosen: an exception makes it, and its end takes it back. */
export const answerStates = ["open", "met", "partly", "not_met", "not_applicable", "excepted"] as const;
export type AnswerState = (typeof answerStates)[number];
export const givenStates = ["open", "met", "partly", "not_met", "not_applicable"] as const;

/** How a duty stands today: its answer, and what time made of it. `lapsed`: met, by evidence that has all expired. `not_required`: a stated fact excludes the duty. */
export const standings = [...answerStates, "lapsed", "not_required"] as const;
export type Standing = (typeof standings)[number];

export const changeKinds = [
  "answered",
  "excepted",
  "exception_reached",
  "exception_withdrawn",
  "evidence_added",
  "evidence_withdrawn",
] as const;

const language = z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." });
export const AssessmentQuery = z.strictObject({ language: language.default("fr") });
export type AssessmentQuery = z.infer<typeof AssessmentQuery>;

const day = z.iso.date({ error: "Expected a day such as 2026-11-30." });
const reason = z
  .string("Expected a reason.")
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(2000, "Expected at most 2000 characters.");
const version = z.int("Expected the version that was read, 0 for a first answer.").min(0);

export const AnswerDuty = z
  .strictObject({
    version,
    /** Left out while an exception holds. */
    state: z.enum(givenStates, { error: `Expected one of ${givenStates.join(", ")}.` }).optional(),
    reason: reason.nullable().default(null),
    note: z.string("Expected a text.").trim().max(4000, "Expected at most 4000 characters.").default(""),
    ownerId: z.uuid("Expected somebody of your organisation.").nullable().default(null),
    dueOn: day.nullable().default(null),
  })
  .refine((it) => it.state !== "not_applicable" || it.reason !== null, {
    path: ["reason"],
    message: "Expected the reason why the duty does not apply.",
  });
export type AnswerDuty = z.input<typeof AnswerDuty>;

export const GrantException = z.strictObject({ version, reason, endsOn: day });
export type GrantException = z.infer<typeof GrantException>;

export const EvidenceQuery = z
  .strictObject({ effectiveOn: day, expiresOn: day.optional() })
  .refine((it) => it.expiresOn === undefined || it.expiresOn >= it.effectiveOn, {
    path: ["expiresOn"],
    message: "Expected a day that is not before the day since when it holds.",
  });
export type EvidenceQuery = z.infer<typeof EvidenceQuery>;

export const WithdrawEvidence = z.strictObject({ reason: reason.max(500, "Expected at most 500 characters.") });
export type WithdrawEvidence = z.infer<typeof WithdrawEvidence>;

export const EvidenceView = z.object({
  id: z.string(),
  name: z.string(),
  mediaType: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  effectiveOn: z.string(),
  expiresOn: z.string().nullable(),
  isExpired: z.boolean(),
  addedAt: z.string(),
  addedBy: z.string(),
  scan: z.enum(["waiting", "clean", "found"]),
  scanFound: z.array(z.string()),
  withdrawnAt: z.string().nullable(),
  withdrawReason: z.string().nullable(),
});
export type EvidenceView = z.infer<typeof EvidenceView>;

export const lawParts = [
  "title",
  "clock",
  "articles",
  "addressee",
  "modality",
  "verification",
  "threshold",
  "exceptions",
  "evidence",
  "removed",
] as const;
export type LawPart = (typeof lawParts)[number];
/** What another version of the pack says differently, in words. */
export const LawChange = z.object({ part: z.enum(lawParts), before: z.string(), after: z.string() });
export type LawChange = z.infer<typeof LawChange>;

export const ItemView = z.object({
  obligation: z.string(),
  title: z.string(),
  addressee: z.string(),
  clockWords: z.string(),
  norm: z.enum(["duty", "prohibition", "permission", "power"]),
  modality: z.enum(["statutory", "regulatory", "guidance", "recommended"]),
  verification: z.enum(verificationStatuses),
  cites: z.array(z.object({ law: z.string(), paraphrase: z.string() })),
  /** What the pack names as proof. */
  wanted: z.array(z.string()),
  /** Whether it counts in the progress: a duty of law whose text somebody has read, that binds. */
  isCounted: z.boolean(),
  standing: z.enum(standings),
  state: z.enum(answerStates),
  reason: z.string().nullable(),
  note: z.string(),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  /** 0: nothing was said yet. */
  version: z.number().int(),
  changed: z.object({ at: z.string(), by: z.string() }).nullable(),
  exception: z
    .object({ id: z.string(), reason: z.string(), endsOn: z.string(), grantedBy: z.string(), grantedAt: z.string() })
    .nullable(),
  evidence: z.array(EvidenceView),
  /** The version that the answer was given under; null while there is no answer. */
  pin: z
    .object({
      version: z.string(),
      isCurrent: z.boolean(),
      /** False: that version's file is not in this installation, so nothing can be compared. */
      isKnown: z.boolean(),
      changes: z.array(LawChange),
    })
    .nullable(),
});
export type ItemView = z.infer<typeof ItemView>;

export const Progress = z.object({
  /** Duties that count, without those that do not apply. */
  counted: z.number().int(),
  met: z.number().int(),
  partly: z.number().int(),
  notMet: z.number().int(),
  lapsed: z.number().int(),
  excepted: z.number().int(),
  open: z.number().int(),
  notApplicable: z.number().int(),
  /** Advice, and duties whose text nobody has read. */
  notCounted: z.number().int(),
  /** Of those that count, rounded down: 100 means all. Null where none counts. */
  percent: z.number().int().min(0).max(100).nullable(),
});
export type Progress = z.infer<typeof Progress>;

export const AssessmentView = z.object({
  packId: z.string(),
  packVersion: z.string(),
  packTitle: z.string(),
  notice: z.string().nullable(),
  today: z.string(),
  progress: Progress,
  items: z.array(ItemView),
  /** Who may be given a duty. */
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  mayChange: z.boolean(),
});
export type AssessmentView = z.infer<typeof AssessmentView>;

export const AssessmentList = z.object({
  assessments: z.array(
    z.object({
      packId: z.string(),
      packVersion: z.string(),
      packTitle: z.string(),
      progress: Progress,
      /** Answers that were given under another version. */
      toReview: z.number().int(),
      overdue: z.number().int(),
    }),
  ),
});
export type AssessmentList = z.infer<typeof AssessmentList>;

export const HistoryView = z.object({
  changes: z.array(
    z.object({
      position: z.number().int(),
      kind: z.enum(changeKinds),
      at: z.string(),
      /** Empty: it happened by itself. */
      by: z.string(),
      detail: z.object({
        state: z.enum(answerStates).optional(),
        reason: z.string().nullable().optional(),
        note: z.string().optional(),
        owner: z.string().nullable().optional(),
        dueOn: z.string().nullable().optional(),
        endsOn: z.string().optional(),
        file: z.string().optional(),
        sha256: z.string().optional(),
        packVersion: z.string().optional(),
      }),
    }),
  ),
});
export type HistoryView = z.infer<typeof HistoryView>;
export type ChangeDetail = HistoryView["changes"][number]["detail"];
