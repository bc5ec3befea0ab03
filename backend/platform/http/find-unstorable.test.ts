// Text that the database cannot hold is found by its path, at any depth, and nothing else is.
import fc from "fast-check";
import { expect, test } from "vitest";
import { findUnstorable } from "./find-unstorable.ts";

test("NUL and half characters are found by their path, in values and in keys", () => {
  expect(findUnstorable({ contact: { name: "a\0" } })).toBe("contact.name");
  expect(findUnstorable({ acts: ["x", "\ud800"] })).toBe("acts.1");
  expect(findUnstorable({ answers: { "a\0": "x" } })).toBe("answers");
  expect(findUnstorable("\0")).toBe("body");
  expect(findUnstorable({ text: "Сайн 🙂\n\t" })).toBeUndefined();
});

test("a body that is nested a million deep is looked through to its end", () => {
  let deep: unknown = "\0";
  for (let depth = 0; depth < 1_000_000; depth++) deep = [deep];
  expect(findUnstorable(deep)).toMatch(/^0\.0/);
});

test("it agrees with what JSON text shows", () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: "binary" }), (value) => {
      const text = JSON.stringify(value);
      // Well-formed JSON.stringify (ECMA-262 §25.5.4.2) writes exactly these as escapes.
      const shows = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/i.test(text);
      expect(findUnstorable(value) !== undefined).toBe(shows);
    }),
  );
});
