// The condition grammar: precedence, selectors, and what each mistake is told.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planCondition, runPlan } from "../plain/plain-condition.ts";
import { parseCondition } from "./condition.ts";
import type { Condition } from "./condition.ts";

const names = ["a", "b", "c", "sel_1", "sel_2", "_hidden", "with-dash"];

function evaluate(condition: Condition, truths: ReadonlySet<string>): boolean {
  if (condition.op === "name") return truths.has(condition.name);
  if (condition.op === "not") return !evaluate(condition.kid, truths);
  const kids = condition.kids.map((kid) => evaluate(kid, truths));
  return condition.op === "and" ? kids.every(Boolean) : kids.some(Boolean);
}

function isTrue(text: string, ...truths: string[]): boolean {
  return evaluate(parseCondition(text, names), new Set(truths));
}

describe("a condition", () => {
  test("binds not before and before or", () => {
    expect(isTrue("a or b and not c", "a", "c")).toBe(true);
    expect(isTrue("a or b and not c", "b", "c")).toBe(false);
    expect(isTrue("not a and b", "b")).toBe(true);
    expect(isTrue("not (a and b)", "b")).toBe(true);
    expect(isTrue("NOT a AND b OR c", "c")).toBe(true);
    expect(isTrue("not not a", "a")).toBe(true);
  });

  test("takes one, any or all of a pattern, or of them", () => {
    expect(isTrue("1 of sel_*", "sel_2")).toBe(true);
    expect(isTrue("any of sel_*")).toBe(false);
    expect(isTrue("all of sel_*", "sel_1")).toBe(false);
    expect(isTrue("all of sel_*", "sel_1", "sel_2")).toBe(true);
    expect(isTrue("1 of *_1", "sel_1")).toBe(true);
    expect(isTrue("all of with-*", "with-dash")).toBe(true);
    expect(isTrue("not 1 of sel_* and a", "a")).toBe(true);
  });

  test("leaves hidden identifiers out of them, and out of patterns that do not ask for them", () => {
    expect(isTrue("1 of them", "_hidden")).toBe(false);
    expect(isTrue("1 of *", "_hidden")).toBe(false);
    expect(isTrue("1 of _*", "_hidden")).toBe(true);
    expect(isTrue("all of them", "a", "b", "c", "sel_1", "sel_2", "with-dash")).toBe(true);
  });

  const mistakes: [text: string, reason: string][] = [
    ["a and", "ends where a search identifier was expected"],
    ["(a or b", "a bracket is not closed"],
    ["a b", '"b" was not expected here'],
    ["and a", '"and" stands where'],
    ["d", 'no search identifier is named "d"'],
    ["1 of x*", "fits no search identifier"],
    ["2 of sel_*", "is not defined by Sigma 2"],
    ["a | count() > 5", "aggregations after | are obsolete"],
    ["a & b", 'the character "&" has no meaning'],
    ["", "expected an expression"],
  ];
  for (const [text, reason] of mistakes)
    test(`refuses "${text}"`, () => expect(() => parseCondition(text, names)).toThrow(reason));

  test("means the same to the compiler and to the plain evaluator", () => {
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom("a", "b", "c", "1 of sel_*", "all of sel_*", "1 of them", "all of them"),
        tie("expression").map((inner) => `(${inner})`),
        tie("expression").map((inner) => `not ${inner}`),
        fc.tuple(tie("expression"), fc.constantFrom("and", "or"), tie("expression")).map((parts) => parts.join(" ")),
      ),
    }));
    fc.assert(
      fc.property(expression, fc.subarray(names), (text, truths) => {
        const plan = planCondition(text, names);
        expect(plan).not.toBeNull();
        expect(runPlan(plan ?? [], (name) => truths.includes(name))).toBe(isTrue(text, ...truths));
      }),
      { numRuns: 500 },
    );
  });

  test("never fails otherwise than by a refusal", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const outcome = outcomeOf(() => parseCondition(text, names));
        expect(["parsed", "Refused"]).toContain(outcome);
      }),
    );
  });
});

function outcomeOf(act: () => unknown): string {
  try {
    act();
    return "parsed";
  } catch (error) {
    return (error as Error).name;
  }
}
