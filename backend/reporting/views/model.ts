// Views that people keep of the desk's lists, those that every desk begins with, and how one person works: pinned views and own keys. Pure.
import { z } from "zod";
import { sectors } from "../../registry/sectors/model.ts";
import { CasesQuery, QueueQuery } from "../lists/model.ts";

export const lists = ["reports", "cases"] as const;
export type ListName = (typeof lists)[number];

/** The most marked at once by "all that match". */
export const mostMatching = 500;
/** Views that one person may keep. */
export const mostViews = 50;

/** A list's filters as they stand in the address. */
const Filters = z.record(z.string().max(20), z.string().max(200));
export type Filters = z.infer<typeof Filters>;

const name = z.string("Expected a name.").trim().min(1, "Expected a name.").max(80, "Expected at most 80 characters.");

export const SaveView = z.strictObject({
  list: z.enum(lists, `Expected one of ${lists.join(", ")}.`),
  name,
  query: Filters,
  isShared: z.boolean("Expected true or false.").default(false),
});
export type SaveView = z.input<typeof SaveView>;

export const ChangeView = z.strictObject({
  name: name.optional(),
  query: Filters.optional(),
  isShared: z.boolean("Expected true or false.").optional(),
});
export type ChangeView = z.input<typeof ChangeView>;

/** A digit of Alt+1 to Alt+9. */
export const PinView = z.strictObject({
  slot: z
    .int("Expected a number from 1 to 9.")
    .min(1, "Expected a number from 1 to 9.")
    .max(9, "Expected a number from 1 to 9."),
  /** A view's id, or the name of one that every desk has; null frees the key. */
  view: z.string("Expected a view, or null.").max(60).nullable(),
});
export type PinView = z.input<typeof PinView>;

/** "KeyJ", "shift+KeyA", "g KeyI": by the key's place, never by its letter. Ctrl belongs to the browser. */
const key = z
  .string()
  .regex(
    /^(g )?(shift\+)?(Key[A-Z]|Digit\d|Slash|Period|Comma|Semicolon|Quote|BracketLeft|BracketRight|Backquote|Minus|Equal)$/,
    "Expected a key by its place, such as KeyJ or shift+KeyA.",
  );
export const KeepKeys = z.strictObject({
  keys: z.record(z.string().regex(/^[a-z][a-z0-9_/?=-]{0,60}$/, "Expected the name of an act."), key),
  areKeysOff: z.boolean("Expected true or false."),
});
export type KeepKeys = z.input<typeof KeepKeys>;

/** The sectors that "my sector" stands for; none is none. */
export const KeepSectors = z.strictObject({
  sectors: z.array(z.enum(sectors, `Expected one of ${sectors.join(", ")}.`)).max(30, "Expected at most 30 sectors."),
});
export type KeepSectors = z.input<typeof KeepSectors>;

/** The most reports that one may have marked to read again. */
export const mostUnread = 500;
export const MarkUnread = z.strictObject({
  reportId: z.uuid("Expected an identifier."),
  isUnread: z.boolean("Expected true or false."),
});
export type MarkUnread = z.input<typeof MarkUnread>;

export const DeskSettings = z.object({
  keys: z.record(z.string(), z.string()),
  areKeysOff: z.boolean(),
  /** Sectors of "my sector". */
  sectors: z.array(z.string()),
  /** Reports that one marked to read again. */
  unread: z.array(z.string()),
  /** False until the person has kept any. */
  isKept: z.boolean(),
});
export type DeskSettings = z.infer<typeof DeskSettings>;

export const ViewRow = z.object({
  /** An id, or the name of one that every desk has. */
  id: z.string(),
  list: z.enum(lists),
  /** Null for one that every desk has: the screen names it. */
  name: z.string().nullable(),
  query: z.record(z.string(), z.string()),
  isShared: z.boolean(),
  isMine: z.boolean(),
  ownerName: z.string().nullable(),
  slot: z.number().nullable(),
  /** At most 1,001, which says "and more". */
  count: z.number(),
});
export type ViewRow = z.infer<typeof ViewRow>;

/** What every desk begins with. The first nine stand under Alt+1 to Alt+9 until a person puts something else there. */
export const defaultViews = [
  { id: "untriaged", list: "reports", query: { view: "new" } },
  { id: "mine", list: "reports", query: { view: "mine" } },
  { id: "unassigned", list: "reports", query: { view: "new", assigned: "nobody" } },
  { id: "due", list: "reports", query: { view: "all", due: "6h", sort: "clock" } },
  { id: "waiting", list: "reports", query: { view: "waiting" } },
  { id: "waking", list: "reports", query: { view: "snoozed", wakes: "day" } },
  { id: "regulated", list: "reports", query: { view: "new", flow: "regulated" } },
  { id: "my_sector", list: "reports", query: { view: "new", sector: "mine" } },
  { id: "behalf", list: "reports", query: { view: "new", behalf: "true" } },
  { id: "cases_due", list: "cases", query: { due: "6h", sort: "clock" } },
] as const satisfies readonly { id: string; list: ListName; query: Filters }[];

/** Those that the navigation has by its own entries; they are pinned and counted as the others are. */
export const viewsOfNavigation: ReadonlySet<string> = new Set(["untriaged", "mine", "waiting"]);

/** Which view stands under which digit: the desk's nine, but where a person chose otherwise; an empty choice leaves the digit free. */
export function slotsOf(chosen: Readonly<Record<string, string>>): Map<string, number> {
  const taken = new Set(Object.values(chosen));
  const slots = new Map<string, number>();
  for (const [index, view] of defaultViews.slice(0, 9).entries())
    if (!(String(index + 1) in chosen) && !taken.has(view.id)) slots.set(view.id, index + 1);
  for (const [slot, view] of Object.entries(chosen)) if (view !== "") slots.set(view, Number(slot));
  return slots;
}

/**
 * A list's filters, as the list itself reads them; a page's place is none of them.
 * @throws z.ZodError that names the filter.
 */
export function readFilters(list: "reports", filters: Filters): QueueQuery;
export function readFilters(list: "cases", filters: Filters): CasesQuery;
export function readFilters(list: ListName, filters: Filters): QueueQuery | CasesQuery;
export function readFilters(list: ListName, filters: Filters): QueueQuery | CasesQuery {
  return list === "reports"
    ? QueueQuery.omit({ cursor: true, limit: true })
        .transform((query) => ({ ...query, limit: 60 }))
        .parse(filters)
    : CasesQuery.omit({ cursor: true, limit: true })
        .transform((query) => ({ ...query, limit: 60 }))
        .parse(filters);
}

const Person = z.object({ id: z.string(), name: z.string() }).nullable();
export const MatchingReports = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      reference: z.string(),
      version: z.number(),
      assignedTo: Person,
      snoozedUntil: z.string().nullable(),
      wakesOn: z.object({ kind: z.enum(["answer", "alike"]), count: z.number().nullable() }).nullable(),
      tags: z.array(z.string()),
    }),
  ),
  count: z.number(),
});
export type MatchingReports = z.infer<typeof MatchingReports>;
export const MatchingCases = z.object({
  rows: z.array(
    z.object({
      id: z.string(),
      reference: z.string(),
      version: z.number(),
      severity: z.string(),
      status: z.string(),
      tags: z.array(z.string()),
      owner: Person,
    }),
  ),
  count: z.number(),
});
export type MatchingCases = z.infer<typeof MatchingCases>;
