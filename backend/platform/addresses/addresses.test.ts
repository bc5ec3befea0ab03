// Addresses and prefixes: read, written, and covering a range.
import { isIP } from "node:net";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  addressFromBigInt,
  addressToBigInt,
  coverRange,
  formatAddress,
  formatPrefix,
  parseAddress,
  parsePrefix,
} from "./index.ts";

test("accepts exactly what Node's own reader accepts, on texts near an address", () => {
  const near = fc.oneof(
    fc.ipV6(),
    fc.ipV4(),
    fc
      .array(fc.constantFrom(":", "::", "0", "1", "ff", "2001", "db8", ".", "1.2.3.4", "g", "00000"), { maxLength: 12 })
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(near, (text) => {
      expect(parseAddress(text)?.version ?? 0).toBe(isIP(text));
    }),
    { numRuns: 3000 },
  );
});

test("writes v6 addresses the way a URL's host is written", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), fc.integer({ min: 0, max: 100 }), (value, shift) => {
      const address = addressFromBigInt(6, value >> BigInt(shift));
      const mapped = address.words[0] === 0 && address.words[1] === 0 && address.words[2] === 0xffff;
      // A URL writes v4-mapped addresses in hexadecimal; RFC 5952 section 5 recommends the mixed form.
      fc.pre(!mapped);
      expect(`[${formatAddress(address)}]`).toBe(new URL(`http://[${formatAddress(address)}]/`).hostname);
      expect(addressToBigInt(parseAddress(formatAddress(address))!)).toBe(value >> BigInt(shift));
    }),
  );
});

test("a prefix with host bits or a wrong length is refused", () => {
  expect(formatPrefix(parsePrefix("2001:DB8::/32")!)).toBe("2001:db8::/32");
  expect(formatPrefix(parsePrefix("0.0.0.0/0")!)).toBe("0.0.0.0/0");
  for (const wrong of ["192.0.2.1/24", "192.0.2.0/33", "2001:db8::/129", "192.0.2.0/", "192.0.2.0/024", "x/8"])
    expect(parsePrefix(wrong)).toBeNull();
});

test("the prefixes that cover a range hold exactly its addresses", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 0xffffffffn }), fc.integer({ min: 0, max: 5000 }), (start, size) => {
      const end = start + BigInt(size) > 0xffffffffn ? 0xffffffffn : start + BigInt(size);
      let next = start;
      for (const prefix of coverRange(addressFromBigInt(4, start), addressFromBigInt(4, end))) {
        expect(addressToBigInt(prefix)).toBe(next);
        expect(parsePrefix(formatPrefix(prefix))).not.toBeNull();
        next += 1n << BigInt(32 - prefix.length);
      }
      expect(next).toBe(end + 1n);
    }),
  );
});
