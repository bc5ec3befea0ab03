// `toguna scan` and `toguna rules test` as a person runs them: lines, summary and exit codes, with real rules, logs and files.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runRulesTest, runScan } from "#backend/triage/scan/index.ts";
import { makeZip } from "../../support/make-archives.ts";

const root = mkdtempSync(join(tmpdir(), "toguna-scan-"));
const at = (path: string): string => join(root, path);
const put = (path: string, content: string | Uint8Array): string => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
  return at(path);
};

const sigmaRule = `title: Tool used
id: 11111111-1111-4111-8111-111111111111
level: high
logsource: {category: process_creation, product: windows}
detection:
  selection: {Image|endswith: '\\tool.exe'}
  condition: selection
`;
const yaraRule = (name: string, text: string): string =>
  `rule ${name} { meta: id = "Y-${name}" level = "critical" description = "why" strings: $a = "${text}" condition: $a }`;
const list = `id: 22222222-2222-4222-8222-222222222222
title: Bad places
status: stable
reason: seen in attacks
marking: TLP:GREEN
indicators:
  - {value: bad.example, kind: domain, why: phishing, confidence: 90}
  - {value: 5d41402abc4b2a76b9719d911017c592, kind: md5, why: malware, confidence: 90}
samples: {hit: [bad.example], miss: [good.example]}
`;
const event = (image: string, more: object = {}): string =>
  JSON.stringify({ Channel: "Microsoft-Windows-Sysmon/Operational", EventID: 1, Image: image, ...more });

interface Line {
  engine: string;
  ruleId: string;
  rule: string;
  level: string;
  source: string;
  at: number | null;
}

async function scan(...argv: string[]): Promise<{ code: number; lines: Line[]; summary: string }> {
  let out = "";
  let summary = "";
  const io = {
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (summary += text) },
  };
  const code = await runScan(argv, io);
  const lines = out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
  return { code, lines, summary };
}

const cacheBefore = process.env["XDG_CACHE_HOME"];
beforeAll(async () => {
  process.env["XDG_CACHE_HOME"] = at("cache");
  put("rules/sigma/tool.yml", sigmaRule);
  put("rules/yara/greets.yar", yaraRule("greets", "hello"));
  put("rules/indicators/places.yml", list);
  put("rules/yara/samples/greets/hit/a.yar", "rule not_a_rule { condition: nothing }");
  put(
    "logs/a.ndjson",
    [
      event("C:\\other.exe"),
      event("C:\\tool.exe"),
      event("C:\\tool.exe", { CommandLine: "tool http://www.bad.example/x" }),
    ].join("\n"),
  );
  put("logs/b.json.gz", gzipSync(`[${event("D:\\TOOL.EXE")}]`));
  put("files/plain.txt", "well, hello hello");
  put(
    "files/deep/box.zip",
    await makeZip({ "in.zip": await makeZip({ "x.txt": "hello" }), "look.txt": "see hxxps://bad[.]example/pay" }),
  );
  put("files/locked.zip", await makeZip({ "y.txt": "hello" }, { password: "another" }));
});
afterAll(() => {
  if (cacheBefore === undefined) delete process.env["XDG_CACHE_HOME"];
  else process.env["XDG_CACHE_HOME"] = cacheBefore;
  rmSync(root, { recursive: true, force: true });
});

describe("toguna scan", () => {
  it("prints one line a rule and event, never merged, with the path as given and the event's place", async () => {
    const { code, lines, summary } = await scan(
      "--rules",
      at("rules/sigma"),
      "--events",
      at("logs/a.ndjson"),
      at("logs/b.json.gz"),
    );
    expect(code).toBe(0);
    const hit = { engine: "sigma", ruleId: "11111111-1111-4111-8111-111111111111", rule: "Tool used", level: "high" };
    expect(lines).toEqual([
      { ...hit, source: at("logs/a.ndjson"), at: 1 },
      { ...hit, source: at("logs/a.ndjson"), at: 2 },
      { ...hit, source: at("logs/b.json.gz"), at: 0 },
    ]);
    expect(summary).toMatch(
      /^rules: 1 Sigma rule, 0 indicators; 0 refused\nevents: 4 events in 2 logs, .* 3 findings; .*events\/s/,
    );
  });

  it("walks folders, opens what files hold, and says what it could not open", async () => {
    const { code, lines, summary } = await scan(
      "--rules",
      `${at("rules/yara")},${at("rules/sigma")}`,
      "--files",
      at("files"),
    );
    expect(code).toBe(0);
    expect(lines.map((line) => [line.engine, line.ruleId, line.source, line.at])).toEqual([
      ["yara", "Y-greets", `${at("files/deep/box.zip")}!/in.zip!/x.txt`, 0],
      ["unpack", "unpack.encrypted", `${at("files/locked.zip")}!/y.txt`, null],
      ["yara", "Y-greets", at("files/plain.txt"), 6],
    ]);
    expect(Object.keys(lines[0] ?? {})).toEqual(["engine", "ruleId", "rule", "level", "source", "at"]);
    expect(summary).toMatch(/files: 3 files with 6 parts, .* 3 findings; .*files\/s.*MB\/s/);
  });

  it("looks indicators up in events, texts and hashes, from the rules' folder and from a file", async () => {
    const hashed = put("more/hash.txt", "hello");
    for (const rules of [
      ["--rules", at("rules")],
      ["--rules", at("rules/sigma"), "--indicators", at("rules/indicators/places.yml")],
    ]) {
      const { lines } = await scan(
        ...rules,
        "--events",
        at("logs/a.ndjson"),
        "--files",
        at("files/deep"),
        hashed,
        "--workers",
        "2",
      );
      const found = lines
        .filter((line) => line.engine === "indicator")
        .map((line) => [line.rule, line.source, line.at]);
      expect(found).toEqual([
        ["Bad places", at("logs/a.ndjson"), 2],
        ["Bad places", `${at("files/deep/box.zip")}!/in.zip!/x.txt`, null],
        ["Bad places", `${at("files/deep/box.zip")}!/look.txt`, 4],
        ["Bad places", hashed, null],
      ]);
    }
  });

  it("takes indicators from MISP events, tables and plain lists as well", async () => {
    const misp = { Event: { info: "x", Attribute: [{ type: "domain", value: "bad.example", to_ids: true }] } };
    for (const file of [
      put("feeds/event.json", JSON.stringify(misp)),
      put("feeds/table.csv", "type,value\ndomain,bad.example\n"),
      put("feeds/plain.txt", "# places\nbad.example\n"),
    ]) {
      const { code, lines, summary } = await scan(
        "--rules",
        at("rules/yara"),
        "--indicators",
        file,
        "--files",
        at("files/deep"),
      );
      expect([code, summary]).toEqual([0, expect.stringContaining("1 indicator; 0 refused")]);
      expect(lines.filter((line) => line.engine === "indicator").map((line) => line.source)).toEqual([
        `${at("files/deep/box.zip")}!/look.txt`,
      ]);
    }
  });

  it("adds what a finding knows when it is asked to explain", async () => {
    const { lines } = await scan("--rules", at("rules/yara"), "--files", at("files/plain.txt"), "--explain");
    expect(lines[0]).toMatchObject({
      why: "why",
      locations: [{ kind: "bytes", string: "$a", offset: 6, text: "hello" }, { offset: 12 }],
    });
  });

  it("opens nothing when it is told so", async () => {
    const { lines } = await scan("--rules", at("rules/yara"), "--files", at("files/deep"), "--no-unpack");
    expect(lines).toEqual([]);
  });

  it("refuses rules one by one with the reason, and uses the rest", async () => {
    const bad = put("mixed/bad.yar", "rule bad {\n condition: nothing_known }");
    put("mixed/good.yar", yaraRule("fine", "hello"));
    const odd = put("mixed/odd.yml", "title: No detection\nid: 33333333-3333-4333-8333-333333333333\n");
    const { code, lines, summary } = await scan(
      "--rules",
      at("mixed"),
      "--files",
      at("files/plain.txt"),
      "--events",
      at("logs/a.ndjson"),
    );
    expect(code).toBe(0);
    expect(lines.map((line) => line.ruleId)).toEqual(["Y-fine"]);
    expect(summary).toContain("2 refused");
    expect(summary).toContain(`refused: ${bad}:2: unknown identifier \`nothing_known\``);
    expect(summary).toContain(`refused: ${odd}`);
  });

  it("ends with 1 on input that cannot be read or breaks off, and scans the rest", async () => {
    const broken = put("broken/cut.ndjson", `${event("C:\\tool.exe")}\n{"Image": "C:\\\\to`);
    const image = put("broken/image.log", Buffer.from([0, 1, 2, 0, 255]));
    const { code, lines, summary } = await scan(
      "--rules",
      at("rules"),
      "--events",
      broken,
      image,
      at("missing.json"),
      "--files",
      at("gone"),
      at("files/plain.txt"),
    );
    expect(code).toBe(1);
    expect(lines.map((line) => [line.engine, line.source])).toEqual([
      ["sigma", broken],
      ["yara", at("files/plain.txt")],
    ]);
    expect(summary).toContain(`bad input: ${broken}: JSON: `);
    expect(summary).toContain(`bad input: ${image}: not a log`);
    expect(summary).toContain(`bad input: ${at("missing.json")}: ENOENT: no such file or directory`);
    expect(summary).toContain(`bad input: ${at("gone")}: ENOENT`);
  });

  it("does not follow links that it meets on the way, and says what it may not read", async () => {
    put("linked/real.txt", "hello");
    symlinkSync("/etc", at("linked/etc"));
    const closed = put("linked/closed.txt", "hello");
    chmodSync(closed, 0);
    const { code, lines } = await scan("--rules", at("rules/yara"), "--files", at("linked"));
    const isRoot = process.getuid?.() === 0;
    expect(lines.map((line) => line.source)).toEqual(
      isRoot ? [closed, at("linked/real.txt")] : [at("linked/real.txt")],
    );
    expect(code).toBe(isRoot ? 0 : 1);
  });

  it("ends with 2 on a wrong command line, and says what is wrong", async () => {
    for (const [argv, reason] of [
      [[], "--rules: expected at least one folder"],
      [["--rules", at("rules")], "expected something to scan"],
      [["--rules", at("rules"), "--files", at("files"), "--fast"], "--fast: no such option"],
      [
        ["--rules", at("rules"), "--files", at("files"), "--workers", "none"],
        "--workers: expected a number from 1 to 99",
      ],
      [[at("rules")], "stands before any option"],
      [["--rules", at("nowhere"), "--files", at("files")], "no such file or directory"],
    ] as const) {
      const { code, lines, summary } = await scan(...argv);
      expect([code, lines, summary.includes(reason)]).toEqual([2, [], true]);
    }
  });
});

describe("toguna rules test", () => {
  async function test(folder: string): Promise<{ code: number; out: string }> {
    let out = "";
    const io = {
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (out += text) },
    };
    return { code: await runRulesTest([folder], io), out };
  }

  it("passes rules that do what their samples say, stored as text or not, also inside archives", async () => {
    put("tested/sigma/tool.yml", sigmaRule);
    put("tested/sigma/samples/tool/hit/a.json", event("C:\\tool.exe"));
    put("tested/sigma/samples/tool/miss/a.json", event("C:\\tool.exe.txt"));
    put("tested/yara/greets.yar", yaraRule("greets", "hello"));
    put("tested/yara/samples/greets/hit/a.txt.b64", Buffer.from("a hello").toString("base64"));
    put("tested/yara/samples/greets/hit/b.zip", await makeZip({ "x.txt": "hello" }));
    put("tested/yara/samples/greets/miss/c.hex", Buffer.from("hullo").toString("hex"));
    put("tested/indicators/places.yml", list);
    expect(await test(at("tested"))).toMatchObject({ code: 0, out: expect.stringContaining("3 passed, 0 failed") });
  });

  it("fails a rule that misses its hit, hits its miss, has no samples, or does not compile", async () => {
    put("failing/sigma/tool.yml", sigmaRule);
    put("failing/sigma/samples/tool/hit/a.json", event("C:\\other.exe"));
    put("failing/sigma/samples/tool/miss/a.json", event("C:\\tool.exe"));
    put("failing/yara/greets.yar", yaraRule("greets", "hello"));
    put("failing/yara/broken.yar", "rule broken { condition: nothing_known }");
    put("failing/yara/samples/broken/hit/a.hex", "00");
    put("failing/yara/samples/broken/miss/a.hex", "00");
    const { code, out } = await test(at("failing"));
    expect(code).toBe(1);
    expect(out).toContain(`should hit and does not: ${at("failing/sigma/samples/tool/hit/a.json")}`);
    expect(out).toContain(`should miss and hits: ${at("failing/sigma/samples/tool/miss/a.json")}`);
    expect(out).toContain("FAIL yara greets (0 hit, 0 miss)");
    expect(out).toContain("refused: line 1: unknown identifier `nothing_known`");
    expect(out).toContain("0 passed, 3 failed");
  });

  it("ends with 2 where there is no such folder", async () => {
    expect((await test(at("nowhere"))).code).toBe(2);
  });
});
