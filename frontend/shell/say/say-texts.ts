// Texts in the reader's language, and decimal numbers as the reader writes them.
import { currentLanguage, currentLocale } from "../../platform/words.ts";

/** The text in the reader's language, else the first there is. */
export function say(texts: Record<string, string | undefined>): string {
  return texts[currentLanguage()] ?? Object.values(texts).find((text) => text !== undefined) ?? "";
}

/** A decimal text with the reader's separators; it is never turned into a float, so that no digit is lost. */
export function sayAmount(value: string | null | undefined): string {
  if (value === null || value === undefined) return "–";
  const parts = new Intl.NumberFormat(currentLocale()).formatToParts(12345.6);
  const sign = (type: string): string => parts.find((part) => part.type === type)?.value ?? "";
  const [whole = "", fraction] = value.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, sign("group"));
  return `${value.startsWith("-") ? "−" : ""}${grouped}${fraction ? sign("decimal") + fraction : ""}`;
}

/** What a person types as a number, as the server wants it: "12 500,5" → "12500.5". */
export function readAmount(text: string): string {
  return text.replace(/[\s\u00a0\u202f]/g, "").replace(",", ".");
}
