// Correlations of every kind, their groups, windows, aliases and chains, and what is refused.
import { describe, expect, test } from "vitest";
import { compileSigma, parseSigma } from "../index.ts";
import type { SigmaMatch } from "../index.ts";

const base = `title: failed login
id: base-fail
name: failed
logsource: {category: test}
detection: {selection: {type: fail}, condition: selection}
---
title: login
id: base-ok
name: success
logsource: {category: test}
detection: {selection: {type: ok}, condition: selection}
---
title: transfer
id: base-move
name: transfer
logsource: {category: test}
detection: {selection: {type: move}, condition: selection}
`;

function correlation(body: string, id = "corr", extra = ""): string {
  return `---\ntitle: ${id}\nid: ${id}\nlevel: high\n${extra}correlation:\n${body
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n")}\n`;
}

/** `[seconds, type, fields]` each; times are given as the events' own. */
function run(yaml: string, events: [at: number, type: string, fields?: Record<string, unknown>][]): SigmaMatch[] {
  const engine = compileSigma(parseSigma(base + yaml, "c.yml"));
  expect(engine.refused).toEqual([]);
  const items = events.map(([at, type, fields], ordinal) => ({
    event: { "@timestamp": new Date(1_700_000_000_000 + at * 1000).toISOString(), type, user: "u", ...fields },
    ordinal,
  }));
  return [...engine.matchAll(items, "log")];
}

const ordinals = (matches: SigmaMatch[]): number[][] =>
  matches.map((match) => (match.events ?? []).map(({ ordinal }) => ordinal));

describe("event_count", () => {
  const rule = correlation("type: event_count\nrules: [failed]\ngroup-by: [user]\ntimespan: 10s\ncondition: {gte: 3}");

  test("matches where enough events of one group fall into the timespan", () => {
    const matches = run(rule, [
      [0, "fail"],
      [4, "fail"],
      [9, "fail"],
      [50, "fail"],
    ]);
    expect(ordinals(matches)).toEqual([[0, 1, 2]]);
    expect(matches[0]).toMatchObject({
      rule: { id: "corr", level: "high" },
      ordinal: 2,
      identifiers: ["failed"],
      condition: "event_count 3 (gte 3) within 10 s",
      fields: [{ field: "user", value: "u", pattern: "group-by" }],
    });
  });

  test("counts each group apart, and leaves out events without the group's field", () => {
    expect(
      run(rule, [
        [0, "fail"],
        [1, "fail", { user: "v" }],
        [2, "fail"],
        [3, "fail", { user: undefined }],
      ]),
    ).toEqual([]);
  });

  test("finds a window wherever it lies, and takes events in any order", () => {
    expect(
      ordinals(
        run(rule, [
          [0, "fail"],
          [8, "fail"],
          [12, "fail"],
          [14, "fail"],
        ]),
      ),
    ).toEqual([[1, 2, 3]]);
    expect(
      ordinals(
        run(rule, [
          [9, "fail"],
          [0, "fail"],
          [4, "fail"],
        ]),
      ),
    ).toEqual([[1, 2, 0]]);
  });

  test("gives one match a timespan for a long attack", () => {
    const events = Array.from({ length: 40 }, (_, at): [number, string] => [at, "fail"]);
    expect(run(rule, events)).toHaveLength(4);
  });

  test("takes every comparison, and ranges", () => {
    const counted = (condition: string, count: number): number => {
      const yaml = correlation(`type: event_count\nrules: [failed]\ntimespan: 10s\ncondition: ${condition}`);
      return run(
        yaml,
        Array.from({ length: count }, (_, at) => [at, "fail"]),
      ).length;
    };
    expect([counted("{gt: 3}", 3), counted("{gt: 3}", 4)]).toEqual([0, 1]);
    expect([counted("{lt: 3}", 3), counted("{lt: 3}", 2)]).toEqual([0, 1]);
    expect([counted("{lte: 3}", 4), counted("{lte: 3}", 3)]).toEqual([0, 1]);
    expect([counted("{eq: 3}", 4), counted("{eq: 3}", 3)]).toEqual([0, 1]);
    expect([counted("{neq: 3}", 3), counted("{neq: 3}", 4)]).toEqual([0, 1]);
    expect([counted("{gt: 2, lte: 4}", 5), counted("{gt: 2, lte: 4}", 4)]).toEqual([0, 1]);
  });
});

describe("kinds that look at values", () => {
  const of = (type: string, condition: string): string =>
    correlation(`type: ${type}\nrules: [failed]\ngroup-by: [user]\ntimespan: 1m\ncondition: ${condition}`);
  const sized = (...sizes: unknown[]): [number, string, Record<string, unknown>][] =>
    sizes.map((size, at) => [at / 10, "fail", { size }]);

  test("value_count counts distinct values, of one field or of several together", () => {
    expect(run(of("value_count", "{field: size, gte: 3}"), sized("a", "b", "a", "b"))).toHaveLength(0);
    expect(run(of("value_count", "{field: size, gte: 3}"), sized("a", "b", "a", "c"))).toHaveLength(1);
    const pairs = of("value_count", "{field: [size, host], gte: 2}");
    expect(
      run(pairs, [
        [0, "fail", { size: 1, host: "x" }],
        [1, "fail", { size: 1, host: "y" }],
      ]),
    ).toHaveLength(1);
  });

  test("value_sum, value_avg and value_median compare figures, and pass over what is no number", () => {
    expect(run(of("value_sum", "{field: size, gt: 100}"), sized(50, "50", "x"))).toHaveLength(0);
    expect(run(of("value_sum", "{field: size, gt: 100}"), sized(50, "51", "x"))).toHaveLength(1);
    expect(run(of("value_avg", "{field: size, gt: 10}"), sized(30, 1, 1))).toHaveLength(1);
    expect(run(of("value_avg", "{field: size, gt: 10}"), sized(20, 5, 5))).toHaveLength(0);
    expect(run(of("value_median", "{field: size, gt: 10}"), sized(30, 1, 1))).toHaveLength(0);
    expect(run(of("value_median", "{field: size, gt: 10}"), sized(1, 11, 30))).toHaveLength(1);
    expect(run(of("value_sum", "{field: size, lt: 5}"), sized("x", "y"))).toHaveLength(0);
  });

  test("value_percentile compares a percentile, or without one a value's share in percent", () => {
    expect(
      run(
        of("value_percentile", "{field: size, percentile: 95, gt: 90}"),
        sized(...Array.from({ length: 100 }, (_, n) => n)),
      ),
    ).toHaveLength(1);
    expect(
      run(
        of("value_percentile", "{field: size, percentile: 50, gt: 90}"),
        sized(...Array.from({ length: 50 }, (_, n) => n)),
      ),
    ).toHaveLength(0);
    expect(
      run(of("value_percentile", "{field: size, lte: 10}"), sized(...Array.from({ length: 20 }, () => "a"), "rare")),
    ).toHaveLength(1);
    expect(run(of("value_percentile", "{field: size, lte: 10}"), sized("a", "b"))).toHaveLength(0);
  });
});

describe("temporal kinds", () => {
  test("temporal wants all rules in any order, within the timespan", () => {
    const rule = correlation("type: temporal\nrules: [failed, success]\ngroup-by: [user]\ntimespan: 10s");
    expect(
      ordinals(
        run(rule, [
          [0, "ok"],
          [5, "fail"],
        ]),
      ),
    ).toEqual([[0, 1]]);
    expect(
      run(rule, [
        [0, "ok"],
        [11, "fail"],
      ]),
    ).toEqual([]);
    expect(
      run(rule, [
        [0, "ok"],
        [1, "fail", { user: "v" }],
      ]),
    ).toEqual([]);
  });

  test("temporal_ordered wants them in the order of the rules", () => {
    const rule = correlation("type: temporal_ordered\nrules: [failed, success, transfer]\ntimespan: 1m");
    expect(
      run(rule, [
        [0, "fail"],
        [5, "ok"],
        [5, "move"],
      ]),
    ).toHaveLength(1);
    expect(
      run(rule, [
        [0, "ok"],
        [5, "fail"],
        [6, "move"],
      ]),
    ).toEqual([]);
    expect(
      run(rule, [
        [0, "ok"],
        [1, "fail"],
        [2, "move"],
        [3, "ok"],
        [4, "move"],
      ]),
    ).toHaveLength(1);
  });

  test("a count of rules is enough where the condition says so", () => {
    const rule = correlation("type: temporal\nrules: [failed, success, transfer]\ntimespan: 1m\ncondition: {gte: 2}");
    expect(
      run(rule, [
        [0, "fail"],
        [1, "move"],
      ]),
    ).toHaveLength(1);
  });

  test("an expression over the rules may leave some out", () => {
    const rule = correlation(
      "type: temporal\nrules: [failed, success, transfer]\ntimespan: 1m\ncondition: transfer and (failed or success)",
    );
    expect(
      run(rule, [
        [0, "move"],
        [1, "ok"],
      ]),
    ).toHaveLength(1);
    expect(
      run(rule, [
        [0, "fail"],
        [1, "ok"],
      ]),
    ).toEqual([]);
    const negated = correlation("type: temporal\ntimespan: 1m\ncondition: transfer and not success");
    expect(run(negated, [[0, "move"]])).toHaveLength(1);
    expect(
      run(negated, [
        [0, "move"],
        [1, "ok"],
      ]),
    ).toEqual([]);
  });

  test("an alias groups by different fields of different rules", () => {
    const rule = correlation(
      "type: temporal\nrules: [failed, transfer]\ngroup-by: [ip]\ntimespan: 1m\naliases:\n  ip: {failed: src, transfer: dst}",
    );
    expect(
      run(rule, [
        [0, "fail", { src: "1.1.1.1" }],
        [1, "move", { dst: "1.1.1.1" }],
      ]),
    ).toHaveLength(1);
    expect(
      run(rule, [
        [0, "fail", { src: "1.1.1.1" }],
        [1, "move", { src: "1.1.1.1" }],
      ]),
    ).toEqual([]);
  });
});

describe("chains and what is shown", () => {
  const many = correlation(
    "type: event_count\nrules: [failed]\ngroup-by: [host]\ntimespan: 1m\ncondition: {gte: 3}",
    "many",
    "name: many\n",
  );
  const then = correlation("type: temporal_ordered\nrules: [many, success]\ngroup-by: [user]\ntimespan: 10m", "then");
  const attack: [number, string, Record<string, unknown>][] = [
    [0, "fail", { host: "h" }],
    [1, "fail", { host: "h" }],
    [2, "fail", { host: "h" }],
    [60, "ok", { host: "other" }],
  ];

  test("a correlation counts the matches of another, by its own grouping", () => {
    const matches = run(then + many, attack);
    expect(matches.map((match) => match.rule.id)).toEqual(["then"]);
    expect(ordinals(matches)).toEqual([[0, 1, 2, 3]]);
  });

  test("rules are shown beside the correlation only where it generates", () => {
    const generating = many.replace("timespan: 1m", "timespan: 1m\n  generate: true");
    expect(run(generating, attack).map((match) => match.rule.id)).toEqual([
      "base-fail",
      "base-fail",
      "base-fail",
      "base-ok",
      "many",
    ]);
    expect(run(many, attack).map((match) => match.rule.id)).toEqual(["base-ok", "many"]);
  });

  test("fields go by the log's own names where a log source renames them", () => {
    const yaml = `title: p\nid: p\nname: p\nlogsource: {category: process_creation, product: windows}\ndetection: {s: {Image|endswith: x.exe}, condition: s}\n${correlation("type: event_count\nrules: [p]\ngroup-by: [Image]\ntimespan: 1m\ncondition: {gte: 2}")}`;
    const engine = compileSigma(parseSigma(yaml, "c.yml"));
    const events = [0, 1].map((ordinal) => ({
      ordinal,
      event: { Channel: "Security", EventID: 4688, NewProcessName: "C:\\x.exe", "@timestamp": "2026-11-22T00:00:00Z" },
    }));
    expect([...engine.matchAll(events, "s")].map((match) => match.fields[0]?.value)).toEqual(["C:\\x.exe"]);
  });
});

describe("a correlation that cannot be is refused", () => {
  const reasons: [body: string, reason: RegExp][] = [
    ["type: sometimes\nrules: [failed]\ntimespan: 1m", /correlation\.type: expected one of event_count/],
    [
      "type: event_count\nrules: [nobody]\ntimespan: 1m\ncondition: {gte: 1}",
      /no usable rule has the id or name "nobody"/,
    ],
    [
      "type: event_count\nrules: [failed]\ntimespan: soon\ncondition: {gte: 1}",
      /correlation\.timespan: expected a number and a unit/,
    ],
    ["type: event_count\nrules: [failed]\ntimespan: 1m", /correlation\.condition: expected a map/],
    [
      "type: event_count\nrules: [failed]\ntimespan: 1m\ncondition: {atleast: 1}",
      /correlation\.condition\.atleast: expected/,
    ],
    ["type: value_count\nrules: [failed]\ntimespan: 1m\ncondition: {gte: 1}", /condition\.field: expected the field/],
    ["type: temporal\nrules: [corr]\ntimespan: 1m", /circle/],
    ["type: temporal\nrules: [failed]\ntimespan: 1m\naliases: {x: {success: y}}", /aliases\.x: "success" is none of/],
    [
      "type: temporal\nrules: [failed]\ntimespan: 1m\ncondition: failed and success",
      /no search identifier is named "success"/,
    ],
    ["rules: [failed]", /correlation\.type/],
  ];
  test.each(reasons)("%s", (body, reason) => {
    const engine = compileSigma(parseSigma(base + correlation(body), "c.yml"));
    expect(engine.refused.map((one) => one.reason).join()).toMatch(reason);
  });
});
