// A finding opens to its rule in words, what was true of it, what matched in place, and the rule's history; the same as JSON over HTTP.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../../backend/platform/ids/index.ts";
import { readExplanation } from "../../../backend/reporting/explanations/read-explanation.ts";
import { readReportPage } from "../../../backend/reporting/read-report-page.ts";
import { type Engines, openEngines } from "../../../backend/triage/open-engines.ts";
import { runTriage } from "../../../backend/triage/run-triage.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addPerson, addReport } from "../../support/desk-world.ts";

const sigma = `title: Encoded command
id: 11111111-0000-4000-8000-000000000001
status: stable
author: A. Author
license: DRL-1.1
logsource: { product: windows, category: process_creation }
detection:
  selection:
    Image|endswith: '\\powershell.exe'
    CommandLine|contains: [' -enc ', ' -ec ']
  filter_admin: { User: admin }
  condition: selection and not filter_admin
level: high
`;
const yara = `rule lure_page
{
    meta:
        id = "T-Y-1"
        version = "1"
        level = "medium"
    strings:
        $code = "code secret" nocase
        $form = { 3C 66 6F 72 6D }
        $other = "never here"
    condition:
        filesize < 64KB and $code and any of ($form, $other)
}
`;
const list = `id: a56a590b-2ba4-461a-aee7-8a5fbd0497e6
title: Fraud addresses
status: stable
version: 1
author: Toguna project
reason: Asked for codes.
marking: "TLP:GREEN"
indicators:
  - { value: kanaga-aide.example, kind: domain, why: Asks for the code, firstSeen: "2026-09-14", lastSeen: "2026-11-20", confidence: 90, expiresAt: "2030-01-01" }
  - { value: 192.0.2.53, kind: ipv4, why: Relay, confidence: 90 }
`;
const warninglist = JSON.stringify({
  name: "Public resolvers",
  version: 1,
  description: "Addresses that everybody asks.",
  type: "cidr",
  matching_attributes: ["ip-dst", "ip-src"],
  list: ["192.0.2.53/32"],
});
const event = {
  Channel: "Microsoft-Windows-Sysmon/Operational",
  EventID: 1,
  Image: "C:\\Windows\\powershell.exe",
  CommandLine: "powershell -ENC SQBFAFgA",
  User: "awa\u0000\\u0000",
};

let world: TestWorld;
let engines: Engines;
let analyst: ReturnType<TestWorld["context"]>;
let reportId: string;
let cert: string;
let page: Awaited<ReturnType<typeof readReportPage>>;
const folder = mkdtempSync(join(tmpdir(), "toguna-explain-"));
const rulesFolder = join(folder, "rules");

async function addRule(kind: string, path: string, source: string, name: string): Promise<string> {
  const id = newId();
  const hash = createHash("sha256").update(source).digest();
  await world.owner.begin(async (tx) => {
    await tx`insert into rules (id, kind, origin, path, title, state, state_at, active_version, created_at)
      values (${id}, ${kind}, 'shipped', ${path}, ${name}, 'draft', now() - interval '2 days', null, now() - interval '2 days')`;
    await tx`insert into rule_versions (rule_id, version, origin, source, sha256, samples, samples_sha256, title, level, author, licence, names, written_by, created_at)
      values (${id}, 1, 'shipped', ${source}, ${hash}, '[]', ${hash}, ${name}, 'high', 'A. Author', 'DRL-1.1', ${[name]}, '{}', now() - interval '2 days')`;
    await tx`update rules set state = 'active', active_version = 1 where id = ${id}`;
  });
  return id;
}

beforeAll(async () => {
  world = await makeTestWorld();
  for (const [path, text] of [
    ["sigma/a.yml", sigma],
    ["yara/a.yar", yara],
    ["indicators/a.yml", list],
    ["warninglists/a.json", warninglist],
  ] as const) {
    mkdirSync(join(rulesFolder, path.split("/")[0] ?? ""), { recursive: true });
    writeFileSync(join(rulesFolder, path), text);
  }
  engines = await openEngines(rulesFolder, join(folder, "yara-cache"));
  cert = await addCert(world);
  analyst = world.context(await addPerson(world, cert, "analyst", "Awa"));
  await addRule("sigma", "sigma/a.yml", sigma, "11111111-0000-4000-8000-000000000001");
  await addRule("yara", "yara/a.yar", yara, "T-Y-1");
  await addRule("indicator", "indicators/a.yml", list, "a56a590b-2ba4-461a-aee7-8a5fbd0497e6");
  const description = "Ils demandent le code sur hxxps://kanaga-aide[.]example/code depuis hier, DNS 192.0.2.53.";
  ({ id: reportId } = await addReport(world, cert, { description, status: "received" }));
  await addFile(world, reportId, {
    name: "log.json",
    mediaType: "application/json",
    bytes: Buffer.from(JSON.stringify(event)),
  });
  const html = `${"x".repeat(100)}<form>Entrez le CODE SECRET et visitez http://kanaga-aide.example/a</form>`;
  await addFile(world, reportId, { name: "page.html", mediaType: "text/html", bytes: Buffer.from(html) });
  await runTriage(world.context({ kind: "system", job: "triage" }), engines, reportId);
  page = await readReportPage(analyst, reportId);
});
afterAll(async () => {
  await engines.close();
  rmSync(folder, { recursive: true, force: true });
});

const explainOf = async (engine: string, source = "") => {
  const finding = page.findings.find((one) => one.engine === engine && one.source.endsWith(source));
  return await readExplanation(analyst, finding?.id ?? "", "en");
};

describe("an explanation", () => {
  test("of a Sigma finding: the part of the condition that was true, and the event with the characters that matched marked", async () => {
    const explained = await explainOf("sigma");
    expect(explained.truePart).toBe("selection and not filter_admin");
    expect(explained.said).toContain("✓ “selection” asks for:");
    expect(explained.said).toContain("✗ “filter_admin” asks for:");
    const [shown] = explained.evidence;
    if (shown?.kind !== "event") throw new Error("expected an event");
    expect(shown).toMatchObject({ part: "files/log.json", event: 0, isWhole: true });
    expect(JSON.parse(shown.text)).toEqual(event);
    expect(shown.marks.map(({ start, end }) => shown.text.slice(start, end))).toEqual(["\\\\powershell.exe", " -ENC "]);
  });

  test("of a YARA finding: which strings were found, and the bytes around them", async () => {
    const explained = await explainOf("yara", "page.html");
    expect(explained.truePart).toBe("filesize < 64KB and $code and any of ($form, $other)");
    expect(explained.said).toContain("✓ “$code” is the text: ✓ code secret");
    expect(explained.said).toContain("✗ “$other” is the text: never here");
    const [shown] = explained.evidence;
    if (shown?.kind !== "bytes") throw new Error("expected bytes");
    const marked = (name: string) =>
      shown.rows
        .flatMap((row) =>
          row.marks.filter(({ label }) => label === name).map((mark) => row.text.slice(mark.start, mark.end)),
        )
        .join("");
    expect(marked("$code")).toBe("CODE SECRET");
    expect(marked("$form")).toBe("<form");
  });

  test("of an indicator: the list, its marking, dates and confidence, and the text around the value, in the report and in a file", async () => {
    const inText = await explainOf("indicator", "description");
    expect(inText.said[0]).toBe("✓ https://kanaga-aide.example/code is on the known host kanaga-aide.example.");
    expect(inText.said).toEqual(
      expect.arrayContaining([
        "List “Fraud addresses”, version 1, TLP:GREEN",
        "  First seen on 2026-09-14",
        "  Expires on 2030-01-01",
      ]),
    );
    const inFile = await explainOf("indicator", "page.html");
    for (const [explained, raw] of [
      [inText, "hxxps://kanaga-aide[.]example/code"],
      [inFile, "http://kanaga-aide.example/a"],
    ] as const) {
      const [shown] = explained.evidence;
      if (shown?.kind !== "text") throw new Error("expected a text");
      expect(shown.marks.map((mark) => shown.text.slice(mark.start, mark.end))).toContain(raw);
      expect(shown.text.length).toBeGreaterThan(raw.length);
    }
  });

  test("carries the rule's history: its version, author and licence, hits and judgements", async () => {
    const { rule, history, record, canJudge } = await explainOf("sigma");
    expect(rule).toMatchObject({ kind: "sigma", version: "1", author: "A. Author", licence: "DRL-1.1", source: sigma });
    expect(history?.versions).toEqual([expect.objectContaining({ version: 1, isInForce: true, isThis: true })]);
    expect(record).toMatchObject({ hits: 1, reports: 1, precision: null });
    expect(canJudge).toBe(true);
  });

  test("says its sentences in the asked language", async () => {
    const finding = page.findings.find((one) => one.engine === "sigma");
    const french = await readExplanation(analyst, finding?.id ?? "", "fr");
    expect(french.said).toContain("✓ «\u00a0selection\u00a0» demande\u00a0:");
    expect((await readExplanation(analyst, finding?.id ?? "", "mn")).said.join("\n")).toMatch(/[А-я]/);
  });

  test("is not for who may not read reports, and nothing is told of what is not there", async () => {
    const id = page.findings[0]?.id ?? "";
    const administrator = world.context(await addPerson(world, cert, "administrator", "Root"));
    await expect(readExplanation(administrator, id, "en")).rejects.toEqual(
      expect.objectContaining({ code: "forbidden" }),
    );
    await expect(readExplanation(analyst, newId(), "en")).rejects.toEqual(
      expect.objectContaining({ code: "not_found" }),
    );
    await expect(readExplanation(analyst, "x", "en")).rejects.toEqual(expect.objectContaining({ code: "not_found" }));
  });
});

test("a hit that a warning list holds back is kept apart with the list's name, and opens like any other", async () => {
  expect(page.findings.some(({ why }) => why.includes("192.0.2.53"))).toBe(false);
  expect(page.suppressed).toEqual([
    expect.objectContaining({ engine: "indicator", heldBy: { kind: "warninglist", names: ["Public resolvers"] } }),
  ]);
  const explained = await readExplanation(analyst, page.suppressed[0]?.id ?? "", "en");
  expect(explained).toMatchObject({ heldBy: { kind: "warninglist" }, canJudge: false });
  expect(explained.said[0]).toBe("✓ 192.0.2.53 is the known value.");
});

test("the report's page carries no evidence of its findings, only their places", () => {
  expect(page.findings.length).toBeGreaterThan(3);
  for (const { locations } of page.findings)
    for (const { kind } of locations) expect(["text", "field", "bytes"]).toContain(kind);
});
