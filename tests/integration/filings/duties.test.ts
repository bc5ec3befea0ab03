// Which duties bind, why, and when: by the register's classes, by what the entity states, by what happened; and the calendar behind a secret address.
import ICAL from "ical.js";
import { beforeAll, expect, test } from "vitest";
import { createApi } from "../../../backend/api.ts";
import { makeFeed, readCalendar, readFeed, revokeFeed } from "../../../backend/compliance/deadlines/keep-feed.ts";
import { readDuties } from "../../../backend/compliance/duties/read-duties.ts";
import { addDutyEvent, stateDuties, withdrawDutyEvent } from "../../../backend/compliance/duties/state-duties.ts";
import { addPerson } from "../../support/desk-world.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addEntity, makeFilingsWorld, type Person } from "../../support/filings-world.ts";

const en = { language: "en" as const };
let world: TestWorld;
let utility: Person;
beforeAll(async () => {
  world = await makeTestWorld({ env: { COUNTRY: "mn" }, startAt: new Date("2026-11-22T08:00:00Z") });
  const entity = await addEntity(world, "Цахилгаан", ["critical_infrastructure"]);
  utility = await addPerson(world, entity.organisationId, "constituent_administrator", "Bat");
});

test("a critical infrastructure in Mongolia is told its duties with article, reasons and how far each was checked; at once stays at once", async () => {
  const view = await readDuties(world.context(utility), en);
  const centre = view.binding.find((duty) => duty.obligation === "mn-cs.centre.national");
  expect(centre).toMatchObject({ clock: "immediate", due: null, group: "incident", status: "waiting" });
  expect(centre?.clockWords).toContain("the law sets no hour");
  expect(centre?.cites.length).toBeGreaterThan(0);
  expect(centre?.why.some((sentence) => sentence.includes("Critical infrastructure"))).toBe(true);
  expect(view.binding.some((duty) => duty.obligation === "mn-cs.centre.public")).toBe(false);
  expect(JSON.stringify(view)).not.toMatch(/72 hours/);
});

test("a duty that comes back has a day once it is known when it was last done; taken back, it has none", async () => {
  const ctx = world.context(utility);
  const audit = async () =>
    (await readDuties(ctx, en)).binding.find((duty) => duty.packId === "mn.cyber-security" && duty.stage === "audit");
  expect((await audit())?.due).toBeNull();
  await expect(
    addDutyEvent(ctx, { packId: "mn.cyber-security", event: "audit.submitted", happenedAt: "2027-01-01T00:00:00Z" }),
  ).rejects.toMatchObject({ fields: [{ path: "happenedAt" }] });
  await expect(
    addDutyEvent(ctx, { packId: "eu.gdpr", event: "aware", happenedAt: "2026-01-01T00:00:00Z" }),
  ).rejects.toMatchObject({ fields: [{ path: "packId" }] });
  await expect(
    addDutyEvent(ctx, { packId: "mn.cyber-security", event: "nonsense", happenedAt: "2026-01-01T00:00:00Z" }),
  ).rejects.toMatchObject({ fields: [{ path: "event" }] });
  const { id } = await addDutyEvent(ctx, {
    packId: "mn.cyber-security",
    event: "audit.submitted",
    happenedAt: "2026-01-10T01:00:00Z",
  });
  expect((await audit())?.due).toBe("2027-01-10T01:00:00Z");
  const calendar = await readCalendar(ctx, en);
  expect(calendar.deadlines.map((line) => line.due)).toContain("2027-01-10T01:00:00Z");
  await withdrawDutyEvent(ctx, id);
  expect((await audit())?.due).toBeNull();
  const [kept] = await world.owner`select withdrawn_at is not null as is_kept from duty_events where id = ${id}`;
  expect(kept).toEqual({ is_kept: true });
});

test("what the entity states changes what applies, and two who state at once do not overwrite each other", async () => {
  const ctx = world.context(utility);
  const before = await readDuties(ctx, en);
  const condition = before.conditions.find((one) => one.id === "attack_or_imminent");
  expect(condition?.stated).toBeNull();
  await stateDuties(ctx, { version: 0, role: "controller", conditions: { attack_or_imminent: false } });
  await expect(stateDuties(ctx, { version: 0, role: null, conditions: {} })).rejects.toMatchObject({
    code: "conflict",
  });
  const after = await readDuties(ctx, en);
  expect(after.entity).toMatchObject({ role: "controller", version: 1 });
  expect(after.binding.find((duty) => duty.obligation === "mn-cs.centre.national")?.status).toBe("not_required");
});

test("a bank in Mali reads that no law sets a time, with the text that no longer binds named as such", async () => {
  const house = await makeFilingsWorld(new Date("2026-11-22T08:00:00Z"));
  const view = await readDuties(house.world.context(house.bank.contact), en);
  expect(view.mayChange).toBe(false);
  const breach = view.binding.find((duty) => duty.obligation === "ml-dp.breach.authority");
  expect(breach?.clockWords).toBe("The law sets no time. Advice, not an obligation: 72 hours.");
  expect(view.notBinding.some((duty) => duty.packId.startsWith("ecowas."))).toBe(true);
  expect(
    view.notBinding.flatMap((duty) => duty.why).some((sentence) => sentence.includes("has not bound ML since")),
  ).toBe(true);
});

test("the feed is read with its token alone, says titles and times, and stops when it is revoked or its person leaves", async () => {
  const ctx = world.context(utility);
  await addDutyEvent(ctx, {
    packId: "mn.cyber-security",
    event: "audit.submitted",
    happenedAt: "2026-01-10T01:00:00Z",
    note: "SECRET NOTE",
  });
  const { address } = await makeFeed(ctx, en);
  const path = new URL(address).pathname;
  const api = createApi(world.services);
  const answer = await api.request(path);
  expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  const text = await answer.text();
  expect(text).not.toContain("SECRET NOTE");
  const events = new ICAL.Component(ICAL.parse(text) as unknown as unknown[]).getAllSubcomponents("vevent");
  expect(events).toHaveLength(1);
  const token = path.slice("/calendar/".length, -".ics".length);
  const [stored] = await world.owner<{ text: string }[]>`select row_to_json(f)::text as text from calendar_feeds f`;
  expect(stored?.text).not.toContain(token);
  const second = await makeFeed(ctx, en);
  expect((await api.request(path)).status).toBe(404);
  const other = new URL(second.address).pathname;
  expect((await api.request(other)).status).toBe(200);
  await world.owner`update role_grants set revoked_at = now() where person_id = ${utility.personId}`;
  expect((await api.request(other)).status).toBe(404);
  await world.owner`update role_grants set revoked_at = null where person_id = ${utility.personId}`;
  await revokeFeed(ctx);
  await expect(readFeed(ctx, other.slice("/calendar/".length, -4))).rejects.toMatchObject({ code: "not_found" });
});
