// What registries' documents say is read whole, and whatever else is pasted ends without an error.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addressToBigInt, formatAddress, parsePrefix } from "../../../platform/addresses/index.ts";
import { readDelegated } from "./read-delegated.ts";
import { readRdap } from "./read-rdap.ts";
import { prefixesOf, readRpsl } from "./read-rpsl.ts";

test("a whois answer gives its ranges, numbers and names with the organisations behind them", () => {
  const read = readRpsl(`% This is the registry's answer.

inetnum:        203.0.113.0 - 203.0.113.191
netname:        BANK-NET
descr:          Banque du Nord
                agence du Port   # a comment
country:        ml
org:            ORG-BN1-EXAMPLE
created:        2019-03-07T10:00:00Z
last-modified:  2024-01-02T10:00:00Z

aut-num:        AS64496
as-name:        BANK-AS
org:            ORG-BN1-EXAMPLE

organisation:   ORG-BN1-EXAMPLE
org-name:       Banque du Nord SA
e-mail:         noc@bank.example

inet6num:       2001:db8:20::/48
netname:        BANK-V6
`);
  expect(read).toEqual([
    {
      kind: "prefix",
      values: ["203.0.113.0/25", "203.0.113.128/26"],
      name: "BANK-NET",
      holders: ["Banque du Nord SA", "Banque du Nord agence du Port"],
      country: "ML",
      registeredOn: "2019-03-07",
      changedOn: "2024-01-02",
    },
    {
      kind: "asn",
      values: ["AS64496"],
      name: "BANK-AS",
      holders: ["Banque du Nord SA"],
      country: null,
      registeredOn: null,
      changedOn: null,
    },
    {
      kind: "prefix",
      values: ["2001:db8:20::/48"],
      name: "BANK-V6",
      holders: [],
      country: null,
      registeredOn: null,
      changedOn: null,
    },
  ]);
  expect(
    readRpsl(
      "   Domain Name: BANK.EXAMPLE\n   Creation Date: 2011-05-06T00:00:00Z\n   Registrant Organization: Banque du Nord\n",
    ),
  ).toMatchObject([
    { kind: "domain", values: ["bank.example"], holders: ["Banque du Nord"], registeredOn: "2011-05-06" },
  ]);
});

test("an RDAP answer gives its range and its registrant, and nobody who only serves it", () => {
  const card = (name: string) => [
    "vcard",
    [
      ["version", {}, "text", "4.0"],
      ["fn", {}, "text", name],
    ],
  ];
  const network = {
    objectClassName: "ip network",
    handle: "203.0.113.0 - 203.0.113.255",
    startAddress: "203.0.113.0",
    endAddress: "203.0.113.255",
    name: "BANK-NET",
    country: "ML",
    events: [{ eventAction: "registration", eventDate: "2019-03-07T10:00:00Z" }],
    entities: [
      { objectClassName: "entity", roles: ["registrant"], vcardArray: card("Banque du Nord") },
      { objectClassName: "entity", roles: ["abuse"], vcardArray: card("An abuse desk") },
    ],
  };
  const said = { kind: "prefix", values: ["203.0.113.0/24"], holders: ["Banque du Nord"], registeredOn: "2019-03-07" };
  expect(readRdap(JSON.stringify(network))).toMatchObject([said]);
  expect(readRdap(JSON.stringify({ networkSearchResults: [network] }))).toMatchObject([said]);
  expect(readRdap(JSON.stringify({ objectClassName: "autnum", startAutnum: 64496, endAutnum: 64498 }))).toMatchObject([
    { kind: "asn", values: ["AS64496", "AS64497", "AS64498"] },
  ]);
  expect(readRdap(JSON.stringify({ objectClassName: "domain", ldhName: "BANK.example" }))).toMatchObject([
    { kind: "domain", values: ["bank.example"] },
  ]);
  for (const other of ["", "not json", "[]", "3", '{"a":1}']) expect(readRdap(other)).toBeNull();
});

test("whatever is pasted, both readers end, and every value that they give is a claim's normal form", () => {
  const line = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.constantFrom("inetnum", "inet6num", "aut-num", "domain", "descr", "org", "cidr"), fc.string())
      .map(([a, b]) => `${a}: ${b}`),
    fc.tuple(fc.ipV4(), fc.ipV4()).map(([a, b]) => `inetnum: ${a} - ${b}`),
  );
  fc.assert(
    fc.property(fc.array(line), fc.json(), (lines, json) => {
      const ranges = [...readRpsl(lines.join("\n")), ...(readRdap(json) ?? [])].filter(({ kind }) => kind === "prefix");
      expect(ranges.every(({ values }) => values.every((value) => parsePrefix(value) !== null))).toBe(true);
    }),
  );
});

test("a range of addresses becomes prefixes that cover each of them and none beside", () => {
  const word = fc.integer({ min: 0, max: 0xffffffff });
  fc.assert(
    fc.property(word, fc.integer({ min: 0, max: 5000 }), (first, more) => {
      const last = Math.min(0xffffffff, first + more);
      const say = (value: number) => formatAddress({ version: 4, words: [0, 0, 0, value] });
      const prefixes = prefixesOf(`${say(first)} - ${say(last)}`).map((text) => parsePrefix(text));
      let next = BigInt(first);
      for (const prefix of prefixes) {
        expect(prefix && addressToBigInt(prefix)).toBe(next);
        next += 2n ** BigInt(32 - (prefix?.length ?? 0));
      }
      expect(next).toBe(BigInt(last) + 1n);
    }),
  );
});

const delegated = (...lines: string[]) =>
  [
    "2.3|afrinic|20260301|3|19930101|20260301|+0000",
    "afrinic|*|ipv4|*|1|summary",
    "afrinic|*|ipv6|*|1|summary",
    "afrinic|*|asn|*|1|summary",
    ...lines,
  ].join("\n");
const good = [
  "afrinic|ML|ipv4|203.0.113.0|192|20190307|assigned|F36A1",
  "afrinic|ML|ipv6|2001:db8:20::|48|20190307|allocated|F36A1",
  "afrinic|ML|asn|64496|2|00000000|allocated|F36A1",
];

test("a delegated-extended file is read with its accounts, dates and ranges that are no power of two", () => {
  const { file, problems } = readDelegated(delegated(...good));
  expect(problems).toEqual([]);
  expect(file).toMatchObject({ registry: "afrinic", serial: "20260301", coversUntil: "2026-03-01" });
  expect(file.records).toMatchObject([
    {
      line: 5,
      kind: "prefix",
      country: "ML",
      prefixes: ["203.0.113.0/25", "203.0.113.128/26"],
      status: "assigned",
      opaqueId: "F36A1",
      allocatedOn: "2019-03-07",
    },
    { kind: "prefix", prefixes: ["2001:db8:20::/48"] },
    { kind: "asn", asnFrom: 64496, asnTo: 64497, allocatedOn: null },
  ]);
});

test.each([
  ["", 1, "version line"],
  ["hello", 1, "version line"],
  [delegated(good[0] ?? "", "afrinic|ML|ipv4|203.0.113.999|256||assigned|x"), 6, "IPv4 address"],
  [delegated("afrinic|ML|ipv6|2001:db8:20::1|48||assigned|x"), 5, "IPv6 address"],
  [delegated("ripencc|ML|asn|64496|1||assigned|x"), 5, 'the registry "afrinic"'],
  [delegated("afrinic|ML|asn|64496|1||sold|x"), 5, "one of allocated"],
  [delegated(good[0] ?? ""), 1, "as the summary says"],
])("what is wrong in a delegated file is told by its line: %#", (text, line, expected) => {
  expect(readDelegated(text).problems[0]).toEqual({ line, expected: expect.stringContaining(expected) as string });
});

test("any text is a delegated file or has problems that name their lines", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...delegated(...good).split("\n")))), (lines) => {
      const { problems } = readDelegated(lines.join("\n"));
      expect(problems.every(({ line }) => line >= 1)).toBe(true);
    }),
  );
});
