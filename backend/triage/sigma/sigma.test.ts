// Documents, filters, log sources, explanations, findings and costs, through the door.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compileSigma, parseSigma, toFinding } from "./index.ts";

const powershell = `title: Encoded command
id: 11111111-0000-4000-8000-000000000001
name: encoded
status: test
description: Says why.
references: [https://example.org/a]
author: A. Author
date: 2026-01-02
modified: 2026-03-04
tags: [attack.execution]
level: high
logsource: {category: process_creation, product: windows}
detection:
  selection_img:
    - Image|endswith: '\\powershell.exe'
    - OriginalFileName: PowerShell.EXE
  selection_cli:
    CommandLine|contains: [' -enc ', ' -e ']
  filter_main_admin:
    User|startswith: ADM
  condition: all of selection_* and not 1 of filter_main_*
`;
const event = { Image: "C:\\x\\PowerShell.exe", CommandLine: "powershell -ENC aa", User: "bob" };
const sysmon = { Channel: "Microsoft-Windows-Sysmon/Operational", EventID: 1, ...event };

describe("a match", () => {
  const engine = compileSigma(parseSigma(powershell, "rules/a.yml"));

  test("says which identifiers, which part of the condition and which fields were true", () => {
    expect(engine.match(sysmon, 7, "files/log.json")).toEqual([
      {
        rule: expect.objectContaining({
          id: "11111111-0000-4000-8000-000000000001",
          version: "2026-03-04",
          author: "A. Author",
          path: "rules/a.yml",
        }),
        source: "files/log.json",
        ordinal: 7,
        identifiers: ["selection_img", "selection_cli"],
        condition: "selection_img and selection_cli and not filter_main_admin",
        fields: [
          { field: "Image", value: "C:\\x\\PowerShell.exe", pattern: "endswith: \\powershell.exe" },
          { field: "CommandLine", value: "powershell -ENC aa", pattern: "contains:  -enc " },
        ],
      },
    ]);
    expect(engine.match({ ...sysmon, User: "admin" }, 0, "s")).toEqual([]);
  });

  test("becomes a finding with the author's name and each field's place", () => {
    const [match] = engine.match(sysmon, 7, "files/log.json");
    expect(match && toFinding(match, sysmon)).toEqual({
      engine: "sigma",
      ruleId: "11111111-0000-4000-8000-000000000001",
      ruleVersion: "2026-03-04",
      title: "Encoded command",
      level: "high",
      source: "files/log.json",
      at: 7,
      locations: [
        {
          kind: "field",
          part: "files/log.json",
          event: 7,
          field: "Image",
          value: "C:\\x\\PowerShell.exe",
          pattern: "endswith: \\powershell.exe",
        },
        {
          kind: "field",
          part: "files/log.json",
          event: 7,
          field: "CommandLine",
          value: "powershell -ENC aa",
          pattern: "contains:  -enc ",
        },
      ],
      why: "Says why.",
      references: ["https://example.org/a"],
      author: "A. Author",
      evidence: [
        {
          kind: "event",
          part: "files/log.json",
          event: 7,
          json: JSON.stringify(sysmon),
          identifiers: ["selection_img", "selection_cli"],
          condition: "selection_img and selection_cli and not filter_main_admin",
        },
      ],
    });
  });

  test("costs are counted for each rule", () => {
    const own = compileSigma(parseSigma(powershell, "a.yml"));
    for (let count = 0; count < 32; count++) own.match(sysmon, 0, "s");
    expect(own.costs()).toEqual([
      expect.objectContaining({ title: "Encoded command", evaluations: 32, matches: 32, share: 1 }),
    ]);
  });
});

describe("a rule looks at the events of its log source", () => {
  const engine = compileSigma(parseSigma(powershell, "a.yml"));
  const hits = (one: unknown): number => engine.match(one, 0, "s").length;

  test("Sysmon and Security 4688 are both process creations, with other names of fields", () => {
    expect(
      hits({ Channel: "Security", EventID: 4688, NewProcessName: event.Image, CommandLine: event.CommandLine }),
    ).toBe(1);
    expect(
      hits({ Channel: "security", EventID: "4688", NewProcessName: event.Image, CommandLine: event.CommandLine }),
    ).toBe(1);
    expect(
      hits({ Channel: "Security", EventID: 4689, NewProcessName: event.Image, CommandLine: event.CommandLine }),
    ).toBe(0);
    expect(hits({ Channel: "Microsoft-Windows-Sysmon/Operational", EventID: 5, ...event })).toBe(0);
  });

  test("nested events, ECS, and events of a known provider are recognised", () => {
    expect(hits({ Event: { System: { Channel: sysmon.Channel, EventID: { "#text": "1" } }, EventData: event } })).toBe(
      1,
    );
    expect(
      hits({
        Event: {
          System: { Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon" } }, EventID: 1 },
          EventData: event,
        },
      }),
    ).toBe(1);
    expect(hits({ winlog: { channel: sysmon.Channel, event_id: 1, event_data: event } })).toBe(1);
    expect(
      hits({
        host: { os: { type: "windows" } },
        process: { executable: event.Image, command_line: event.CommandLine },
      }),
    ).toBe(1);
    expect(
      hits({ host: { os: { type: "linux" } }, process: { executable: event.Image, command_line: event.CommandLine } }),
    ).toBe(0);
  });

  test("an event that says nothing of its origin may be anything, unless its reader knows", () => {
    expect(hits(event)).toBe(1);
    expect(engine.match(event, 0, "s", { product: "linux", services: ["auditd"], categories: ["auditd"] })).toEqual([]);
    expect(engine.match(event, 0, "s", { categories: ["process_creation"] })).toHaveLength(1);
  });

  test("cloud logs are told by their fields", () => {
    const yaml = (product: string, service: string): string =>
      `title: ${product}\nid: ${product}\nlogsource: {product: ${product}, service: ${service}}\ndetection: {s: {eventName: StopLogging}, condition: s}\n`;
    const clouds = compileSigma([
      ...parseSigma(yaml("aws", "cloudtrail"), "a"),
      ...parseSigma(yaml("okta", "okta"), "b"),
    ]);
    expect(
      clouds
        .match({ eventName: "StopLogging", eventSource: "cloudtrail.amazonaws.com", awsRegion: "eu-west-3" }, 0, "s")
        .map((match) => match.rule.id),
    ).toEqual(["aws"]);
  });

  test("anything but a map matches nothing", () => {
    for (const odd of [null, undefined, 1, "x", [], [event]]) expect(hits(odd)).toBe(0);
  });

  test("registry events keep their kinds apart", () => {
    const yaml =
      "title: r\nid: r\nlogsource: {category: registry_delete, product: windows}\ndetection: {s: {TargetObject|contains: x}, condition: s}\n";
    const registry = compileSigma(parseSigma(yaml, "r"));
    const deleted = { Channel: sysmon.Channel, EventID: 12, TargetObject: "x" };
    expect(registry.match({ ...deleted, EventType: "DeleteValue" }, 0, "s")).toHaveLength(1);
    expect(registry.match({ ...deleted, EventType: "CreateKey" }, 0, "s")).toHaveLength(0);
  });
});

describe("a file of rules", () => {
  const reasons = (text: string): string[] => compileSigma(parseSigma(text, "f.yml")).refused.map((one) => one.reason);

  test("may hold several documents, and a global part for all that follow", () => {
    const yaml =
      "action: global\ntitle: shared\nlogsource: {category: t}\nlevel: low\n---\nid: one\ndetection: {s: {a: 1}, condition: s}\n---\nid: two\ndetection: {s: {a: 2}, condition: s}\n---\naction: repeat\nid: three\nlevel: high\n";
    const engine = compileSigma(parseSigma(yaml, "f.yml"));
    expect(engine.refused).toEqual([]);
    expect(engine.rules.map(({ id, title, level }) => [id, title, level])).toEqual([
      ["one", "shared", "low"],
      ["two", "shared", "low"],
      ["three", "shared", "high"],
    ]);
    expect(engine.match({ a: 2 }, 0, "s").map((match) => match.rule.id)).toEqual(["two", "three"]);
  });

  test("tells what is wrong with each document and keeps the others", () => {
    expect(reasons("a: [")[0]).toMatch(/^file: not YAML/);
    expect(reasons("")).toEqual(["file: holds no document"]);
    expect(reasons("just words")).toEqual(["document: expected a map of Sigma attributes"]);
    expect(reasons("title: x\ndetection: {s: {a: 1}, condition: s}")).toEqual([
      "logsource: expected a map with product, category or service",
    ]);
    expect(reasons("title: x\nlogsource: {}\nlevel: loud\ndetection: {s: {a: 1}, condition: s}")[0]).toMatch(
      /^level: expected one of/,
    );
    expect(reasons("title: x\nlogsource: {}\ndetection: {s: {a: 1}}")).toEqual([
      "detection.condition: expected a text or a list of texts",
    ]);
    expect(reasons("logsource: {}\ndetection: {s: {a: 1}, condition: s}")).toEqual(["title: expected a text"]);
    expect(reasons("title: x\nlogsource: {}\ndetection: {s: {a: 1}, condition: s and t}")).toEqual([
      'condition: no search identifier is named "t"',
    ]);
    expect(reasons(`${powershell}---\n${powershell}`)).toEqual(["id: already used by f.yml"]);
  });

  test("has a version even without dates", () => {
    const [document] = parseSigma("title: x\nlogsource: {}\ndetection: {s: {a: 1}, condition: s}", "f.yml");
    expect(document?.kind === "rule" && document.info.version).toMatch(/^[0-9a-f]{16}$/);
  });

  test("conditions in a list are alternatives", () => {
    const engine = compileSigma(
      parseSigma("title: x\nlogsource: {}\ndetection: {s: {a: 1}, t: {a: 2}, condition: [s, t]}", "f.yml"),
    );
    expect([1, 2, 3].map((a) => engine.match({ a }, 0, "s").length)).toEqual([1, 1, 0]);
  });

  test("never throws, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.string({
            unit: fc.constantFrom(
              "title: x\n",
              "detection:\n",
              "  a: 1\n",
              "---\n",
              "condition: a\n",
              "- ",
              "logsource: {}\n",
              "correlation:\n",
            ),
          }),
        ),
        (text) => {
          expect(() => compileSigma(parseSigma(text, "f.yml"))).not.toThrow();
        },
      ),
    );
  });
});

describe("a filter", () => {
  const filter = (rules: string, logsource = "{category: process_creation, product: windows}"): string =>
    `---\ntitle: Our admins\nid: f1\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n  selection: {User|startswith: bo}\n  condition: not selection\n`;
  const hits = (rules: string, logsource?: string): number =>
    compileSigma(parseSigma(powershell + filter(rules, logsource), "f.yml")).match(sysmon, 0, "s").length;

  test("joins its condition to the rules it names by id or name, or to any", () => {
    expect(hits("[11111111-0000-4000-8000-000000000001]")).toBe(0);
    expect(hits("encoded")).toBe(0);
    expect(hits("any")).toBe(0);
    expect(hits("any", "{}")).toBe(0);
  });

  test("shows in explanations under its title", () => {
    const engine = compileSigma(parseSigma(powershell + filter("any"), "f.yml"));
    expect(engine.match({ ...sysmon, User: "eve" }, 0, "s")[0]?.condition).toContain('not "Our admins".selection');
  });

  test("that fits no rule is refused, and leaves the rules as they are", () => {
    const engine = compileSigma(parseSigma(powershell + filter("[other]"), "f.yml"));
    expect(engine.refused[0]?.reason).toMatch(/^filter\.rules: no rule with such an id/);
    expect(engine.match(sysmon, 0, "s")).toHaveLength(1);
    expect(hits("any", "{category: file_event}")).toBe(1);
  });
});

describe("hostile content", () => {
  test("regular expressions stay linear", () => {
    const yaml =
      "title: x\nid: x\nlogsource: {}\ndetection:\n  s: {a|re: '(a+)+b$'}\n  t: {a|re: '(a|a)*c'}\n  condition: s or t\n";
    expect(compileSigma(parseSigma(yaml, "f.yml")).match({ a: "a".repeat(200_000) }, 0, "s")).toEqual([]);
  });

  test("deep and wide events are evaluated", () => {
    const engine = compileSigma(
      parseSigma(
        `${powershell}---\ntitle: k\nid: k\nlogsource: {}\ndetection: {s: [needle in hay], condition: s}\n`,
        "f.yml",
      ),
    );
    let deep: unknown = "needle in hay";
    for (let level = 0; level < 5_000; level++) deep = { deeper: deep };
    expect(engine.match({ deep }, 0, "s")).toEqual([]);
    const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, index]));
    expect(engine.match({ ...wide, last: "NEEDLE in hay" }, 0, "s")).toHaveLength(1);
    expect(engine.match(JSON.parse('{"__proto__": {"Image": "x"}, "constructor": 1}'), 0, "s")).toEqual([]);
  });
});
