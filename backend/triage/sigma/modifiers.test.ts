// Every modifier, value and escape of Sigma 2.1, asked of the fast engine and of the plain evaluator at once.
import { describe, expect, test } from "vitest";
import { compileSigma, createPlainEvaluator, parseSigma } from "./index.ts";
import type { CompileOptions } from "./index.ts";

function ruleWith(selection: string, condition = "selection"): string {
  return `title: t\nid: r\nlogsource: {category: test}\nlevel: low\ndetection:\n  selection:\n${selection
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n")}\n  condition: ${condition}\n`;
}

function isHit(selection: string, event: Record<string, unknown>, condition?: string): boolean {
  const documents = parseSigma(ruleWith(selection, condition), "t.yml");
  const engine = compileSigma(documents);
  expect(engine.refused).toEqual([]);
  const isMatch = engine.match(event, 0, "s").length > 0;
  expect(createPlainEvaluator(documents).match(event).length > 0).toBe(isMatch);
  return isMatch;
}

function reasonFor(selection: string, options: CompileOptions = {}): string {
  return compileSigma(parseSigma(ruleWith(selection), "t.yml"), options).refused[0]?.reason ?? "";
}

const cases: [name: string, selection: string, hits: unknown[], misses: unknown[]][] = [
  ["a plain value is the whole text in any case", "F: AbC", ["abc", "ABC"], ["abcd", "xabc", ""]],
  ["a number matches a number and its text", "F: 4688", [4688, "4688"], [46880, "04688"]],
  ["true matches the word in any case", "F: true", [true, "True"], [false, 1]],
  ["a list is any of its values", "F: [a, b]", ["a", "B", ["x", "b"]], ["c", []]],
  ["contains", "F|contains: bcd", ["abcde", "BCD"], ["bc", "b cd"]],
  ["startswith", "F|startswith: ab", ["abc", "AB"], ["xab"]],
  ["endswith", "F|endswith: '\\cmd.exe'", ["C:\\CMD.exe"], ["cmd.exe", "\\cmd.exe "]],
  ["contains and all needs each value", "F|contains|all: [aa, bb]", ["bb-aa"], ["aa", "bb"]],
  ["cased", "F|cased: AbC", ["AbC"], ["abc", "ABC"]],
  ["contains and cased", "F|contains|cased: 'Bc'", ["aBcd"], ["abcd"]],
  ["exists true", "F|exists: true", ["", null, 0, []], [undefined]],
  ["exists false", "F|exists: false", [undefined], ["", null, "x"]],
  ["null is absent or null", "F: null", [undefined, null, []], ["", "null", 0]],
  ["an empty text is present and empty", "F: ''", [""], [undefined, null, " "]],
  ["neq", "F|neq: a", ["b", "", undefined], ["a", "A"]],
  ["neq of a list is none of them", "F|neq: [a, b]", ["c"], ["a", "b"]],
  ["contains and neq", "F|contains|neq: bad", ["good"], ["is bad"]],
  ["asterisk inside", "F: 'a*c'", ["ac", "abbbc", "a\nc"], ["ab", "xac"]],
  ["question mark is one character", "F: 'a?c'", ["abc", "a😀c"], ["ac", "abbc"]],
  ["asterisk alone is any present value", "F: '*'", ["", "x"], [undefined, null]],
  ["question marks alone", "F: '??'", ["ab"], ["a", "abc"]],
  ["an escaped asterisk is itself", "F: 'a\\*c'", ["a*c"], ["abc", "a\\*c"]],
  ["an escaped question mark is itself", "F: 'a\\?c'", ["a?c"], ["abc"]],
  ["a backslash before a letter is itself", "F: 'a\\b'", ["a\\b"], ["ab"]],
  ["two backslashes are one", "F: 'a\\\\b'", ["a\\b"], ["a\\\\b"]],
  ["two backslashes and a wildcard", "F: 'a\\\\*'", ["a\\", "a\\zz"], ["a*", "ab"]],
  ["three backslashes and an asterisk", "F: 'a\\\\\\*'", ["a\\*"], ["a\\b"]],
  ["four backslashes are two", "F: 'a\\\\\\\\b'", ["a\\\\b"], ["a\\b"]],
  ["contains with a wildcard inside", "F|contains: 'a*z'", ["--a--z--"], ["z a"]],
  ["re is searched anywhere and in its case", "F|re: 'b[0-9]{2}'", ["ab12c"], ["AB12", "b1"]],
  ["re with i", "F|re|i: 'b[0-9]{2}'", ["AB12"], ["b1"]],
  ["re with anchors", "F|re: '^ab$'", ["ab"], ["xab", "ab\n"]],
  ["re with m", "F|re|m: '^ab$'", ["x\nab\ny"], ["xab"]],
  ["re with s", "F|re|s: 'a.b'", ["a\nb"], ["ab"]],
  ["re without s", "F|re: 'a.b'", ["a-b"], ["a\nb"]],
  ["re with an inline flag and alternatives", "F|re: '(?i)foo(bar|baz)+$'", ["FOObarBAZ"], ["foo"]],
  [
    "re with a long count",
    "F|re: '.{300,}'",
    ["x".repeat(300)],
    ["x".repeat(299), `${"x".repeat(200)}\n${"x".repeat(200)}`],
  ],
  ["re with fixed counts", "F|re: '\\s[a-f0-9]{4}\\s'", ["x 12ab y"], ["x 12a y", "x 12xb y"]],
  ["cidr v4", "F|cidr: 10.1.0.0/16", ["10.1.2.3", "::ffff:10.1.2.3"], ["10.2.0.1", "10.1.2", "x"]],
  ["cidr v4 with odd length", "F|cidr: 192.168.4.0/23", ["192.168.5.255"], ["192.168.6.0"]],
  ["cidr v6", "F|cidr: 'fe80::/10'", ["fe80::1", "FEBF::1", "fe80::1%eth0"], ["fec0::1", "::1", "1:2"]],
  ["cidr of one address", "F|cidr: '::1/128'", ["::1", "0:0:0:0:0:0:0:1"], ["::2"]],
  ["base64", "F|base64: foo", ["Zm9v"], ["foo"]],
  [
    "base64offset finds all three positions",
    "F|base64offset|contains: 'http://'",
    [btoa("http://x"), btoa("1http://x"), btoa("12http://x")],
    [btoa("ftp://x")],
  ],
  [
    "wide and base64offset",
    "F|wide|base64offset|contains: 'ping'",
    [Buffer.from("a ping b", "utf16le").toString("base64")],
    [btoa("a ping b")],
  ],
  ["utf16be and base64", "F|utf16be|base64: 'ab'", [Buffer.from([0, 97, 0, 98]).toString("base64")], [btoa("ab")]],
  [
    "utf16 has a mark",
    "F|utf16|base64: 'ab'",
    [Buffer.from([255, 254, 97, 0, 98, 0]).toString("base64")],
    [btoa("ab")],
  ],
  ["utf16le is NUL bytes between", "F|utf16le|contains: 'ab'", ["xa\0b\0"], ["ab"]],
  [
    "windash takes every dash",
    "F|windash|contains: ' -f '",
    ["x -f y", "x /f y", "x –f y", "x —f y", "x ―f y"],
    ["x f y"],
  ],
  ["windash leaves a dash inside a word", "F|windash|contains: 'a-b'", ["a-b"], ["a/b"]],
  ["fieldref", "F|fieldref: G", ["same"], ["other"]],
  ["fieldref and endswith", "F|fieldref|endswith: G", ["is same"], ["same is"]],
  ["gt", "F|gt: 5", [6, "5.5", "0x6"], [5, "a", "", null]],
  ["gte", "F|gte: 5", [5, "5"], [4]],
  ["lt", "F|lt: -1", [-2], [-1, undefined]],
  ["lte", "F|lte: 0", [0, "-3"], [1]],
  ["hour", "F|hour: 3", ["2026-11-22T03:04:05Z", "2026-11-22 03:00:00"], ["2026-11-22T04:04:05Z", "2026-11-22"]],
  ["minute with a comparison", "F|minute|gte: 30", ["2026-11-22T03:30:00Z"], ["2026-11-22T03:29:00Z"]],
  ["day", "F|day: 22", ["2026-11-22"], ["2026-11-21"]],
  ["week is of ISO 8601", "F|week: 53", ["2027-01-01", "2026-12-31"], ["2026-11-22"]],
  ["month", "F|month: 11", ["2026-11-22"], ["2026-10-22"]],
  ["year of seconds since 1970", "F|year: 2026", [1795310000, "1795310000"], ["2025-01-01"]],
  ["a map inside is its JSON", "F|contains: '\"k\":1'", [{ k: 1 }], [{ k: 2 }]],
  ["Greek sigma in any form", "F|contains: ΟΔΟΣ", ["οδος", "ΟΔΟΣ1"], ["οδο"]],
  ["Kelvin sign folds to k", "F|contains: kelvins", ["0 \u212aELVINS"], ["elvins"]],
];

describe("a rule's value", () => {
  test.each(cases)("%s", (_name, selection, hits, misses) => {
    const event = (value: unknown): Record<string, unknown> =>
      value === undefined ? { G: "same" } : { F: value, G: "same" };
    for (const value of hits) expect([value, isHit(selection, event(value))]).toEqual([value, true]);
    for (const value of misses) expect([value, isHit(selection, event(value))]).toEqual([value, false]);
  });

  test("a list of maps is any of them, a map all of its fields", () => {
    const selection = "- A: 1\n  B: 2\n- C: 3";
    expect(isHit(selection, { A: 1, B: 2 })).toBe(true);
    expect(isHit(selection, { C: 3 })).toBe(true);
    expect(isHit(selection, { A: 1 })).toBe(false);
  });

  test("keywords are looked for in every value, with all each somewhere", () => {
    expect(isHit("- evil one\n- other", { a: { b: ["x EVIL ONE y"] } })).toBe(true);
    expect(isHit("- evil one", { a: "evil", b: "one" })).toBe(false);
    expect(isHit("'|all':\n  - evil\n  - one", { a: "evil", b: "one" })).toBe(true);
    expect(isHit("'|all':\n  - evil\n  - two", { a: "evil", b: "one" })).toBe(false);
    expect(isHit("- 'a*z'", { x: "--a--z--" })).toBe(true);
    expect(isHit("'|re': 'k[0-9]+'", { x: "k9" })).toBe(true);
    expect(isHit("- 4711", { x: { y: 4711 } })).toBe(true);
    expect(isHit("- longer keyword here", { x: "x".repeat(5_000) + "LONGER KEYWORD HERE" })).toBe(true);
  });

  test("a field is found under other names, nested, and with blanks taken out", () => {
    expect(isHit("CommandLine: x", { process: { command_line: "x" } })).toBe(true);
    expect(isHit("CommandLine: x", { "process.command_line": "x" })).toBe(true);
    expect(isHit("CommandLine: x", { CommandLine: "y", process: { command_line: "x" } })).toBe(false);
    expect(isHit("ThreatName: x", { "Threat Name": "x" })).toBe(true);
    expect(isHit("a.b.c: x", { a: { b: { c: "x" } } })).toBe(true);
    expect(isHit("a.b: x", { a: [{ b: "y" }, { b: "x" }] })).toBe(true);
    expect(isHit("Foo: x", { winlog: { event_data: { Foo: "x" } } })).toBe(true);
  });

  test("a placeholder stands for each of its values, and is refused without any", () => {
    const documents = parseSigma(ruleWith("F|expand: 'srv-%name%'"), "t.yml");
    const engine = compileSigma(documents, { placeholders: { name: ["a", "b*"] } });
    expect(engine.match({ F: "srv-b12" }, 0, "s")).toHaveLength(1);
    expect(engine.match({ F: "srv-c" }, 0, "s")).toHaveLength(0);
    expect(reasonFor("F|expand: '%name%'")).toBe("selection.F|expand: placeholder %name%: no value is set for it");
  });
});

describe("a value that cannot be is refused with the field and the reason", () => {
  const refusals: [selection: string, reason: RegExp][] = [
    ["F|frobnicate: a", /selection\.F\|frobnicate: modifier frobnicate/],
    ["F|re: '(a'", /linear-time regular expression/],
    ["F|re: '(?=a)b'", /linear-time regular expression/],
    ["F|cidr: 10.0.0.0/33", /is no address range/],
    ["F|gt: many", /modifier gt: expected a number/],
    ["F|exists: perhaps", /expected a field with true or false/],
    ["F|base64: 'a*b'", /wildcards cannot be encoded/],
    ["F|re|contains|cidr: a", /cannot be joined/],
    ["F: {a: b}", /expected a text, a number/],
    ["F: []", /the list is empty/],
    ["F|i: a", /modifier i/],
  ];
  test.each(refusals)("%s", (selection, reason) => {
    expect(reasonFor(selection)).toMatch(reason);
  });
});
