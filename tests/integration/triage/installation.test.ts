// The whole installation as it is started: a screenshot is read by its worker, a list comes in at the console while it runs and is searched without a stop.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConfig } from "../../../backend/platform/config/index.ts";
import { connectDatabase, type Database } from "../../../backend/platform/db/index.ts";
import { findDatabase } from "../../../backend/platform/run/index.ts";
import { openSecrets } from "../../../backend/platform/secrets/index.ts";
import { runToguna } from "../../support/run-toguna.ts";
import { eventually, type RunningServer, startServer } from "../../support/server.ts";

const screenshot = readFileSync(join(import.meta.dirname, "pictures/message-fr.png"));
let server: RunningServer;
let db: Database;
let sql: Database["sql"];

beforeAll(async () => {
  server = await startServer();
  const config = parseConfig({}, { dataDir: server.dataDir });
  db = connectDatabase(findDatabase(config, openSecrets(server.dataDir)).owner, { max: 1 });
  sql = db.sql;
}, 120_000);
afterAll(async () => {
  await db?.close();
  await server?.stop();
  if (server) rmSync(dirname(server.dataDir), { recursive: true, force: true });
});

const file = (name: string, text: string): string => {
  const folder = join(dirname(server.dataDir), "lists");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

async function sendReport(description: string, picture?: Buffer): Promise<string> {
  const form = new FormData();
  form.append("description", description);
  if (picture) form.append("files", new File([Uint8Array.from(picture)], "capture.png", { type: "image/png" }));
  const answer = await fetch(`${server.url}/api/v1/reports`, { method: "POST", body: form });
  expect(answer.status).toBe(201);
  const { reference } = (await answer.json()) as { reference: string };
  return reference;
}

const findingsOf = async (reference: string) =>
  await sql<{ title: string; source: string; why: string }[]>`select f.title, f.source, f.why from findings f
    join reports r on r.id = f.report_id where r.reference = ${reference} and f.engine = 'indicator'`;

test("a screenshot is read, a list brought in at the console is searched at once, and its hunt finds the screenshot", async () => {
  const reference = await sendReport("Regardez ce message.", screenshot);
  const read = async () =>
    await sql`select 1 from observables o join reports r on r.id = o.report_id
      where r.reference = ${reference} and o.value = 'https://colis-bamako.pay-secure.example/suivi'`;
  expect(await eventually(async () => (await read()).length > 0, 90_000)).toBe(true);

  const list = file(
    "parcels.csv",
    "value,kind,why\npay-secure.example,domain,parcel fraud\n198.51.100.300,ipv4,wrong\n",
  );
  const args = [
    "indicators",
    "import",
    list,
    "--licence",
    "CC0-1.0",
    "--marking",
    "TLP:GREEN",
    "--data",
    server.dataDir,
  ];
  const ended = await runToguna(args);
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  expect(ended.stdout).toMatch(
    /^parcels: 1 entries \(csv\) are in force\n {2}refused indicators\[1\]\.value: expected an IPv4/,
  );
  const hunted = async () =>
    await sql`select 1 from hunt_matches m join hunts h on h.id = m.hunt_id join reports r on r.id = m.report_id
      where h.kind = 'list' and h.state = 'done' and r.reference = ${reference} and m.source = 'files/capture.png!/text'`;
  expect(await eventually(async () => (await hunted()).length > 0, 60_000)).toBe(true);

  const next = await sendReport("Encore http://www.pay-secure.example/x");
  expect(await eventually(async () => (await findingsOf(next)).length > 0, 60_000)).toBe(true);
  expect((await findingsOf(next))[0]?.why).toContain("parcels (TLP:GREEN): parcel fraud");
}, 300_000);

test("a MISP feed's folder comes in as one list, a warning list holds its value back, and a wrong file says what was expected", async () => {
  const folder = join(dirname(server.dataDir), "lists", "feed");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "manifest.json"), "{}");
  for (const [uuid, value] of [
    ["11111111-1111-4111-8111-111111111111", "one.misp-feed.example"],
    ["22222222-2222-4222-8222-222222222222", "two.misp-feed.example"],
  ] as const) {
    const Event = { info: "A campaign", date: "2026-01-01", Attribute: [{ type: "domain", value, to_ids: true }] };
    writeFileSync(join(folder, `${uuid}.json`), JSON.stringify({ Event }));
  }
  const bringIn = async (...more: string[]) =>
    await runToguna(["indicators", "import", ...more, "--no-hunt", "--data", server.dataDir]);
  expect((await bringIn(folder, "--licence", "CC-BY-4.0", "--author", "Somebody")).code).toBe(0);
  const before = await sendReport("http://two.misp-feed.example");
  expect(await eventually(async () => (await findingsOf(before)).length > 0, 60_000)).toBe(true);

  const warning = {
    name: "Ours",
    type: "hostname",
    matching_attributes: ["domain", "url"],
    list: ["two.misp-feed.example"],
  };
  expect((await bringIn(file("ours.json", JSON.stringify(warning)), "--licence", "CC0-1.0")).code).toBe(0);
  const after = await sendReport("http://one.misp-feed.example http://two.misp-feed.example");
  expect(await eventually(async () => (await findingsOf(after)).length > 0, 60_000)).toBe(true);
  expect((await findingsOf(after)).map(({ why }) => why.split(" ")[0])).toEqual(["http://one.misp-feed.example/"]);
  const [held] = await sql<{ held_by: { kind: string; names: string[] } }[]>`select s.held_by from suppressed_findings s
    join reports r on r.id = s.report_id where r.reference = ${after}`;
  expect(held?.held_by).toMatchObject({ kind: "warninglist", names: ["Ours"] });

  expect(await bringIn(file("none.json", "{}"), "--licence", "CC0-1.0")).toEqual({
    code: 1,
    stdout: "",
    stderr: "none: Event: expected a MISP event with attributes\n",
  });
  const unnamed = await bringIn(file("x.txt", "a.example"));
  expect(unnamed).toMatchObject({ code: 2, stdout: "" });
  expect(unnamed.stderr).toMatch(/--licence/);
  const wrong = await bringIn(file("x.txt", "a.example"), "--licence", "CC0-1.0", "--marking", "RED");
  expect(wrong.code).toBe(2);
  expect(wrong.stderr).toMatch(/--marking: /);
}, 300_000);
