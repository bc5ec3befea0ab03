// Old work: files of tickets that are looked at, brought in as cases that are marked, and taken out again exactly. Pure; the desk reads it too.
import { z } from "zod";
import { markings } from "../../intake/model.ts";
import { line, oneOf, PersonShape, reason, version } from "../work/shapes.ts";

export const oldKinds = ["table", "mbox", "rt"] as const;
export type OldKind = (typeof oldKinds)[number];
export const oldStates = ["preview", "running", "done", "failed", "undone"] as const;
export type OldState = (typeof oldStates)[number];
export const oldFields = ["number", "title", "status", "severity", "opened", "closed", "text", "from"] as const;
export type OldField = (typeof oldFields)[number];
/** The largest file of old work, in bytes. */
export const largestOldFile = 200_000_000;

/** What a ticket is whose file says nothing of its state. */
export const restStates = ["closed", "open"] as const;

const zone = z.string().refine((name) => isZone(name), "Expected a time zone such as Africa/Bamako or UTC.");

function isZone(name: string): boolean {
  try {
    return name.length <= 64 && new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}

/** How a file is read: what each column brings (of a table, by its place counted from 0), and what holds where it is silent. */
export const OldChoices = z.strictObject({
  columns: z.record(z.string().regex(/^\d{1,3}$/, "Expected a column's place."), oneOf(oldFields)).default({}),
  zone: zone.default("UTC"),
  rest: oneOf(restStates).default("closed"),
});
export type OldChoices = z.output<typeof OldChoices>;

export const TakeOldFile = z.strictObject({
  name: z
    .string("Expected the file's name.")
    .trim()
    .min(1, "Expected the file's name.")
    .max(255, "Expected at most 255 characters."),
  /** Whose numbers they are. */
  system: line(60),
  kind: oneOf(oldKinds).optional(),
});
export type TakeOldFile = z.input<typeof TakeOldFile>;

export const ChangeOldImport = z.strictObject({
  version,
  system: line(60),
  marking: oneOf(markings),
  choices: OldChoices,
});
export type ChangeOldImport = z.input<typeof ChangeOldImport>;

export const StartOldImport = z.strictObject({ version });
export type StartOldImport = z.input<typeof StartOldImport>;
export const UndoOldImport = z.strictObject({ version, reason: reason() });
export type UndoOldImport = z.input<typeof UndoOldImport>;

const maybe = z.string().nullable();
/** A ticket as the preview shows it, or why it cannot be read. */
export const OldTicketView = z.object({
  position: z.int(),
  number: z.string(),
  title: z.string(),
  status: maybe,
  openedAt: maybe,
  closedAt: maybe,
  messages: z.int(),
  field: maybe,
  expected: maybe,
  said: maybe,
});
export type OldTicketView = z.infer<typeof OldTicketView>;

export const OldPreview = z.object({
  total: z.int(),
  refused: z.int(),
  /** Of each column some texts. */
  samples: z.array(z.array(z.string())),
  tickets: z.array(OldTicketView),
});
export type OldPreview = z.infer<typeof OldPreview>;

export const OldImportLine = z.object({
  id: z.string(),
  kind: z.enum(oldKinds),
  system: z.string(),
  fileName: z.string(),
  size: z.number(),
  state: z.enum(oldStates),
  fault: maybe,
  createdBy: PersonShape.nullable(),
  createdAt: z.string(),
  made: z.int(),
  repeated: z.int(),
  refused: z.int(),
});
export type OldImportLine = z.infer<typeof OldImportLine>;

export const OldImportView = OldImportLine.extend({
  marking: z.enum(markings),
  header: z.array(z.string()),
  choices: OldChoices,
  preview: OldPreview,
  undoneBy: PersonShape.nullable(),
  undoReason: maybe,
  version: z.int(),
});
export type OldImportView = z.infer<typeof OldImportView>;

export const OldRow = z.object({
  position: z.int(),
  outcome: z.enum(["made", "repeated", "refused"]),
  number: z.string(),
  title: z.string(),
  field: maybe,
  expected: maybe,
  said: maybe,
  case: z.object({ id: z.string(), reference: z.string() }).nullable(),
});
export type OldRow = z.infer<typeof OldRow>;

export const OldRowsQuery = z.strictObject({
  after: z.coerce.number("Expected a row's place.").int("Expected a row's place.").min(0).default(0),
});

export const OldOfCase = z.object({
  numbers: z.array(z.object({ system: z.string(), number: z.string() })),
  importedAt: maybe,
  messages: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(["mail", "correspondence", "comment"]),
      sender: z.string(),
      recipients: z.string(),
      subject: z.string(),
      body: z.string(),
      at: maybe,
      hasRaw: z.boolean(),
    }),
  ),
});
export type OldOfCase = z.infer<typeof OldOfCase>;
