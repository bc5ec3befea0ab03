// Other organisations than the national team: each sees its own rows and what it was given, by whatever query; an authority only what the entity itself filed.
import type { TransactionSql } from "postgres";
import { beforeAll, describe, expect, test } from "vitest";
import { fileReport } from "../../../backend/cases/sharing/file-report.ts";
import { endShare, giveShare } from "../../../backend/cases/sharing/give-share.ts";
import { readAudience } from "../../../backend/cases/sharing/read-audience.ts";
import { listShared, readShared } from "../../../backend/cases/sharing/read-shared.ts";
import { submitReport } from "../../../backend/intake/index.ts";
import type { Actor, Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { createApi } from "../../../backend/api.ts";
import { wordsIn } from "../../../backend/platform/words/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { buildFrontend } from "../../support/web-server.ts";
import { addCert, addFinding, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
const reason = "Agreed with them by telephone.";
let world: TestWorld;
let cert: string;
let bank: string, hospital: string, telecom: string, privacy: string, peer: string;
let contact: Person, other: Person, officer: Person, rival: Person, lead: Person, administrator: Person;
const as = (person: Person): Context => world.context(person);

async function organisation(kind: string, name: string): Promise<string> {
  const id = newId();
  await world.owner`insert into organisations (id, kind, name) values (${id}, ${kind}, ${name})`;
  return id;
}

/** A voluntary report, handed in by somebody of the entity who is signed in. */
async function report(person: Person, more: { marking?: "red" | "amber" | "green" } = {}): Promise<string> {
  const { reference } = await submitReport(
    as(person),
    { description: `Something of ${person.personId}`, language: "en", flow: "organisation", ...more },
    [],
    { source: "web" },
  );
  const [row] = await world.owner<{ id: string }[]>`select id from reports where reference = ${reference}`;
  return row?.id ?? "";
}

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  bank = await organisation("constituent", "Bank");
  hospital = await organisation("constituent", "Hospital");
  telecom = await organisation("authority", "Telecom regulator");
  privacy = await organisation("authority", "Data protection");
  peer = await organisation("peer", "Neighbour CERT");
  contact = await addPerson(world, bank, "constituent_administrator", "Contact");
  other = await addPerson(world, hospital, "constituent_dpo", "Other");
  officer = await addPerson(world, telecom, "officer", "Officer");
  rival = await addPerson(world, privacy, "officer_head", "Rival");
  lead = await addPerson(world, cert, "lead", "Lead");
  administrator = await addPerson(world, cert, "administrator", "Administrator");
});

async function inDatabase<Result>(
  scope: string,
  organisationId: string,
  work: (sql: TransactionSql) => Promise<Result>,
  personId = "",
): Promise<Result> {
  return (await world.app.sql.begin(async (sql) => {
    await sql`select set_config('toguna.scope', ${scope}, true), set_config('toguna.organisation', ${organisationId}, true),
      set_config('toguna.person', ${personId}, true)`;
    return await work(sql);
  })) as Result;
}

describe("a voluntary report", () => {
  test("is invisible to every authority until its entity files it, and then to that one alone: pages, lists, counts, rows", async () => {
    const id = await report(contact);
    const before = (await listShared(as(officer))).rows.length;
    for (const regulator of [officer, rival])
      await expect(readShared(as(regulator), id)).rejects.toMatchObject({ code: "not_found" });
    for (const authority of [telecom, privacy])
      for (const table of [
        "reports",
        "report_files",
        "messages",
        "findings",
        "observables",
        "assessments",
        "cases",
        "shares",
      ])
        expect([
          table,
          await inDatabase("authority", authority, async (sql) => await sql.unsafe(`select 1 from ${table}`)),
        ]).toEqual([table, []]);

    await fileReport(as(contact), { reportId: id, authorityId: telecom, reason });
    expect(await readShared(as(officer), id)).toMatchObject({ id, basis: "filing", authorities: [], filedWith: [] });
    expect((await listShared(as(officer))).rows).toHaveLength(before + 1);
    await expect(readShared(as(rival), id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listShared(as(rival))).rows).toEqual([]);
    const counted = await inDatabase(
      "authority",
      privacy,
      async (sql) => await sql`select count(*)::int as n from reports`,
    );
    expect(counted[0]).toEqual({ n: 0 });
    expect(await readShared(as(contact), id)).toMatchObject({
      basis: "own",
      filedWith: [{ id: telecom }],
      authorities: [{ id: privacy }],
    });
    await expect(fileReport(as(contact), { reportId: id, authorityId: telecom, reason })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("is filed by its entity and by nobody else: not by another entity, the desk, a job or a forgotten check", async () => {
    const id = await report(contact);
    await expect(fileReport(as(other), { reportId: id, authorityId: telecom, reason })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(fileReport(as(officer), { reportId: id, authorityId: telecom, reason })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(giveShare(as(lead), { object: "report", id, organisationId: telecom, reason })).rejects.toMatchObject({
      words: "access.refusal.authority",
    });
    const forge = (basis: string) => async (sql: TransactionSql) =>
      await sql`insert into shares (id, report_id, organisation_id, basis, reason, shared_at) values (${newId()}, ${id}, ${telecom}, ${basis}, 'forged', now())`;
    for (const scope of ["staff", "system", "constituent", "authority", "person"])
      for (const basis of ["filing", "desk"])
        await expect(
          inDatabase(scope, scope === "constituent" ? hospital : telecom, forge(basis)),
          `${scope} ${basis}`,
        ).rejects.toThrow(/entity|row-level security/);
    await expect(readShared(as(officer), id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("stays apart where the national team and a regulator share a roof: nobody holds both sides", async () => {
    const grant = async (personId: string, organisationId: string, role: string) =>
      await world.owner`insert into role_grants (id, person_id, organisation_id, role) values (${newId()}, ${personId}, ${organisationId}, ${role})`;
    await expect(grant(officer.personId, cert, "analyst")).rejects.toThrow(/national team and for an authority/);
    await expect(grant(lead.personId, telecom, "officer")).rejects.toThrow(/national team and for an authority/);
    // A session that claims both roles works for the organisation that it acts in, under the desk's eyes or the authority's, never both.
    const id = await report(contact);
    const seen = await inDatabase(
      "authority",
      telecom,
      async (sql) => await sql`select id from reports where id = ${id}`,
      lead.personId,
    );
    expect([...seen]).toEqual([]);
  });

  test("marked TLP:RED goes to no organisation, not even by a filing", async () => {
    const id = await report(contact, { marking: "red" });
    await expect(fileReport(as(contact), { reportId: id, authorityId: telecom, reason })).rejects.toMatchObject({
      words: "access.leave.red",
    });
    expect((await readShared(as(contact), id)).basis).toBe("own");
    // Marked RED after it was filed: the row is there and shows nothing any more.
    const filed = await report(contact, { marking: "amber" });
    await fileReport(as(contact), { reportId: filed, authorityId: telecom, reason });
    await world.owner`update reports set marking = 'red' where id = ${filed}`;
    await expect(readShared(as(officer), filed)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("an entity", () => {
  test("sees its own reports and none of another's; nothing of what the desk found", async () => {
    const mine = await report(contact);
    const theirs = await report(other);
    await addFinding(world, mine, { title: "internal" });
    await addObservable(world, mine, { kind: "domain", value: "internal.example" });
    expect((await listShared(as(contact))).rows.map(({ id }) => id)).toContain(mine);
    expect((await listShared(as(contact))).rows.map(({ id }) => id)).not.toContain(theirs);
    await expect(readShared(as(contact), theirs)).rejects.toMatchObject({ code: "not_found" });
    for (const table of [
      "findings",
      "observables",
      "case_notes",
      "case_timeline",
      "report_identities",
      "receipts",
      "conflicts",
      "releases",
    ])
      expect([
        table,
        await inDatabase(
          "constituent",
          bank,
          async (sql) => await sql.unsafe(`select 1 from ${table}`).catch(() => []),
        ),
      ]).toEqual([table, []]);
    const people = await inDatabase(
      "constituent",
      bank,
      async (sql) => await sql`select name from people`,
      contact.personId,
    );
    expect(people.map(({ name }) => name as string)).toEqual(["Contact"]);
    const organisations = await inDatabase(
      "constituent",
      bank,
      async (sql) => await sql`select name from organisations order by name`,
    );
    expect(organisations.map(({ name }) => name as string)).toEqual([
      "Bank",
      "CERT",
      "Data protection",
      "Telecom regulator",
    ]);
    // Reading is all: not a row can be changed from there.
    const changed = await inDatabase(
      "constituent",
      bank,
      async (sql) => await sql`update reports set description = 'x' returning id`,
    );
    expect([...changed]).toEqual([]);
    const acts = await inDatabase(
      "constituent",
      bank,
      async (sql) => await sql`select actor_id from audit_log`,
      contact.personId,
    );
    expect(new Set(acts.map((row) => row["actor_id"] as string))).toEqual(new Set([contact.personId]));
  });

  test("is given a report or a case by the desk as its labels let it, and loses it again", async () => {
    const { id } = await addReport(world, cert);
    const { id: shareId } = await giveShare(as(lead), { object: "report", id, organisationId: bank, reason });
    expect(await readShared(as(contact), id)).toMatchObject({ basis: "desk", filedWith: [], authorities: [] });
    await expect(readShared(as(other), id)).rejects.toMatchObject({ code: "not_found" });
    // What was lent is not theirs to file.
    await expect(fileReport(as(contact), { reportId: id, authorityId: telecom, reason })).rejects.toMatchObject({
      code: "not_found",
    });
    const told = (await readAudience(as(lead), "report", id)).parties.filter((party) => party.kind === "organisation");
    expect(told).toMatchObject([
      { name: "Data protection", canSee: false, reasons: [{ key: "access.why.not_filed" }] },
      { name: "Telecom regulator", canSee: false },
      { name: "Bank", canSee: true, reasons: [{ key: "access.why.shared" }], shareId },
    ]);
    // A peer is neither organisation nor client: AMBER stays.
    await expect(giveShare(as(lead), { object: "report", id, organisationId: peer, reason })).rejects.toMatchObject({
      words: "access.leave.amber",
    });
    await world.owner`update reports set marking = 'green' where id = ${id}`;
    await giveShare(as(lead), { object: "report", id, organisationId: peer, reason });
    expect([...(await inDatabase("peer", peer, async (sql) => await sql`select id from reports`))]).toEqual([{ id }]);
    await endShare(as(lead), { shareId });
    await expect(readShared(as(contact), id)).rejects.toMatchObject({ code: "not_found" });
  });
});

test("what the desk is told of organisations is what the database shows each of them", async () => {
  const id = await report(contact);
  await fileReport(as(contact), { reportId: id, authorityId: privacy, reason });
  await giveShare(as(lead), { object: "report", id, organisationId: hospital, reason });
  const { parties } = await readAudience(as(lead), "report", id);
  for (const [scope, organisationId] of [
    ["constituent", bank],
    ["constituent", hospital],
    ["authority", telecom],
    ["authority", privacy],
    ["peer", peer],
  ] as const) {
    const rows = await inDatabase(
      scope,
      organisationId,
      async (sql) => await sql`select 1 from reports where id = ${id}`,
    );
    const told = parties.find((party) => party.id === organisationId);
    // Who was never given it stands in the line for all others.
    expect([organisationId, told?.canSee ?? false]).toEqual([organisationId, rows.length === 1]);
  }
});

test("an administrator reads no cases, nor what reports and cases left in the log; an auditor reads the log and nothing else", async () => {
  await report(contact);
  const read = async (roles: string, sqlText: string) =>
    await inDatabase(
      "person",
      cert,
      async (sql) => {
        await sql`select set_config('toguna.roles', ${roles}, true)`;
        return await sql.unsafe<{ n: number }[]>(sqlText);
      },
      administrator.personId,
    );
  const cases = "select count(*)::int as n from audit_log where object_type in ('report', 'case')";
  expect((await read("administrator", cases))[0]?.n).toBe(0);
  expect((await read("auditor", cases))[0]?.n).toBeGreaterThan(0);
  for (const role of ["administrator", "auditor", "clerk", "committee_member"])
    for (const table of ["reports", "cases", "findings", "messages", "report_files", "objects"])
      expect([role, table, (await read(role, `select count(*)::int as n from ${table}`))[0]?.n]).toEqual([
        role,
        table,
        0,
      ]);
});

test("before anything is typed, the portal says that a voluntary report is seen by no authority until its entity files it", async () => {
  buildFrontend("frontend/portal/vite.config.ts");
  const api = createApi(world.services);
  for (const language of ["fr", "en", "mn"] as const)
    for (const path of ["/report/organisation/organisation", "/report/regulated"]) {
      const response = await api.request(`http://localhost${path}`, { headers: { "accept-language": language } });
      const html = await response.text();
      const said = html.indexOf(wordsIn(language)("portal.voluntary"));
      expect([path, language, response.status, said > 0], html.slice(0, 300)).toEqual([path, language, 200, true]);
      const field = html.search(/<input[^>]+type="text"|<textarea/);
      expect(field === -1 || said < field).toBe(true);
    }
});
