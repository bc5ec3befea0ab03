// How a case's reference is written: a pattern that the operator sets, and what it must hold so that references stay unique and readable. Pure.
import { z } from "zod";

export const usualFormat = "{prefix}-C-{year}-{number:4}";
/** Under which the pattern is kept. */
export const formatSetting = "cases.reference_format";

const part = /\{(?:prefix|year|month|number(?::[1-9])?)\}/g;

export const ReferenceFormat = z.strictObject({
  format: z
    .string("Expected a pattern such as {prefix}-C-{year}-{number:4}.")
    .trim()
    .max(60, "Expected at most 60 characters.")
    .superRefine((format, check) => {
      const plain = format.replaceAll(part, "");
      const say = (message: string) => check.addIssue({ code: "custom", message });
      if (/[{}]/.test(plain))
        say("Expected {prefix}, {year}, {month} and {number}, or {number:4} for leading zeros, in braces.");
      else if (!/^[A-Z0-9/._-]*$/.test(plain)) say("Expected capital letters, digits and / . _ - beside the braces.");
      else if ((format.match(/\{number/g) ?? []).length !== 1)
        say("Expected {number} once: without it two cases would bear one reference.");
      else if (/(?:[0-9]|\})\{number/.test(format) || /\{number(?::[1-9])?\}(?:[0-9]|\{)/.test(format))
        say("Expected a letter or a sign beside {number}, so that it is told from other digits.");
      else if (/^[^A-Z0-9{]/.test(format)) say("Expected a letter or a digit first.");
      else if (writeReference(format, "TG", new Date(), 1).length < 4)
        say("Expected references of at least 4 characters.");
      else if (/^\{prefix\}-(?:\{year\}|\d{4})-\{number(?::\d)?\}$/.test(format))
        say("Expected something that tells cases from reports, such as -C-.");
      else if (writeReference(format, "TOGUNA", new Date(), 1_000_000).length > 40)
        say("Expected references of at most 40 characters.");
    }),
});
export type ReferenceFormat = z.infer<typeof ReferenceFormat>;

export const FormatView = z.object({ format: z.string(), usual: z.string(), example: z.string() });
export type FormatView = z.infer<typeof FormatView>;

/** "TG-C-2026-0007" of "{prefix}-C-{year}-{number:4}": the year and month of opening are those of UTC; a number longer than its zeros is written whole. */
export function writeReference(format: string, prefix: string, openedAt: Date, number: number): string {
  return format
    .replaceAll("{prefix}", prefix)
    .replaceAll("{year}", String(openedAt.getUTCFullYear()))
    .replaceAll("{month}", String(openedAt.getUTCMonth() + 1).padStart(2, "0"))
    .replaceAll(/\{number(?::([1-9]))?\}/g, (_, digits: string | undefined) =>
      String(number).padStart(Number(digits ?? 1), "0"),
    );
}
