// What somebody changed in a form outlives that the form is filled anew; what they did not touch becomes what stands there now.
import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeEdits } from "./merge-edits.ts";

const fields = fc.record({ name: fc.string(), quorum: fc.integer(), laws: fc.array(fc.string()) });

test("a field that was changed keeps the person's value, every other one takes the fresh value", () => {
  fc.assert(
    fc.property(fields, fields, fields, fc.subarray(["name", "quorum", "laws"] as const), (before, typed, now, own) => {
      const mine = { ...before, ...Object.fromEntries(own.map((key) => [key, typed[key]])) };
      const merged = mergeEdits(before, mine, now);
      for (const key of ["name", "quorum", "laws"] as const) {
        const isOwn = JSON.stringify(mine[key]) !== JSON.stringify(before[key]);
        expect(merged[key]).toEqual(isOwn ? typed[key] : now[key]);
      }
    }),
  );
});
