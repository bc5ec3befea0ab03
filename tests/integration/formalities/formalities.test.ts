// Registers of processing and formalities on a real database: the whole way of one, who sees what on each side, numbers under concurrency, what never changes.
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "../../../backend/platform/ids/index.ts";
import { readCalendar } from "../../../backend/compliance/deadlines/keep-feed.ts";
import { readHome } from "../../../backend/compliance/offices/read-home.ts";
import { enterFormality } from "../../../backend/compliance/formalities/enter-paper.ts";
import {
  completeFormality,
  submitFormality,
  withdrawFormality,
} from "../../../backend/compliance/formalities/file-formality.ts";
import { changeDraft, dropDraft, startFormality } from "../../../backend/compliance/formalities/keep-draft.ts";
import { stepUpForFormality } from "../../../backend/compliance/formalities/model.ts";
import { printDecision, printReceipt } from "../../../backend/compliance/formalities/print-formality.ts";
import {
  listOfficeFormalities,
  listOwnFormalities,
  readFormality,
} from "../../../backend/compliance/formalities/read-formalities.ts";
import { readNeeds } from "../../../backend/compliance/formalities/read-needs.ts";
import { listPublicFormalities } from "../../../backend/compliance/formalities/read-public.ts";
import { takeFormalityStep } from "../../../backend/compliance/formalities/take-step.ts";
import { notifyEntity } from "../../../backend/compliance/offices/notify-entity.ts";
import {
  addProcessing,
  changeProcessing,
  endProcessing,
} from "../../../backend/compliance/processing/keep-processing.ts";
import { readOwnProcessing, readPublicProcessing } from "../../../backend/compliance/processing/own/read-own.ts";
import { printProcessing } from "../../../backend/compliance/processing/print-processing.ts";
import { listProcessing, readProcessingEntry } from "../../../backend/compliance/processing/read-processing.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeOfficeWorld, type OfficeWorld, type Person } from "../../support/office-world.ts";

const duty = { packId: "ml.data-protection", obligationId: "ml-dp.formalities.before-processing" } as const;
const customers = {
  title: "Customers' accounts",
  role: "controller" as const,
  purposes: "To keep accounts",
  dataCategories: "Names, numbers",
  traits: ["customers"],
};

let world: TestWorld;
let office: OfficeWorld;
beforeAll(async () => {
  world = await makeTestWorld({ env: { COUNTRY: "ml" } });
  office = await makeOfficeWorld(world);
}, 60_000);

const visitor = () => world.context({ kind: "anonymous" });
async function file(
  person: Person,
  entryIds: string[],
  kind = "authorisation",
): Promise<{ id: string; number: string }> {
  const { id } = await startFormality(office.as(person), { ...duty, kind, entryIds });
  await office.confirm(person, stepUpForFormality.submit(id, 1));
  const { receiptNumber } = await submitFormality(office.as(person), id, { version: 1 });
  return { id, number: receiptNumber };
}
async function decide(person: Person, id: string, step: Record<string, unknown>): Promise<void> {
  const { version } = await readFormality(office.as(person), "authority", id, "en");
  await office.confirm(person, stepUpForFormality.decide(id, version));
  await takeFormalityStep(office.as(person), id, { version, step: { kind: "decide", decision: "As filed", ...step } });
}

describe("the register of processing", () => {
  test("keeps every version; two who change at once do not overwrite each other; what has ended stays", async () => {
    const ctx = office.as(office.dpo);
    const { id } = await addProcessing(ctx, customers);
    const next = { ...customers, retention: "Five years", version: 1 };
    await changeProcessing(ctx, id, { ...next, note: "Time of keeping" });
    await expect(changeProcessing(ctx, id, { ...next, retention: "Six years" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(changeProcessing(ctx, id, { ...next, version: 2 })).rejects.toMatchObject({ code: "refused" });
    const page = await readProcessingEntry(ctx, id);
    expect(page.versions.map(({ number, content }) => [number, content.retention])).toEqual([
      [2, "Five years"],
      [1, ""],
    ]);
    expect(page.entry.hints).toEqual(["legal_basis", "people_categories", "recipients", "security_measures"]);
    await endProcessing(ctx, id, { reason: "Sold" });
    await expect(changeProcessing(ctx, id, { ...next, version: 2, retention: "x" })).rejects.toMatchObject({
      code: "refused",
    });
    expect((await listProcessing(ctx, { state: "ended" })).rows.map((row) => row.id)).toContain(id);
    await expect(world.owner`update processing_versions set note = 'x' where entry_id = ${id}`).rejects.toThrow(
      /changed/,
    );
    expect((await printProcessing(ctx, "fr", id)).bytes.subarray(0, 5).toString()).toBe("%PDF-");
  });

  test("numbers of one organisation are its own and given once, however many are added at once", async () => {
    const ctx = office.as(office.otherDpo);
    const made = await Promise.all(
      Array.from({ length: 5 }, async (_, n) => await addProcessing(ctx, { ...customers, title: `Shop ${n}` })),
    );
    expect(made.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  });

  test("bad input is refused by the name of its field", async () => {
    const ctx = office.as(office.dpo);
    await expect(addProcessing(ctx, { ...customers, role: "processor" })).rejects.toMatchObject({
      issues: [{ path: ["forWhom"] }],
    });
    await expect(addProcessing(ctx, { ...customers, traits: ["telepathy"] })).rejects.toMatchObject({
      fields: [{ path: "traits.0" }],
    });
    await expect(addProcessing(ctx, { ...customers, transfers: [{ country: "France" }] })).rejects.toMatchObject({
      issues: [{ path: ["transfers", 0, "country"] }],
    });
  });

  test("is the entity's alone: no other entity, authority or team reads a row of it, in lists, pages, needs or prints", async () => {
    const { id } = await addProcessing(office.as(office.dpo), { ...customers, title: "Bank's own secret" });
    const other = office.as(office.otherDpo);
    await expect(readProcessingEntry(other, id)).rejects.toMatchObject({ code: "not_found" });
    await expect(printProcessing(other, "en", id)).rejects.toMatchObject({ code: "not_found" });
    await expect(endProcessing(other, id, { reason: "Mine" })).rejects.toMatchObject({ code: "not_found" });
    expect(JSON.stringify([await listProcessing(other, {}), await readNeeds(other, "en")])).not.toContain("secret");
    for (const person of [office.head, office.officer, office.analyst])
      await expect(listProcessing(office.as(person), {})).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("Toguna’s own processing is told to the team and to everybody, with the installation's own time for contacts", async () => {
  await world.owner`insert into settings (key, value) values ('registry.contact_retention_months', '7')`;
  const told = await readOwnProcessing(office.as(office.analyst));
  expect(told.entries.map(({ id }) => id)).toContain("toguna.confidential");
  expect(JSON.stringify(told)).toContain("then 7 months");
  expect(JSON.stringify(told)).not.toContain("{months}");
  expect(await readPublicProcessing(visitor())).toEqual(told);
  await expect(readOwnProcessing(office.as(office.dpo))).rejects.toMatchObject({ code: "forbidden" });
});

describe("formalities", () => {
  test("the way of one: needed with its reason, bundled, filed, incomplete, completed, decided, public", async () => {
    const ctx = office.as(office.dpo);
    const first = await addProcessing(ctx, { ...customers, title: "Loyalty" });
    const second = await addProcessing(ctx, { ...customers, title: "Newsletter" });
    const needs = await readNeeds(ctx, "en");
    const row = needs.rows.find(({ entryId }) => entryId === first.id);
    expect(row?.needs[0]).toMatchObject({
      kind: "authorisation",
      addressee: "APDP",
      traits: ["customers"],
      verification: "unverified",
      fee: null,
      filed: null,
    });
    const bundle = needs.bundles.find(({ ruleId }) => ruleId === "ml-dp.formality.authorisation");
    expect(bundle?.entryIds).toEqual(expect.arrayContaining([first.id, second.id]));
    const { id } = await startFormality(ctx, { ...duty, kind: "authorisation", entryIds: [first.id, second.id] });
    await changeDraft(ctx, id, {
      version: 1,
      kind: "authorisation",
      entryIds: [first.id, second.id],
      contact: "Awa, 20 22 00 00",
    });
    await expect(submitFormality(ctx, id, { version: 2 })).rejects.toMatchObject({ code: "step_up_required" });
    await office.confirm(office.dpo, stepUpForFormality.submit(id, 2));
    const { receiptNumber } = await submitFormality(ctx, id, { version: 2 });
    expect(receiptNumber).toMatch(/^FOR-\d{4}-\d{4}$/);
    // The register goes on; what was filed stays as it was.
    await changeProcessing(ctx, first.id, { ...customers, title: "Loyalty", retention: "Two years", version: 1 });

    // It stands where each side looks for what is open: with no day, since no text that could be read sets one.
    const line = async () =>
      (await readCalendar(ctx, { language: "en" })).withoutTime.find((one) => one.id === `formality:${id}`);
    const atOffice = async () => (await readHome(office.as(office.officer))).due.find((one) => one.id === id);
    expect(await line()).toMatchObject({
      title: `${receiptNumber}: Request for authorisation`,
      clockWords: "Filed: the authority looks whether it is complete.",
    });
    expect(await atOffice()).toMatchObject({
      kind: "formality",
      reference: receiptNumber,
      dueOn: null,
      isOverdue: false,
    });
    expect((await atOffice())?.law?.fr).not.toBe("");
    expect((await readHome(office.as(office.rival))).due.map((one) => one.id)).not.toContain(id);

    const officer = office.as(office.officer);
    const read = await readFormality(officer, "authority", id, "en");
    expect(read).toMatchObject({ state: "submitted", contact: "Awa, 20 22 00 00", receiptNumber });
    expect(read.items[0]?.fields.find((field) => field.id === "retention")?.value).toBe("");
    expect(read.gaps[0]?.fields).toContain("retention");
    expect(read.clocks).toMatchObject([{ due: null, onSilence: "unknown", stoppedSeconds: null }]);
    await expect(
      takeFormalityStep(officer, id, {
        version: read.version,
        step: { kind: "ask", missing: ["nonsense"], text: "What?" },
      }),
    ).rejects.toMatchObject({ fields: [{ path: "step.missing.0" }] });
    await takeFormalityStep(officer, id, {
      version: read.version,
      step: { kind: "ask", missing: ["retention"], text: "For how long?" },
    });
    expect((await readFormality(ctx, "entity", id, "en")).steps.at(-1)).toMatchObject({
      detail: { text: "For how long?" },
    });
    expect((await line())?.clockWords).toContain("The authority asked for what is missing");
    expect(await atOffice()).toBeUndefined();
    const asked = await readFormality(ctx, "entity", id, "en");
    await office.confirm(office.dpo, stepUpForFormality.complete(id, asked.version));
    await completeFormality(ctx, id, { version: asked.version, note: "Two years, see the register" });
    const again = await readFormality(officer, "authority", id, "en");
    expect(again.items[0]?.fields.find((field) => field.id === "retention")?.value).toBe("Two years");
    expect(again.contents.map(({ number }) => number)).toEqual([2, 1]);
    await takeFormalityStep(officer, id, { version: again.version, step: { kind: "complete" } });
    await takeFormalityStep(officer, id, {
      version: again.version + 1,
      step: { kind: "set_fee", amount: "25000", currency: "XOF", basis: "Decision 12 of the authority" },
    });
    await takeFormalityStep(officer, id, {
      version: again.version + 2,
      step: { kind: "record_fee", paidOn: "2020-01-01", bankReference: "TX-1" },
    });
    // An officer does not decide; the title that everybody reads holds no number of a person.
    await expect(decide(office.officer, id, { outcome: "accepted", publicTitle: "Customers" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(
      decide(office.head, id, { outcome: "accepted", publicTitle: "Call Awa at 76 12 34 56" }),
    ).rejects.toMatchObject({ fields: [{ path: "step.publicTitle" }] });
    await expect(
      decide(office.head, id, { outcome: "accepted_with_conditions", publicTitle: "Customers" }),
    ).rejects.toMatchObject({ fields: [{ path: "step.conditions" }] });
    await expect(decide(office.head, id, { outcome: "favourable", publicTitle: "Customers" })).rejects.toMatchObject({
      fields: [{ path: "step.outcome" }],
    });
    await decide(office.head, id, {
      outcome: "accepted_with_conditions",
      conditions: "For two years",
      publicTitle: "Customers of the bank",
    });
    const done = await readFormality(ctx, "entity", id, "en");
    expect(done.decision).toMatchObject({ outcome: "accepted_with_conditions", conditions: "For two years" });
    const extract = await listPublicFormalities(visitor(), { text: "fleuve" }, 50);
    expect(extract.rows).toMatchObject([
      { entity: "Banque du Fleuve", title: "Customers of the bank", processings: 2 },
    ]);
    expect(JSON.stringify(extract)).not.toMatch(/Awa|Two years/);
    for (const print of [printReceipt, printDecision])
      for (const side of ["entity", "authority"] as const) {
        const { bytes } = await print(side === "entity" ? ctx : officer, side, id, "mn");
        expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
      }
    await expect(world.owner`update formalities set decision = 'other' where id = ${id}`).rejects.toThrow(/over/);
    await expect(world.owner`delete from formality_contents where formality_id = ${id}`).rejects.toThrow(/changed/);
    // What is withdrawn from the extract is there for nobody any more.
    await takeFormalityStep(office.as(office.head), id, {
      version: done.version,
      step: { kind: "withdraw_extract", reason: "A mistake in the title" },
    });
    expect((await listPublicFormalities(visitor(), { text: "fleuve" }, 50)).rows).toEqual([]);
  });

  test("each side sees its own: another entity and another authority find nothing in lists, search, counts, pages, steps or prints", async () => {
    const { id: entryId } = await addProcessing(office.as(office.dpo), {
      ...customers,
      title: "Cameras",
      traits: ["cctv"],
    });
    const { id, number } = await file(office.dpo, [entryId], "declaration");
    const { id: draft } = await startFormality(office.as(office.dpo), {
      ...duty,
      kind: "declaration",
      entryIds: [entryId],
    });
    expect((await listOfficeFormalities(office.as(office.officer), { text: number })).rows).toHaveLength(1);
    // A draft is nobody's but the entity's.
    await expect(readFormality(office.as(office.officer), "authority", draft, "en")).rejects.toMatchObject({
      code: "not_found",
    });
    for (const rival of [office.rival, office.rivalHead]) {
      expect((await listOfficeFormalities(office.as(rival), {})).rows).toEqual([]);
      expect((await listOfficeFormalities(office.as(rival), { text: number })).rows).toEqual([]);
      await expect(readFormality(office.as(rival), "authority", id, "en")).rejects.toMatchObject({ code: "not_found" });
      await expect(printReceipt(office.as(rival), "authority", id, "en")).rejects.toMatchObject({ code: "not_found" });
      await expect(
        takeFormalityStep(office.as(rival), id, { version: 2, step: { kind: "complete" } }),
      ).rejects.toMatchObject({ code: "not_found" });
    }
    const other = office.as(office.otherDpo);
    expect(JSON.stringify(await listOwnFormalities(other))).not.toContain("Fleuve");
    for (const act of [
      async () => await readFormality(other, "entity", id, "en"),
      async () => await withdrawFormality(other, id, { version: 2, reason: "Mine now" }),
      async () => await submitFormality(other, draft, { version: 1 }),
      async () => await dropDraft(other, draft),
      async () => await startFormality(other, { ...duty, kind: "declaration", entryIds: [entryId] }),
    ])
      await expect(act()).rejects.toMatchObject({ code: expect.stringMatching(/not_found|invalid_input/) });
    for (const person of [office.analyst])
      await expect(listOfficeFormalities(office.as(person), {})).rejects.toMatchObject({ code: "forbidden" });
    await dropDraft(office.as(office.dpo), draft);
    await expect(dropDraft(office.as(office.dpo), id)).rejects.toMatchObject({ code: "refused" });
  });

  test("the entity's people are told by mail that the authority asked, never what about", async () => {
    const { id: entryId } = await addProcessing(office.as(office.dpo), { ...customers, title: "Secret cameras" });
    const { id } = await file(office.dpo, [entryId]);
    const told = { type: "office.notified", subject: "formality", subjectId: id, eventId: newId() } as const;
    // Tried again it is the same event, and the same mail.
    for (let tries = 0; tries < 2; tries++) await notifyEntity(world.context({ kind: "system", job: "test" }), told);
    const mails = await world.owner<
      { body: string; to: string }[]
    >`select body, to_address as "to" from outgoing_mails where cause like ${`office:${told.eventId}:%`}`;
    expect(mails).toHaveLength(1);
    expect(mails[0]?.body).toContain("APDP");
    expect(mails[0]?.body).not.toContain("cameras");
  });

  test("an officer with a conflict of interest finds no formality of that entity", async () => {
    const { id: entryId } = await addProcessing(office.as(office.dpo), {
      ...customers,
      title: "Payroll",
      traits: ["payroll"],
    });
    const { id } = await file(office.dpo, [entryId]);
    await world.owner`insert into office_conflicts (id, organisation_id, person_id, constituent_id, reason, declared_by, declared_at)
      values (${newId()}, ${office.apdp}, ${office.second.personId}, ${office.bank}, 'A cousin', ${office.head.personId}, now())`;
    expect((await listOfficeFormalities(office.as(office.second), {})).rows).toEqual([]);
    await expect(readFormality(office.as(office.second), "authority", id, "en")).rejects.toMatchObject({
      code: "not_found",
    });
    expect((await listOfficeFormalities(office.as(office.officer), {})).rows.length).toBeGreaterThan(0);
  });

  test("receipt numbers of an authority are unique and without gaps when many file at once", async () => {
    const ctx = office.as(office.otherDpo);
    const drafts: string[] = [];
    for (let n = 0; n < 6; n++) {
      const { id: entryId } = await addProcessing(ctx, { ...customers, title: `At once ${n}` });
      const { id } = await startFormality(ctx, { ...duty, kind: "authorisation", entryIds: [entryId] });
      await office.confirm(office.otherDpo, stepUpForFormality.submit(id, 1));
      drafts.push(id);
    }
    const before = await world.owner<
      { n: number }[]
    >`select count(*)::int as n from formalities where authority_id = ${office.apdp} and receipt_number is not null`;
    const given = await Promise.all(drafts.map(async (id) => await submitFormality(ctx, id, { version: 1 })));
    const numbers = given.map(({ receiptNumber }) => Number(receiptNumber.slice(-4))).toSorted((a, b) => a - b);
    expect(numbers).toEqual(drafts.map((_, index) => (before[0]?.n ?? 0) + index + 1));
  });

  test("a paper is entered with its day of arrival and gets the next number; the entity reads it, a duty of another authority is refused", async () => {
    const officer = office.as(office.officer);
    const paper = {
      ...duty,
      kind: "declaration",
      constituentId: office.shop,
      arrivedOn: "2026-01-05",
      items: [{ title: "Cameras of the shop", purposes: "Safety", traits: ["cctv"] }],
    };
    const { id, receiptNumber } = await enterFormality(officer, paper, null);
    expect(receiptNumber).toMatch(/^FOR-/);
    const read = await readFormality(office.as(office.otherDpo), "entity", id, "fr");
    expect(read).toMatchObject({ channel: "paper", submittedAt: "2026-01-05T12:00:00.000Z" });
    await expect(enterFormality(officer, { ...paper, arrivedOn: "2126-01-01" }, null)).rejects.toMatchObject({
      fields: [{ path: "arrivedOn" }],
    });
    await expect(enterFormality(office.as(office.rival), paper, null)).rejects.toMatchObject({
      fields: [{ path: "obligationId" }],
    });
    await decide(office.head, id, { outcome: "refused" });
    expect((await listPublicFormalities(visitor(), { text: "Boutique" }, 50)).rows).toEqual([]);
  });
});
