// What a Sigma search identifier asks for, field by field: the comparison, its values, and how they are spelled. Pure.
import { readModifiers } from "../sigma/language/values.ts";
import type { Modifiers } from "../sigma/language/values.ts";
import type { MatchedField } from "../sigma/model.ts";
import { Refused } from "../sigma/refused.ts";
import { isRecord, scalarText } from "../sigma/yaml-values.ts";
import type { RuleWords, SaidValue } from "./model.ts";

/** @param matched fields of a match, by which each value is told to be found or not; undefined where the rule is only read */
export function createSearchWords(
  detections: Record<string, unknown>,
  matched: readonly MatchedField[] | undefined,
): (search: unknown) => RuleWords[] {
  const ownFields = new Set(fieldsOf(Object.values(detections)));
  // A log source may name a field otherwise than the rule: what no rule field is called may be any of them.
  const isFound = (field: string, pattern: string): boolean => {
    const candidates = matched?.filter((one) => one.pattern === pattern) ?? [];
    return candidates.some((one) => one.field === field || !ownFields.has(one.field));
  };
  const said = (text: string, field: string, pattern: string): SaidValue =>
    matched === undefined ? { text } : { text, isTrue: isFound(field, pattern) };

  const sayField = (key: string, value: unknown): RuleWords => {
    const [field = "", ...words] = key.split("|");
    const values = (Array.isArray(value) ? value : [value]).map((one) => (one === null ? "null" : scalarText(one)));
    const modifiers = modifiersOf(words);
    if (modifiers === null)
      return { key: "rules.words.field.as_written", values: { field: key }, items: values.map((text) => ({ text })) };
    if (modifiers.type === "exists") {
      const isWanted = /^true$/i.test(values[0] ?? "") !== modifiers.isNegated;
      return { key: "rules.words.field.exists", values: { field, not: isWanted ? "no" : "yes" } };
    }
    const pattern = (text: string): string => (words.length === 0 ? text : `${words.join("|")}: ${text}`);
    const notes = notesOf(modifiers, values);
    return {
      key: `rules.words.field.${field === "" ? "anywhere" : comparisonOf(modifiers)}`,
      values: {
        field,
        many: values.length < 2 ? "one" : modifiers.isAll ? "all" : "any",
        not: modifiers.isNegated ? "yes" : "no",
      },
      items: values.map((text) => said(text, field, pattern(text))),
      ...(notes.length === 0 ? {} : { kids: notes.map((note) => ({ key: `rules.words.note.${note}`, values: {} })) }),
    };
  };

  const saySearch = (search: unknown): RuleWords[] => {
    if (isRecord(search)) return Object.entries(search).map(([key, value]) => sayField(key, value));
    if (!Array.isArray(search)) return [sayField("", search)];
    if (!search.some(isRecord)) return [sayField("", search)];
    const kids = search.map((item): RuleWords => {
      const [only, ...more] = saySearch(item);
      return only !== undefined && more.length === 0
        ? only
        : { key: "rules.words.all", values: {}, kids: saySearch(item) };
    });
    return [{ key: "rules.words.any", values: {}, kids }];
  };
  return saySearch;
}

function fieldsOf(searches: readonly unknown[]): string[] {
  return searches.flatMap((search) => {
    if (Array.isArray(search)) return fieldsOf(search);
    return isRecord(search) ? Object.keys(search).map((key) => key.split("|")[0] ?? "") : [""];
  });
}

function modifiersOf(words: readonly string[]): Modifiers | null {
  try {
    return readModifiers(words);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function comparisonOf({ type, mode, comparison, timePart }: Modifiers): string {
  if (type === "re" || type === "cidr" || type === "fieldref") return type;
  if (comparison !== null) return comparison;
  if (timePart !== null) return timePart;
  return { equals: "equals", prefix: "startswith", suffix: "endswith", contains: "contains" }[mode];
}

/** How the values are spelled: encodings, case, wildcards. Windows' own "wide" is UTF-16 like the others. */
function notesOf(modifiers: Modifiers, values: readonly string[]): string[] {
  const encodings = modifiers.transforms.map((word) => (word === "wide" ? "utf16le" : word));
  const isText = modifiers.type === "text" && modifiers.comparison === null && modifiers.timePart === null;
  const hasWildcards = isText && values.some((value) => /(?<!\\)(?:\\\\)*[*?]/.test(value));
  return [...encodings, ...(modifiers.isCased ? ["cased"] : []), ...(hasWildcards ? ["wildcards"] : [])];
}
