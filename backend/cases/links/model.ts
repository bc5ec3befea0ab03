// Links between cases, each of a kind that reads one way from the one and another way from the other. Pure.
import { z } from "zod";
import { id, line, oneOf, PersonShape, words } from "../work/shapes.ts";

export const linkKinds = [
  "related",
  "duplicate_of",
  "caused_by",
  "part_of",
  "follows",
  "same_actor",
  "same_campaign",
] as const;
export type LinkKind = (typeof linkKinds)[number];

/** Kinds that say the same from either end. */
export const evenKinds: ReadonlySet<LinkKind> = new Set<LinkKind>(["related", "same_actor", "same_campaign"]);

export const AddLink = z.strictObject({
  caseId: id,
  /** Of the other case, as it is written: "TG-C-2026-0007". */
  reference: line(60),
  kind: oneOf(linkKinds),
  note: words(2000).default(""),
});
export type AddLink = z.input<typeof AddLink>;

export const LinkView = z.object({
  id: z.string(),
  kind: z.enum(linkKinds),
  /** True where the other case named this one. */
  isFromOther: z.boolean(),
  other: z.object({ id: z.string(), reference: z.string(), title: z.string(), status: z.string() }),
  note: z.string(),
  createdBy: PersonShape.nullable(),
  createdAt: z.string(),
});
export type LinkView = z.infer<typeof LinkView>;
