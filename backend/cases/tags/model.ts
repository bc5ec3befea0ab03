// Tags of a report or a case: a team's own short words, beside the taxonomy. Pure; the desk reads them with it too.
import { z } from "zod";

/** The most tags on one thing, and the most letters of one. */
export const tagLimits = { tags: 20, letters: 40 } as const;

/** A tag as it is kept: one spelling whatever was typed. "  #Mobile  Money " is "mobile money". */
export function foldTag(typed: string): string {
  return typed.normalize("NFC").trim().replace(/^#+/, "").replace(/\s+/g, " ").trim().toLowerCase();
}

const tag = z
  .string("Expected a tag.")
  .transform(foldTag)
  .pipe(
    z
      .string()
      .min(1, "Expected a tag of at least one letter.")
      .max(tagLimits.letters, `Expected a tag of at most ${tagLimits.letters} letters.`)
      .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._:/-]*$/u, "Expected letters, digits, spaces and . _ : / - only."),
  );
const tags = z.array(tag).max(tagLimits.tags, `Expected at most ${tagLimits.tags} tags.`);

/** What is put on and what is taken off, so that two who tag at once both have their way. */
export const ChangeTags = z
  .strictObject({ add: tags.default([]), remove: tags.default([]) })
  .refine(({ add, remove }) => add.length + remove.length > 0, {
    message: "Expected a tag to put on or to take off.",
    path: ["add"],
  });
export type ChangeTags = z.input<typeof ChangeTags>;

export const Tagged = z.object({ tags: z.array(z.string()), version: z.number() });
export type Tagged = z.infer<typeof Tagged>;

/** Tags after a change, in the order of the alphabet, each once. */
export function changedTags(
  before: readonly string[],
  change: { add: readonly string[]; remove: readonly string[] },
): string[] {
  const gone = new Set(change.remove);
  return [...new Set([...before.filter((one) => !gone.has(one)), ...change.add])].sort((one, other) =>
    one < other ? -1 : one > other ? 1 : 0,
  );
}
