// Counting by source: windows slide, sources do not mix, one IPv6 line is one source.
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeSourceCounter, sourceOf } from "./limits.ts";

const hour = 3_600_000;

test("what a source did in the last window counts in full now and fades over the next", () => {
  const counter = makeSourceCounter(hour);
  for (let index = 1; index <= 10; index++) expect(counter.add("a", 0)).toBe(index);
  expect(counter.add("b", 0)).toBe(1);
  expect(counter.add("a", hour)).toBeCloseTo(11);
  expect(counter.add("a", hour + hour / 2)).toBeCloseTo(2 + 5);
  expect(counter.add("a", 4 * hour)).toBe(1);
});

test("a refund takes back and never goes below nothing", () => {
  const counter = makeSourceCounter(hour);
  counter.add("a", 0, 1);
  expect(counter.add("a", 1, -1)).toBe(0);
  expect(counter.add("a", 2, -1)).toBe(0);
});

test("two addresses of one /64 are one source, and an address in IPv4-mapped form is the IPv4 one", () => {
  expect(sourceOf("2001:db8:1:2::1")).toBe(sourceOf("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  expect(sourceOf("2001:db8:1:2::1")).not.toBe(sourceOf("2001:db8:1:3::1"));
  expect(sourceOf("::1")).toBe("0:0:0:0");
  expect(sourceOf("::ffff:192.0.2.1")).toBe("192.0.2.1");
  fc.assert(fc.property(fc.ipV6(), (address) => /^[0-9a-f:.]+$/i.test(sourceOf(address))));
});
