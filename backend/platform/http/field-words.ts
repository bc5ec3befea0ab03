// Which words of the catalogue say what was wrong with a field, from a schema's own issue or from the sentence of a verb; every field error gets some.
import type { z } from "zod";
import type { FieldError } from "../errors/index.ts";

/** A key of the room "fields" with its values. */
export interface FieldWords {
  words: string;
  values?: Record<string, string | number>;
}

/** Sentences of schemas and verbs by what they expect, first hit counts. */
const sentences: readonly (readonly [RegExp, string, ...string[]])[] = [
  [/not known here|unknown field/i, "unknown"],
  [/(\d[\d_]*) to (\d[\d_]*) characters/, "between_characters", "min", "max"],
  [/at least (\d[\d_]*) (?:characters|letters)/, "too_short", "min"],
  [/at most (\d[\d_]*) (?:characters|letters|bytes)/, "too_long", "max"],
  [/at most (\d[\d_]*) MB/, "too_big_file", "max"],
  [/NUL|half characters|control characters/, "letters"],
  [/one of (.+?)\.?$/, "one_of", "list"],
  [/not in the future|not ahead|has passed|is over|has begun/, "not_ahead"],
  [/in the future|still ahead|that is ahead/, "ahead"],
  [/(?:day|time|end|date)[^.]*\b(?:after|later)\b|on or after|not before/, "too_early"],
  [/e-mail address|mail address/i, "email"],
  [/telephone/i, "phone"],
  [/web address|https/i, "web"],
  [/currency/i, "currency"],
  [/country/i, "country"],
  [/time zone/i, "zone"],
  [/\b(?:a|the|its) (?:day|date)\b|YYYY|\d{4}-\d\d-\d\d$/, "day"],
  [/\b(?:time|instant|moment|\d\d:\d\d)\b/, "time"],
  [/the version/, "version"],
  [/\bfile\b|\bscan\b|\bpicture\b/, "file"],
  [/at least one|some of/, "at_least_one"],
  [/(\d[\d_]*) to (\d[\d_]*)/, "between", "min", "max"],
  [/at most (\d[\d_]*)/, "at_most", "max"],
  [/at least (\d[\d_]*)/, "at_least", "min"],
  [/amount|number|whole|percent|votes/i, "number"],
  [/true or false|yes or no/, "yes_no"],
  [/\bid\b|identifier|of the list|choose/i, "choose"],
  [/^Expected (\w+(?:, \w+)* or \w+)\.$/, "one_of", "list"],
  [/reason/, "reason"],
  [/somebody|whom|people|person|member/i, "somebody"],
  [/ once\b/, "once"],
  [/\byear\b/, "year"],
  [/address such as|domain|network|\bIP\b/, "place"],
  [/name/, "name"],
  [/\btext\b|\bword|\bwhat\b|\bhow\b|\bwhy\b|\ba (?:value|place|title)\b/, "text"],
  [/Expected none/, "none"],
  [/(\d+) \w+ at least/, "at_least", "min"],
  [/(\d+) \w+ at most|at most (?:two|five|ten)/, "too_much"],
  [/at least/, "at_least_one"],
  [/such as (.+?)\.?$/, "such_as", "list"],
  [/another|\bother\b/, "another"],
  [/digits|letters|base64|fingerprint/, "signs"],
  [/\bwho\b/, "somebody"],
  [
    /constituent|authority|inspection|complaint|\blaw\b|\bclass|\bcase|pack\b|area|region|type|list|register|exercise|lesson|draft/,
    "choose",
  ],
  [/^Expected (?:a|an|the|when|where|something|some|on whose|until) /, "text"],
];

/** What an issue asks for, by its code; undefined where only its sentence tells. */
function fromCode(issue: z.core.$ZodIssue): FieldWords | undefined {
  if (issue.code === "unrecognized_keys") return { words: "fields.unknown" };
  if (issue.code === "invalid_type") {
    if (issue.input === undefined && issue.message.endsWith(" undefined")) return { words: "fields.missing" };
    const kinds: Record<string, string> = { number: "number", int: "number", boolean: "yes_no", array: "at_least_one" };
    return { words: `fields.${kinds[issue.expected] ?? "missing"}` };
  }
  if (issue.code === "invalid_value")
    return { words: "fields.one_of", values: { list: issue.values.map(String).join(", ") } };
  if (issue.code === "too_small") {
    const min = Number(issue.minimum);
    if (issue.origin === "string")
      return min <= 1 ? { words: "fields.missing" } : { words: "fields.too_short", values: { min } };
    if (issue.origin === "array" || issue.origin === "set") return { words: "fields.at_least_one" };
    return { words: "fields.at_least", values: { min } };
  }
  if (issue.code === "too_big") {
    const max = Number(issue.maximum);
    return { words: issue.origin === "string" ? "fields.too_long" : "fields.at_most", values: { max } };
  }
  return undefined;
}

/** The words of a sentence that a schema or a verb wrote in English; "fields.wrong" where it fits none. */
export function wordsOfSentence(message: string): FieldWords {
  for (const [pattern, key, ...names] of sentences) {
    const found = pattern.exec(message);
    if (!found) continue;
    const values = Object.fromEntries(
      names.map((name, at): [string, string | number] => {
        const value = found[at + 1] ?? "";
        return [name, name === "list" ? value : Number(value.replaceAll("_", ""))];
      }),
    );
    return names.length > 0 ? { words: `fields.${key}`, values } : { words: `fields.${key}` };
  }
  return { words: "fields.wrong" };
}

/** @param issue of a schema; its code says more than its sentence, where there is one for it */
export function wordsOfIssue(issue: z.core.$ZodIssue): FieldWords {
  return fromCode(issue) ?? wordsOfSentence(issue.message);
}

/** A field error with its words; those that it brings stay. */
export function withWords(field: FieldError): FieldError {
  return field.words === undefined ? { ...field, ...wordsOfSentence(field.message) } : field;
}
