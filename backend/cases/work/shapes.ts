// Pieces of shapes that the work inside a case is made of: ids, versions, instants, texts with limits, persons. Pure.
import { z } from "zod";

export const id = z.uuid("Expected an identifier.");
export const version = z.int("Expected the version that you saw.").min(1, "Expected the version that you saw.");
export const instant = z.iso.datetime({ offset: true, error: "Expected a time such as 2026-11-22T14:07:00Z." });

/** One line that must say something. */
export const line = (most: number) =>
  z.string("Expected a text.").trim().min(1, "Expected a text.").max(most, `Expected at most ${most} characters.`);

/** Words that may be missing. */
export const words = (most: number) =>
  z.string("Expected a text.").trim().max(most, `Expected at most ${most} characters.`);

/** Words of at least three characters: a reason, an outcome. */
export const reason = (most = 2000) =>
  z
    .string("Expected a reason in words.")
    .trim()
    .min(3, "Expected a reason of at least 3 characters.")
    .max(most, `Expected at most ${most} characters.`);

export const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, `Expected one of ${values.join(", ")}.`);

export const PersonShape = z.object({ id: z.string(), name: z.string() });
export const Changed = z.object({ id: z.string(), version: z.int() });
export type Changed = z.infer<typeof Changed>;
