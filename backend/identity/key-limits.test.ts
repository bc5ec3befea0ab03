// Networks and markings of keys: what lies inside, what does not, and what is no address at all.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isInNetworks, isWithinMarking } from "./key-limits.ts";
import { keyMarkings } from "./model.ts";

describe("networks", () => {
  test("none is everywhere, and one is itself", () => {
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        expect(isInNetworks(address, [])).toBe(true);
      }),
    );
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isInNetworks(address, [`${address}/32`])).toBe(true);
        expect(isInNetworks(`::ffff:${address}`, [`${address}/32`])).toBe(true);
      }),
    );
  });

  test("hold the addresses of their prefix and no others, in both versions", () => {
    const networks = ["192.0.2.0/24", "2001:db8:1::/48"];
    for (const inside of ["192.0.2.0", "192.0.2.255", "2001:db8:1::1", "2001:db8:1:ffff::"])
      expect(isInNetworks(inside, networks), inside).toBe(true);
    for (const outside of ["192.0.3.0", "192.0.1.255", "2001:db8:2::1", "::1", "unknown", "", "192.0.2.1.5"])
      expect(isInNetworks(outside, networks), outside).toBe(false);
  });
});

test("a key brings what is at most as strict as its marking", () => {
  for (const [at, ceiling] of keyMarkings.entries())
    for (const [index, marking] of keyMarkings.entries()) expect(isWithinMarking(ceiling, marking)).toBe(index >= at);
  expect(isWithinMarking("red", "purple")).toBe(false);
});
