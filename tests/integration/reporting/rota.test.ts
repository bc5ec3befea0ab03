// The rota on a real database: who is on call, exchanges with consent, an alarm that goes up its ladder until somebody has it, the proof of each step, gaps that are told, the calendar.
import { beforeAll, expect, test } from "vitest";
import { openCase } from "../../../backend/cases/index.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import { signedLink } from "../../../backend/coordination/links/signed-link.ts";
import { composeText } from "../../../backend/coordination/sms/model.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { wordsIn } from "../../../backend/platform/words/index.ts";
import {
  acknowledgeAlarm,
  haveByLink,
  listAlarms,
  noteAlarmCall,
  raiseByHand,
  readAlarmLink,
} from "../../../backend/reporting/rota/keep-alarms.ts";
import {
  addException,
  addPattern,
  askSwap,
  endLine,
  setLadder,
  setReach,
  settleSwap,
} from "../../../backend/reporting/rota/keep-rota.ts";
import { readRota } from "../../../backend/reporting/rota/read-rota.ts";
import { makeShiftFeed, readShiftFeed, stopShiftFeed } from "../../../backend/reporting/rota/shift-feed.ts";
import { lookAhead, raiseForReport, watchAlarms } from "../../../backend/reporting/rota/watch-rota.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let awa: Person;
let bat: Person;
let lead: Person;
const as = (actor: Actor) => world.context(actor);
const job = () => as({ kind: "system", job: "duty.watch" });
const move = (minutes: number): void => (world.clock as { advance(ms: number): void }).advance(minutes * 60_000);
const whole = { weekdays: [1, 2, 3, 4, 5, 6, 7], from: "08:00", to: "08:00" };
const mailed = async (alarmId: string) =>
  (
    await world.owner<
      { to_address: string }[]
    >`select to_address from outgoing_mails where cause like ${`alarm:${alarmId}:%`} order by created_at, cause`
  ).map(({ to_address }) => [awa, bat, lead].find(({ personId }) => to_address.startsWith(personId)));

beforeAll(async () => {
  // A Tuesday, ten in the morning in Bamako.
  world = await makeTestWorld({ startAt: new Date("2026-11-24T10:00:00Z"), env: { TOGUNA_COUNTRY: "ML" } });
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "analyst", "Bat");
  lead = await addPerson(world, cert, "lead", "Lead");
});

test("the pattern says who is on call now and next; a gap of the coming week is shown, with how few can be rung", async () => {
  await expect(addPattern(as(awa), { personId: awa.personId, ...whole, startsOn: "2026-11-02" })).rejects.toMatchObject(
    { code: "forbidden" },
  );
  await expect(
    addPattern(as(lead), { personId: awa.personId, ...whole, weekdays: [8], startsOn: "2026-11-02" }),
  ).rejects.toThrow("Expected a day from 1 (Monday) to 7 (Sunday).");
  await addPattern(as(lead), { personId: awa.personId, ...whole, everyWeeks: 2, startsOn: "2026-11-09" });
  const { id } = await addPattern(as(lead), {
    personId: bat.personId,
    ...whole,
    everyWeeks: 2,
    startsOn: "2026-11-02",
  });
  const now = async () => await readRota(as(awa));
  const before = await now();
  expect(before.now.map(({ person }) => person.name)).toEqual(["Awa"]);
  expect(before.next).toMatchObject({ person: { name: "Bat" }, from: "2026-11-30T08:00:00.000Z" });
  expect(before.gaps).toEqual([]);
  await endLine(as(lead), "patterns", id);
  expect((await now()).gaps).toEqual([{ from: "2026-11-30T08:00:00.000Z", until: "2026-12-01T10:00:00.000Z" }]);
  expect((await now()).reachable).toBe(0);
  await setReach(as(awa), { phone: "+223 76 00 00 01", takesTexts: true });
  expect(await now()).toMatchObject({ reachable: 1, own: { phone: "+223 76 00 00 01" } });
});

test("gaps and too few people are told to the leads once a day, without a word of any case", async () => {
  expect(await lookAhead(job())).toBe(1);
  expect(await lookAhead(job())).toBe(0);
  const [mail] = await world.owner<
    { body: string; to_address: string }[]
  >`select body, to_address from outgoing_mails where cause like 'rota-ahead:%'`;
  expect(mail?.to_address).toContain(lead.personId);
  expect(mail?.body).toMatch(/30 novembre 2026 à \d\d:\d\d UTC/);
});

test("an exchange holds once the other has accepted it, and only that other may", async () => {
  const span = { fromAt: "2026-11-24T18:00:00Z", untilAt: "2026-11-25T08:00:00Z" };
  await expect(askSwap(as(bat), { askedOf: awa.personId, ...span })).rejects.toMatchObject({
    words: "rota.refused.no_shift",
  });
  const { id } = await askSwap(as(awa), { askedOf: bat.personId, ...span });
  const night = async () => (await readRota(as(awa))).shifts.find(({ isSwapped }) => isSwapped)?.person.name;
  expect(await night()).toBeUndefined();
  await expect(settleSwap(as(awa), id, { answer: "accepted" })).rejects.toMatchObject({ code: "forbidden" });
  await settleSwap(as(bat), id, { answer: "accepted" });
  expect(await night()).toBe("Bat");
  await expect(settleSwap(as(bat), id, { answer: "refused" })).rejects.toMatchObject({ code: "conflict" });
  await expect(addException(as(awa), { personId: bat.personId, kind: "off", ...span })).rejects.toMatchObject({
    code: "forbidden",
  });
});

test("without a ladder nobody can be woken, and the page says so", async () => {
  await expect(raiseByHand(as(awa), { title: "The grid is down" })).rejects.toMatchObject({
    words: "rota.refused.no_ladder",
  });
});

test("an alarm tells who is on call, then who comes next, then the leads, until somebody has it; each step is proof that stays", async () => {
  await setLadder(as(lead), {
    ladder: {
      steps: [
        { afterMinutes: 0, target: "on_call", means: ["mail", "text"] },
        { afterMinutes: 15, target: "next", means: ["mail"] },
        { afterMinutes: 30, target: "leads", means: ["mail"] },
      ],
      triggers: { leastSeverity: "critical", isOnBreach: true, legalHours: 24 },
    },
    seen: 0,
  });
  const { id } = await raiseByHand(as(bat), { title: "The grid is down" });
  expect(await mailed(id)).toEqual([awa]);
  const [text] = await world.owner<
    { kind: "alarm"; to_number: string }[]
  >`select kind, to_number from text_messages where cause like ${`alarm:${id}:%`}`;
  expect(text).toEqual({ kind: "alarm", to_number: "+22376000001" });
  expect(composeText(wordsIn("en"), "alarm", undefined)).not.toContain("grid");
  const [mail] = await world.owner<
    { body: string; subject: string }[]
  >`select body, subject from outgoing_mails where cause like ${`alarm:${id}:%`}`;
  expect(`${mail?.subject} ${mail?.body}`).not.toContain("grid");
  expect(mail?.body).toContain("{signed-link:alarm:");
  move(14);
  await watchAlarms(job());
  expect(await mailed(id)).toHaveLength(1);
  move(1);
  await watchAlarms(job());
  // Bat, whose exchanged night comes next.
  expect(await mailed(id)).toEqual([awa, bat]);
  move(15);
  await watchAlarms(job());
  await watchAlarms(job());
  expect(await mailed(id)).toEqual([awa, bat, lead]);
  await acknowledgeAlarm(as(lead), id);
  await expect(acknowledgeAlarm(as(awa), id)).rejects.toMatchObject({ code: "conflict" });
  const [alarm] = (await listAlarms(as(awa))).rows;
  expect(alarm).toMatchObject({
    title: "The grid is down",
    acknowledgedBy: "Lead",
    acknowledgedHow: "desk",
    nextAt: null,
  });
  expect(alarm?.steps.map(({ target, means, outcome }) => `${target} ${means} ${outcome}`)).toEqual([
    "on_call mail queued",
    "on_call text queued",
    "next mail queued",
    "leads mail queued",
  ]);
  await expect(
    world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'staff', true)`;
      await sql`update duty_alarm_steps set outcome = 'reached'`;
    }),
  ).rejects.toMatchObject({ code: "42501" });
});

test("a link acknowledges by its form alone: looking does nothing, a foreign or old one opens nothing, and the ladder ends there", async () => {
  const { id } = await raiseByHand(as(bat), { title: "Again" });
  const [step] = await world.owner<
    { id: string }[]
  >`select id from duty_alarm_steps where alarm_id = ${id} and means = 'mail'`;
  const token =
    signedLink(world.services, "alarm", step?.id ?? "")
      .split("/")
      .at(-1) ?? "";
  const stranger = as({ kind: "anonymous" });
  expect(await readAlarmLink(stranger, token)).toMatchObject({ name: "Awa", isAcknowledged: false });
  expect(await readAlarmLink(stranger, `${token.slice(0, -1)}${token.endsWith("0") ? "1" : "0"}`)).toBeUndefined();
  expect((await listAlarms(as(awa))).rows[0]?.acknowledgedAt).toBeNull();
  expect(await haveByLink(stranger, token)).toBe(true);
  expect(await haveByLink(stranger, token)).toBe(false);
  expect((await listAlarms(as(awa))).rows.find((row) => row.id === id)).toMatchObject({
    acknowledgedBy: "Awa",
    acknowledgedHow: "link",
    nextAt: null,
  });
  move(60);
  await watchAlarms(job());
  expect(await mailed(id)).toEqual([awa]);
  move(60 * 48);
  expect(await readAlarmLink(stranger, token)).toBeUndefined();
});

test("who was rung and not reached does not end it; reached, they have it; where nobody stands on a step the next is taken at once", async () => {
  // Everybody's shifts are off for a day: nobody is on call.
  const now = world.clock.now().getTime();
  const { id: off } = await addException(as(awa), {
    personId: awa.personId,
    kind: "off",
    fromAt: new Date(now - 3_600_000).toISOString(),
    untilAt: new Date(now + 20 * 86_400_000).toISOString(),
  });
  const { id } = await raiseByHand(as(awa), { title: "Nobody there" });
  expect(await mailed(id)).toEqual([lead]);
  await noteAlarmCall(as(awa), id, { personId: bat.personId, isReached: false });
  expect((await listAlarms(as(awa))).rows[0]).toMatchObject({ acknowledgedBy: null });
  await noteAlarmCall(as(awa), id, { personId: bat.personId, isReached: true });
  const alarm = (await listAlarms(as(awa))).rows.find((row) => row.id === id);
  expect(alarm).toMatchObject({ acknowledgedBy: "Bat", acknowledgedHow: "call" });
  expect(alarm?.steps.map(({ target, outcome }) => `${target} ${outcome}`)).toEqual([
    "on_call nobody",
    "next nobody",
    "leads queued",
    "by_hand not_reached",
    "by_hand reached",
  ]);
  await endLine(as(awa), "exceptions", off);
});

test("a grave report wakes once; a light one, practice and what somebody may not see wake nobody who may not", async () => {
  const grave = await addReport(world, cert, { severity: "critical", status: "triaged" });
  const light = await addReport(world, cert, { severity: "high", status: "triaged" });
  for (const { id } of [grave, grave, light]) await raiseForReport(job(), id);
  const raised = (await listAlarms(as(awa))).rows.filter(({ kind }) => kind === "severity");
  expect(raised.map(({ reportId }) => reportId)).toEqual([grave.id]);
  const secret = await addReport(world, cert, { severity: "high", status: "triaged" });
  const { id: caseId } = await openCase(as(bat), { reportIds: [secret.id] });
  await restrictCase(as(bat), { caseId, reason: "Somebody of the house is concerned." });
  const { id } = await raiseByHand(as(bat), { title: "Within the house", caseId });
  // Neither who is on call nor the lead is a member; the owner's own step would be.
  expect(await mailed(id)).toEqual([]);
  expect((await listAlarms(as(awa))).rows.map((row) => row.id)).not.toContain(id);
  expect((await listAlarms(as(bat))).rows.map((row) => row.id)).toContain(id);
});

test("a time of the law that comes near wakes once, and is named by its filing alone", async () => {
  const due = new Date(world.clock.now().getTime() + 20 * 3_600_000).toISOString();
  const part = grandPart();
  await world.owner`insert into filing_parts (id, number, filing_reference, receipt_number, organisation_id, addressee, entity_name, channel, language, pack_id, pack_version,
      pack_sha256, stage, fields, content_sha256, submitted_at, entered_at, clock_kind, lateness, expects, standing, delivery)
    values (${part}, 1, 'F-7', ${part}, ${cert}, 'cert', 'Bank', 'paper', 'fr', 'p', '1', ${"0".repeat(64)}, 'early_warning', '[]', ${"0".repeat(64)}, now(), now(), 'none', 'no_time',
      ${world.owner.json([
        { stage: "final_report", due },
        { stage: "far", due: "2027-06-01T00:00:00Z" },
      ])}, 'confirmed', 'platform')`;
  await watchAlarms(job());
  await watchAlarms(job());
  const legal = (await listAlarms(as(awa))).rows.filter(({ kind }) => kind === "legal");
  expect(legal.map(({ title }) => title)).toEqual(["F-7: final_report is due"]);
});

test("the own shifts stand in a calendar behind a secret address, which stops when it is stopped or the person works here no longer", async () => {
  const { address } = await makeShiftFeed(as(awa), "en");
  const token = /shifts\/(.+)\.ics$/.exec(address)?.[1] ?? "";
  const text = await readShiftFeed(as({ kind: "anonymous" }), token);
  expect(text).toContain("DTSTART:20261207T080000Z");
  expect(text).toContain("DTEND:20261214T080000Z");
  expect(text).not.toContain("Bat");
  const { address: second } = await makeShiftFeed(as(awa), "fr");
  await expect(readShiftFeed(as({ kind: "anonymous" }), token)).rejects.toMatchObject({ code: "not_found" });
  await stopShiftFeed(as(awa));
  await expect(
    readShiftFeed(as({ kind: "anonymous" }), /shifts\/(.+)\.ics$/.exec(second)?.[1] ?? ""),
  ).rejects.toMatchObject({ code: "not_found" });
});

function grandPart(): string {
  return "01999999-0000-7000-8000-000000000001";
}
