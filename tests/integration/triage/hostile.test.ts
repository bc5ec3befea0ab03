// What somebody sends to exhaust the house: each ends in a finding or an ordinary answer within the limits, and the report after it is looked at as ever.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { phonePlan } from "../../../backend/triage/extract/index.ts";
import { type Looked, lookAtReport } from "../../../backend/triage/look-at-report.ts";
import { type Engines, openEngines, shippedRules } from "../../../backend/triage/open-engines.ts";
import { loadCountry, phonePlanOf } from "../../../backend/registry/country/index.ts";
import { createYaraPool } from "../../../backend/triage/yara/index.ts";
import { compileSigma, parseSigma } from "../../../backend/triage/sigma/index.ts";
import { makeOverlappingZip, makeZip } from "../../support/make-archives.ts";

const folder = mkdtempSync(join(tmpdir(), "toguna-hostile-"));
const plan = phonePlan.parse(phonePlanOf(loadCountry("ml")));
const timeout = 180_000;
let engines: Engines;

beforeAll(async () => {
  engines = await openEngines(shippedRules, join(folder, "yara"));
});
afterAll(async () => {
  await engines.close();
  rmSync(folder, { recursive: true, force: true });
});

async function look(description: string, files: Record<string, Uint8Array> = {}): Promise<Looked> {
  const stored = Object.entries(files).map(([name, bytes], index) => {
    const path = join(folder, `file-${index}`);
    writeFileSync(path, bytes);
    return { name, path };
  });
  const facts = { subject: "", description, language: "fr", receivedAt: new Date("2026-05-01"), phonePlan: plan };
  return await lookAtReport(engines, { ...facts, files: stored, pictures: [] });
}

const unopened = (looked: Looked): string[] =>
  looked.findings.filter(({ engine }) => engine === "unpack").map(({ ruleId }) => ruleId);

/** After each of them an ordinary report is looked at as ever: nothing was left broken. */
async function expectHealthy(): Promise<void> {
  const { observables } = await look("Écrivez à pirate@evil-mail.example.org");
  expect(observables.map(({ value }) => value)).toContain("pirate@evil-mail.example.org");
}

describe("hostile files", () => {
  test("a zip bomb is a finding", { timeout }, async () => {
    const bomb = await makeZip({
      "zeros.bin": new Uint8Array(80_000_000),
      "after.txt": "http://after-the-bomb.example",
    });
    expect(bomb.length).toBeLessThan(200_000);
    expect(unopened(await look("", { "bomb.zip": bomb }))).toContain("unpack.ratio_bomb");
    await expectHealthy();
  });

  test("a bomb of bombs is a finding, however deep it lies", { timeout }, async () => {
    let layer = Buffer.from(await makeZip({ "zeros.bin": new Uint8Array(40_000_000) }));
    for (let depth = 0; depth < 9; depth++)
      layer = Buffer.from(await makeZip(Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`${n}.zip`, layer]))));
    const found = unopened(await look("", { "deep.zip": layer }));
    expect(found.length).toBeGreaterThan(0);
    expect(
      found.every((ruleId) => /^unpack\.(too_deep|ratio_bomb|too_many_parts|too_large|time_limit)$/.test(ruleId)),
    ).toBe(true);
    await expectHealthy();
  });

  test("an archive whose entries overlap is a finding", { timeout }, async () => {
    const forged = makeOverlappingZip(new Uint8Array(50_000), 3_000);
    expect(unopened(await look("", { "overlap.zip": forged }))).toContain("unpack.overlapping_entries");
    await expectHealthy();
  });

  test("mails in mails past the limit are a finding", { timeout }, async () => {
    let mail = "From: a@evil.example\r\nSubject: inner\r\n\r\nhttp://innermost.example\r\n";
    for (let depth = 0; depth < 60; depth++)
      mail = `From: a@evil.example\r\nSubject: ${depth}\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n${mail}`;
    expect(unopened(await look("", { "nested.eml": Buffer.from(mail) }))).toContain("unpack.too_deep");
    await expectHealthy();
  });

  test('200 kB of "a" are read as text, as a file, by rules that run away in other engines', { timeout }, async () => {
    const many = "a".repeat(200_000);
    const looked = await look(many, { "a.txt": Buffer.from(many), "a.log": Buffer.from(many) });
    expect(looked.observables.filter(({ kind }) => !/^(sha|md5)/.test(kind))).toEqual([]);
    const text = "rule runaway { strings: $a = /(a+)+b/ $b = /a.{0,1000}b.{0,1000}c/ condition: any of them }";
    const pool = await createYaraPool({
      rules: [{ path: "runaway.yar", text }],
      workers: 1,
      limits: { partTimeMs: 2_000 },
    });
    try {
      const scan = await pool.scan({ name: "a.txt", input: { bytes: new Uint8Array(Buffer.from(many)) } });
      const ends = scan.failure !== null || scan.findings.every(({ ruleId }) => ruleId === "unpack.time_limit");
      expect(ends).toBe(true);
    } finally {
      await pool.close();
    }
    const rule = `title: Runaway\nid: 11111111-1111-4111-8111-111111111119\nlevel: low\nlogsource: {category: webserver}\ndetection: {selection: {url|re: '(a+)+b$'}, condition: selection}\n`;
    const sigma = compileSigma(parseSigma(rule, "runaway.yml"));
    expect(sigma.refused).toEqual([]);
    expect(sigma.match({ url: many }, 0, "x")).toEqual([]);
    await expectHealthy();
  });

  test.each([
    ["of numbers", `[${"1,".repeat(999_999)}1]`],
    ["of objects", `[${'{"a":"b"},'.repeat(999_999)}{"a":"b"}]`],
    ["of arrays within arrays", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["in one object", `{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(",")}}`],
  ])("a JSON of a million elements %s is looked at or told", { timeout }, async (_name, text) => {
    const looked = await look("", { "million.json": Buffer.from(text), "million.json.gz": gzipSync(text) });
    for (const finding of looked.findings) expect(finding.engine).toBe("unpack");
    await expectHealthy();
  });

  test("an event log cut off, emptied and overwritten gives what can be read, and a finding for the rest", {
    timeout,
  }, async () => {
    const header = Buffer.alloc(4_096);
    header.write("ElfFile\0", "latin1");
    const chunk = Buffer.alloc(65_536, 0xff);
    chunk.write("ElfChnk\0", "latin1");
    const broken = {
      "header.evtx": header,
      "overwritten.evtx": Buffer.concat([header, chunk, chunk]),
      "cut.evtx": Buffer.concat([header, chunk.subarray(0, 1_000)]),
    };
    const looked = await look("", broken);
    expect(new Set(looked.findings.map(({ source }) => source))).toEqual(
      new Set(["files/header.evtx", "files/overwritten.evtx", "files/cut.evtx"]),
    );
    expect(unopened(looked).every((ruleId) => ruleId === "toguna_log_broken")).toBe(true);
    await expectHealthy();
  });
});
