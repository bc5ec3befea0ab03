// What an import of the old register is: fields that columns can bring, verdicts on rows, and what is shown of them. Pure; the desk imports it.
import { z } from "zod";
import { type ClaimKind, contactRoles, sectors } from "../model.ts";
import type { SizeKind } from "../profile/model.ts";
import type { RelationKind } from "../relations/model.ts";

/** What a column can bring. Several columns may bring names, networks, services and relations; of the others one each. */
export const importFields = [
  "reference",
  "name",
  "otherNames",
  "sector",
  "isic",
  "classes",
  "area",
  "address",
  "legalForm",
  "parent",
  "languages",
  "networks",
  "heldFrom",
  "contactName",
  "contactRole",
  "contactEmail",
  "contactPhone",
  "contactHours",
  "contact2Name",
  "contact2Role",
  "contact2Email",
  "contact2Phone",
  "staff",
  "users",
  "turnover",
  "sizesAsOf",
  "services",
  "providesFor",
  "dependsOn",
] as const;
export type ImportField = (typeof importFields)[number];
/** Fields that may stand in several columns: their cells are put together. */
export const repeatableFields: readonly ImportField[] = [
  "otherNames",
  "networks",
  "services",
  "providesFor",
  "dependsOn",
];

/** Column (its place as text, from "0") to field; a column that is not named is left out. */
export const Mapping = z.record(
  z.string().regex(/^\d{1,3}$/, "Expected the place of a column."),
  z.enum(importFields, { error: `Expected one of ${importFields.join(", ")}.` }),
);
export type Mapping = z.output<typeof Mapping>;

/** What holds where a new entry's cell is empty. */
export const Defaults = z.strictObject({
  sector: z.enum(sectors, { error: `Expected one of ${sectors.join(", ")}.` }).optional(),
  contactRole: z.enum(contactRoles, { error: `Expected one of ${contactRoles.join(", ")}.` }).default("security"),
  language: z.enum(["fr", "en", "mn"]).default("fr"),
});
export type Defaults = z.output<typeof Defaults>;

const version = z.number().int().min(1, "Expected the version that was read.");

export const ChangeMapping = z.strictObject({
  version,
  mapping: Mapping,
  defaults: Defaults,
  /** Another sheet of the workbook. */
  sheet: z.string().max(200).optional(),
  /** Keeps the mapping under this name for the next file; an older one of that name is replaced. */
  keepAs: z.string().trim().min(1).max(100).optional(),
});
export type ChangeMapping = z.input<typeof ChangeMapping>;

export const rowDecisions = ["as_new", "same_as", "skip"] as const;
export const DecideRow = z
  .strictObject({
    line: z.number().int().min(1),
    decision: z.enum(rowDecisions, { error: `Expected one of ${rowDecisions.join(", ")}.` }).nullable(),
    constituentId: z.uuid("Expected a constituent's id.").optional(),
  })
  .refine(
    (said) => (said.decision === "same_as") === (said.constituentId !== undefined),
    "Expected a constituent exactly when the row is the same as one.",
  );
export type DecideRow = z.input<typeof DecideRow>;

export const ActOnImport = z.strictObject({ version });
export type ActOnImport = z.input<typeof ActOnImport>;

/** The passkey confirms a run and its undo; screen and server build the binding with the same words. */
export const importStepUp = {
  run: (importId: string, seen: number) => ({ act: "register.import_run", object: importId, version: String(seen) }),
  undo: (importId: string, seen: number) => ({ act: "register.import_undo", object: importId, version: String(seen) }),
} as const;

export const verdicts = ["new", "change", "same", "duplicate", "error"] as const;
export type Verdict = (typeof verdicts)[number];
export const outcomes = ["pending", "created", "changed", "same", "skipped", "failed"] as const;
export type Outcome = (typeof outcomes)[number];
export const importStates = ["preview", "running", "done", "undoing", "undone"] as const;
export type ImportState = (typeof importStates)[number];
export const undoOutcomes = ["restored", "removed", "ended", "kept"] as const;
export type UndoOutcome = (typeof undoOutcomes)[number];

/** A cell that cannot be taken: `code` is a key of the words ("imports.expected.email"), `value` what stood there. */
export const FieldProblem = z.object({
  field: z.enum(importFields),
  column: z.number().int().nullable(),
  code: z.string(),
  value: z.string(),
  /** What the sentence names besides. */
  about: z.string().nullable(),
});
export type FieldProblem = z.output<typeof FieldProblem>;

/** One thing that would become otherwise. `what` says of which part; `from` is null where something is added. */
export const PlannedChange = z.object({
  what: z.enum(["constituent", "contact", "network", "size", "service", "relation"]),
  field: z.string(),
  from: z.string().nullable(),
  to: z.string(),
});
export type PlannedChange = z.output<typeof PlannedChange>;

export const duplicateReasons = ["name", "email", "phone", "network"] as const;
export const PossibleDuplicate = z.object({
  constituentId: z.string(),
  reference: z.string(),
  name: z.string(),
  reasons: z.array(z.enum(duplicateReasons)),
});
export type PossibleDuplicate = z.output<typeof PossibleDuplicate>;

export const Findings = z.object({
  problems: z.array(FieldProblem),
  changes: z.array(PlannedChange),
  duplicates: z.array(PossibleDuplicate),
  /** The constituent that the row is about, where it is in the register. */
  target: z.object({ id: z.string(), reference: z.string(), name: z.string() }).nullable(),
  /** An earlier line of the same file that brings the same constituent. */
  sameAsLine: z.number().int().nullable(),
});
export type Findings = z.output<typeof Findings>;

export interface ImportedContact {
  name: string;
  role: (typeof contactRoles)[number];
  email?: string;
  phone?: string;
  hours?: string;
}

/** What a row says. Absent: its cell is empty or no column brings it, and what the register says stays. */
export interface ImportEntry {
  reference?: string;
  name?: string;
  otherNames?: string[];
  sector?: (typeof sectors)[number];
  isic?: string;
  classes?: string[];
  areaId?: string;
  address?: string;
  legalForm?: string;
  parent?: string;
  languages?: ("fr" | "en" | "mn")[];
  contacts: ImportedContact[];
  networks: { kind: ClaimKind; value: string }[];
  heldFrom?: string;
  sizes: ImportedSize[];
  services: { name: string; url: string }[];
  /** `other` is a name or a reference, as the cell has it; `what` null where it is not said. */
  relations: { kind: RelationKind; other: string; what: string | null }[];
}

/** `asOf` null: as of the day of the import. */
export interface ImportedSize {
  kind: SizeKind;
  amount: number;
  currency: string | null;
  asOf: string | null;
}

export const ImportView = z.object({
  id: z.string(),
  fileName: z.string(),
  format: z.string(),
  encoding: z.string().nullable(),
  delimiter: z.string().nullable(),
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  header: z.array(z.string()),
  /** The first rows as they came, for choosing fields. */
  samples: z.array(z.array(z.string())),
  mapping: Mapping,
  defaults: Defaults,
  /** Lines that could not be read at all. */
  problems: z.array(z.object({ line: z.number(), code: z.string(), column: z.number().optional() })),
  state: z.enum(importStates),
  version: z.number(),
  /** Rows by verdict, by outcome, and by how the undo went. */
  counts: z.object({
    rows: z.number(),
    verdicts: z.record(z.string(), z.number()),
    outcomes: z.record(z.string(), z.number()),
    undone: z.record(z.string(), z.number()),
  }),
  createdBy: z.string().nullable(),
  createdAt: z.string(),
  runBy: z.string().nullable(),
  runAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  undoneBy: z.string().nullable(),
  undoneAt: z.string().nullable(),
  emptiedAt: z.string().nullable(),
});
export type ImportView = z.output<typeof ImportView>;

export const ImportLine = ImportView.pick({
  id: true,
  fileName: true,
  state: true,
  counts: true,
  createdBy: true,
  createdAt: true,
});
export type ImportLine = z.output<typeof ImportLine>;

export const ImportRowView = z.object({
  line: z.number(),
  cells: z.array(z.string()),
  verdict: z.enum(verdicts),
  findings: Findings,
  decision: z.enum(rowDecisions).nullable(),
  decidedFor: z.string().nullable(),
  outcome: z.enum(outcomes),
  constituentId: z.string().nullable(),
  /** Why the row failed: as a field's problem, or as a sentence. */
  problem: z.object({ code: z.string(), about: z.string().nullable() }).nullable(),
  undo: z.enum(undoOutcomes).nullable(),
  undoWhy: z.string().nullable(),
});
export type ImportRowView = z.output<typeof ImportRowView>;

export const RowsQuery = z.strictObject({
  verdict: z.enum(verdicts, { error: `Expected one of ${verdicts.join(", ")}.` }).optional(),
  outcome: z.enum(outcomes, { error: `Expected one of ${outcomes.join(", ")}.` }).optional(),
  undo: z.enum(undoOutcomes, { error: `Expected one of ${undoOutcomes.join(", ")}.` }).optional(),
  /** The line after which to go on. */
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, "Expected the `next` of an earlier page.")
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export type RowsQuery = z.input<typeof RowsQuery>;

export const KeptMapping = z.object({
  id: z.string(),
  name: z.string(),
  columns: z.record(z.string(), z.enum(importFields)),
});
export type KeptMapping = z.output<typeof KeptMapping>;
