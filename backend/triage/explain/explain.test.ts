// Explanations: the truth of each part of a condition, places in the shown evidence, and sentences for every rule that ships, in three languages.
import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { wordsIn, wordsLanguages } from "../../platform/words/index.ts";
import type { Evidence, Location } from "../model.ts";
import { compileSigma, parseSigma, toFinding } from "../sigma/index.ts";
import { toFinding as toYaraFinding } from "../yara/to-finding.ts";
import { explainFinding, renderWords, wordsOfRule } from "./index.ts";
import type { RuleWords } from "./model.ts";
import { showBytes } from "./show-bytes.ts";
import { showEvent } from "./show-event.ts";
import { type ConditionTree, judge } from "./truth.ts";

const sigmaRule = `title: Encoded command
id: 11111111-0000-4000-8000-000000000001
status: test
description: Says why.
author: A. Author
logsource: { product: windows, category: process_creation }
detection:
  selection_img:
    - Image|endswith: '\\powershell.exe'
    - OriginalFileName: 'PowerShell.EXE'
  selection_cli:
    CommandLine|contains: [' -enc ', ' -ec ']
  filter_main_admin:
    User: admin
  condition: all of selection_* and not 1 of filter_main_*
level: high
`;
const event = {
  Channel: "Microsoft-Windows-Sysmon/Operational",
  EventID: 1,
  Image: 'C:\\"x"\\PowerShell.exe',
  CommandLine: "powershell -ENC aa",
  User: "awa",
};

function keptOf(finding: { locations: Location[]; evidence?: Evidence[] }): (Location | Evidence)[] {
  return [...finding.locations, ...(finding.evidence ?? [])];
}

const flat = (words: readonly RuleWords[]): RuleWords[] => words.flatMap((one) => [one, ...flat(one.kids ?? [])]);

describe("a Sigma finding", () => {
  const [match] = compileSigma(parseSigma(sigmaRule, "a.yml")).match(event, 4, "files/log.json");
  const finding = toFinding(match!, event);
  const explained = explainFinding({ ...finding, kept: keptOf(finding) }, sigmaRule);

  test("says which identifiers held, which did not, and which values were found", () => {
    const searches = explained.words.filter(({ key }) => key === "rules.words.sigma.search");
    expect(searches.map(({ values, isTrue }) => [values["name"], isTrue])).toEqual([
      ["selection_img", true],
      ["selection_cli", true],
      ["filter_main_admin", false],
    ]);
    const values = flat(searches).flatMap(({ items }) => items ?? []);
    expect(values).toEqual([
      { text: "\\powershell.exe", isTrue: true },
      { text: "PowerShell.EXE", isTrue: false },
      { text: " -enc ", isTrue: true },
      { text: " -ec ", isTrue: false },
      { text: "admin", isTrue: false },
    ]);
    expect(explained.truePart).toBe("selection_img and selection_cli and not filter_main_admin");
  });

  test("shows the event with the characters that matched marked, also behind escapes", () => {
    const [shown] = explained.evidence;
    if (shown?.kind !== "event") throw new Error("expected an event");
    expect(JSON.parse(shown.text)).toEqual(event);
    expect(shown.isWhole).toBe(true);
    expect(shown.marks.map(({ start, end, label }) => [shown.text.slice(start, end), label])).toEqual([
      ["\\\\PowerShell.exe", "endswith: \\powershell.exe"],
      [" -ENC ", "contains:  -enc "],
    ]);
  });

  test("is told as plain lines in each language", () => {
    for (const language of wordsLanguages) {
      const lines = renderWords(explained.words, wordsIn(language));
      expect(lines.join("\n")).toContain("✓ ");
      expect(lines.some((line) => line.includes("CommandLine") && line.includes("✓  -enc "))).toBe(true);
    }
    expect(renderWords(explained.words, wordsIn("en"))).toContain("  CommandLine contains one of: ✓  -enc ,  -ec ");
  });

  test("without a kept event shows the fields alone; without the rule's text says no words", () => {
    const bare = explainFinding({ engine: "sigma", ruleId: finding.ruleId, kept: finding.locations }, null);
    expect(bare.words).toEqual([]);
    expect(bare.evidence).toMatchObject([{ kind: "event", isWhole: false, event: 4 }]);
  });
});

test("a correlation tells what it counts, in which time, and the rules behind it", () => {
  const source = readFileSync(
    fileURLToPath(new URL("../../../rules/sigma/dns_tunnel_long_names.yml", import.meta.url)),
    "utf8",
  );
  const kept: Evidence[] = [
    {
      kind: "counted",
      identifiers: ["dns_long_name"],
      condition: "20 events within 300 s",
      events: [{ part: "files/dns.json", event: 3, ruleId: "x", atMs: 1e20 }],
    },
  ];
  const explained = explainFinding({ engine: "sigma", ruleId: "d1b97a75-2c81-424b-b1bc-6a6d570b33fb", kept }, source);
  expect(renderWords(explained.words, wordsIn("en")).slice(0, 5)).toEqual([
    "Counts events of these rules: ✓ dns_long_name",
    "Within 5 minutes",
    "Separately for each: src_ip",
    "✓ At least 20",
    "The counted rule “Name with a very long first part”",
  ]);
  expect(explained.evidence).toEqual([
    { kind: "counted", events: [{ part: "files/dns.json", event: 3, ruleId: "x", at: null }] },
  ]);
});

describe("a YARA finding", () => {
  const source = `rule other { condition: true }
rule lure : x {
  meta: id = "T-1"
  strings:
    $a = "votre \\"compte\\"" nocase
    $b1 = { 4D 5A [2-4] ( 00 | 01 ) }
    $b2 = /ht(tp|xx):\\/\\/x/ wide // a comment with } and "
    $never = "zzz" private
  condition:
    filesize < 64KB and (any of ($b*) or uint32(0) == 1) and not $never and $a and ((1 + 2) * 2 == 6 or #a > 1)
}`;
  const bytes = new TextEncoder().encode(`${"x".repeat(40)}Votre "compte" MZ..${"\u0000".repeat(20)}`);
  const hits = [
    { string: "$a", offset: 40, length: 14 },
    { string: "$b1", offset: 55, length: 5 },
  ];
  const finding = toYaraFinding(
    { rule: "lure", namespace: "n", tags: [], meta: { id: "T-1" }, hits },
    "files/a.txt",
    bytes,
    "h",
    32,
  );
  const explained = explainFinding({ ...finding, kept: keptOf(finding) }, source);

  test("tells each part of the condition, what held and what did not", () => {
    expect(renderWords(explained.words, wordsIn("en"))).toEqual([
      "The rule is true when:",
      "  ✓ All of these:",
      "    ✓ The file is smaller than 64KB",
      "    ✓ At least one of these:",
      "      ✓ At least one is found: $b1, $b2",
      "      As written: uint32(0) == 1",
      "    ✓ None of these:",
      "      ✗ “$never” is found",
      "    ✓ “$a” is found",
      "    ✓ At least one of these:",
      "      As written: (1 + 2) * 2 == 6",
      "      As written: #a > 1",
      '✓ “$a” is the text: ✓ votre \\"compte\\"',
      "  capitals or small letters",
      "✓ “$b1” is the bytes: ✓ 4D 5A [2-4] ( 00 | 01 )",
      "✗ “$b2” is the expression: ht(tp|xx):\\/\\/x",
      "  written in UTF-16",
      "✗ “$never” is the text: zzz",
      "  never shown",
    ]);
    expect(explained.truePart).toBe(
      "filesize < 64KB and (any of ($b*) or uint32(0) == 1) and not $never and $a and ((1 + 2) * 2 == 6 or #a > 1)",
    );
  });

  test("shows the bytes in rows of sixteen with the hits marked, across rows too", () => {
    const [shown] = explained.evidence;
    if (shown?.kind !== "bytes") throw new Error("expected bytes");
    const marked = shown.rows.flatMap((row) =>
      row.marks.filter(({ label }) => label === "$a").map(({ start, end }) => row.text.slice(start, end)),
    );
    expect(marked.join("")).toBe('Votre "compte"');
    expect(shown.rows.every((row) => row.offset % 16 === 0 && row.bytes.length <= 16)).toBe(true);
  });
});

test("an indicator's finding tells every list that knows the value, and shows it in the text it stood in", () => {
  const description = `${"a ".repeat(300)}allez sur hxxp://x[.]example vite`;
  const start = description.indexOf("hxxp");
  const place: Location = { kind: "text", part: "description", start, end: start + 18, text: "hxxp://x[.]example" };
  const known: Evidence = {
    kind: "known",
    part: "description",
    value: "http://x.example/",
    known: "x.example",
    matchedBy: "host",
    by: [
      {
        listId: "l",
        title: "Fraud",
        version: "1",
        marking: "TLP:GREEN",
        why: "Asks codes",
        firstSeen: "2026-01-02",
        lastSeen: null,
        expiresAt: "2027-01-01",
        confidence: 90,
        score: 71.4,
        isExpired: false,
      },
    ],
  };
  const explained = explainFinding({ engine: "indicator", ruleId: "l", kept: [place, known] }, null, { description });
  expect(renderWords(explained.words, wordsIn("en"))).toEqual([
    "✓ http://x.example/ is on the known host x.example.",
    "List “Fraud”, version 1, TLP:GREEN",
    "  Asks codes",
    "  First seen on 2026-01-02",
    "  Confidence 90 of 100, worn by time to 71",
    "  Expires on 2027-01-01",
  ]);
  const [shown] = explained.evidence;
  if (shown?.kind !== "text") throw new Error("expected a text");
  expect(shown.marks.map((mark) => shown.text.slice(mark.start, mark.end))).toEqual([place.text]);
  // After the reporter changed the text, the place is not looked for in it.
  const changed = explainFinding({ engine: "indicator", ruleId: "l", kept: [place, known] }, null, {
    description: "x",
  });
  expect(changed.evidence).toMatchObject([{ text: place.text, start }]);
});

describe("properties", () => {
  const tree = fc.letrec<{ tree: ConditionTree<number> }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.record({ op: fc.constant("leaf" as const), leaf: fc.nat(4) }),
      fc.record({
        op: fc.constantFrom("and" as const, "or" as const),
        kids: fc.array(tie("tree"), { minLength: 1, maxLength: 3 }),
      }),
      fc.record({ op: fc.constant("not" as const), kid: tie("tree") }),
    ),
  })).tree;
  const truth = (one: ConditionTree<number>, leaves: boolean[]): boolean => {
    if (one.op === "leaf") return leaves[one.leaf] ?? false;
    if (one.op === "not") return !truth(one.kid, leaves);
    return one.op === "and" ? one.kids.every((kid) => truth(kid, leaves)) : one.kids.some((kid) => truth(kid, leaves));
  };

  test("whatever is said of a part is so, however much of the leaves is known", () => {
    const bools = fc.array(fc.boolean(), { minLength: 5, maxLength: 5 });
    const said = fc.check(
      fc.property(tree, bools, bools, (one, leaves, isKnown) => {
        fc.pre(truth(one, leaves));
        const check = (judged: ReturnType<typeof judge<number>>): boolean => {
          const plain = judged as ConditionTree<number>;
          if (judged.isTrue !== undefined && judged.isTrue !== truth(plain, leaves)) return false;
          if (judged.op === "leaf") return true;
          return judged.op === "not" ? check(judged.kid) : judged.kids.every(check);
        };
        return check(judge(one, (leaf) => (isKnown[leaf] ? leaves[leaf] : undefined), true));
      }),
    );
    expect(said.counterexample).toBeNull();
  });

  test("an event is shown as the JSON it is, and a marked value is the one that matched", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.string({ minLength: 1, unit: "binary" }),
        fc.constantFrom("cmd: x", "equals"),
        (inner, value, label) => {
          const shown = showEvent(JSON.stringify({ Inner: inner, Field: value }), [
            { field: "Field", value, pattern: label },
          ]);
          expect(JSON.parse(shown?.text ?? "")).toEqual(JSON.parse(JSON.stringify({ Inner: inner, Field: value })));
          for (const mark of shown?.marks ?? []) expect(mark.end).toBeGreaterThan(mark.start);
          expect(shown?.marks.some((mark) => JSON.parse(`"${shown.text.slice(mark.start, mark.end)}"`) === value)).toBe(
            true,
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  test("each shown byte stands once at its own offset", () => {
    const windows = fc.array(fc.record({ offset: fc.nat(300), length: fc.integer({ min: 1, max: 60 }) }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(windows, (all) => {
        const byteAt = (offset: number): string => (offset % 251).toString(16).padStart(2, "0");
        const made = all.map(({ offset, length }) => ({
          offset,
          hex: Array.from({ length }, (_, index) => byteAt(offset + index)).join(""),
        }));
        const offsets = showBytes(made, []).flatMap((row) =>
          row.bytes.map((byte, index) => {
            expect(byte).toBe(byteAt(row.offset + index));
            return row.offset + index;
          }),
        );
        expect(new Set(offsets).size).toBe(offsets.length);
      }),
    );
  });
});

test("every rule that ships is told in three languages", () => {
  const folder = fileURLToPath(new URL("../../../rules", import.meta.url));
  let told = 0;
  for (const kind of ["sigma", "yara"] as const)
    for (const file of readdirSync(`${folder}/${kind}`).filter((name) => /\.(yml|yara?)$/.test(name))) {
      const rules = wordsOfRule(kind, readFileSync(`${folder}/${kind}/${file}`, "utf8"));
      expect(rules.length, file).toBeGreaterThan(0);
      for (const { words } of rules) {
        expect(
          flat(words).some(({ key }) => key.endsWith("refused")),
          file,
        ).toBe(false);
        for (const language of wordsLanguages) told += renderWords(words, wordsIn(language)).length;
      }
    }
  expect(told).toBeGreaterThan(500);
});
