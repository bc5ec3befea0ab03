// Findings are kept with their holders, a notification leaves after four eyes, each contact once, and what they answer by link opens or closes it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { simpleParser } from "mailparser";
import { createMessage, decrypt, readKey, readMessage, readPrivateKey, readSignature, verify } from "openpgp";
import { beforeAll, describe, expect, test } from "vitest";
import { attributeAgain, attributeRows } from "../../../backend/coordination/findings-lists/attribute-rows.ts";
import { keepFindings, tidyFindings } from "../../../backend/coordination/findings-lists/keep-findings.ts";
import { readList, readListRows } from "../../../backend/coordination/findings-lists/read-lists.ts";
import { changeList, startList, takeList } from "../../../backend/coordination/findings-lists/take-list.ts";
import {
  approveRelease,
  refuseRelease,
  releaseAlone,
  reviewRelease,
  withdrawRelease,
} from "../../../backend/coordination/four-eyes/decide-release.ts";
import { listReleases } from "../../../backend/coordination/four-eyes/list-releases.ts";
import { bindFourEyes } from "../../../backend/coordination/four-eyes/model.ts";
import { actOnDue } from "../../../backend/coordination/notifications/act-due.ts";
import {
  answerAtDesk,
  answerNotifyLink,
  readNotifyLink,
  readNotifyRows,
} from "../../../backend/coordination/notifications/answer-run.ts";
import { replyToAnswer } from "../../../backend/coordination/notifications/reply-answer.ts";
import { readOutCode } from "../../../backend/coordination/links/open-link.ts";
import { tryNotifyCode } from "../../../backend/coordination/notifications/notify-code.ts";
import { answerOwnNotice, listOwnNotices } from "../../../backend/coordination/notifications/own-notices.ts";
import { makeTeamKey, readPublicTeamKey } from "../../../backend/coordination/openpgp/team-keys.ts";
import { sendQueuedMail } from "../../../backend/coordination/send-mail.ts";
import { notifyLink } from "../../../backend/coordination/notifications/notify-link.ts";
import { previewRun, readReach, readRun, readTargets } from "../../../backend/coordination/notifications/read-runs.ts";
import { sendRunStep } from "../../../backend/coordination/notifications/send-run.ts";
import { endRun, pauseRun, resumeRun } from "../../../backend/coordination/notifications/start-run.ts";
import { askToSend, changeRun, createRun } from "../../../backend/coordination/notifications/write-run.ts";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { noteContactBounce } from "../../../backend/registry/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeOpenPgpKey } from "../../support/openpgp-keys.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

const startAt = new Date("2026-05-04T08:00:00Z");
let world: TestWorld;
let analyst: Context;
let senior: Context;
let lead: Context;
let visitor: Context;
const system = (): Context => makeContext(world.services, { kind: "system", job: "test" }, "test");
const advance = (days: number): void => (world.clock as { advance(ms: number): void }).advance(days * 86_400_000);

beforeAll(async () => {
  world = await makeTestWorld({ startAt });
  const cert = await addCert(world);
  analyst = world.context(await addPerson(world, cert, "analyst", "Awa"));
  senior = world.context(await addPerson(world, cert, "senior", "Binta"));
  lead = world.context(await addPerson(world, cert, "lead", "Cheick"));
  visitor = world.context({ kind: "anonymous" });
});

async function confirm(ctx: Context, binding: StepUpBinding): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "person") throw new Error("only people have a passkey");
  const until = new Date(ctx.now().getTime() + 300_000);
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${actor.sessionId}, ${Buffer.alloc(32, actor.sessionId)}, ${actor.personId}, ${until}, ${until}) on conflict do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${actor.sessionId}, ${actor.personId}, ${binding.act}, ${binding.object}, ${binding.version}, ${ctx.now()}, ${until})`;
}

interface NewConstituent {
  prefix?: string;
  heldUntil?: string;
  contacts?: { role?: string; email: string; language?: string }[];
}
async function addConstituent(name: string, more: NewConstituent = {}): Promise<string> {
  const [organisation, id] = [newId(), newId()];
  await world.owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', ${name})`;
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${id}, ${`C-${id.slice(-8)}`}, ${organisation}, ${name}, 'finance')`;
  for (const one of more.contacts ?? [])
    await world.owner`insert into contacts (id, constituent_id, name, role, email, languages)
      values (${newId()}, ${id}, ${`Contact ${one.email}`}, ${one.role ?? "security"}, ${one.email}, ${[one.language ?? "fr"]})`;
  if (more.prefix !== undefined)
    await world.owner`insert into network_claims (id, constituent_id, kind, value, prefix, source, proof, state, held_until)
      values (${newId()}, ${id}, 'prefix', ${more.prefix}, ${more.prefix}, 'test', 'letter', 'active', ${more.heldUntil ?? null})`;
  return id;
}

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
async function keepList(name: string, text: string): Promise<string> {
  const list = await takeList(analyst, { bytes: bytesOf(text), name });
  await startList(analyst, list.id, { version: list.version });
  await keepFindings(system(), { listId: list.id });
  return list.id;
}

const texts = {
  fr: { subject: "RDP ouvert chez {constituent}", body: "Bonjour,\n{count} adresses de {constituent} répondent." },
  en: { subject: "Open RDP at {constituent}", body: "Hello,\n{count} addresses of {constituent} answer." },
};
const draft = (listId: string, more: object = {}) => ({
  title: "Open RDP",
  filter: { listIds: [listId], ports: [3389] },
  texts,
  ...more,
});

async function sendAll(runId: string): Promise<void> {
  for (let at = 0; at < 40; at++) {
    await sendRunStep(system(), { runId });
    if ((await readRun(analyst, runId)).state !== "sending") return;
  }
}

async function release(runId: string): Promise<void> {
  const { requestId } = await askToSend(analyst, runId, { version: (await readRun(analyst, runId)).version });
  await confirm(senior, bindFourEyes.approve(requestId));
  await approveRelease(senior, requestId);
}

/** The last part of the link in the mail to an address. */
async function linkOf(runId: string, email: string): Promise<string> {
  const [row] = await world.owner<
    { id: string }[]
  >`select id from notification_recipients where run_id = ${runId} and email = ${email}`;
  return notifyLink(world.services, row?.id ?? "").split("/n/")[1] ?? "";
}
const targetOf = async (runId: string, id: string) =>
  (await readTargets(analyst, runId, { limit: 200 })).rows.find(({ constituentId }) => constituentId === id);

describe("findings lists", () => {
  test("a table is proposed, previewed and kept row by row, each with its holder at its own time", async () => {
    const before = await addConstituent("Ancien", { prefix: "198.51.100.0/24", heldUntil: "2026-04-01T00:00:00Z" });
    const now = await addConstituent("Nouveau");
    await world.owner`insert into network_claims (id, constituent_id, kind, value, prefix, source, proof, state, held_from)
      values (${newId()}, ${now}, 'prefix', '198.51.100.0/24', '198.51.100.0/24', 'test', 'letter', 'active', '2026-04-01T00:00:00Z')`;
    const text = [
      "timestamp,ip,port,tag,asn",
      "2026-03-10 10:00:00,198.51.100.7,3389,rdp,64500",
      "2026-04-10 10:00:00,198.51.100.7,3389,rdp,64500",
      "2026-04-10 10:00:00,198.51.100.7,3389,rdp,64500",
      "10/04/2026 10:00,198[.]51[.]100[.]8:5900,,vnc,64500",
      "2026-04-10 10:00:00,203.0.113.99,3389,rdp,64501",
      "2026-04-10 10:00:00,not an address,3389,rdp,",
      "never,198.51.100.9,3389,rdp,",
      "2027-04-10 10:00:00,198.51.100.9,3389,rdp,",
      "2026-04-10 10:00:00,198.51.100.9,99999,rdp,",
    ].join("\n");
    const taken = await takeList(analyst, { bytes: bytesOf(text), name: "scan.csv" });
    expect(taken).toMatchObject({
      state: "preview",
      title: "scan",
      mapping: { 0: "at", 1: "address", 2: "port", 3: "what", 4: "detail" },
    });
    expect(taken.preview[0]).toMatchObject({ address: "198.51.100.7", holder: { id: before, name: "Ancien" } });
    expect(taken.preview[1]).toMatchObject({ holder: { id: now } });
    expect(await world.owner`select 1 from findings_rows`).toHaveLength(0);
    await startList(analyst, taken.id, { version: taken.version });
    await keepFindings(system(), { listId: taken.id });
    const { rows } = await readListRows(senior, taken.id, {});
    expect(rows.map(({ outcome, field, attribution, holder }) => [outcome, field, attribution, holder?.name])).toEqual([
      ["kept", null, "register", "Ancien"],
      ["kept", null, "register", "Nouveau"],
      ["repeated", null, null, undefined],
      ["kept", null, "register", "Nouveau"],
      ["kept", null, "nobody", undefined],
      ["refused", "address", null, undefined],
      ["refused", "at", null, undefined],
      ["refused", "at", null, undefined],
      ["refused", "port", null, undefined],
    ]);
    expect(rows[3]).toMatchObject({
      address: "198.51.100.8",
      port: 5900,
      at: "2026-04-10T10:00:00.000Z",
      what: "vnc",
      detail: { asn: "64500" },
    });
    expect((await readList(analyst, taken.id)).counts).toMatchObject({
      kept: 4,
      repeated: 1,
      refused: 4,
      attributed: 3,
      unattributed: 1,
      constituents: 2,
    });
    // What nobody held has a holder once the register knows one, or an officer says so.
    const late = await addConstituent("Tardif", { prefix: "203.0.113.0/24" });
    expect(await attributeAgain(analyst, taken.id)).toEqual({ found: 1 });
    await attributeRows(analyst, taken.id, { lines: [6], constituentId: before });
    await expect(attributeRows(analyst, taken.id, { lines: [7], constituentId: late })).rejects.toMatchObject({
      code: "invalid_input",
    });
    // The rows go when their time is over.
    await world.owner`update findings_lists set ended_at = now() - interval '20 years' where id = ${taken.id}`;
    await tidyFindings(system());
    expect((await readList(analyst, taken.id)).state).toBe("emptied");
    expect(await world.owner`select 1 from findings_rows where list_id = ${taken.id}`).toHaveLength(0);
  });

  test("without a column of addresses, or with one that brings two things, nothing is kept", async () => {
    const taken = await takeList(analyst, { bytes: bytesOf("a,b\nx,y\n"), name: "x.csv" });
    await expect(startList(analyst, taken.id, { version: taken.version })).rejects.toMatchObject({
      words: "notify.refused.no_address_column",
    });
    const said = { title: "x", version: taken.version, mapping: { 0: "address" as const, 1: "address" as const } };
    await expect(changeList(analyst, taken.id, said)).rejects.toMatchObject({ fields: [{ path: "mapping" }] });
    await expect(
      changeList(analyst, taken.id, { ...said, mapping: { 0: "address" }, version: 9 }),
    ).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a notification to many", () => {
  let bank: string;
  let school: string;
  let silent: string;
  let listId: string;
  let runId: string;

  beforeAll(async () => {
    bank = await addConstituent("Banque", {
      prefix: "192.0.2.0/26",
      contacts: [
        { email: "secu@banque.example" },
        { email: "soc@banque.example", language: "en" },
        { email: "dg@banque.example", role: "management" },
      ],
    });
    school = await addConstituent("École", {
      prefix: "192.0.2.64/26",
      contacts: [{ email: "it@ecole.example", language: "mn" }],
    });
    silent = await addConstituent("Muette", { prefix: "192.0.2.128/26" });
    listId = await keepList(
      "rdp.csv",
      `ip,port,seen,finding,banner\n192.0.2.1,3389,2026-05-01,rdp,=cmd()\n192.0.2.2,3389,2026-05-01,rdp,b\n192.0.2.3,22,2026-05-01,ssh,c\n192.0.2.65,3389,2026-05-01,rdp,d\n192.0.2.129,3389,2026-05-01,rdp,e\n`,
    );
  });

  test("a list above TLP:GREEN is told of where it is named, with its label, and not among all; nor does one leave that nobody holds", async () => {
    const taken = await takeList(analyst, { bytes: bytesOf("ip,what,at\n192.0.2.1,x,2026-05-01\n"), name: "a.csv" });
    const view = await changeList(analyst, taken.id, {
      title: "Amber",
      marking: "amber",
      mapping: taken.mapping,
      version: taken.version,
    });
    await startList(analyst, taken.id, { version: view.version });
    await keepFindings(system(), { listId: taken.id });
    const named = await createRun(analyst, draft(taken.id));
    expect(await readRun(analyst, named.id)).toMatchObject({ marking: "amber" });
    const { id } = await createRun(analyst, draft(listId, { filter: { listIds: [listId], ports: [1] } }));
    await expect(askToSend(analyst, id, { version: 1 })).rejects.toMatchObject({ words: "notify.refused.nobody" });
    // Without a list named, what is above green is not among them either.
    const { id: all } = await createRun(analyst, draft(listId, { filter: { whats: ["x"] } }));
    expect((await readRun(analyst, all)).reach).toMatchObject({ constituents: 0 });
  });

  test("the preview is exactly what leaves: each constituent's own rows, in the contact's language", async () => {
    ({ id: runId } = await createRun(analyst, draft(listId)));
    const run = await readRun(analyst, runId);
    expect(run).toMatchObject({
      state: "draft",
      marking: "green",
      reach: { constituents: 3, rows: 4, withoutContact: 1 },
    });
    expect((await readReach(analyst, runId, {})).rows.map(({ name }) => name).toSorted()).toEqual([
      "Banque",
      "Muette",
      "École",
    ]);
    const { mails } = await previewRun(analyst, runId, bank);
    expect(mails.map(({ to, language }) => [to, language])).toEqual([
      ["secu@banque.example", "fr"],
      ["soc@banque.example", "en"],
    ]);
    expect(mails[0]?.subject).toBe(`[${run.reference}] RDP ouvert chez Banque`);
    expect(mails[1]?.body).toContain("2 addresses of Banque answer.");
    expect(mails[0]?.csv).toContain("192.0.2.1");
    expect(mails[0]?.csv).not.toContain("192.0.2.65");
    // A cell that Excel would run is made harmless.
    expect(mails[0]?.csv).not.toMatch(/(^|,)=cmd/m);
    // The École speaks Mongolian, in which nothing was written.
    expect((await previewRun(analyst, runId, school)).mails[0]?.language).toBe("fr");
  });

  test("it leaves after a second person's passkey, not by the one who asked; what waits is not changed", async () => {
    const { requestId } = await askToSend(analyst, runId, { version: 1 });
    await expect(changeRun(analyst, runId, { version: 1, run: draft(listId) })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(approveRelease(analyst, requestId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(approveRelease(senior, requestId)).rejects.toMatchObject({ code: "step_up_required" });
    // The database itself lets nothing leave before.
    await expect(
      withTransaction(
        analyst,
        async (tx) => await tx.execute(sql`update notification_runs set state = 'sending' where id = ${runId}`),
      ),
    ).rejects.toThrow(/leaves after four eyes|Failed query|insufficient|four eyes/);
    await refuseRelease(senior, requestId, { reason: "Say which port." });
    await changeRun(analyst, runId, { version: 1, run: draft(listId, { title: "Open RDP on 3389" }) });
    const second = await askToSend(analyst, runId, { version: 2 });
    await withdrawRelease(analyst, second.requestId);
    await release(runId);
    expect((await readRun(analyst, runId)).state).toBe("sending");
    const own = await createRun(senior, draft(listId));
    const third = await askToSend(senior, own.id, { version: 1 });
    await confirm(senior, bindFourEyes.approve(third.requestId));
    await expect(approveRelease(senior, third.requestId)).rejects.toMatchObject({ words: "notify.refused.own" });
  });

  test("a paused run writes nothing; resumed, each contact has one mail, however often the step runs", async () => {
    await pauseRun(analyst, runId, { version: 2 });
    await sendRunStep(system(), { runId });
    expect(await world.owner`select 1 from notification_recipients where state = 'queued'`).toHaveLength(0);
    await resumeRun(analyst, runId, { version: 2 });
    await Promise.all([sendRunStep(system(), { runId }), sendRunStep(system(), { runId })]);
    await sendAll(runId);
    const mails = await world.owner<{ to: string; attachment: string; body: string }[]>`
      select m.to_address as to, x.attachment, m.body from outgoing_mails m join outgoing_mail_extras x on x.mail_id = m.id order by m.to_address`;
    expect(mails.map(({ to }) => to)).toEqual(["it@ecole.example", "secu@banque.example", "soc@banque.example"]);
    expect(mails[0]?.attachment).toContain("192.0.2.65");
    // The stored text holds a place, never the link itself.
    expect(mails[0]?.body).toContain("{notify-link:");
    expect((await readRun(analyst, runId)).state).toBe("sent");
  });

  test("looking at a link answers nothing; each answer is kept, and 'fixed' closes", async () => {
    const token = await linkOf(runId, "secu@banque.example");
    expect(await readNotifyLink(visitor, token)).toMatchObject({
      constituent: "Banque",
      rowCount: 2,
      state: "asked",
      subject: expect.stringContaining("RDP ouvert chez Banque"),
    });
    expect(await world.owner`select 1 from notification_answers`).toHaveLength(0);
    expect(
      await readNotifyLink(
        visitor,
        token.replace(/.$/, (end) => (end === "0" ? "1" : "0")),
      ),
    ).toBeUndefined();
    await answerNotifyLink(visitor, token, { answer: "working", note: "Demain" });
    expect(await targetOf(runId, bank)).toMatchObject({
      state: "working",
      answers: [{ answer: "working", note: "Demain", via: "link" }],
    });
    await answerNotifyLink(visitor, token, { answer: "fixed" });
    expect(await targetOf(runId, bank)).toMatchObject({ state: "fixed", nextActAt: null });
    await expect(answerNotifyLink(visitor, token, { answer: "eaten" })).rejects.toThrow(/Expected one of/);
  });

  test("'wrong contact' waits at the register's quality and the next contact is written to at once", async () => {
    const { id } = await createRun(analyst, draft(listId));
    await release(id);
    await sendAll(id);
    await answerNotifyLink(visitor, await linkOf(id, "secu@banque.example"), {
      answer: "wrong_contact",
      note: "I left",
    });
    // The other of the same step may still answer.
    expect((await targetOf(id, bank))?.step).toBe(0);
    await answerNotifyLink(visitor, await linkOf(id, "soc@banque.example"), { answer: "wrong_contact" });
    await sendAll(id);
    expect(await targetOf(id, bank)).toMatchObject({ step: 1, state: "asked" });
    expect((await targetOf(id, bank))?.recipients.map(({ email }) => email)).toContain("dg@banque.example");
    expect(
      await world.owner`select answer, said from contact_tests where answer = 'leaving' order by said nulls last`,
    ).toEqual([
      { answer: "leaving", said: { note: "I left" } },
      { answer: "leaving", said: null },
    ]);
    expect((await readRun(analyst, id)).wrongContacts).toBe(2);
  });

  test("'not mine' opens the attribution again, and those rows are told to nobody until it is decided", async () => {
    const { id } = await createRun(analyst, draft(listId));
    await release(id);
    await sendAll(id);
    await answerNotifyLink(visitor, await linkOf(id, "it@ecole.example"), { answer: "not_mine" });
    expect(await targetOf(id, school)).toMatchObject({ state: "not_mine", nextActAt: null });
    expect((await readList(analyst, listId)).counts).toMatchObject({ reopened: 1 });
    const { id: next } = await createRun(analyst, draft(listId));
    expect((await readReach(analyst, next, {})).rows.map(({ name }) => name)).not.toContain("École");
    // Said again by the same register it is still theirs to dispute; by an officer it is somebody's.
    expect(await attributeAgain(analyst, listId)).toEqual({ found: 0 });
    const [row] = (await readListRows(analyst, listId, { attribution: "reopened" })).rows;
    await attributeRows(analyst, listId, { lines: [row?.line ?? 0], constituentId: bank });
    expect((await readReach(analyst, next, {})).rows.find(({ name }) => name === "Banque")?.rows).toBe(3);
  });

  test("those who say nothing are reminded, then the next contact is written to, and at last the focal point of the place", async () => {
    const { id } = await createRun(analyst, draft(listId, { reminderDays: [7], escalateDays: 10 }));
    await world.owner`insert into areas (id, level, names) values ('region', 'region', '{"fr":"Région"}')`;
    await world.owner`update constituents set area_id = 'region' where id in (${bank}, ${silent})`;
    const office = newId();
    await world.owner`insert into organisations (id, kind, name) values (${office}, 'office', 'Bureau')`;
    const focal = await addPerson(world, office, "focal_point", "Fanta");
    await world.owner`insert into focal_areas (id, person_id, area_id, given_at) values (${newId()}, ${focal.personId}, 'region', now())`;
    await release(id);
    await sendAll(id);
    const mailsTo = async (email: string) =>
      (
        await world.owner<
          { subject: string }[]
        >`select subject from outgoing_mails where to_address = ${email} and subject like ${`%${(await readRun(analyst, id)).reference}%`} order by created_at, id`
      ).length;
    // Nobody to write to: the focal point hears of it without waiting.
    await actOnDue(system());
    expect(await targetOf(id, silent)).toMatchObject({ state: "unreachable" });
    expect((await targetOf(id, silent))?.recipients).toMatchObject([{ role: "focal_point", name: "Fanta" }]);
    advance(6);
    await actOnDue(system());
    expect(await mailsTo("secu@banque.example")).toBe(1);
    advance(1.1);
    await actOnDue(system());
    await actOnDue(system());
    expect(await mailsTo("secu@banque.example")).toBe(2);
    advance(3);
    await actOnDue(system());
    await sendAll(id);
    expect(await mailsTo("dg@banque.example")).toBe(1);
    expect(await targetOf(id, bank)).toMatchObject({ step: 1, reminders: 0 });
    // A mail that comes back moves it on without waiting for its day.
    await withTransaction(system(), async (tx) => {
      for (const email of ["secu@banque.example", "soc@banque.example", "dg@banque.example"])
        await noteContactBounce(tx, system(), email, "550 no such user");
    });
    await actOnDue(system());
    expect(await targetOf(id, bank)).toMatchObject({ state: "unreachable", step: 2 });
    await endRun(analyst, id, { version: 1 });
    expect(await readNotifyLink(visitor, await linkOf(id, "secu@banque.example"))).toBeUndefined();
    await world.owner`delete from contact_bounces`;
  });

  test("the desk writes down what was said on the telephone, and replies to a question by mail once", async () => {
    const { id } = await createRun(analyst, draft(listId));
    await release(id);
    await sendAll(id);
    await answerNotifyLink(visitor, await linkOf(id, "soc@banque.example"), {
      answer: "question",
      note: "Which host?",
    });
    const target = await targetOf(id, bank);
    expect(target?.state).toBe("question");
    const answerId = target?.answers[0]?.id ?? "";
    await replyToAnswer(analyst, answerId, { body: "The second one." });
    await expect(replyToAnswer(analyst, answerId, { body: "Again" })).rejects.toMatchObject({ code: "conflict" });
    const [reply] = await world.owner<
      { body: string }[]
    >`select body from outgoing_mails where cause = ${`notify-reply:${answerId}`}`;
    expect(reply?.body).toContain("The second one.");
    await answerAtDesk(analyst, id, { constituentId: bank, answer: "fixed", note: "By telephone" });
    expect(await targetOf(id, bank)).toMatchObject({ state: "fixed" });
    expect((await readRun(analyst, id)).targets).toMatchObject({ fixed: 1 });
  });

  test("in an emergency a lead releases alone, the others are told without the reason, and somebody else says whether it was right", async () => {
    const { id } = await createRun(lead, draft(listId));
    const { requestId } = await askToSend(lead, id, { version: 1 });
    await expect(releaseAlone(senior, requestId, { reason: "Nobody else is here." })).rejects.toMatchObject({
      code: "forbidden",
    });
    await confirm(lead, bindFourEyes.alone(requestId));
    await releaseAlone(lead, requestId, { reason: "Exploited right now, nobody else is here." });
    expect((await readRun(lead, id)).state).toBe("sending");
    const told = await world.owner<
      { body: string }[]
    >`select body from outgoing_mails where cause like ${`four-eyes:${requestId}:%`}`;
    expect(told).toHaveLength(1);
    expect(told[0]?.body).not.toContain("Exploited right now");
    await expect(reviewRelease(lead, requestId, { finding: "justified", note: "It was me." })).rejects.toMatchObject({
      words: "notify.refused.own",
    });
    await reviewRelease(senior, requestId, { finding: "not_justified", note: "I was here." });
    expect((await listReleases(analyst)).find((one) => one.id === requestId)).toMatchObject({
      state: "alone",
      finding: "not_justified",
      reviewedBy: { name: "Binta" },
    });
  });

  test("an address that stands at very many constituents has its mails of the day, and the rest tomorrow", async () => {
    const lines: string[] = [];
    for (let at = 0; at < 23; at++) {
      await addConstituent(`Filiale ${at}`, {
        prefix: `100.64.${at}.0/24`,
        contacts: [{ email: "groupe@holding.example" }],
      });
      lines.push(`100.64.${at}.1,3389,2026-05-01,rdp`);
    }
    const list = await keepList("g.csv", `ip,port,seen,finding\n${lines.join("\n")}\n`);
    const { id } = await createRun(analyst, draft(list));
    await release(id);
    for (let at = 0; at < 4; at++) await sendRunStep(system(), { runId: id });
    const count = async () =>
      (await world.owner`select 1 from outgoing_mails where to_address = 'groupe@holding.example'`).length;
    expect(await count()).toBe(20);
    advance(1.01);
    await sendAll(id);
    expect(await count()).toBe(23);
  });
});

describe("by its label", () => {
  const organisationOf = async (id: string): Promise<string> =>
    (await world.owner<{ id: string }[]>`select organisation_id as id from constituents where id = ${id}`)[0]?.id ?? "";
  const codeOfLink = async (linkId: string): Promise<string> => (await readOutCode(senior, linkId)).code;

  /** A list of this label about constituents, released and handed to the mailer; the mails as they leave, by address. */
  async function tellMany(
    marking: "green" | "amber" | "red",
    about: { ids: string[]; words: string; addresses: string[] },
  ) {
    const list = await takeList(analyst, {
      bytes: bytesOf(`ip,at,what\n${about.addresses.map((ip) => `${ip},2026-05-01,${about.words}`).join("\n")}\n`),
      name: "amber.csv",
    });
    await world.owner`update findings_lists set marking = ${marking} where id = ${list.id}`;
    await startList(analyst, list.id, { version: list.version });
    await keepFindings(system(), { listId: list.id });
    const said = { fr: { subject: `Objet ${about.words}`, body: `{constituent} : ${about.words}` } };
    const { id } = await createRun(analyst, { title: "Above", filter: { listIds: [list.id] }, texts: said });
    await release(id);
    await sendAll(id);
    return { id, mails: await leave(id) };
  }

  async function leave(runId: string): Promise<Map<string, { raw: string; decoded: string }>> {
    const rows = await world.owner<{ id: string; to: string }[]>`select m.id, m.to_address as to from outgoing_mails m
      join notification_recipients r on r.id = m.notification_recipient_id where r.run_id = ${runId} and m.state = 'queued'`;
    const mails = new Map<string, { raw: string; decoded: string }>();
    for (const { id, to } of rows) {
      await sendQueuedMail({ ...system(), attempt: 1, maxAttempts: 25 }, { mailId: id });
      const raw = readFileSync(join(world.services.config.dataDir, "mail", `${id}.eml`), "utf8");
      const parsed = await simpleParser(raw);
      const parts = parsed.attachments.map(({ content, filename }) => `${filename ?? ""} ${content.toString("utf8")}`);
      mails.set(to, { raw, decoded: [parsed.subject, parsed.text, parsed.html, ...parts].join("\n") });
    }
    return mails;
  }

  async function addKey(email: string, isVerified: boolean): Promise<string> {
    const { publicKey, privateKey } = await makeOpenPgpKey({ email, madeAt: new Date("2026-05-01T00:00:00Z") });
    const key = await readKey({ armoredKey: publicKey });
    const fingerprint = key.getFingerprint().toUpperCase();
    await world.owner`insert into contact_keys (id, contact_id, fingerprint, armored, user_ids, algorithm, made_at, added_at)
      select ${newId()}, id, ${fingerprint}, ${publicKey}, '{x}', 'ecc', now(), now() from contacts where email = ${email}`;
    if (isVerified && lead.actor.kind === "person")
      await world.owner`insert into key_verifications (id, fingerprint, way, verified_by, verified_at) values (${newId()}, ${fingerprint}, 'telephone', ${lead.actor.personId}, now())`;
    return privateKey;
  }

  test("AMBER goes encrypted to a contact whose key was compared, and to the others as a word with a link that opens with a code; rows stay inside", async () => {
    const ids = [
      await addConstituent("Clé comparée", { prefix: "10.44.1.0/24", contacts: [{ email: "key@amber.example" }] }),
      await addConstituent("Clé non comparée", { prefix: "10.44.2.0/24", contacts: [{ email: "raw@amber.example" }] }),
      await addConstituent("Sans clé", { prefix: "10.44.3.0/24", contacts: [{ email: "none@amber.example" }] }),
    ];
    const privateKey = await addKey("key@amber.example", true);
    await addKey("raw@amber.example", false);
    const words = "Serveur-de-commande-secret";
    const { id, mails } = await tellMany("amber", { ids, words, addresses: ["10.44.1.7", "10.44.2.7", "10.44.3.7"] });
    expect([...mails.keys()].toSorted()).toEqual(["key@amber.example", "none@amber.example", "raw@amber.example"]);
    for (const { raw, decoded } of mails.values())
      for (const secret of [words, "10.44.", "Clé comparée", "Sans clé"]) {
        expect(raw).not.toContain(secret);
        expect(decoded).not.toContain(secret);
      }
    const armored = /-----BEGIN PGP MESSAGE-----[\s\S]+-----END PGP MESSAGE-----/.exec(
      mails.get("key@amber.example")?.raw ?? "",
    );
    const { data } = await decrypt({
      message: await readMessage({ armoredMessage: armored?.[0] ?? "" }),
      decryptionKeys: await readPrivateKey({ armoredKey: privateKey }),
      config: { allowInsecureDecryptionWithSigningKeys: true },
      date: world.services.clock.now(),
    });
    const inside = await simpleParser(data);
    expect(`${inside.subject} ${inside.text}`).toContain(words);
    expect(inside.attachments[0]?.content.toString()).toContain("10.44.1.7");
    // The link stood inside the encrypted mail alone: it opens as it is. The other's shows nothing before its code.
    expect(await readNotifyLink(visitor, await linkOf(id, "key@amber.example"))).toMatchObject({ isClosed: false });
    const link = await linkOf(id, "none@amber.example");
    expect(mails.get("none@amber.example")?.decoded).toContain(`/n/${link}`);
    expect(mails.get("none@amber.example")?.decoded).toContain("/console/notices");
    const closed = await readNotifyLink(visitor, link);
    expect(closed).toMatchObject({ isClosed: true, hasCode: false });
    expect(JSON.stringify(closed)).not.toMatch(/secret|10\.44|Sans/);
    expect(await readNotifyRows(visitor, link)).toBeUndefined();
    await expect(answerNotifyLink(visitor, link, { answer: "fixed" })).rejects.toMatchObject({ code: "not_found" });
    const recipient = (await targetOf(id, ids[2] ?? ""))?.recipients[0];
    expect(recipient).toMatchObject({ protection: "link", mail: "kept" });
    const code = await codeOfLink(recipient?.linkId ?? "");
    expect(await tryNotifyCode(visitor, link, "00000000")).toBe("wrong");
    const opened = await tryNotifyCode(visitor, link, code);
    const session = typeof opened === "object" ? opened.session : "";
    expect(await readNotifyLink(visitor, link, session)).toMatchObject({ isClosed: false, constituent: "Sans clé" });
    expect((await readNotifyRows(visitor, link, session))?.csv).toContain("10.44.3.7");
    expect(await tryNotifyCode(visitor, link, code)).toBe("over");
    await answerNotifyLink(visitor, link, { answer: "question", note: "Quoi faire ?" }, session);
    const [answer] = (await targetOf(id, ids[2] ?? ""))?.answers ?? [];
    await replyToAnswer(analyst, answer?.id ?? "", { body: "Coupez-le." });
    const reply = (await leave(id)).get("none@amber.example");
    expect(reply?.decoded).not.toContain("Coupez");
    expect(await readNotifyLink(visitor, link, session)).toMatchObject({ replies: ["Coupez-le."] });
  });

  test("a key that ends before its mail leaves turns it into a link; TLP:RED is one whatever keys there are; the database refuses content in clear", async () => {
    const one = await addConstituent("Fin de clé", {
      prefix: "10.45.1.0/24",
      contacts: [{ email: "end@amber.example" }],
    });
    await addKey("end@amber.example", true);
    const red = await tellMany("red", { ids: [one], words: "Rouge-secret", addresses: ["10.45.1.9"] });
    expect(red.mails.get("end@amber.example")?.decoded).not.toMatch(/Rouge|10\.45/);
    expect((await targetOf(red.id, one))?.recipients[0]).toMatchObject({ protection: "link" });
    const listId = await keepList("late.csv", "ip,at,what\n10.45.1.8,2026-05-01,Tard-secret\n");
    await world.owner`update findings_lists set marking = 'amber+strict' where id = ${listId}`;
    const { id } = await createRun(analyst, { title: "Late", filter: { listIds: [listId] }, texts });
    await release(id);
    await sendAll(id);
    expect((await targetOf(id, one))?.recipients[0]).toMatchObject({ protection: "encrypted", linkId: null });
    await expect(
      withTransaction(
        system(),
        async (tx) =>
          await tx.execute(sql`update outgoing_mails set protection = 'signed' where notification_recipient_id in
            (select r.id from notification_recipients r where r.run_id = ${id})`),
      ),
    ).rejects.toThrow("above its way");
    await world.owner`update key_verifications set withdrawn_at = now(), withdrawn_by = verified_by`;
    const late = (await leave(id)).get("end@amber.example");
    expect(late?.decoded).not.toMatch(/secret|10\.45|RDP|Fin de/);
    expect(late?.decoded).toContain(`/n/${await linkOf(id, "end@amber.example")}`);
    expect((await targetOf(id, one))?.recipients[0]).toMatchObject({ protection: "link" });
  });

  test("its own people read it in their room, signed in, and answer there; others see nothing, and TLP:RED only the person it was written to", async () => {
    const mine = await addConstituent("Chez nous", {
      prefix: "10.46.1.0/24",
      contacts: [{ email: "soc@own.example" }],
    });
    const organisation = await organisationOf(mine);
    const other = await addConstituent("Ailleurs", { contacts: [{ email: "soc@else.example" }] });
    const elsewhere = await organisationOf(other);
    const officer = world.context(await addPerson(world, organisation, "constituent_contact", "Chez"));
    const stranger = world.context(await addPerson(world, elsewhere, "constituent_contact", "Ailleurs"));
    const { id } = await tellMany("amber", { ids: [mine], words: "Ambre-secret", addresses: ["10.46.1.5"] });
    const red = await tellMany("red", { ids: [mine], words: "Rouge-secret", addresses: ["10.46.1.6"] });
    const [notice, ...more] = await listOwnNotices(officer, "en");
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ id, constituent: "Chez nous", subject: "Objet Ambre-secret", canAnswer: true });
    expect(notice?.rows).toMatchObject([{ address: "10.46.1.5", what: "Ambre-secret" }]);
    expect(await listOwnNotices(stranger, "fr")).toEqual([]);
    for (const table of ["notification_runs", "notification_rows", "notification_targets", "findings_rows"])
      expect(
        await withTransaction(stranger, async (tx) => [
          ...(await tx.execute(sql`select 1 from ${sql.identifier(table)}`)),
        ]),
      ).toEqual([]);
    const said = { constituentId: mine, answer: "fixed", note: "Coupé" } as const;
    await expect(answerOwnNotice(stranger, id, said)).rejects.toMatchObject({ code: "not_found" });
    await expect(answerOwnNotice(officer, red.id, said)).rejects.toMatchObject({ code: "not_found" });
    await answerOwnNotice(officer, id, said);
    expect(await targetOf(id, mine)).toMatchObject({ state: "fixed", answers: [{ via: "room", note: "Coupé" }] });
    if (officer.actor.kind === "person")
      await world.owner`update people set email = 'soc@own.example' where id = ${officer.actor.personId}`;
    expect((await listOwnNotices(officer, "fr")).map(({ marking }) => marking).toSorted()).toEqual(["amber", "red"]);
  });

  test("whatever is written and found, no word and no row of it above TLP:GREEN is in any byte that leaves in clear", async () => {
    const word = fc.stringMatching(/^[A-Za-z0-9é]{12,24}$/);
    let at = 0;
    await fc.assert(
      fc.asyncProperty(word, word, fc.constantFrom("amber" as const, "red" as const), async (words, name, marking) => {
        at += 1;
        const email = `p${at}@property.example`;
        const address = `10.47.${at}.${at}`;
        const id = await addConstituent(name, { prefix: `10.47.${at}.0/24`, contacts: [{ email }] });
        const { mails } = await tellMany(marking, { ids: [id], words, addresses: [address] });
        const { raw, decoded } = mails.get(email) ?? { raw: "", decoded: "" };
        expect(decoded).not.toBe("");
        const forms = [words, name, address].flatMap((secret) => [secret, Buffer.from(secret).toString("base64")]);
        for (const secret of forms) expect(`${raw}\n${decoded}`.includes(secret)).toBe(false);
      }),
      { numRuns: 5 },
    );
  });

  test("GREEN is signed by the team for everybody, and encrypted too to a contact whose key was compared", async () => {
    await makeTeamKey(system(), { name: "CERT", months: 24 });
    const teamKey = await readKey({ armoredKey: (await readPublicTeamKey(system())) ?? "" });
    const date = world.services.clock.now();
    const ids = [
      await addConstituent("Verte", { prefix: "10.48.1.0/24", contacts: [{ email: "key@green.example" }] }),
      await addConstituent("Vive", { prefix: "10.48.2.0/24", contacts: [{ email: "raw@green.example" }] }),
    ];
    const privateKey = await addKey("key@green.example", true);
    await addKey("raw@green.example", false);
    const { id, mails } = await tellMany("green", { ids, words: "Port-vert", addresses: ["10.48.1.7", "10.48.2.7"] });
    const ways = await Promise.all(ids.map(async (one) => (await targetOf(id, one))?.recipients[0]?.protection));
    expect(ways).toEqual(["encrypted", "signed"]);

    // In clear: what stands between the boundaries is what the team signed, rows and all; one changed byte and it is not.
    const raw = mails.get("raw@green.example")?.raw ?? "";
    expect(raw).toMatch(/^Content-Type: multipart\/signed;/m);
    const boundary = /boundary="(toguna-[0-9a-f]+)"/.exec(raw)?.[1] ?? "";
    const [, part = "", second = ""] = raw.split(`--${boundary}`);
    const signed = part.replace(/^\r\n/, "").replace(/\r\n$/, "");
    const armored = /-----BEGIN PGP SIGNATURE[^]+END PGP SIGNATURE-----/.exec(second)?.[0] ?? "";
    const holds = async (text: string): Promise<boolean> => {
      const { signatures } = await verify({
        message: await createMessage({ binary: Buffer.from(text) }),
        signature: await readSignature({ armoredSignature: armored }),
        verificationKeys: teamKey,
        date,
      });
      return (await signatures[0]?.verified.catch(() => false)) ?? false;
    };
    expect([await holds(signed), await holds(`${signed} `)]).toEqual([true, false]);
    const clear = await simpleParser(signed);
    expect(`${clear.subject ?? ""} ${clear.text}`).toContain("Port-vert");
    expect(clear.attachments[0]?.content.toString()).toContain("10.48.2.7");

    // To the compared key: nothing outside, the signature inside.
    const sealed = mails.get("key@green.example");
    expect(sealed?.decoded).not.toMatch(/Port-vert|10\.48/);
    const opened = await decrypt({
      message: await readMessage({
        armoredMessage: /-----BEGIN PGP MESSAGE-----[^]+-----END PGP MESSAGE-----/.exec(sealed?.raw ?? "")?.[0] ?? "",
      }),
      decryptionKeys: await readPrivateKey({ armoredKey: privateKey }),
      verificationKeys: teamKey,
      expectSigned: true,
      date,
    });
    const inside = await simpleParser(opened.data);
    expect(`${inside.subject} ${inside.text}`).toContain("Port-vert");
    expect(inside.attachments[0]?.content.toString()).toContain("10.48.1.7");
  });
});
