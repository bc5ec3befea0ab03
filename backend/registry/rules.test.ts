// The register's rules held by properties: normal forms of claims, and what a question about a holder names.
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPrefix, prefixOf } from "../platform/addresses/index.ts";
import { claimKinds } from "./model.ts";
import { hostAndParents, normaliseClaim, readHeldValue, urlBeginnings } from "./rules.ts";

const word = fc.integer({ min: 0, max: 0xffffffff });
const v4 = fc
  .tuple(word, fc.integer({ min: 0, max: 32 }))
  .map(([last, length]) => prefixOf({ version: 4, words: [0, 0, 0, last] }, length));
const v6 = fc
  .tuple(word, word, word, word, fc.integer({ min: 0, max: 128 }))
  .map(([a, b, c, d, length]) => prefixOf({ version: 6, words: [a, b, c, d] }, length));

test("any range from its first address is taken, however its letters are written, in one form", () => {
  fc.assert(
    fc.property(fc.oneof(v4, v6), (prefix) => {
      const value = formatPrefix(prefix);
      expect(normaliseClaim("prefix", ` ${value.toUpperCase()} `)).toEqual({ value, isPrefix: true });
    }),
  );
});

test("a normal form is its own normal form, whatever was typed", () => {
  const typed = fc.oneof(fc.string(), fc.domain(), fc.webUrl(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[*#0-9]+$/));
  fc.assert(
    fc.property(fc.constantFrom(...claimKinds), typed, (kind, text) => {
      const once = normaliseClaim(kind, text);
      expect("value" in once ? normaliseClaim(kind, once.value) : once).toEqual(once);
    }),
    { numRuns: 200 },
  );
});

test.each([
  ["prefix", "203.0.113.5/26"],
  ["prefix", "999.0.113.0/24"],
  ["prefix", "203.0.113.0/33"],
  ["prefix", "2001:db8::1/48"],
  ["prefix", "1:2/3"],
  ["asn", "AS4294967296"],
  ["domain", "com.ml"],
  ["domain", "203.0.113.7"],
  ["domain", "two words.example"],
  ["url_prefix", "javascript:alert(1)"],
  ["short_code", "12 34"],
] as const)("%s %s is refused with what was expected", (kind, value) => {
  expect(normaliseClaim(kind, value)).toEqual({ expected: expect.any(String) as string });
});

test.each([
  ["prefix", "2001:DB8:0:0::/48", "2001:db8::/48"],
  ["prefix", "203.0.113.7", "203.0.113.7/32"],
  ["asn", "as064496", "AS64496"],
  ["domain", "*.Bank.Example.", "bank.example"],
  ["domain", "дэлгүүр.example", "xn--c1abvv6d37aa.example"],
] as const)("%s %s is kept as %s", (kind, typed, value) => {
  expect(normaliseClaim(kind, typed)).toMatchObject({ value });
});

test.each([
  ["203.0.113.5", { address: "203.0.113.5" }],
  [" 203[.]0[.]113[.]5 ", { address: "203.0.113.5" }],
  ["hxxps://203[.]0[.]113[.]5/login", { address: "203.0.113.5" }],
  ["2001:DB8::0:1", { address: "2001:db8::1" }],
  ["https://[2001:db8::1]/x", { address: "2001:db8::1" }],
  ["Mail.Bank.Example", { host: "mail.bank.example" }],
  ["hxxp://bank[.]example/path?x=1", { host: "bank.example" }],
  ["awa[@]bank[.]example", { host: "bank.example" }],
  ["", null],
  ["not a name", null],
  ["com.ml", null],
])("%s asks for %o", (typed, asked) => {
  expect(readHeldValue(typed)).toEqual(asked);
});

test("whatever is typed, the question is an address, a host that can be looked up, or nothing", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.webUrl(), fc.ipV6()), (text) => {
      const asked = readHeldValue(text) ?? { address: "none" };
      expect("address" in asked || hostAndParents(asked.host).length > 0).toBe(true);
    }),
  );
});

test("the beginnings of a web address end where its parts do, the longest first, and hold the address itself", () => {
  expect(urlBeginnings("https://h.example:8443/a/b?x=1&y=2")).toEqual(
    ["/a/b?x=1&y=2", "/a/b?x=1", "/a/b", "/a/", "/a", "/"].flatMap((tail) =>
      ["h.example:8443", "h.example"].flatMap((host) => [`https://${host}${tail}`, `http://${host}${tail}`]),
    ),
  );
  expect(urlBeginnings("ftp://h.example/a")).toEqual([]);
  expect(urlBeginnings("no address")).toEqual([]);
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true }), (url) => {
      const normal = normaliseClaim("url_prefix", url);
      fc.pre("value" in normal && !/#|\?$/.test(url));
      expect(urlBeginnings(url)[0]).toBe("value" in normal ? normal.value.replace(/^http:/, "https:") : "");
    }),
  );
});
