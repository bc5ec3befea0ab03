// An exercise on a real database: injects on the clock and by hand, the mark on all that people make, what was measured, the review, and the wiping.
import { existsSync } from "node:fs";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { assignReport, joinReport, openCase } from "../../../backend/cases/index.ts";
import { changeImprovement } from "../../../backend/cases/after/keep-improvements.ts";
import { createTask } from "../../../backend/cases/tasks/create-task.ts";
import { listMyWork } from "../../../backend/cases/work/list-my-work.ts";
import { takeEvidence } from "../../../backend/cases/evidence/take-evidence.ts";
import { answerReporter } from "../../../backend/coordination/index.ts";
import { actOnExercise, planExercise } from "../../../backend/coordination/exercises/keep-exercise.ts";
import { leaveInject, playByHand, playInjects } from "../../../backend/coordination/exercises/play-injects.ts";
import { listExercises, readExercise } from "../../../backend/coordination/exercises/read-exercises.ts";
import { improveAfter, reviewExercise } from "../../../backend/coordination/exercises/review-exercise.ts";
import { seeExpected } from "../../../backend/coordination/exercises/see-expected.ts";
import { wipeExercise } from "../../../backend/coordination/exercises/wipe-exercise.ts";
import { sortMail } from "../../../backend/coordination/sort-mail.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let lea: Person;
let awa: Person;
let bat: Person;
let exercise: string;
const as = (actor: Actor) => world.context(actor);
const clock = () => as({ kind: "system", job: "exercise" });
const read = async (who: Person = lea) => await readExercise(as(who), exercise);
const act = async (which: "start" | "pause" | "resume" | "end") =>
  await actOnExercise(as(lea), exercise, { act: which, version: (await read()).version });
const inject = async (injectId: string) => {
  const found = (await read()).injects.find((one) => one.injectId === injectId);
  if (!found) throw new Error(injectId);
  return found;
};
const marks = async (table: string): Promise<unknown[]> =>
  await world.owner.unsafe(`select distinct is_exercise, exercise_id from ${table}`);

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  lea = await addPerson(world, cert, "lead", "Lea");
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "senior", "Bat");
  const people = [
    { personId: awa.personId, part: "player" as const },
    { personId: bat.personId, part: "player" as const },
  ];
  const plan = { scenarioId: "hospital-ransomware", title: "Hospital", language: "en" as const, people };
  exercise = (await planExercise(as(lea), { ...plan, plannedAt: "2026-11-22T14:00:00Z" })).id;
});

test("whoever plays sees neither what is to come nor what is expected, and leads nothing, whatever the role", async () => {
  expect((await read(lea)).injects).toHaveLength(5);
  expect(await read(awa)).toMatchObject({ injects: [], measured: [], about: "", part: "player", can: { lead: false } });
  const start = actOnExercise(as(bat), exercise, { act: "start", version: 1 });
  await expect(start).rejects.toMatchObject({ code: "refused", words: "exercises.refused.not_leader" });
  await expect(actOnExercise(as(awa), exercise, { act: "start", version: 1 })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(wipeExercise(as(lea), exercise)).rejects.toMatchObject({ words: "exercises.refused.not_ended" });
});

test("the clock plays what is due once; a pause puts off the rest; by hand an inject comes at once", async () => {
  await act("start");
  await playInjects(clock(), { exerciseId: exercise });
  await playInjects(clock(), { exerciseId: exercise });
  const first = await inject("first_report");
  expect(first).toMatchObject({ state: "played", playedBy: null, kind: "report" });
  expect((await read(awa)).injects.map(({ injectId }) => injectId)).toEqual(["first_report"]);
  expect((await inject("supplier_mail")).state).toBe("waiting");
  expect(await world.owner`select subject, is_exercise, exercise_id as of from reports`).toEqual([
    { subject: "Patients’ records cannot be read", is_exercise: true, of: exercise },
  ]);
  await act("pause");
  expect((await inject("supplier_mail")).dueAt).toBeNull();
  await expect(playByHand(as(lea), exercise, (await inject("supplier_mail")).id)).rejects.toMatchObject({
    words: "exercises.refused.not_running",
  });
  await act("resume");
  for (const id of ["supplier_mail", "press_asks", "relative_calls", "exposed_hosts"]) {
    const { id: injectId } = await inject(id);
    await playByHand(as(lea), exercise, injectId);
    await playInjects(clock(), { exerciseId: exercise, injectId, personId: lea.personId });
  }
  await expect(leaveInject(as(lea), exercise, (await inject("press_asks")).id, {})).rejects.toMatchObject({
    words: "exercises.refused.played",
  });
  for (const { id } of await world.owner<{ id: string }[]>`select id from incoming_mails`)
    await sortMail(clock(), { incomingId: id });
  expect((await inject("press_asks")).report).not.toBeNull();
  expect((await inject("relative_calls")).playedBy).toMatchObject({ name: "Lea" });
  const all = [{ is_exercise: true, exercise_id: exercise }];
  for (const table of ["reports", "incoming_mails", "findings_lists"])
    expect([table, await marks(table)]).toEqual([table, all]);
});

test("all that people make of it bears the mark, by the database; real work is never mixed with it", async () => {
  const first = (await inject("first_report")).report?.id ?? "";
  const mail = (await inject("supplier_mail")).report?.id ?? "";
  await assignReport(as(awa), { reportId: first, personId: awa.personId, version: 1 });
  const { id: caseId } = await openCase(as(awa), { reportIds: [first], severity: "critical" });
  await joinReport(as(awa), { caseId, reportId: mail });
  await createTask(as(awa), { caseId, title: "Call the hospital" });
  await answerReporter(as(awa), { reportId: first, body: "We are on it." });
  const kept = { label: "A disk", takenFrom: "The hospital", place: "Safe", takenAt: new Date().toISOString() };
  await takeEvidence(as(awa), caseId, kept, null);
  const all = [{ is_exercise: true, exercise_id: exercise }];
  for (const table of ["cases", "case_tasks", "messages", "outgoing_mails"])
    expect([table, await marks(table)]).toEqual([table, all]);
  const real = await addReport(world, cert, { subject: "A real one" });
  await expect(joinReport(as(awa), { caseId, reportId: real.id })).rejects.toMatchObject({
    words: "exercises.refused.mixed",
  });
  const { id: realCase } = await openCase(as(awa), { reportIds: [real.id] });
  const press = (await inject("press_asks")).report?.id ?? "";
  await expect(joinReport(as(awa), { caseId: realCase, reportId: press })).rejects.toMatchObject({
    words: "exercises.refused.mixed",
  });
  const unmark = withTransaction(
    as(awa),
    async (tx) => await tx.execute(sql`update cases set is_exercise = false, exercise_id = null where id = ${caseId}`),
  );
  await expect(unmark).rejects.toMatchObject({ cause: { code: "42501" } });
  expect((await world.owner`select is_exercise from cases where id = ${realCase}`)[0]).toEqual({ is_exercise: false });
});

test("what was expected is measured from what was done, and frozen at the end", async () => {
  await seeExpected(as(lea), exercise, {
    expectationId: "director_called",
    seenAt: new Date().toISOString(),
    note: "By Awa",
  });
  await expect(
    seeExpected(as(awa), exercise, { expectationId: "director_called", seenAt: new Date().toISOString() }),
  ).rejects.toMatchObject({ words: "exercises.refused.not_observer" });
  await act("end");
  const { measured } = await read(awa);
  expect(Object.fromEntries(measured.map(({ expectationId, outcome }) => [expectationId, outcome]))).toEqual({
    taken: "met",
    answered: "met",
    grave: "met",
    case: "met",
    linked: "met",
    supplier_told: "missed",
    press_answered: "missed",
    director_called: "met",
  });
  expect((await listExercises(as(awa))).rows).toMatchObject([{ met: 6, expected: 8, state: "ended" }]);
});

test("the review follows the rules of a case's, and its improvements are followed up in the owner's work", async () => {
  const review = {
    heldAt: new Date().toISOString(),
    participants: "All",
    wentWell: "",
    wentBadly: "Nobody answered the press",
    conclusion: "A line for the press is needed",
    isWithoutImprovements: false,
    isFinished: true,
  };
  await expect(reviewExercise(as(awa), exercise, { version: 0, ...review })).rejects.toMatchObject({ code: "refused" });
  const dueAt = new Date(Date.now() + 86_400_000).toISOString();
  const { id } = await improveAfter(as(awa), exercise, { title: "Write a press line", ownerId: bat.personId, dueAt });
  await reviewExercise(as(awa), exercise, { version: 0, ...review });
  expect(await read()).toMatchObject({
    review: { finishedBy: { name: "Awa" } },
    improvements: [{ owner: { name: "Bat" } }],
  });
  expect((await listMyWork(as(bat))).improvements).toMatchObject([
    { title: "Write a press line", case: null, exercise: { id: exercise } },
  ]);
  await changeImprovement(as(bat), { improvementId: id, version: 1, state: "done", outcome: "It is written." });
  expect((await listMyWork(as(bat))).improvements).toEqual([]);
});

test("wiped with the passkey, nothing of it stands any more but what was measured, the review and the log", async () => {
  const [file] = await world.owner<{ id: string }[]>`select object_id as id from incoming_mails limit 1`;
  const path = world.services.objects.path(file?.id ?? "");
  expect(existsSync(path)).toBe(true);
  await expect(wipeExercise(as(lea), exercise)).rejects.toMatchObject({ code: "step_up_required" });
  await allowStepUp(world, as(lea), { act: "exercise.wipe", object: exercise, version: "1" });
  const { wiped } = await wipeExercise(as(lea), exercise);
  expect(wiped).toMatchObject({ reports: 4, cases: 1, case_tasks: 1, incoming_mails: 2, findings_lists: 1 });
  expect(existsSync(path)).toBe(false);
  for (const table of ["outgoing_mails", "messages", "findings_rows", "case_tasks", "incoming_mails"])
    expect([table, [...(await world.owner.unsafe(`select * from ${table}`))]]).toEqual([table, []]);
  expect(await world.owner`select count(*)::int as n from reports`).toEqual([{ n: 1 }]);
  expect(await world.owner`select count(*)::int as n from cases`).toEqual([{ n: 1 }]);
  expect(await read()).toMatchObject({ made: { reports: 0 }, measured: { length: 8 }, review: { version: 1 } });
  expect(await world.owner`select count(*)::int as n from pg_trigger where tgenabled = 'D'`).toEqual([{ n: 0 }]);
  await expect(wipeExercise(as(lea), exercise)).rejects.toMatchObject({ words: "exercises.refused.wiped" });
});
