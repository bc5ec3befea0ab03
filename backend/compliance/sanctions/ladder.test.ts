// The ladder holds whatever is tried: no sanction without its way there, no payment above what is owed, nothing after the end; no fine outside the law.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { AppError } from "../../platform/errors/index.ts";
import { loadPack } from "../law/index.ts";
import { judgeSanction, listSanctions } from "./judge-bounds.ts";
import { emptyLadder, type LadderStep, nextSteps, replay, takeStep } from "./ladder.ts";
import type { Ladder } from "./model.ts";

const on = fc.constantFrom("2026-11-01", "2026-11-20", "2026-12-15", "2027-02-01");
const day = fc.constantFrom("2026-10-01", "2026-11-30", "2026-12-31", "2027-03-01");
const text = fc.constant("As found.");
const amount = fc.integer({ min: 1, max: 30 }).map((millions) => millions * 1_000_000);
const authority = fc.oneof(
  fc.record({ kind: fc.constant("notify" as const), text, dueOn: day, cites: text }),
  fc.record({ kind: fc.constant("grant_time" as const), text, dueOn: day }),
  fc.record({ kind: fc.constant("refuse_time" as const), text }),
  fc.record({ kind: fc.constant("accept_plan" as const), text, dueOn: day }),
  fc.record({ kind: fc.constant("refuse_plan" as const), text, dueOn: day }),
  fc.record({ kind: fc.constant("check" as const), text, isCompliant: fc.boolean() }),
  fc.record({ kind: fc.constant("find_default" as const), text }),
  fc.record({ kind: fc.constant("drop" as const), text }),
  fc.record({
    kind: fc.constant("sanction" as const),
    sanctionId: fc.constant("s65"),
    ground: fc.constant("obstruction"),
    amount: fc.option(amount),
    text,
    dueOn: fc.option(day),
  }),
  fc.record({ kind: fc.constant("payment" as const), amount, paidOn: day, receipt: text }),
  fc.record({
    kind: fc.constant("appeal_result" as const),
    result: fc.constantFrom("upheld" as const, "reduced" as const, "annulled" as const),
    amount,
    decidedOn: day,
    text,
  }),
  fc.record({ kind: fc.constant("refer" as const), to: text, text }),
  fc.record({ kind: fc.constant("close" as const), text }),
);
const appeal = fc.record({
  kind: fc.constant("appeal" as const),
  court: text,
  filedOn: day,
  isSuspensive: fc.boolean(),
});
const entity = fc.oneof(
  fc.record({ kind: fc.constant("answer" as const), text, fileIds: fc.constant([]) }),
  fc.record({ kind: fc.constant("ask_time" as const), until: day, text }),
  fc.record({ kind: fc.constant("report_done" as const), text, fileIds: fc.constant([]) }),
  appeal,
);
const step: fc.Arbitrary<LadderStep> = fc
  .tuple(
    fc.oneof(authority, appeal).map((one) => ({ ...one, side: "authority" as const })),
    entity.map((one) => ({ ...one, side: "entity" as const })),
    fc.boolean(),
    on,
  )
  .map(
    ([office, theirs, isOffice, at]) =>
      ({ ...(isOffice ? office : theirs), on: at, decided: { kind: "fine", currency: "XOF" } }) as LadderStep,
  );

test("whatever is tried in whatever order, the ladder holds", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (tried) => {
      let ladder: Ladder = emptyLadder;
      const taken: LadderStep[] = [];
      const states = new Set([ladder.state]);
      let broken: string | false = false;
      for (const one of tried) {
        const before = ladder;
        try {
          ladder = takeStep(ladder, one);
          taken.push(one);
        } catch (error) {
          if (!(error instanceof AppError) || !["refused", "invalid_input"].includes(error.code) || ladder !== before)
            throw error;
          continue;
        }
        const entered = ladder.state === "sanctioned" && !["sanctioned", "appealed"].includes(before.state);
        broken ||= before.state === "closed" && "something followed the end";
        broken ||= entered && before.state !== "to_decide" && "a sanction without its way there";
        broken ||= (ladder.paid > (ladder.amount ?? 0) || ladder.paid < before.paid) && "what is paid does not fit";
        broken ||= ladder.state === "closed" && ladder.outcome === null && "an end without an outcome";
        states.add(ladder.state);
      }
      // Nobody is sanctioned who was not given notice (an obstruction is the exception, and none here).
      expect([broken, states.has("sanctioned") && !states.has("noticed")]).toEqual([false, false]);
      expect(replay(taken)).toEqual(ladder);
    }),
    { numRuns: 1500 },
  );
});

test("what a side is offered is what it may do: another step is refused", () => {
  expect(nextSteps(emptyLadder, "authority")).toEqual(["notify", "drop"]);
  expect(nextSteps(emptyLadder, "authority", true)).toEqual(["notify", "drop", "find_default"]);
  expect(nextSteps(emptyLadder, "entity")).toEqual([]);
  expect(() =>
    takeStep(emptyLadder, { kind: "find_default", text: "Hindered", side: "authority", on: "2026-11-01" }),
  ).toThrow(/refused/);
});

test("nobody is in default on the last day that they were given", () => {
  const noticed = takeStep(emptyLadder, {
    kind: "notify",
    text: "Put it right",
    cites: "Art. 7",
    dueOn: "2026-12-01",
    side: "authority",
    on: "2026-11-01",
  });
  const late = (on: string): LadderStep => ({ kind: "find_default", text: "No answer", side: "authority", on });
  expect(() => takeStep(noticed, late("2026-12-01"))).toThrow(/2026-12-01/);
  expect(takeStep(noticed, late("2026-12-02")).state).toBe("to_decide");
});

describe("the bounds of Mali's act 2013-015", () => {
  const { pack } = loadPack("ml.data-protection@1.0.0");
  const fine = (value: number | null, sanctionId = "s65", ground = "obstruction") => ({
    kind: "sanction" as const,
    sanctionId,
    ground,
    amount: value,
    text: "As decided",
    dueOn: null,
  });
  test("every amount inside is taken, every other is refused with the article", () => {
    fc.assert(
      fc.property(fc.constantFrom(...listSanctions(pack)), fc.integer({ min: 1, max: 40_000_000 }), (offer, value) => {
        const isInside = value >= (offer.min ?? 0) && value <= (offer.max ?? Infinity);
        let said = "";
        try {
          judgeSanction(pack, fine(value, offer.id, offer.grounds[0]));
        } catch (error) {
          said = error instanceof AppError ? error.detail : String(error);
        }
        const expected = isInside
          ? /^$/
          : new RegExp(`article ${offer.articles} .*from ${offer.min} to ${offer.max} XOF`);
        expect(said).toMatch(expected);
      }),
    );
    for (const bound of [5_000_000, 20_000_000]) expect(judgeSanction(pack, fine(bound)).currency).toBe("XOF");
    for (const bound of [4_999_999, 20_000_001])
      expect(() => judgeSanction(pack, fine(bound))).toThrow(/5000000 to 20000000/);
  });
  test("an unknown sanction, a ground that it does not have and a missing amount are named", () => {
    expect(() => judgeSanction(pack, fine(6_000_000, "s99"))).toThrow(
      expect.objectContaining({ fields: [{ path: "sanctionId", message: "Expected one of s65, s66." }] }),
    );
    expect(() => judgeSanction(pack, fine(6_000_000, "s65", "weak_security"))).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ path: "ground" })] }),
    );
    expect(() => judgeSanction(pack, fine(null))).toThrow(
      expect.objectContaining({ fields: [expect.objectContaining({ path: "amount" })] }),
    );
  });
  test("bounds that nobody checked say so", () => {
    expect(listSanctions(loadPack("mn.personal-data").pack)[0]).toMatchObject({
      verification: "unverified",
      max: 20_000_000,
    });
    expect(() => judgeSanction(loadPack("mn.cyber-security").pack, fine(1))).toThrow(
      expect.objectContaining({
        fields: [expect.objectContaining({ message: expect.stringContaining("states no sanction") as unknown })],
      }),
    );
  });
});
