// A rule's detection as one expression over predicates, with the search identifiers' names kept for explanations.

import type { LogsourceVariant } from "../logsources.ts";
import { Refused } from "../refused.ts";
import { isRecord } from "../yaml-values.ts";
import { parseCondition } from "./condition.ts";
import type { Condition } from "./condition.ts";
import type { Predicate, Test } from "./predicate.ts";
import { fold } from "./fold.ts";
import { readModifiers, testsOfValue } from "./values.ts";
import type { Modifiers } from "./values.ts";

export type Expression =
  | { op: "and" | "or"; kids: Expression[] }
  | { op: "not"; kid: Expression }
  | { op: "leaf"; predicate: Predicate }
  | { op: "named"; name: string; kid: Expression }
  | { op: "constant"; isTrue: boolean };

const maxDepth = 16;

/**
 * @param conditions each is a query of its own; they are joined by "or"
 * @throws Refused with the field or part at fault
 */
export function buildExpression(
  detections: Record<string, unknown>,
  conditions: readonly string[],
  placeholders: Record<string, string[]>,
): Expression {
  const names = Object.keys(detections);
  const built = new Map<string, Expression>();
  const resolve = (condition: Condition): Expression => {
    if (condition.op === "name") {
      let kid = built.get(condition.name);
      if (kid === undefined) {
        kid = buildSearch(detections[condition.name], condition.name, placeholders, 0);
        built.set(condition.name, kid);
      }
      return { op: "named", name: condition.name, kid };
    }
    if (condition.op === "not") return { op: "not", kid: resolve(condition.kid) };
    return { op: condition.op, kids: condition.kids.map(resolve) };
  };
  const queries = conditions.map((condition) => resolve(parseCondition(condition, names)));
  return joined("or", queries);
}

/** A map joins its fields by "and", a list its items by "or"; a bare value is a keyword. */
function buildSearch(
  search: unknown,
  where: string,
  placeholders: Record<string, string[]>,
  depth: number,
): Expression {
  if (depth > maxDepth) throw new Refused(`${where}: nested deeper than ${maxDepth}`);
  if (Array.isArray(search)) {
    if (search.length === 0) throw new Refused(`${where}: the list is empty`);
    return joined(
      "or",
      search.map((item) => buildSearch(item, where, placeholders, depth + 1)),
    );
  }
  if (isRecord(search)) {
    const items = Object.entries(search);
    if (items.length === 0) throw new Refused(`${where}: the map is empty`);
    return joined(
      "and",
      items.map(([key, value]) => buildField(key, value, where, placeholders)),
    );
  }
  if (search === null || search === undefined) throw new Refused(`${where}: expected a map, a list or a keyword`);
  return buildField("", search, where, placeholders);
}

function buildField(key: string, value: unknown, where: string, placeholders: Record<string, string[]>): Expression {
  const [name = "", ...words] = key.split("|");
  const field = name === "" ? null : name;
  const label = `${where}.${key === "" ? "keyword" : key}`;
  try {
    const modifiers = readModifiers(words);
    if (modifiers.type === "exists") return buildExists(field, value, modifiers);
    const values: unknown[] = Array.isArray(value) ? value : [value];
    if (values.length === 0) throw new Refused("value: the list is empty");
    const alternatives = values.map((one) =>
      joined(
        "or",
        testsOfValue(one, modifiers, placeholders).map(({ test, shown }) => leaf(field, test, describe(words, shown))),
      ),
    );
    const all = joined(modifiers.isAll ? "and" : "or", alternatives);
    return modifiers.isNegated ? { op: "not", kid: all } : all;
  } catch (error) {
    if (error instanceof Refused) throw new Refused(`${label}: ${error.message}`);
    throw error;
  }
}

function buildExists(field: string | null, value: unknown, modifiers: Modifiers): Expression {
  const isWanted = typeof value === "string" ? value.toLowerCase() === "true" : value;
  const isReadable = typeof value === "boolean" || /^(true|false)$/i.test(String(value));
  if (field === null || !isReadable) throw new Refused("modifier exists: expected a field with true or false");
  const exists = leaf(field, { kind: "exists" }, "exists");
  return Boolean(isWanted) === modifiers.isNegated ? { op: "not", kid: exists } : exists;
}

function describe(words: readonly string[], shown: string): string {
  return words.length === 0 ? shown : `${words.join("|")}: ${shown}`;
}

/** A keyword is looked for anywhere in a text, so an "equals" without a field becomes a "contains". */
function leaf(field: string | null, test: Test, pattern: string): Expression {
  if (field === null && test.kind === "literal") return make(null, { ...test, mode: "contains" }, pattern);
  if (field === null && test.kind === "glob") {
    const pieces = [{ wildcard: "any" as const }, ...test.pieces, { wildcard: "any" as const }];
    return make(null, { ...test, pieces }, pattern);
  }
  if (field === null && (test.kind === "null" || test.kind === "fieldref"))
    throw new Refused("value: a search without a field needs a text");
  return make(field, test, pattern);
}

function make(field: string | null, test: Test, pattern: string): Expression {
  const { kind } = test;
  const detail = kind === "regex" ? test.source : JSON.stringify(test);
  return { op: "leaf", predicate: { field, test, pattern, key: `${field ?? ""}\u0000${kind}\u0000${detail}` } };
}

export function joined(op: "and" | "or", kids: Expression[]): Expression {
  const [only] = kids;
  return kids.length === 1 && only !== undefined ? only : { op, kids };
}

/** The rule as one log source words it: fields renamed, and what else tells its events apart added. */
export function inVariant(expression: Expression, variant: LogsourceVariant): Expression {
  const renamed = Object.keys(variant.fields).length === 0 ? expression : rename(expression, variant.fields);
  const extra = Object.entries(variant.where).map(([field, text]) =>
    make(field, { kind: "literal", mode: "equals", text: fold(text), isCased: false }, text),
  );
  return extra.length === 0 ? renamed : { op: "and", kids: [renamed, ...extra] };
}

function rename(expression: Expression, fields: Record<string, string>): Expression {
  switch (expression.op) {
    case "and":
    case "or":
      return { op: expression.op, kids: expression.kids.map((kid) => rename(kid, fields)) };
    case "not":
      return { op: "not", kid: rename(expression.kid, fields) };
    case "named":
      return { ...expression, kid: rename(expression.kid, fields) };
    case "constant":
      return expression;
    case "leaf": {
      const { field, test, pattern } = expression.predicate;
      const renamedTest = test.kind === "fieldref" ? { ...test, field: fields[test.field] ?? test.field } : test;
      return make(field === null ? null : (fields[field] ?? field), renamedTest, pattern);
    }
  }
}
