// The decisions about reports and cases, whatever their states: an act is allowed or refused by one of the known codes, never half.
import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "../platform/errors/index.ts";
import { rsit } from "../triage/rsit/model.ts";
import * as rules from "./rules.ts";

const report = fc.record({
  status: fc.constantFrom("received", "triaged", "in_case", "waiting_for_reporter", "closed", "rejected"),
  version: fc.integer({ min: 1, max: 9 }),
  caseId: fc.constantFrom(null, "a", "b"),
});
const holder = fc.record({
  status: fc.constantFrom("open", "waiting", "closed"),
  version: fc.integer({ min: 1, max: 9 }),
});

/** The code of a refusal, or undefined where the act is allowed. */
function refusal(decide: () => void): string | undefined {
  try {
    decide();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

test("a report joins exactly when it is open and free and the case is not closed", () => {
  fc.assert(
    fc.property(report, holder, (one, target) => {
      const isFree = one.caseId === null && one.status !== "closed" && one.status !== "rejected";
      expect(refusal(() => rules.decideJoin(one, target)) === undefined).toBe(isFree && target.status !== "closed");
    }),
  );
});

test("what can be ended can be reopened afterwards, and nothing is ended twice", () => {
  fc.assert(
    fc.property(report, (one) => {
      if (refusal(() => rules.decideEnd(one)) !== undefined) return;
      const ended = { ...one, status: "rejected" };
      expect(refusal(() => rules.decideEnd(ended))).toBe("refused");
      expect(refusal(() => rules.decideReopenReport(ended))).toBeUndefined();
    }),
  );
});

test("a case is closed exactly when it is not, and reopened exactly when it is", () => {
  fc.assert(
    fc.property(holder, (one) => {
      const isClosed = one.status === "closed";
      expect(refusal(() => rules.decideClose(one)) === undefined).toBe(!isClosed);
      expect(refusal(() => rules.decideReopen(one)) === undefined).toBe(isClosed);
      expect(refusal(() => rules.decideChange(one)) === undefined).toBe(!isClosed);
    }),
  );
});

test("a report leaves only the open case that it is in", () => {
  fc.assert(
    fc.property(report, holder, (one, target) => {
      const allowed = refusal(() => rules.decideLeave(one, "a", target)) === undefined;
      expect(allowed).toBe(one.caseId === "a" && target.status !== "closed");
    }),
  );
});

test("a sleep lies between now and a year ahead, to the millisecond", () => {
  const now = new Date("2026-11-22T14:07:00Z");
  const one = { status: "triaged", version: 1, caseId: null };
  const at = (milliseconds: number): Date => new Date(now.getTime() + milliseconds);
  expect(refusal(() => rules.decideSnooze(one, at(0), now))).toBe("invalid_input");
  expect(refusal(() => rules.decideSnooze(one, at(1), now))).toBeUndefined();
  expect(refusal(() => rules.decideSnooze(one, at(366 * 86_400_000), now))).toBeUndefined();
  expect(refusal(() => rules.decideSnooze(one, at(366 * 86_400_000 + 1), now))).toBe("invalid_input");
  expect(refusal(() => rules.decideSnooze(one, null, now))).toBeUndefined();
});

test("an older version is a conflict, the same one is not, and none is not asked", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5 }),
      fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined }),
      (stored, seen) => {
        const expected = seen === undefined || seen === stored ? undefined : "conflict";
        expect(refusal(() => rules.decideVersion(stored, seen, "case"))).toBe(expected);
      },
    ),
  );
});

test("an assessment takes each pair of the taxonomy and no other", () => {
  const facts = { severity: "low", constituentIds: [] };
  const classes = Object.keys(rsit);
  const types = Object.values(rsit).flat();
  for (const rsitClass of classes)
    for (const rsitType of types) {
      const belongs = (rsit as Record<string, readonly string[]>)[rsitClass]?.includes(rsitType) ?? false;
      const code = refusal(() => rules.decideAssessment(undefined, { ...facts, rsitClass, rsitType }));
      expect([rsitClass, rsitType, code]).toEqual([rsitClass, rsitType, belongs ? undefined : "invalid_input"]);
    }
  for (const rsitClass of ["toString", "__proto__", "constructor", ""])
    expect(refusal(() => rules.decideAssessment(undefined, { ...facts, rsitClass, rsitType: "spam" }))).toBe(
      "invalid_input",
    );
});

test("a title is one line of at most 120 characters and never empty", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 300 }),
      fc.string({ unit: "grapheme", maxLength: 300 }),
      (subject, description) => {
        const title = rules.suggestTitle(subject, description);
        expect(title.length).toBeGreaterThan(0);
        expect(title.length).toBeLessThanOrEqual(120);
        expect(title).not.toMatch(/\n/);
      },
    ),
  );
});

test("the severest level wins, and where nothing was assessed it is medium", () => {
  expect(rules.highestSeverity(["low", null, "critical", "high"])).toBe("critical");
  expect(rules.highestSeverity([null, "informational"])).toBe("informational");
  expect(rules.highestSeverity([null])).toBe("medium");
  expect(rules.highestSeverity([])).toBe("medium");
});
