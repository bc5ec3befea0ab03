// Packs of others' rules: looked at item by item, taken with licence and author, published whole by two persons; at the desk and at the console.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { openEngines } from "../../../backend/triage/open-engines.ts";
import { loadActiveRules } from "../../../backend/triage/rules/load-active.ts";
import { listRules } from "../../../backend/triage/rules/list-rules.ts";
import { type ImportView, ruleStepUpFor } from "../../../backend/triage/rules/model.ts";
import { acceptImport } from "../../../backend/triage/rules/packs/accept-import.ts";
import { askImport, readImport } from "../../../backend/triage/rules/packs/ask-import.ts";
import { importAtConsole } from "../../../backend/triage/rules/packs/import-at-console.ts";
import { approvePack, askPackPublication, refusePack } from "../../../backend/triage/rules/packs/publish-pack.ts";
import { readImportView, readPackView } from "../../../backend/triage/rules/packs/read-packs.ts";
import { tidyImports } from "../../../backend/triage/rules/packs/tidy-imports.ts";
import { readRulePage, readVersion } from "../../../backend/triage/rules/read-rule.ts";
import { readTrial } from "../../../backend/triage/rules/read-trial.ts";
import { runSamples } from "../../../backend/triage/rules/run-samples.ts";
import { runTrial } from "../../../backend/triage/rules/run-trial.ts";
import { startPackTrial } from "../../../backend/triage/rules/start-trial.ts";
import { takeInShipped } from "../../../backend/triage/rules/take-in-shipped.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addPerson, addReport } from "../../support/desk-world.ts";
import { type Files, makeTar, makeZip } from "../../support/make-archives.ts";
import { asSystem, confirm, eventWith, newMarker, sigmaRule, yaraRule } from "./rules-support.ts";

type Person = Awaited<ReturnType<typeof addPerson>>;
let world: TestWorld;
let cert: string;
let author: Person;
let second: Person;
beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  author = await addPerson(world, cert, "analyst", "Awa");
  second = await addPerson(world, cert, "lead", "Bat");
});

const reason = "As agreed by telephone.";
const licence = {
  name: "Public rules",
  licence: "DRL-1.1",
  author: "The project",
  source: "https://rules.example/pack",
};

async function bring(name: string, bytes: Buffer | string): Promise<ImportView> {
  const form = new FormData();
  form.set("file", new File([typeof bytes === "string" ? bytes : new Uint8Array(bytes)], name));
  const request = new Request("https://cert.example/", { method: "POST", body: form });
  const { importId } = await askImport(world.context(author), request);
  expect(await readImportView(world.context(author), importId)).toMatchObject({ state: "reading", items: [] });
  await readImport(asSystem(world), importId);
  return await readImportView(world.context(author), importId);
}
const short = (view: ImportView) =>
  view.items.map(({ path, kind, status, title }) => `${status} ${kind} ${path}: ${title}`).sort();

/** A pack as public ones are laid out: rules in folders, a licence, words, a broken rule, one that leans on another. */
function packOf(marker: string): { files: Files; ids: { sigma: string } } {
  const sigma = crypto.randomUUID();
  return {
    ids: { sigma },
    files: {
      LICENSE: "Detection Rule License (DRL) 1.1\n\nPermission is granted…\n",
      "README.md": "# Rules\n",
      ".github/workflows/test.yml": "on: push\n",
      "rules/windows/one.yml": sigmaRule(marker, sigma),
      "rules/windows/broken.yml": sigmaRule(`${marker}b`).replace("condition: selection", "condition: nothing_like_it"),
      "rules/mkdocs.yml": "site_name: no rule\n",
      "yara/two.yar": `import "pe"\n\n// two rules\n${yaraRule(`${marker}1`)}\n${yaraRule(`${marker}2`)}`,
      "yara/leaning.yar": `private rule base_${marker} { strings: $a = "${marker}base" condition: $a }\nrule upper_${marker} { condition: base_${marker} }\n`,
      "feeds/event.json": JSON.stringify({
        Event: {
          info: "Phishing of a bank",
          date: "2026-11-01",
          Orgc: { name: "CERT of a neighbour" },
          Tag: [{ name: "tlp:green" }],
          Attribute: [
            { type: "domain", value: `${marker}.com`, to_ids: true },
            { type: "comment", value: "nothing", to_ids: true },
          ],
        },
      }),
      "feeds/list.csv": `value,type,comment\n${marker}.net,domain,seen in mails\nnot a hash,sha256,wrong\n`,
    },
  };
}

describe("an archive", () => {
  test.each([
    ["pack.zip", makeZip],
    ["pack.tar", makeTar],
    ["pack.tar.gz", async (files: Files) => gzipSync(await makeTar(files))],
  ] as const)("%s is looked at item by item before anything is taken", async (name, make) => {
    const marker = newMarker();
    const { files } = packOf(marker);
    const view = await bring(name, await make(files));
    expect(view).toMatchObject({
      state: "ready",
      fileName: name,
      licence: "Detection Rule License (DRL) 1.1",
      acceptedAt: null,
    });
    expect(short(view)).toEqual([
      "new indicator feeds/event.json: event",
      "new indicator feeds/list.csv: list",
      `new sigma rules/windows/one.yml: Program ${marker} started`,
      `new yara yara/leaning.yar: upper_${marker}`,
      `new yara yara/two.yar#r_${marker}1: r_${marker}1`,
      `new yara yara/two.yar#r_${marker}2: r_${marker}2`,
      "refused sigma rules/windows/broken.yml: rules/windows/broken.yml",
    ]);
    const problems = Object.fromEntries(view.items.map((item) => [item.path, item.problems]));
    expect(problems["rules/windows/broken.yml"]?.[0]).toMatch(/^line 13:3: .*nothing_like_it/);
    expect(problems["feeds/list.csv"]?.[0]).toContain("64 hexadecimal digits");
    const [count] = await world.owner<
      { n: number }[]
    >`select count(*)::int as n from rules where title like ${`%${marker}%`}`;
    expect(count?.n).toBe(0);
  });

  test("is taken with licence and author kept and shown, its rules in test", async () => {
    const marker = newMarker();
    const view = await bring(`${marker}.zip`, await makeZip(packOf(marker).files));
    await expect(acceptImport(world.context(author), view.id, { ...licence, licence: " " })).rejects.toThrow("licence");
    const broken = view.items.find(({ status }) => status === "refused")?.number ?? -1;
    await expect(acceptImport(world.context(author), view.id, { ...licence, items: [broken] })).rejects.toMatchObject({
      fields: [{ path: "items" }],
    });
    const taken = await acceptImport(world.context(author), view.id, licence);
    expect(taken).toMatchObject({ added: 6, changed: 0 });
    await expect(acceptImport(world.context(author), view.id, licence)).rejects.toMatchObject({ code: "conflict" });
    const pack = await readPackView(world.context(second), taken.packId);
    expect(pack).toMatchObject({
      ...licence,
      fileName: `${marker}.zip`,
      importedBy: { name: "Awa" },
      rules: { test: 6, active: 0 },
    });
    const { rows } = await listRules(world.context(second), { packId: taken.packId });
    expect(rows).toHaveLength(6);
    for (const row of rows)
      expect(row).toMatchObject({ state: "test", origin: "pack", licence: "DRL-1.1", pack: { name: "Public rules" } });
    const sigma = rows.find(({ kind }) => kind === "sigma");
    // The rule's own author stands before the pack's.
    expect(sigma).toMatchObject({ author: "Awa" });
    expect(rows.find(({ title }) => title === `upper_${marker}`)).toMatchObject({ author: "The project" });
    const whole = await readRulePage(world.context(second), sigma?.id ?? "");
    expect(whole.gates.map(({ gate, state }) => [gate, state])).toEqual([
      ["form", "passed"],
      ["samples", "excused"],
      ["backtest", "none"],
    ]);
  });

  test("brought again, only what changed is taken, as a new version; ids of the desk's own rules are refused", async () => {
    const marker = newMarker();
    const first = packOf(marker);
    const taken = await acceptImport(
      world.context(author),
      (await bring(`${marker}.zip`, await makeZip(first.files))).id,
      licence,
    );
    const changed = {
      ...first.files,
      "rules/windows/one.yml": sigmaRule(marker, first.ids.sigma).replace("level: high", "level: low"),
    };
    const view = await bring(`${marker}.zip`, await makeZip(changed));
    expect(view.counts).toMatchObject({ new: 0, changed: 1, same: 5, refused: 1 });
    const again = await acceptImport(world.context(author), view.id, licence);
    expect(again).toMatchObject({ added: 0, changed: 1 });
    const { rows } = await listRules(world.context(second), { packId: again.packId });
    expect(rows).toMatchObject([{ latestVersion: 2, level: "low", state: "test" }]);
    expect((await listRules(world.context(second), { packId: taken.packId })).total).toBe(5);
    await takeInShipped(asSystem(world));
    const [shipped] = (await listRules(world.context(second), { kind: "sigma", origin: "shipped", limit: 1 })).rows;
    const { source } = await readVersion(world.context(second), shipped?.id ?? "", 1);
    const twin = await bring("twin.yml", source.replace(/^title: .*$/m, "title: A twin"));
    expect(twin.items).toMatchObject([{ status: "refused" }]);
    expect(twin.items[0]?.problems[0]).toContain(shipped?.title);
  });

  test("that holds no rules, or is no archive at all, fails with what was expected; a form without a file is refused", async () => {
    const empty = await bring("nothing.zip", await makeZip({ "a.md": "words" }));
    expect(empty).toMatchObject({ state: "failed", items: [] });
    expect(empty.error).toContain("Expected Sigma rules");
    const broken = await bring("broken.zip", (await makeZip(packOf(newMarker()).files)).subarray(0, 200));
    expect(broken.state).toBe("failed");
    const form = new FormData();
    form.set("note", "no file");
    const request = new Request("https://cert.example/", { method: "POST", body: form });
    await expect(askImport(world.context(author), request)).rejects.toMatchObject({ code: "invalid_input" });
    await expect(acceptImport(world.context(author), empty.id, licence)).rejects.toMatchObject({ code: "conflict" });
  });

  test("laid out as our own rules brings its samples, which then have to pass", async () => {
    const marker = newMarker();
    const files = {
      "sigma/one.yml": sigmaRule(marker),
      "sigma/samples/one/hit/a.json": eventWith(`run ${marker}`),
      "sigma/samples/one/miss/b.json": eventWith("nothing"),
    };
    const view = await bring("own.zip", await makeZip(files));
    expect(view.items).toMatchObject([{ samples: 2, status: "new" }]);
    const { packId } = await acceptImport(world.context(author), view.id, licence);
    const [row] = (await listRules(world.context(author), { packId })).rows;
    const gates = async () => (await readRulePage(world.context(author), row?.id ?? "")).gates[1]?.state;
    expect(await gates()).toBe("waiting");
    await runSamples(asSystem(world), row?.id ?? "", 1);
    expect(await gates()).toBe("passed");
  });
});

test("a pack is back-tested in one walk and published whole by two persons, neither of whom brought it alone", async () => {
  const marker = newMarker();
  const { id: reportId } = await addReport(world, cert, { severity: null });
  await addFile(world, reportId, {
    name: "host.json",
    mediaType: "application/json",
    bytes: Buffer.from(eventWith(`run ${marker}`)),
  });
  await addFile(world, reportId, {
    name: "page.txt",
    mediaType: "text/plain",
    bytes: Buffer.from(`with ${marker}base`),
  });
  const view = await bring(`${marker}.zip`, await makeZip(packOf(marker).files));
  const { packId } = await acceptImport(world.context(author), view.id, licence);
  await expect(askPackPublication(world.context(author), packId, { reason })).rejects.toMatchObject({
    code: "refused",
  });
  const { trialId } = await startPackTrial(world.context(author), packId, {});
  await runTrial(asSystem(world), trialId);
  const trial = await readTrial(world.context(author), trialId);
  const hits = Object.fromEntries(trial.rules.map((rule) => [rule.title, rule.hits]));
  expect(hits).toMatchObject({ [`Program ${marker} started`]: 1, [`upper_${marker}`]: 1, [`r_${marker}2`]: 0 });
  expect(await askPackPublication(world.context(author), packId, { reason })).toEqual({ asked: 6, left: [] });
  expect((await readPackView(world.context(author), packId)).can.approve).toBe(false);
  await expect(approvePack(world.context(second), packId)).rejects.toMatchObject({ code: "step_up_required" });
  await confirm(world, second, ruleStepUpFor.approvePack(packId, 6));
  expect(await approvePack(world.context(second), packId)).toEqual({ approved: 6 });
  expect(await readPackView(world.context(second), packId)).toMatchObject({
    rules: { active: 6, test: 0 },
    waiting: 0,
  });
  await expect(refusePack(world.context(second), packId, { reason })).rejects.toMatchObject({ code: "conflict" });
  const { sources } = await loadActiveRules(asSystem(world));
  const engines = await openEngines(
    sources.filter(({ text }) => text.includes(marker)),
    null,
  );
  expect(engines.refused).toEqual([]);
  await engines.close();
});

describe("at the console", () => {
  test("a folder is shown, or taken without an author of this house; publishing still takes two persons", async () => {
    const marker = newMarker();
    const files = new Map(Object.entries(packOf(marker).files).map(([path, text]) => [path, Buffer.from(text)]));
    const looked = await importAtConsole(asSystem(world), { name: marker, files }, undefined);
    expect([looked.packId, looked.view.counts.new]).toEqual([null, 6]);
    const { packId } = await importAtConsole(asSystem(world), { name: marker, files }, licence);
    const pack = await readPackView(world.context(second), packId ?? "");
    expect(pack).toMatchObject({ importedBy: null, rules: { test: 6 } });
    const { trialId } = await startPackTrial(world.context(author), packId ?? "", { days: null });
    await runTrial(asSystem(world), trialId);
    await askPackPublication(world.context(second), packId ?? "", { reason });
    await expect(approvePack(world.context(second), packId ?? "")).rejects.toMatchObject({
      words: "rulelife.refusal.asked_it",
    });
  });
});

test("what was uploaded does not stay in the store once it was read", async () => {
  const kept = (): number =>
    readdirSync(join(world.dataDir, "objects"), { recursive: true, withFileTypes: true }).filter((one) => one.isFile())
      .length;
  const before = kept();
  await bring("one.yml", sigmaRule(newMarker()));
  expect(kept()).toBe(before);
});

test("an import that nobody took is dropped after a week, what was taken leaves its record", async () => {
  const marker = newMarker();
  const left = await bring(`${marker}-left.yml`, sigmaRule(`${marker}l`));
  const young = await bring(`${marker}-young.yml`, sigmaRule(`${marker}y`));
  const taken = await bring(`${marker}-taken.yml`, sigmaRule(`${marker}t`));
  const { packId } = await acceptImport(world.context(author), taken.id, licence);
  await world.owner`update rule_imports set asked_at = now() - interval '40 days', accepted_at = accepted_at - interval '40 days' where id in (${left.id}, ${taken.id})`;
  expect(await tidyImports(asSystem(world))).toEqual({ dropped: 1, emptied: 1 });
  await expect(readImportView(world.context(author), left.id)).rejects.toMatchObject({ code: "not_found" });
  expect((await readImportView(world.context(author), young.id)).items).toHaveLength(1);
  expect(await readImportView(world.context(author), taken.id)).toMatchObject({ state: "accepted", packId, items: [] });
  expect(await readPackView(world.context(author), packId)).toMatchObject({ rules: { test: 1 } });
});
