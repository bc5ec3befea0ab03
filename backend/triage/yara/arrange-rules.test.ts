// Reading and arranging rule files: what is read, what goes where, and that nothing about what rules match is changed.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arrangeRules } from "./arrange-rules.ts";
import { externalNames, type Externals } from "./engine.ts";
import { chooseEngine } from "./prepare-rules.ts";
import { readRules } from "./read-rules.ts";

const noExternals = Object.fromEntries(externalNames.map((name) => [name, ""])) as Externals;
const limits = { timeoutMs: 10_000, matchesPerString: 100 };

describe("reading rule files", () => {
  it("finds rules between comments, texts, hex strings and regular expressions that look like the end of one", () => {
    const text = `
import "pe" // rule no { condition: true }
/* rule neither { condition: true } */
private rule one : tag1 tag2 {
  meta: a = "rule two { condition: }" b = 3
  strings:
    $a = "quote \\" } \\\\" wide
    $b = { 48 [2-4] ( 65 | 6C ) ?? }
    $c = /a\\/}[}/]{2,3}"/i
  condition: $a or #b > 2 and $c at 0 // }
}
rule two { condition: one and filesize < 10KB }`;
    const rules = readRules(text);
    expect(rules?.map((rule) => [rule.name, rule.modifiers])).toEqual([
      ["one", ["private"]],
      ["two", []],
    ]);
    expect(rules?.[0]?.condition).toEqual(["$a", "or", "#b", ">", "2", "and", "$c", "at", "0"]);
    expect(text.slice(rules?.[1]?.conditionStart, rules?.[1]?.conditionEnd)).toBe("one and filesize < 10KB");
  });

  it("concludes nothing from what is no rule file", () => {
    for (const text of [
      "hello",
      "rule a {",
      "rule a { condition: }",
      'include "x.yar"',
      'rule a { strings: $a = "x" }',
    ])
      expect(readRules(text)).toBeNull();
    expect(readRules("")).toEqual([]);
  });

  it("ends on any text", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom("rule", " a", "{", "}", '"', "/", "\\", "condition:", "//", "/*", "*/", "\n", "$x", "("),
        ),
        (words) => {
          expect(readRules(words.join("")) === null || words.length >= 0).toBe(true);
        },
      ),
    );
  });
});

describe("arranging rules", () => {
  const list = (text: string) =>
    arrangeRules([{ path: "a.yar", text }]).map(({ gate, sources }) => [
      gate,
      sources.flatMap((source) => readRules(source.text)?.map((rule) => rule.name) ?? ["?"]),
    ]);

  it("sets apart only rules whose condition joins the program's header with the rest", () => {
    const rules = [
      "rule p1 { condition: uint16(0) == 0x5a4d and filesize > 1 }",
      "rule p2 { condition: filesize > 1 and uint16(0) == 0x5A4D }",
      "rule g1 { condition: uint16(0) == 0x5a4d or filesize > 1 }",
      "rule g2 { condition: (uint16(0) == 0x5a4d and filesize > 1) or filesize > 2 }",
      "rule g3 { condition: not uint16(0) == 0x5a4d and filesize > 1 }",
      "rule g4 { condition: uint16(0) == 0x5a4d + 1 and filesize > 1 }",
      "rule g5 { condition: uint16(1) == 0x5a4d and filesize > 1 }",
    ];
    expect(list(rules.join("\n"))).toEqual([
      ["every file", ["g1", "g2", "g3", "g4", "g5"]],
      ["programs", ["p1", "p2"]],
    ]);
  });

  it("leaves files whole where rules depend on each other, and keeps unread files apart", () => {
    const program = "rule p { condition: uint16(0) == 0x5a4d }";
    expect(list(`${program} rule q { condition: p and filesize > 1 }`)).toEqual([["every file", ["p", "q"]]]);
    expect(list(`${program} rule q { condition: any of (p*) }`)).toEqual([["every file", ["p", "q"]]]);
    expect(list(`global rule g { condition: filesize > 1 } ${program}`)).toEqual([["every file", ["g", "p"]]]);
    expect(arrangeRules([{ path: "a", text: "what is this" }])).toEqual([
      { gate: "every file", sources: [{ path: "a", text: "what is this" }] },
    ]);
  });

  it("keeps lines where they were", () => {
    const text =
      "rule a {\n condition:\n  uint16(0) == 0x5a4d // x\n}\nrule b {\n condition:\n  filesize > 1\n  // end\n}\n";
    for (const { sources } of arrangeRules([{ path: "a", text }]))
      expect(sources[0]?.text.split("\n")).toHaveLength(text.split("\n").length);
  });

  it("finds what each rule finds when it is alone, whatever strings and bounds rules share", () => {
    const engine = chooseEngine("auto");
    const condition = fc.constantFrom(
      "uint16(0) == 0x5a4d and any of them",
      "filesize < 40 and any of them",
      "filesize < 400 and all of them",
      "any of them",
      "uint16(0) == 0x5a4d and filesize < 40 and $a",
      "$a at 0 or $b",
      "$a and not $b",
      "#a > 1 and filesize > 50",
    );
    const word = fc.constantFrom("alpha", "beta", "gamma", "MZalpha");
    const modifier = fc.constantFrom("", "nocase", "wide ascii", "fullword");
    const rule = fc.tuple(word, modifier, word, condition);
    const content = fc
      .tuple(
        fc.constantFrom("", "MZ"),
        fc.array(fc.constantFrom("alpha ", "BETA ", "gamma", "filler "), { maxLength: 12 }),
      )
      .map(([head, words]) => Buffer.from(head + words.join("")));
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 5 }),
        fc.array(content, { minLength: 1, maxLength: 5 }),
        (drafts, files) => {
          const rules = drafts.map(
            ([first, flag, second, test], index) =>
              `rule r${index} { strings: $a = "${first}" ${flag} $b = "${second}" condition: (${test}) or ($a and $b and filesize == 0) }`,
          );
          // The added alternative is never true; it only makes both strings used, which compilers insist on.
          const conditions = rules.map((text, index) =>
            text.replace(/condition: .*/, `condition: ${drafts[index]?.[3]} and ($a or $b or true) }`),
          );
          const together = arrangeRules([{ path: "all", text: conditions.join("\n") }]).map(({ gate, sources }) => ({
            gate,
            rules: engine.compile(sources, limits),
          }));
          const alone = rules.map((text) => engine.compile([{ path: "one", text }], limits));
          for (const bytes of files) {
            const found = together
              .flatMap(({ gate, rules: set }) =>
                gate === "programs" && bytes.toString("latin1", 0, 2) !== "MZ" ? [] : set.scan(bytes, noExternals),
              )
              .map((match) => match.rule);
            const expected = alone.flatMap((set) => set.scan(bytes, noExternals)).map((match) => match.rule);
            expect(found.sort()).toEqual(expected.sort());
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
