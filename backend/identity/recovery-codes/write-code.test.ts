// One-time codes: what is written is read again however it is typed; nothing else is a code.
import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readCode, writeCode } from "./write-code.ts";

test("a code is read again with small letters, blanks, other dashes and look-alikes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), (random) => {
      const code = writeCode(random);
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
      const parts = readCode(code);
      expect(`${parts?.selector}${parts?.secret}`).toBe(code.replaceAll("-", ""));
      for (const typed of [
        code.toLowerCase(),
        code.replaceAll("-", " "),
        code.replaceAll("-", "–"),
        ` ${code} `,
        code.replaceAll("0", "O").replaceAll("1", "l"),
      ])
        expect(readCode(typed)).toEqual(parts);
    }),
  );
});

test("what is no code is none", () => {
  for (const typed of ["", "ABCD", `${writeCode(randomBytes(16))}A`, "UUUU-UUUU-UUUU-UUUU", "é".repeat(16)])
    expect(readCode(typed)).toBeUndefined();
  fc.assert(fc.property(fc.string(), (typed) => void readCode(typed)));
});
