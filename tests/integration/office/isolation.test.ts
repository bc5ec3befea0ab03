// Two regulators, two entities and the national team: each list, page, count, search, export and row is its own, whatever is asked.
import { Readable } from "node:stream";
import { beforeAll, describe, expect, test } from "vitest";
import type { Context } from "../../../backend/platform/context/index.ts";
import { listComplaints, readComplaint, readHearing } from "../../../backend/compliance/complaints/read-complaints.ts";
import { takeComplaintStep } from "../../../backend/compliance/complaints/take-step.ts";
import { listSessions, readSession } from "../../../backend/compliance/decisions/read-sessions.ts";
import { enterPaper } from "../../../backend/compliance/inbox/enter-paper.ts";
import {
  answerQuestion,
  listInbox,
  listOwnQuestions,
  readFiling,
  takeInboxStep,
} from "../../../backend/compliance/inbox/handle-filing.ts";
import { listEntitiesByRisk, listPlans } from "../../../backend/compliance/inspections/plan-inspections.ts";
import { listInspections, readInspection } from "../../../backend/compliance/inspections/read-inspection.ts";
import { readOwnInspection } from "../../../backend/compliance/inspections/read-own.ts";
import { openOfficeFile } from "../../../backend/compliance/offices/keep-files.ts";
import { declareOfficeConflict, endOfficeConflict } from "../../../backend/compliance/offices/keep-people.ts";
import { listNotices, readHome } from "../../../backend/compliance/offices/read-home.ts";
import { listMatters, readMatter, readOwnMatter } from "../../../backend/compliance/sanctions/read-matters.ts";
import { takeOfficeStep } from "../../../backend/compliance/sanctions/take-step.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addOfficeRows, type OfficeRows, seenOfOffice } from "../../support/rows-of-office.ts";
import { makeOfficeWorld, type OfficeWorld, type Person } from "../../support/office-world.ts";

let world: TestWorld;
let office: OfficeWorld;
let mine: OfficeRows;
let theirs: OfficeRows;
beforeAll(async () => {
  world = await makeTestWorld({ env: { COUNTRY: "ml" } });
  office = await makeOfficeWorld(world);
  mine = await addOfficeRows(world, {
    personId: office.officer.personId,
    constituentId: office.bank,
    authorityId: office.apdp,
    entityOrganisationId: office.bankOrganisation,
  });
  theirs = await addOfficeRows(world, {
    personId: office.rival.personId,
    constituentId: office.shop,
    authorityId: office.amrtp,
    entityOrganisationId: office.shopOrganisation,
  });
});

async function count(table: string, scope: string, organisation: string, person = ""): Promise<number> {
  return (await world.app.sql.begin(async (sql) => {
    await sql`select set_config('toguna.scope', ${scope}, true), set_config('toguna.organisation', ${organisation}, true), set_config('toguna.person', ${person}, true)`;
    const [row] = await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${table}`);
    return row?.n ?? -1;
  })) as number;
}

describe("the database, whatever a handler forgets", () => {
  test.each(Object.keys(seenOfOffice).filter((table) => table !== "complaint_receipts"))(
    "%s: an authority is shown its own row alone, another constituent, a peer and the national team none",
    async (table) => {
      const all = await world.owner.unsafe<{ organisation_id: string }[]>(`select organisation_id from ${table}`);
      for (const authority of [office.apdp, office.amrtp])
        expect(await count(table, "authority", authority)).toBe(
          all.filter((row) => row.organisation_id === authority).length,
        );
      expect(all.length).toBeGreaterThanOrEqual(2);
      for (const scope of ["staff", "person", "peer", "reporter", "none"])
        expect([scope, await count(table, scope, office.cert)]).toEqual([scope, 0]);
    },
  );

  test("an entity is shown what was notified to it: of plans, conflicts, custody, sessions and who complained, nothing", async () => {
    const shown = await Promise.all(
      Object.keys(seenOfOffice).map(
        async (table) => [table, await count(table, "constituent", office.bankOrganisation)] as const,
      ),
    );
    expect(Object.fromEntries(shown.filter(([, n]) => n > 0))).toEqual({
      complaints: 1,
      filing_handlings: 1,
      filing_questions: 1,
      inspections: 1,
      matters: 1,
      office_files: 1,
      office_steps: 1,
    });
  });

  test("an entity cannot give itself another state of the matter than its answers make, nor another's", async () => {
    const as = async (organisation: string, change: string): Promise<number> =>
      (await world.app.sql.begin(async (sql) => {
        await sql`select set_config('toguna.scope', 'constituent', true), set_config('toguna.organisation', ${organisation}, true)`;
        return (await sql.unsafe(`update matters set ${change} where id = '${mine.matter}' returning 1`)).length;
      })) as number;
    await expect(as(office.bankOrganisation, "amount = 0")).rejects.toThrow(/changes nothing else/);
    await expect(as(office.bankOrganisation, "is_notified = false")).rejects.toThrow(/changes nothing else/);
    expect(await as(office.shopOrganisation, "state = 'closed'")).toBe(0);
  });
});

describe("the verbs", () => {
  const as = (person: Person): Context => office.as(person);
  test("lists and counts hold the own things only", async () => {
    const listed = async (person: Person) => ({
      inspections: (await listInspections(as(person))).map(({ id }) => id),
      plans: (await listPlans(as(person))).map(({ id }) => id),
      matters: (await listMatters(as(person))).map(({ id }) => id),
      sessions: (await listSessions(as(person))).map(({ id }) => id),
      complaints: (await listComplaints(as(person))).map(({ id }) => id),
      filings: (await listInbox(as(person), {})).map(({ id }) => id),
    });
    const of = (rows: OfficeRows) => ({
      inspections: [rows.inspection],
      plans: [rows.plan],
      matters: [rows.matter],
      sessions: [rows.session],
      complaints: [rows.complaint],
      filings: [rows.part],
    });
    expect(await listed(office.officer)).toEqual(of(mine));
    expect(await listed(office.rival)).toEqual(of(theirs));
    expect((await readHome(as(office.rival))).counts).toEqual({
      filings: 1,
      inspections: 1,
      matters: 1,
      complaints: 1,
      sessions: 1,
    });
    // A search does not tell what a list would not.
    expect(await listInbox(as(office.rival), { text: mine.part })).toEqual([]);
    await expect(listInspections(as(office.analyst))).rejects.toMatchObject({ code: "forbidden" });
  });

  test("pages, steps and files of the other are not there", async () => {
    const rival = as(office.rivalHead);
    const tries = [
      async () => await readInspection(rival, mine.inspection),
      async () => await readMatter(rival, mine.matter),
      async () => await readSession(rival, mine.session),
      async () => await readComplaint(rival, mine.complaint),
      async () => await readFiling(rival, mine.part),
      async () => await openOfficeFile(rival, mine.file),
      async () => await takeOfficeStep(rival, mine.matter, 1, { kind: "drop", text: "Not theirs" }),
      async () => await takeComplaintStep(rival, mine.complaint, 1, { kind: "write_complainant", text: "Not theirs" }),
      async () => await takeInboxStep(rival, mine.part, { kind: "ask", question: "Not theirs" }),
      async () => await readOwnMatter(as(office.otherDpo), mine.matter),
      async () => await readOwnInspection(as(office.otherDpo), mine.inspection),
      async () => await readHearing(as(office.otherDpo), mine.complaint),
      async () => await openOfficeFile(as(office.otherDpo), mine.file),
    ];
    for (const one of tries) await expect(one()).rejects.toMatchObject({ code: "not_found" });
  });

  test("an entity hears what concerns it, and never who complained", async () => {
    expect((await listNotices(as(office.dpo))).map(({ kind }) => kind).sort()).toEqual([
      "complaint",
      "inspection",
      "matter",
    ]);
    expect((await listOwnQuestions(as(office.dpo))).questions).toHaveLength(1);
    expect(JSON.stringify(await readHearing(as(office.dpo), mine.complaint))).not.toContain("Secret Name");
  });

  test("a conflict of interest hides the entity from the officer in everything, and only somebody else ends it", async () => {
    const { id } = await declareOfficeConflict(as(office.second), {
      constituentId: office.bank,
      reason: "My brother works there",
    });
    const second = as(office.second);
    expect([
      (await listInspections(second)).length,
      (await listMatters(second)).length,
      (await listComplaints(second)).length,
      (await listInbox(second, {})).length,
      (await listEntitiesByRisk(second)).map(({ name }) => name),
    ]).toEqual([0, 0, 0, 0, ["Boutique en ligne"]]);
    await expect(readMatter(second, mine.matter)).rejects.toMatchObject({ code: "not_found" });
    await declareOfficeConflict(as(office.head), { constituentId: office.shop, reason: "I own a share" });
    const [own] = await world.owner<
      { id: string }[]
    >`select id from office_conflicts where person_id = ${office.head.personId}`;
    await expect(endOfficeConflict(as(office.head), { conflictId: own?.id })).rejects.toMatchObject({
      code: "not_found",
    });
    await endOfficeConflict(as(office.head), { conflictId: id });
    expect(await listMatters(second)).toHaveLength(1);
  });
});

test("a filing on paper counts from its arrival, keeps its scan, gets only the addressee's fields, and stands in its inbox alone", async () => {
  const paper = {
    constituentId: office.bank,
    packId: "ml.data-protection",
    stage: "authority",
    arrivedOn: "2026-11-02",
    awareAt: "2026-10-30T08:00:00Z",
    fields: [{ id: "nature", value: "A stolen laptop" }],
  };
  const officer = office.as(office.officer);
  await expect(enterPaper(officer, { ...paper, arrivedOn: "2099-01-01" }, null)).rejects.toMatchObject({
    fields: [{ path: "arrivedOn" }],
  });
  await expect(
    enterPaper(officer, { ...paper, fields: [{ id: "iocs", value: "198.51.100.1" }] }, null),
  ).rejects.toMatchObject({ fields: [{ path: "fields.0.id" }] });
  await expect(enterPaper(officer, { ...paper, stage: "final" }, null)).rejects.toMatchObject({
    fields: [{ path: "stage" }],
  });
  const bytes = Buffer.from("a scan");
  const stored = await world.services.objects.put(Readable.from([bytes]), 1000);
  const scan = {
    objectId: stored.id,
    name: "scan.pdf",
    mediaType: "application/pdf",
    size: stored.size,
    sha256: stored.sha256.toString("hex"),
  };
  const { id, lateness } = await enterPaper(officer, paper, scan);
  // The law of Mali sets no time for breaches: nobody is late, and nobody is on time.
  expect(lateness).toBe("no_time");
  expect(await readFiling(officer, id)).toMatchObject({
    channel: "paper",
    submittedAt: "2026-11-02T12:00:00.000Z",
    state: "new",
    dueAt: null,
    fields: [{ id: "nature", value: "A stolen laptop" }],
  });
  const [row] = await world.owner<{ scan: string }[]>`select scan_file_id as scan from filing_parts where id = ${id}`;
  expect(row?.scan).toBe(stored.id);
  await expect(readFiling(office.as(office.rival), id)).rejects.toMatchObject({ code: "not_found" });
  const { reference } = await takeInboxStep(officer, id, { kind: "acknowledge", receipt: "" });
  expect(reference).toMatch(/^FIL-\d{4}-\d{4}$/);
  await takeInboxStep(officer, id, { kind: "ask", question: "Was the disk encrypted?" });
  const [asked] = (await listOwnQuestions(office.as(office.dpo))).questions.filter(({ partId }) => partId === id);
  await answerQuestion(office.as(office.dpo), asked?.id ?? "", { text: "Yes." });
  await expect(answerQuestion(office.as(office.dpo), asked?.id ?? "", { text: "No." })).rejects.toMatchObject({
    code: "conflict",
  });
  await takeInboxStep(officer, id, { kind: "close", outcome: "no_action", decision: "Encrypted: nothing to do." });
  await expect(takeInboxStep(officer, id, { kind: "ask", question: "Anything else?" })).rejects.toMatchObject({
    code: "conflict",
  });
});
