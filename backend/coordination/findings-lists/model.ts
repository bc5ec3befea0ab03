// Findings lists: any table of findings (address, time, what) with its mapping, and what became of each row. Pure.
import { z } from "zod";
import { markings } from "../../intake/model.ts";

/** What a column may bring. `detail` may stand in several columns: it goes along as it is, under its own heading. */
export const findingFields = ["address", "port", "at", "what", "detail"] as const;
export type FindingField = (typeof findingFields)[number];

/** Column (its place as text, from "0") to field; a column that is not named is left out. */
export const FindingMapping = z.record(
  z.string().regex(/^\d{1,3}$/, "Expected the place of a column."),
  z.enum(findingFields, { error: `Expected one of ${findingFields.join(", ")}.` }),
);
export type FindingMapping = z.output<typeof FindingMapping>;

export const listStates = ["preview", "running", "done", "emptied"] as const;
export type ListState = (typeof listStates)[number];
export const rowOutcomes = ["kept", "repeated", "refused"] as const;
export const attributions = ["register", "nobody", "officer", "reopened"] as const;

const line = (max: number) =>
  z.string().trim().min(1, "Expected some text.").max(max, `Expected at most ${max} characters.`);

export const ListFacts = z.strictObject({
  title: line(200),
  source: z.string().trim().max(300, "Expected at most 300 characters.").default(""),
  marking: z.enum(markings, { error: `Expected one of ${markings.join(", ")}.` }).default("green"),
  /** What every row found, where no column says it: "Open RDP". */
  defaultWhat: line(200).nullable().default(null),
  /** When, where no column says it. */
  defaultAt: z.iso
    .datetime({ offset: true, error: "Expected a time such as 2026-03-01T00:00:00Z." })
    .nullable()
    .default(null),
  keepDays: z
    .number("Expected a number of days.")
    .int()
    .min(1, "Expected at least 1 day.")
    .max(3650, "Expected at most 3650 days.")
    .default(365),
});

export const ChangeList = ListFacts.extend({
  version: z.number().int().min(1, "Expected the version that was read."),
  mapping: FindingMapping,
});
export type ChangeList = z.input<typeof ChangeList>;

export const ActOnList = z.strictObject({ version: z.number().int().min(1, "Expected the version that was read.") });
export type ActOnList = z.input<typeof ActOnList>;

export const AttributeRows = z.strictObject({
  lines: z.array(z.number().int().min(1)).min(1, "Expected at least one row.").max(500, "Expected at most 500 rows."),
  /** Null: nobody's. */
  constituentId: z.uuid("Expected a constituent's id.").nullable(),
});
export type AttributeRows = z.input<typeof AttributeRows>;

export const FindingRow = z.object({
  line: z.number(),
  outcome: z.enum(rowOutcomes),
  /** Of a refused row: the field, what was expected (key of the room `notify`) and what stood there. */
  field: z.string().nullable(),
  expected: z.string().nullable(),
  said: z.string().nullable(),
  address: z.string().nullable(),
  port: z.number().nullable(),
  at: z.string().nullable(),
  what: z.string().nullable(),
  detail: z.record(z.string(), z.string()),
  holder: z.object({ id: z.string(), name: z.string() }).nullable(),
  isDisputed: z.boolean(),
  attribution: z.enum(attributions).nullable(),
});
export type FindingRow = z.output<typeof FindingRow>;

export const ListLine = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string(),
  marking: z.enum(markings),
  fileName: z.string(),
  state: z.enum(listStates),
  rowCount: z.number(),
  /** Rows by outcome; of the kept ones by whose they are. */
  counts: z.object({
    kept: z.number(),
    repeated: z.number(),
    refused: z.number(),
    attributed: z.number(),
    unattributed: z.number(),
    reopened: z.number(),
    constituents: z.number(),
  }),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  isExercise: z.boolean(),
});
export type ListLine = z.output<typeof ListLine>;

export const ListView = ListLine.extend({
  header: z.array(z.string()),
  mapping: FindingMapping,
  defaultWhat: z.string().nullable(),
  defaultAt: z.string().nullable(),
  keepDays: z.number(),
  version: z.number(),
  emptiedAt: z.string().nullable(),
  /** Before the run: the first rows as they came. */
  samples: z.array(z.array(z.string())),
  /** Before the run: the same rows as they would be read, with their holders. */
  preview: z.array(FindingRow),
});
export type ListView = z.output<typeof ListView>;

export const FindingRowsQuery = z.strictObject({
  outcome: z.enum(rowOutcomes, { error: `Expected one of ${rowOutcomes.join(", ")}.` }).optional(),
  attribution: z.enum(attributions, { error: `Expected one of ${attributions.join(", ")}.` }).optional(),
  /** The line after which to go on. */
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, "Expected the `next` of an earlier page.")
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type FindingRowsQuery = z.input<typeof FindingRowsQuery>;
