// A crisis on a real database and a real mail server: who opens it, what stays as it was written, who gets which report on which way, and what is said in public.
import { sql } from "drizzle-orm";
import { decrypt, readMessage, readPrivateKey } from "openpgp";
import { beforeAll, expect, test } from "vitest";
import { addCorrespondent } from "../../../backend/coordination/conversations/correspondents.ts";
import { followClock, freezeSituation } from "../../../backend/coordination/crisis/freeze-situation.ts";
import { closeCrisis, moveCrisis, openCrisis } from "../../../backend/coordination/crisis/keep-crisis.ts";
import { confirmDecision, writeDecision } from "../../../backend/coordination/crisis/keep-decisions.ts";
import { addLevel, addProposedLevels, endLevel } from "../../../backend/coordination/crisis/keep-levels.ts";
import { addRecipient } from "../../../backend/coordination/crisis/keep-recipients.ts";
import {
  bindCrisis,
  nextDue,
  remindMinutes,
  sayFigures,
  SituationFigures,
} from "../../../backend/coordination/crisis/model.ts";
import { readCrisis, readCrisisNow, readCrisisOptions } from "../../../backend/coordination/crisis/read-crisis.ts";
import {
  confirmByLink,
  confirmSituation,
  listSentToMe,
  noteOpened,
  readSituationLink,
} from "../../../backend/coordination/crisis/receive-situation.ts";
import { changeSituation } from "../../../backend/coordination/crisis/write-situation.ts";
import { approveRelease } from "../../../backend/coordination/four-eyes/decide-release.ts";
import { bindFourEyes } from "../../../backend/coordination/four-eyes/model.ts";
import { importKey } from "../../../backend/coordination/openpgp/import-key.ts";
import { addPressPerson } from "../../../backend/coordination/public-lines/press-people.ts";
import { readLines, readPublicStatements } from "../../../backend/coordination/public-lines/read-lines.ts";
import {
  askToSay,
  changeLine,
  createLine,
  withdrawLine,
} from "../../../backend/coordination/public-lines/write-line.ts";
import type { Marking } from "../../../backend/intake/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { wordsIn } from "../../../backend/platform/words/index.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { addPerson } from "../../support/desk-world.ts";
import { makeOpenPgpKey } from "../../support/openpgp-keys.ts";
import { type IntakeWorld, makeIntakeWorld } from "../intake/support.ts";
import { type MailSink, runJobs, startMailSink } from "./support.ts";

let world: IntakeWorld;
let sink: MailSink;
let lead: Context;
let analyst: Context;
let officer: Context;
let stranger: Context;
let system: Context;
let authority: string;
let caseId: string;
let restricted: string;
let crisisId: string;
const clock = () => world.clock as unknown as { advance(ms: number): void };
const hour = 3_600_000;
const texts = {
  fr: "Nous rétablissons les services.",
  en: "We are restoring the services.",
  mn: "Үйлчилгээг сэргээж байна.",
};

beforeAll(async () => {
  sink = await startMailSink();
  world = await makeIntakeWorld({
    startAt: new Date(),
    env: { MAIL_URL: sink.url, MAIL_FROM: "CERT <cert@example.org>", PUBLIC_URL: "https://cert.example.org" },
  });
  const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const team = cert?.id ?? "";
  lead = world.context(await addPerson(world, team, "lead", "Awa"));
  analyst = world.context(await addPerson(world, team, "analyst", "Bat"));
  authority = newId();
  await world.owner`insert into organisations (id, kind, name) values (${authority}, 'authority', 'Regulator')`;
  officer = world.context(await addPerson(world, authority, "officer", "Oumar"));
  const other = newId();
  await world.owner`insert into organisations (id, kind, name) values (${other}, 'authority', 'Another authority')`;
  stranger = world.context(await addPerson(world, other, "officer", "Somebody"));
  system = world.context({ kind: "system", job: "coordination.crisis_clock" });
  caseId = newId();
  restricted = newId();
  for (const [id, isRestricted] of [
    [caseId, false],
    [restricted, true],
  ] as const)
    await world.owner`insert into cases (id, reference, organisation_id, title, severity, is_restricted, opened_at)
      values (${id}, ${`TG-C-${id.slice(-8)}`}, ${team}, 'Locked files', 'critical', ${isRestricted}, now())`;
  const constituent = newId();
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituent}, ${constituent}, ${team}, 'Bank', 'finance')`;
  for (const id of [caseId, restricted])
    await world.owner`insert into case_assets (id, case_id, name, kind, constituent_id, created_at, changed_at) values (${newId()}, ${id}, 'Server', 'server', ${constituent}, now(), now())`;
}, 120_000);

const refusedAs = (code: string) => expect.objectContaining({ code });
const write = { what: "The line to the provider is cut.", why: "It spreads by it.", decidedBy: "The head of the team" };

test("a lead opens a crisis with the passkey on cases that there are, and nobody else does", async () => {
  await expect(addProposedLevels(analyst)).rejects.toEqual(refusedAs("forbidden"));
  await addProposedLevels(lead);
  const { levels } = await readCrisisOptions(lead);
  expect(levels.map(({ rank, reportHours, isPublic }) => [rank, reportHours, isPublic])).toEqual([
    [1, 24, false],
    [2, 12, false],
    [3, 4, true],
  ]);
  expect(levels[2]?.names).toEqual({ fr: "Crise", en: "Crisis", mn: "Хямрал" });
  const asked = { title: "Networks down", levelId: levels[1]?.id ?? "", caseIds: [caseId], reason: "Banks are down." };
  await expect(openCrisis(lead, asked)).rejects.toEqual(refusedAs("step_up_required"));
  await expect(openCrisis(analyst, asked)).rejects.toEqual(refusedAs("forbidden"));
  await expect(openCrisis(lead, { ...asked, caseIds: [newId()] })).rejects.toEqual(refusedAs("not_found"));
  // What the lead may not see is not there to be named.
  await expect(openCrisis(lead, { ...asked, caseIds: [restricted] })).rejects.toEqual(refusedAs("not_found"));
  await allowStepUp(world, lead, bindCrisis.open([caseId]));
  const made = await openCrisis(lead, asked);
  crisisId = made.id;
  expect(made.reference).toMatch(/^CR-\d{4}-0001$/);
  await world.owner`insert into crisis_cases (crisis_id, case_id, added_at) values (${crisisId}, ${restricted}, now())`;
  await expect(endLevel(lead, asked.levelId)).rejects.toEqual(refusedAs("conflict"));
});

test("the strip says level and title to every room of the staff, and nothing to a constituent's people", async () => {
  for (const ctx of [lead, analyst, officer])
    expect((await readCrisisNow(ctx)).crises).toMatchObject([{ title: "Networks down", rank: 2 }]);
  const entity = newId();
  await world.owner`insert into organisations (id, kind, name) values (${entity}, 'constituent', 'Bank')`;
  const contact = world.context(await addPerson(world, entity, "constituent_contact", "Contact"));
  expect((await readCrisisNow(contact)).crises).toEqual([]);
  await expect(readCrisis(officer, crisisId)).rejects.toEqual(refusedAs("forbidden"));
});

test("its level changes with a reason, and the reason stays as it was written", async () => {
  const { levels } = await readCrisisOptions(lead);
  const before = await readCrisis(lead, crisisId);
  const move = { version: before.version, levelId: levels[2]?.id ?? "", reason: "Four banks are down by now." };
  await expect(moveCrisis(lead, crisisId, { ...move, reason: "" })).rejects.toThrow(/reason/);
  clock().advance(1000);
  await moveCrisis(lead, crisisId, move);
  await expect(moveCrisis(lead, crisisId, move)).rejects.toEqual(refusedAs("conflict"));
  const after = await readCrisis(analyst, crisisId);
  expect(after).toMatchObject({ level: { en: "Crisis" }, reportHours: 4 });
  expect(after.changes.map(({ kind, reason }) => [kind, reason])).toEqual([
    ["level", "Four banks are down by now."],
    ["opened", "Banks are down."],
  ]);
  const rewrite = withTransaction(
    lead,
    async (tx) => await tx.execute(sql`update crisis_changes set reason = 'other'`),
  );
  await expect(rewrite).rejects.toMatchObject({ cause: { code: "42501" } });
  // The restricted case is shown to nobody who may not see it.
  expect(after.cases.map(({ id }) => id)).toEqual([caseId]);
});

test("a decision is appended, hashed into the log, told to those who must know, and confirmed by them alone", async () => {
  const at = world.services.clock.now().toISOString();
  const readerIds = [analyst.actor.kind === "person" ? analyst.actor.personId : ""];
  await expect(
    writeDecision(lead, crisisId, { ...write, decidedAt: new Date(Date.parse(at) + hour).toISOString() }),
  ).rejects.toMatchObject({ fields: [{ path: "decidedAt" }] });
  const officerId = officer.actor.kind === "person" ? officer.actor.personId : "";
  await expect(
    writeDecision(lead, crisisId, { ...write, decidedAt: at, readerIds: [officerId] }),
  ).rejects.toMatchObject({ fields: [{ path: "readerIds" }] });
  const { id, number } = await writeDecision(lead, crisisId, { ...write, decidedAt: at, readerIds });
  expect(number).toBe(1);
  await expect(confirmDecision(lead, id)).rejects.toEqual(refusedAs("refused"));
  for (let times = 0; times < 2; times++) await confirmDecision(analyst, id);
  const [decision] = (await readCrisis(lead, crisisId)).decisions;
  expect(decision?.readers).toMatchObject([{ name: "Bat", readAt: expect.any(String) }]);
  const [row] = await world.owner<
    { detail: { sha256: string } }[]
  >`select detail from audit_log where action = 'crisis.decide'`;
  expect(row?.detail.sha256).toBe(decision?.sha256);
  const rewrite = withTransaction(lead, async (tx) => await tx.execute(sql`delete from crisis_decisions`));
  await expect(rewrite).rejects.toMatchObject({ cause: { code: "42501" } });
  const [mail] = await world.owner<
    { body: string }[]
  >`select body from outgoing_mails where cause like 'crisis-decision:%'`;
  expect(mail?.body).not.toContain(write.what);
});

test("a report is reminded of, frozen at its time with its figures, never rewritten, and the next one begins", async () => {
  await addRecipient(lead, crisisId, { role: "analyst" });
  await addRecipient(lead, crisisId, { organisationId: authority });
  const [draft] = (await readCrisis(analyst, crisisId)).situations;
  const parts = { situation: "Four banks cannot pay out.", done: "Lines are cut.", next: "", needs: "" };
  await changeSituation(analyst, draft?.id ?? "", { version: 1, parts, marking: "amber" });
  await expect(changeSituation(lead, draft?.id ?? "", { version: 1, parts, marking: "amber" })).rejects.toEqual(
    refusedAs("conflict"),
  );
  // The bank's filing said which time of the law comes next; that of somebody who is not affected counts nowhere.
  const [bank] = await world.owner<
    { id: string; organisation_id: string }[]
  >`select id, organisation_id from constituents`;
  const [lastKnown, dueAt] = [world.clock.now(), new Date(world.clock.now().getTime() + 7 * hour)];
  for (const constituentId of [bank?.id ?? "", null])
    await world.owner`insert into filing_parts (id, number, filing_reference, receipt_number, organisation_id, addressee, constituent_id, entity_name, channel, language, pack_id, pack_version,
        pack_sha256, stage, fields, content_sha256, submitted_at, entered_at, clock_kind, due_at, lateness, standing, delivery, expects)
      values (${newId()}, 1, 'F', ${newId()}, ${bank?.organisation_id ?? ""}, 'cert', ${constituentId}, 'Bank', 'paper', 'fr', 'xd', '1', ${"0".repeat(64)}, 'early_warning', '[]', ${"0".repeat(64)},
        ${lastKnown}, ${lastKnown}, 'hours', ${lastKnown}, 'on_time', 'confirmed', 'paper', ${world.owner.json([{ stage: "notification", due: dueAt.toISOString() }])})`;
  await followClock(system);
  expect(await world.owner`select 1 from outgoing_mails where cause like 'situation-reminder:%'`).toHaveLength(0);
  clock().advance(4 * hour - 20 * 60_000);
  for (let times = 0; times < 2; times++) await followClock(system);
  expect(await world.owner`select 1 from outgoing_mails where cause like 'situation-reminder:%'`).toHaveLength(1);
  clock().advance(21 * 60_000);
  for (let times = 0; times < 2; times++) await followClock(system);
  const view = await readCrisis(analyst, crisisId);
  expect(view.situations.map(({ number, state, isLate }) => [number, state, isLate])).toEqual([
    [2, "draft", false],
    [1, "frozen", false],
  ]);
  const frozen = view.situations[1];
  // Of two cases one is restricted, and in no figure.
  expect(frozen?.figures).toMatchObject({
    cases: 1,
    openCases: 1,
    bySeverity: [{ severity: "critical", count: 1 }],
    constituents: 1,
    bySector: [{ sector: "finance", count: 1 }],
    legalOverdue: 0,
    legalDue: 1,
    nextLegalAt: dueAt.toISOString(),
  });
  const figures = SituationFigures.parse(frozen?.figures);
  expect(sayFigures(wordsIn("en"), figures).join("\n")).toMatch(
    /times of the law overdue 0, due before the next report 1/,
  );
  expect(frozen?.frozenBy).toBeNull();
  const rewrite = withTransaction(
    analyst,
    async (tx) => await tx.execute(sql`update situation_reports set parts = '{}'`),
  );
  await expect(rewrite).rejects.toMatchObject({ cause: { code: "42501" } });
  const [row] = await world.owner<
    { detail: { sha256: string; recipients: number } }[]
  >`select detail from audit_log where action = 'crisis.freeze_report'`;
  expect(row?.detail).toMatchObject({ sha256: frozen?.sha256, recipients: 3 });
  expect(frozen?.deliveries.map(({ name, kind }) => [kind, name])).toEqual([
    ["role", "Awa"],
    ["role", "Bat"],
    ["authority", "Oumar"],
  ]);
});

test("each recipient reads the own copy and confirms with a button; another authority's people see nothing", async () => {
  const [sent] = await listSentToMe(officer);
  expect(sent).toMatchObject({ number: 1, parts: { situation: "Four banks cannot pay out." }, confirmedAt: null });
  expect(await listSentToMe(stranger)).toEqual([]);
  await expect(confirmSituation(stranger, sent?.id ?? "")).rejects.toEqual(refusedAs("not_found"));
  await noteOpened(officer, sent?.id ?? "");
  for (let times = 0; times < 2; times++) await confirmSituation(officer, sent?.id ?? "");
  const receipts = (await readCrisis(lead, crisisId)).situations[1]?.deliveries;
  expect(receipts?.find(({ name }) => name === "Oumar")).toMatchObject({
    openedAt: expect.any(String),
    confirmedAt: expect.any(String),
  });
  expect(receipts?.find(({ name }) => name === "Bat")).toMatchObject({ openedAt: null, confirmedAt: null });
  // Nobody takes a receipt back.
  const undo = withTransaction(
    officer,
    async (tx) => await tx.execute(sql`update situation_deliveries set confirmed_at = null, confirmed_via = null`),
  );
  await expect(undo).rejects.toMatchObject({ cause: { code: "42501" } });
});

async function freezeAs(marking: Marking, situation: string): Promise<void> {
  const [draft] = (await readCrisis(lead, crisisId)).situations;
  const parts = { situation, done: "", next: "", needs: "" };
  await changeSituation(lead, draft?.id ?? "", { version: draft?.version ?? 0, parts, marking });
  await freezeSituation(lead, draft?.id ?? "", { version: (draft?.version ?? 0) + 1 });
  await runJobs(world, { dueNow: true });
  clock().advance(20_000);
  await world.owner`update conversation_messages set release_at = now() - interval '1 hour' where state = 'held'`;
  await runJobs(world, { dueNow: true });
  await runJobs(world, { dueNow: true });
}

test("outside, AMBER goes encrypted or as a link, RED as a link alone, GREEN in clear; the link's button gives the receipt, a look does not", async () => {
  const keyed = await addCorrespondent(lead, {
    kind: "third_party",
    name: "With a key",
    email: "keyed@bank.example",
    language: "en",
  });
  const bare = await addCorrespondent(lead, {
    kind: "third_party",
    name: "Without",
    email: "bare@bank.example",
    language: "en",
  });
  const pair = await makeOpenPgpKey({ email: "keyed@bank.example" });
  await importKey(lead, { correspondentId: keyed.id, armored: pair.publicKey });
  await addRecipient(lead, crisisId, { correspondentId: keyed.id });
  await addRecipient(lead, crisisId, { correspondentId: bare.id });
  const to = (address: string) => sink.mails.filter((mail) => mail.to.includes(address)).at(-1)?.raw ?? "";

  await freezeAs("amber", "The amber truth.");
  expect(to("keyed@bank.example")).toContain("multipart/encrypted");
  expect(to("keyed@bank.example")).not.toContain("amber truth");
  const armored =
    /-----BEGIN PGP MESSAGE-----[\s\S]+-----END PGP MESSAGE-----/.exec(to("keyed@bank.example"))?.[0] ?? "";
  const { data } = await decrypt({
    message: await readMessage({ armoredMessage: armored }),
    decryptionKeys: await readPrivateKey({ armoredKey: pair.privateKey }),
  });
  expect(String(data)).toContain("The amber truth.");
  expect(to("bare@bank.example")).not.toContain("amber truth");
  expect(to("bare@bank.example")).toContain("/m/");

  await freezeAs("red", "The red truth.");
  for (const address of ["keyed@bank.example", "bare@bank.example"]) {
    expect(to(address)).not.toContain("red truth");
    expect(to(address)).not.toContain("multipart/encrypted");
    expect(to(address).replaceAll("=\r\n", "")).toContain("/m/");
  }
  await freezeAs("green", "The green truth.");
  const clear = to("bare@bank.example").replaceAll("=\r\n", "").replaceAll("=3D", "=");
  expect(clear).toContain("The green truth.");
  const token = /\/s\/([0-9a-f-]{36}\.[0-9a-f]{40})/.exec(clear)?.[1] ?? "";
  expect(await readSituationLink(system, token)).toMatchObject({ number: 4, confirmedAt: null, language: "en" });
  expect(await readSituationLink(system, token)).toMatchObject({ confirmedAt: null });
  expect(await confirmByLink(system, `${token.slice(0, -1)}x`)).toBe(false);
  for (let times = 0; times < 2; times++) expect(await confirmByLink(system, token)).toBe(true);
  const receipts = (await readCrisis(lead, crisisId)).situations.find(({ number }) => number === 4)?.deliveries;
  expect(receipts?.find(({ name }) => name === "Without")).toMatchObject({
    protection: "signed",
    confirmedAt: expect.any(String),
  });
  expect(receipts?.find(({ name }) => name === "With a key")).toMatchObject({
    protection: "encrypted",
    confirmedAt: null,
  });
  // The stored text holds no link that whoever reads the database could press.
  const bodies = await world.owner<{ body: string }[]>`select body from conversation_messages`;
  expect(bodies.some(({ body }) => /\/s\/[0-9a-f-]{36}\./.test(body))).toBe(false);
}, 120_000);

test("a TLP:RED report is for its readers and who leads: another of the desk does not even see that it is there", async () => {
  const [other] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const senior = world.context(await addPerson(world, other?.id ?? "", "senior", "Not named"));
  expect(
    (await readCrisis(senior, crisisId)).situations.some(
      ({ marking, state }) => marking === "red" && state === "frozen",
    ),
  ).toBe(false);
  for (const ctx of [lead, analyst])
    expect((await readCrisis(ctx, crisisId)).situations.some(({ marking }) => marking === "red")).toBe(true);
});

test("a clock that stood still freezes one report as late, and the next is due at its own time", async () => {
  const due = Date.parse((await readCrisis(lead, crisisId)).dueAt ?? "");
  clock().advance(due - world.services.clock.now().getTime() + 9 * hour);
  expect((await readCrisis(lead, crisisId)).isLate).toBe(true);
  await followClock(system);
  const { situations, dueAt } = await readCrisis(lead, crisisId);
  expect(situations[1]).toMatchObject({ isLate: true, parts: {} });
  expect(Date.parse(dueAt ?? "")).toBe(due + 12 * hour);
});

test("a line for the public is said after four eyes on that very version, shown where the level says so, and withdrawn for all to see", async () => {
  const shown = async () => (await readPublicStatements(world.context({ kind: "anonymous" }))).lines;
  const from = new Date(world.services.clock.now().getTime() - hour).toISOString();
  const { id } = await createLine(analyst, { crisisId, texts, validFrom: from });
  await expect(createLine(analyst, { texts: { fr: "x" } as never, validFrom: from })).rejects.toThrow(/Expected/);
  const alone = withTransaction(
    analyst,
    async (tx) =>
      await tx.execute(sql`update public_lines set state = 'published', published_at = now() where id = ${id}`),
  );
  await expect(alone).rejects.toMatchObject({ cause: { code: "42501" } });
  const { requestId } = await askToSay(analyst, id, { version: 1 });
  await expect(changeLine(analyst, id, { version: 1, line: { crisisId, texts, validFrom: from } })).rejects.toEqual(
    refusedAs("conflict"),
  );
  expect(await shown()).toEqual([]);
  await allowStepUp(world, lead, bindFourEyes.approve(requestId));
  // The test's clock runs ahead of the database's.
  await world.owner`update step_ups set expires_at = now() + interval '30 days' where used_at is null`;
  await approveRelease(lead, requestId);
  expect(await shown()).toMatchObject([{ texts, isNow: true, levelNames: { en: "Crisis" } }]);
  const rewrite = withTransaction(
    lead,
    async (tx) => await tx.execute(sql`update public_lines set texts = '{}' where id = ${id}`),
  );
  await expect(rewrite).rejects.toMatchObject({ cause: { code: "42501" } });
  // A level that is not told to the public takes it off the portal.
  const { levels } = await readCrisisOptions(lead);
  const move = async (rank: number) => {
    const { version } = await readCrisis(lead, crisisId);
    await moveCrisis(lead, crisisId, { version, levelId: levels[rank - 1]?.id ?? "", reason: "It gets better." });
  };
  await move(1);
  expect(await shown()).toEqual([]);
  await move(3);
  await withdrawLine(analyst, id, { reason: "A figure was wrong." });
  expect(await shown()).toMatchObject([{ isNow: false, withdrawnAt: expect.any(String) }]);
  expect(JSON.stringify(await shown())).not.toContain("figure was wrong");
  const page = await readLines(lead);
  expect(page.lines[0]).toMatchObject({ state: "withdrawn", withdrawnBy: "Bat", isShown: false });
  await expect(addPressPerson(analyst, { kind: "speaker", name: "X", phone: "+999 70 00 00 00" })).rejects.toEqual(
    refusedAs("forbidden"),
  );
  await addPressPerson(lead, { kind: "speaker", name: "Awa", phone: "+999 70 00 00 00", isPublic: true });
  await addPressPerson(lead, { kind: "press", name: "A journalist", email: "desk@paper.example" });
  expect((await readPublicStatements(world.context({ kind: "anonymous" }))).speakers.map(({ name }) => name)).toEqual([
    "Awa",
  ]);
});

test("a crisis is closed with its review and takes nothing more", async () => {
  const { version } = await readCrisis(lead, crisisId);
  await expect(
    closeCrisis(lead, crisisId, { version, reason: "Restored", reviewWell: "", reviewChange: "" }),
  ).rejects.toThrow(/went well/);
  await closeCrisis(lead, crisisId, {
    version,
    reason: "Restored",
    reviewWell: "The lists.",
    reviewChange: "Ring earlier.",
  });
  const view = await readCrisis(lead, crisisId);
  expect(view).toMatchObject({ reviewChange: "Ring earlier.", dueAt: null });
  expect(view.situations.every(({ state }) => state === "frozen")).toBe(true);
  await expect(writeDecision(lead, crisisId, { ...write, decidedAt: new Date(0).toISOString() })).rejects.toEqual(
    refusedAs("conflict"),
  );
  expect((await readCrisisNow(officer)).crises).toEqual([]);
  await addLevel(lead, {
    rank: 4,
    names: { fr: "Guerre", en: "War", mn: "Дайн" },
    changes: {},
    isPublic: true,
    reportHours: 1,
  });
});

test("the next report keeps whole intervals, and a short interval is reminded of later", () => {
  const at = new Date("2026-11-22T08:00:00Z");
  expect(nextDue(at, 4, new Date("2026-11-22T07:30:00Z")).toISOString()).toBe("2026-11-22T12:00:00.000Z");
  expect(nextDue(at, 4, new Date("2026-11-22T08:01:00Z")).toISOString()).toBe("2026-11-22T12:00:00.000Z");
  expect(nextDue(at, 4, new Date("2026-11-22T17:00:00Z")).toISOString()).toBe("2026-11-22T20:00:00.000Z");
  expect([1, 2, 24].map(remindMinutes)).toEqual([15, 30, 30]);
});
