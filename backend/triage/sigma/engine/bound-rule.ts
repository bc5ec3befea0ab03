// A rule bound to one kind of log: its expression with fields resolved to slots, evaluated exactly and explained.

import { fold } from "../language/fold.ts";
import type { Expression } from "../language/expression.ts";
import { passesLiteral, passesTest } from "../language/predicate.ts";
import type { Predicate, Test } from "../language/predicate.ts";
import type { MatchedField } from "../model.ts";
import { textsOf } from "./value-texts.ts";

/** Values of the event under evaluation by slot, and all its scalars for searches without a field. */
export interface EventValues {
  values: readonly unknown[];
  leaves: readonly string[];
  /** The text in lower case, remembered for the value of a slot. */
  foldOf: (slot: number, text: string) => string;
}

export type BoundExpression =
  | { op: "and" | "or"; kids: BoundExpression[] }
  | { op: "not"; kid: BoundExpression }
  | { op: "named"; name: string; kid: BoundExpression }
  | { op: "constant"; isTrue: boolean }
  | { op: "leaf"; predicate: Predicate; slot: number; otherSlot: number };

/** Slot of a search without a field. */
export const leavesSlot = -1;
const maxShownLength = 2_000;
const maxShownFields = 64;

export function bind(expression: Expression, slotOf: (field: string) => number): BoundExpression {
  switch (expression.op) {
    case "and":
    case "or":
      return { op: expression.op, kids: expression.kids.map((kid) => bind(kid, slotOf)) };
    case "not":
      return { op: "not", kid: bind(expression.kid, slotOf) };
    case "named":
      return { op: "named", name: expression.name, kid: bind(expression.kid, slotOf) };
    case "constant":
      return expression;
    case "leaf": {
      const { predicate } = expression;
      const slot = predicate.field === null ? leavesSlot : slotOf(predicate.field);
      const otherSlot = predicate.test.kind === "fieldref" ? slotOf(predicate.test.field) : leavesSlot;
      return { op: "leaf", predicate, slot, otherSlot };
    }
  }
}

export function isTrue(expression: BoundExpression, event: EventValues): boolean {
  switch (expression.op) {
    case "and":
      for (const kid of expression.kids) if (!isTrue(kid, event)) return false;
      return true;
    case "or":
      for (const kid of expression.kids) if (isTrue(kid, event)) return true;
      return false;
    case "not":
      return !isTrue(expression.kid, event);
    case "named":
      return isTrue(expression.kid, event);
    case "constant":
      return expression.isTrue;
    case "leaf":
      return passingValue(expression, event) !== null;
  }
}

/** The value that passes, "" for an absent one that had to be; null where none does. */
function passingValue(leaf: Extract<BoundExpression, { op: "leaf" }>, event: EventValues): string | null {
  const { test } = leaf.predicate;
  const raw = leaf.slot === leavesSlot ? event.leaves : event.values[leaf.slot];
  if (test.kind === "exists") return raw === undefined ? null : (textsOf(raw)[0] ?? "");
  if (typeof raw === "string" && test.kind !== "fieldref" && test.kind !== "null") {
    // Lower case never shortens a text, so a longer one needs no folding to be told apart.
    if (test.kind === "literal" && test.mode === "equals" && raw.length > test.text.length) return null;
    return passesTest(test, raw, event.foldOf(leaf.slot, raw)) ? raw : null;
  }
  const texts = typeof raw === "string" ? [raw] : textsOf(raw);
  if (test.kind === "null") return texts.length === 0 ? "" : null;
  if (test.kind === "fieldref") {
    const other = event.values[leaf.otherSlot];
    // Two plain texts, the usual case: folded once an event, not once a comparison.
    if (typeof raw === "string" && typeof other === "string" && !test.isCased)
      return passesLiteral(test.mode, event.foldOf(leaf.otherSlot, other), event.foldOf(leaf.slot, raw)) ? raw : null;
    return passingReference(test, texts, textsOf(other));
  }
  return texts.find((text) => passesTest(test, text, fold(text))) ?? null;
}

function passingReference(
  test: Extract<Test, { kind: "fieldref" }>,
  texts: readonly string[],
  others: readonly string[],
): string | null {
  const normal = test.isCased ? (text: string): string => text : fold;
  return texts.find((text) => others.some((other) => passesLiteral(test.mode, normal(other), normal(text)))) ?? null;
}

/** What made an expression true: identifiers, fields, and the part of the condition in words. */
export interface Explanation {
  identifiers: string[];
  condition: string;
  fields: MatchedField[];
}

/** @param expression one that is true for the event */
export function explain(expression: BoundExpression, event: EventValues): Explanation {
  const identifiers: string[] = [];
  const fields: MatchedField[] = [];
  const seen = new Set<string>();

  const visit = (part: BoundExpression): string => {
    switch (part.op) {
      case "and":
        return part.kids.map(visit).filter(Boolean).join(" and ");
      case "or": {
        const words = part.kids
          .filter((kid) => isTrue(kid, event))
          .map(visit)
          .filter(Boolean);
        return words.length > 1 ? `(${words.join(" or ")})` : (words[0] ?? "");
      }
      case "not":
        return negated(part.kid);
      case "named": {
        visit(part.kid);
        if (!identifiers.includes(part.name)) identifiers.push(part.name);
        return part.name;
      }
      case "constant":
        return "";
      case "leaf":
        note(part);
        return "";
    }
  };
  const negated = (part: BoundExpression): string => {
    if (part.op === "named") return `not ${part.name}`;
    if (part.op === "not") return visit(part.kid);
    if (part.op === "leaf" || part.op === "constant") return "";
    const words = part.kids.map(negated).filter(Boolean);
    return words.join(part.op === "or" ? " and " : " or ");
  };
  const note = (leaf: Extract<BoundExpression, { op: "leaf" }>): void => {
    const value = passingValue(leaf, event);
    if (value === null || fields.length >= maxShownFields) return;
    const field = leaf.predicate.field ?? "";
    const key = `${field}\u0000${leaf.predicate.pattern}`;
    if (seen.has(key)) return;
    seen.add(key);
    fields.push({ field, value: value.slice(0, maxShownLength), pattern: leaf.predicate.pattern });
  };

  return { condition: visit(expression), identifiers, fields };
}
