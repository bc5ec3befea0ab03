// The yearly record of violations: what an entity says of its year to whom the law names, how it is prepared, and what an office sees of who filed. Pure.
import { z } from "zod";
import type { StepUpBinding } from "../../../identity/model.ts";
import { verificationStatuses } from "../../law/model.ts";

const text = (max: number) =>
  z
    .string("Expected text.")
    .trim()
    .max(max, `Expected at most ${max} characters.`)
    .refine((said) => said.isWellFormed() && !said.includes("\0"), "Expected text without NUL and half characters.");
const words = (max: number, message: string) => text(max).min(3, message);
const year = z
  .int("Expected a year such as 2026.")
  .min(2000, "Expected a year such as 2026.")
  .max(2200, "Expected a year such as 2026.");
const count = z
  .int("Expected a number without decimals.")
  .min(0, "Expected nothing or more.")
  .max(1_000_000, "Expected at most 1,000,000.");
const obligationId = z
  .string("Expected the law that asks for it.")
  .min(1, "Expected the law that asks for it.")
  .max(100);

/** One violation, as the law's list of fields lets its addressee read it. */
export const RecordLine = z.strictObject({
  reference: text(100).default(""),
  day: z.iso.date("Expected a day such as 2026-11-30."),
  nature: words(4000, "Expected what happened, in at least 3 characters."),
  dataCategories: text(2000).default(""),
  peopleCount: text(60).default(""),
  measures: text(4000).default(""),
});
export type RecordLine = z.infer<typeof RecordLine>;

export const RecordContent = z.strictObject({
  /** All of the year: those that are listed, and others that are only counted. */
  violations: count,
  lines: z.array(RecordLine).max(500, "Expected at most 500 violations in the list; count the others."),
  measures: text(20_000),
  contact: text(500),
});
export type RecordContent = z.infer<typeof RecordContent>;

const enough = (said: { violations: number; lines: readonly unknown[] }): boolean =>
  said.violations >= said.lines.length;
const tooFew = { path: ["violations"], message: "Expected at least as many as are in the list." };

export const FileRecord = z
  .strictObject({
    obligationId,
    year,
    /** The number of the record that was on the screen; 0 where there was none. */
    basedOn: z.int("Expected the number that was read.").min(0),
    violations: count,
    lines: RecordContent.shape.lines,
    measures: RecordContent.shape.measures,
    contact: text(500).min(3, "Expected who can be reached and how."),
    /** Of a correction: why. */
    reason: words(2000, "Expected a reason of at least 3 characters.").optional(),
    language: z.enum(["fr", "en", "mn"], { error: "Expected fr, en or mn." }).default("fr"),
  })
  .refine(enough, tooFew);
export type FileRecord = z.infer<typeof FileRecord>;

/** A record that came on paper, as an officer enters it. */
export const EnterRecord = z.strictObject({
  constituentId: z.uuid("Expected an entity's id."),
  obligationId,
  year,
  arrivedOn: z.iso.date("Expected a day such as 2026-11-30."),
  violations: count,
  measures: text(20_000).default(""),
  contact: text(500).default(""),
  reason: words(2000, "Expected a reason of at least 3 characters.").optional(),
});
export type EnterRecord = z.infer<typeof EnterRecord>;

export const stepUpForRecord = {
  file: (obligation: string, of: number, basedOn: number): StepUpBinding => ({
    act: "yearly_record.file",
    object: `${obligation}:${of}`,
    version: String(basedOn),
  }),
} as const;

/** The law behind a yearly record, as a screen says it. */
export const RecordLaw = z.object({
  obligationId: z.string(),
  packId: z.string(),
  packVersion: z.string(),
  packTitle: z.string(),
  title: z.string(),
  addressee: z.object({ id: z.string(), name: z.string() }),
  articles: z.string(),
  clockWords: z.string(),
  verification: z.enum(verificationStatuses),
  source: z.string(),
});
export type RecordLaw = z.infer<typeof RecordLaw>;

const lateness = z.enum(["on_time", "late", "no_time"]);
export const RecordView = z.object({
  id: z.string(),
  receiptNumber: z.string(),
  obligationId: z.string(),
  year: z.number().int(),
  number: z.number().int(),
  reason: z.string().nullable(),
  channel: z.enum(["console", "paper"]),
  submittedAt: z.string(),
  dueAt: z.string().nullable(),
  lateness,
  isReplaced: z.boolean(),
  /** False where nobody of the addressee has a room here: then the receipt is brought on paper. */
  isRead: z.boolean(),
  record: RecordContent,
});
export type RecordView = z.infer<typeof RecordView>;

export const OwnRecords = z.object({
  laws: z.array(RecordLaw.extend({ due: z.string().nullable(), status: z.string() })),
  records: z.array(RecordView),
  thisYear: z.number().int(),
  mayFile: z.boolean(),
});
export type OwnRecords = z.infer<typeof OwnRecords>;

/** What the entity's own rows say of the year, to begin from; it is changed before it is filed. */
export const PreparedRecord = z.object({
  basedOn: z.number().int(),
  record: RecordContent,
  /** Requests of people about their data, for the entity's own eye: the law's list gives the addressee none of it. */
  requests: z.object({ received: z.number().int(), refused: z.number().int(), late: z.number().int() }),
  filings: z.number().int(),
});
export type PreparedRecord = z.infer<typeof PreparedRecord>;

export const recordStates = ["filed", "filed_late", "overdue", "not_filed"] as const;
/** An entity of the remit in a year. */
export const OfficeRecordRow = z.object({
  constituentId: z.string(),
  reference: z.string(),
  entity: z.string(),
  sector: z.string(),
  obligationId: z.string(),
  state: z.enum(recordStates),
  /** Of its last record; null where there is none. */
  recordId: z.string().nullable(),
  receiptNumber: z.string().nullable(),
  submittedAt: z.string().nullable(),
  channel: z.string().nullable(),
  violations: z.number().int().nullable(),
  number: z.number().int().nullable(),
  /** By the law as it judged the record, or as it judges its absence now. Null: the law gives no day. */
  dueAt: z.string().nullable(),
});
export type OfficeRecordRow = z.infer<typeof OfficeRecordRow>;
export const OfficeRecords = z.object({
  laws: z.array(RecordLaw),
  rows: z.array(OfficeRecordRow),
  counts: z.object({ filed: z.number(), filed_late: z.number(), overdue: z.number(), not_filed: z.number() }),
});
export type OfficeRecords = z.infer<typeof OfficeRecords>;
export const OfficeRecord = RecordView.extend({
  entity: z.string(),
  reference: z.string(),
  packId: z.string(),
  packVersion: z.string(),
  contentSha256: z.string(),
  versions: z.array(
    z.object({ id: z.string(), number: z.number().int(), submittedAt: z.string(), reason: z.string().nullable() }),
  ),
});
export type OfficeRecord = z.infer<typeof OfficeRecord>;
export const FiledRecord = z.object({ id: z.string(), receiptNumber: z.string(), lateness });
