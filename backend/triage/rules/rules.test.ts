// Decisions on rules: gates, who may approve, what is too dear, how precise a rule was.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../../platform/errors/index.ts";
import type { GateView } from "./model.ts";
import {
  aloneUntil,
  type CheckRow,
  costLimits,
  decideApproval,
  decideReady,
  decideStop,
  findTooDear,
  findTooDearYara,
  gatesOf,
  missingGate,
  missingSamples,
  precisionOf,
  type TrialOfVersion,
  whyNotApprove,
} from "./rules.ts";

const at = new Date("2026-11-22T10:00:00Z");
const day = 86_400_000;
const check = (gate: CheckRow["gate"], state: CheckRow["state"]): CheckRow => ({ gate, state, problems: [], at: null });
const trial = (more: Partial<TrialOfVersion>): TrialOfVersion => ({
  id: "t",
  state: "done",
  sinceAt: null,
  askedAt: at,
  finishedAt: at.toISOString(),
  problem: "",
  ...more,
});
const both = [{ expects: "hit" as const }, { expects: "miss" as const }];
const passed = [check("form", "passed"), check("samples", "passed")];
const states = (gates: GateView[]) => gates.map(({ state }) => state);

describe("gates", () => {
  test("a version with everything passed lacks none", () => {
    const gates = gatesOf({ origin: "desk", samples: both }, passed, [trial({})]);
    expect(states(gates)).toEqual(["passed", "passed", "passed"]);
    expect(missingGate(gates)).toBeUndefined();
  });

  test("samples are excused only for a pack's version that brought none", () => {
    const waiting = [check("form", "passed"), check("samples", "waiting")];
    expect(states(gatesOf({ origin: "pack", samples: [] }, waiting, []))).toEqual(["passed", "excused", "none"]);
    expect(states(gatesOf({ origin: "pack", samples: both }, waiting, []))).toEqual(["passed", "waiting", "none"]);
    expect(states(gatesOf({ origin: "desk", samples: [] }, waiting, []))).toEqual(["passed", "waiting", "none"]);
  });

  test.each([
    ["over everything", trial({}), "passed"],
    ["over 90 days", trial({ sinceAt: new Date(at.getTime() - 90 * day) }), "passed"],
    ["over 89 days", trial({ sinceAt: new Date(at.getTime() - 89 * day) }), "none"],
    ["still running", trial({ state: "running" }), "running"],
    ["cancelled", trial({ state: "cancelled" }), "none"],
    ["failed", trial({ state: "failed" }), "none"],
    ["with a rule that the engine refused", trial({ problem: "no" }), "failed"],
  ])("a back-test %s", (_name, one, state) => {
    expect(gatesOf({ origin: "desk", samples: both }, passed, [one])[2]?.state).toBe(state);
  });

  test("a short back-test after a long one takes nothing away", () => {
    const short = trial({ id: "short", sinceAt: new Date(at.getTime() - day) });
    expect(gatesOf({ origin: "desk", samples: both }, passed, [short, trial({ id: "long" })])[2]).toMatchObject({
      state: "passed",
      trialId: "long",
    });
  });
});

describe("publication", () => {
  const gates = gatesOf({ origin: "desk", samples: both }, passed, [trial({})]);
  const ready = { state: "test", version: 2, latestVersion: 2, activeVersion: null, gates, hasWaiting: false } as const;

  test("is refused for an older version, one in force, a retired rule, one that waits, and a gate that is not passed", () => {
    expect(() => decideReady(ready)).not.toThrow();
    expect(() => decideReady({ ...ready, latestVersion: 3 })).toThrow("newer version");
    expect(() => decideReady({ ...ready, activeVersion: 2 })).toThrow("in force already");
    expect(() => decideReady({ ...ready, state: "retired" })).toThrow("new version");
    expect(() => decideReady({ ...ready, hasWaiting: true })).toThrow("waits already");
    expect(() =>
      decideReady({
        ...ready,
        gates: gates.slice(0, 2).concat(gatesOf({ origin: "desk", samples: both }, passed, [])[2] ?? []),
      }),
    ).toThrow("back-tested");
  });

  test("whoever asked or wrote never approves, and everybody else may", () => {
    const person = fc.constantFrom("a", "b", "c", "d");
    fc.assert(
      fc.property(person, person, fc.uniqueArray(person), (by, askedBy, writtenBy) => {
        const mayNot = by === askedBy || writtenBy.includes(by);
        expect(whyNotApprove(by, { askedBy, writtenBy }) !== null).toBe(mayNot);
        const decide = (): string => {
          try {
            decideApproval(by, { askedBy, writtenBy, state: "waiting", isApproved: false });
            return "may";
          } catch (error) {
            return error instanceof AppError ? error.code : "wrong";
          }
        };
        expect(decide()).toBe(mayNot ? "refused" : "may");
      }),
    );
  });

  test("that is settled is approved by nobody", () => {
    const one = { askedBy: "a", writtenBy: ["a"], isApproved: false };
    for (const state of ["refused", "withdrawn", "ended"] as const)
      expect(() => decideApproval("b", { ...one, state })).toThrow("does not wait");
    expect(() => decideApproval("b", { ...one, state: "live", isApproved: true })).toThrow("does not wait");
    expect(() => decideApproval("b", { ...one, state: "live" })).not.toThrow();
  });

  test("by one person alone lives a day", () => {
    expect(aloneUntil(at).toISOString()).toBe("2026-11-23T10:00:00.000Z");
  });

  test("only a rule in force is quarantined, and nothing is retired twice", () => {
    expect(() => decideStop("active", "quarantined")).not.toThrow();
    for (const state of ["draft", "test", "retired"] as const)
      expect(() => decideStop(state, "quarantined")).toThrow("in force");
    expect(() => decideStop("retired", "retired")).toThrow("already");
    expect(() => decideStop("draft", "retired")).not.toThrow();
  });
});

test("precision is of what was judged true or false, and unknown before", () => {
  expect(precisionOf({ true: 0, false: 0 })).toBeNull();
  expect(precisionOf({ true: 2, false: 1 })).toBe(0.667);
  expect(precisionOf({ true: 0, false: 4 })).toBe(0);
});

test("what is missing of samples is named", () => {
  expect(missingSamples([])).toEqual(["hit", "miss"]);
  expect(missingSamples(both)).toEqual([]);
});

describe("what is too dear", () => {
  const cost = (name: string, evaluations: number, timeMs: number) =>
    ({ kind: "sigma", name, evaluations, timeMs }) as const;

  test("nothing while the stretch is short, a cheap rule never, however large its share", () => {
    expect(findTooDear([cost("a", 1_000, costLimits.windowMs - 1)])).toEqual([]);
    expect(findTooDear([cost("a", 100_000, 2_000)])).toEqual([]);
    expect(findTooDear([cost("a", 10, 2_000)])).toEqual([]);
  });

  test("the rules above their share, dearest first", () => {
    const dear = findTooDear([cost("a", 1_000, 400), cost("b", 1_000, 500), cost("c", 1_000, 200)]);
    expect(dear.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  test("never takes out a rule at or under its share", () => {
    const one = fc.record({
      name: fc.string(),
      kind: fc.constant("sigma" as const),
      evaluations: fc.nat(5_000),
      timeMs: fc.float({ min: 0, max: 5_000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(one), (costs) => {
        for (const { share } of findTooDear(costs)) expect(share).toBeGreaterThan(costLimits.share);
      }),
    );
  });

  test("of YARA rules, one that never ends always, and one far above the median", () => {
    const rule = (timeMs: number, hasEnded = true) => ({ timeMs, hasEnded });
    expect(findTooDearYara([rule(20_000, false)])).toHaveLength(1);
    expect(findTooDearYara([rule(5_000)])).toEqual([]);
    const many = [10, 11, 12, 9, 10].map((ms) => rule(ms));
    expect(findTooDearYara([...many, rule(900)])).toMatchObject([{ timeMs: 900 }]);
    expect(findTooDearYara([...many, rule(200)])).toEqual([]);
  });
});
