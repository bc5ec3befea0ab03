// Advisories leave by editions after four eyes and to readers who confirmed; takedown requests leave within the labels of what they hang on, are measured and looked at again.
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { mailAdvisory } from "../../../backend/coordination/advisories/mail-advisory.ts";
import {
  listPublicAdvisories,
  readAdvisory,
  readPublicAdvisory,
} from "../../../backend/coordination/advisories/read-advisories.ts";
import {
  confirmSubscription,
  readSubscription,
  subscribe,
  tidySubscribers,
  unsubscribe,
} from "../../../backend/coordination/advisories/subscribe.ts";
import { subscriberLink } from "../../../backend/coordination/advisories/subscriber-link.ts";
import {
  askToPublish,
  askToWithdraw,
  changeAdvisory,
  createAdvisory,
} from "../../../backend/coordination/advisories/write-advisory.ts";
import { sendMailJob } from "../../../backend/coordination/outbox.ts";
import { approveRelease, refuseRelease } from "../../../backend/coordination/four-eyes/decide-release.ts";
import { bindFourEyes } from "../../../backend/coordination/four-eyes/model.ts";
import {
  askTakedown,
  noteTakedown,
  remindChecks,
  remindTakedown,
} from "../../../backend/coordination/takedown/ask-takedown.ts";
import { listTakedowns, readTakedown } from "../../../backend/coordination/takedown/read-takedowns.ts";
import type { StepUpBinding } from "../../../backend/identity/model.ts";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { atomFeed } from "../../../frontend/portal/pages/advisory-feeds.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson, addReport } from "../../support/desk-world.ts";
import { sendQueuedMail } from "../../../backend/coordination/send-mail.ts";
import { startMailSink } from "../coordination/support.ts";

let world: TestWorld;
let cert: string;
let analyst: Context;
let senior: Context;
let visitor: Context;
const system = (): Context => makeContext(world.services, { kind: "system", job: "test" }, "test");
const advance = (days: number): void => (world.clock as { advance(ms: number): void }).advance(days * 86_400_000);

beforeAll(async () => {
  const sink = await startMailSink();
  world = await makeTestWorld({ startAt: new Date("2026-05-04T08:00:00Z"), env: { MAIL_URL: sink.url } });
  mails = sink.mails;
  cert = await addCert(world);
  analyst = world.context(await addPerson(world, cert, "analyst", "Awa"));
  senior = world.context(await addPerson(world, cert, "senior", "Binta"));
  visitor = world.context({ kind: "anonymous" });
});
let mails: { raw: string; to: string[] }[];

async function confirm(ctx: Context, binding: StepUpBinding): Promise<void> {
  const { actor } = ctx;
  if (actor.kind !== "person") throw new Error("only people have a passkey");
  const until = new Date(ctx.now().getTime() + 300_000);
  await world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
    values (${actor.sessionId}, ${Buffer.alloc(32, actor.sessionId)}, ${actor.personId}, ${until}, ${until}) on conflict do nothing`;
  await world.owner`insert into step_ups (id, session_id, person_id, act, object, version, created_at, expires_at)
    values (${newId()}, ${actor.sessionId}, ${actor.personId}, ${binding.act}, ${binding.object}, ${binding.version}, ${ctx.now()}, ${until})`;
}

const draft = (title: string) => ({
  severity: "high" as const,
  texts: {
    en: { title, summary: "In short.", body: "At length." },
    mn: { title: "Гарчиг", summary: "Товч.", body: "Бичвэр." },
  },
});
async function publish(id: string, version: number): Promise<void> {
  const { requestId } = await askToPublish(analyst, id, { version });
  await confirm(senior, bindFourEyes.approve(requestId));
  await approveRelease(senior, requestId);
}
async function subscribed(email: string, language: "fr" | "en" | "mn"): Promise<string> {
  // A file that is not in the catalogue (any more) is not spoken: the mail speaks the language beside it.
  await subscribe(visitor, email, { language, speaks: "zz" });
  const [row] = await world.owner<{ id: string }[]>`select id from advisory_subscribers where email = ${email}`;
  const id = row?.id ?? "";
  await confirmSubscription(visitor, tokenOf("subscribe", id));
  return id;
}
const tokenOf = (use: "subscribe" | "unsubscribe", id: string): string =>
  subscriberLink(world.services, use, id).split("/").at(-1) ?? "";

describe("advisories", () => {
  test("the public reads nothing of a draft, then the edition, and of a revision only what was released", async () => {
    const { id } = await createAdvisory(analyst, draft("Patch now"));
    expect(await listPublicAdvisories(visitor)).toEqual([]);
    const first = await askToPublish(analyst, id, { version: 1 });
    await expect(changeAdvisory(analyst, id, { version: 1, advisory: draft("Other") })).rejects.toMatchObject({
      code: "conflict",
    });
    await refuseRelease(senior, first.requestId, { reason: "Which version?" });
    await changeAdvisory(analyst, id, { version: 1, advisory: draft("Patch 2.1 now") });
    expect(await listPublicAdvisories(visitor)).toEqual([]);
    await publish(id, 2);
    const [shown] = await listPublicAdvisories(visitor);
    expect(shown).toMatchObject({ number: "ADV-2026-0001", edition: 1, texts: { en: { title: "Patch 2.1 now" } } });
    advance(1);
    await changeAdvisory(analyst, id, {
      version: 2,
      advisory: { ...draft("Patch 2.2 now"), note: { en: "2.1 was not enough." } },
    });
    expect(await readPublicAdvisory(visitor, "ADV-2026-0001")).toEqual(shown);
    await publish(id, 3);
    expect(await readPublicAdvisory(visitor, "ADV-2026-0001")).toMatchObject({
      edition: 2,
      texts: { en: { title: "Patch 2.2 now" } },
      history: [
        { edition: 2, kind: "revised", note: { en: "2.1 was not enough." } },
        { edition: 1, kind: "published" },
      ],
    });
    // A number tells nothing of how many are being written.
    await createAdvisory(analyst, draft("Draft one"));
    const second = await createAdvisory(analyst, draft("Second"));
    await publish(second.id, 1);
    expect((await listPublicAdvisories(visitor)).map(({ number }) => number)).toEqual([
      "ADV-2026-0002",
      "ADV-2026-0001",
    ]);
    // Withdrawn by four eyes too: an edition that says so, with the words of the one before; the others stand.
    await expect(askToWithdraw(analyst, id, { version: 3, note: {} })).rejects.toThrow("at least one language");
    const refused = await askToWithdraw(analyst, id, { version: 3, note: { en: "It was wrong." } });
    await refuseRelease(senior, refused.requestId, { reason: "It is right" });
    expect(await readPublicAdvisory(visitor, "ADV-2026-0001")).toMatchObject({ edition: 2 });
    advance(1);
    const asked = await askToWithdraw(analyst, id, { version: 4, note: { en: "It was wrong." } });
    await confirm(senior, bindFourEyes.approve(asked.requestId));
    await approveRelease(senior, asked.requestId);
    const gone = await readPublicAdvisory(visitor, "ADV-2026-0001");
    expect(gone).toMatchObject({
      edition: 3,
      texts: { en: { title: "Patch 2.2 now" } },
      history: [{ edition: 3, kind: "withdrawn", note: { en: "It was wrong." } }, { edition: 2 }, { edition: 1 }],
    });
    const frame = { language: "en", publicUrl: "https://cert.example.org", title: "x", author: "x" } as const;
    const feed = await atomFeed(await listPublicAdvisories(visitor), { ...frame, withdrawn: "Withdrawn" });
    expect(feed).toContain("<title>ADV-2026-0001 Withdrawn: Patch 2.2 now</title>");
    expect(feed).toContain("<title>ADV-2026-0002 Second</title>");
    await expect(askToWithdraw(analyst, id, { version: 5, note: { en: "Again" } })).rejects.toMatchObject({
      code: "conflict",
    });
    // What was published stays, whoever asks the database.
    await expect(
      withTransaction(
        analyst,
        async (tx) => await tx.execute(sql`update advisory_editions set texts = '{}' where advisory_id = ${id}`),
      ),
    ).rejects.toThrow(/./);
  });

  test("one that is written in an exercise bears its mark, is released for practice, and leaves on no way", async () => {
    const exerciseId = newId();
    await world.owner`insert into exercises (id, title, scenario_id, scenario_sha256, definition, language, state, planned_at, started_at, created_at)
      values (${exerciseId}, 'Exercise', 'a', ${"0".repeat(64)}, '{}', 'en', 'running', now(), now(), now())`;
    await expect(createAdvisory(analyst, { ...draft("Practice"), exerciseId: newId() })).rejects.toMatchObject({
      fields: [{ path: "exerciseId" }],
    });
    const { id } = await createAdvisory(analyst, { ...draft("Practice"), exerciseId });
    const before = await listPublicAdvisories(visitor);
    await publish(id, 1);
    expect(await readAdvisory(analyst, id)).toMatchObject({
      isExercise: true,
      state: "published",
      number: null,
      editions: 0,
    });
    expect(await listPublicAdvisories(visitor)).toEqual(before);
    expect(await world.owner`select 1 from outgoing_mails where cause like ${`advisory:${id}:%`}`).toEqual([]);
    const statements = [
      sql`update advisories set is_exercise = false, exercise_id = null where id = ${id}`,
      sql`insert into advisory_editions (advisory_id, edition, number, kind, severity, texts, four_eyes_id, published_at)
        select ${id}, 1, 'ADV-2026-9999', 'published', 'low', '{}', f.id, now() from four_eyes f where f.subject_id = ${id}`,
    ];
    for (const statement of statements)
      await expect(withTransaction(system(), async (tx) => await tx.execute(statement))).rejects.toThrow(/exercise/);
    expect(await world.owner`select exercise_id from four_eyes where subject_id = ${id}`).toEqual([
      { exercise_id: exerciseId },
    ]);
  });

  test("nothing is mailed to an address before its button was pressed; each edition goes once, with one-click leaving; whoever leaves is forgotten", async () => {
    await subscribe(visitor, "curious@home.example", { language: "en" });
    await subscribe(visitor, "curious@home.example", { language: "en" });
    expect(await world.owner`select 1 from outgoing_mails where to_address = 'curious@home.example'`).toHaveLength(1);
    await expect(subscribe(visitor, "no address", { language: "en" })).rejects.toMatchObject({
      fields: [{ path: "email" }],
    });
    const reader = await subscribed("reader@home.example", "mn");
    advance(0.01);
    const { id } = await createAdvisory(analyst, draft("Third"));
    await publish(id, 1);
    for (let at = 0; at < 2; at++) await mailAdvisory(system(), { advisoryId: id, edition: 1 });
    const sent = await world.owner<{ id: string; to: string; subject: string; body: string }[]>`
      select id, to_address as to, subject, body from outgoing_mails where cause like ${`advisory:${id}:%`}`;
    expect(sent.map(({ to }) => to)).toEqual(["reader@home.example"]);
    expect(sent[0]?.subject).toContain("Гарчиг");
    // As it really leaves: the places are filled, in the headers too, and the database holds no link.
    expect(sent[0]?.body).toContain(`{unsubscribe-link:${reader}}`);
    await sendQueuedMail({ ...system(), attempt: 1, maxAttempts: 1 }, { mailId: sent[0]?.id });
    const raw = mails.at(-1)?.raw ?? "";
    expect(raw).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    expect(raw.replaceAll(/\r\n\s+/g, "")).toContain(`<${subscriberLink(world.services, "unsubscribe", reader)}>`);
    // The one link is not the other.
    expect(await unsubscribe(visitor, tokenOf("subscribe", reader))).toBe(false);
    expect(await readSubscription(visitor, "unsubscribe", tokenOf("unsubscribe", reader))).toEqual({
      isConfirmed: true,
    });
    expect(await unsubscribe(visitor, tokenOf("unsubscribe", reader))).toBe(true);
    expect(await world.owner`select 1 from advisory_subscribers where email = 'reader@home.example'`).toHaveLength(0);
    advance(8);
    await tidySubscribers(system());
    expect(await world.owner`select 1 from advisory_subscribers`).toHaveLength(0);
    expect(await confirmSubscription(visitor, tokenOf("subscribe", reader))).toBe(false);
  });
});

describe("takedown requests", () => {
  const ask = {
    kind: "takedown",
    target: "https://bad.example/login",
    toRole: "host",
    toName: "Host",
    toEmail: "abuse@host.example",
    language: "fr",
    reason: "Copie la banque.",
  } as const;

  test("it leaves by mail with an address that cannot be opened, is reminded, and its time is measured", async () => {
    const { id, reference } = await askTakedown(analyst, ask);
    expect(reference).toBe("TD-2026-0001");
    const [mail] = await world.owner<
      { body: string; subject: string }[]
    >`select subject, body from outgoing_mails where cause = ${`takedown:${id}`}`;
    expect(mail?.body).toContain("hxxps://bad[.]example/login");
    expect(mail?.body).not.toContain("https://bad.example");
    await remindTakedown(analyst, id, { version: 1 });
    advance(0.5);
    await noteTakedown(analyst, id, { version: 2, outcome: "accepted", note: "Ticket 7" });
    await expect(noteTakedown(analyst, id, { version: 2, outcome: "down" })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(
      noteTakedown(analyst, id, { version: 3, outcome: "down", at: "2020-01-01T00:00:00Z" }),
    ).rejects.toMatchObject({ fields: [{ path: "at" }] });
    advance(0.5);
    await noteTakedown(analyst, id, { version: 3, outcome: "down" });
    expect(await readTakedown(analyst, id)).toMatchObject({ state: "down", minutesToDown: 1440, minutesToAnswer: 720 });
    expect((await listTakedowns(analyst)).measured).toEqual([
      { toRole: "host", asked: 1, down: 1, medianMinutes: 1440 },
    ]);
    // Up again is asked for still, and its time is open again.
    await noteTakedown(analyst, id, {
      version: 4,
      outcome: "back_up",
      checkAt: new Date(analyst.now().getTime() + 3_600_000).toISOString(),
    });
    expect(await readTakedown(analyst, id)).toMatchObject({ state: "asked", minutesToDown: null });
    advance(0.1);
    await remindChecks(system());
    await remindChecks(system());
    expect(await world.owner`select 1 from outgoing_mails where cause like ${`takedown-check:${id}:%`}`).toHaveLength(
      1,
    );
  });

  test("what hangs on a report leaves only as far as its label lets it; a hidden one is not there", async () => {
    const report = async (change: object): Promise<string> => {
      const { id } = await addReport(world, cert);
      await world.owner`update reports set ${world.owner(change as never)} where id = ${id}`;
      return id;
    };
    for (const change of [{ marking: "red" }, { marking: "amber+strict" }, { pap: "red" }])
      await expect(askTakedown(analyst, { ...ask, reportId: await report(change) })).rejects.toMatchObject({
        words: "takedown.refused.marking",
      });
    // In an exercise it is asked, and its mail stays here.
    const drill = await askTakedown(analyst, { ...ask, reportId: await report({ is_exercise: true }) });
    expect(await world.owner`select is_exercise from takedowns where id = ${drill.id}`).toEqual([
      { is_exercise: true },
    ]);
    await expect(askTakedown(analyst, { ...ask, reportId: await report({ is_demo: true }) })).rejects.toMatchObject({
      words: "takedown.refused.exercise",
    });
    await expect(askTakedown(analyst, { ...ask, reportId: newId() })).rejects.toMatchObject({ code: "not_found" });
    const caseId = newId();
    await world.owner`insert into cases (id, reference, organisation_id, title, status, severity, opened_at) select ${caseId}, 'C-1', ${cert}, 'A case', 'open', 'high', now()`;
    const { id } = await askTakedown(senior, { ...ask, caseId });
    await world.owner`update cases set is_restricted = true where id = ${caseId}`;
    await expect(readTakedown(analyst, id)).rejects.toMatchObject({ code: "not_found" });
    expect((await listTakedowns(analyst)).takedowns.map((one) => one.id)).not.toContain(id);
    const entries = await withTransaction(
      analyst,
      async (tx) => await tx.execute(sql`select 1 from takedown_entries where takedown_id = ${id}`),
    );
    expect(entries).toHaveLength(0);
  });
});

test("the job that sends is the outbox's own", () => {
  expect(sendMailJob).toBe("coordination.send_mail");
  fc.assert(
    fc.property(fc.uuid(), (id) => tokenOf("subscribe", id) !== tokenOf("unsubscribe", id)),
    { numRuns: 20 },
  );
});
