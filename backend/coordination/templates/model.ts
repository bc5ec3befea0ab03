// Templates of messages: texts in the three languages with fields from a closed list, none of which knows anything internal. Pure.
import { z } from "zod";

/** What a template may name, and nothing else: facts that the other party has or may have. */
export const templateFields = ["party", "number", "subject", "their_reference", "date", "author", "team"] as const;
export type TemplateField = (typeof templateFields)[number];
export type TemplateValues = Readonly<Record<TemplateField, string>>;
export const templateLanguages = ["fr", "en", "mn"] as const;
export type TemplateLanguage = (typeof templateLanguages)[number];

/** Texts that every installation begins with; their words stand in the catalogue. */
export const shippedTemplates = ["first_contact", "ask_status", "ask_logs", "thanks", "close"] as const;

const fieldPattern = /\{([^{}]*)\}/g;

/** Names in braces that are no fields, in order. */
export function unknownFields(text: string): string[] {
  return [...text.matchAll(fieldPattern)]
    .map(([, name]) => name ?? "")
    .filter((name) => !templateFields.some((known) => known === name));
}

/** Fields filled in; a value is never read as a template again. */
export function fillTemplate(text: string, values: TemplateValues): string {
  return text.replace(fieldPattern, (whole, name: string) => {
    const field = templateFields.find((known) => known === name);
    return field === undefined ? whole : values[field];
  });
}

const expected = `Expected fields from this list: ${templateFields.map((name) => `{${name}}`).join(", ")}.`;
const text = (most: number) =>
  z
    .string("Expected a text.")
    .trim()
    .min(1, "Expected a text.")
    .max(most, `Expected at most ${most} characters.`)
    .refine((words) => unknownFields(words).length === 0, { error: expected });
const inThree = (most: number) => z.strictObject({ fr: text(most), en: text(most), mn: text(most) });

export const SaveTemplate = z.strictObject({
  /** Absent: a new one. */
  templateId: z.uuid("Expected the id of a template.").optional(),
  version: z.number().int().min(1, "Expected the version that was read.").optional(),
  name: z.string("Expected a name.").trim().min(1, "Expected a name.").max(100, "Expected at most 100 characters."),
  subjects: inThree(200),
  bodies: inThree(10_000),
});
export type SaveTemplate = z.input<typeof SaveTemplate>;

export const TemplateView = z.object({
  /** Null: shipped, and changed by nobody. */
  id: z.string().nullable(),
  name: z.string(),
  subjects: z.record(z.string(), z.string()),
  bodies: z.record(z.string(), z.string()),
  version: z.number().int(),
});
export type TemplateView = z.infer<typeof TemplateView>;

export const FilledTemplate = z.object({ name: z.string(), subject: z.string(), body: z.string() });
export type FilledTemplate = z.infer<typeof FilledTemplate>;
