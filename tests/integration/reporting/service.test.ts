// The team's own clocks on a real database: they begin under the edition in force, stand still while somebody is waited for, go on with the answer, are told when late; the law's stand apart.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { closeCase, openCase } from "../../../backend/cases/index.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import { wordsIn } from "../../../backend/platform/words/index.ts";
import { listAlarms } from "../../../backend/reporting/rota/keep-alarms.ts";
import { sayAlarm } from "../../../backend/reporting/rota/model.ts";
import { setLadder } from "../../../backend/reporting/rota/keep-rota.ts";
import { readLevels, setLevels } from "../../../backend/reporting/service/keep-levels.ts";
import { exportMeasures, readMeasures } from "../../../backend/reporting/service/measure-service.ts";
import { pauseService, resumeService } from "../../../backend/reporting/service/pause-service.ts";
import { readService } from "../../../backend/reporting/service/read-service.ts";
import { startClocks } from "../../../backend/reporting/service/start-clocks.ts";
import { watchClocks } from "../../../backend/reporting/service/watch-clocks.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addMessage, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let awa: Person;
let bat: Person;
let lead: Person;
const as = (actor: Actor) => world.context(actor);
const job = () => as({ kind: "system", job: "service.watch" });
const move = (minutes: number): void => (world.clock as { advance(ms: number): void }).advance(minutes * 60_000);
const hours = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: "00:00", until: "24:00" }));
const levels = (resolution: number) => ({
  zone: "Africa/Bamako",
  hours,
  hasHolidays: true,
  targets: [
    { kind: "incident" as const, severity: "high" as const, firstAnswer: 30, resolution, isBusinessHours: false },
  ],
});
const clocksOf = async (subject: "report" | "case", id: string) => (await readService(as(awa), subject, id)).clocks;

/** As the events of intake and of the desk begin them. */
async function begin(severity = "high"): Promise<{ reportId: string; caseId: string }> {
  const { id: reportId } = await addReport(world, cert, { severity, receivedAt: world.clock.now() });
  await startClocks(job(), { reportId });
  const { id: caseId } = await openCase(as(awa), { reportIds: [reportId] });
  await startClocks(job(), { caseId });
  return { reportId, caseId };
}

beforeAll(async () => {
  world = await makeTestWorld({ startAt: new Date() });
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "analyst", "Bat");
  lead = await addPerson(world, cert, "lead", "Lead");
});

test("without targets nothing has a clock; a case keeps the edition it began with, and who saw an older one sets none over it", async () => {
  const before = await begin();
  expect(await clocksOf("case", before.caseId)).toEqual([]);
  await expect(setLevels(as(awa), { levels: levels(240), seen: 0 })).rejects.toMatchObject({ code: "forbidden" });
  await setLevels(as(lead), { levels: levels(240), seen: 0 });
  await expect(setLevels(as(lead), { levels: levels(60), seen: 0 })).rejects.toMatchObject({ code: "conflict" });
  const { caseId } = await begin();
  await setLevels(as(lead), { levels: levels(480), seen: 1, note: "Fewer of us in summer" });
  const clock = (await clocksOf("case", caseId)).find(({ kind }) => kind === "resolution");
  expect(clock).toMatchObject({ state: "running", targetMinutes: 240, leftMinutes: 240, edition: 1 });
  expect(await readLevels(as(awa))).toMatchObject({ number: 2, calendar: { id: expect.any(String) } });
  await expect(
    world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'staff', true)`;
      await sql`update service_editions set note = 'other'`;
    }),
  ).rejects.toMatchObject({ code: "42501" });
});

test("a first answer by a person ends its clock; the automatic word does not; opening a case turns no clock back", async () => {
  const { id: reportId } = await addReport(world, cert, { severity: "high", receivedAt: world.clock.now() });
  await startClocks(job(), { reportId });
  await startClocks(job(), { reportId });
  await world.owner`insert into messages (id, report_id, direction, channel, kind, body, at) values (${newId()}, ${reportId}, 'to_reporter', 'receipt', 'acknowledgement', 'x', ${world.clock.now()})`;
  move(10);
  expect((await clocksOf("report", reportId)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "first_answer running",
    "resolution running",
  ]);
  await world.owner`insert into messages (id, report_id, direction, channel, author_id, body, at) values (${newId()}, ${reportId}, 'to_reporter', 'receipt', ${awa.personId}, 'x', ${world.clock.now()})`;
  const { id: caseId } = await openCase(as(awa), { reportIds: [reportId] });
  await startClocks(job(), { caseId });
  await watchClocks(job());
  expect((await clocksOf("report", reportId)).map(({ kind, state }) => `${kind} ${state}`)).toEqual([
    "first_answer reached",
    "resolution without_object",
  ]);
  const [clock] = (await clocksOf("case", caseId)).filter(({ subject }) => subject === "case");
  // The ten minutes before the case was opened are gone.
  expect(clock).toMatchObject({ leftMinutes: 470, targetMinutes: 480 });
});

test("waiting stops the clock with its reason; an answer that comes sets it going again at its own instant; the other side is measured", async () => {
  const { reportId, caseId } = await begin();
  move(60);
  const promisedAt = new Date(world.clock.now().getTime() + 3 * 3_600_000).toISOString();
  const input = {
    subject: "case" as const,
    subjectId: caseId,
    reason: "reporter" as const,
    who: "The bank",
    promisedAt,
  };
  await expect(pauseService(as(awa), { ...input, promisedAt: "2020-01-01T00:00:00Z" })).rejects.toMatchObject({
    fields: [{ path: "promisedAt" }],
  });
  await pauseService(as(awa), input);
  await expect(pauseService(as(awa), input)).rejects.toMatchObject({ code: "conflict" });
  const own = async () =>
    (await clocksOf("case", caseId)).find(({ subject, kind }) => subject === "case" && kind === "resolution");
  move(600);
  await watchClocks(job());
  expect(await own()).toMatchObject({ state: "paused", leftMinutes: 420, dueAt: null });
  await addMessage(world, reportId, { direction: "from_reporter", body: "Here it is", at: world.clock.now() });
  move(20);
  await watchClocks(job());
  expect(await own()).toMatchObject({ state: "running", leftMinutes: 400 });
  const { pauses } = await readService(as(awa), "case", caseId);
  expect(pauses).toMatchObject([{ who: "The bank", endedHow: "answer", promisedAt }]);
  expect((await readMeasures(as(awa), 2)).waits).toMatchObject([
    { reason: "reporter", count: 1, medianMinutes: 600, promised: 1, keptPromises: 0 },
  ]);
  const { id } = await pauseService(as(awa), { ...input, promisedAt: null });
  await resumeService(as(awa), id);
  await expect(resumeService(as(awa), id)).rejects.toMatchObject({ code: "conflict" });
});

test("what is late is told once to its owner, and wakes who is on call where the ladder says so", async () => {
  await setLadder(as(lead), {
    ladder: {
      steps: [{ afterMinutes: 0, target: "leads", means: ["mail"] }],
      triggers: { leastSeverity: null, isOnBreach: true, legalHours: null },
    },
    seen: 0,
  });
  const { caseId } = await begin();
  move(481);
  const [{ n: before } = { n: 0 }] = await world.owner<{ n: number }[]>`select count(*)::int as n from duty_alarms`;
  expect(await watchClocks(job())).toBeGreaterThan(0);
  expect(await watchClocks(job())).toBe(0);
  const mails = await world.owner<
    { to_address: string; body: string }[]
  >`select to_address, body from outgoing_mails where cause like 'service-breach:%' and body like ${`%${caseId}%`}`;
  expect(mails.map(({ to_address }) => to_address)).toEqual([`${awa.personId}@cert.example`]);
  const [{ n } = { n: 0 }] = await world.owner<
    { n: number }[]
  >`select count(*)::int as n from duty_alarms where case_id = ${caseId} and kind = 'breach'`;
  expect(n - before + before).toBe(1);
  // What the machine raised is said in the language of who reads it.
  const { rows } = await listAlarms(as(awa));
  const alarm = rows.find((one) => one.caseId === caseId);
  if (!alarm) throw new Error("the alarm is listed");
  const [{ reference } = { reference: "" }] = await world.owner<
    { reference: string }[]
  >`select reference from cases where id = ${caseId}`;
  expect(sayAlarm(wordsIn("fr"), alarm)).toBe(`${reference}\u00a0: Résolution en retard`);
  expect(sayAlarm(wordsIn("mn"), alarm)).toMatch(/хоцорлоо$/);
  expect(sayAlarm(wordsIn("fr"), { title: "Réveiller Awa", said: null })).toBe("Réveiller Awa");
  expect((await clocksOf("case", caseId)).find(({ subject }) => subject === "case")).toMatchObject({
    state: "late",
    leftMinutes: -1,
  });
});

test("the months say how many were kept, with median and nine in ten, as a page and as a sheet; practice is not counted", async () => {
  const { caseId } = await begin("low");
  await closeCase(as(awa), { caseId, outcome: "resolved", reason: "Done" });
  await watchClocks(job());
  const { reportId } = await begin("high");
  await world.owner`update reports set is_demo = true where id = ${reportId}`;
  const { measured } = await readMeasures(as(awa), 2);
  const resolved = measured.filter(({ measure, severity }) => measure === "resolve" && severity === "low");
  expect(resolved).toMatchObject([{ kind: "incident", count: 1, medianMinutes: 0 }]);
  const acknowledged = measured.filter(({ measure }) => measure === "acknowledge");
  expect(acknowledged).toMatchObject([{ severity: "high", count: 1, medianMinutes: 10, p90Minutes: 10 }]);
  const sheet = await exportMeasures(as(awa), 2);
  expect(sheet).toContain(",acknowledge,incident,high,1,10,10,,\r\n");
});

test("of a restricted case others are shown no clock, no pause and no number", async () => {
  const { caseId } = await begin();
  await pauseService(as(awa), { subject: "case", subjectId: caseId, reason: "other_body", who: "A house" });
  await restrictCase(as(awa), { caseId, reason: "Somebody of the house is concerned." });
  await expect(readService(as(bat), "case", caseId)).rejects.toMatchObject({ code: "not_found" });
  await expect(
    pauseService(as(bat), { subject: "case", subjectId: caseId, reason: "other_body", who: "A house" }),
  ).rejects.toMatchObject({ code: "not_found" });
  expect((await readService(as(awa), "case", caseId)).pauses).toHaveLength(1);
});

test("whatever is paused, for whom and how long: the times of the law beside a case stay exactly as they were", async () => {
  const { reportId, caseId } = await begin();
  const [constituent, part, due] = [
    newId(),
    newId(),
    new Date(world.clock.now().getTime() + 72 * 3_600_000).toISOString(),
  ];
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituent}, ${constituent}, ${cert}, 'Bank', 'finance')`;
  await world.owner`insert into report_constituents (report_id, constituent_id) values (${reportId}, ${constituent})`;
  await world.owner`insert into filing_parts (id, number, filing_reference, receipt_number, organisation_id, addressee, constituent_id, entity_name, channel, language, pack_id, pack_version,
      pack_sha256, stage, fields, content_sha256, submitted_at, entered_at, clock_kind, lateness, expects, standing, delivery)
    values (${part}, 1, 'F-1', ${part}, ${cert}, 'cert', ${constituent}, 'Bank', 'paper', 'fr', 'p', '1', ${"0".repeat(64)}, 'early_warning', '[]', ${"0".repeat(64)}, now(), now(), 'none', 'no_time',
      ${world.owner.json([{ stage: "final_report", due }])}, 'confirmed', 'platform')`;
  const law = async () => (await readService(as(awa), "case", caseId)).legal;
  const before = await law();
  expect(before).toMatchObject([{ entity: "Bank", stage: "final_report", isOverdue: false }]);
  const stored = async () => await world.owner`select to_jsonb(p)::text as row from filing_parts p`;
  const rows = await stored();
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("reporter" as const, "constituent" as const, "other_body" as const),
      fc.integer({ min: 1, max: 60 }),
      async (reason, minutes) => {
        const { id } = await pauseService(as(awa), { subject: "case", subjectId: caseId, reason, who: "Somebody" });
        move(minutes);
        await watchClocks(job());
        expect(await law()).toEqual(before);
        await resumeService(as(awa), id);
        expect(await law()).toEqual(before);
      },
    ),
    { numRuns: 8 },
  );
  expect(await stored()).toEqual(rows);
});
