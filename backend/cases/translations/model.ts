// Translations of what a reporter wrote: whose they are, of what, and what is asked to keep one. Pure; the desk reads them with it too.
import { z } from "zod";
import { languages } from "../../intake/model.ts";
import { id, PersonShape } from "../work/shapes.ts";

export const translationLimits = { body: 20_000, source: 200, versions: 1000 } as const;

const body = z
  .string("Expected the translation.")
  .trim()
  .min(1, "Expected the translation.")
  .max(translationLimits.body, `Expected at most ${translationLimits.body} characters.`);

export const KeepTranslation = z
  .strictObject({
    /** Null: the report's own text. */
    messageId: id.nullable().default(null),
    language: z.enum(languages, { error: "Expected fr, en or mn." }),
    body,
    origin: z.enum(["typed", "imported"], { error: "Expected typed or imported." }).default("typed"),
    /** Who or what translated, where it was not who writes it down here. */
    source: z
      .string("Expected who or what translated.")
      .trim()
      .max(translationLimits.source, `Expected at most ${translationLimits.source} characters.`)
      .default(""),
    /** The version that stands beside the writer; 0 where there is none yet. */
    seen: z.int("Expected the version that you saw.").min(0).max(translationLimits.versions),
  })
  .refine(({ origin, source }) => origin === "typed" || source !== "", {
    message: "Expected who or what made the translation that is imported.",
    path: ["source"],
  });
export type KeepTranslation = z.input<typeof KeepTranslation>;

export const TranslationView = z.object({
  id: z.string(),
  messageId: z.string().nullable(),
  language: z.enum(languages),
  version: z.int(),
  body: z.string(),
  origin: z.enum(["typed", "imported"]),
  source: z.string(),
  author: PersonShape.nullable(),
  at: z.string(),
});
export type TranslationView = z.infer<typeof TranslationView>;
