// A focal point reads the own areas and nothing else, on every way there is; where displaced people come from is on none of them.
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { addFocalEntry } from "../../../backend/cases/focal/add-entry.ts";
import { answerFocalEntry } from "../../../backend/cases/focal/answer-entry.ts";
import { registerAssisted } from "../../../backend/cases/focal/register-assisted.ts";
import { assignReport, closeCase } from "../../../backend/cases/index.ts";
import { submitReport } from "../../../backend/intake/index.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { endArea, giveArea } from "../../../backend/registry/areas/give-area.ts";
import { importAreaFile, previewAreaImport } from "../../../backend/registry/areas/import-area-file.ts";
import { readAreaTree } from "../../../backend/registry/areas/read-tree.ts";
import { subtreeOf } from "../../../backend/registry/areas/walk-areas.ts";
import { importAreas } from "../../../backend/registry/index.ts";
import { loadCountry } from "../../../backend/registry/country/index.ts";
import { listFocalReports, readFocalHome } from "../../../backend/reporting/focal/list-focal.ts";
import { listFocalConstituents, readFocalReport, readReportArea } from "../../../backend/reporting/focal/read-focal.ts";
import { readAreaMap } from "../../../backend/reporting/focal/read-map.ts";
import { focalReadRoutes } from "../../../backend/reporting/focal/routes.ts";
import { listQueue } from "../../../backend/reporting/list-queue.ts";
import { streamEvents } from "../../../backend/reporting/live/stream-events.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let office: string;
let lead: Extract<Actor, { kind: "person" }>;
let analyst: Actor;
let south: Extract<Actor, { kind: "person" }>;
const as = (actor: Actor) => world.context(actor);
const file = (text: string, name = "areas.csv") => ({ name, bytes: Buffer.from(text) });

async function stepUp(act: string, object: string, version: string, person = lead): Promise<void> {
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${person.sessionId}, ${Buffer.from(person.sessionId)}, ${person.personId}, now() + interval '1 day', now() + interval '1 day') on conflict do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${person.sessionId}, ${person.personId}, ${act}, ${object}, ${version}, now(), now() + interval '5 minutes')`;
}

async function makeFocal(name: string, ...areas: string[]) {
  const person = await addPerson(world, office, "focal_point", name);
  for (const areaId of areas) {
    await stepUp("focal_area.give", person.personId, areaId);
    await giveArea(as(lead), { personId: person.personId, areaId });
  }
  return person;
}

async function reportIn(area: string | null, description: string): Promise<string> {
  const { id } = await addReport(world, cert, { description });
  await world.owner`update reports set area_id = ${area} where id = ${id}`;
  return id;
}

beforeAll(async () => {
  world = await makeTestWorld({ env: { COUNTRY: "xd" } });
  cert = await addCert(world);
  office = newId();
  await world.owner`insert into organisations (id, kind, name) values (${office}, 'office', 'Regional office')`;
  lead = await addPerson(world, cert, "lead", "Lead");
  analyst = await addPerson(world, cert, "analyst", "Analyst");
  await importAreas(world.context({ kind: "system", job: "test" }), loadCountry("xd"));
  south = await makeFocal("South", "xd-sud");
});

describe("a district that is not one's own", () => {
  test("is in no list, count, search, page, export, map or stream", async () => {
    const own = await reportIn("xd-sud", "Un faux agent du marché, mot-témoin");
    const foreign = await reportIn("xd-dunes", "Un faux agent des dunes, mot-témoin");
    await reportIn(null, "Sans zone, mot-témoin");
    const child = await reportIn("xd-sud-sud-ville", "Dans la ville, mot-témoin");
    const mine = [own, child].sort();
    const ids = (rows: { id: string }[]): string[] => rows.map(({ id }) => id).sort();
    expect(ids((await listFocalReports(as(south), {})).rows)).toEqual(mine);
    expect(ids((await listFocalReports(as(south), { view: "all", text: "mot-témoin" })).rows)).toEqual(mine);
    expect((await listFocalReports(as(south), { text: "dunes" })).rows).toEqual([]);
    expect((await listFocalReports(as(south), { area: "xd-dunes", view: "all" })).rows).toEqual([]);
    expect((await readFocalHome(as(south))).counts).toEqual({ open: 2, all: 2, waiting: 0 });
    await expect(readFocalReport(as(south), foreign)).rejects.toMatchObject({ code: "not_found" });
    expect((await readFocalReport(as(south), own)).description).toContain("marché");
    const map = await readAreaMap(as(south), undefined);
    expect(map.areas.find(({ id }) => id === "xd-dunes")?.count).toBe(0);
    // Two are fewer than five, and told as a few; the desk is told the number.
    expect([map.areas.find(({ id }) => id === "xd-sud")?.count, map.fewest]).toEqual([null, 5]);
    expect((await readAreaMap(as(analyst), undefined)).areas.find(({ id }) => id === "xd-sud")?.count).toBe(2);
    const exported = focalReadRoutes.find(({ path }) => path.endsWith("/export"))!;
    const answer = (await exported.handle({
      ctx: as(south),
      c: undefined as never,
      body: undefined,
      query: exported.query!.parse({ view: "all", format: "csv" }),
      params: {},
    })) as Response;
    const table = await answer.text();
    expect(table).toContain("Un faux agent du march");
    expect(table).not.toContain("dunes");
    await expect(listQueue(as(south), { view: "all", limit: 10 } as never)).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(() => streamEvents(as(south))).toThrow(/forbidden/);
  });

  test("shows no row of it in the database itself, and lets none be written", async () => {
    const foreign = await reportIn("xd-dunes", "Ailleurs");
    await addObservable(world, foreign, { kind: "domain", value: "ailleurs.example" });
    const tables = await world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'focal', true), set_config('toguna.person', ${south.personId}, true), set_config('toguna.organisation', ${office}, true)`;
      const rows = await sql<
        { name: string }[]
      >`select c.relname as name from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and has_table_privilege(c.oid, 'select') order by 1`;
      const found: Record<string, number> = {};
      for (const { name } of rows)
        found[name] = (await sql.unsafe(`select 1 from ${name} t where to_jsonb(t)::text like '%${foreign}%'`)).length;
      expect((await sql`update reports set status = 'closed' where id is not null returning 1`).length).toBe(0);
      expect((await sql`delete from focal_entries returning 1`).length).toBe(0);
      return found;
    });
    expect(Object.entries(tables).filter(([, seen]) => seen > 0)).toEqual([]);
    await expect(addFocalEntry(as(south), { reportId: foreign, kind: "note", body: "x" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(assignReport(as(south), { reportId: foreign, personId: null })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(closeCase(as(south), { caseId: newId(), outcome: "resolved", reason: "xxx" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("is left out by the charge alone: it ends, and with it everything that was read", async () => {
    const east = await makeFocal("East", "xd-fleuve", "xd-dunes");
    const id = await reportIn("xd-fleuve", "Au fleuve");
    expect((await readFocalReport(as(east), id)).areaId).toBe("xd-fleuve");
    const [charge] = await world.owner<
      { id: string }[]
    >`select id from focal_areas where person_id = ${east.personId} and area_id = 'xd-fleuve'`;
    await endArea(as(lead), charge?.id ?? "");
    await expect(readFocalReport(as(east), id)).rejects.toMatchObject({ code: "not_found" });
    await world.owner`update role_grants set revoked_at = now() where person_id = ${east.personId}`;
    expect((await listFocalReports(as(east), { view: "all" })).rows).toEqual([]);
  });

  test("restricted, held, RED and conflicting reports of the own area are hidden too", async () => {
    const [held, red, restricted, conflict] = [
      await reportIn("xd-sud", "a"),
      await reportIn("xd-sud", "b"),
      await reportIn("xd-sud", "c"),
      await reportIn("xd-sud", "d"),
    ];
    await world.owner`update reports set is_held = true where id = ${held}`;
    await world.owner`update reports set marking = 'red' where id = ${red}`;
    const caseId = newId();
    await world.owner`insert into cases (id, reference, organisation_id, title, severity, opened_at, is_restricted) values (${caseId}, ${caseId}, ${cert}, 'x', 'low', now(), true)`;
    await world.owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${restricted}, now())`;
    const bank = newId();
    await world.owner`insert into constituents (id, reference, organisation_id, name, sector, area_id) values (${bank}, ${bank}, ${cert}, 'Banque du Sud', 'finance', 'xd-sud')`;
    await world.owner`insert into report_constituents (report_id, constituent_id) values (${conflict}, ${bank})`;
    await world.owner`insert into conflicts (id, person_id, constituent_id, reason, declared_by, declared_at) values (${newId()}, ${south.personId}, ${bank}, 'A cousin', ${lead.personId}, now())`;
    for (const id of [held, red, restricted, conflict])
      await expect(readFocalReport(as(south), id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listFocalConstituents(as(south))).map(({ name }) => name)).toEqual(["Banque du Sud"]);
    expect(await listFocalConstituents(as(await makeFocal("Dunes", "xd-dunes")))).toEqual([]);
  });
});

test("nobody gives an area to themselves, or to somebody without the role, or without the passkey", async () => {
  await expect(giveArea(as(lead), { personId: lead.personId, areaId: "xd-sud" })).rejects.toMatchObject({
    code: "refused",
  });
  const { personId } = analyst as { personId: string };
  await expect(giveArea(as(lead), { personId, areaId: "xd-sud" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(giveArea(as(lead), { personId: south.personId, areaId: "nowhere" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  await expect(giveArea(as(lead), { personId: south.personId, areaId: "xd-dunes" })).rejects.toMatchObject({
    code: "step_up_required",
  });
});

describe("somebody who had to leave", () => {
  const stranger = () => world.context({ kind: "anonymous" });

  test("is handled in the safe area; the place of origin is on no way to a focal point, there or here", async () => {
    const dunes = await makeFocal("Dunes too", "xd-dunes");
    const { reference } = await submitReport(
      stranger(),
      {
        description: "J’ai fui les Dunes ; un homme des dunes me menace.",
        language: "fr",
        flow: "citizen",
        area: "xd-sud",
        origin: { area: "xd-dunes" },
      },
      [],
      { source: "web" },
    );
    const [row] = await world.owner<
      { id: string; answers: unknown }[]
    >`select id, answers from reports where reference = ${reference}`;
    const id = row?.id ?? "";
    await expect(readFocalReport(as(dunes), id)).rejects.toMatchObject({ code: "not_found" });
    const page = await readFocalReport(as(south), id);
    expect(page.description).toBe("J’ai fui les […] ; un homme des […] me menace.");
    expect(JSON.stringify([page, row?.answers, await listFocalReports(as(south), { view: "all" })])).not.toMatch(
      /dunes/i,
    );
    // A search does not tell by its hits what is kept back.
    for (const text of ["dunes", "fui les dunes"])
      expect((await listFocalReports(as(south), { view: "all", text })).rows).toEqual([]);
    for (const person of [south, dunes])
      expect((await readAreaMap(as(person), undefined)).areas.find((area) => area.id === "xd-dunes")?.count).not.toBe(
        1,
      );
    const logged = await world.owner<
      { said: string }[]
    >`select coalesce(string_agg(detail::text, ''), '') as said from audit_log where object_id = ${id}`;
    expect(logged[0]?.said).not.toContain("dunes");
    const mails = await world.owner`select 1 from outgoing_mails where body ilike '%dunes%'`;
    expect(mails).toHaveLength(0);
    // The desk knows it.
    expect(await readReportArea(as(analyst), id)).toMatchObject({
      areaId: "xd-sud",
      isDisplaced: true,
      originNames: { fr: "Dunes" },
    });
  });

  test("and said neither area nor origin, is nobody's but the national team's", async () => {
    const { reference } = await submitReport(
      stranger(),
      { description: "Je suis partie", language: "fr", flow: "citizen", origin: {} },
      [],
      { source: "web" },
    );
    const [row] = await world.owner<{ id: string }[]>`select id from reports where reference = ${reference}`;
    expect(await readReportArea(as(analyst), row?.id ?? "")).toMatchObject({
      areaId: null,
      isDisplaced: true,
      originNames: null,
    });
  });

  test("and told it in confidence: the place is sealed with the name, and the text stays with the national team", async () => {
    const id = await reportIn("xd-sud", "Quelqu’un de chez moi");
    await world.owner`insert into report_origins (report_id, is_sealed) values (${id}, true)`;
    expect((await readFocalReport(as(south), id)).description).toBeNull();
    await expect(
      world.owner`insert into report_origins (report_id, area_id, is_sealed) values (${await reportIn(null, "x")}, 'xd-sud', true)`,
    ).rejects.toThrow(/check constraint/);
  });
});

test("a focal point writes down reports for the own areas only, notes, asks and proposes; the desk answers and takes over", async () => {
  const told = {
    description: "Mon compte est vide",
    language: "fr",
    consent: "agreed",
    phone: "+999 70 00 00 00",
  } as const;
  await expect(registerAssisted(as(south), { ...told, area: "xd-dunes" })).rejects.toMatchObject({
    code: "invalid_input",
  });
  const { reference, receipt } = await registerAssisted(as(south), {
    ...told,
    area: "xd-sud-sud-ville",
    origin: "xd-dunes",
  });
  expect(receipt).toMatch(/^\d{4}( \d{4}){4}$/);
  const [row] = await world.owner<{ id: string }[]>`select id from reports where reference = ${reference}`;
  const reportId = row?.id ?? "";
  const proposal = { rsitClass: "fraud", rsitType: "masquerade", severity: "high" } as const;
  const { id: question } = await addFocalEntry(as(south), {
    reportId,
    kind: "question",
    body: "Puis-je la rappeler ?",
  });
  const { id: proposed } = await addFocalEntry(as(south), {
    reportId,
    kind: "proposal",
    body: "Même numéro",
    proposal,
  });
  await expect(
    answerFocalEntry(as(analyst), { entryId: proposed, outcome: "answered", answer: "x" }),
  ).rejects.toMatchObject({ code: "refused" });
  await answerFocalEntry(as(analyst), { entryId: question, outcome: "answered", answer: "Oui" });
  await answerFocalEntry(as(analyst), { entryId: proposed, outcome: "accepted", answer: "D’accord" });
  await expect(
    answerFocalEntry(as(analyst), { entryId: question, outcome: "answered", answer: "x" }),
  ).rejects.toMatchObject({ code: "conflict" });
  const page = await readFocalReport(as(south), reportId);
  expect(page).toMatchObject({ severity: "high", rsitType: "masquerade" });
  expect(page.entries.map(({ kind, outcome, answer, author }) => [kind, outcome, answer, author])).toEqual([
    ["question", "answered", "Oui", null],
    ["proposal", "accepted", "D’accord", null],
  ]);
});

test("the database's subtree is the plain walk's, over whatever tree, ended and followed areas too", async () => {
  const ids = ["t-a", "t-b", "t-c", "t-d", "t-e", "t-f"];
  const forest = fc.tuple(
    ...ids.map((id, at) =>
      fc.record({
        id: fc.constant(id),
        parentId: at === 0 ? fc.constant(null) : fc.option(fc.constantFrom(...ids.slice(0, at)), { nil: null }),
        successors: fc.subarray(ids.filter((other) => other !== id)),
      }),
    ),
  );
  await fc.assert(
    fc.asyncProperty(forest, fc.subarray(ids), async (areas, roots) => {
      const found = await world.owner.begin(async (sql) => {
        await sql`delete from area_successors where area_id like 't-%'`;
        for (const { id, parentId } of areas)
          await sql`insert into areas (id, parent_id, level, names) values (${id}, ${parentId}, 'region', '{}') on conflict (id) do update set parent_id = excluded.parent_id`;
        for (const { id, successors } of areas)
          for (const next of successors)
            await sql`insert into area_successors (area_id, successor_id) values (${id}, ${next})`;
        return await sql<{ id: string }[]>`select toguna_area_subtree(${roots}::text[]) as id`;
      });
      expect(found.map(({ id }) => id).sort()).toEqual([...subtreeOf(areas, roots)].sort());
    }),
    { numRuns: 60 },
  );
  await world.owner`delete from area_successors where area_id like 't-%'`;
  for (const id of [...ids].reverse()) await world.owner`delete from areas where id = ${id}`;
});

test("an import is looked at, then done as it was looked at; areas end with successors and their reports stay with who follows", async () => {
  const old = await reportIn("xd-sikoro", "Avant la réforme");
  const csv = file(
    "id,parent,level,name_fr,name_mn,population,ended_at,successors\n" +
      "xd-ouest,xd,région,Ouest,Баруун,1 000,,\nxd-est,xd,region,Est,,,,\n" +
      "xd-plaine,xd-nowhere,region,Plaine,,,,\n",
  );
  const broken = await previewAreaImport(as(lead), csv);
  expect(broken.problems).toEqual([
    { line: 4, field: "parent", code: "parent_unknown", values: { parent: "xd-nowhere" } },
  ]);
  await expect(importAreaFile(as(lead), csv, broken.fingerprint)).rejects.toMatchObject({ code: "refused" });
  const good = file("id,parent,level,name_fr\nxd-ouest,xd,région,Ouest\nxd-est,xd,region,Est\n");
  const preview = await previewAreaImport(as(lead), good);
  expect(preview.changes.map(({ id, kind }) => [id, kind])).toEqual([
    ["xd-ouest", "added"],
    ["xd-est", "added"],
  ]);
  expect(await importAreaFile(as(lead), good, preview.fingerprint)).toEqual({ added: 2, changed: 0, ended: 0 });
  await expect(importAreaFile(as(lead), good, preview.fingerprint)).rejects.toMatchObject({ code: "conflict" });

  const children = (await readAreaTree(as(lead))).areas.filter(({ parentId }) => parentId === "xd-sikoro");
  const split = [
    "id,parent,ended_at,successors",
    ...children.map(({ id }, at) => `${id},${at % 2 ? "xd-est" : "xd-ouest"},,`),
    "xd-sikoro,,2026-06-30,xd-est;xd-ouest",
  ].join("\n");
  const after = await previewAreaImport(as(lead), file(split));
  expect(after.problems).toEqual([]);
  await importAreaFile(as(lead), file(split), after.fingerprint);
  const tree = await readAreaTree(as(lead));
  expect(tree.areas.find(({ id }) => id === "xd-sikoro")).toMatchObject({
    endedAt: "2026-06-30T00:00:00.000Z",
    successors: ["xd-est", "xd-ouest"],
  });
  expect((await world.owner`select before from area_history where area_id = 'xd-sikoro'`)[0]?.["before"]).toMatchObject(
    { endedAt: null },
  );
  // Who has one half does not read what was of both; who has both does.
  const half = await makeFocal("West", "xd-ouest");
  const both = await makeFocal("West and east", "xd-ouest", "xd-est");
  await expect(readFocalReport(as(half), old)).rejects.toMatchObject({ code: "not_found" });
  expect((await readFocalReport(as(both), old)).areaId).toBe("xd-sikoro");
  // The country file, read again at the next start, changes nothing back.
  await world.owner`delete from settings where key = 'areas.version'`;
  await importAreas(world.context({ kind: "system", job: "test" }), loadCountry("xd"));
  expect((await readAreaTree(as(lead))).areas.find(({ id }) => id === "xd-sikoro")?.endedAt).not.toBeNull();
});
