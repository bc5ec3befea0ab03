// The desk's one search: what is typed, what is found, and why. Pure.
import { z } from "zod";
import { levels } from "../../triage/model.ts";

/** More rows of a list than this are not counted: "1,000+". */
export const mostCounted = 1000;
/** More hits of a search than this are not counted: "200+". */
export const mostFound = 200;

export const SearchQuery = z.strictObject({
  text: z
    .string("Expected what is looked for.")
    .trim()
    .min(2, "Expected at least two characters.")
    .max(200, "Expected at most 200 characters."),
});
export type SearchQuery = z.input<typeof SearchQuery>;

/** Why something was found: where it stands, and the text around it with the place of the hit, in UTF-16 units. */
const Why = z.object({
  in: z.enum(["reference", "title", "text", "value", "file", "name", "network", "alike"]),
  text: z.string(),
  start: z.number(),
  end: z.number(),
});
export type Why = z.infer<typeof Why>;

const Found = z.object({ id: z.string(), reference: z.string(), title: z.string(), why: Why });
export const FoundReport = Found.extend({
  status: z.string(),
  severity: z.enum(levels).nullable(),
  language: z.string(),
  receivedAt: z.string(),
});
export const FoundCase = Found.extend({ status: z.string(), severity: z.enum(levels), openedAt: z.string() });
export const FoundConstituent = Found.extend({ sector: z.string() });
export const FoundValue = z.object({
  kind: z.string(),
  value: z.string(),
  how: z.enum(["exact", "begins", "holds_text", "in_range", "holds"]),
  reports: z.number(),
});
export type FoundReport = z.infer<typeof FoundReport>;
export type FoundCase = z.infer<typeof FoundCase>;
export type FoundConstituent = z.infer<typeof FoundConstituent>;
export type FoundValue = z.infer<typeof FoundValue>;

const group = <Row extends z.ZodType>(row: Row) =>
  z.object({
    rows: z.array(row),
    /** At most `mostFound` + 1; that one says "and more". */
    count: z.number(),
    /** Nothing stands there as it was typed; these only look like it. */
    isAlike: z.boolean(),
  });
export const SearchView = z.object({
  text: z.string(),
  /** What was understood: words, an address or a range. */
  understood: z.enum(["words", "address", "range"]),
  reports: group(FoundReport),
  cases: group(FoundCase),
  constituents: group(FoundConstituent),
  values: group(FoundValue),
});
export type SearchView = z.infer<typeof SearchView>;
