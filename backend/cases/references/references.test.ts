// Patterns of references: what is accepted writes different numbers differently, what is not says why.
import fc from "fast-check";
import { expect, test } from "vitest";
import { ReferenceFormat, usualFormat, writeReference } from "./model.ts";

const at = new Date("2026-11-22T10:00:00Z");

test("the usual pattern writes what it always wrote, and a number longer than its zeros is written whole", () => {
  expect(writeReference(usualFormat, "TG", at, 7)).toBe("TG-C-2026-0007");
  expect(writeReference(usualFormat, "TG", at, 1_234_567)).toBe("TG-C-2026-1234567");
  expect(writeReference("{number:3}/INC/{month}.{year}", "TG", at, 7)).toBe("007/INC/11.2026");
});

test("whatever pattern is accepted, two numbers give two references", () => {
  const piece = fc.constantFrom(
    "{prefix}",
    "{year}",
    "{month}",
    "{number}",
    "{number:4}",
    "-",
    "/",
    "C",
    "INC",
    "7",
    "{",
    " ",
    "é",
  );
  const format = fc.array(piece, { maxLength: 7 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(
      format,
      fc.integer({ min: 1, max: 999_999 }),
      fc.integer({ min: 1, max: 999_999 }),
      (text, one, other) => {
        const judged = ReferenceFormat.safeParse({ format: text });
        fc.pre(judged.success && one !== other);
        const written = writeReference(judged.data?.format ?? "", "TG", at, one);
        expect(written).not.toBe(writeReference(judged.data?.format ?? "", "TG", at, other));
        expect(written).toMatch(/^[A-Z0-9][A-Z0-9/._-]{3,}$/);
      },
    ),
  );
});

test.each([
  "",
  "{prefix}-{year}",
  "{prefix}-{year}-{number:4}",
  "{number}{number}",
  "{year}{number}",
  "{number}7",
  "{day}-{number}",
  "abc-{number}",
  "-{number}",
])("%s is refused with what was expected", (format) => {
  const judged = ReferenceFormat.safeParse({ format });
  expect(judged.error?.issues[0]?.message).toMatch(/^Expected/);
});
