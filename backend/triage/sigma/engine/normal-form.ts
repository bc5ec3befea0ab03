// Expressions with "not" pushed down to the predicates, and what remains of one when only one field is known.

import type { Expression } from "../language/expression.ts";
import type { Predicate } from "../language/predicate.ts";

export type NormalForm =
  | { op: "and" | "or"; kids: NormalForm[] }
  | { op: "leaf"; predicate: Predicate; isNegated: boolean }
  | { op: "constant"; isTrue: boolean };

export function normalForm(expression: Expression, isNegated = false): NormalForm {
  switch (expression.op) {
    case "and":
    case "or": {
      const isAnd = (expression.op === "and") !== isNegated;
      return combine(
        isAnd,
        expression.kids.map((kid) => normalForm(kid, isNegated)),
      );
    }
    case "not":
      return normalForm(expression.kid, !isNegated);
    case "named":
      return normalForm(expression.kid, isNegated);
    case "leaf":
      return { op: "leaf", predicate: expression.predicate, isNegated };
    case "constant":
      return { op: "constant", isTrue: expression.isTrue !== isNegated };
  }
}

/** And (or) of parts, with constants folded away and nested parts of the same kind taken up. */
function combine(isAnd: boolean, kids: readonly NormalForm[]): NormalForm {
  const kept: NormalForm[] = [];
  const op = isAnd ? "and" : "or";
  for (const kid of kids) {
    if (kid.op === "constant") {
      if (kid.isTrue !== isAnd) return kid;
    } else if (kid.op === op) kept.push(...kid.kids);
    else kept.push(kid);
  }
  const [only] = kept;
  if (only === undefined) return { op: "constant", isTrue: isAnd };
  return kept.length === 1 ? only : { op, kids: kept };
}

/** The form with some leaves decided; `decide` answers null for "not known". */
export function folded(form: NormalForm, decide: (predicate: Predicate) => boolean | null): NormalForm {
  if (form.op === "constant") return form;
  if (form.op === "leaf") {
    const isTrue = decide(form.predicate);
    return isTrue === null ? form : { op: "constant", isTrue: isTrue !== form.isNegated };
  }
  return combine(
    form.op === "and",
    form.kids.map((kid) => folded(kid, decide)),
  );
}

/**
 * A necessary condition of the form that looks at one field only: every leaf of another field may be true.
 * Where that leaves nothing to test, the result is constant true.
 */
export function seenFromField(form: NormalForm, isSeen: (predicate: Predicate) => boolean): NormalForm {
  if (form.op === "constant") return form;
  if (form.op === "leaf") return isSeen(form.predicate) ? form : { op: "constant", isTrue: true };
  return combine(
    form.op === "and",
    form.kids.map((kid) => seenFromField(kid, isSeen)),
  );
}

const maxBranches = 24;

/**
 * Branches of which one is true exactly when the form is. Alternatives that speak of several fields ("Image is x or
 * OriginalFileName is x") are drawn apart, because a single field can then rule each of them out.
 */
export function branches(form: NormalForm): NormalForm[] {
  if (form.op === "or" && isMixed(form)) {
    const grouped = groupedByField(form.kids);
    const parts = grouped.flatMap(branches);
    const fewest = parts.length <= maxBranches ? parts : grouped;
    return fewest.length <= maxBranches ? fewest : [form];
  }
  if (form.op !== "and") return [form];
  let result: NormalForm[][] = [[]];
  for (const kid of form.kids) {
    const options = isWorthSplitting(kid) ? branches(kid) : [kid];
    const chosen = result.length * options.length > maxBranches ? [kid] : options;
    result = result.flatMap((before) => chosen.map((option) => [...before, option]));
  }
  return result.map((kids) => combine(true, kids));
}

/** Alternatives that speak of one field only stay together, one group for each field. */
function groupedByField(kids: readonly NormalForm[]): NormalForm[] {
  const groups = new Map<string | null, NormalForm[]>();
  const mixed: NormalForm[] = [];
  for (const kid of kids) {
    const fields = fieldsOf(kid);
    const [field = null] = fields;
    if (fields.size > 1) mixed.push(kid);
    else groups.set(field, [...(groups.get(field) ?? []), kid]);
  }
  return [...[...groups.values()].map((group) => combine(false, group)), ...mixed];
}

/** Alternatives of which each has something to find; "not this or not that" is nearly always true and rules nothing out. */
function isWorthSplitting(form: NormalForm): boolean {
  return form.op === "or" && isMixed(form) && form.kids.every(hasPositive);
}

function hasPositive(form: NormalForm): boolean {
  if (form.op === "constant") return false;
  if (form.op === "leaf") return !form.isNegated;
  return form.op === "and" ? form.kids.some(hasPositive) : form.kids.every(hasPositive);
}

function isMixed(form: NormalForm): boolean {
  return fieldsOf(form).size > 1;
}

/** Fields that a form speaks of; null stands for a search without a field. */
export function fieldsOf(form: NormalForm): Set<string | null> {
  const fields = new Set<string | null>();
  const visit = (part: NormalForm): void => {
    if (part.op === "leaf") fields.add(part.predicate.field);
    else if (part.op !== "constant") part.kids.forEach(visit);
  };
  visit(form);
  return fields;
}
