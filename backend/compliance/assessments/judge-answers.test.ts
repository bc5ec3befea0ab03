// Progress: numbers add up, nothing unread counts as law, time alone takes a duty back.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { verificationStatuses } from "../law/model.ts";
import { countsAsLaw, isExpired, progressOf, standingOf } from "./judge-answers.ts";
import { answerStates, standings } from "./model.ts";

const day = fc
  .integer({ min: 0, max: 3000 })
  .map((days) => new Date(days * 86_400_000 + 1.7e12).toISOString().slice(0, 10));
const items = fc.array(fc.record({ standing: fc.constantFrom(...standings), isCounted: fc.boolean() }), {
  maxLength: 60,
});
const evidence = fc.array(fc.record({ effectiveOn: day, expiresOn: fc.option(day), isWithdrawn: fc.boolean() }), {
  maxLength: 4,
});

describe("progress", () => {
  it("adds up, whatever was answered", () => {
    fc.assert(
      fc.property(items, (given) => {
        const sum = progressOf(given);
        expect(sum.counted + sum.notApplicable + sum.notCounted).toBe(given.length);
        expect(sum.met + sum.partly + sum.notMet + sum.lapsed + sum.excepted + sum.open).toBe(sum.counted);
        expect(sum.percent === 100).toBe(sum.counted > 0 && sum.met === sum.counted);
      }),
    );
  });

  it("does not change when advice or an unread text is answered", () => {
    fc.assert(
      fc.property(items, fc.constantFrom(...standings), (given, standing) => {
        const { notCounted, ...before } = progressOf(given);
        const after = progressOf([...given, { standing, isCounted: false }]);
        expect(after).toEqual({ ...before, notCounted: notCounted + 1 });
      }),
    );
  });

  it("counts a duty of law that somebody has read, and nothing else", () => {
    const duty = { norm: "duty", modality: "statutory" } as const;
    expect(verificationStatuses.filter((status) => countsAsLaw(duty, status))).toEqual([
      "verified",
      "primary",
      "secondary",
    ]);
    expect(countsAsLaw({ ...duty, modality: "recommended" }, "verified")).toBe(false);
    expect(countsAsLaw({ ...duty, modality: "guidance" }, "verified")).toBe(false);
    expect(countsAsLaw({ ...duty, norm: "permission" }, "verified")).toBe(false);
  });
});

describe("where a duty stands", () => {
  it("is what was answered, except that what was met lapses when all its evidence has expired", () => {
    fc.assert(
      fc.property(fc.constantFrom(...answerStates), evidence, day, (state, given, today) => {
        const standing = standingOf({ state, isRequired: true, evidence: given }, today);
        const held = given.filter((one) => !one.isWithdrawn);
        const isOver = held.length > 0 && held.every((one) => isExpired(one.expiresOn, today));
        expect(standing).toBe(state === "met" && isOver ? "lapsed" : state);
        expect(standingOf({ state, isRequired: false, evidence: given }, today)).toBe("not_required");
      }),
    );
  });

  it("evidence holds on its last day", () => {
    expect(isExpired("2026-12-10", "2026-12-10")).toBe(false);
    expect(isExpired("2026-12-10", "2026-12-11")).toBe(true);
    expect(isExpired(null, "2999-01-01")).toBe(false);
  });
});
