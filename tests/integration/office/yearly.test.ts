// An authority's year in the database: frozen figures, what of them is public, yearly records, requalifications, filings that nobody owns; a second authority sees none of it.
import { beforeAll, describe, expect, test } from "vitest";
import {
  disownInName,
  disownPart,
  listFilingsInName,
  readStanding,
  takeBackDisowning,
} from "../../../backend/compliance/disowning/disown-filing.ts";
import { listInbox } from "../../../backend/compliance/inbox/handle-filing.ts";
import { readHome } from "../../../backend/compliance/offices/read-home.ts";
import { askRequalification } from "../../../backend/compliance/requalification/ask-requalification.ts";
import { readEntityPage } from "../../../backend/compliance/requalification/read-entity-page.ts";
import { judgeCause } from "../../../backend/compliance/yearly/judge-cause.ts";
import { freezeReport, publishReport } from "../../../backend/compliance/yearly/keep-report.ts";
import { leastPublic, stepUpForReport } from "../../../backend/compliance/yearly/model.ts";
import { listPublicReports, readPublicReport, readReport } from "../../../backend/compliance/yearly/read-report.ts";
import { enterRecord, fileRecord } from "../../../backend/compliance/yearly/records/file-record.ts";
import { type FileRecord, stepUpForRecord } from "../../../backend/compliance/yearly/records/model.ts";
import { listRecords, readRecord } from "../../../backend/compliance/yearly/records/office-records.ts";
import { prepareRecord, readOwnRecords } from "../../../backend/compliance/yearly/records/read-own.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { settleProposal } from "../../../backend/registry/proposals/settle-proposal.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addPerson } from "../../support/desk-world.ts";
import { makeOfficeWorld, type OfficeWorld, type Person } from "../../support/office-world.ts";

const obligationId = "mn-pd.record.yearly";
let world: TestWorld;
let office: OfficeWorld;
let lead: Person;
beforeAll(async () => {
  world = await makeTestWorld({ env: { COUNTRY: "mn" }, startAt: new Date("2026-06-01T08:00:00Z") });
  office = await makeOfficeWorld(world);
  await world.owner`update organisations set addressee = 'nhrc' where id = ${office.apdp}`;
  await world.owner`update authority_profiles set packs = '{mn.personal-data}' where organisation_id = ${office.apdp}`;
  lead = await addPerson(world, office.cert, "lead", "Lead");
});

interface Part {
  at?: string;
  aware?: string | null;
  lateness?: "on_time" | "late" | "no_time";
  fields?: { id: string; value: string }[];
  channel?: "console" | "guest" | "paper";
  entityName?: string;
  reference?: string | null;
  office?: string;
  filing?: string;
}

/** One part of a filing, as it stands once it was filed. */
async function addPart(of: Part = {}): Promise<{ id: string; filing: string }> {
  const id = newId();
  const { owner } = world;
  const channel = of.channel ?? "console";
  const filing = of.filing ?? newId();
  const isGuest = channel === "guest";
  if (of.filing === undefined)
    await owner`insert into filings (id, reference, organisation_id, constituent_id, entity_name, channel, language, profile, events, pins, opened_at)
      values (${filing}, ${filing}, ${isGuest ? null : office.bankOrganisation}, ${isGuest ? null : office.bank}, ${of.entityName ?? "Banque du Fleuve"}, ${isGuest ? "guest" : "console"}, 'fr', '{}', '{}', '[]', ${of.at ?? "2026-03-01T08:00:00Z"})`;
  await owner`insert into filing_parts (id, filing_id, number, filing_reference, receipt_number, organisation_id, addressee, entity_organisation_id, constituent_id, entity_name, channel, language,
      pack_id, pack_version, pack_sha256, stage, fields, content_sha256, aware_at, submitted_at, entered_at, clock_kind, due_at, lateness, standing, delivery, guest)
    values (${id}, ${filing}, 1, ${filing}, ${id}, ${of.office ?? office.apdp}, 'nhrc', ${isGuest ? null : office.bankOrganisation}, ${isGuest ? null : office.bank}, ${of.entityName ?? "Banque du Fleuve"},
      ${channel}, 'fr', 'mn.personal-data', '1.0.0', ${"0".repeat(64)}, 'people', ${owner.json(of.fields ?? [])}, ${"0".repeat(64)}, ${of.aware ?? null}, ${of.at ?? "2026-03-01T08:00:00Z"}, now(), 'duration',
      ${of.lateness === undefined || of.lateness === "no_time" ? null : (of.at ?? "2026-03-01T08:00:00Z")}, ${of.lateness ?? "no_time"}, ${isGuest ? "unconfirmed" : "confirmed"}, 'platform',
      ${isGuest ? owner.json({ organisation: of.entityName ?? "Banque du Fleuve", reference: of.reference ?? null, contact: "A friend" }) : null})`;
  return { id, filing };
}

const numbersOf = (
  report: { figures: { name: string; rows: { key: string; value: string | null }[] }[] },
  name: string,
) =>
  Object.fromEntries(
    report.figures.find((figure) => figure.name === name)?.rows.map(({ key, value }) => [key, value]) ?? [],
  );

describe("the annual report", () => {
  test("counts the own year, is frozen by one click, and a later correction is a new revision beside the old", async () => {
    const officer = office.as(office.officer);
    const fields = (crossBorder: string) => [
      { id: "cross_border", value: crossBorder },
      { id: "time_detected", value: "2026-02-28T08:00:00Z" },
    ];
    for (let at = 0; at < 6; at++)
      await addPart({ lateness: "on_time", aware: "2026-02-28T20:00:00Z", fields: fields(at < 5 ? "no" : "yes") });
    const { id: late } = await addPart({
      lateness: "late",
      aware: "2026-02-20T08:00:00Z",
      fields: [{ id: "time_detected", value: "some time" }],
    });
    await addPart({ at: "2025-12-31T15:59:00Z", lateness: "late" });
    // Midnight in Ulaanbaatar is eight hours before midnight in Greenwich.
    await addPart({ at: "2025-12-31T16:00:00Z", lateness: "on_time" });
    await addPart({ office: office.amrtp, lateness: "late" });
    await judgeCause(officer, late, { cause: "human_error" });
    await judgeCause(officer, late, { cause: "malicious_action" });

    const live = await readReport(officer, 2026);
    expect(live.shown).toBeNull();
    expect(numbersOf(live, "filings.received")).toEqual({ all: "8" });
    expect(numbersOf(live, "filings.by_lateness")).toEqual({ late: "1", on_time: "7" });
    expect(numbersOf(live, "filings.in_time")).toEqual({ all: "87.5" });
    expect(numbersOf(live, "filings.late_by_law")).toEqual({ "mn.personal-data 1.0.0": "1" });
    expect(numbersOf(live, "incidents.by_cause")).toEqual({ malicious_action: "1", not_judged: "7" });
    expect(numbersOf(live, "incidents.cross_border")).toEqual({ no: "5", not_said: "2", yes: "1" });
    expect(numbersOf(live, "times.detected_to_aware")).toEqual({ all: "12" });
    expect(live.figures.every(({ query }) => query.includes(":office"))).toBe(true);

    const first = await freezeReport(officer, 2026, {});
    await addPart({ lateness: "late", at: "2026-05-01T08:00:00Z" });
    await expect(freezeReport(officer, 2026, {})).rejects.toMatchObject({ fields: [{ path: "reason" }] });
    const second = await freezeReport(officer, 2026, { reason: "A paper was found" });
    expect([first.revision, second.revision]).toEqual([1, 2]);
    expect(numbersOf(await readReport(officer, 2026, 1), "filings.received")).toEqual({ all: "8" });
    expect(numbersOf(await readReport(officer, 2026, 2), "filings.received")).toEqual({ all: "9" });
    await expect(freezeReport(officer, 2027, {})).rejects.toMatchObject({ fields: [{ path: "year" }] });
    await expect(world.owner`update authority_reports set year = 2020`).rejects.toThrow(/not changed afterwards/);
    await expect(world.owner`delete from authority_reports`).rejects.toThrow(/not changed afterwards/);
  });

  test("is another authority's for nobody, and the numbers of each are its own", async () => {
    const rival = office.as(office.rivalHead);
    const theirs = await readReport(rival, 2026);
    expect(theirs.revisions).toEqual([]);
    expect(numbersOf(theirs, "filings.received")).toEqual({ all: "1" });
    await expect(readReport(rival, 2026, 1)).rejects.toMatchObject({ code: "not_found" });
    const { shown } = await readReport(office.as(office.head), 2026, 1);
    await office.confirm(office.rivalHead, stepUpForReport.publish(shown?.id ?? "", shown?.sha256 ?? ""));
    await expect(publishReport(rival, shown?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
    await expect(readReport(office.as(office.analyst), 2026)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("is public once the head has signed it off with the passkey, without its small numbers", async () => {
    const head = office.as(office.head);
    const { shown } = await readReport(head, 2026, 2);
    const { id = "", sha256 = "" } = shown ?? {};
    await expect(publishReport(office.as(office.officer), id)).rejects.toMatchObject({ code: "forbidden" });
    await expect(publishReport(head, id)).rejects.toMatchObject({ code: "step_up_required" });
    await office.confirm(office.head, stepUpForReport.publish(id, sha256));
    await publishReport(head, id);
    const visitor = world.context({ kind: "anonymous" });
    const [listed] = await listPublicReports(visitor);
    expect(listed).toMatchObject({ authority: "APDP", year: 2026, revision: 2 });
    const found = await readPublicReport(visitor, listed?.id ?? "");
    const content = found?.content;
    expect(content?.snapshot).toEqual({ id, sha256 });
    expect(numbersOf(content ?? { figures: [] }, "filings.received")).toEqual({ all: "9" });
    // Two late ones: neither they nor the seven beside them, from which nine would tell them.
    expect(numbersOf(content ?? { figures: [] }, "filings.by_lateness")).toEqual({ late: null, on_time: null });
    expect(numbersOf(content ?? { figures: [] }, "filings.in_time")).toEqual({ all: null });
    const small = content?.figures.flatMap(({ unit, rows }) =>
      unit === "percent" || unit === "hours_median"
        ? []
        : rows.filter(({ value }) => Number(value) > 0 && Number(value) < leastPublic),
    );
    expect(small).toEqual([]);
    await office.confirm(office.head, stepUpForReport.publish(id, sha256));
    await expect(publishReport(head, id)).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the yearly record", () => {
  const record = (more: Partial<FileRecord> = {}): FileRecord => ({
    obligationId,
    year: 2025,
    basedOn: 0,
    violations: 2,
    lines: [
      {
        reference: "",
        day: "2025-04-01",
        nature: "A list was sent to the wrong people",
        dataCategories: "names",
        peopleCount: "40",
        measures: "Called back",
      },
    ],
    measures: "Training",
    contact: "Oyun, +976 11 000 000",
    language: "mn",
    ...more,
  });
  const file = async (person: Person, said: FileRecord) => {
    await office.confirm(person, stepUpForRecord.file(said.obligationId, said.year, said.basedOn));
    return await fileRecord(office.as(person), said);
  };

  test("is prepared from the entity's filings and filed with the body that the law names; the law gives the first one no day", async () => {
    const dpo = office.as(office.dpo);
    const own = await readOwnRecords(dpo, "en");
    expect(own.laws).toMatchObject([
      { obligationId, articles: "22.6", verification: "secondary", due: null, addressee: { id: "nhrc" } },
    ]);
    const [filing] = await world.owner<
      { id: string }[]
    >`select id from filings where organisation_id = ${office.bankOrganisation} and opened_at = '2026-05-01T08:00:00Z'`;
    await world.owner`insert into filing_versions (filing_id, number, organisation_id, kind, answers, submitted_at)
      values (${filing?.id ?? ""}, 1, ${office.bankOrganisation}, 'first', ${world.owner.json({ nature: { value: "Stolen laptop", isUnknown: false }, contact: { value: "Awa", isUnknown: false } })}, now())`;
    expect(await prepareRecord(dpo, obligationId, 2026)).toMatchObject({
      basedOn: 0,
      record: { violations: 1, lines: [{ nature: "Stolen laptop", day: "2026-05-01" }], contact: "Awa" },
    });
    await expect(fileRecord(dpo, record())).rejects.toMatchObject({ code: "step_up_required" });
    await expect(fileRecord(dpo, record({ violations: 0 }))).rejects.toMatchObject({
      issues: [{ path: ["violations"] }],
    });
    const filed = await file(office.dpo, record());
    expect(filed.lateness).toBe("no_time");
    await expect(file(office.dpo, record())).rejects.toMatchObject({ code: "conflict" });
    // Filed: from here the law counts a year.
    expect((await readOwnRecords(dpo, "en")).laws[0]?.due).toBe("2027-06-01T08:00:00Z");
    const list = await listRecords(office.as(office.officer), 2025, "en");
    expect(list.rows.map(({ entity, state, violations }) => [entity, state, violations])).toEqual([
      ["Banque du Fleuve", "filed", 2],
      ["Boutique en ligne", "not_filed", null],
    ]);
    expect(list.laws[0]?.articles).toBe("22.6");
  });

  test("is filed late after a year, corrected as a new version, and the paper of another counts from its arrival", async () => {
    // 5 June 2027.
    if ("advance" in world.clock) world.clock.advance(369 * 86_400_000);
    expect((await listRecords(office.as(office.officer), 2026, "en")).rows[0]).toMatchObject({ state: "overdue" });
    const late = await file(office.dpo, record({ year: 2026 }));
    expect(late.lateness).toBe("late");
    await expect(file(office.dpo, record({ year: 2026, basedOn: 1 }))).rejects.toMatchObject({
      fields: [{ path: "reason" }],
    });
    const corrected = await file(
      office.dpo,
      record({ year: 2026, basedOn: 1, violations: 3, reason: "One was forgotten" }),
    );
    // A correction is judged as the first was.
    expect(corrected.lateness).toBe("late");
    const officer = office.as(office.officer);
    await expect(
      enterRecord(officer, {
        constituentId: office.shop,
        obligationId,
        year: 2026,
        arrivedOn: "2027-06-06",
        violations: 0,
      }),
    ).rejects.toMatchObject({ fields: [{ path: "arrivedOn" }] });
    await enterRecord(officer, {
      constituentId: office.shop,
      obligationId,
      year: 2026,
      arrivedOn: "2027-06-01",
      violations: 0,
    });
    const { rows, counts } = await listRecords(officer, 2026, "en");
    expect(rows.map(({ state, violations, number, channel }) => [state, violations, number, channel])).toEqual([
      ["filed_late", 3, 2, "console"],
      ["filed", 0, 1, "paper"],
    ]);
    expect(counts).toEqual({ filed: 1, filed_late: 1, overdue: 0, not_filed: 0 });
    expect((await readRecord(officer, corrected.id)).versions.map(({ number }) => number)).toEqual([2, 1]);
    expect(numbersOf(await readReport(officer, 2027), "records.violations")).toEqual({ all: "3" });
  });

  test("is shown to its entity and its addressee alone, and an officer cannot file one as if the entity had", async () => {
    const { rows } = await listRecords(office.as(office.rival), 2026, "en");
    expect(rows).toEqual([]);
    const [filed] = await world.owner<
      { id: string }[]
    >`select id from yearly_records where entity_organisation_id = ${office.bankOrganisation} limit 1`;
    await expect(readRecord(office.as(office.rival), filed?.id ?? "")).rejects.toMatchObject({ code: "not_found" });
    // The other entity has its paper, and nothing of the bank's.
    expect((await readOwnRecords(office.as(office.otherDpo), "en")).records.map(({ channel }) => channel)).toEqual([
      "paper",
    ]);
    await expect(
      world.app.sql.begin(async (sql) => {
        await sql`select set_config('toguna.scope', 'authority', true), set_config('toguna.organisation', ${office.apdp}, true)`;
        await sql`insert into yearly_records (id, receipt_number, organisation_id, addressee, entity_organisation_id, constituent_id, entity_name, entity_reference, year, number, channel, language,
            pack_id, pack_version, pack_sha256, obligation_id, record, content_sha256, leaf_hash, lateness, submitted_at, entered_at)
          values (${newId()}, 'x', ${office.apdp}, 'nhrc', ${office.shopOrganisation}, ${office.shop}, 'x', 'x', 2020, 1, 'console', 'fr', 'mn.personal-data', '1', ${"0".repeat(64)}, 'x', '{}',
            ${"0".repeat(64)}, ${"0".repeat(64)}, 'no_time', now(), now())`;
      }),
    ).rejects.toThrow(/only the entity itself files/);
  });
});

describe("requalification", () => {
  const asked = {
    classes: ["bank", "critical_infrastructure"],
    packId: "mn.personal-data",
    articles: "4.1",
    reason: "It clears all payments",
  };
  test("an officer asks with the article, the desk decides, the history keeps both, and the entity sees who asked", async () => {
    const officer = office.as(office.officer);
    await expect(askRequalification(officer, office.bank, { ...asked, classes: ["bank"] })).rejects.toMatchObject({
      fields: [{ path: "classes" }],
    });
    await expect(askRequalification(officer, office.bank, { ...asked, packId: "ml.cryptology" })).rejects.toMatchObject(
      { fields: [{ path: "packId" }] },
    );
    const { id } = await askRequalification(officer, office.bank, asked);
    await expect(askRequalification(officer, office.bank, asked)).rejects.toMatchObject({ code: "conflict" });
    const waiting = await readEntityPage(officer, office.bank);
    expect(waiting).toMatchObject({
      can: { ask: false },
      requalifications: [{ id, state: "pending", articles: "4.1" }],
    });
    await settleProposal(world.context(lead), id, { decision: "approve" });
    const decided = await readEntityPage(officer, office.bank);
    expect(decided.classes.map((one) => one.id)).toEqual(asked.classes);
    expect(decided.requalifications[0]?.state).toBe("approved");
    expect(decided.history.filter(({ fact }) => fact === "classes").map(({ value }) => value)[0]).toEqual(
      asked.classes,
    );
    // What is between the entity and the register stays there.
    expect(decided.history.map(({ fact }) => fact)).not.toContain("languages");
    const jobs = await world.owner<
      { n: number }[]
    >`select count(*)::int as n from graphile_worker._private_jobs where payload::text like ${`%${id}%`}`;
    expect(jobs[0]?.n).toBeGreaterThanOrEqual(2);
  });

  test("another authority sees the entity of its own remit and nothing that was asked; outside the remit there is nothing", async () => {
    expect((await readEntityPage(office.as(office.rival), office.bank)).requalifications).toEqual([]);
    await world.owner`update authority_profiles set is_remit_everybody = false, remit_classes = '{ecommerce}' where organisation_id = ${office.amrtp}`;
    await expect(readEntityPage(office.as(office.rival), office.bank)).rejects.toMatchObject({ code: "not_found" });
    await expect(
      askRequalification(office.as(office.rival), office.bank, { ...asked, packId: "ml.cryptology" }),
    ).rejects.toMatchObject({ code: "not_found" });
    await world.owner`update authority_profiles set is_remit_everybody = true where organisation_id = ${office.amrtp}`;
  });

  test("the database lets an officer propose classes of the remit in the own name, and nothing else", async () => {
    const propose = async (after: object, by: string) =>
      await world.app.sql.begin(async (sql) => {
        await sql`select set_config('toguna.scope', 'authority', true), set_config('toguna.organisation', ${office.apdp}, true), set_config('toguna.person', ${office.officer.personId}, true)`;
        await sql`insert into change_proposals (id, constituent_id, kind, record_id, before, after, state, proposed_by, proposed_at)
          values (${newId()}, ${office.shop}, 'facts', ${office.shop}, '{}', ${JSON.stringify(after)}::text::jsonb, 'pending', ${by}, now())`;
        throw new Error("allowed");
      });
    await expect(propose({ name: "Another" }, office.officer.personId)).rejects.toThrow(/row-level security/);
    await expect(propose({ classes: [], name: "Another" }, office.officer.personId)).rejects.toThrow(
      /row-level security/,
    );
    await expect(propose({ classes: ["ecommerce"] }, office.head.personId)).rejects.toThrow(/row-level security/);
    await expect(propose({ classes: ["ecommerce"] }, office.officer.personId)).rejects.toThrow(/allowed/);
  });
});

describe("a filing that nobody owns", () => {
  test("an entity says so of what came in its name: it stands aside, counts nowhere, and an officer takes that back with a reason", async () => {
    const { id, filing } = await addPart({
      channel: "guest",
      entityName: "banque du fleuve",
      at: "2027-01-10T08:00:00Z",
    });
    const second = await addPart({ channel: "guest", filing, office: office.amrtp, at: "2027-01-10T08:00:00Z" });
    // Somebody else's name, or another's reference: not theirs to disown.
    const { filing: other } = await addPart({
      channel: "guest",
      entityName: "Boutique en ligne",
      at: "2027-01-11T08:00:00Z",
    });
    const { filing: referred } = await addPart({ channel: "guest", reference: "K-999", at: "2027-01-12T08:00:00Z" });
    const [dpo, officer] = [office.as(office.dpo), office.as(office.officer)];
    const before = numbersOf(await readReport(officer, 2027), "filings.received")["all"];
    expect((await listFilingsInName(dpo, "en")).filings.map(({ filingId }) => filingId)).toEqual([filing]);
    for (const foreign of [other, referred])
      await expect(disownInName(dpo, foreign, { reason: "Not us" })).rejects.toMatchObject({ code: "not_found" });
    await disownInName(dpo, filing, { reason: "Nobody of ours was there" });
    expect((await listFilingsInName(dpo, "en")).filings[0]).toMatchObject({
      standing: "disowned",
      reason: "Nobody of ours was there",
    });
    await expect(disownInName(dpo, filing, { reason: "Again" })).rejects.toMatchObject({ code: "not_found" });
    expect(numbersOf(await readReport(officer, 2027), "filings.received")["all"]).toBe(String(Number(before) - 1));
    expect(numbersOf(await readReport(officer, 2027), "filings.disowned")).toEqual({ all: "1" });
    expect((await readHome(officer)).due.map((due) => due.id)).not.toContain(id);
    expect((await listInbox(officer, {})).find((row) => row.id === id)?.standing).toBe("disowned");
    // Each office takes back for itself.
    await expect(takeBackDisowning(office.as(office.rival), id, { reason: "Not theirs" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(takeBackDisowning(officer, id, { reason: "" })).rejects.toMatchObject({
      issues: [{ path: ["reason"] }],
    });
    await takeBackDisowning(officer, id, { reason: "The director confirmed it" });
    expect(await readStanding(officer, id)).toMatchObject({
      standing: "unconfirmed",
      words: [{ side: "entity", saidBy: "Dpo", undoneBy: "Officer", undoReason: "The director confirmed it" }],
    });
    expect((await readStanding(office.as(office.rival), second.id)).standing).toBe("disowned");
    expect(numbersOf(await readReport(officer, 2027), "filings.received")["all"]).toBe(before);
  });

  test("an officer sets one aside too; what an entity filed itself stays, whoever asks", async () => {
    const officer = office.as(office.officer);
    const guest = await addPart({ channel: "guest", entityName: "Nobody", at: "2027-02-10T08:00:00Z" });
    const own = await addPart({ at: "2027-02-11T08:00:00Z" });
    await disownPart(officer, guest.id, { reason: "A joke" });
    await expect(disownPart(officer, guest.id, { reason: "A joke" })).rejects.toMatchObject({ code: "conflict" });
    await expect(disownPart(officer, own.id, { reason: "A joke" })).rejects.toMatchObject({ code: "refused" });
    await expect(
      world.app.sql.begin(async (sql) => {
        await sql`select set_config('toguna.scope', 'authority', true), set_config('toguna.organisation', ${office.apdp}, true)`;
        await sql`update filing_parts set standing = 'confirmed' where id = ${guest.id}`;
      }),
    ).rejects.toThrow(/an office does not say/);
    await expect(
      world.app.sql.begin(async (sql) => {
        await sql`select set_config('toguna.scope', 'authority', true), set_config('toguna.organisation', ${office.apdp}, true)`;
        await sql`update filing_parts set delivery_note = 'x' where id = ${guest.id}`;
      }),
    ).rejects.toThrow(/kept as it is/);
  });
});
