// Claims' rules held by properties: what lies in what, where a proof by DNS stands, and what a settlement leaves.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressToBigInt, formatPrefix, type Prefix, prefixOf } from "../../platform/addresses/index.ts";
import { outcomes } from "./model.ts";
import {
  approvalsLeft,
  doPeriodsMeet,
  foldName,
  relationOf,
  settle,
  type SettledClaim,
  stateWhenProven,
  zonesOf,
} from "./rules.ts";

const word = fc.integer({ min: 0, max: 0xffffffff });
// Few bits differ, so that ranges often lie in each other.
const near = fc.integer({ min: 0, max: 63 }).map((bits) => (bits << 26) >>> 0);
const v4 = fc
  .tuple(near, fc.integer({ min: 0, max: 32 }))
  .map(([last, length]) => prefixOf({ version: 4, words: [0, 0, 0, last] }, length));
const v6 = fc
  .tuple(near, word, fc.integer({ min: 0, max: 128 }))
  .map(([a, b, length]) => prefixOf({ version: 6, words: [a, b, 0, 0] }, length));

function rangeOf(prefix: Prefix): [number, bigint, bigint] {
  const first = addressToBigInt(prefix);
  const size = 1n << BigInt((prefix.version === 4 ? 32 : 128) - prefix.length);
  return [prefix.version, first, first + size - 1n];
}

test("a range is inside another exactly when its first and last address are", () => {
  fc.assert(
    fc.property(fc.oneof(v4, v6), fc.oneof(v4, v6), (one, two) => {
      const [[a, aFirst, aLast], [b, bFirst, bLast]] = [rangeOf(one), rangeOf(two)];
      const isInside = a === b && aFirst <= bFirst && bLast <= aLast;
      const isAround = a === b && bFirst <= aFirst && aLast <= bLast;
      const expected = isInside && isAround ? "same" : isInside ? "inside" : isAround ? "around" : "apart";
      expect(relationOf("prefix", formatPrefix(one), formatPrefix(two))).toBe(expected);
    }),
    { numRuns: 500 },
  );
});

test.each([
  ["domain", "bank.example", "www.bank.example", "inside"],
  ["domain", "www.bank.example", "bank.example", "around"],
  ["domain", "bank.example", "mybank.example", "apart"],
  ["url_prefix", "https://h.example/a/", "https://h.example/a/b", "inside"],
  ["asn", "AS64496", "AS64497", "apart"],
  ["short_code", "*144#", "*144#", "same"],
] as const)("%s: %s and %s are told as %s", (kind, one, two, relation) => {
  expect(relationOf(kind, one, two)).toBe(relation);
});

test("two periods meet exactly when some day lies in both", () => {
  const day = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
  const period = fc.tuple(day, day).filter(([from, until]) => from === null || until === null || from < until);
  const at = (value: number | null) => (value === null ? null : new Date(value * 86_400_000).toISOString());
  const isIn = ([from, until]: [number | null, number | null], value: number) =>
    (from ?? -1) <= value && value < (until ?? 11);
  fc.assert(
    fc.property(period, period, (one, two) => {
      const shared = Array.from({ length: 12 }, (_, index) => index - 1).some(
        (value) => isIn(one, value) && isIn(two, value),
      );
      const say = ([heldFrom, heldUntil]: typeof one) => ({ heldFrom: at(heldFrom), heldUntil: at(heldUntil) });
      expect(doPeriodsMeet(say(one), say(two))).toBe(shared);
    }),
  );
});

test.each([
  ["domain", "bank.example", [["_toguna-challenge.bank.example"]]],
  ["prefix", "203.0.113.0/24", [["_toguna-challenge.113.0.203.in-addr.arpa"]]],
  [
    "prefix",
    "203.0.112.0/23",
    [["_toguna-challenge.112.0.203.in-addr.arpa"], ["_toguna-challenge.113.0.203.in-addr.arpa"]],
  ],
  ["prefix", "10.16.0.0/15", [["_toguna-challenge.16.10.in-addr.arpa"], ["_toguna-challenge.17.10.in-addr.arpa"]]],
  ["prefix", "203.0.113.7/32", [["_toguna-challenge.7.113.0.203.in-addr.arpa"]]],
  [
    "prefix",
    "203.0.113.64/26",
    [["64/26", "64-26", "64-127"].map((label) => `_toguna-challenge.${label}.113.0.203.in-addr.arpa`)],
  ],
  ["prefix", "2001:db8::/32", [["_toguna-challenge.8.b.d.0.1.0.0.2.ip6.arpa"]]],
  [
    "prefix",
    "2001:db8:a000::/35",
    [["_toguna-challenge.a.8.b.d.0.1.0.0.2.ip6.arpa"], ["_toguna-challenge.b.8.b.d.0.1.0.0.2.ip6.arpa"]],
  ],
] as const)("%s %s is proven at %j", (kind, value, zones) => {
  expect(zonesOf(kind, value)).toEqual({ zones });
});

test("what has no zone of its own, or too many, is told so", () => {
  for (const kind of ["asn", "url_prefix", "short_code"] as const)
    expect(zonesOf(kind, "x")).toEqual({ impossible: "kind" });
  for (const value of ["10.0.0.0/17", "0.0.0.0/0", "::/0"])
    expect(zonesOf("prefix", value)).toEqual({ impossible: "too_many_zones" });
});

test("the zones of a range cover every address of it: an octet or digit more than the range is long, at most sixteen", () => {
  fc.assert(
    fc.property(fc.oneof(v4, v6), (prefix) => {
      const found = zonesOf("prefix", formatPrefix(prefix));
      if (!("zones" in found)) return;
      expect(found.zones.length).toBeLessThanOrEqual(16);
      expect(new Set(found.zones.flat()).size).toBe(found.zones.flat().length);
    }),
  );
});

test("a proof puts a claim in force, or beside an earlier one that stands; a closed claim stays closed", () => {
  expect(stateWhenProven("proposed", false)).toBe("active");
  expect(stateWhenProven("waiting", true)).toBe("contesting");
  expect(stateWhenProven("disputed", true)).toBe("disputed");
  for (const closed of ["refused", "withdrawn"] as const)
    expect(() => stateWhenProven(closed, false)).toThrow("closed");
  expect([
    approvalsLeft("letter", 0),
    approvalsLeft("letter", 1),
    approvalsLeft("whois", 1),
    approvalsLeft("dns_txt", 0),
  ]).toEqual([2, 1, 0, 0]);
});

test("after any settlement exactly one of the two holds at any instant at which the standing claim ran", () => {
  const day = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
  const at = (value: number | null) => (value === null ? null : new Date(value * 86_400_000));
  const isHeld = ({ state, heldFrom, heldUntil }: SettledClaim, now: Date) =>
    state === "active" && (heldFrom === null || heldFrom <= now) && (heldUntil === null || now < heldUntil);
  fc.assert(
    fc.property(day, fc.constantFrom(...outcomes), fc.integer({ min: 10, max: 20 }), (from, outcome, split) => {
      const splitAt = outcome === "split" ? at(split) : null;
      const before = {
        standing: { state: "disputed", heldFrom: at(from), heldUntil: null },
        challenger: { state: "contesting", heldFrom: at(from), heldUntil: null },
      } as const;
      const after = settle(before, outcome, splitAt);
      for (let value = from ?? 0; value < 25; value++) {
        const now = new Date(value * 86_400_000);
        const holders = [isHeld(after.standing, now), isHeld(after.challenger, now)];
        expect(holders.filter(Boolean)).toHaveLength(1);
        expect(holders[0]).toBe(outcome === "kept" || (outcome === "split" && value < split));
      }
    }),
  );
  const standing = { state: "disputed", heldFrom: new Date("2026-01-01"), heldUntil: null } as const;
  const challenger = { ...standing, state: "contesting" } as const;
  expect(() => settle({ standing, challenger }, "split", new Date("2025-01-01"))).toThrow("invalid_input");
  expect(() => settle({ standing, challenger }, "split", null)).toThrow("invalid_input");
  expect(() => settle({ standing, challenger }, "kept", new Date())).toThrow("invalid_input");
});

test.each([
  ["Banque du Nord SA", "BANQUE-DU-NORD"],
  ["Hôpital de Kéla", "Hopital de Kela"],
  ["Steppe Bank LLC", "steppe bank"],
])("%s and %s are one name", (one, two) => {
  expect(foldName(one)).toBe(foldName(two));
});
