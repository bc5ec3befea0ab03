// A shift handed over on a real database: what stands open is frozen, whoever comes reads it, and what is restricted stays hidden in it.
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { openCase } from "../../../backend/cases/index.ts";
import { startPlaybook } from "../../../backend/cases/playbooks/start-playbook.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import { createTask } from "../../../backend/cases/tasks/create-task.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import {
  listHandovers,
  readByMe,
  readHandover,
  readShiftNow,
  writeHandover,
} from "../../../backend/reporting/handover/keep-handover.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addMessage, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let awa: Person;
let bat: Person;
const as = (actor: Actor) => world.context(actor);

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "analyst", "Bat");
});

test("what is open, due, asked or unanswered stands there by kind; what is not grave, not due or over does not", async () => {
  const grave = await addReport(world, cert, { subject: "Bank down", severity: "critical", status: "triaged" });
  await addReport(world, cert, { subject: "A scan", severity: "low", status: "triaged" });
  const wrote = await addReport(world, cert, { subject: "They wrote", severity: "low", status: "triaged" });
  await addMessage(world, wrote.id, { direction: "from_reporter", body: "And now?" });
  const inCase = await addReport(world, cert, { subject: "Locked files", severity: "high", status: "triaged" });
  const { id: caseId } = await openCase(as(awa), { reportIds: [inCase.id], title: "Locked files" });
  const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
  await createTask(as(awa), { caseId, title: "Call the bank", dueAt: inHours(2) });
  await createTask(as(awa), { caseId, title: "Write the report", dueAt: inHours(48) });
  await startPlaybook(as(awa), { caseId, playbookId: "ddos", language: "en" });
  const { items, last } = await readShiftNow(as(awa));
  expect(last).toBeNull();
  const of = (kind: string) => items.filter((item) => item.kind === kind).map(({ title }) => title);
  expect(of("new_report")).toEqual(["Bank down"]);
  expect(items.find((item) => item.kind === "new_report")?.reportId).toBe(grave.id);
  expect(of("case")).toEqual(["Locked files"]);
  expect(of("task")).toContain("Call the bank");
  expect(of("task")).not.toContain("Write the report");
  expect(of("question")).toEqual(["Is there a ransom demand or a claim?"]);
  expect(of("answer")).toEqual(["They wrote"]);
});

test("a hand-over keeps what stood open then, says who read it once, and cannot be rewritten", async () => {
  const { id } = await writeHandover(as(awa), { note: "Watch the bank.", nextAt: "2026-11-23T06:00:00Z" });
  const before = await readHandover(as(bat), id);
  expect(before).toMatchObject({ note: "Watch the bank.", writtenBy: { name: "Awa" }, isReadByMe: false, readBy: [] });
  expect(before.items.length).toBeGreaterThan(3);
  await world.owner`update cases set title = 'Renamed since' where title = 'Locked files'`;
  for (let times = 0; times < 2; times++) await readByMe(as(bat), id);
  const after = await readHandover(as(bat), id);
  expect(after.readBy).toMatchObject([{ name: "Bat" }]);
  expect(after.items.map(({ title }) => title)).toContain("Locked files");
  expect((await listHandovers(as(awa))).rows.map((row) => row.id)).toEqual([id]);
  const rewrite = withTransaction(
    as(awa),
    async (tx) => await tx.execute(sql`update shift_handovers set note = 'other'`),
  );
  await expect(rewrite).rejects.toMatchObject({ cause: { code: "42501" } });
  expect((await readHandover(as(bat), id)).note).toBe("Watch the bank.");
});

test("of a case that was restricted the next shift is shown neither line nor number, now nor in what was handed over", async () => {
  const report = await addReport(world, cert, { subject: "Within the house", severity: "high", status: "triaged" });
  const { id: caseId } = await openCase(as(awa), { reportIds: [report.id], title: "Within the house" });
  await restrictCase(as(awa), { caseId, reason: "Somebody of the house is concerned." });
  const { id } = await writeHandover(as(awa), { note: "All is calm." });
  const titles = async (by: Person) => (await readHandover(as(by), id)).items.map(({ title }) => title);
  expect(await titles(awa)).toContain("Within the house");
  expect(await titles(bat)).not.toContain("Within the house");
  expect((await readShiftNow(as(bat))).items.map(({ title }) => title)).not.toContain("Within the house");
});
