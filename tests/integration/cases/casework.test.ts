// The work inside a case over a real database: every rule, every version, and what somebody outside a restricted case sees of it.
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { answerQuestion, readOwnQuestion } from "../../../backend/cases/after/ask-reporters.ts";
import { addImprovement, changeImprovement } from "../../../backend/cases/after/keep-improvements.ts";
import { writeOutcome, writeReview } from "../../../backend/cases/after/keep-outcome.ts";
import { addAsset, changeAsset } from "../../../backend/cases/assets/keep-assets.ts";
import { askMeasure, stepMeasure } from "../../../backend/cases/countermeasures/keep-measures.ts";
import { addField, changeField, setField } from "../../../backend/cases/fields/keep-fields.ts";
import * as cases from "../../../backend/cases/index.ts";
import { caseParts } from "../../../backend/cases/case-parts.ts";
import { addLink, removeLink } from "../../../backend/cases/links/keep-links.ts";
import { addComment, changeNote } from "../../../backend/cases/notes/keep-notes.ts";
import { leavePresence, tellPresence } from "../../../backend/cases/presence/tell-presence.ts";
import { changeReferenceFormat } from "../../../backend/cases/references/draw-reference.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import { changeTask } from "../../../backend/cases/tasks/change-task.ts";
import { createTask } from "../../../backend/cases/tasks/create-task.ts";
import { addTaskFile, addTaskLog, listTaskLogs, readTaskFile } from "../../../backend/cases/tasks/log-task.ts";
import { setPart } from "../../../backend/cases/team/set-part.ts";
import { importEvents } from "../../../backend/cases/timeline/import-events.ts";
import { addEvent, changeEvent } from "../../../backend/cases/timeline/keep-events.ts";
import { readTimelinePicture } from "../../../backend/cases/timeline/read-events.ts";
import { listMyWork } from "../../../backend/cases/work/list-my-work.ts";
import { readWork } from "../../../backend/cases/work/read-work.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
type Person = Extract<Actor, { kind: "person" }>;
let awa: Person;
let bat: Person;
let lead: Person;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "analyst", "Bat");
  lead = await addPerson(world, cert, "lead", "Chimeg");
});

const as = (actor: Actor) => world.context(actor);
const code = (wanted: string, words?: string) =>
  expect.objectContaining({ code: wanted, ...(words === undefined ? {} : { words: `casework.refusal.${words}` }) });
const field = (path: string) =>
  expect.objectContaining({ code: "invalid_input", fields: [expect.objectContaining({ path })] });

async function openOne(severity = "medium"): Promise<{ caseId: string; reportId: string; reference: string }> {
  const report = await addReport(world, cert, { severity });
  const opened = await cases.openCase(as(awa), { reportIds: [report.id] });
  return { caseId: opened.id, reportId: report.id, reference: opened.reference };
}

describe("tasks", () => {
  test("a task waits for the one that it needs and for its own list, and stands among its owner's over all cases", async () => {
    const { caseId, reference } = await openOne();
    const first = await createTask(as(awa), { caseId, title: "Save the log", ownerId: bat.personId });
    const second = await createTask(as(awa), {
      caseId,
      title: "Call the bank",
      ownerId: bat.personId,
      needs: [first.id],
      checklist: [{ text: "Number known" }],
    });
    const mine = await listMyWork(as(bat));
    expect(mine.tasks.find(({ id }) => id === second.id)).toMatchObject({
      isBlocked: true,
      items: 1,
      case: { reference },
    });
    const end = async (id: string, version: number) =>
      await changeTask(as(bat), { taskId: id, version, state: "done" });
    await expect(end(second.id, 1)).rejects.toEqual(code("refused", "task_needs"));
    await end(first.id, 1);
    await expect(end(second.id, 1)).rejects.toEqual(code("refused", "task_checklist"));
    await changeTask(as(bat), { taskId: second.id, version: 1, checklist: [{ text: "Number known", isDone: true }] });
    await end(second.id, 2);
    const { tasks } = await readWork(as(awa), caseId);
    expect(tasks.map(({ state }) => state)).toEqual(["done", "done"]);
    expect((await listMyWork(as(bat))).tasks.filter((task) => task.case.id === caseId)).toEqual([]);
  });

  test("tasks that would wait for each other in a ring are refused, as are tasks of another case", async () => {
    const [here, there] = [await openOne(), await openOne()];
    const one = await createTask(as(awa), { caseId: here.caseId, title: "One" });
    const two = await createTask(as(awa), { caseId: here.caseId, title: "Two", needs: [one.id] });
    const other = await createTask(as(awa), { caseId: there.caseId, title: "Elsewhere" });
    await expect(changeTask(as(awa), { taskId: one.id, version: 1, needs: [two.id] })).rejects.toEqual(field("needs"));
    await expect(changeTask(as(awa), { taskId: one.id, version: 1, needs: [other.id] })).rejects.toEqual(
      field("needs"),
    );
    await expect(changeTask(as(awa), { taskId: one.id, version: 1, needs: [one.id] })).rejects.toEqual(field("needs"));
  });

  test("of two who save the same task, the later is told and nothing of the earlier is lost", async () => {
    const { caseId } = await openOne();
    const task = await createTask(as(awa), { caseId, title: "Save the log" });
    const both = await Promise.allSettled([
      changeTask(as(awa), { taskId: task.id, version: 1, title: "Awa's" }),
      changeTask(as(bat), { taskId: task.id, version: 1, title: "Bat's" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const lost = both.find((one) => one.status === "rejected");
    expect(lost).toMatchObject({ reason: { code: "conflict", words: "casework.refusal.conflict" } });
    const winner = both[0]?.status === "fulfilled" ? "Awa's" : "Bat's";
    expect((await readWork(as(awa), caseId)).tasks[0]).toMatchObject({ title: winner, version: 2 });
  });

  test("what was done for a task is kept with its files, and each reading of a file stands in the log", async () => {
    const { caseId } = await openOne();
    const task = await createTask(as(awa), { caseId, title: "Save the log" });
    await addTaskLog(as(awa), { taskId: task.id, body: "Asked the provider." });
    const request = (bytes: string) => new Request("http://x.example", { method: "POST", body: bytes });
    const file = await addTaskFile(as(awa), task.id, {
      request: request("GET /"),
      name: "acc%C3%A8s.log",
      note: "It came.",
    });
    const { rows } = await listTaskLogs(as(bat), task.id);
    expect(rows.map(({ body, files }) => [body, files.map(({ name }) => name)])).toEqual([
      ["Asked the provider.", []],
      ["It came.", ["accès.log"]],
    ]);
    const answer = await readTaskFile(as(bat), file.id);
    expect(await answer.text()).toBe("GET /");
    expect(answer.headers.get("content-disposition")).toContain("acc%C3%A8s.log");
    const read = await world.owner`select 1 from audit_log where action = 'file.read' and object_id = ${caseId}`;
    expect(read).toHaveLength(1);
    const before = await world.owner`select 1 from objects`;
    await expect(
      addTaskFile(as(awa), task.id, { request: request(""), name: "a.txt", note: "" }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(addTaskFile(as(awa), task.id, { request: request("x"), name: undefined, note: "" })).rejects.toEqual(
      field("file-name"),
    );
    expect(await world.owner`select 1 from objects`).toHaveLength(before.length);
  });

  test("a task goes to nobody who works no cases, and a closed case takes no new one", async () => {
    const { caseId } = await openOne();
    const auditor = await addPerson(world, cert, "auditor", "Dorj");
    await expect(createTask(as(awa), { caseId, title: "X", ownerId: auditor.personId })).rejects.toEqual(
      field("ownerId"),
    );
    await cases.closeCase(as(awa), { caseId, outcome: "resolved", reason: "over" });
    await expect(createTask(as(awa), { caseId, title: "X" })).rejects.toEqual(code("refused"));
  });
});

describe("the timeline of the incident", () => {
  test("an entry names assets and observables of its case and nothing of another one", async () => {
    const { caseId, reportId } = await openOne();
    await addObservable(world, reportId, { kind: "domain", value: "bad.example" });
    const asset = await addAsset(as(awa), { caseId, name: "Mail server", kind: "server", compromise: "suspected" });
    const foreign = await addAsset(as(awa), { caseId: (await openOne()).caseId, name: "Elsewhere", kind: "server" });
    const links = [
      { kind: "asset" as const, targetId: asset.id },
      { kind: "observable" as const, observableKind: "domain", observableValue: "bad.example" },
    ];
    const entry = await addEvent(as(awa), {
      caseId,
      happenedAt: "2026-11-20T10:00:00+08:00",
      zone: "Asia/Ulaanbaatar",
      title: "First sign",
      source: "proxy log",
      links,
    });
    const { events } = await readWork(as(bat), caseId);
    expect(events[0]).toMatchObject({
      happenedAt: "2026-11-20T02:00:00.000Z",
      zone: "Asia/Ulaanbaatar",
      source: "proxy log",
    });
    expect(events[0]?.links.map(({ kind, name, observableValue }) => name ?? `${kind} ${observableValue}`)).toEqual(
      expect.arrayContaining(["Mail server", "observable bad.example"]),
    );
    const wrong = { kind: "asset" as const, targetId: foreign.id };
    await expect(changeEvent(as(awa), { eventId: entry.id, version: 1, links: [wrong] })).rejects.toEqual(
      field("links.0"),
    );
    await expect(
      changeEvent(as(awa), { eventId: entry.id, version: 1, endedAt: "2026-11-19T00:00:00Z" }),
    ).rejects.toEqual(field("endedAt"));
    await changeEvent(as(awa), { eventId: entry.id, version: 1, isRemoved: true });
    expect((await readWork(as(bat), caseId)).events).toEqual([]);
    await changeEvent(as(awa), { eventId: entry.id, version: 2, isRemoved: false });
    expect((await readWork(as(bat), caseId)).events).toHaveLength(1);
  });

  test("a table is tried first and then brought in; the same rows, in this file or a longer one, are never there twice", async () => {
    const { caseId } = await openOne();
    const table =
      "Horodatage;Événement;Source\n20/11/2026 10:00:05;Connexion inconnue;vpn.log\nhier;Rien;x\n2026-11-20 10:02;Fichiers chiffrés;fs01\n";
    const send = async (text: string, isTrial: "true" | "false") =>
      await importEvents(as(awa), caseId, new Request("http://x.example", { method: "POST", body: text }), {
        isTrial,
        zone: "Africa/Bamako",
      });
    const tried = await send(table, "true");
    expect(tried).toMatchObject({
      kind: "table",
      added: 2,
      refused: 1,
      taken: { time: "Horodatage", title: "Événement", source: "Source" },
    });
    expect(tried.problems[0]).toMatchObject({ line: 3 });
    expect((await readWork(as(awa), caseId)).events).toEqual([]);
    expect(await send(table, "false")).toMatchObject({ added: 2, known: 0 });
    expect(await send(`${table}2026-11-20 11:00;Coupé du réseau;fs01\n`, "false")).toMatchObject({
      added: 1,
      known: 2,
    });
    const { events } = await readWork(as(awa), caseId);
    expect(events.map(({ title, happenedAt }) => [title, happenedAt])).toEqual([
      ["Connexion inconnue", "2026-11-20T10:00:05.000Z"],
      ["Fichiers chiffrés", "2026-11-20T10:02:00.000Z"],
      ["Coupé du réseau", "2026-11-20T11:00:00.000Z"],
    ]);
  });

  test("what toguna scan printed becomes entries with their rule and their log; a finding without a time is told", async () => {
    const { caseId } = await openOne();
    const found = (at: string | null) =>
      JSON.stringify({
        engine: "sigma",
        ruleId: "r-1",
        rule: "Shadow copies deleted",
        level: "high",
        source: "security.evtx",
        at,
      });
    const body = `${found("2026-11-20T10:01:00Z")}\n${found(null)}\n`;
    const answer = await importEvents(as(awa), caseId, new Request("http://x.example", { method: "POST", body }), {
      isTrial: "false",
      zone: "UTC",
    });
    expect(answer).toMatchObject({ kind: "scan", added: 1, refused: 1, problems: [{ line: 2 }] });
    expect((await readWork(as(awa), caseId)).events[0]).toMatchObject({
      title: "Shadow copies deleted",
      source: "security.evtx",
      category: "detection",
    });
  });

  test("the picture is an SVG with a lane a category, in the reader's language, whatever is written in a title", async () => {
    const { caseId } = await openOne();
    await addEvent(as(awa), { caseId, happenedAt: "2026-11-20T10:00:00Z", title: `<script>"&'`, category: "entry" });
    const answer = await readTimelinePicture(as(bat), caseId, { language: "fr", isDark: false });
    const svg = await answer.text();
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(svg).toContain("&lt;script&gt;&quot;&amp;");
    expect(svg).not.toContain("<script>");
    expect(svg).not.toContain("casework.");
  });
});

test("an asset's way from suspected to recovered stands in the case's history", async () => {
  const { caseId } = await openOne();
  const asset = await addAsset(as(awa), {
    caseId,
    name: "PC-12",
    kind: "computer",
    compromise: "suspected",
    addresses: "10.0.0.12",
  });
  await changeAsset(as(bat), {
    assetId: asset.id,
    version: 1,
    compromise: "compromised",
    compromisedAt: "2026-11-20T10:00:00Z",
  });
  await expect(changeAsset(as(awa), { assetId: asset.id, version: 1, compromise: "clean" })).rejects.toEqual(
    code("conflict"),
  );
  await changeAsset(as(awa), { assetId: asset.id, version: 2, compromise: "recovered" });
  const told =
    await world.owner`select detail ->> 'compromise' as state from case_timeline where case_id = ${caseId} and kind like 'asset_%' order by at, id`;
  expect(told.map((row) => row["state"])).toEqual(["suspected", "compromised", "recovered"]);
});

test("a note is rewritten on the version that was seen, keeps what it said, and takes comments", async () => {
  const { caseId } = await openOne();
  const note = await cases.addNote(as(awa), { caseId, body: "First" });
  await changeNote(as(bat), { noteId: note.id, version: 1, body: "Second" });
  await expect(changeNote(as(awa), { noteId: note.id, version: 1, body: "Third" })).rejects.toEqual(code("conflict"));
  await changeNote(as(awa), { noteId: note.id, version: 2, body: "Third" });
  await expect(changeNote(as(awa), { noteId: note.id, version: 3, body: "Third" })).rejects.toEqual(
    code("refused", "nothing_changed"),
  );
  await addComment(as(bat), { noteId: note.id, body: "Agreed." });
  const [seen] = (await readWork(as(awa), caseId)).notes;
  expect(seen?.body).toBe("Third");
  expect(seen?.revisions.map(({ body, writtenBy }) => [body, writtenBy?.name])).toEqual([
    ["Second", "Bat"],
    ["First", "Awa"],
  ]);
  expect(seen?.comments.map(({ body, author }) => [body, author?.name])).toEqual([["Agreed.", "Bat"]]);
  await expect(world.owner`update case_note_revisions set body = 'x' where note_id = ${note.id}`).rejects.toThrow(
    /stays as it was/,
  );
});

test("a countermeasure goes from requested to active to be lifted to lifted, and by no other way", async () => {
  const { caseId } = await openOne();
  const asked = await askMeasure(as(awa), {
    caseId,
    kind: "block_domain",
    target: "bad.example",
    askedOf: "Sotelma",
    reason: "It steals passwords",
  });
  const step = async (version: number, state: "active" | "to_lift" | "lifted" | "refused") =>
    await stepMeasure(as(bat), { measureId: asked.id, version, state, note: "by telephone" });
  await expect(step(1, "lifted")).rejects.toEqual(code("refused", "measure_step"));
  await expect(cases.closeCase(as(awa), { caseId, outcome: "resolved", reason: "over" })).rejects.toMatchObject({
    words: "casework.refusal.closing",
    fields: [{ path: "measures" }],
  });
  await step(1, "active");
  await cases.closeCase(as(awa), { caseId, outcome: "resolved", reason: "over" });
  // A block outlives its case, and is lifted all the same.
  await step(2, "to_lift");
  await step(3, "lifted");
  await expect(step(4, "active")).rejects.toEqual(code("refused", "measure_step"));
  const [seen] = (await readWork(as(awa), caseId)).measures;
  expect(seen?.steps.map(({ state, by }) => [state, by?.name])).toEqual([
    ["requested", "Awa"],
    ["active", "Bat"],
    ["to_lift", "Bat"],
    ["lifted", "Bat"],
  ]);
});

test("cases are linked by kind, read from either end, and a hidden case is as if it did not exist", async () => {
  const [one, two, secret] = [await openOne(), await openOne(), await openOne()];
  const link = await addLink(as(awa), {
    caseId: one.caseId,
    reference: two.reference.toLowerCase(),
    kind: "caused_by",
  });
  await expect(addLink(as(awa), { caseId: one.caseId, reference: two.reference, kind: "caused_by" })).rejects.toEqual(
    code("conflict", "linked_already"),
  );
  await addLink(as(awa), { caseId: one.caseId, reference: two.reference, kind: "same_actor" });
  await expect(addLink(as(awa), { caseId: two.caseId, reference: one.reference, kind: "same_actor" })).rejects.toEqual(
    code("conflict", "linked_already"),
  );
  await expect(addLink(as(awa), { caseId: one.caseId, reference: one.reference, kind: "related" })).rejects.toEqual(
    field("reference"),
  );
  expect((await readWork(as(bat), two.caseId)).links[0]).toMatchObject({
    kind: "caused_by",
    isFromOther: true,
    other: { reference: one.reference },
  });
  await addLink(as(awa), { caseId: one.caseId, reference: secret.reference, kind: "related" });
  await restrictCase(as(awa), { caseId: secret.caseId, reason: "an insider", personIds: [] });
  expect((await readWork(as(bat), one.caseId)).links.map(({ other }) => other.reference)).not.toContain(
    secret.reference,
  );
  await expect(addLink(as(bat), { caseId: one.caseId, reference: secret.reference, kind: "follows" })).rejects.toEqual(
    field("reference"),
  );
  await removeLink(as(bat), two.caseId, link.id);
  expect((await readWork(as(bat), one.caseId)).links).toHaveLength(1);
});

test("the team's own fields hold what their kind allows, and a case is not closed without the required ones", async () => {
  await expect(
    addField(as(awa), { key: "ransom", names: { fr: "Rançon", en: "Ransom", mn: "Золиос" }, kind: "number" }),
  ).rejects.toEqual(code("forbidden"));
  const names = { fr: "Famille", en: "Family", mn: "Төрөл" };
  const choices = ["lockbit", "other"].map((key) => ({ key, names }));
  const made = await addField(as(lead), { key: "family", names, kind: "choice", choices, isRequired: true });
  await expect(addField(as(lead), { key: "family", names, kind: "text" })).rejects.toEqual(
    code("conflict", "field_taken"),
  );
  const { caseId } = await openOne();
  await expect(setField(as(awa), { caseId, fieldId: made.id, version: 0, value: "conti" })).rejects.toEqual(
    field("value"),
  );
  await expect(cases.closeCase(as(awa), { caseId, outcome: "resolved", reason: "over" })).rejects.toMatchObject({
    fields: [{ path: "fields" }],
  });
  await setField(as(awa), { caseId, fieldId: made.id, version: 0, value: "lockbit" });
  await expect(setField(as(bat), { caseId, fieldId: made.id, version: 0, value: "other" })).rejects.toEqual(
    code("conflict"),
  );
  await expect(
    changeField(as(lead), { fieldId: made.id, version: 1, choices: choices.slice(1).concat({ key: "conti", names }) }),
  ).rejects.toEqual(code("refused", "choice_held"));
  await cases.closeCase(as(awa), { caseId, outcome: "resolved", reason: "over" });
  // Retired, it asks nobody any more; a value that is there stays readable.
  await changeField(as(lead), { fieldId: made.id, version: 1, isRetired: true });
  expect((await readWork(as(awa), caseId)).fields.map(({ value }) => value)).toEqual(["lockbit"]);
  expect((await readWork(as(awa), (await openOne()).caseId)).fields).toEqual([]);
});

describe("closing", () => {
  const facts = {
    isFunctionAffected: false,
    functionId: null,
    functionNote: "",
    publicUpdate: "",
    publicUpdateAt: null,
    rootCauseNote: "",
  };
  const review = { participants: "", wentWell: "", wentBadly: "", isWithoutImprovements: false };

  test("a case of high severity closes only with its cause, its restoration and a review whose improvements are owned", async () => {
    const { caseId } = await openOne("high");
    const close = async () => await cases.closeCase(as(awa), { caseId, outcome: "resolved", reason: "restored" });
    await expect(close()).rejects.toMatchObject({
      fields: [{ path: "root_cause" }, { path: "restoration" }, { path: "review" }],
    });
    await writeOutcome(as(awa), {
      caseId,
      version: 0,
      ...facts,
      restoredAt: "2026-11-20T10:00:00Z",
      verifiedBy: "M. Traoré",
      rootCause: "unpatched",
    });
    await expect(
      writeReview(as(awa), { caseId, version: 0, ...review, heldAt: null, conclusion: "x", isFinished: true }),
    ).rejects.toEqual(field("heldAt"));
    const held = { heldAt: "2026-11-21T10:00:00Z", conclusion: "Patch sooner." };
    await expect(writeReview(as(awa), { caseId, version: 0, ...review, ...held, isFinished: true })).rejects.toEqual(
      code("refused", "review_improvements"),
    );
    const better = await addImprovement(as(awa), {
      caseId,
      title: "Patch within a week",
      ownerId: bat.personId,
      dueAt: "2027-01-31T00:00:00Z",
    });
    await writeReview(as(awa), { caseId, version: 0, ...review, ...held, isFinished: true });
    await close();
    // Followed up after the closing, by its owner.
    expect((await listMyWork(as(bat))).improvements.map(({ id }) => id)).toContain(better.id);
    await expect(changeImprovement(as(bat), { improvementId: better.id, version: 1, state: "done" })).rejects.toEqual(
      field("outcome"),
    );
    await changeImprovement(as(bat), {
      improvementId: better.id,
      version: 1,
      state: "done",
      outcome: "A monthly window is agreed.",
    });
    expect((await listMyWork(as(bat))).improvements.map(({ id }) => id)).not.toContain(better.id);
  });

  test("an open task stands before every closing; what was no incident needs no review", async () => {
    const { caseId } = await openOne("critical");
    const task = await createTask(as(awa), { caseId, title: "Call back" });
    const close = async () => await cases.closeCase(as(awa), { caseId, outcome: "false_positive", reason: "a drill" });
    await expect(close()).rejects.toMatchObject({ fields: [{ path: "tasks" }] });
    await changeTask(as(awa), { taskId: task.id, version: 1, state: "dropped" });
    expect((await close()).status).toBe("closed");
  });

  test("facts that cannot be together are refused by name", async () => {
    const { caseId } = await openOne();
    const base = { caseId, version: 0, ...facts, restoredAt: null, verifiedBy: "", rootCause: null };
    await expect(writeOutcome(as(awa), { ...base, verifiedBy: "M. Traoré" })).rejects.toEqual(field("restoredAt"));
    await expect(writeOutcome(as(awa), { ...base, restoredAt: "2999-01-01T00:00:00Z" })).rejects.toEqual(
      field("restoredAt"),
    );
    await expect(writeOutcome(as(awa), { ...base, publicUpdate: "All is well" })).rejects.toEqual(
      field("publicUpdateAt"),
    );
  });

  test("who reported is asked one question when the case closes, answers it once, and sees nobody else's", async () => {
    const { caseId, reportId } = await openOne();
    const stranger = await openOne();
    const reporter = world.context({ kind: "reporter", reportId });
    expect(await readOwnQuestion(reporter)).toBeUndefined();
    await cases.closeCase(as(awa), { caseId, outcome: "resolved", reason: "over" });
    await cases.closeCase(as(awa), { caseId: stranger.caseId, outcome: "resolved", reason: "over" });
    expect(await readOwnQuestion(reporter)).toMatchObject({ answer: null });
    await answerQuestion(reporter, { answer: "partly", words: "Trop lent." });
    await expect(answerQuestion(reporter, { answer: "yes" })).rejects.toEqual(code("conflict"));
    expect((await readWork(as(awa), caseId)).questions).toMatchObject([{ answer: "partly", words: "Trop lent." }]);
    expect((await readWork(as(awa), stranger.caseId)).questions).toMatchObject([{ answer: null }]);
    // Closed a second time, nobody is asked a second time.
    await cases.reopenCase(as(awa), { caseId, reason: "again" });
    await cases.closeCase(as(awa), { caseId, outcome: "resolved", reason: "over" });
    expect((await readWork(as(awa), caseId)).questions).toHaveLength(1);
  });
});

test("team and followers are kept; a restricted case takes only its members among them", async () => {
  const { caseId } = await openOne();
  await setPart(as(awa), { caseId, personId: bat.personId, part: "follower" });
  expect((await listMyWork(as(bat))).cases.find(({ id }) => id === caseId)).toMatchObject({ part: "follower" });
  await setPart(as(awa), { caseId, personId: bat.personId, part: "team" });
  expect((await readWork(as(awa), caseId)).people).toMatchObject([{ person: { name: "Bat" }, part: "team" }]);
  await restrictCase(as(awa), { caseId, reason: "an insider", personIds: [] });
  expect((await listMyWork(as(bat))).cases.map(({ id }) => id)).not.toContain(caseId);
  await expect(setPart(as(awa), { caseId, personId: lead.personId, part: "team" })).rejects.toEqual(field("personId"));
});

test("who looks at a case is told who else does and whether they write, for as long as they do, and never of a hidden one", async () => {
  const { caseId } = await openOne();
  expect(await tellPresence(as(awa), "case", caseId, { doing: "looking" })).toEqual({ people: [], hold: null });
  expect(await tellPresence(as(bat), "case", caseId, { doing: "looking" })).toEqual({
    people: [{ id: awa.personId, name: "Awa", doing: "looking" }],
    hold: null,
  });
  await tellPresence(as(awa), "case", caseId, { doing: "writing" });
  expect((await tellPresence(as(bat), "case", caseId, { doing: "looking" })).people).toMatchObject([
    { doing: "writing" },
  ]);
  await leavePresence(as(awa), "case", caseId);
  expect(await tellPresence(as(bat), "case", caseId, { doing: "looking" })).toEqual({ people: [], hold: null });
  await restrictCase(as(awa), { caseId, reason: "an insider", personIds: [] });
  await expect(tellPresence(as(bat), "case", caseId, { doing: "looking" })).rejects.toEqual(code("not_found"));
  expect(await tellPresence(as(awa), "case", caseId, { doing: "looking" })).toEqual({ people: [], hold: null });
  await expect(tellPresence(as(awa), "case", caseId, { doing: "sleeping" as "looking" })).rejects.toMatchObject({
    name: "ZodError",
  });
});

describe("references", () => {
  test("are written as the operator sets, unique while many are opened at once, also where an earlier pattern wrote the same", async () => {
    await expect(changeReferenceFormat(as(awa), { format: "{number}/INC" })).rejects.toEqual(code("forbidden"));
    for (const format of [
      "{prefix}-{year}",
      "{prefix}-{year}-{number:4}",
      "{prefix}{year}{number}",
      "{prefix} {number}",
      "{day}-{number}",
      "{number}-{number}",
    ])
      await expect(changeReferenceFormat(as(lead), { format }), format).rejects.toMatchObject({ name: "ZodError" });
    const { example } = await changeReferenceFormat(as(lead), { format: "{number:3}/INC/{year}" });
    expect(example).toMatch(/^007\/INC\/\d{4}$/);
    const [next] = await world.owner<{ n: number }[]>`select last_value::int as n from case_number`;
    const year = new Date().getUTCFullYear();
    // The next two numbers are taken already, by cases that an earlier pattern numbered.
    for (const step of [1, 2])
      await world.owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) values (gen_random_uuid(), ${`${String((next?.n ?? 0) + step).padStart(3, "0")}/INC/${year}`}, ${cert}, 'x', 'low', now())`;
    const reports = await Promise.all(Array.from({ length: 20 }, async () => await addReport(world, cert)));
    const opened = await Promise.all(reports.map(async ({ id }) => await cases.openCase(as(awa), { reportIds: [id] })));
    expect(new Set(opened.map(({ reference }) => reference)).size).toBe(20);
    for (const { reference } of opened) expect(reference).toMatch(new RegExp(`^\\d{3,}/INC/${year}$`));
    await changeReferenceFormat(as(lead), { format: "{prefix}-C-{year}-{number:4}" });
  });
});

test("somebody outside a restricted case reads nothing of the work in it, changes nothing, and is told that nothing is there", async () => {
  const { caseId, reportId } = await openOne();
  const task = await createTask(as(awa), { caseId, title: "Secret task" });
  const file = await addTaskFile(as(awa), task.id, {
    request: new Request("http://x.example", { method: "POST", body: "x" }),
    name: "a.txt",
    note: "",
  });
  const asset = await addAsset(as(awa), { caseId, name: "Secret host", kind: "server" });
  const entry = await addEvent(as(awa), {
    caseId,
    happenedAt: "2026-11-20T10:00:00Z",
    title: "Secret",
    links: [{ kind: "asset", targetId: asset.id }],
  });
  const measure = await askMeasure(as(awa), { caseId, kind: "other", target: "x", askedOf: "y", reason: "because" });
  const note = await cases.addNote(as(awa), { caseId, body: "Secret" });
  await changeNote(as(awa), { noteId: note.id, version: 1, body: "More secret" });
  await addComment(as(awa), { noteId: note.id, body: "Secret" });
  const better = await addImprovement(as(awa), {
    caseId,
    title: "Secret",
    ownerId: awa.personId,
    dueAt: "2027-01-31T00:00:00Z",
  });
  await restrictCase(as(awa), { caseId, reason: "an insider", personIds: [] });
  const gone = code("not_found");
  const tries: (() => Promise<unknown>)[] = [
    async () => await readWork(as(bat), caseId),
    async () => await readTimelinePicture(as(bat), caseId, { language: "en", isDark: false }),
    async () => await createTask(as(bat), { caseId, title: "x" }),
    async () => await changeTask(as(bat), { taskId: task.id, version: 1, title: "x" }),
    async () => await addTaskLog(as(bat), { taskId: task.id, body: "x" }),
    async () => await listTaskLogs(as(bat), task.id),
    async () => await readTaskFile(as(bat), file.id),
    async () => await addAsset(as(bat), { caseId, name: "x", kind: "server" }),
    async () => await changeAsset(as(bat), { assetId: asset.id, version: 1, name: "x" }),
    async () => await changeEvent(as(bat), { eventId: entry.id, version: 1, title: "x" }),
    async () => await stepMeasure(as(bat), { measureId: measure.id, version: 1, state: "active" }),
    async () => await changeNote(as(bat), { noteId: note.id, version: 2, body: "x" }),
    async () => await addComment(as(bat), { noteId: note.id, body: "x" }),
    async () => await changeImprovement(as(bat), { improvementId: better.id, version: 1, title: "x" }),
    async () => await setPart(as(bat), { caseId, personId: bat.personId, part: "team" }),
  ];
  for (const attempt of tries) await expect(attempt(), attempt.toString()).rejects.toEqual(gone);
  // And in the database itself, whatever query forgets to ask.
  await world.app.sql.begin(async (sql) => {
    await sql`select set_config('toguna.scope', 'staff', true), set_config('toguna.person', ${bat.personId}, true)`;
    for (const { table, caseColumn } of caseParts)
      expect([table, await sql.unsafe(`select 1 from ${table} where ${caseColumn} = '${caseId}'`)]).toEqual([
        table,
        [],
      ]);
    const [object] = await world.owner`select object_id as id from case_task_files where id = ${file.id}`;
    expect(await sql`select 1 from objects where id = ${object?.["id"]}`).toHaveLength(0);
    expect(await sql`select 1 from case_questions where report_id = ${reportId}`).toHaveLength(0);
  });
});

test("the list of a case's parts names every table that this work made, its case column, and each of its unique keys", async () => {
  const made = [
    ...readFileSync(new URL("../../../migrations/0028_case_work.sql", import.meta.url), "utf8").matchAll(
      /create table (\w+)/g,
    ),
  ].map(([, name]) => name);
  const known = new Set(caseParts.map(({ table }) => table));
  expect(made.filter((name) => name !== "case_fields" && !known.has(name ?? ""))).toEqual([]);
  for (const { table, caseColumn, keyColumns, uniqueInCase } of caseParts) {
    const columns = await world.owner<
      { name: string }[]
    >`select column_name as name from information_schema.columns where table_name = ${table}`;
    const names = columns.map(({ name }) => name);
    expect([table, names]).toEqual([
      table,
      expect.arrayContaining([caseColumn, ...keyColumns, ...uniqueInCase.flat()]),
    ]);
    const unique = await world.owner<
      { columns: string[] }[]
    >`select array(select a.attname::text from unnest(i.indkey) k join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k) as columns
      from pg_index i where i.indrelid = ${table}::regclass and i.indisunique`;
    const ofCase = unique
      .filter((one) => one.columns.includes(caseColumn))
      .map((one) =>
        one.columns
          .filter((name) => name !== caseColumn)
          .sort()
          .join(),
      );
    expect([table, caseColumn, ofCase.sort()]).toEqual([
      table,
      caseColumn,
      uniqueInCase.map((one) => [...one].sort().join()).sort(),
    ]);
  }
});
