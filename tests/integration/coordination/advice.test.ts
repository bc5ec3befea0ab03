// Requests for advice on a real database: asked without an account or by a constituent, a case of their own kind, answered behind a link, published by two persons without who asked, counted with no incident.
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import { answerAdvice, listOwnAdvice, readAdviceLink } from "../../../backend/coordination/advice/answer-advice.ts";
import { askAdvice, askAdviceSignedIn, beginAdvice } from "../../../backend/coordination/advice/ask-advice.ts";
import { tracesIn } from "../../../backend/coordination/advice/model.ts";
import { askToPublishPage, listPublicAdvice, writePage } from "../../../backend/coordination/advice/publish-page.ts";
import { listAdvice, readAdvice } from "../../../backend/coordination/advice/read-advice.ts";
import { approveRelease, releaseAlone } from "../../../backend/coordination/four-eyes/decide-release.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { isCountedCase } from "../../../backend/reporting/charts/count/asked.ts";
import { figureQueries } from "../../../backend/reporting/figures/queries.ts";
import { setLevels } from "../../../backend/reporting/service/keep-levels.ts";
import { readService } from "../../../backend/reporting/service/read-service.ts";
import { startClocks } from "../../../backend/reporting/service/start-clocks.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let awa: Person;
let bat: Person;
let lead: Person;
let bank: Person;
let other: Person;
const as = (actor: Actor) => world.context(actor);
const stranger = () => as({ kind: "anonymous" });
const job = () => as({ kind: "system", job: "coordination.begin_advice" });
const visitor = { address: "203.0.113.9", isExempt: true };
const question = "Which telephones should our clerks buy?";
const input = { topic: "protection", question, name: "Mariam Keita", email: "mariam@home.example", language: "en" };

async function ask(more: object = {}): Promise<{ id: string; token: string; caseId: string }> {
  const id = newId();
  const { link } = await askAdvice(stranger(), { ...input, ...more }, visitor, id);
  await beginAdvice(job(), id);
  return { id, token: link.split("/").at(-1) ?? "", caseId: (await readAdvice(as(awa), id)).caseId ?? "" };
}
const stepUp = async (actor: Person, act: string, object: string): Promise<void> => {
  const at = world.clock.now();
  await world.owner`insert into passkeys (id, person_id, name, public_key, algorithm, attestation_format, is_backup_eligible, is_backed_up)
    values (${newId()}, ${actor.personId}, 'key', ${Buffer.alloc(32, newId())}, -7, 'none', false, false)`;
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${actor.sessionId}, ${Buffer.alloc(32, newId())}, ${actor.personId}, now() + interval '1 day', now() + interval '1 day') on conflict do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${actor.sessionId}, ${actor.personId}, ${act}, ${object}, '1', ${at}, ${new Date(at.getTime() + 300_000)})`;
};

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  bat = await addPerson(world, cert, "senior", "Bat");
  lead = await addPerson(world, cert, "lead", "Lead");
  for (const name of ["Bank", "Other"])
    await world.owner`insert into organisations (id, kind, name) values (${newId()}, 'constituent', ${name})`;
  const idOf = async (name: string) =>
    (await world.owner<{ id: string }[]>`select id from organisations where name = ${name}`)[0]?.id ?? "";
  bank = await addPerson(world, await idOf("Bank"), "constituent_contact", "Banker");
  other = await addPerson(world, await idOf("Other"), "constituent_contact", "Other");
});

test("a question from the portal becomes a case of its own kind, once, without a report, a playbook or an owner", async () => {
  const { id, caseId } = await ask();
  await beginAdvice(job(), id);
  await askAdvice(stranger(), input, visitor, id);
  const [row] = await world.owner<{ kind: string; reports: number; owner_id: string | null }[]>`select kind, owner_id,
    (select count(*)::int from case_reports j where j.case_id = k.id) as reports from cases k where id = ${caseId}`;
  expect(row).toEqual({ kind: "advice", owner_id: null, reports: 0 });
  expect((await listAdvice(as(awa), "new")).rows.map((line) => line.id)).toEqual([id]);
});

test("what is missing or wrong is named by its field", async () => {
  const wrong = async (more: object) =>
    await askAdvice(stranger(), { ...input, ...more }, visitor, newId()).catch(
      (error: { issues: { path: string[] }[] }) => error.issues.map(({ path }) => path.join(".")),
    );
  expect(await wrong({ question: "Why?" })).toEqual(["question"]);
  expect(await wrong({ topic: "" })).toEqual(["topic"]);
  expect(await wrong({ email: "not an address" })).toEqual(["email"]);
});

test("the answer waits behind its link; the mail says only that it is there; nobody answers twice", async () => {
  const { id, token } = await ask();
  expect(await readAdviceLink(stranger(), token)).toMatchObject({ state: "new", answer: null });
  const { version } = await readAdvice(as(awa), id);
  await answerAdvice(as(awa), id, { version, outcome: "answered", answer: "Those that get updates." });
  await expect(answerAdvice(as(bat), id, { version, outcome: "declined", answer: "No." })).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await readAdviceLink(stranger(), token)).toMatchObject({
    state: "answered",
    answer: "Those that get updates.",
  });
  expect(await readAdviceLink(stranger(), `${newId()}.${token.split(".")[1] ?? ""}`)).toBeUndefined();
  const [mail] = await world.owner<
    { to_address: string; body: string }[]
  >`select to_address, body from outgoing_mails where cause = ${`advice:${id}`}`;
  expect(mail?.to_address).toBe("mariam@home.example");
  expect(mail?.body).not.toContain("updates");
  expect(mail?.body).toContain(`{signed-link:advice:${id}}`);
});

test("a constituent sees its own questions and no other's", async () => {
  const { id } = await askAdviceSignedIn(as(bank), {
    topic: "law",
    question: "When do we have to declare?",
    language: "fr",
  });
  await beginAdvice(job(), id);
  await answerAdvice(as(awa), id, { version: 1, outcome: "answered", answer: "Within 72 hours." });
  expect((await listOwnAdvice(as(bank))).rows).toMatchObject([{ id, answer: "Within 72 hours." }]);
  expect((await listOwnAdvice(as(other))).rows).toEqual([]);
  await expect(listOwnAdvice(as(awa))).rejects.toMatchObject({ code: "forbidden" });
});

test("for everybody it is written anew: the asker's name is refused, two persons release it, nobody alone, and the public sees nothing before", async () => {
  const { id } = await ask();
  const texts = { en: { question: "Which telephones should clerks buy?", answer: "Those that get updates." } };
  await expect(writePage(as(awa), id, { topic: "protection", texts, version: 0 })).rejects.toMatchObject({
    words: "advice.refused.not_answered",
  });
  await answerAdvice(as(awa), id, { version: 1, outcome: "answered", answer: "Those that get updates, Mrs Keita." });
  const named = { en: { ...texts.en, answer: "Those that get updates, Mrs KEITA." } };
  await expect(writePage(as(awa), id, { topic: "protection", texts: named, version: 0 })).rejects.toMatchObject({
    fields: [{ path: "texts", message: "Expected a text without who asked: keita." }],
  });
  await writePage(as(awa), id, { topic: "protection", texts, version: 0 });
  await expect(writePage(as(bat), id, { topic: "protection", texts, version: 0 })).rejects.toMatchObject({
    code: "conflict",
  });
  const { requestId } = await askToPublishPage(as(lead), id, { version: 1 });
  expect(await listPublicAdvice(stranger())).toEqual([]);
  await expect(releaseAlone(as(lead), requestId, { reason: "It is very urgent." })).rejects.toMatchObject({
    words: "advice.refused.never_alone",
  });
  await stepUp(bat, "release.approve", requestId);
  await approveRelease(as(bat), requestId);
  const shown = await listPublicAdvice(stranger());
  expect(shown).toMatchObject([{ topic: "protection", texts }]);
  expect(JSON.stringify(shown)).not.toMatch(/keita|mariam|ADVICE-/i);
  // Not even the desk's own connection publishes without the second person's word.
  await expect(
    world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'staff', true), set_config('toguna.person', ${awa.personId}, true)`;
      await sql`update four_eyes set state = 'waiting', decided_at = null, decided_by = null where id = ${requestId}`;
      await sql`update advice_public set texts = '{}'`;
    }),
  ).rejects.toMatchObject({ code: "42501" });
});

test("no word of the asker of three letters and more is ever in a text that passed", () => {
  const word = fc.stringMatching(/^[A-Za-zÀ-ÿ]{3,12}$/);
  fc.assert(
    fc.property(word, word, fc.string(), fc.string(), (first, last, before, after) => {
      const answer = `${before}${last.toUpperCase()}${after}`;
      expect(tracesIn({ fr: { question: "???", answer } }, [`${first} ${last}`, null])).not.toEqual([]);
    }),
  );
});

test("advice is counted apart: no number of incidents rises with it, and its own clock runs from when it was asked", async () => {
  const count = async (name: string): Promise<number> => {
    const { query = "" } = figureQueries.find((figure) => figure.name === name) ?? {};
    const text = query.replaceAll(":from", "'2020-01-01'::timestamptz").replaceAll(":to", "'2100-01-01'::timestamptz");
    const [row] = await world.owner.unsafe<{ count: string }[]>(text);
    return Number(row?.count);
  };
  await setLevels(as(lead), {
    levels: {
      zone: "Africa/Bamako",
      hours: [{ weekday: 1, from: "08:00", until: "17:00" }],
      hasHolidays: true,
      targets: [{ kind: "advice", severity: "low", firstAnswer: 600, resolution: null, isBusinessHours: false }],
    },
    seen: 0,
  });
  // As the charts and the public statistics count cases.
  const charted = async (): Promise<number | undefined> =>
    await withTransaction(job(), async (tx) => {
      const counted = isCountedCase({ withDemo: true } as Parameters<typeof isCountedCase>[0]);
      return (await tx.execute<{ n: number }>(sql`select count(*)::int as n from cases k where ${counted}`))[0]?.n;
    });
  expect(await charted()).toBe(0);
  const before = await count("cases.opened");
  const { id, caseId } = await ask();
  expect(await count("cases.opened")).toBe(before);
  expect(await count("advice.asked")).toBeGreaterThan(0);
  await startClocks(job(), { caseId });
  const clocks = async () =>
    (await readService(as(awa), "case", caseId)).clocks.map(({ kind, state }) => `${kind} ${state}`);
  expect(await clocks()).toEqual(["first_answer running", "resolution no_target"]);
  await answerAdvice(as(awa), id, { version: 1, outcome: "answered", answer: "So." });
  expect(await clocks()).toEqual(["first_answer reached", "resolution no_target"]);
});

test("a question whose case is restricted is there for its members alone", async () => {
  const { id, caseId } = await ask();
  await restrictCase(as(bat), { caseId, reason: "It names a house of ours." });
  await expect(readAdvice(as(awa), id)).rejects.toMatchObject({ code: "not_found" });
  expect((await listAdvice(as(awa), null)).rows.map((line) => line.id)).not.toContain(id);
  expect((await readAdvice(as(bat), id)).id).toBe(id);
});
