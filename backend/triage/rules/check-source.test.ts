// The gate of form: what a rule says of itself, and where it is wrong; files of many rules are taken apart only where nothing leans on another.
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { shippedRules } from "../shipped-rules.ts";
import { checkSource } from "./check-source.ts";
import { type RuleKind, ruleKinds } from "./model.ts";
import { splitRules } from "./packs/split-rules.ts";
import { placeOf } from "./place-of.ts";

const sigma = `title: A rule
id: 7a1b2c3d-0000-4000-8000-000000000001
level: high
author: Awa
license: MIT
description: Why it matters.
logsource:
  product: windows
detection:
  selection:
    'Image|endswith': '\\cmd.exe'
    Hashes|re: '['
  condition: selection
`;

describe("Sigma", () => {
  test("says title, level, author, licence and the names it fires under", () => {
    const good = sigma.replace("    Hashes|re: '['\n", "");
    expect(checkSource("sigma", good, "p")).toEqual({
      problems: [],
      facts: {
        title: "A rule",
        level: "high",
        author: "Awa",
        licence: "MIT",
        description: "Why it matters.",
        names: ["7a1b2c3d-0000-4000-8000-000000000001"],
      },
    });
  });

  test.each([
    ["a broken expression", sigma, 12],
    ["an unknown level", sigma.replace("high", "loud").replace("    Hashes|re: '['\n", ""), 3],
    [
      "a condition on nothing",
      sigma.replace("condition: selection", "condition: other").replace("    Hashes|re: '['\n", ""),
      12,
    ],
    ["YAML that breaks off", sigma.replace("level: high", "level: 'high"), 4],
  ])("%s is said with its line", (_name, source, line) => {
    const [problem] = checkSource("sigma", source, "p").problems;
    expect(problem?.line).toBe(line);
  });

  test("a filter without the rules that it is for beside it is refused with the reason", () => {
    const filter = "title: F\nlogsource: {product: windows}\nfilter:\n  rules: any\n  a: {b: c}\n  condition: not a\n";
    expect(checkSource("sigma", filter, "p").problems[0]?.reason).toContain("no rule with such an id");
  });
});

describe("YARA", () => {
  const yara = `import "pe"\nrule one : tag {\n  meta:\n    id = "T-1"\n    title = "One \\"rule\\""\n    severity = "critical"\n    score = 80\n  strings:\n    $a = "meta: x = \\"y\\""\n  condition:\n    $a\n}\nprivate rule two { condition: true }\n`;

  test("says what the meta part says", () => {
    expect(checkSource("yara", yara, "p")).toMatchObject({
      problems: [],
      facts: { title: 'One "rule"', level: "critical", names: ["T-1"] },
    });
  });

  test("an error is said with line and column", () => {
    expect(checkSource("yara", yara.replace("$a\n}", "$b\n}"), "p").problems).toMatchObject([{ line: 11, column: 5 }]);
  });

  test("a file of private rules alone fires nothing", () => {
    const { facts, problems } = checkSource("yara", "private rule a { condition: true }", "p");
    expect([facts, problems.length]).toEqual([null, 1]);
  });
});

test("an indicator list says its entry's line", () => {
  const list =
    "id: a\ntitle: A\nstatus: active\nreason: r\nmarking: TLP:RED\nindicators:\n  - value: a.example\n    kind: domain\n  - value: 300.1.1.1\n    kind: ipv4\n";
  expect(checkSource("indicator", list, "p")).toMatchObject({ problems: [{ line: 9 }], facts: { names: ["a"] } });
});

test("every rule that ships has a good form", () => {
  for (const [folder, kind] of [
    ["sigma", "sigma"],
    ["yara", "yara"],
    ["indicators", "indicator"],
  ] as const)
    for (const name of readdirSync(join(shippedRules, folder)).filter((one) => /\.(?:yml|yar)$/.test(one)))
      expect([name, checkSource(kind, readFileSync(join(shippedRules, folder, name), "utf8"), name).problems]).toEqual([
        name,
        [],
      ]);
});

test("no text whatever makes the check throw, and every place lies in the text", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(
        fc.constantFrom(
          "title: a\n",
          "detection:\n",
          "  s:\n",
          "    a|re: '('\n",
          "  condition: s\n",
          "---\n",
          "indicators:\n",
          "- {",
          "rule a {",
          "condition:",
          "}",
          "meta: ",
          '"',
        ),
      )
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(fc.constantFrom<RuleKind>(...ruleKinds), texts, (kind, text) => {
      for (const { line, column } of checkSource(kind, text, "p").problems) {
        expect(line ?? 1).toBeLessThanOrEqual(text.split("\n").length + 1);
        expect(column ?? 1).toBeGreaterThan(0);
      }
    }),
    { numRuns: 100 },
  );
});

test("the place of a refusal is the line of the field that it names", () => {
  expect(placeOf("a: 1\ndetection:\n  x.y|contains: z\n", "detection.x.y: expected")).toEqual({ line: 3, column: 3 });
  expect(placeOf("a: 1", "file: not YAML (bad (4:2))")).toEqual({ line: 4, column: 2 });
  expect(placeOf("a: 1", "nothing that tells")).toEqual({ line: null, column: null });
});

describe("a file of many rules", () => {
  test("of YARA is taken apart with its imports, unless a rule leans on another", () => {
    const apart = splitRules(
      "yara",
      "f.yar",
      'import "pe"\nrule a { condition: true }\n/* between */ rule b { condition: pe.is_pe }',
    );
    expect(apart).toEqual([
      { path: "f.yar#a", source: 'import "pe"\n\nrule a { condition: true }\n', names: ["a"] },
      { path: "f.yar#b", source: 'import "pe"\n\nrule b { condition: pe.is_pe }\n', names: ["b"] },
    ]);
    for (const text of [
      "rule a { condition: true } rule b { condition: a }",
      "global rule a { condition: true } rule b { condition: true }",
    ])
      expect(splitRules("yara", "f.yar", text)).toHaveLength(1);
    expect(splitRules("yara", "f.yar", "not a rule")).toEqual([{ path: "f.yar", source: "not a rule", names: [] }]);
  });

  test("of Sigma is taken apart, unless it holds a correlation, a filter or an action", () => {
    const rule = sigma.replace("    Hashes|re: '['\n", "");
    expect(splitRules("sigma", "f.yml", `${rule}---\n${rule}`).map(({ path }) => path)).toEqual(["f.yml#1", "f.yml#2"]);
    const correlation =
      "title: C\ncorrelation:\n  type: event_count\n  rules: [a]\n  group-by: [b]\n  timespan: 1m\n  condition: {gte: 3}\n";
    expect(splitRules("sigma", "f.yml", `${rule}---\n${correlation}`)).toHaveLength(1);
    expect(splitRules("sigma", "f.yml", `action: global\ntitle: G\n---\n${rule}`)).toHaveLength(1);
  });
});
