// Fields that the team makes for itself: what kind each is, and what may stand in it. Pure; the desk validates with it too.
import { z } from "zod";
import { invalidInput } from "../../platform/errors/index.ts";
import { id, line, oneOf, version } from "../work/shapes.ts";

export const fieldKinds = ["text", "number", "date", "yes_no", "choice", "choices"] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** The most fields that are not retired. */
export const mostFields = 50;

const names = z.strictObject({ fr: line(100), en: line(100), mn: line(100) });
const choices = z
  .array(z.strictObject({ key: line(40).regex(/^[a-z0-9_]+$/, "Expected small letters, digits and _."), names }))
  .max(50, "Expected at most 50 choices.");

export const AddField = z.strictObject({
  key: z
    .string("Expected a short name.")
    .regex(/^[a-z][a-z0-9_]{1,39}$/, "Expected small letters, digits and _, such as ransom_note."),
  names,
  kind: oneOf(fieldKinds),
  choices: choices.default([]),
  isRequired: z.boolean("Expected true or false.").default(false),
});
export type AddField = z.input<typeof AddField>;

export const ChangeField = z.strictObject({
  fieldId: id,
  version,
  names: names.optional(),
  /** Choices may be renamed and added; one that a case holds is not taken away. */
  choices: choices.optional(),
  isRequired: z.boolean("Expected true or false.").optional(),
  isRetired: z.boolean("Expected true or false.").optional(),
});
export type ChangeField = z.infer<typeof ChangeField>;

export const FieldValue = z
  .union([z.string().max(4000), z.number(), z.boolean(), z.array(z.string().max(40)).max(50)])
  .nullable();
export type FieldValue = z.infer<typeof FieldValue>;

export const SetField = z.strictObject({
  caseId: id,
  fieldId: id,
  /** 0 where the case has no value yet. */
  version: z.int("Expected the version that you saw.").min(0),
  /** null takes it away. */
  value: FieldValue,
});
export type SetField = z.infer<typeof SetField>;

const namesView = z.object({ fr: z.string(), en: z.string(), mn: z.string() });
export const FieldView = z.object({
  id: z.string(),
  key: z.string(),
  names: namesView,
  kind: z.enum(fieldKinds),
  choices: z.array(z.object({ key: z.string(), names: namesView })),
  isRequired: z.boolean(),
  isRetired: z.boolean(),
  version: z.int(),
});
export type FieldView = z.infer<typeof FieldView>;

export const FieldValueView = z.object({ field: FieldView, value: FieldValue, version: z.int() });
export type FieldValueView = z.infer<typeof FieldValueView>;

/** @throws invalid_input `value` for what the field's kind does not hold. An empty text counts as none. */
export function decideValue(field: Pick<FieldView, "kind" | "choices">, value: FieldValue): FieldValue {
  const wrong = (message: string) => invalidInput([{ path: "value", message }]);
  if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return null;
  const keys = new Set(field.choices.map(({ key }) => key));
  switch (field.kind) {
    case "text":
      if (typeof value === "string") return value.trim() === "" ? null : value.trim();
      throw wrong("Expected a text.");
    case "number":
      if (typeof value === "number" && Number.isFinite(value)) return value;
      throw wrong("Expected a number.");
    case "date":
      if (typeof value === "string" && z.iso.date().safeParse(value).success) return value;
      throw wrong("Expected a day such as 2026-11-22.");
    case "yes_no":
      if (typeof value === "boolean") return value;
      throw wrong("Expected true or false.");
    case "choice":
      if (typeof value === "string" && keys.has(value)) return value;
      throw wrong("Expected one of the field's choices.");
    case "choices":
      if (Array.isArray(value) && value.every((one) => keys.has(one))) return [...new Set(value)];
      throw wrong("Expected some of the field's choices.");
  }
}
