// Merging and splitting over a real database: what moves, who sees it afterwards, and an undo that is held to every row as it was.
import { createHash } from "node:crypto";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { takeEvidence } from "../../../backend/cases/evidence/take-evidence.ts";
import { addNote, openCase, reopenCase } from "../../../backend/cases/index.ts";
import { mergeCase } from "../../../backend/cases/merging/merge-case.ts";
import { type Choice, partNames } from "../../../backend/cases/merging/model.ts";
import { movedTables, partOf } from "../../../backend/cases/merging/parts.ts";
import { listMerges, previewMove, readMerge, readParts } from "../../../backend/cases/merging/read-merges.ts";
import { splitCase } from "../../../backend/cases/merging/split-case.ts";
import { undoMerge } from "../../../backend/cases/merging/undo-merge.ts";
import { readOldOfCase } from "../../../backend/cases/old-work/read-old.ts";
import { listCases } from "../../../backend/reporting/list-cases.ts";
import { CasesQuery } from "../../../backend/reporting/lists/model.ts";
import { breakGlassFor } from "../../support/break-glass.ts";
import { declareConflict } from "../../../backend/cases/restriction/declare-conflict.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let awa: Person;
let bat: Person;
let oumar: Person;
let lead: Person;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "senior", "Bat");
  oumar = await addPerson(world, cert, "analyst", "Oumar");
  lead = await addPerson(world, cert, "lead", "Sara");
});

const as = (actor: Actor) => world.context(actor);
const reason = "The same campaign";
const everything: Choice = Object.fromEntries(partNames.map((part) => [part, "all"]));

/** A case with reports, notes, a task that needs another, an asset, an event linked to it, a measure, evidence, people, a field and an outcome. */
async function fullCase(title: string, reports = 2): Promise<string> {
  const { owner } = world;
  const ids = await Promise.all(
    Array.from({ length: reports }, async () => (await addReport(world, cert, { subject: title })).id),
  );
  for (const id of ids) await addObservable(world, id, { kind: "domain", value: `${title.toLowerCase()}.example` });
  const { id: caseId } = await openCase(as(awa), { reportIds: ids, title });
  await addNote(as(awa), { caseId, body: `Note of ${title}` });
  await takeEvidence(
    as(awa),
    caseId,
    { label: `Disk of ${title}`, takenFrom: "x", place: "y", takenAt: "2026-01-01T00:00:00Z" },
    null,
  );
  const [task, needed, asset, event, measure] = [newId(), newId(), newId(), newId(), newId()];
  for (const [id, name] of [
    [task, "Block"],
    [needed, "Ask first"],
  ] as const)
    await owner`insert into case_tasks (id, case_id, title, created_at, changed_at) values (${id}, ${caseId}, ${name}, now(), now())`;
  await owner`insert into case_task_needs (case_id, task_id, needed_id) values (${caseId}, ${task}, ${needed})`;
  await owner`insert into case_task_logs (id, case_id, task_id, body, at) values (${newId()}, ${caseId}, ${task}, 'tried', now())`;
  await owner`insert into case_assets (id, case_id, name, kind, created_at, changed_at) values (${asset}, ${caseId}, ${`srv-${title}`}, 'server', now(), now())`;
  await owner`insert into case_events (id, case_id, happened_at, zone, category, title, created_at, changed_at) values (${event}, ${caseId}, now(), 'UTC', 'entry', 'Mail opened', now(), now())`;
  await owner`insert into case_event_links (id, case_id, event_id, kind, target_id) values (${newId()}, ${caseId}, ${event}, 'asset', ${asset})`;
  await owner`insert into case_measures (id, case_id, kind, target, asked_of, reason, created_at, changed_at) values (${measure}, ${caseId}, 'block_domain', 'x.example', 'ISP', 'phishing', now(), now())`;
  await owner`insert into case_measure_steps (id, case_id, measure_id, state, at) values (${newId()}, ${caseId}, ${measure}, 'requested', now())`;
  await owner`insert into case_people (case_id, person_id, part, added_at) values (${caseId}, ${bat.personId}, 'team', now())`;
  await owner`insert into case_outcomes (case_id, root_cause, changed_at) values (${caseId}, 'unpatched', now())`;
  await owner`insert into case_fields (id, key, names, kind, changed_at) values ('00000000-0000-7000-8000-000000000001', 'campaign', '{}', 'text', now()) on conflict do nothing`;
  await owner`insert into case_field_values (case_id, field_id, value, changed_at) values (${caseId}, '00000000-0000-7000-8000-000000000001', '"A"', now())`;
  await addTalk(caseId, ids[0] ?? "");
  const old = newId();
  await owner`insert into old_imports (id, kind, file_name, system, sha256, size, marking, state, created_at)
    values (${old}, 'table', 'old.csv', 'RT', ${Buffer.alloc(32)}, 1, 'amber', 'done', now())`;
  await owner`insert into old_numbers (id, case_id, import_id, system, number) values (${newId()}, ${caseId}, ${old}, 'RT', ${caseId.slice(-12)})`;
  await owner`insert into old_messages (id, case_id, import_id, kind, position, body, raw) values (${newId()}, ${caseId}, ${old}, 'mail', 1, 'Old words', ${Buffer.from([0, 13, 10, 255])})`;
  // Both are part of one crisis, each of them alone of another.
  const level = "00000000-0000-7000-8000-000000000002";
  await owner`insert into crisis_levels (id, rank, names, report_hours, changed_at) values (${level}, 1, '{}', 4, now()) on conflict do nothing`;
  for (const name of [title, "Both"]) {
    const [known] = await owner<{ id: string }[]>`select id from crises where title = ${name} and closed_at is null`;
    const id = known?.id ?? newId();
    if (!known)
      await owner`insert into crises (id, reference, title, level_id, report_hours, opened_at) values (${id}, ${id}, ${name}, ${level}, 4, now())`;
    await owner`insert into crisis_cases (crisis_id, case_id, added_at) values (${id}, ${caseId}, now())`;
  }
  return caseId;
}

/** A conversation with a message, its mail and link, a mail that came in, a call-back that was tried, and a takedown request. */
async function addTalk(caseId: string, reportId: string): Promise<{ conversation: string; message: string }> {
  const { owner } = world;
  const [party, conversation, message, call] = [newId(), newId(), newId(), newId()];
  const number = String(10_000_000 + Math.floor(Math.random() * 89_999_999));
  await owner`insert into correspondents (id, kind, name, phone, added_at) values (${party}, 'third_party', 'Supplier', '+999 70 00 00 01', now())`;
  await owner`insert into conversations (id, number, case_id, correspondent_id, subject, began_at) values (${conversation}, ${number}, ${caseId}, ${party}, 'Access', now())`;
  await owner`insert into conversation_messages (id, conversation_id, case_id, direction, marking, body, state, release_at, at)
    values (${message}, ${conversation}, ${caseId}, 'to_party', 'red', 'x', 'released', now(), now())`;
  await owner`insert into secure_links (id, message_id, case_id, made_at, expires_at) values (${newId()}, ${message}, ${caseId}, now(), now())`;
  await owner`insert into outgoing_mails (id, cause, kind, case_id, conversation_message_id, protection, message_id, to_address, language, subject, body, created_at)
    values (${newId()}, ${`conversation:${message}`}, 'conversation', ${caseId}, ${message}, 'link', ${message}, 'a@b.example', 'fr', 'x', 'x', now())`;
  const [object] = await owner<
    { id: string }[]
  >`insert into objects (id, sha256, size, media_type) values (${newId()}, ${Buffer.alloc(32)}, 1, 'message/rfc822') returning id`;
  await owner`insert into incoming_mails (id, object_id, case_id, conversation_id, envelope_from, to_addresses, received_at)
    values (${newId()}, ${object?.id ?? ""}, ${caseId}, ${conversation}, 'a@b.example', '{}', now())`;
  await owner`insert into call_backs (id, case_id, name, phone, about, due_at, asked_at) values (${call}, ${caseId}, 'Supplier', '+999', 'x', now(), now())`;
  await owner`insert into call_attempts (id, call_back_id, case_id, outcome, called_at) values (${newId()}, ${call}, ${caseId}, 'busy', now())`;
  await owner`insert into takedowns (id, reference, kind, target, to_role, to_name, language, reason, marking, report_id, case_id, state, asked_by, asked_at)
    values (${newId()}, ${newId()}, 'takedown', 'bad.example', 'host', 'Host', 'fr', 'Phishing', 'green', ${reportId}, ${caseId}, 'asked', ${awa.personId}, now())`;
  return { conversation, message };
}

/** Every row of every table that names one of the cases or hangs on such a row, as text. */
async function dump(caseIds: readonly string[]): Promise<Record<string, string[]>> {
  const all: Record<string, string[]> = {};
  const tables = await world.owner<
    { name: string; column: string }[]
  >`select c.relname as name, a.attname as column from pg_class c
    join pg_attribute a on a.attrelid = c.oid and not a.attisdropped where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    and ((a.attname in ('case_id', 'other_id') and a.atttypid = 'uuid'::regtype) or (c.relname = 'cases' and a.attname = 'id')) order by 1, 2`;
  for (const { name, column } of tables) {
    const rows = await world.owner.unsafe<{ row: string }[]>(
      `select t::text as row from ${name} t where ${column}::text = any (string_to_array('${caseIds.join(",")}', ',')) order by 1`,
    );
    all[`${name}.${column}`] = rows.map(({ row }) => row);
  }
  const reports = await world.owner<
    { row: string }[]
  >`select r::text as row from reports r join case_reports c on c.report_id = r.id where c.case_id in ${world.owner([...caseIds])} order by 1`;
  all["reports"] = reports.map(({ row }) => row);
  return all;
}

async function merge(person: Person, sourceId: string, targetId: string, parts: Choice = everything): Promise<string> {
  const { source, target } = await previewMove(as(person), sourceId, { targetId, parts });
  const made = await mergeCase(as(person), sourceId, {
    targetId,
    parts,
    reason,
    sourceVersion: source.version,
    targetVersion: target?.version ?? 0,
  });
  return made.mergeId;
}
/** What a merge leaves where it is, and why. */
const reasons = {
  kind: "a vulnerability with invited vendors or a publication, and a question that waits, are not emptied by a merge",
  wall: "who may see is decided anew: members and conflicts by the rules of a merge, a broken glass never reaches further",
  given: "what was given, handed over or frozen was of the case as it was then",
  old: "which case a line of the imported file became",
  own: "a case's own: its number, its clocks, whom it woke",
};
const stays: Record<string, keyof typeof reasons> = {
  "advice_pages.case_id": "kind",
  "advice_requests.case_id": "kind",
  "case_members.case_id": "wall",
  "case_merges.source_id": "own",
  "case_merges.target_id": "own",
  "case_transfers.case_id": "given",
  "cases.merged_into_id": "own",
  "conflicts.case_id": "wall",
  "disclosure_cells.case_id": "kind",
  "disclosure_consents.case_id": "kind",
  "disclosure_contacts.case_id": "kind",
  "disclosure_cves.case_id": "kind",
  "disclosure_decisions.case_id": "kind",
  "disclosure_drafts.case_id": "kind",
  "disclosure_editions.case_id": "kind",
  "disclosure_embargoes.case_id": "kind",
  "disclosure_exploitations.case_id": "kind",
  "disclosure_exploitations.incident_id": "own",
  // A trigger lets finders follow their reports.
  "disclosure_finders.case_id": "kind",
  "disclosure_flaws.case_id": "kind",
  "disclosure_milestones.case_id": "kind",
  "disclosure_parties.case_id": "kind",
  "disclosure_posts.case_id": "kind",
  "disclosure_reads.case_id": "kind",
  "disclosure_statements.case_id": "kind",
  "disclosures.case_id": "kind",
  "duty_alarm_steps.case_id": "own",
  "duty_alarms.case_id": "own",
  "four_eyes.case_id": "kind",
  "glass_openings.case_id": "wall",
  "lessons.case_id": "given",
  "old_import_rows.case_id": "old",
  // Kept by triggers of what it is made of.
  "search_texts.case_id": "own",
  "service_clocks.case_id": "own",
  "service_pauses.case_id": "own",
  "shares.case_id": "given",
  "shift_items.case_id": "given",
};
const stateOf = async (caseId: string) => (await world.owner`select * from cases where id = ${caseId}`)[0];
const sum = (values: Record<string, string[]>) => Object.values(values).reduce((all, rows) => all + rows.length, 0);

test("each table that holds parts of a case is moved under a name that a person can choose, or follows one that is", () => {
  for (const { table, follows } of movedTables) expect(follows ? "follows" : partOf(table), table).toBeDefined();
});

test("each table that names a case is moved with it, or stays for a reason that is written here", async () => {
  const named = await world.owner<{ name: string }[]>`
    select c.relname || '.' || a.attname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (a.attname = 'case_id' or exists (
      select 1 from pg_constraint k where k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'cases'::regclass and k.conkey = array[a.attnum]))
    order by 1`;
  const moved = new Set(movedTables.map(({ table, caseColumn }) => `${table}.${caseColumn}`));
  const left = named.map(({ name }) => name).filter((name) => !moved.has(name));
  expect(left).toEqual(Object.keys(stays).toSorted());
});

test("a merge takes everything with it, loses no row, and leaves a pointer; its undo gives back every row bit for bit", async () => {
  const [source, target] = [await fullCase("Orange"), await fullCase("Citron")];
  const before = await dump([source, target]);
  const mergeId = await merge(awa, source, target);
  const merged = await dump([source, target]);
  expect(sum(merged)).toBe(sum(before));
  expect(await stateOf(source)).toMatchObject({ status: "closed", close_outcome: "duplicate", merged_into_id: target });
  const there = await dump([target]);
  for (const table of [
    "case_reports",
    "case_notes",
    "case_tasks",
    "case_evidence",
    "case_assets",
    "case_events",
    "case_measures",
    "conversations",
    "conversation_messages",
    "outgoing_mails",
    "incoming_mails",
    "secure_links",
    "call_backs",
    "call_attempts",
    "takedowns",
    "old_numbers",
    "old_messages",
  ])
    expect(there[`${table}.case_id`], table).toHaveLength((before[`${table}.case_id`] ?? []).length);
  // Who looks for the number that it had before is led to where the work goes on, and after the undo to where it was.
  const found = async (): Promise<string[]> =>
    (await listCases(as(awa), CasesQuery.parse({ text: source.slice(-12), status: "all" }))).rows.map(({ id }) => id);
  expect(await found()).toEqual([target]);
  expect(await readOldOfCase(as(awa), target)).toMatchObject({ numbers: [{ system: "RT" }, { system: "RT" }] });
  // One outcome and one value of a field a case: the target keeps its own, the source's stays readable where it was.
  expect(there["case_outcomes.case_id"]).toHaveLength(1);
  expect((await dump([source]))["case_field_values.case_id"]).toHaveLength(1);
  // The crisis of the source alone is now the target's; of the one that both are in, each row stays.
  expect(there["crisis_cases.case_id"]).toHaveLength(3);
  await expect(reopenCase(as(awa), { caseId: source, reason: "again" })).rejects.toMatchObject({ code: "refused" });
  const [listed] = (await listMerges(as(awa), source)).merges;
  expect(listed).toMatchObject({ id: mergeId, kind: "merge", madeBy: { name: "Awa" }, reason, can: { undo: true } });
  await undoMerge(as(bat), mergeId, { reason: "Not the same after all" });
  expect(await dump([source, target])).toEqual(before);
  expect(await found()).toEqual([source]);
  expect((await readMerge(as(awa), mergeId)).undoneBy).toMatchObject({ name: "Bat" });
  await expect(undoMerge(as(bat), mergeId, { reason: "twice" })).rejects.toMatchObject({
    words: "merging.refusal.undone",
  });
});

test("a mail that left meanwhile hinders no undo; a message that came since does, and is named", async () => {
  const [source, target] = [await fullCase("Kiwi"), await fullCase("Coco")];
  const mergeId = await merge(awa, source, target);
  await world.owner`update outgoing_mails set state = 'sent', attempts = 1, sent_at = now() where case_id = ${target}`;
  const [talk] = await world.owner<
    { id: string }[]
  >`select c.id from conversations c join case_merge_rows m on m.row_key = c.id::text where m.merge_id = ${mergeId}`;
  const message = newId();
  await world.owner`insert into conversation_messages (id, conversation_id, case_id, direction, marking, body, state, release_at, at)
    values (${message}, ${talk?.id ?? ""}, ${target}, 'from_party', 'amber', 'New', 'received', now(), now())`;
  const undone = undoMerge(as(bat), mergeId, { reason: "Not the same" });
  await expect(undone).rejects.toMatchObject({ fields: [{ path: "conversation_messages", message: "added" }] });
  await world.owner`delete from conversation_messages where id = ${message}`;
  await undoMerge(as(bat), mergeId, { reason: "Not the same" });
  expect((await dump([source]))["conversations.case_id"]).toHaveLength(1);
});

test("only what is chosen moves; while a report is left the case stays open, and tasks that hang together go together", async () => {
  const [source, target] = [await fullCase("Banane"), await fullCase("Mangue")];
  const { parts } = await readParts(as(awa), source);
  const keyOf = (part: string, index: number) => parts.find((one) => one.part === part)?.rows[index]?.key ?? "";
  const choice = { reports: [keyOf("reports", 0)], tasks: [keyOf("tasks", 0)] };
  const preview = await previewMove(as(awa), source, { targetId: target, parts: choice });
  expect(preview).toMatchObject({
    moves: [
      { part: "reports", count: 1 },
      { part: "tasks", count: 2 },
    ],
    isPointer: false,
  });
  expect(preview.stays).toContainEqual({ part: "notes", count: 1 });
  const before = await dump([source, target]);
  const mergeId = await merge(awa, source, target, choice);
  expect(await stateOf(source)).toMatchObject({ status: "open", merged_into_id: null });
  expect((await dump([target]))["case_task_logs.case_id"]).toHaveLength(2);
  await undoMerge(as(awa), mergeId, { reason });
  expect(await dump([source, target])).toEqual(before);
});

test("what was moved and changed since is said, and then nothing is taken back", async () => {
  const [source, target] = [await fullCase("Papaye"), await fullCase("Datte")];
  const mergeId = await merge(awa, source, target);
  await world.owner`update case_tasks set title = 'Renamed', version = 2 where case_id = ${target} and title = 'Block' and id in
    (select row_key::uuid from case_merge_rows where merge_id = ${mergeId} and part = 'case_tasks.case_id')`;
  const page = await readMerge(as(awa), mergeId);
  expect(page.blockers).toEqual([{ part: "case_tasks", why: "changed", label: "Renamed" }]);
  const held = await dump([source, target]);
  await expect(undoMerge(as(awa), mergeId, { reason })).rejects.toMatchObject({
    words: "merging.refusal.changed_since",
    fields: [{ path: "case_tasks", message: "changed: Renamed" }],
  });
  expect(await dump([source, target])).toEqual(held);
  // A later merge has carried things further: it is taken back first.
  const third = await fullCase("Figue");
  await world.owner`update case_tasks set title = 'Block', version = 1 where case_id = ${target} and title = 'Renamed'`;
  const later = await merge(awa, target, third);
  const whys = (await readMerge(as(awa), mergeId)).blockers.map(({ why }) => why);
  expect(new Set(whys)).toEqual(new Set(["target_closed", "gone"]));
  await undoMerge(as(awa), later, { reason });
  await undoMerge(as(awa), mergeId, { reason });
  expect(await stateOf(source)).toMatchObject({ status: "open" });
});

test("the target's own later changes stay when the merge is taken back, and no write of the merged case ever fits", async () => {
  const [source, target] = [await fullCase("Goyave"), await fullCase("Tamarin")];
  const { version } = (await stateOf(target)) as unknown as { version: number };
  const mergeId = await merge(awa, source, target);
  await addNote(as(awa), { caseId: target, body: "Written after the merge" });
  await world.owner`update cases set title = 'Renamed since', version = version + 1 where id = ${target}`;
  await undoMerge(as(awa), mergeId, { reason });
  const after = (await stateOf(target)) as unknown as { title: string; version: number };
  expect(after.title).toBe("Renamed since");
  expect(after.version).toBeGreaterThan(version + 1);
  expect((await dump([target]))["case_notes.case_id"]).toHaveLength(2);
});

test("the stricter wins: labels, and of two restricted cases only those who saw both; the preview tells who loses sight", async () => {
  const [source, target] = [await fullCase("Rouge"), await fullCase("Vert")];
  await world.owner`update cases set marking = 'red', pap = 'red' where id = ${source}`;
  await restrictCase(as(awa), { caseId: source, reason: "An insider", personIds: [bat.personId] });
  await restrictCase(as(awa), { caseId: target, reason: "An insider", personIds: [oumar.personId] });
  await world.owner`update cases set owner_id = ${oumar.personId} where id = ${target}`;
  const preview = await previewMove(as(awa), source, { targetId: target, parts: everything });
  expect(preview.becomes).toMatchObject({
    marking: "red",
    pap: "red",
    isRestricted: true,
    members: [{ name: "Awa" }],
    losing: [{ name: "Oumar" }],
    newOwner: { name: "Awa" },
  });
  const before = await dump([source, target]);
  const mergeId = await merge(awa, source, target);
  expect(await stateOf(target)).toMatchObject({
    marking: "red",
    pap: "red",
    is_restricted: true,
    owner_id: awa.personId,
  });
  await expect(readParts(as(oumar), target)).rejects.toMatchObject({ code: "not_found" });
  await undoMerge(as(awa), mergeId, { reason });
  expect(await dump([source, target])).toEqual(before);
  await expect(readParts(as(oumar), target)).resolves.toBeDefined();
});

test("a merge with a case that one may not see is neither made nor told, from either side", async () => {
  const [hidden, open] = [await fullCase("Cache"), await fullCase("Ouvert")];
  await restrictCase(as(awa), { caseId: hidden, reason: "An insider", personIds: [bat.personId] });
  await expect(previewMove(as(oumar), open, { targetId: hidden, parts: everything })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(previewMove(as(oumar), hidden, { targetId: open, parts: everything })).rejects.toMatchObject({
    code: "not_found",
  });
  // An open case goes into the hidden one: its pointer stays for all, and where it points does not.
  const mergeId = await merge(awa, open, hidden);
  expect((await listMerges(as(oumar), open)).merges).toEqual([]);
  await expect(readMerge(as(oumar), mergeId)).rejects.toMatchObject({ code: "not_found" });
  await expect(undoMerge(as(oumar), mergeId, { reason })).rejects.toMatchObject({ code: "not_found" });
  const log =
    await world.owner`select detail::text from audit_log where object_id = ${open} and action like 'case.merge%'`;
  expect(JSON.stringify(log)).not.toContain(hidden);
});

test("a broken glass is for reading: who is no member merges nothing, and nothing goes where somebody looks in through one", async () => {
  const [source, target] = [await fullCase("Verre"), await fullCase("Eau")];
  await restrictCase(as(awa), { caseId: source, reason: "An insider", personIds: [] });
  await breakGlassFor(world, source, bat.personId);
  expect((await previewMove(as(bat), source, { targetId: target, parts: everything })).blockers).toEqual([
    "not_member",
  ]);
  await restrictCase(as(awa), { caseId: target, reason: "An insider", personIds: [] });
  await breakGlassFor(world, target, oumar.personId);
  expect((await previewMove(as(awa), source, { targetId: target, parts: everything })).blockers).toEqual([
    "glass_open",
  ]);
  await expect(merge(awa, source, target)).rejects.toMatchObject({ words: "merging.blocker.glass_open" });
});

test("a conflict of interest in the one case holds for what both become, and goes with the undo", async () => {
  const [source, target] = [await fullCase("Frere"), await fullCase("Soeur")];
  await declareConflict(as(lead), { personId: oumar.personId, caseId: source, reason: "His brother’s company" });
  await expect(readParts(as(oumar), target)).resolves.toBeDefined();
  const before = await dump([source, target]);
  const mergeId = await merge(awa, source, target);
  await expect(readParts(as(oumar), target)).rejects.toMatchObject({ code: "not_found" });
  await undoMerge(as(awa), mergeId, { reason });
  expect(await dump([source, target])).toEqual(before);
  await expect(readParts(as(oumar), target)).resolves.toBeDefined();
});

test("a split carries labels, restriction, members and conflicts into the new case; its undo leaves the number as a pointer", async () => {
  const source = await fullCase("Ananas", 3);
  await world.owner`update cases set marking = 'red' where id = ${source}`;
  await restrictCase(as(awa), { caseId: source, reason: "An insider", personIds: [bat.personId] });
  const before = await dump([source]);
  const { parts, case: head } = await readParts(as(awa), source);
  const [first] = parts.find(({ part }) => part === "reports")?.rows ?? [];
  const made = await splitCase(as(awa), source, {
    title: "Another matter",
    parts: { reports: [first?.key ?? ""], notes: "all" },
    reason: "Two different senders",
    sourceVersion: head.version,
  });
  expect(await stateOf(made.caseId)).toMatchObject({
    marking: "red",
    is_restricted: true,
    owner_id: awa.personId,
    title: "Another matter",
  });
  await expect(readParts(as(oumar), made.caseId)).rejects.toMatchObject({ code: "not_found" });
  await expect(readParts(as(bat), made.caseId)).resolves.toMatchObject({
    parts: [
      { part: "reports", count: 1 },
      { part: "notes", count: 1 },
    ],
  });
  await undoMerge(as(bat), made.mergeId, { reason });
  expect(await dump([source])).toEqual(before);
  expect(await stateOf(made.caseId)).toMatchObject({ status: "closed", merged_into_id: source });
});

test("closed cases, the same case, nothing chosen and an older version are refused by name", async () => {
  const [source, target] = [await fullCase("Un"), await fullCase("Deux")];
  const blockersOf = async (from: string, to: string, parts: Choice) =>
    (await previewMove(as(awa), from, { targetId: to, parts })).blockers;
  expect(await blockersOf(source, source, everything)).toContain("same_case");
  expect(await blockersOf(source, target, {})).toEqual(["nothing_chosen"]);
  const old = { targetId: target, parts: everything, reason, sourceVersion: 999, targetVersion: 1 };
  await expect(mergeCase(as(awa), source, old)).rejects.toMatchObject({ code: "conflict" });
  await world.owner`update cases set status = 'closed', closed_at = now() where id = ${target}`;
  expect(await blockersOf(source, target, everything)).toEqual(["target_closed"]);
  expect(await blockersOf(target, source, everything)).toEqual(["source_closed"]);
});

test("whatever is chosen of whatever two cases, no row is lost, and the undo gives back what was there", async () => {
  const part = fc.constantFrom(...partNames);
  const choices = fc.dictionary(part, fc.constantFrom("all", "first", "second"), { maxKeys: partNames.length });
  const cases = { source: await fullCase("Hasard", 3), target: await fullCase("Chance", 1) };
  const digest = (rows: unknown) => createHash("sha256").update(JSON.stringify(rows)).digest("hex");
  await fc.assert(
    fc.asyncProperty(choices, fc.boolean(), async (chosen, isTurned) => {
      const [from, to] = isTurned ? [cases.target, cases.source] : [cases.source, cases.target];
      const { parts } = await readParts(as(awa), from);
      const choice: Choice = {};
      for (const { part: name, rows } of parts) {
        const wanted = chosen[name];
        if (wanted === "all") choice[name] = "all";
        else if (wanted !== undefined)
          choice[name] = rows.slice(wanted === "first" ? 0 : 1, wanted === "first" ? 1 : 2).map(({ key }) => key);
      }
      const before = await dump([from, to]);
      const preview = await previewMove(as(awa), from, { targetId: to, parts: choice });
      // Nothing chosen is the only thing that may stand against it.
      const isEmpty = preview.moves.length === 0;
      expect(preview.blockers).toEqual(isEmpty ? ["nothing_chosen"] : []);
      if (isEmpty) return;
      const mergeId = await merge(awa, from, to, choice);
      expect(sum(await dump([from, to]))).toBe(sum(before));
      await undoMerge(as(awa), mergeId, { reason });
      expect(digest(await dump([from, to]))).toBe(digest(before));
    }),
    { numRuns: 15 },
  );
});
