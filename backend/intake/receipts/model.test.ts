// The digits of a receipt survive being printed, read aloud and typed again; mistakes are noticed before anything is looked up.
import fc from "fast-check";
import { expect, test } from "vitest";
import { checkDigit, formatReceipt, parseReceipt } from "./model.ts";

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const receipts = fc
  .integer({ min: 6, max: 9 })
  .chain((length) => fc.record({ locator: digits(length), secret: digits(13) }));

test("a receipt of six locator digits is five groups of four", () => {
  const text = formatReceipt({ locator: "004217", secret: "0123456789012" });
  expect(text).toMatch(/^\d{4}( \d{4}){4}$/);
  expect(parseReceipt(text)).toEqual({ locator: "004217", secret: "0123456789012" });
});

test("Damm's own example holds: 572 has the check digit 4", () => {
  expect(checkDigit("572")).toBe("4");
});

test("what is formatted is read back, however it is spaced, and always has five groups", () => {
  fc.assert(
    fc.property(receipts, fc.constantFrom(" ", "-", " – ", ".", "\u00a0", "\u202f", "\n"), (receipt, separator) => {
      const text = formatReceipt(receipt);
      expect(text.split(" ")).toHaveLength(5);
      expect(parseReceipt(`  ${text.replaceAll(" ", separator)} `)).toEqual(receipt);
      const fullWidth = text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
      expect(parseReceipt(fullWidth)).toEqual(receipt);
    }),
  );
});

test("every single wrong digit and every swap of neighbours is noticed", () => {
  fc.assert(
    fc.property(receipts, fc.nat(), fc.integer({ min: 1, max: 9 }), (receipt, at, by) => {
      const text = formatReceipt(receipt).replaceAll(" ", "");
      const index = at % text.length;
      const wrong = text.slice(0, index) + ((Number(text[index]) + by) % 10) + text.slice(index + 1);
      expect(parseReceipt(wrong)).toBe("check");
      const next = (index + 1) % (text.length - 1);
      const swapped = text.slice(0, next) + text[next + 1] + text[next] + text.slice(next + 2);
      expect(parseReceipt(swapped)).toEqual(text[next] === text[next + 1] ? receipt : "check");
    }),
  );
});

test("letters are refused rather than guessed, and any text at all gives an answer", () => {
  expect(parseReceipt("O042 1701 2345 6789 0123")).toBe("characters");
  expect(parseReceipt("1234")).toBe("length");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const read = parseReceipt(text);
      expect(typeof read === "string" || read.secret.length === 13).toBe(true);
    }),
  );
});
