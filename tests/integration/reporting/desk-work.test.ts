// How the desk is worked: sleeps that an event ends, tags, who has what in hand, drafts that go with the person, own sectors, marks to read again, internal notes.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import * as cases from "../../../backend/cases/index.ts";
import { addReportNote } from "../../../backend/cases/notes/add-report-note.ts";
import { giveHold, takeHold } from "../../../backend/cases/presence/keep-hold.ts";
import {
  leavePresence,
  listenToPresence,
  readDeskPresence,
  tellPresence,
} from "../../../backend/cases/presence/tell-presence.ts";
import { wakeAlike, wakeAtAnswer } from "../../../backend/cases/sleep/wake-reports.ts";
import { listTags, tagCase, tagReport } from "../../../backend/cases/tags/keep-tags.ts";
import { changedTags, ChangeTags, foldTag } from "../../../backend/cases/tags/model.ts";
import { keepTranslation, listTranslations } from "../../../backend/cases/translations/keep-translation.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { forgetOldDrafts, keepDraft, listDrafts } from "../../../backend/reporting/drafts/keep-drafts.ts";
import { mostDrafts } from "../../../backend/reporting/drafts/model.ts";
import { listCases } from "../../../backend/reporting/list-cases.ts";
import { listQueue } from "../../../backend/reporting/list-queue.ts";
import { CasesQuery, QueueQuery } from "../../../backend/reporting/lists/model.ts";
import { readReportPage } from "../../../backend/reporting/read-report-page.ts";
import { keepSectors, markUnread, readSettings } from "../../../backend/reporting/views/keep-settings.ts";
import { listViews } from "../../../backend/reporting/views/keep-views.ts";
import { casesSubscriptions } from "../../../backend/cases/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addMessage, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let awa: Context;
let bat: Context;
let machine: Context;
const idOf = (ctx: Context): string => (ctx.actor.kind === "person" ? ctx.actor.personId : "");

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = world.context(await addPerson(world, cert, "lead", "Awa"));
  bat = world.context(await addPerson(world, cert, "analyst", "Bat"));
  machine = world.context({ kind: "system", job: "test" });
}, 120_000);

const list = async (ctx: Context, query: Record<string, string>) =>
  (await listQueue(ctx, QueueQuery.parse({ limit: 200, ...query }))).rows;
const inView = async (view: string, id: string) => (await list(awa, { view })).find((row) => row.id === id);

test("a report that sleeps until its reporter answers leaves the queue, comes back with the answer and says why", async () => {
  const { id } = await addReport(world, cert);
  await cases.snoozeReport(awa, { reportId: id, wakesOn: { kind: "answer" } });
  expect(await inView("new", id)).toBeUndefined();
  expect(await inView("snoozed", id)).toMatchObject({ wakesOn: { kind: "answer", count: null }, woken: null });
  // Nobody answers: it is back after thirty days all the same.
  expect(Date.parse((await inView("snoozed", id))?.snoozedUntil ?? "") - Date.now()).toBeGreaterThan(29 * 86_400_000);
  expect(Object.keys(casesSubscriptions["message.from_reporter"] ?? {})).toContain("cases.wake_at_answer");
  await wakeAtAnswer(machine, id);
  await wakeAtAnswer(machine, id);
  expect(await inView("new", id)).toMatchObject({ snoozedUntil: null, wakesOn: null, woken: { by: "answer" } });
  const log = await world.owner`select action from audit_log where object_id = ${id} and action = 'report.wake'`;
  expect(log).toHaveLength(1);
  // One that sleeps until a time sleeps on.
  const timed = await addReport(world, cert);
  await cases.snoozeReport(awa, { reportId: timed.id, until: new Date(Date.now() + 3_600_000).toISOString() });
  await wakeAtAnswer(machine, timed.id);
  expect(await inView("snoozed", timed.id)).toBeDefined();
});

test("a report that sleeps until two more like it wakes with the second, not with one of another kind and not with the first", async () => {
  const { id } = await addReport(world, cert);
  await expect(cases.snoozeReport(awa, { reportId: id, wakesOn: { kind: "alike", count: 2 } })).rejects.toMatchObject({
    fields: [{ path: "wakesOn" }],
  });
  await addObservable(world, id, { kind: "domain", value: "faux-guichet.example" });
  await cases.snoozeReport(awa, { reportId: id, wakesOn: { kind: "alike", count: 2 } });
  const next = async (value: string): Promise<void> => {
    const one = await addReport(world, cert);
    await addObservable(world, one.id, { kind: "domain", value });
    await wakeAlike(machine, one.id);
  };
  await next("autre.example");
  await next("faux-guichet.example");
  expect(await inView("snoozed", id)).toMatchObject({ wakesOn: { kind: "alike", count: 2 } });
  await next("faux-guichet.example");
  expect(await inView("new", id)).toMatchObject({ woken: { by: "alike" } });
  await expect(cases.snoozeReport(awa, { reportId: id, wakesOn: { kind: "alike", count: 0 } })).rejects.toThrow(
    /1 to 1,000/,
  );
});

test("tags are put on and off a report and a case, found by the list, and kept in one spelling", async () => {
  const { id } = await addReport(world, cert);
  expect(await tagReport(awa, id, { add: ["  #Mobile   Money", "campagne-12"] })).toMatchObject({
    tags: ["campagne-12", "mobile money"],
  });
  expect((await list(bat, { view: "all", tag: "MOBILE money" })).map((row) => row.id)).toEqual([id]);
  await tagReport(bat, id, { remove: ["campagne-12"], add: ["Ærø"] });
  expect((await readReportPage(bat, id)).tags).toEqual(["mobile money", "ærø"]);
  const { id: caseId } = await cases.openCase(awa, { reportIds: [id] });
  await tagCase(awa, caseId, { add: ["mobile money"] });
  expect((await listCases(bat, CasesQuery.parse({ tag: "mobile money" }))).rows).toMatchObject([
    { id: caseId, tags: ["mobile money"] },
  ]);
  expect((await listTags(bat)).tags[0]).toBe("mobile money");
  await expect(tagReport(awa, id, { add: ["<script>"] })).rejects.toThrow(/letters, digits/);
  await expect(tagReport(awa, id, {})).rejects.toThrow(/A tag|a tag/);
  await expect(
    tagReport(awa, id, { add: Array.from({ length: 20 }, (_, index) => `t${index}`) }),
  ).rejects.toMatchObject({ fields: [{ path: "add", message: expect.stringContaining("20 tags") }] });
  // A restricted case and its tags are its members' alone.
  await world.owner`insert into case_members (case_id, person_id, added_at) values (${caseId}, ${idOf(awa)}, now())`;
  await world.owner`update cases set is_restricted = true where id = ${caseId}`;
  expect((await listCases(bat, CasesQuery.parse({ tag: "mobile money" }))).rows).toEqual([]);
  expect((await list(bat, { view: "all", tag: "mobile money" })).map((row) => row.id)).toEqual([]);
  expect((await listTags(bat)).tags).not.toContain("mobile money");
});

test("tags after a change hold each once, none that was taken off, and folding twice is folding once", () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: "grapheme" });
  fc.assert(
    fc.property(fc.array(word), fc.array(word), fc.array(word), (before, add, remove) => {
      const after = changedTags(before, { add, remove });
      expect(new Set(after).size).toBe(after.length);
      for (const one of add) expect(after).toContain(one);
      expect(after.filter((one) => remove.includes(one) && !add.includes(one))).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.string({ maxLength: 60, unit: "grapheme" }), (typed) => {
      const read = ChangeTags.safeParse({ add: [typed] });
      const kept = read.success ? read.data.add : [];
      expect(kept.map(foldTag)).toEqual(kept);
    }),
  );
});

test("who has a report open, who writes in it and who has it in hand is told to the others, only of what they see", async () => {
  const { id } = await addReport(world, cert);
  let stirred = 0;
  const stop = listenToPresence(awa, () => stirred++);
  await tellPresence(bat, "report", id, { doing: "looking" });
  await tellPresence(bat, "report", id, { doing: "writing" });
  await tellPresence(bat, "report", id, { doing: "writing" });
  expect(stirred).toBe(2);
  const at = async (ctx: Context) => (await readDeskPresence(ctx)).rows.find((row) => row.id === id);
  expect(await at(awa)).toMatchObject({ object: "report", people: [{ name: "Bat", doing: "writing" }], hold: null });
  expect((await at(bat))?.people ?? []).toEqual([]);
  expect((await takeHold(bat, "report", id, {})).hold).toMatchObject({ name: "Bat" });
  // Said again while writing, it is told to nobody, or two who write would never be quiet.
  const told = stirred;
  await takeHold(bat, "report", id, {});
  expect(stirred).toBe(told);
  await expect(takeHold(awa, "report", id, {})).rejects.toMatchObject({ code: "conflict" });
  expect((await tellPresence(awa, "report", id, { doing: "looking" })).hold).toMatchObject({ id: idOf(bat) });
  // It is no lock: Awa works on, or takes it over. Then Bat's giving back takes nothing away.
  await cases.assignReport(awa, { reportId: id, personId: idOf(awa) });
  expect((await takeHold(awa, "report", id, { isTakeOver: true })).hold).toMatchObject({ name: "Awa" });
  expect((await giveHold(bat, "report", id)).hold).toMatchObject({ name: "Awa" });
  // After ten minutes it is nobody's.
  await world.owner`update reports set held_until = now() - interval '1 second' where id = ${id}`;
  expect((await takeHold(bat, "report", id, {})).hold).toMatchObject({ name: "Bat" });
  expect((await giveHold(bat, "report", id)).hold).toBeNull();
  await leavePresence(bat, "report", id);
  await leavePresence(awa, "report", id);
  expect(await at(awa)).toBeUndefined();
  stop();
  // Of a restricted case nobody outside learns who is in it.
  const hidden = await addReport(world, cert);
  const { id: caseId } = await cases.openCase(awa, { reportIds: [hidden.id] });
  await world.owner`insert into case_members (case_id, person_id, added_at) values (${caseId}, ${idOf(awa)}, now())`;
  await world.owner`update cases set is_restricted = true where id = ${caseId}`;
  await tellPresence(awa, "report", hidden.id, { doing: "writing" });
  await takeHold(awa, "case", caseId, {});
  expect((await readDeskPresence(bat)).rows.map((row) => row.id)).not.toContain(hidden.id);
  expect((await readDeskPresence(bat)).rows.map((row) => row.id)).not.toContain(caseId);
  await expect(tellPresence(bat, "report", hidden.id, { doing: "looking" })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a draft goes with its person to another machine and to nobody else, and is gone when it was sent", async () => {
  const place = `answer.${newId()}`;
  await keepDraft(awa, { place, body: "Bonjour Madame" });
  await keepDraft(awa, { place, body: "Bonjour Madame Traoré" });
  expect((await listDrafts(awa)).rows).toMatchObject([{ place, body: "Bonjour Madame Traoré" }]);
  expect((await listDrafts(bat)).rows).toEqual([]);
  await keepDraft(bat, { place, body: "Autre" });
  expect((await listDrafts(awa)).rows).toMatchObject([{ body: "Bonjour Madame Traoré" }]);
  await keepDraft(awa, { place, body: "" });
  expect((await listDrafts(awa)).rows).toEqual([]);
  await expect(keepDraft(awa, { place: "elsewhere", body: "x" })).rejects.toThrow(/Expected a place/);
  await world.owner`update desk_drafts set updated_at = now() - interval '61 days' where person_id = ${idOf(bat)}`;
  expect(await forgetOldDrafts(machine)).toBe(1);
  await world.owner`insert into desk_drafts (person_id, place, body, updated_at)
    select ${idOf(awa)}, 'note.' || gen_random_uuid(), 'x', now() from generate_series(1, ${mostDrafts - 3})`;
  const all = await Promise.allSettled(
    Array.from({ length: 8 }, async () => await keepDraft(awa, { place: `note.${newId()}`, body: "x" })),
  );
  expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(3);
  const log = await world.owner`select detail::text as text from audit_log where object_type = 'draft'`;
  expect(JSON.stringify(log)).not.toContain("Bonjour");
});

test("my sector is what the person chose, none before", async () => {
  const constituent = newId();
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituent}, ${constituent}, ${cert}, 'Banque', 'finance')`;
  const { id } = await addReport(world, cert);
  await world.owner`insert into report_constituents (report_id, constituent_id) values (${id}, ${constituent})`;
  const mine = async (ctx: Context) => (await listViews(ctx)).rows.find((row) => row.id === "my_sector")?.count;
  expect(await mine(bat)).toBe(0);
  expect((await keepSectors(bat, { sectors: ["finance", "finance"] })).sectors).toEqual(["finance"]);
  expect(await mine(bat)).toBe(1);
  expect(await mine(awa)).toBe(0);
  expect((await list(bat, { sector: "mine" })).map((row) => row.id)).toEqual([id]);
  await expect(keepSectors(bat, { sectors: ["wizardry" as "finance"] })).rejects.toThrow(/finance/);
});

test("a report marked to read again is so for who marked it; a note on a report stays inside", async () => {
  const { id } = await addReport(world, cert);
  expect((await markUnread(bat, { reportId: id, isUnread: true })).unread).toEqual([id]);
  await markUnread(bat, { reportId: id, isUnread: true });
  expect((await readSettings(bat)).unread).toEqual([id]);
  expect((await readSettings(awa)).unread).toEqual([]);
  expect((await markUnread(bat, { reportId: id, isUnread: false })).unread).toEqual([]);
  await expect(markUnread(bat, { reportId: newId(), isUnread: true })).rejects.toMatchObject({ code: "not_found" });
  await addReportNote(bat, { reportId: id, body: "Vu chez deux autres banques." });
  expect((await readReportPage(awa, id)).notes).toMatchObject([
    { body: "Vu chez deux autres banques.", author: { name: "Bat" } },
  ]);
});

test("a translation stands beside its text in each version with who made it, two at once do not write over each other, and it stays inside", async () => {
  const { id } = await addReport(world, cert, { language: "mn", description: "Сэжигтэй мессеж ирсэн." });
  await addMessage(world, id, { direction: "from_reporter", body: "Дахин залгасан." });
  const messageId = (await readReportPage(awa, id)).messages[0]?.id ?? "";
  const first = { messageId: null, language: "fr", body: "J’ai reçu un message suspect.", seen: 0 } as const;
  expect(await keepTranslation(bat, id, first)).toMatchObject({ version: 1 });
  await expect(keepTranslation(awa, id, { ...first, body: "Un message est arrivé." })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(keepTranslation(awa, id, { ...first, seen: 1 })).rejects.toMatchObject({ code: "refused" });
  await keepTranslation(awa, id, { ...first, body: "Un message suspect est arrivé.", seen: 1 });
  const sworn = { messageId, language: "fr", body: "Il a rappelé.", origin: "imported", seen: 0 } as const;
  await expect(keepTranslation(bat, id, sworn)).rejects.toThrow(/who or what made the translation/);
  await keepTranslation(bat, id, { ...sworn, source: "Bureau Traduire" });
  await expect(
    keepTranslation(bat, id, { ...sworn, source: "x", messageId: newId() }),
    "another report's message",
  ).rejects.toMatchObject({ code: "not_found" });
  const page = await readReportPage(awa, id);
  expect(page.translations.toSorted((one, other) => other.version - one.version)).toMatchObject([
    { messageId: null, version: 2, body: "Un message suspect est arrivé.", author: { name: "Awa" }, origin: "typed" },
    { messageId, version: 1, body: "Il a rappelé.", source: "Bureau Traduire", origin: "imported" },
  ]);
  expect((await listTranslations(bat, id)).rows.map(({ body }) => body).toSorted()).toEqual([
    "Il a rappelé.",
    "J’ai reçu un message suspect.",
    "Un message suspect est arrivé.",
  ]);
  expect(page.description).toBe("Сэжигтэй мессеж ирсэн.");
  const kept =
    await world.owner`select count(*)::int as n from audit_log where action = 'report.translate' and object_id = ${id}`;
  expect(kept).toEqual([{ n: 3 }]);
});
