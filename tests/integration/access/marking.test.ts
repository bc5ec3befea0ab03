// Labels: tightening is one person's act; what lets a RED or AMBER+STRICT thing go further takes two, or the one on call for a day.
import { beforeAll, expect, test } from "vitest";
import { casesJobs, openCase } from "../../../backend/cases/index.ts";
import { changeMarking } from "../../../backend/cases/marking/change-marking.ts";
import { listReleases } from "../../../backend/cases/marking/list-releases.ts";
import { bindCountersign, bindRelease } from "../../../backend/cases/marking/model.ts";
import { countersignRelease, refuseRelease } from "../../../backend/cases/marking/settle-release.ts";
import { alarmRelease } from "../../../backend/coordination/alarm-access.ts";
import type { Actor, Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { archiveFile } from "../../../backend/reporting/files/archive-file.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addFile, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
const reason = "The source agreed by telephone.";
let world: TestWorld;
let cert: string;
let analyst: Person, senior: Person, duty: Person, lead: Person;
const as = (person: Person): Context => world.context(person);

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  analyst = await addPerson(world, cert, "analyst", "Analyst");
  senior = await addPerson(world, cert, "senior", "Senior");
  duty = await addPerson(world, cert, "on_call", "Duty");
  lead = await addPerson(world, cert, "lead", "Lead");
});

async function report(marking: string): Promise<string> {
  const { id } = await addReport(world, cert);
  await world.owner`update reports set marking = ${marking} where id = ${id}`;
  return id;
}

async function labels(id: string): Promise<string> {
  const [row] = await world.owner<
    { marking: string; pap: string }[]
  >`select marking, pap from reports where id = ${id}`;
  return `${row?.marking ?? ""} ${row?.pap ?? ""}`;
}

async function confirm(person: Person, binding: { act: string; object: string; version: string }): Promise<void> {
  const key = newId();
  await world.owner`insert into passkeys (id, person_id, name, public_key, algorithm, attestation_format, is_backup_eligible, is_backed_up)
    values (${key}, ${person.personId}, 'key', ${Buffer.alloc(32)}, -7, 'none', false, false)`;
  await world.owner`insert into sessions (id, token_hash, person_id, passkey_id, idle_expires_at, expires_at)
    values (${person.sessionId}, ${Buffer.from(person.sessionId)}, ${person.personId}, ${key}, now() + interval '1 hour', now() + interval '1 hour') on conflict do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${person.sessionId}, ${person.personId}, ${binding.act}, ${binding.object}, ${binding.version}, now(), now() + interval '5 minutes')`;
}

const loosen = { object: "report", marking: "green", pap: "green", reason } as const;

test("tightening and ordinary changes are done at once, with a reason in the log", async () => {
  const id = await report("amber");
  expect(await changeMarking(as(analyst), { object: "report", id, marking: "red", pap: "red", reason })).toEqual({
    state: "changed",
    expiresAt: null,
  });
  expect(await labels(id)).toBe("red red");
  await expect(
    changeMarking(as(analyst), { object: "report", id, marking: "red", pap: "red", reason }),
  ).rejects.toMatchObject({
    words: "access.refusal.same_marking",
  });
  const acts = await world.owner`select detail from audit_log where action = 'report.mark' and object_id = ${id}`;
  expect(acts).toMatchObject([{ detail: { reason, to: { marking: "red" } } }]);
});

test("loosening what was RED waits for a second person, who is never the first and gives the passkey's word", async () => {
  const id = await report("red");
  expect(await changeMarking(as(senior), { ...loosen, id })).toEqual({ state: "waiting", expiresAt: null });
  expect(await labels(id)).toBe("red amber");
  await expect(changeMarking(as(analyst), { ...loosen, id })).rejects.toMatchObject({
    words: "access.refusal.release_open",
  });
  const release = (await listReleases(as(lead))).rows.find((one) => one.objectId === id);
  if (!release) throw new Error("the release is not listed");
  expect(release).toMatchObject({
    from: { marking: "red" },
    to: { marking: "green" },
    can: { countersign: true, refuse: true },
  });
  const releaseId = release.id;
  await confirm(senior, bindCountersign(releaseId));
  await expect(countersignRelease(as(senior), { releaseId })).rejects.toMatchObject({
    words: "access.refusal.own_release",
  });
  await expect(
    world.owner`update releases set countersigned_by = asked_by, countersigned_at = now() where id = ${releaseId}`,
  ).rejects.toThrow(/releases_two_persons/);
  await expect(countersignRelease(as(analyst), { releaseId })).rejects.toMatchObject({ code: "forbidden" });
  await expect(countersignRelease(as(lead), { releaseId })).rejects.toMatchObject({ code: "step_up_required" });
  await confirm(lead, bindCountersign(releaseId));
  expect(await countersignRelease(as(lead), { releaseId })).toEqual({ state: "live" });
  expect(await labels(id)).toBe("green green");
  await expect(countersignRelease(as(lead), { releaseId })).rejects.toMatchObject({
    words: "access.refusal.release_over",
  });
});

test("the one on call releases alone with the passkey and a reason; after a day it is withdrawn unless somebody countersigned", async () => {
  const [lost, kept] = [await report("red"), await report("amber+strict")];
  await expect(changeMarking(as(senior), { ...loosen, id: lost, isAlone: true })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(changeMarking(as(duty), { ...loosen, id: lost, isAlone: true })).rejects.toMatchObject({
    code: "step_up_required",
  });
  for (const id of [lost, kept]) {
    await confirm(duty, bindRelease({ id, marking: "green", pap: "green" }));
    const answer = await changeMarking(as(duty), { ...loosen, id, isAlone: true });
    expect(answer.state).toBe("alone");
    expect(new Date(answer.expiresAt ?? 0).getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect(await labels(id)).toBe("green green");
  }
  const [waiting] = await world.owner<
    { n: number }[]
  >`select count(*)::int as n from graphile_worker.jobs where task_identifier = 'cases.withdraw_release'`;
  expect(waiting?.n).toBe(2);
  const open = (await listReleases(as(lead))).rows;
  const idOf = (objectId: string): string => open.find((one) => one.objectId === objectId)?.id ?? "";
  await alarmRelease(world.context({ kind: "system", job: "test" }), { releaseId: idOf(lost), eventId: newId() });
  const [mail] = await world.owner<
    { to_address: string }[]
  >`select to_address from outgoing_mails where cause like 'access:%'`;
  expect(mail?.to_address).toBe(`${lead.personId}@cert.example`);
  await confirm(lead, bindCountersign(idOf(kept)));
  await countersignRelease(as(lead), { releaseId: idOf(kept) });
  const run = casesJobs["cases.withdraw_release"];
  for (const id of [lost, kept])
    await run?.(
      { ...world.context({ kind: "system", job: "cases.withdraw_release" }), attempt: 1, maxAttempts: 1 },
      { releaseId: idOf(id) },
    );
  expect([await labels(lost), await labels(kept)]).toEqual(["red amber", "green green"]);
  const [row] = await world.owner`select state from releases where id = ${idOf(lost)}`;
  expect(row).toEqual({ state: "withdrawn" });
});

test("who asked takes it back; another refuses it; a label made stricter meanwhile stays stricter", async () => {
  const id = await report("red");
  await changeMarking(as(analyst), { ...loosen, id });
  const releaseOf = async (): Promise<string> =>
    (await listReleases(as(lead))).rows.find((one) => one.objectId === id)?.id ?? "";
  await expect(
    refuseRelease(as({ ...analyst, personId: senior.personId }), { releaseId: await releaseOf() }),
  ).rejects.toMatchObject({ code: "forbidden" });
  expect(await refuseRelease(as(analyst), { releaseId: await releaseOf() })).toEqual({ state: "refused" });
  await confirm(duty, bindRelease({ id, marking: "green", pap: "green" }));
  await changeMarking(as(duty), { ...loosen, id, isAlone: true });
  await changeMarking(as(analyst), { object: "report", id, marking: "amber", pap: "green", reason });
  expect(await refuseRelease(as(lead), { releaseId: await releaseOf() })).toEqual({ state: "withdrawn" });
  expect(await labels(id)).toBe("red amber");
});

test("a TLP:RED original does not leave as an archive, whether its report or its case says so; others do", async () => {
  const id = await report("amber");
  const fileId = await addFile(world, id, { name: "a.txt", mediaType: "text/plain", bytes: Buffer.from("words") });
  const out = await archiveFile(as(analyst), fileId, {});
  await out.bytes.cancel();
  const { id: caseId } = await openCase(as(analyst), { reportIds: [id] });
  await world.owner`update cases set marking = 'red' where id = ${caseId}`;
  await expect(archiveFile(as(analyst), fileId, {})).rejects.toMatchObject({
    code: "refused",
    words: "access.leave.red",
  });
  await world.owner`update cases set marking = 'amber' where id = ${caseId}`;
  await world.owner`update reports set marking = 'red' where id = ${id}`;
  await expect(archiveFile(as(analyst), fileId, {})).rejects.toMatchObject({ words: "access.leave.red" });
});
