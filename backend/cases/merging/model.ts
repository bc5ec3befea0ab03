// Merging cases and splitting one: what can be asked, what the preview tells, what stays written. Pure; the desk validates with it too.
import { z } from "zod";
import { deskLimits } from "../model.ts";

/** What a case is made of, in the order in which the page asks. */
export const partNames = [
  "reports",
  "evidence",
  "notes",
  "tasks",
  "playbooks",
  "events",
  "assets",
  "measures",
  "improvements",
  "conversations",
  "calls",
  "takedowns",
  "crises",
  "numbers",
  "correspondence",
  "timeline",
  "people",
  "links",
  "fields",
  "outcome",
  "review",
] as const;
export type PartName = (typeof partNames)[number];

/** Rows of one part that may be named one by one. */
export const mostChosenRows = 10_000;

const id = z.uuid("Expected an identifier.");
const reason = z
  .string("Expected a reason in words.")
  .trim()
  .min(3, "Expected a reason of at least 3 characters.")
  .max(deskLimits.reason, `Expected at most ${deskLimits.reason} characters.`);
const version = z.int("Expected the version that you saw.").min(1);

/** Of each part all, or the rows named by their keys; a part that is not named stays. */
export const Choice = z.partialRecord(
  z.enum(partNames, `Expected parts among ${partNames.join(", ")}.`),
  z.union([z.literal("all"), z.array(z.string().max(120)).max(mostChosenRows)], 'Expected "all" or a list of keys.'),
);
export type Choice = z.infer<typeof Choice>;

export const PreviewMove = z.strictObject({
  /** null: a new case. */
  targetId: id.nullable(),
  parts: Choice,
});
export type PreviewMove = z.infer<typeof PreviewMove>;

export const MergeCase = z.strictObject({
  targetId: id,
  parts: Choice,
  reason,
  /** The versions of both cases that the preview was made of. */
  sourceVersion: version,
  targetVersion: version,
});
export type MergeCase = z.infer<typeof MergeCase>;

export const SplitCase = z.strictObject({
  title: z
    .string("Expected a title.")
    .trim()
    .min(1, "Expected a title.")
    .max(deskLimits.title, `Expected at most ${deskLimits.title} characters.`),
  parts: Choice,
  reason,
  sourceVersion: version,
});
export type SplitCase = z.infer<typeof SplitCase>;

export const UndoMerge = z.strictObject({ reason });
export type UndoMerge = z.infer<typeof UndoMerge>;

const Person = z.object({ id: z.string(), name: z.string() });
const CaseRef = z.object({ id: z.string(), reference: z.string(), title: z.string() });

export const PartsView = z.object({
  case: CaseRef.extend({ version: z.int(), status: z.string(), marking: z.string(), isRestricted: z.boolean() }),
  parts: z.array(
    z.object({
      part: z.enum(partNames),
      count: z.int(),
      /** The first rows, to be chosen one by one; a part with more is chosen whole or not. */
      rows: z.array(z.object({ key: z.string(), label: z.string(), at: z.string().nullable() })),
    }),
  ),
});
export type PartsView = z.infer<typeof PartsView>;

/** Why a merge cannot be made as it was asked; keys below "blocker." of the room `merging`. */
export const blockers = [
  "same_case",
  "source_closed",
  "target_closed",
  "nothing_chosen",
  "not_member",
  "glass_open",
  "other_organisation",
  "exercise",
  "kind",
  "disclosure",
  "question",
] as const;
export type Blocker = (typeof blockers)[number];

export const PreviewView = z.object({
  source: CaseRef.extend({ version: z.int() }),
  target: CaseRef.extend({ version: z.int() }).nullable(),
  moves: z.array(z.object({ part: z.enum(partNames), count: z.int() })),
  /** Not chosen, or the target has its own: it stays readable where it is. */
  stays: z.array(z.object({ part: z.enum(partNames), count: z.int() })),
  becomes: z.object({
    marking: z.string(),
    pap: z.string(),
    isRestricted: z.boolean(),
    members: z.array(Person),
    /** Members of the target who will not see it any more. */
    losing: z.array(Person),
    /** Who owns the target afterwards, where that changes. */
    newOwner: Person.nullable(),
    conflicts: z.int(),
  }),
  /** Whether the source closes and points to the target: it does once no report is left in it. */
  isPointer: z.boolean(),
  blockers: z.array(z.enum(blockers)),
});
export type PreviewView = z.infer<typeof PreviewView>;

/** What was changed since, so that the merge cannot be taken back exactly: a row of a part, or the case itself. */
export const UndoBlocker = z.object({
  part: z.string(),
  why: z.enum(["gone", "changed", "taken", "labels", "target_closed", "source_changed", "added"]),
  label: z.string(),
});
export type UndoBlocker = z.infer<typeof UndoBlocker>;

export const MergeView = z.object({
  id: z.string(),
  kind: z.enum(["merge", "split"]),
  source: CaseRef,
  target: CaseRef,
  reason: z.string(),
  counts: z.array(z.object({ part: z.enum(partNames), count: z.int() })),
  madeBy: Person.nullable(),
  madeAt: z.string(),
  undoneBy: Person.nullable(),
  undoneAt: z.string().nullable(),
  undoReason: z.string().nullable(),
  can: z.object({ undo: z.boolean() }),
});
export type MergeView = z.infer<typeof MergeView>;

export const MergePage = MergeView.extend({ blockers: z.array(UndoBlocker) });
export type MergePage = z.infer<typeof MergePage>;
