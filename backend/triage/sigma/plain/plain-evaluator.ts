// Evaluates Sigma rules one by one, as simply as can be: the standard against which the fast engine is tested and timed.

import aliasData from "../data/fields.json" with { type: "json" };
import { classifyEvent } from "../engine/classify-event.ts";
import { variantsFor } from "../logsources.ts";
import type { LogsourceHint } from "../logsources.ts";
import type { RuleDocument, SigmaDocument } from "../model.ts";
import { scalarText } from "../yaml-values.ts";
import { planCondition, runPlan } from "./plain-condition.ts";
import { lowered, matcherFor } from "./plain-values.ts";

/** What a rule may ask of an event: the values of a field, and all scalars. */
interface PlainEvent {
  valuesOf: (field: string) => unknown[];
  scalars: () => string[];
}

type Check = (event: PlainEvent, rename: (field: string) => string) => boolean;

export interface PlainEvaluator {
  /** Ids of the rules that are true on the event, in the documents' order. Correlations and filters are not looked at. */
  match: (event: Record<string, unknown>, logsource?: LogsourceHint) => string[];
}

/** @param documents rules that the compiler accepts; others are passed over */
export function createPlainEvaluator(documents: readonly SigmaDocument[]): PlainEvaluator {
  const rules = documents
    .filter((document) => document.kind === "rule")
    .map((document) => ({ document, check: readRule(document) }));
  const buckets = new Map<
    string,
    { id: string; check: Check; renames: Record<string, string>[]; wheres: Record<string, string>[] }[]
  >();
  return {
    match: (event, logsource) => {
      const kind = classifyEvent(event, logsource);
      const key = JSON.stringify(kind);
      let bucket = buckets.get(key);
      if (bucket === undefined) {
        bucket = rules.flatMap(({ document, check }) => {
          const variants = variantsFor(document.logsource, kind);
          const renames = variants.map((variant) => variant.fields);
          const wheres = variants.map((variant) => variant.where);
          return variants.length === 0 ? [] : [{ id: document.info.id, check, renames, wheres }];
        });
        buckets.set(key, bucket);
      }
      const known = kind.kind === "windows" ? { Channel: kind.channel, EventID: kind.eventId } : {};
      const plain = plainEvent(event, known);
      return bucket
        .filter(({ check, renames, wheres }) =>
          renames.some((fields, index) => {
            const isPlace = Object.entries(wheres[index] ?? {}).every(([field, text]) =>
              plain.valuesOf(field).some((value) => lowered(scalarText(value)) === lowered(text)),
            );
            return isPlace && check(plain, (field) => fields[field] ?? field);
          }),
        )
        .map(({ id }) => id);
    },
  };
}

function readRule(document: RuleDocument): Check {
  const identifiers = Object.keys(document.detections);
  const searches = new Map(identifiers.map((name) => [name, readSearch(document.detections[name])]));
  const plans = document.conditions.map((condition) => planCondition(condition, identifiers));
  return (event, rename) => {
    const truths = new Map<string, boolean>();
    const truthOf = (name: string): boolean => {
      const known = truths.get(name);
      if (known !== undefined) return known;
      const truth = searches.get(name)?.(event, rename) ?? false;
      truths.set(name, truth);
      return truth;
    };
    return plans.some((plan) => plan !== null && runPlan(plan, truthOf));
  };
}

function readSearch(search: unknown): Check {
  if (Array.isArray(search)) {
    const checks = search.map(readSearch);
    return (event, rename) => checks.some((check) => check(event, rename));
  }
  if (typeof search !== "object" || search === null) return readField("", search);
  const checks = Object.entries(search).map(([key, value]) => readField(key, value));
  return (event, rename) => checks.every((check) => check(event, rename));
}

function readField(key: string, value: unknown): Check {
  const [field = "", ...rest] = key.split("|");
  const words = rest.map((word) => word.toLowerCase());
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const checks = values.map((one) => readValue(field, words, one));
  const isAll = words.includes("all");
  const isNegated = words.includes("neq");
  return (event, rename) => {
    const isTrue = isAll ? checks.every((check) => check(event, rename)) : checks.some((check) => check(event, rename));
    return isTrue !== isNegated;
  };
}

function readValue(field: string, words: readonly string[], value: unknown): Check {
  if (words.includes("exists")) {
    const isWanted = scalarText(value).toLowerCase() === "true";
    return (event, rename) => event.valuesOf(rename(field)).length > 0 === isWanted;
  }
  if (value === null || value === undefined)
    return (event, rename) => event.valuesOf(rename(field)).flatMap(plainTexts).length === 0;
  if (words.includes("fieldref")) return fieldCheck(field, words, scalarText(value));
  const matcher = matcherFor(value, words, field === "");
  if (field === "") return (event) => event.scalars().some(matcher);
  return (event, rename) => event.valuesOf(rename(field)).some((one) => plainTexts(one).some(matcher));
}

function fieldCheck(field: string, words: readonly string[], other: string): Check {
  const normal = words.includes("cased") ? (text: string): string => text : lowered;
  const place = words.find((word) => ["contains", "startswith", "endswith"].includes(word));
  return (event, rename) => {
    const wanted = event.valuesOf(rename(other)).flatMap(plainTexts).map(normal);
    const texts = event.valuesOf(rename(field)).flatMap(plainTexts).map(normal);
    return texts.some((text) =>
      wanted.some((one) => {
        if (place === "contains") return text.includes(one);
        if (place === "startswith") return text.startsWith(one);
        return place === "endswith" ? text.endsWith(one) : text === one;
      }),
    );
  };
}

function plainTexts(value: unknown): string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(plainTexts);
  return [typeof value === "object" ? JSON.stringify(value) : String(value as string)];
}

const wrappers: readonly string[] = aliasData.prefixes;
const otherNames = aliasData.aliases as Record<string, string[]>;

/** Flattens the event to a list of path and value; nothing is looked for before a rule asks. */
function plainEvent(event: Record<string, unknown>, known: Record<string, string>): PlainEvent {
  let byName: Map<string, { spaced: boolean; value: unknown }[]> | null = null;
  const answers = new Map<string, unknown[]>();
  const scalars: string[] = [];
  const flatten = (): Map<string, { spaced: boolean; value: unknown }[]> => {
    const names = new Map<string, { spaced: boolean; value: unknown }[]>();
    const add = (name: string, spaced: boolean, value: unknown): void => {
      names.set(name, [...(names.get(name) ?? []), { spaced, value }]);
    };
    walk(event, "", 0, scalars, (path, value) => {
      for (const name of unwrapped(path)) {
        add(name, false, value);
        if (name.includes(" ")) add(name.replace(/ /g, ""), true, value);
      }
    });
    return names;
  };
  return {
    valuesOf: (field) => {
      const text = known[field];
      if (text !== undefined) return [text];
      const answered = answers.get(field);
      if (answered !== undefined) return answered;
      byName ??= flatten();
      const found = valuesIn(byName, field);
      answers.set(field, found);
      return found;
    },
    scalars: () => {
      byName ??= flatten();
      return scalars;
    },
  };
}

/** The exact name first, then other names in their order, then names whose blanks were taken out. */
function valuesIn(names: ReadonlyMap<string, { spaced: boolean; value: unknown }[]>, field: string): unknown[] {
  const candidates = [field, ...(otherNames[field] ?? [])];
  for (const spaced of [false, true])
    for (const [index, name] of candidates.entries()) {
      const rank = spaced ? candidates : [name];
      if (spaced && index > 0) break;
      const found = rank.flatMap((one) => (names.get(one) ?? []).filter((entry) => entry.spaced === spaced));
      if (found.length > 0) return found.map((entry) => entry.value);
    }
  return [];
}

function unwrapped(path: string): string[] {
  const names = [path];
  for (const wrapper of wrappers) {
    if (wrapper.endsWith("*.")) {
      const rest = path.startsWith(wrapper.slice(0, -2)) ? path.slice(wrapper.length - 2) : "";
      if (rest.includes(".")) names.push(rest.slice(rest.indexOf(".") + 1));
    } else if (path.startsWith(wrapper)) names.push(path.slice(wrapper.length));
  }
  return names;
}

function walk(
  value: Record<string, unknown>,
  path: string,
  depth: number,
  scalars: string[],
  visit: (path: string, value: unknown) => void,
): void {
  const inside = (kid: unknown, kidPath: string, kidDepth: number): void => {
    if (Array.isArray(kid)) {
      for (const item of kid) {
        if (typeof item !== "object" || item === null) {
          if (item !== null) scalars.push(scalarText(item));
        } else if (kidDepth < 12) inside(item, kidPath, kidDepth + 1);
      }
    } else walk(kid as Record<string, unknown>, kidPath, kidDepth, scalars, visit);
  };
  for (const [key, kid] of Object.entries(value)) {
    const kidPath = path === "" ? key : `${path}.${key}`;
    visit(kidPath, kid);
    if (typeof kid === "object" && kid !== null) {
      if (depth < 12) inside(kid, kidPath, depth + 1);
    } else if (kid !== null && kid !== undefined) scalars.push(scalarText(kid));
  }
}
