// Lessons that name nobody, read by neighbours; and requests to stop money: with consent only, by one key, answered by a link.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  answerFreezeAtDesk,
  answerFreezeByLink,
  readFreezeLink,
} from "../../../backend/coordination/freeze/answer-freeze.ts";
import { freezeLink } from "../../../backend/coordination/freeze/freeze-link.ts";
import { bindFreeze, type ReleaseFreeze } from "../../../backend/coordination/freeze/model.ts";
import { printFreeze } from "../../../backend/coordination/freeze/print-freeze.ts";
import { previewFreeze, readFreeze } from "../../../backend/coordination/freeze/read-freeze.ts";
import { releaseFreeze } from "../../../backend/coordination/freeze/release-freeze.ts";
import { remindFreeze } from "../../../backend/coordination/freeze/remind-freeze.ts";
import { decideLesson, postOnLesson, writeLesson } from "../../../backend/coordination/lessons/keep-lessons.ts";
import { listLessons } from "../../../backend/coordination/lessons/list-lessons.ts";
import { sendQueuedMail } from "../../../backend/coordination/send-mail.ts";
import { submitReport } from "../../../backend/intake/index.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addPartner, changePartner, listPartners } from "../../../backend/registry/partners/keep-partners.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addObservable, addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let lead: Extract<Actor, { kind: "person" }>;
let analyst: Extract<Actor, { kind: "person" }>;
const focal: Record<string, Extract<Actor, { kind: "person" }>> = {};
const as = (actor: Actor | undefined) => world.context(actor ?? { kind: "anonymous" });

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  lead = await addPerson(world, cert, "lead", "Lead");
  analyst = await addPerson(world, cert, "analyst", "Analyst");
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${analyst.sessionId}, ${Buffer.from(analyst.sessionId)}, ${analyst.personId}, now() + interval '1 day', now() + interval '1 day')`;
  const office = newId();
  await world.owner`insert into organisations (id, kind, name) values (${office}, 'office', 'Regional office')`;
  await world.owner`insert into areas (id, level, names) values ('xx', 'country', '{"fr":"Pays"}')`;
  for (const id of ["west", "middle", "far"])
    await world.owner`insert into areas (id, parent_id, level, names) values (${id}, 'xx', 'region', ${world.owner.json({ fr: id })})`;
  await world.owner`insert into areas (id, parent_id, level, names) values ('west-1', 'west', 'district', '{"fr":"Un"}')`;
  await world.owner`insert into area_borders (area_id, neighbour_id) values ('west', 'middle'), ('middle', 'west')`;
  for (const [name, area] of [
    ["west", "west-1"],
    ["middle", "middle"],
    ["far", "far"],
  ] as const) {
    focal[name] = await addPerson(world, office, "focal_point", name);
    await world.owner`insert into focal_areas (id, person_id, area_id, given_at) values (${newId()}, ${focal[name].personId}, ${area}, now())`;
  }
});

describe("a lesson", () => {
  const text = {
    title: "A false agent at the market",
    happened: "Somebody said that a transfer had failed and asked for the code.",
    helped: "Calling the operator within the hour stopped it.",
    regionId: "west",
    tags: ["mobile money"],
  };
  async function makeCase(): Promise<string> {
    const { id } = await addReport(world, cert, { description: "Un faux agent" });
    await world.owner`update reports set area_id = 'west-1' where id = ${id}`;
    await addObservable(world, id, { kind: "domain", value: "faux-agent.example" });
    await world.owner`insert into report_identities (report_id, name, phone) values (${id}, 'Aminata Diallo', '+999 70 11 22 33')`;
    const [caseId, bank] = [newId(), newId()];
    await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${bank}, ${bank}, ${cert}, 'Banque du Fleuve', 'finance')`;
    await world.owner`insert into assessments (id, report_id, kind, rsit_class, rsit_type, severity, confidence, reasons, constituents, at)
      values (${newId()}, ${id}, 'computed', 'fraud', 'phishing', 'low', 1, '[]', ${world.owner.json([{ constituentId: bank, name: "Banque du Fleuve" }])}, now())`;
    await world.owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) values (${caseId}, ${`TG-C-${caseId.slice(-4)}`}, ${cert}, 'x', 'low', now())`;
    await world.owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${id}, now())`;
    return caseId;
  }

  test("that still has a value or name of its case is refused, naming what to take out", async () => {
    const caseId = await makeCase();
    const write = async (more: object) => await writeLesson(as(analyst), { ...text, caseId, ...more });
    for (const [more, path] of [
      [{ happened: "They sent faux-agent[.]example to many." }, "happened"],
      [{ helped: "Mme DIALLO called us at once." }, "helped"],
      [{ title: "Banque du Fleuve and the agent" }, "title"],
      [{ happened: "The number was +999 70 44 55 66, they said." }, "happened"],
      [{ helped: "Write to aide@exemple.example for help" }, "helped"],
    ] as const)
      await expect(write(more)).rejects.toMatchObject({
        code: "invalid_input",
        fields: [expect.objectContaining({ path })],
      });
    await expect(write({ regionId: "west-1" })).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("is shown to neighbours once somebody else looked, with what the desk alone knows; farther regions never see it", async () => {
    const caseId = await makeCase();
    // A focal point cannot find a name out by trying: the desk's look does.
    const named = await writeLesson(as(focal["west"]), { ...text, caseId, helped: "Aminata called the operator." });
    await expect(decideLesson(as(lead), { lessonId: named.id, decision: "shown" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    await decideLesson(as(lead), { lessonId: named.id, decision: "refused", reason: "Says a name" });
    const { id } = await writeLesson(as(focal["west"]), { ...text, caseId });
    await expect(writeLesson(as(focal["far"]), { ...text, caseId, regionId: "far" })).rejects.toMatchObject({
      code: "not_found",
    });
    const seen = async (who: string) => (await listLessons(as(focal[who]))).map((lesson) => lesson.id);
    expect([await seen("west"), await seen("middle"), await seen("far")]).toEqual([[id, named.id], [], []]);
    await expect(decideLesson(as(analyst), { lessonId: id, decision: "shown" })).rejects.toMatchObject({
      code: "forbidden",
    });
    const own = await writeLesson(as(lead), { ...text, caseId });
    await expect(decideLesson(as(lead), { lessonId: own.id, decision: "shown" })).rejects.toMatchObject({
      code: "refused",
    });
    await decideLesson(as(lead), { lessonId: id, decision: "shown" });
    expect([await seen("middle"), await seen("far")]).toEqual([[id], []]);
    const question = await postOnLesson(as(focal["middle"]), { lessonId: id, body: "Which operator did they call?" });
    await postOnLesson(as(focal["west"]), { lessonId: id, body: "The one of the caller", questionId: question.id });
    await expect(postOnLesson(as(focal["far"]), { lessonId: id, body: "Me too" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(postOnLesson(as(focal["middle"]), { lessonId: id, body: "Call 70 44 55 66" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    const [lesson] = await listLessons(as(focal["middle"]));
    expect(lesson?.posts.map(({ questionId, regionNames }) => [questionId, regionNames?.fr])).toEqual([
      [null, "middle"],
      [question.id, "west"],
    ]);
    expect(JSON.stringify(lesson)).not.toContain(caseId);
    await expect(world.owner`update lessons set marking = 'amber' where id = ${id}`).rejects.toThrow(
      /check constraint/,
    );
  });
});

describe("a request to stop money", () => {
  const story =
    "J’ai envoyé 150 000 FCFA au +999 70 12 34 56, transaction MP261122.1407.A12345. Mon numéro : +999 60 00 00 01.";
  let partnerId = "";

  async function makeReport(
    mayTell: ("bank" | "operator" | "police")[],
    marking: "green" | "amber" | "amber+strict" | "red" = "amber",
  ) {
    const { reference, receipt } = await submitReport(
      as(undefined),
      { description: story, language: "fr", flow: "citizen", mayTell, mayTellWords: "2026-11", marking },
      [],
      { source: "web" },
    );
    const [row] = await world.owner<{ id: string }[]>`select id from reports where reference = ${reference}`;
    const id = row?.id ?? "";
    await addObservable(world, id, { kind: "phone", value: "+99970123456" });
    await addObservable(world, id, { kind: "phone", value: "+99960000001", role: "victim" });
    return { id, receipt };
  }
  async function release(reportId: string, more: Partial<ReleaseFreeze> = {}) {
    const prepared = (await readFreeze(as(analyst), reportId)).prepared;
    const wanted: ReleaseFreeze = { reportId, partnerId, ...prepared, ...more };
    const { act, object, version } = bindFreeze(wanted);
    await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
      values (${newId()}, ${analyst.sessionId}, ${analyst.personId}, ${act}, ${object}, ${version}, now(), now() + interval '5 minutes')`;
    return { ...(await releaseFreeze(as(analyst), wanted)), wanted };
  }

  async function addDesk(): Promise<void> {
    const constituentId = newId();
    await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituentId}, ${constituentId}, ${cert}, 'Kanaga Money', 'telecom')`;
    const desk = {
      constituentId,
      kind: "operator" as const,
      contactName: "Cellule fraude",
      channel: "mail" as const,
      freezes: ["mobile_money"] as "mobile_money"[],
      answerMinutes: 60,
    };
    partnerId = (await addPartner(as(lead), { ...desk, email: "fraude@kanaga.example", needs: ["account"] })).id;
  }

  test("has a desk of a bank or operator to go to", async () => {
    await addDesk();
    const wrong = {
      constituentId: newId(),
      kind: "bank" as const,
      contactName: "A",
      channel: "mail" as const,
      freezes: ["card" as const],
      answerMinutes: 60,
    };
    await expect(addPartner(as(lead), wrong)).rejects.toMatchObject({
      issues: [expect.objectContaining({ path: ["email"] })],
    });
    // It is changed as a whole, on the version that was seen.
    const listed = async () => (await listPartners(as(lead))).find(({ id }) => id === partnerId);
    const {
      id: _id,
      constituent: _of,
      requests: _r,
      answered: _a,
      inTime: _i,
      medianMinutes: _m,
      ...facts
    } = (await listed())!;
    const now = { ...facts, email: facts.email!, phone: "80 00", hours: undefined };
    await changePartner(as(lead), partnerId, { ...now, contactName: "Cellule de nuit", answerMinutes: 45 });
    expect(await listed()).toMatchObject({
      contactName: "Cellule de nuit",
      phone: "80 00",
      answerMinutes: 45,
      version: 2,
    });
    await expect(changePartner(as(lead), partnerId, now)).rejects.toMatchObject({ code: "conflict" });
    await expect(changePartner(as(lead), partnerId, { ...now, email: undefined })).rejects.toMatchObject({
      issues: [expect.objectContaining({ path: ["email"] })],
    });
    await expect(changePartner(as(lead), newId(), now)).rejects.toMatchObject({ code: "not_found" });
    await expect(changePartner(as(analyst), partnerId, now)).rejects.toMatchObject({ code: "forbidden" });
    await changePartner(as(lead), partnerId, { ...now, version: 2 });
  });

  test("is prepared from the report, and previewed exactly as it leaves", async () => {
    const { id } = await makeReport(["operator"]);
    const view = await readFreeze(as(analyst), id);
    expect(view.consent).toMatchObject({ bodies: ["operator"], textVersion: "2026-11", language: "fr" });
    expect(view.prepared).toEqual({
      target: "mobile_money",
      fields: { account: "+99970123456", from: "+99960000001", amount: "150 000 FCFA" },
    });
    const { body } = await previewFreeze(as(analyst), { reportId: id, partnerId, ...view.prepared });
    await release(id);
    const [stored] = await world.owner`select body from freeze_requests where report_id = ${id}`;
    expect(stored?.["body"]).toBe(body);
    expect(body).toContain("+99970123456");
  });

  test("is refused without consent, by the database too; above TLP:AMBER; without the key; without what the desk needs", async () => {
    const { id } = await makeReport(["police", "bank"]);
    await expect(release(id)).rejects.toMatchObject({ words: "partners.refusal.consent" });
    const put = async (reportId: string) =>
      await world.owner`insert into freeze_requests (id, reference, report_id, partner_id, target, fields, body, language, channel, released_by, released_at, expires_at)
        values (${newId()}, ${newId()}, ${reportId}, ${partnerId}, 'mobile_money', '{}', 'x', 'fr', 'mail', ${analyst.personId}, now(), now())`;
    await expect(put(id)).rejects.toThrow(/has not consented/);
    for (const marking of ["red", "amber+strict"] as const) {
      const strict = await makeReport(["operator"], marking);
      await expect(release(strict.id)).rejects.toMatchObject({ words: "partners.refusal.marking" });
      await expect(put(strict.id)).rejects.toThrow(/does not leave/);
    }
    const good = await makeReport(["operator"]);
    await expect(release(good.id, { fields: { amount: "1" } })).rejects.toMatchObject({
      fields: [expect.objectContaining({ path: "fields.account" })],
    });
    await expect(release(good.id, { target: "card" })).rejects.toMatchObject({ words: "partners.refusal.target" });
    const wanted = { reportId: good.id, partnerId, target: "mobile_money" as const, fields: { account: "1" } };
    await expect(releaseFreeze(as(analyst), wanted)).rejects.toMatchObject({ code: "step_up_required" });
    await world.owner`update reports set is_exercise = true where id = ${good.id}`;
    await expect(release(good.id)).rejects.toMatchObject({ words: "partners.refusal.exercise" });
    const consents = await world.owner`select 1 from freeze_consents where report_id = ${good.id}`;
    expect(consents).toHaveLength(1);
  });

  test("goes by mail with a link that no table holds; above TLP:GREEN the text stays behind it; its answer is told by receipt and measured", async () => {
    const { id } = await makeReport(["operator"]);
    const { id: requestId, reference } = await release(id);
    const [mail] = await world.owner<{ id: string; body: string; report_id: string | null }[]>`
      select id, body, report_id from outgoing_mails where cause = ${`freeze:${requestId}`}`;
    expect(mail?.report_id).toBeNull();
    expect(mail?.body).not.toContain("+99970123456");
    const link = freezeLink(world.services, requestId);
    expect(mail?.body).not.toContain(link);
    await sendQueuedMail({ ...as({ kind: "system", job: "test" }), attempt: 1, maxAttempts: 1 }, { mailId: mail?.id });
    const folder = join(world.dataDir, "mail");
    const kept = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8").replaceAll("=\r\n", ""));
    expect(kept.find((text) => text.includes(reference))).toContain(link);
    const token = link.split("/").at(-1) ?? "";
    expect(await readFreezeLink(as(undefined), `${requestId}.${"0".repeat(40)}`)).toBeUndefined();
    expect((await readFreezeLink(as(undefined), token))?.body).toContain("+99970123456");
    await world.owner`update freeze_requests set released_at = released_at where id = ${requestId}`;
    await answerFreezeByLink(as(undefined), token, { answer: "partly", note: "100 000 bloqués" });
    await expect(answerFreezeByLink(as(undefined), token, { answer: "frozen" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(answerFreezeAtDesk(as(analyst), { requestId, answer: "cannot" })).rejects.toMatchObject({
      code: "conflict",
    });
    const told = await world.owner<
      { body: string }[]
    >`select body from messages where report_id = ${id} order by at, id`;
    expect(told.map(({ body }) => body)).toEqual([
      expect.stringContaining("Nous avons demandé à Kanaga Money"),
      expect.stringContaining("une partie de l’argent"),
    ]);
    const [partner] = await listPartners(as(lead));
    expect(partner).toMatchObject({ answered: 1, inTime: 1, medianMinutes: 0 });
    expect((await readFreeze(as(analyst), id)).requests[0]).toMatchObject({
      answer: "partly",
      answeredVia: "link",
      answerNote: "100 000 bloqués",
    });
    await expect(world.owner`update freeze_requests set body = 'other' where id = ${requestId}`).rejects.toThrow(
      /stays as it was released/,
    );
  });

  test("that waits too long is reminded of once; an expired link answers nothing; it prints as it was released", async () => {
    const { id } = await makeReport(["operator"], "green");
    const { id: requestId, reference } = await release(id);
    const system = as({ kind: "system", job: "test" });
    await remindFreeze(system, { requestId });
    await remindFreeze(system, { requestId });
    const mails = await world.owner<
      { body: string }[]
    >`select body from outgoing_mails where cause like ${`freeze%${requestId}`}`;
    expect(mails).toHaveLength(2);
    // GREEN: the text itself goes.
    for (const { body } of mails) expect(body).toContain("+99970123456");
    expect(
      Buffer.from((await printFreeze(as(analyst), requestId)).bytes)
        .subarray(0, 5)
        .toString(),
    ).toBe("%PDF-");
    await world.owner`update freeze_requests set expires_at = now() - interval '1 minute' where id = ${requestId}`;
    const token = freezeLink(world.services, requestId).split("/").at(-1) ?? "";
    expect(await readFreezeLink(as(undefined), token)).toBeUndefined();
    await expect(answerFreezeByLink(as(undefined), token, { answer: "frozen" })).rejects.toMatchObject({
      code: "not_found",
    });
    await answerFreezeAtDesk(as(analyst), { requestId, answer: "need_more" });
    await answerFreezeAtDesk(as(analyst), { requestId, answer: "frozen" });
    expect((await readFreeze(as(analyst), id)).requests.map((one) => [one.reference, one.answer])).toEqual([
      [reference, "frozen"],
    ]);
  });
});
