// Playbooks at work over a real database: tasks that come in turn, questions, approvals by another, waits, notices, and what outsiders see.
import { beforeAll, expect, test } from "vitest";
import { casesSubscriptions, openCase } from "../../../backend/cases/index.ts";
import { answerStep, skipStep, stopPlaybook, wakePlaybook } from "../../../backend/cases/playbooks/answer-step.ts";
import { readPlaybooks } from "../../../backend/cases/playbooks/read-playbooks.ts";
import { readCasePlaybooks, readRunPicture } from "../../../backend/cases/playbooks/read-runs.ts";
import { startByThemselves, startPlaybook } from "../../../backend/cases/playbooks/start-playbook.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import { changeTask } from "../../../backend/cases/tasks/change-task.ts";
import { readWork } from "../../../backend/cases/work/read-work.ts";
import { notifyPlaybook } from "../../../backend/coordination/notify-playbook.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let [awa, bat, lead] = [] as unknown as [Person, Person, Person];
const system: Actor = { kind: "system", job: "test" };
const as = (actor: Actor) => world.context(actor);
const refused = (key: string) => expect.objectContaining({ code: "refused", words: `playbooks.refusal.${key}` });

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "analyst", "Bat");
  lead = await addPerson(world, cert, "lead", "Chimeg");
});

async function openOne(): Promise<string> {
  const report = await addReport(world, cert, { severity: "high" });
  return (await openCase(as(awa), { reportIds: [report.id] })).id;
}
const seen = async (caseId: string, by: Person = awa) => await readCasePlaybooks(as(by), caseId, "en");
async function runOf(caseId: string) {
  const [run] = (await seen(caseId)).runs;
  if (!run) throw new Error("nothing is at work");
  return run;
}
const standings = (run: Awaited<ReturnType<typeof runOf>>): Record<string, string> =>
  Object.fromEntries(run.steps.map(({ stepId, state }) => [stepId, state]));
async function endTask(caseId: string, stepId: string, state: "done" | "dropped" = "done"): Promise<void> {
  const taskId = (await runOf(caseId)).steps.find((step) => step.stepId === stepId)?.taskId ?? "";
  const task = (await readWork(as(awa), caseId)).tasks.find(({ id }) => id === taskId);
  const checklist = (task?.checklist ?? []).map((item) => ({ ...item, isDone: true }));
  await changeTask(as(awa), { taskId, version: task?.version ?? 0, state, checklist });
}

test("ransomware: tasks come in turn, an answer opens one way and closes the other, and what is left out waits for nobody", async () => {
  const caseId = await openOne();
  const started = await startPlaybook(as(awa), { caseId, playbookId: "ransomware", language: "fr" });
  expect(standings(await runOf(caseId))).toMatchObject({
    tell_leads: "done",
    isolate: "ready",
    keep_proof: "ready",
    identify: "waiting",
    backup: "waiting",
    verify: "waiting",
  });
  const { tasks } = await readWork(as(awa), caseId);
  const isolate = tasks.find(({ title }) => title.startsWith("Faire isoler"));
  expect(isolate).toMatchObject({ origin: "playbook:ransomware", owner: { id: awa.personId }, state: "open" });
  expect(isolate?.checklist).toHaveLength(3);
  const minutes = (Date.parse(isolate?.dueAt ?? "") - Date.parse(isolate?.createdAt ?? "")) / 60_000;
  expect(Math.round(minutes)).toBe(60);
  await endTask(caseId, "isolate");
  expect(standings(await runOf(caseId))).toMatchObject({ isolate: "done", backup: "ready" });
  const { version } = await runOf(caseId);
  const backup = { runId: started.id, stepId: "backup", version };
  await expect(answerStep(as(awa), { ...backup, outcome: "perhaps" })).rejects.toMatchObject({ code: "invalid_input" });
  await expect(answerStep(as(awa), { ...backup, version: version + 7, outcome: "no" })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(skipStep(as(awa), { ...backup, reason: "No time for it." })).rejects.toEqual(refused("step_asks"));
  await answerStep(as(awa), { ...backup, outcome: "no" });
  expect(standings(await runOf(caseId))).toMatchObject({
    backup: "done",
    restore: "skipped",
    go_without: "ready",
    rebuild: "waiting",
  });
  await expect(answerStep(as(awa), { ...backup, version: version + 1, outcome: "yes" })).rejects.toEqual(
    refused("step_not_ready"),
  );
});

test("who began a playbook does not approve in it; an analyst cannot; somebody who leads can", async () => {
  const caseId = await openOne();
  const { id: runId } = await startPlaybook(as(lead), { caseId, playbookId: "ransomware", language: "en" });
  await endTask(caseId, "isolate");
  await answerStep(as(awa), { runId, stepId: "backup", version: (await runOf(caseId)).version, outcome: "no" });
  const approve = async (by: Person) =>
    await answerStep(as(by), {
      runId,
      stepId: "go_without",
      version: (await runOf(caseId)).version,
      outcome: "approved",
    });
  await expect(approve(lead)).rejects.toEqual(refused("own_approval"));
  await expect(approve(awa)).rejects.toMatchObject({ code: "forbidden" });
  const senior = await addPerson(world, cert, "senior", "Dolgor");
  expect((await seen(caseId, senior)).runs[0]?.canApprove).toBe(true);
  expect((await seen(caseId, lead)).runs[0]?.canApprove).toBe(false);
  await approve(senior);
  expect(standings(await runOf(caseId))).toMatchObject({ go_without: "done", rebuild: "ready" });
});

test("a wait ends by the clock or by a reason, a dropped task counts as left out, and a run ends with its last step", async () => {
  const caseId = await openOne();
  const { id: runId } = await startPlaybook(as(awa), { caseId, playbookId: "vulnerable-service" });
  for (const step of ["confirm", "holder"]) await endTask(caseId, step);
  await endTask(caseId, "tell", "dropped");
  expect(standings(await runOf(caseId))).toMatchObject({ tell: "skipped", mend: "ready", used: "ready" });
  const [job] = await world.owner<{ at: Date }[]>`select run_at as at from graphile_worker._private_jobs j
    join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'cases.wake_playbook' and j.payload ->> 'runId' = ${runId}`;
  expect(Math.round(((job?.at.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(24 * 7);
  await wakePlaybook(as(system), { runId });
  expect(standings(await runOf(caseId))).toMatchObject({ mend: "ready", check: "waiting" });
  await world.owner`update case_playbook_steps set wakes_at = now() - interval '1 minute' where run_id = ${runId} and step_id = 'mend'`;
  await wakePlaybook(as(system), { runId });
  expect(standings(await runOf(caseId))).toMatchObject({ mend: "done", check: "ready" });
  const answer = async (stepId: string, outcome: string) =>
    await answerStep(as(awa), { runId, stepId, version: (await runOf(caseId)).version, outcome });
  await answer("used", "no");
  await endTask(caseId, "check");
  await answer("fixed", "yes");
  await endTask(caseId, "lessons");
  expect(await runOf(caseId)).toMatchObject({ state: "finished", endedAt: expect.any(String) });
  await expect(
    stopPlaybook(as(awa), { runId, version: (await runOf(caseId)).version, reason: "Too late." }),
  ).rejects.toEqual(refused("over"));
  const kinds = await world.owner<{ kind: string }[]>`select kind from case_timeline where case_id = ${caseId}`;
  expect(kinds.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["playbook_started", "playbook_asks", "playbook_answered", "playbook_finished"]),
  );
});

test("ten who press at once begin one run; stopped, it leaves its tasks and can be begun anew", async () => {
  const caseId = await openOne();
  const tries = await Promise.allSettled(
    Array.from({ length: 10 }, async () => await startPlaybook(as(awa), { caseId, playbookId: "ddos" })),
  );
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(tries.find(({ status }) => status === "rejected")).toMatchObject({ reason: refused("at_work") });
  const { id: runId, version } = await runOf(caseId);
  const { tasks } = await readWork(as(awa), caseId);
  await stopPlaybook(as(awa), { runId, version, reason: "It was a misconfiguration." });
  expect((await readWork(as(awa), caseId)).tasks).toHaveLength(tasks.length);
  await endTask(caseId, "measure");
  expect(standings(await runOf(caseId))["which"]).toBe("waiting");
  await startPlaybook(as(awa), { caseId, playbookId: "ddos" });
  expect((await seen(caseId)).runs.map(({ state }) => state)).toEqual(["stopped", "running"]);
});

test("a case is offered what is made for it; one that begins by itself begins once, however often it is told", async () => {
  const caseId = await openOne();
  await world.owner`update cases set rsit_class = 'fraud', rsit_type = 'phishing' where id = ${caseId}`;
  expect((await seen(caseId)).offered.filter((one) => one.isTriggered).map(({ id }) => id)).toEqual(["phishing"]);
  // None of those that ship begins by itself: an operator says so in the file.
  await startByThemselves(as(system), caseId);
  expect((await seen(caseId)).runs).toEqual([]);
  const own = readPlaybooks().map(({ playbook, sha256 }) => ({
    playbook: { ...playbook, trigger: { ...playbook.trigger, start: "by_itself" as const } },
    sha256,
  }));
  for (let times = 0; times < 2; times++) await startByThemselves(as(system), caseId, own);
  expect((await seen(caseId)).runs).toMatchObject([{ playbookId: "phishing", startedBy: null, state: "running" }]);
  expect(Object.keys(casesSubscriptions)).toContain("case.opened");
});

test("a notice names no content, goes to who may see the case, and once an event", async () => {
  const caseId = await openOne();
  await world.owner`update cases set title = 'The secret of the harbour' where id = ${caseId}`;
  const { id: runId } = await startPlaybook(as(awa), { caseId, playbookId: "ransomware" });
  for (let times = 0; times < 2; times++)
    await notifyPlaybook(as(system), { runId, to: "leads", eventId: "one-event" });
  const mails = await world.owner<{ to: string; subject: string; body: string }[]>`
    select to_address as "to", subject, body from outgoing_mails where cause like 'playbook:one-event:%'`;
  expect(mails).toHaveLength(1);
  expect(`${mails[0]?.subject} ${mails[0]?.body}`).not.toContain("harbour");
});

test("of a restricted case nobody outside it sees or moves a run, by case or by run", async () => {
  const caseId = await openOne();
  const { id: runId } = await startPlaybook(as(awa), { caseId, playbookId: "insider" });
  await restrictCase(as(awa), { caseId, reason: "Somebody of the house is concerned." });
  const missing = expect.objectContaining({ code: "not_found" });
  await expect(seen(caseId, bat)).rejects.toEqual(missing);
  await expect(readRunPicture(as(bat), runId, "fr", false)).rejects.toEqual(missing);
  await expect(stopPlaybook(as(bat), { runId, version: 1, reason: "I want to." })).rejects.toEqual(missing);
  await expect(startPlaybook(as(bat), { caseId, playbookId: "ddos" })).rejects.toEqual(missing);
  expect((await seen(caseId)).runs).toHaveLength(1);
});
