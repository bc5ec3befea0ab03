// What was made in an exercise never leaves, on any way out, and no figure counts it: the gate of the database for each way, and a census over every number.
import { createServer } from "node:http";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { openCase } from "../../../backend/cases/index.ts";
import { createTask } from "../../../backend/cases/tasks/create-task.ts";
import { giveShare } from "../../../backend/cases/sharing/give-share.ts";
import { answerReporter, queueMail, queueText } from "../../../backend/coordination/index.ts";
import { askTakedown } from "../../../backend/coordination/takedown/ask-takedown.ts";
import { listTakedowns } from "../../../backend/coordination/takedown/read-takedowns.ts";
import { sendQueuedMail } from "../../../backend/coordination/send-mail.ts";
import { sendQueuedText } from "../../../backend/coordination/sms/send-text.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { readOnly, withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { countQueue } from "../../../backend/reporting/count-queue.ts";
import { figureQueries } from "../../../backend/reporting/figures/queries.ts";
import { countFigures } from "../../../backend/reporting/figures/count-figures.ts";
import { readShiftNow } from "../../../backend/reporting/handover/keep-handover.ts";
import { listViews } from "../../../backend/reporting/views/keep-views.ts";
import { readHealth } from "../../../backend/reporting/read-health.ts";
import { readAreaMap } from "../../../backend/reporting/focal/read-map.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addMessage, addPerson, addReport } from "../../support/desk-world.ts";
import { type MailSink, startMailSink } from "../coordination/support.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let sink: MailSink;
let cert: string;
let lea: Person;
let texts = 0;
let before: unknown;
const as = (actor: Actor) => world.context(actor);
const job = () => ({ ...as({ kind: "system", job: "x" }), attempt: 1, maxAttempts: 3 });
const denied = { cause: { code: "42501" } };

/** Every number that the platform counts of reports, cases, mails and takedowns. */
async function census(): Promise<unknown> {
  const year = new Date().getUTCFullYear();
  const { reports, mails } = await readHealth(as({ kind: "system", job: "x" }));
  return {
    figures: await readOnly(as(lea), async (tx) => await countFigures(tx, year), "system"),
    queue: await countQueue(as(lea)),
    health: { open: reports.open, oldest: reports.oldestUntriagedAt, mails },
    views: (await listViews(as(lea))).rows.map(({ name, count }) => [name, count]),
    takedowns: (await listTakedowns(as(lea))).measured,
    shift: (await readShiftNow(as(lea))).items,
    map: await readAreaMap(as(lea), undefined),
  };
}

/** A marked report with its case, as an exercise makes them. */
async function play(severity = "critical"): Promise<{ reportId: string; caseId: string }> {
  const { id: reportId } = await addReport(world, cert, {
    subject: "Played",
    severity,
    answerChannel: "mail",
    isAnonymous: false,
  });
  await world.owner`update reports set is_exercise = true, area_id = 'ml' where id = ${reportId}`;
  const { id: caseId } = await openCase(as(lea), { reportIds: [reportId], title: "Played" });
  return { reportId, caseId };
}

beforeAll(async () => {
  sink = await startMailSink();
  const gateway = createServer((_request, response) => {
    texts++;
    response.end("{}");
  });
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  const address = gateway.address();
  const port = typeof address === "object" && address ? address.port : 0;
  world = await makeTestWorld();
  Object.assign(world.services.config, { mailUrl: sink.url, smsUrl: `http://127.0.0.1:${port}/` });
  cert = await addCert(world);
  lea = await addPerson(world, cert, "lead", "Lea");
  await world.owner`insert into areas (id, level, names) values ('ml', 'country', '{"fr": "Pays"}')`;
  const real = await addReport(world, cert, { subject: "Real", severity: "high" });
  await openCase(as(lea), { reportIds: [real.id], title: "Real" });
  before = await census();
  return async () => {
    gateway.close();
  };
});

test("a mail about an exercise is written, kept here and never handed to a mail server; the database refuses to call it sent", async () => {
  const { reportId, caseId } = await play();
  await world.owner`insert into report_identities (report_id, email) values (${reportId}, 'victim@example.net')`;
  await answerReporter(as(lea), { reportId, body: "We are on it.", marking: "green" });
  await withTransaction(as(lea), async (tx) => {
    const mail = {
      kind: "notice",
      reportId: null,
      to: "team@example.net",
      language: "en",
      subject: "x",
      body: "x",
    } as const;
    await queueMail(tx, as(lea), { ...mail, cause: "test:1", about: { of: "cases", id: caseId } });
  });
  const queued = await world.owner<{ id: string }[]>`select id from outgoing_mails where is_exercise`;
  expect(queued).toHaveLength(2);
  for (const { id } of queued) await sendQueuedMail(job(), { mailId: id });
  expect(sink.mails).toEqual([]);
  expect(await world.owner`select distinct state from outgoing_mails where is_exercise`).toEqual([{ state: "kept" }]);
  await expect(
    world.app.sql.begin(async (tx) => {
      await tx`select set_config('toguna.scope', 'system', true)`;
      await tx`update outgoing_mails set state = 'sent' where is_exercise`;
    }),
  ).rejects.toThrow(/never leaves/);
});

test("a text to a telephone is kept, and the gateway is not asked", async () => {
  const { caseId } = await play();
  const [conversation, message, link] = [newId(), newId(), newId()];
  const { owner } = world;
  const [party] = await owner<{ id: string }[]>`insert into correspondents (id, kind, name, phone, added_at)
    values (${newId()}, 'third_party', 'Supplier', '+999 70 00 00 01', now()) returning id`;
  await owner`insert into conversations (id, number, case_id, correspondent_id, subject, began_at) values (${conversation}, '12345678', ${caseId}, ${party?.id ?? ""}, 'x', now())`;
  await owner`insert into conversation_messages (id, conversation_id, case_id, direction, marking, body, state, release_at, at)
    values (${message}, ${conversation}, ${caseId}, 'to_party', 'red', 'x', 'released', now(), now())`;
  await owner`insert into secure_links (id, message_id, case_id, made_at, expires_at) values (${link}, ${message}, ${caseId}, now(), now() + interval '1 day')`;
  await withTransaction(as(lea), async (tx) => {
    await queueText(tx, as(lea), {
      cause: "code:1",
      kind: "code",
      to: "+999 70 00 00 01",
      language: "en",
      linkId: link,
      codeNumber: 1,
    });
  });
  const [text] = await owner<{ id: string; is_exercise: boolean }[]>`select id, is_exercise from text_messages`;
  expect(text?.is_exercise).toBe(true);
  await sendQueuedText(job(), { textId: text?.id ?? "" });
  expect(texts).toBe(0);
  expect(await owner`select state from text_messages`).toEqual([{ state: "kept" }]);
  expect(
    await owner`select distinct is_exercise from conversations union select is_exercise from conversation_messages union select is_exercise from secure_links`,
  ).toEqual([{ is_exercise: true }]);
  await expect(
    world.app.sql.begin(async (tx) => {
      await tx`select set_config('toguna.scope', 'system', true)`;
      await tx`update text_messages set state = 'sent'`;
    }),
  ).rejects.toThrow(/never leaves/);
});

test("a share with another organisation and a request to freeze money are refused; lessons for neighbours too", async () => {
  const { reportId, caseId } = await play();
  const [peer] = await world.owner<
    { id: string }[]
  >`insert into organisations (id, kind, name) values (${newId()}, 'peer', 'Peer') returning id`;
  const share = giveShare(as(lea), {
    object: "report",
    id: reportId,
    organisationId: peer?.id ?? "",
    reason: "They asked",
  });
  await expect(share).rejects.toMatchObject({ words: "exercises.refused.leaves" });
  const run = async (query: ReturnType<typeof sql>): Promise<unknown> =>
    await withTransaction(as(lea), async (tx) => await tx.execute(query));
  await expect(
    run(
      sql`insert into shares (id, report_id, organisation_id, basis, reason, shared_at) values (${newId()}, ${reportId}, ${peer?.id ?? ""}, 'desk', 'x', now())`,
    ),
  ).rejects.toMatchObject(denied);
  const gates = await world.owner<
    { name: string }[]
  >`select c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_proc p on p.oid = t.tgfoid where p.proname = 'toguna_stay_inside' order by 1`;
  expect(gates.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "case_transfers",
      "disclosure_editions",
      "freeze_requests",
      "lessons",
      "outgoing_mails",
      "shares",
      "text_messages",
    ]),
  );
  await askTakedown(as(lea), {
    kind: "takedown",
    target: "http://bad.example/",
    toRole: "host",
    toName: "Host",
    toEmail: "abuse@host.example",
    language: "en",
    reason: "Phishing",
    caseId,
    checkAt: new Date(Date.now() + 60_000).toISOString(),
  });
  const [mail] = await world.owner<
    { id: string }[]
  >`select id from outgoing_mails where cause like 'takedown:%' and is_exercise`;
  await sendQueuedMail(job(), { mailId: mail?.id ?? "" });
  expect(sink.mails).toEqual([]);
});

test("whoever is not of the team sees nothing of it: each other scope finds no marked row in any table", async () => {
  const tables = await world.owner<
    { name: string }[]
  >`select distinct table_name as name from information_schema.columns where column_name = 'is_exercise' and table_schema = 'public' order by 1`;
  expect(tables.length).toBeGreaterThanOrEqual(14);
  for (const scope of ["constituent", "authority", "peer", "focal", "reporter", "intake", "person", "none"])
    for (const { name } of tables) {
      const seen = await world.app.sql.begin(async (tx) => {
        await tx`select set_config('toguna.scope', ${scope}, true), set_config('toguna.organisation', ${cert}, true)`;
        return await tx.unsafe(`select 1 from ${name} where is_exercise`);
      });
      expect([scope, name, seen.length]).toEqual([scope, name, 0]);
    }
});

test("no figure, badge, statistic or number of the map counts it", async () => {
  const { reportId, caseId } = await play();
  await addMessage(world, reportId, { direction: "from_reporter", body: "And now?" });
  await createTask(as(lea), { caseId, title: "Call", dueAt: new Date(Date.now() + 3_600_000).toISOString() });
  await play("high");
  expect(await census()).toEqual(before);
});

test("each figure that is taken from reports or cases says itself that exercises are left out", () => {
  const taken = figureQueries.filter(({ query }) => /from (reports|cases)\b/.test(query));
  expect(taken.length).toBeGreaterThan(5);
  expect(taken.filter(({ query }) => !/not (r\.|k\.)?is_exercise/.test(query)).map(({ name }) => name)).toEqual([]);
});
