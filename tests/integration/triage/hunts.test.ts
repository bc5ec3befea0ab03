// Lists that come in while the worker works, and hunts that look through everything stored: what they touch, how far they are, and how they end.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../../backend/platform/ids/index.ts";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { withLiveFeeds } from "../../../backend/triage/feeds/index.ts";
import { cancelHunt } from "../../../backend/triage/hunt/cancel-hunt.ts";
import type { HuntFor } from "../../../backend/triage/hunt/model.ts";
import { readHunt } from "../../../backend/triage/hunt/read-hunts.ts";
import { runHunt } from "../../../backend/triage/hunt/run-hunt.ts";
import { startHunt } from "../../../backend/triage/hunt/start-hunt.ts";
import { walkStored } from "../../../backend/triage/hunt/walk-stored.ts";
import { askImport, runFeedImport } from "../../../backend/triage/index.ts";
import { type Engines, openEngines, shippedRules } from "../../../backend/triage/open-engines.ts";
import { runTriage } from "../../../backend/triage/run-triage.ts";
import { retireFeed } from "../../../backend/triage/feeds/retire-feed.ts";
import type { ImportFeed } from "../../../backend/triage/feeds/model.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

const folder = mkdtempSync(join(tmpdir(), "toguna-hunts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let world: TestWorld;
let engines: Engines;
let cert: string;
let analyst: ReturnType<TestWorld["context"]>;
let senior: ReturnType<TestWorld["context"]>;
const system = () => makeContext(world.services, { kind: "system", job: "triage" }, "test");

beforeAll(async () => {
  world = await makeTestWorld();
  engines = await openEngines(shippedRules, join(folder, "yara"));
  cert = await addCert(world);
  analyst = world.context(await addPerson(world, cert, "analyst", "Awa"));
  senior = world.context(await addPerson(world, cert, "senior", "Sira"));
});
afterAll(async () => await engines.close());

/** Takes a file in as the route does, and reads it as the worker does. */
async function bringIn(text: string, fileName: string, said: Partial<ImportFeed> & { name: string }) {
  const stored = await world.services.objects.put([Buffer.from(text)] as never, 50_000_000);
  const file = { objectId: stored.id, sha256: stored.sha256.toString("hex"), size: stored.size, name: fileName };
  const input = { title: said.name, marking: "TLP:GREEN", licence: "CC0-1.0", isHunted: false, ...said } as const;
  const asked = await askImport(senior, file, input);
  return { ...asked, outcome: await runFeedImport(system(), asked.importId) };
}

async function lookAt(description: string) {
  const { id } = await addReport(world, cert, { description, status: "received" });
  await runTriage(system(), await withLiveFeeds(system(), engines), id);
  return await world.owner<
    { title: string; why: string; rule_id: string }[]
  >`select title, why, rule_id from findings where report_id = ${id} and engine = 'indicator' order by title`;
}

async function hunt(what: HuntFor) {
  const { id } = await startHunt(analyst, { what });
  await runHunt(system(), id);
  return await readHunt(analyst, id);
}

describe("lists", () => {
  test("a list that comes in is searched at the next report, a new edition replaces the former one, and a retired one hits nothing", async () => {
    expect(await lookAt("Voir http://panel.alpha-kit.example/x")).toEqual([]);
    const first = await bringIn("alpha-kit.example\n198.51.100.7 # seen twice\n", "list.txt", {
      name: "kits",
      title: "Kits",
    });
    expect(first.outcome).toMatchObject({ state: "done", format: "plain", entries: 2 });
    const [finding] = await lookAt("Voir http://panel.alpha-kit.example/x");
    expect(finding).toMatchObject({ title: "Kits", rule_id: "kits" });
    expect(finding?.why).toContain("Kits (TLP:GREEN)");

    await bringIn("beta-kit.example\n", "list.txt", { name: "kits", title: "Kits, second" });
    expect(await lookAt("Voir http://panel.alpha-kit.example/x")).toEqual([]);
    expect(await lookAt("Voir http://beta-kit.example")).toMatchObject([{ title: "Kits, second" }]);

    await retireFeed(senior, { feedId: first.feedId, reason: "no longer kept" });
    expect(await lookAt("Voir http://beta-kit.example")).toEqual([]);
  });

  test("a MISP event and a CSV name the same value: one finding a list, each naming the other with marking, times, confidence and expiry", async () => {
    const event = {
      Event: {
        info: "Kit",
        date: "2026-01-05",
        Orgc: { name: "CIRCL" },
        Tag: [{ name: "tlp:amber" }],
        Attribute: [{ type: "domain", value: "gamma-kit.example", to_ids: true, timestamp: "1770000000" }],
      },
    };
    await bringIn(JSON.stringify(event), "event.json", { name: "misp-kits", title: "From MISP" });
    const csv = "value,kind,confidence,first_seen,valid_until\ngamma-kit.example,domain,90,2026-02-01,2099-01-01\n";
    await bringIn(csv, "kits.csv", { name: "csv-kits", title: "From CSV" });
    const found = await lookAt("Voir http://gamma-kit.example");
    expect(found.map(({ title }) => title)).toEqual(["From CSV", "From MISP"]);
    for (const { why } of found) {
      expect(why).toContain("From MISP (TLP:AMBER): Kit");
      expect(why).toMatch(/From CSV \(TLP:GREEN\): .*first seen 2026-02-01.*confidence 90.*expires 2099-01-01/);
    }
  });

  test("a warning list that comes in holds findings back at once", async () => {
    await bringIn("delta-kit.example\n", "d.txt", { name: "delta", title: "Delta" });
    expect(await lookAt("Voir http://delta-kit.example")).toHaveLength(1);
    const list = {
      name: "Our own",
      type: "hostname",
      matching_attributes: ["domain", "url"],
      list: ["delta-kit.example"],
    };
    const { outcome } = await bringIn(JSON.stringify(list), "list.json", { name: "our-own" });
    expect(outcome).toMatchObject({ state: "done", format: "warninglist", entries: 1 });
    expect(await lookAt("Voir http://delta-kit.example")).toEqual([]);
  });

  test("a file that cannot be used is refused with the reason, and the edition in force stays", async () => {
    const { feedId } = await bringIn("epsilon-kit.example\n", "e.txt", { name: "epsilon" });
    const { outcome } = await bringIn('{"Event": {}}', "e.json", { name: "epsilon" });
    expect(outcome).toMatchObject({ state: "refused", error: "Event: expected a MISP event with attributes" });
    expect(await lookAt("Voir http://epsilon-kit.example")).toHaveLength(1);
    const [row] =
      await world.owner`select state, error from indicator_imports where feed_id = ${feedId} order by asked_at desc, id desc limit 1`;
    expect(row).toMatchObject({ state: "refused" });
  });

  test("a snapshot that is gone or damaged is made again from the file", async () => {
    const { importId } = await bringIn("zeta-kit.example\n", "z.txt", { name: "zeta" });
    writeFileSync(join(world.dataDir, "cache", "indicators", `${importId}.snapshot`), "damaged");
    expect(await lookAt("Voir http://zeta-kit.example")).toHaveLength(1);
  });

  test("an edition never changes, also not by the owner of the database", async () => {
    await expect(world.owner`update indicator_imports set licence = 'mine' where state = 'done'`).rejects.toThrow(
      /cannot be changed/,
    );
    await expect(world.owner`delete from indicator_imports`).rejects.toThrow(/cannot be changed/);
  });

  test("an analyst may not bring a list in, and a wrong name is refused by its field", async () => {
    const file = { objectId: newId(), sha256: "00".repeat(32), size: 1, name: "x" };
    const said = { name: "x1", title: "X", marking: "TLP:GREEN", licence: "CC0-1.0" } as const;
    await expect(askImport(analyst, file, said)).rejects.toMatchObject({ code: "forbidden" });
    await expect(askImport(senior, file, { ...said, name: "With Spaces" })).rejects.toThrow(/small letters/);
  });
});

describe("hunts", () => {
  let touched: { id: string; reference: string };
  let old: { id: string; reference: string };
  let constituents: { former: string; present: string };

  beforeAll(async () => {
    // The address was the mill's until 2026-03-01, and is the bank's since.
    const add = async (name: string): Promise<string> => {
      const [id, organisation] = [newId(), newId()];
      await world.owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', ${name})`;
      await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${id}, ${id}, ${organisation}, ${name}, 'finance')`;
      return id;
    };
    constituents = { former: await add("Moulin du Sahel"), present: await add("Banque du Delta") };
    await world.owner`insert into network_claims (id, constituent_id, kind, value, prefix, source, proof, held_from, held_until) values
      (${newId()}, ${constituents.former}, 'prefix', '203.0.113.0/24', '203.0.113.0/24', 'letter', 'letter', '2025-01-01', '2026-03-01'),
      (${newId()}, ${constituents.present}, 'prefix', '203.0.113.0/24', '203.0.113.0/24', 'letter', 'letter', '2026-03-01', null)`;
    touched = await addReport(world, cert, {
      description: "Le serveur 203.0.113.9 appelle.",
      receivedAt: new Date("2026-05-01"),
    });
    await addObservable(world, touched.id, { kind: "ipv4", value: "203.0.113.9" });
    await addObservable(world, touched.id, { kind: "url", value: "http://cdn.omega-kit.example/a/b" });
    old = await addReport(world, cert, { description: "Encore 203.0.113.9.", receivedAt: new Date("2026-02-01") });
    await addObservable(world, old.id, { kind: "ipv4", value: "203.0.113.9" });
    await addObservable(world, old.id, { kind: "domain", value: "omega-kit.example" });
    const log = [
      {
        Channel: "Microsoft-Windows-Sysmon/Operational",
        EventID: 1,
        Image: "C:\\a.exe",
        CommandLine: "curl http://cdn.omega-kit.example/late",
      },
      { Channel: "Microsoft-Windows-Sysmon/Operational", EventID: 1, Image: "C:\\omega-tool.exe", CommandLine: "x" },
    ];
    const bytes = gzipSync(log.map((event) => JSON.stringify(event)).join("\n"));
    const other = await addReport(world, cert, { description: "Un journal.", receivedAt: new Date("2026-05-02") });
    await addFile(world, other.id, { name: "events.json.gz", mediaType: "application/gzip", bytes });
  });

  test("a value is found in what triage put down and in events that it did not, with the reports and with whoever held the address then", async () => {
    const page = await hunt({ kind: "value", value: "omega-kit[.]example" });
    expect(page.hunt).toMatchObject({ state: "done", title: "omega-kit.example" });
    expect(page.hunt.reportsDone).toBe(page.hunt.reportsTotal);
    expect(page.hunt.eventsDone).toBe(2);
    expect(page.reports).toHaveLength(3);
    expect(page.reports.map(({ matches }) => matches.map(({ kind, matched, at }) => [kind, matched, at]))).toEqual([
      [["event", "http://cdn.omega-kit.example/late", 0]],
      [["value", "http://cdn.omega-kit.example/a/b", 0]],
      [["value", "omega-kit.example", 0]],
    ]);
    expect(page.reports[0]?.matches[0]?.source).toMatch(/^files\/events\.json\.gz!/);
    const holders = Object.fromEntries(
      page.reports.map(({ reference, holders: held }) => [reference, held.map(({ name }) => name)]),
    );
    expect(holders[touched.reference]).toEqual(["Banque du Delta"]);
    expect(holders[old.reference]).toEqual(["Moulin du Sahel"]);
    expect(page.constituents.map(({ name, reports }) => [name, reports])).toEqual([
      ["Banque du Delta", 1],
      ["Moulin du Sahel", 1],
    ]);
  });

  test("a list that comes in looks through everything stored by itself", async () => {
    await bringIn("203.0.113.0/28\n", "nets.txt", { name: "nets", title: "Networks", isHunted: true });
    const [row] = await world.owner<
      { id: string }[]
    >`select id from hunts where kind = 'list' order by asked_at desc limit 1`;
    await runHunt(system(), row?.id ?? "");
    const page = await readHunt(analyst, row?.id ?? "");
    expect(page.hunt).toMatchObject({ title: "Networks", state: "done" });
    expect(page.reports.map(({ reference }) => reference).sort()).toEqual([old.reference, touched.reference].sort());
    expect(page.reports[0]?.matches[0]).toMatchObject({ matched: "203.0.113.9" });
  });

  const addRule = async (kind: string, source: string): Promise<string> => {
    const id = newId();
    await world.owner`insert into rules (id, kind, origin, path, title, state, state_at, created_by, created_at)
      values (${id}, ${kind}, 'desk', null, 'A rule', 'draft', now(), ${analyst.actor.kind === "person" ? analyst.actor.personId : null}, now())`;
    const author = analyst.actor.kind === "person" ? [analyst.actor.personId] : [];
    await world.owner`insert into rule_versions (rule_id, version, origin, source, sha256, samples, samples_sha256, title, level, names, written_by, created_at)
      values (${id}, 1, 'desk', ${source}, sha256('x'), '[]', sha256('x'), 'A rule', 'high', '{x}', ${author}, now())`;
    return id;
  };

  test("a Sigma rule is looked for in the events of every file", async () => {
    const ruleId = await addRule(
      "sigma",
      "title: Omega tool\nid: 11111111-1111-4111-8111-111111111112\nlevel: high\nlogsource: {category: process_creation, product: windows}\ndetection:\n  selection: {Image|endswith: '\\omega-tool.exe'}\n  condition: selection\n",
    );
    const page = await hunt({ kind: "rule", ruleId });
    expect(page.reports.map(({ matches }) => matches.map(({ kind, title, at }) => [kind, title, at]))).toEqual([
      [["event", "Omega tool", 1]],
    ]);
  });

  test("a YARA rule is looked for in every file and what is packed in it", async () => {
    const ruleId = await addRule(
      "yara",
      'rule omega { meta: level = "high" strings: $a = "omega-tool" condition: $a }',
    );
    const page = await hunt({ kind: "rule", ruleId });
    expect(
      page.reports.map(({ matches }) => matches.map(({ kind, matched, source }) => [kind, matched, source])),
    ).toEqual([[["file", "omega", "files/events.json.gz!/events.json"]]]);
  });

  test("a rule that cannot be used ends the hunt with the reason", async () => {
    const ruleId = await addRule("yara", "rule broken {");
    const page = await hunt({ kind: "rule", ruleId });
    expect(page.hunt.state).toBe("failed");
    expect(page.hunt.error).not.toBe("");
  });

  test("a hunt that waits is cancelled at once, one that runs at its next step, and what it found stays", async () => {
    const { id } = await startHunt(analyst, { what: { kind: "value", value: "omega-kit.example" } });
    await cancelHunt(analyst, id);
    await runHunt(system(), id);
    expect((await readHunt(analyst, id)).hunt).toMatchObject({ state: "cancelled", reportsDone: 0 });
    const running = await startHunt(analyst, { what: { kind: "value", value: "omega-kit.example" } });
    await world.owner`update hunts set is_cancel_asked = true where id = ${running.id}`;
    await runHunt(system(), running.id);
    expect((await readHunt(analyst, running.id)).hunt.state).toBe("cancelled");
    await expect(cancelHunt(analyst, running.id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("a value of no kind is refused by its field, and an administrator may not hunt", async () => {
    await expect(startHunt(analyst, { what: { kind: "value", value: "bonjour tout le monde" } })).rejects.toMatchObject(
      {
        code: "invalid_input",
        fields: [{ path: "what.value" }],
      },
    );
    const administrator = world.context(await addPerson(world, cert, "administrator", "Oumou"));
    await expect(startHunt(administrator, { what: { kind: "value", value: "a.example" } })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("what lies in a report that the reader may not see is neither shown nor counted", async () => {
    const { id } = await startHunt(analyst, { what: { kind: "value", value: "omega-kit.example" } });
    await runHunt(system(), id);
    await world.owner`update hunts set problems = ${world.owner.json([
      { reportId: touched.id, text: "seen" },
      { reportId: newId(), text: "not for everybody" },
    ] as never)} where id = ${id}`;
    const whole = await readHunt(analyst, id);
    expect([whole.hunt.matches, whole.reportCount, whole.hunt.problems]).toEqual([3, 3, ["seen"]]);
    // Somebody whose scope shows no report at all.
    const blind = world.context(await addPerson(world, cert, "auditor", "Fanta"));
    await expect(readHunt(blind, id)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("the walk gives each report once, the newest first, over pages and equal times", async () => {
    const at = new Date("2024-01-01T00:00:00.000Z");
    for (let number = 0; number < 90; number++) await addReport(world, cert, { receivedAt: at });
    const seen: string[] = [];
    let before = Number.POSITIVE_INFINITY;
    for await (const report of walkStored(system(), { until: new Date("2024-06-01") })) {
      seen.push(report.id);
      expect(report.receivedAt.getTime()).toBeLessThanOrEqual(before);
      before = report.receivedAt.getTime();
    }
    expect(seen).toHaveLength(90);
    expect(new Set(seen).size).toBe(90);
  });
});
