// What came again and is the same is the same; what changed is told and nothing else.
import fc from "fast-check";
import { expect, test } from "vitest";
import { keepSame } from "./keep-same.ts";

test("an answer that did not change is the one that is drawn already", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(keepSame(value, structuredClone(value))).toBe(value);
    }),
  );
});

test("whatever was drawn before, what is drawn then equals what came", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, fresh) => {
      expect(keepSame(before, fresh)).toEqual(fresh);
    }),
  );
});

test("of a list only the row that changed is another one, also when a new one came before it", () => {
  const before = {
    rows: [
      { id: "a", n: 1 },
      { id: "b", n: 1 },
    ],
  };
  const drawn = keepSame(before, {
    rows: [
      { id: "c", n: 1 },
      { id: "a", n: 1 },
      { id: "b", n: 2 },
    ],
  });
  expect(drawn.rows[1]).toBe(before.rows[0]);
  expect(drawn.rows[2]).toEqual({ id: "b", n: 2 });
  expect(before.rows[1]).toEqual({ id: "b", n: 1 });
});
