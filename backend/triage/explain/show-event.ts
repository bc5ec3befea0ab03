// An event as indented JSON with its matched values marked in place. Pure.
import { plainText, splitWildcards } from "../sigma/language/wildcards.ts";
import type { MatchedField } from "../sigma/model.ts";
import type { ShownMark } from "./model.ts";

interface ShownText {
  text: string;
  marks: ShownMark[];
}

interface Scalar {
  /** The last key on the way to it; "" in a list. */
  key: string;
  path: string;
  value: string;
  /** Of the value's first character in the text, behind an opening quote. */
  start: number;
  isText: boolean;
}

/** @param json what `JSON.stringify` gave; null where it is none (then only the matched fields can be shown) */
export function showEvent(json: string, fields: readonly MatchedField[]): ShownText | null {
  let event: unknown;
  try {
    event = JSON.parse(json);
  } catch {
    return null;
  }
  const scalars: Scalar[] = [];
  const text = write(event, "", "", 0, scalars, 0);
  const marks = fields.flatMap((field) => placesOf(field, scalars).map((scalar) => markIn(scalar, field)));
  return { text, marks: distinct(marks) };
}

/** The matched fields alone, one a line, where the event itself was not kept. */
export function showFields(fields: readonly MatchedField[]): ShownText {
  const marks: ShownMark[] = [];
  let text = "";
  for (const field of fields) {
    const name = field.field === "" ? "" : `${field.field}: `;
    const scalar = { key: "", path: "", value: field.value, start: text.length + name.length, isText: false };
    marks.push(markIn(scalar, field));
    text += `${name}${field.value}\n`;
  }
  return { text: text.trimEnd(), marks };
}

function write(value: unknown, key: string, path: string, depth: number, into: Scalar[], at: number): string {
  if (value === null || typeof value !== "object") {
    const shown = JSON.stringify(value) ?? "null";
    const isText = typeof value === "string";
    into.push({ key, path, value: isText ? value : shown, start: at + (isText ? 1 : 0), isText });
    return shown;
  }
  const isList = Array.isArray(value);
  const entries = Object.entries(value);
  if (entries.length === 0 || depth > 60) return isList ? "[]" : "{}";
  let text = isList ? "[" : "{";
  for (const [index, [name, inner]] of entries.entries()) {
    text += `${index > 0 ? "," : ""}\n${"  ".repeat(depth + 1)}${isList ? "" : `${JSON.stringify(name)}: `}`;
    // Items of a list are values of the list's own field.
    const ownKey = isList ? key : name;
    text += write(inner, ownKey, isList ? path : `${path}.${name}`, depth + 1, into, at + text.length);
  }
  return `${text}\n${"  ".repeat(depth)}${isList ? "]" : "}"}`;
}

/** Where a matched field stands: by its name and value; a search without a field, or a renamed one, by its value alone. */
function placesOf({ field, value }: MatchedField, scalars: readonly Scalar[]): Scalar[] {
  if (value === "") return [];
  const same = scalars.filter((scalar) => scalar.value === value || scalar.value.startsWith(value));
  const name = field.toLowerCase();
  const named = same.filter(
    (scalar) => scalar.key.toLowerCase() === name || scalar.path.toLowerCase().endsWith(`.${name}`),
  );
  return (named.length > 0 ? named : same).slice(0, 5);
}

/** The characters that the pattern asks for, where it asks for plain ones; else the whole value. */
function markIn(scalar: Scalar, { value, pattern }: MatchedField): ShownMark {
  const [from, length] = placeIn(value, pattern);
  // In JSON each character is written apart from the others, so a beginning's length tells where the rest stands.
  const written = (text: string): number => (scalar.isText ? JSON.stringify(text).length - 2 : text.length);
  const start = scalar.start + written(value.slice(0, from));
  return { start, end: start + written(value.slice(from, from + length)), label: pattern };
}

function placeIn(value: string, pattern: string): [number, number] {
  const colon = pattern.indexOf(": ");
  const words = colon < 0 ? [] : pattern.slice(0, colon).toLowerCase().split("|");
  const needle = plainText(splitWildcards(pattern.slice(colon < 0 ? 0 : colon + 2)));
  const folded = value.toLowerCase();
  // Where lower case is longer, places in it are no places in the value.
  if (needle === null || needle === "" || folded.length !== value.length) return [0, value.length];
  const wanted = needle.toLowerCase();
  if (words.includes("startswith") && folded.startsWith(wanted)) return [0, needle.length];
  if (words.includes("endswith") && folded.endsWith(wanted)) return [value.length - needle.length, needle.length];
  const at = words.includes("contains") || words.length === 0 ? folded.indexOf(wanted) : -1;
  return at < 0 ? [0, value.length] : [at, needle.length];
}

function distinct(marks: readonly ShownMark[]): ShownMark[] {
  const byPlace = new Map(marks.map((mark) => [`${mark.start} ${mark.end} ${mark.label}`, mark]));
  return [...byPlace.values()].sort((a, b) => a.start - b.start || b.end - a.end);
}
