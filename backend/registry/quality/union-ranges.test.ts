// Addresses are counted once, however their ranges lie in each other: the same as counting them one by one.
import fc from "fast-check";
import { expect, test } from "vitest";
import { commonOf, rangeOf, sizeOf, unionOf } from "./union-ranges.ts";

test("unions and common parts count as single addresses do", () => {
  const range = fc
    .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 12 }))
    .map(([first, length]) => ({ first: BigInt(first), last: BigInt(first + length) }));
  const ranges = fc.array(range, { maxLength: 12 });
  const each = (list: { first: bigint; last: bigint }[]): Set<bigint> => {
    const all = new Set<bigint>();
    for (const { first, last } of list) for (let at = first; at <= last; at++) all.add(at);
    return all;
  };
  fc.assert(
    fc.property(ranges, ranges, (one, other) => {
      expect(sizeOf(unionOf(one), 4)).toBe(each(one).size);
      expect(sizeOf(commonOf(unionOf(one), unionOf(other)), 4)).toBe(
        [...each(one)].filter((at) => each(other).has(at)).length,
      );
    }),
  );
});

test("prefixes are ranges, and IPv6 is counted in networks of /64", () => {
  expect(rangeOf("203.0.113.0/26")).toEqual({ version: 4, first: 0xcb007100n, last: 0xcb00713fn });
  expect(rangeOf("nothing")).toBeUndefined();
  const six = rangeOf("2001:db8::/48");
  expect(sizeOf(six ? [six] : [], 6)).toBe(65_536);
});
