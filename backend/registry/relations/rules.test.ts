// What a stop touches, held to a plain search; circles do no harm.
import fc from "fast-check";
import { expect, test } from "vitest";
import { impactOf } from "./rules.ts";

const id = fc.integer({ min: 0, max: 7 }).map(String);
const need = fc.record({ provider: id, needer: id, what: fc.constant("power") });

test("everybody who needs it, or needs somebody who does, is touched once, by the shortest way", () => {
  fc.assert(
    fc.property(id, fc.array(need, { maxLength: 20 }), (start, needs) => {
      const found = impactOf(start, needs, []).constituents;
      // As long as anything is new, everybody who needs somebody touched is touched: distances by plain relaxation.
      const steps = new Map([[start, 0]]);
      for (let turn = 0; turn < 10; turn++)
        for (const { provider, needer } of needs) {
          const by = steps.get(provider);
          if (by !== undefined && by + 1 < (steps.get(needer) ?? Number.POSITIVE_INFINITY)) steps.set(needer, by + 1);
        }
      steps.delete(start);
      expect(new Map(found.map((one) => [one.constituentId, one.steps]))).toEqual(steps);
      for (const one of found)
        expect(needs).toContainEqual({ provider: one.viaId, needer: one.constituentId, what: one.what });
    }),
  );
});

test("a function is left to others only where somebody untouched performs it", () => {
  const needs = [{ provider: "dam", needer: "grid", what: "power" }];
  const performers = [
    { functionId: "power", constituentId: "grid" },
    { functionId: "money", constituentId: "grid" },
    { functionId: "money", constituentId: "bank" },
    { functionId: "water", constituentId: "bank" },
  ];
  expect(impactOf("dam", needs, performers).functions).toEqual([
    { functionId: "power", performerIds: ["grid"], isLeftToOthers: false },
    { functionId: "money", performerIds: ["grid"], isLeftToOthers: true },
  ]);
});
