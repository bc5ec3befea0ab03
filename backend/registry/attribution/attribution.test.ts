// Who held what, when: every kind of claim, dates, order, live changes, and the same answer as a plain scan.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addressFromBigInt,
  addressToBigInt,
  formatAddress,
  formatPrefix,
  parseAddress,
  parsePrefix,
  prefixOf,
} from "#backend/platform/addresses/index.ts";
import type { ClaimKind } from "../model.ts";
import { type AttributionClaim, createAttribution } from "./index.ts";

let nextId = 0;
const claim = (
  kind: ClaimKind,
  value: string,
  heldFrom: number | null = null,
  heldUntil: number | null = null,
): AttributionClaim => ({
  id: `c${nextId++}`,
  constituentId: value,
  kind,
  value,
  heldFrom,
  heldUntil,
});
const day = (text: string) => Date.parse(`${text}T00:00:00Z`);
const at = day("2026-03-12");
const holders = (claims: AttributionClaim[], value: string, when = at) =>
  createAttribution(claims)
    .whoHeld(value, when)
    .map((one) => one.constituentId);

test("the most specific prefix comes first, and a past incident belongs to the former holder", () => {
  const claims = [
    { ...claim("prefix", "203.0.113.0/24", day("2020-01-01")), constituentId: "operator" },
    { ...claim("prefix", "203.0.113.64/26", day("2020-01-01"), day("2026-01-01")), constituentId: "bank" },
    { ...claim("prefix", "203.0.113.64/26", day("2026-01-01")), constituentId: "ministry" },
    { ...claim("prefix", "2001:db8::/32"), constituentId: "operator" },
    { ...claim("prefix", "2001:db8:5::/48"), constituentId: "bank" },
  ];
  expect(holders(claims, "203.0.113.70")).toEqual(["ministry", "operator"]);
  expect(holders(claims, "203.0.113.70", day("2025-12-31"))).toEqual(["bank", "operator"]);
  expect(holders(claims, "203.0.113.70", day("2026-01-01"))).toEqual(["ministry", "operator"]);
  expect(holders(claims, "203.0.113.70", day("2019-12-31"))).toEqual([]);
  expect(holders(claims, "203.0.113.5")).toEqual(["operator"]);
  expect(holders(claims, "2001:db8:5::9")).toEqual(["bank", "operator"]);
  expect(holders(claims, "::ffff:203.0.113.5")).toEqual(["operator"]);
  expect(holders(claims, "203.0.113.0/25")).toEqual(["operator"]);
  expect(holders(claims, "203.0.112.0/23")).toEqual([]);
});

test("the whole address space can be claimed", () => {
  const claims = [
    claim("prefix", "0.0.0.0/0"),
    claim("prefix", "::/0"),
    claim("prefix", "198.51.100.7/32"),
    claim("prefix", "2001:db8::1/128"),
  ];
  expect(holders(claims, "198.51.100.7")).toEqual(["198.51.100.7/32", "0.0.0.0/0"]);
  expect(holders(claims, "2001:db8::1")).toEqual(["2001:db8::1/128", "::/0"]);
});

test("names are held with what lies below them, URLs at their boundaries, mail addresses by their domain", () => {
  const claims = [
    claim("domain", "bank.example"),
    claim("domain", "shop.bank.example"),
    claim("url_prefix", "https://host.example/town"),
    claim("url_prefix", "https://host.example/town/office/"),
    claim("domain", "bücher.example"),
    claim("prefix", "192.0.2.0/24"),
  ];
  expect(holders(claims, "a.shop.bank.example")).toEqual(["shop.bank.example", "bank.example"]);
  expect(holders(claims, "notbank.example")).toEqual([]);
  expect(holders(claims, "Agent@BANK.example")).toEqual(["bank.example"]);
  expect(holders(claims, "https://host.example:8443/town/office/x?y=1")).toEqual([
    "https://host.example/town/office/",
    "https://host.example/town",
  ]);
  expect(holders(claims, "http://host.example/townhall")).toEqual([]);
  expect(holders(claims, "http://www.bank.example/x")).toEqual(["bank.example"]);
  expect(holders(claims, "http://192.0.2.9/x")).toEqual(["192.0.2.0/24"]);
  expect(holders(claims, "www.xn--bcher-kva.example")).toEqual(["bücher.example"]);
  expect(holders(claims, "www.bücher.example")).toEqual(["bücher.example"]);
});

test("AS numbers and short codes are compared in one form", () => {
  const claims = [claim("asn", "AS64500"), claim("short_code", "*144#")];
  expect(holders(claims, "as 64500")).toEqual(["AS64500"]);
  expect(holders(claims, "*144#")).toEqual(["*144#"]);
  expect(holders(claims, "AS64501")).toEqual([]);
});

describe("refusals", () => {
  test.each([
    ["prefix", "203.0.113.1/24", /zero host bits/],
    ["prefix", "bank.example", /prefix/],
    ["domain", "com.ml", /public suffix/],
    ["domain", "ml", /domain/],
    ["url_prefix", "javascript:alert(1)", /URL/],
    ["asn", "hello", /AS number/],
    ["short_code", "abc", /short code/],
  ] as const)("a %s claim of %s is refused with the reason", (kind, value, reason) => {
    const refused: string[] = [];
    const attribution = createAttribution([claim(kind, value)], (_claim, why) => refused.push(why));
    expect(refused[0]).toMatch(reason);
    expect(attribution.size()).toBe(0);
  });

  test("a claim that ends before it begins is refused", () => {
    expect(createAttribution().add(claim("domain", "a.example", at, at))).toMatch(/heldUntil after heldFrom/);
  });

  test("a value that is nothing known is held by nobody", () => {
    const attribution = createAttribution([claim("prefix", "0.0.0.0/0")]);
    fc.assert(fc.property(fc.string({ unit: "binary" }), (value) => Array.isArray(attribution.whoHeld(value, at))));
    expect(attribution.whoHeld("", at)).toEqual([]);
  });
});

test("a claim with a known id replaces the former one, and a removed one holds nothing", () => {
  const attribution = createAttribution([{ ...claim("domain", "a.example"), id: "x" }]);
  attribution.add({ ...claim("domain", "b.example"), id: "x" });
  expect(attribution.whoHeld("a.example", at)).toEqual([]);
  expect(attribution.whoHeld("b.example", at).length).toBe(1);
  expect(attribution.remove("x")).toBe(true);
  expect(attribution.remove("x")).toBe(false);
  expect(attribution.whoHeld("b.example", at)).toEqual([]);
  expect(attribution.size()).toBe(0);
});

// Addresses are drawn close together, so that prefixes nest, share and miss each other.
const address = (version: 4 | 6) =>
  fc
    .tuple(fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 255 }))
    .map(([high, middle, low]) =>
      version === 4
        ? addressFromBigInt(4, BigInt((((high << 21) | (middle << 13) | low) >>> 0) + 0xc0000000))
        : addressFromBigInt(6, (0x20010db8n << 96n) + (BigInt(high) << 90n) + (BigInt(middle) << 61n) + BigInt(low)),
    );
const prefix = fc
  .constantFrom(4 as const, 6 as const)
  .chain((version) =>
    fc
      .tuple(address(version), fc.integer({ min: 0, max: version === 4 ? 32 : 128 }))
      .map(([base, length]) => formatPrefix(prefixOf(base, length))),
  );
const when = fc.option(fc.integer({ min: 0, max: 20 }), { nil: null });
const anyClaim = fc
  .tuple(prefix, when, when)
  .map(([value, from, until]) =>
    claim("prefix", value, from, until !== null && from !== null && until <= from ? from + 1 : until),
  );

test("equals a plain scan on random prefixes and dates, through adds and removals", () => {
  const plain = (claims: AttributionClaim[], value: string, time: number) => {
    const seen = parseAddress(value)!;
    return claims
      .filter(
        (one) => (one.heldFrom === null || one.heldFrom <= time) && (one.heldUntil === null || time < one.heldUntil),
      )
      .filter((one) => {
        const claimed = parsePrefix(one.value)!;
        const shift = BigInt((seen.version === 4 ? 32 : 128) - claimed.length);
        return claimed.version === seen.version && addressToBigInt(claimed) >> shift === addressToBigInt(seen) >> shift;
      })
      .sort((a, b) => parsePrefix(b.value)!.length - parsePrefix(a.value)!.length);
  };
  fc.assert(
    fc.property(
      fc.array(anyClaim, { maxLength: 60 }),
      fc.array(fc.integer({ min: 0, max: 59 }), { maxLength: 20 }),
      fc.array(fc.tuple(fc.oneof(address(4), address(6)), fc.integer({ min: -1, max: 22 })), { maxLength: 20 }),
      (claims, removed, questions) => {
        const attribution = createAttribution(claims);
        const gone = new Set(removed.map((index) => claims[index]?.id));
        for (const id of gone) if (id !== undefined) attribution.remove(id);
        const left = claims.filter((one) => !gone.has(one.id));
        for (const [seen, time] of questions) {
          const value = formatAddress(seen);
          const got = attribution.whoHeld(value, time);
          const want = plain(left, value, time);
          expect(new Set(got.map((one) => one.id))).toEqual(new Set(want.map((one) => one.id)));
          expect(got.map((one) => parsePrefix(one.value)!.length)).toEqual(
            want.map((one) => parsePrefix(one.value)!.length),
          );
        }
      },
    ),
    { numRuns: 400 },
  );
});

test("crowded cells are cut, and what comes and goes leaves no trace", () => {
  // Thousands of prefixes in one /16 and one /32, added and taken away in another order, against the same plain rule.
  const random = fc.sample(fc.integer({ min: 0, max: 0xffff }), { numRuns: 6_000, seed: 5 });
  const claims = random.map((low, index) => {
    const length = 17 + (index % 16);
    const base =
      index % 2 === 0
        ? addressFromBigInt(4, 0xc6330000n + BigInt(low))
        : addressFromBigInt(6, (0x20010db8n << 96n) + (BigInt(low) << 80n) + BigInt(random[index - 1] ?? 0));
    return claim("prefix", formatPrefix(prefixOf(base, index % 2 === 0 ? length : 32 + (index % 97))));
  });
  const attribution = createAttribution(claims);
  const asked = claims.filter((_, index) => index % 29 === 0).map((one) => one.value.slice(0, one.value.indexOf("/")));
  const parsed = new Map(claims.map((one) => [one.id, parsePrefix(one.value)!]));
  const idsAround = (value: string, from: AttributionClaim[]) => {
    const seen = parseAddress(value)!;
    return from
      .filter((one) => {
        const prefix = parsed.get(one.id)!;
        return (
          prefix.version === seen.version &&
          prefixOf(seen, prefix.length).words.every((word, index) => word === prefix.words[index])
        );
      })
      .map((one) => one.id)
      .sort();
  };
  const idsOf = (value: string) =>
    attribution
      .whoHeld(value, at)
      .map((one) => one.id)
      .sort();
  for (const value of asked) expect(idsOf(value)).toEqual(idsAround(value, claims));
  const gone = claims.filter((_, index) => (index * 7) % 10 < 6).reverse();
  for (const one of gone) attribution.remove(one.id);
  const left = claims.filter((one) => !gone.includes(one));
  for (const value of asked) expect(idsOf(value)).toEqual(idsAround(value, left));
  for (const one of gone) attribution.add(one);
  for (const value of asked) expect(idsOf(value)).toEqual(idsAround(value, claims));
  for (const one of claims) attribution.remove(one.id);
  for (const value of asked) expect(idsOf(value)).toEqual([]);
  expect(attribution.size()).toBe(0);
});

test("an answer that was given stays what it was when claims change", () => {
  const first = claim("prefix", "198.51.100.0/24");
  const attribution = createAttribution([first]);
  const before = attribution.whoHeld("198.51.100.1", at);
  attribution.add(claim("prefix", "198.51.100.0/25"));
  attribution.remove(first.id);
  expect(before).toEqual([first]);
  expect(attribution.whoHeld("198.51.100.1", at).map((one) => one.value)).toEqual(["198.51.100.0/25"]);
});

test("equals a plain scan on random names", () => {
  const label = fc.constantFrom("a", "b", "ab", "bank");
  const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => `${labels.join(".")}.example`);
  fc.assert(
    fc.property(fc.array(host, { maxLength: 20 }), host, (names, seen) => {
      const got = createAttribution(names.map((name) => claim("domain", name)))
        .whoHeld(seen, at)
        .map((one) => one.value);
      const want = names
        .filter((name) => seen === name || seen.endsWith(`.${name}`))
        .sort((a, b) => b.length - a.length);
      expect(got).toEqual(want);
    }),
  );
});
