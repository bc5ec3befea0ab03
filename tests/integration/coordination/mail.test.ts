// Mail both ways through real SMTP servers on loopback: a mail becomes a report, answers go out and come back, nothing is lost and no two machines talk for ever.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "vitest";
import { answerReporter, readReportAsReporter, startSmtpServer } from "../../../backend/coordination/index.ts";
import { listIncomingMails } from "../../../backend/coordination/list-incoming-mails.ts";
import { listMessages } from "../../../backend/coordination/list-messages.ts";
import { resendMail } from "../../../backend/coordination/resend-mail.ts";
import { replyAddressOf } from "../../../backend/coordination/mail-addresses.ts";
import { openReceipt, submitReport } from "../../../backend/intake/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { publish } from "../../../backend/platform/jobs/index.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { openCustody } from "../../support/custody.ts";
import { type IntakeWorld, makeIntakeWorld, report, trusted } from "../intake/support.ts";
import { type MailSink, runJobs, sendTo, startMailSink } from "./support.ts";

let world: IntakeWorld;
let sink: MailSink;
let port: number;
let analyst: Context;

beforeAll(async () => {
  sink = await startMailSink();
  world = await makeIntakeWorld({ env: { MAIL_URL: sink.url, MAIL_FROM: "CERT <cert@example.org>", SMTP_PORT: "0" } });
  const server = await startSmtpServer(world.services);
  port = server.port;
  const personId = randomUUID();
  await world.owner`insert into people (id, handle, name, email) values (${personId}, decode(repeat('01', 32), 'hex'), 'Moussa', 'moussa@cert.example')`;
  analyst = world.context({
    kind: "person",
    personId,
    organisationId: randomUUID(),
    roles: ["analyst"],
    sessionId: randomUUID(),
  });
  return async () => await server.close();
});

const reports = async () =>
  [...(await world.owner`select * from reports order by received_at, id`)] as Record<string, string>[];
const lastReport = async () => (await reports()).at(-1)!;
const take = () => sink.mails.splice(0);

test("a mail becomes a report with the raw message and its files, and its sender gets a threaded acknowledgement with the receipt", async () => {
  await sendTo(port, {
    from: "Awa Traoré <awa@example.net>",
    to: "cert@example.org",
    subject: "On a volé mon compte",
    text: "Bonjour,\n\nMon compte a été volé hier et je ne peux plus me connecter.\n",
    messageId: "<first@example.net>",
    attachments: [{ filename: "capture.png", content: Buffer.from("png") }],
  });
  await runJobs(world);
  const row = await lastReport();
  expect(row).toMatchObject({
    source: "mail",
    flow: "free",
    language: "fr",
    subject: "On a volé mon compte",
    answer_channel: "mail",
    description: "Bonjour,\n\nMon compte a été volé hier et je ne peux plus me connecter.",
  });
  const files =
    await world.owner`select name, media_type, object_id from report_files where report_id = ${row["id"]!} order by name`;
  expect(files.map((file) => file["name"])).toEqual(["capture.png", "message.eml"]);
  expect(readFileSync(world.services.objects.path(files[1]!["object_id"]), "latin1")).toContain(
    "Message-ID: <first@example.net>",
  );
  const [identity] = await world.owner`select name, email from report_identities where report_id = ${row["id"]!}`;
  expect(identity).toEqual({ name: "Awa Traoré", email: "awa@example.net" });

  const [ack] = take();
  expect(ack).toMatchObject({ from: "cert@example.org", to: ["awa@example.net"] });
  expect(ack!.mail).toMatchObject({
    subject: `[${row["reference"]}] Nous avons reçu votre signalement`,
    inReplyTo: "<first@example.net>",
    references: "<first@example.net>",
  });
  expect(ack!.raw).toMatch(/^Auto-Submitted: auto-replied\r$/m);
  expect(ack!.raw).not.toContain("volé");
  const digits = /\d{4}( \d{4}){4}/.exec(ack!.mail.text!)![0];
  const token = await openReceipt(world.anonymous(), digits, trusted);
  expect((await readReportAsReporter(world.anonymous(), token!))!.reference).toBe(row["reference"]);
  const [kept] = await world.owner`select body from outgoing_mails where report_id = ${row["id"]!}`;
  expect(kept!["body"]).not.toContain(digits);
  expect(kept!["body"]).toContain("{receipt}");
});

test("an answer goes out in the thread, a reply to it comes back to the same report without the quoted text", async () => {
  const row = await lastReport();
  const sent = await answerReporter(analyst, {
    reportId: row["id"]!,
    body: "Changez votre code PIN.\n\nÀ bientôt",
    marking: "green",
    expectsAnswer: true,
  });
  expect(sent.sentBy).toBe("mail");
  await runJobs(world);
  const [answer] = take();
  expect(answer!.mail.text).toContain("Changez votre code PIN.");
  expect(answer!.mail.references).toEqual(["<first@example.net>", expect.stringMatching(/@example\.org>$/)]);
  expect(answer!.raw).not.toMatch(/^Auto-Submitted/m);
  expect((await lastReport())["status"]).toBe("waiting_for_reporter");

  const reply = {
    from: "awa@example.net",
    to: "cert@example.org",
    subject: "Re: ...",
    text: `C'est fait, merci.\n\nLe 22 nov. 2026 à 10:00, CERT <cert@example.org> a écrit :\n> Changez votre code PIN.`,
    inReplyTo: answer!.mail.messageId,
    messageId: "<second@example.net>",
    attachments: [{ filename: "preuve.txt", content: "ok" }],
  };
  const before = (await reports()).length;
  await sendTo(port, reply);
  await runJobs(world);
  expect((await reports()).length).toBe(before);
  const messages = await listMessages(analyst, row["id"]!);
  expect(messages).toMatchObject([
    { direction: "to_reporter", authorName: "Moussa", isRead: false, mail: { state: "sent" } },
    { direction: "from_reporter", channel: "mail", body: "C'est fait, merci.", fromAddress: null },
  ]);
  expect((await lastReport())["status"]).toBe("received");
  expect(take()).toEqual([]);

  // The same mail delivered again is known.
  await sendTo(port, reply);
  await runJobs(world);
  expect(await listMessages(analyst, row["id"]!)).toHaveLength(2);
  expect((await listIncomingMails(analyst)).map((mail) => mail.kind)).toEqual(["repeat", "reply", "report"]);
});

test("a reply is found by a token in its address, or by the reference from the reporter's own address; a stranger's reference opens a new report", async () => {
  const row = await lastReport();
  const count = async () => (await reports()).length;
  const before = await count();
  await sendTo(port, {
    from: "other@example.com",
    to: replyAddressOf(world.services, row["reference"]!),
    subject: "hello",
    text: "by address",
  });
  await sendTo(port, {
    from: "Awa@Example.net",
    to: "cert@example.org",
    subject: `RE : [${row["reference"]}]`,
    text: "by subject",
  });
  await runJobs(world);
  expect(await count()).toBe(before);
  expect((await listMessages(analyst, row["id"]!)).slice(2)).toMatchObject([
    { body: "by address", fromAddress: "other@example.com" },
    { body: "by subject", fromAddress: null },
  ]);
  const forged = replyAddressOf(world.services, row["reference"]!).replace(/\.[0-9a-f]{24}@/, `.${"0".repeat(24)}@`);
  await sendTo(port, { from: "eve@example.com", to: forged, subject: `[${row["reference"]}]`, text: "forged" });
  await runJobs(world);
  expect(await count()).toBe(before + 1);
  take();
});

test("a forwarded message, as a file or in the text, is a suspicious message", async () => {
  const inner =
    "From: bank@fake.example\r\nTo: x@example.net\r\nSubject: Urgent\r\nMessage-ID: <bad@fake.example>\r\n\r\nClick http://fake.example/\r\n";
  await sendTo(port, {
    from: "b@example.net",
    to: "phish@example.org",
    subject: "see this",
    text: "Is this real?",
    attachments: [{ filename: "mail.eml", contentType: "message/rfc822", content: inner }],
  });
  await runJobs(world);
  expect(await lastReport()).toMatchObject({ flow: "phishing", language: "en" });
  await sendTo(port, {
    from: "c@example.net",
    to: "phish@example.org",
    subject: "Tr : Urgent",
    text: "Bonjour, est-ce vrai ?\n\n-----Message d'origine-----\nDe : bank\nYour account is blocked, click the link and confirm your password.",
  });
  await runJobs(world);
  expect(await lastReport()).toMatchObject({ flow: "phishing", language: "fr" });
  const text = (await lastReport())["description"];
  expect(text).toContain("confirm your password");
  take();
});

test("automatic mails are never answered: lists and machines become reports, an automatic answer to ours ends there", async () => {
  const count = async () => (await reports()).length;
  const before = await count();
  await sendTo(port, {
    from: "feed@example.net",
    to: "cert@example.org",
    subject: "Abuse report",
    text: "192.0.2.1",
    headers: { "Auto-Submitted": "auto-generated" },
  });
  await sendTo(port, {
    from: "list@example.net",
    to: "cert@example.org",
    subject: "News",
    text: "news",
    headers: { "List-Id": "<x.example.net>" },
  });
  await runJobs(world);
  expect(await count()).toBe(before + 2);
  expect(take()).toEqual([]);

  const { id } = await newMailReporter("holiday@example.net");
  const [ack] = take();
  await sendTo(port, {
    envelope: { from: "", to: "cert@example.org" },
    from: "holiday@example.net",
    to: "cert@example.org",
    subject: "Out of office",
    text: "I am away",
    inReplyTo: ack!.mail.messageId,
    headers: { "Auto-Submitted": "auto-replied" },
  });
  // Our own acknowledgement, sent back to us by somebody's forwarding.
  await sendTo(port, { envelope: { from: "cert@example.org", to: "cert@example.org" }, raw: ack!.raw });
  const reportsBefore = await count();
  await runJobs(world);
  expect(await count()).toBe(reportsBefore);
  expect(await listMessages(analyst, id)).toEqual([]);
  expect(take()).toEqual([]);
  expect((await listIncomingMails(analyst)).slice(0, 2).map((mail) => mail.kind)).toEqual(["automatic", "automatic"]);
});

test("a bounce marks the mail that came back and opens no report", async () => {
  const { id } = await newMailReporter("gone@example.net");
  const [ack] = take();
  const before = (await reports()).length;
  await sendTo(port, {
    envelope: { from: "", to: "cert@example.org" },
    raw: bounceOf(ack!.mail.messageId!, "failed", "5.1.1"),
  });
  await runJobs(world);
  expect((await reports()).length).toBe(before);
  expect(await outgoing(world, id)).toMatchObject([
    { state: "failed", last_error: "came back: smtp; 550 no such user" },
  ]);
  expect((await listIncomingMails(analyst, { reportId: id })).map((mail) => mail.kind)).toEqual(["bounce", "report"]);
  expect(take()).toEqual([]);
});

test("a delay report changes nothing", async () => {
  const { id } = await newMailReporter("slow@example.net");
  const [ack] = take();
  await sendTo(port, {
    envelope: { from: "", to: "cert@example.org" },
    raw: bounceOf(ack!.mail.messageId!, "delayed", "4.2.0"),
  });
  await runJobs(world);
  expect(await outgoing(world, id)).toMatchObject([{ state: "sent" }]);
});

test("anonymous and confidential reporters, and those with another safe way, are answered by receipt only", async () => {
  await openCustody(world);
  const contact = { email: "quiet@example.net" };
  for (const fields of [
    {},
    { contact, isConfidential: true },
    { contact, safeChannel: "+999 70 00 00 00" },
    { contact, answerBy: "receipt" as const },
  ]) {
    const answer = await submitReport(world.anonymous(), report(fields), [], { visitor: trusted, source: "web" });
    const [row] = await world.owner`select id from reports where reference = ${answer.reference}`;
    const sent = await answerReporter(analyst, { reportId: row!["id"], body: "Read this." });
    expect(sent).toMatchObject({ sentBy: "receipt", mailId: undefined });
    await runJobs(world);
    const token = await openReceipt(world.anonymous(), answer.receipt, trusted);
    expect((await readReportAsReporter(world.anonymous(), token!))!.messages).toMatchObject([
      { from: "desk", body: "Read this.", isNew: true },
    ]);
    expect((await listMessages(analyst, row!["id"]))[0]).toMatchObject({ isRead: true, mail: null });
  }
  expect(take()).toEqual([]);
});

test("with a safe mail address the answer goes there and not to the usual one", async () => {
  await submitReport(
    world.anonymous(),
    report({ contact: { email: "usual@example.net" }, safeChannel: "safe@example.net" }),
    [],
    { visitor: trusted, source: "web" },
  );
  await runJobs(world);
  expect(take().map((mail) => mail.to)).toEqual([["safe@example.net"]]);
});

test("asked a question, a reporter hears by mail only that one waits; anonymous ones see it with their receipt", async () => {
  const ask = async (fields: Parameters<typeof report>[0]) => {
    const made = await submitReport(world.anonymous(), report(fields), [], { visitor: trusted, source: "web" });
    await runJobs(world);
    take();
    const [row] = await world.owner`select id from reports where reference = ${made.reference}`;
    const body = "Which eyes-only server was it?";
    const sent = await answerReporter(analyst, { reportId: row!["id"], body, expectsAnswer: true });
    await runJobs(world);
    const [state] = await world.owner`select status from reports where id = ${row!["id"]}`;
    expect(state!["status"]).toBe("waiting_for_reporter");
    const token = await openReceipt(world.anonymous(), made.receipt, trusted);
    expect((await readReportAsReporter(world.anonymous(), token!))!.messages).toMatchObject([{ from: "desk", body }]);
    return { sent, reference: made.reference, mails: take() };
  };
  const named = await ask({ contact: { email: "asked@example.net" }, language: "en" });
  expect(named.sent.sentBy).toBe("mail_notice");
  expect(named.mails).toHaveLength(1);
  expect(named.mails[0]!.raw).not.toContain("eyes-only");
  expect(named.mails[0]!.mail.subject).toBe(`[${named.reference}] A question is waiting for you`);
  expect(named.mails[0]!.mail.text).toContain("waits for your answer");
  const nobody = await ask({});
  expect([nobody.sent.sentBy, nobody.mails]).toEqual(["receipt", []]);
});

test("words above TLP:GREEN never leave by mail: the mail says that an answer waits", async () => {
  const answer = await submitReport(
    world.anonymous(),
    report({ contact: { email: "red@example.net" }, marking: "red" }),
    [],
    { visitor: trusted, source: "web" },
  );
  const amber = await submitReport(world.anonymous(), report({ contact: { email: "amber@example.net" } }), [], {
    visitor: trusted,
    source: "web",
  });
  await runJobs(world);
  take();
  for (const [reference, marking] of [
    [answer.reference, undefined],
    // Whoever calls the answer green does not make a RED report any less so.
    [answer.reference, "green"],
    [amber.reference, "red"],
    [amber.reference, undefined],
  ] as const) {
    const [row] = await world.owner`select id from reports where reference = ${reference}`;
    const sent = await answerReporter(analyst, {
      reportId: row!["id"],
      body: "The eyes-only words.",
      ...(marking ? { marking } : {}),
    });
    expect(sent.sentBy).toBe("mail_notice");
  }
  await runJobs(world);
  const mails = take();
  expect(mails).toHaveLength(4);
  for (const { raw, mail } of mails) {
    expect(raw).not.toContain("eyes-only");
    expect(mail.text).toContain(world.services.config.publicUrl);
  }
  const [stored] = await world.owner`select count(*)::int as count from outgoing_mails where body like '%eyes-only%'`;
  expect(stored!["count"]).toBe(0);
  // A handler that forgets meets the database: the outbox takes no text above green.
  const [message] =
    await world.owner`select id, report_id from messages where body like '%eyes-only%' and marking = 'amber' limit 1`;
  await expect(
    world.app.sql.begin(async (tx) => {
      await tx`select set_config('toguna.scope', 'system', true)`;
      await tx`insert into outgoing_mails (id, cause, kind, report_id, message_id, to_address, language, subject, body, created_at)
        values (gen_random_uuid(), ${`message:${message!["id"]}`}, 'answer', ${message!["report_id"]}, 'x', 'amber@example.net', 'fr', 'x', 'eyes-only', now())`;
    }),
  ).rejects.toThrow(/above TLP:GREEN/);
});

test("while the mail server is down mails wait, and they leave when it is back", async () => {
  const home = await startMailSink();
  const down = await makeIntakeWorld({ env: { MAIL_URL: home.url } });
  await home.close();
  await submitReport(down.anonymous(), report({ contact: { email: "wait@example.net" } }), [], {
    visitor: trusted,
    source: "web",
  });
  /** Runs what waits until the one mail has been tried `tries` times. */
  const runUntilTried = async (tries: number): Promise<Record<string, unknown>> => {
    for (;;) {
      await runJobs(down, { dueNow: true });
      const [mail] = await outgoing(down);
      if (Number(mail?.["attempts"]) >= tries) return mail!;
    }
  };
  expect(await runUntilTried(1)).toMatchObject({
    state: "queued",
    last_error: expect.stringContaining("ECONNREFUSED"),
  });
  const back = await startMailSink(home.port);
  back.refuseWith = 451;
  expect(await runUntilTried(2)).toMatchObject({ state: "queued", last_error: expect.stringContaining("451") });
  back.refuseWith = undefined;
  expect(await runUntilTried(3)).toMatchObject({ state: "sent", last_error: null });
  expect(back.mails).toHaveLength(1);
});

test("killed between sending and noting it, a mail is sent again under the same Message-ID and not lost", async () => {
  const { id } = await newMailReporter("twice@example.net");
  const first = take();
  // What a kill leaves behind: the mail server has it, the row and the job do not know.
  await world.owner`update outgoing_mails set state = 'queued', sent_at = null where report_id = ${id}`;
  const [mail] = await world.owner`select id from outgoing_mails where report_id = ${id}`;
  await world.owner`select graphile_worker.add_job('coordination.send_mail', json_build_object('mailId', ${mail!["id"]}::text))`;
  await runJobs(world);
  const second = take();
  expect(second).toHaveLength(1);
  expect(second[0]!.mail.messageId).toBe(first[0]!.mail.messageId);
  expect(second[0]!.mail.date).toEqual(first[0]!.mail.date);
  expect(second[0]!.mail.text).toBe(first[0]!.mail.text);
});

test("a recipient that the server refuses for good is failed at once, and the desk can send again", async () => {
  sink.refuseWith = 550;
  const { id } = await newMailReporter("refused@example.net");
  const [failed] = await outgoing(world, id);
  expect(failed).toMatchObject({ state: "failed", attempts: 1 });
  sink.refuseWith = undefined;
  await resendMail(analyst, failed!["id"]!);
  await runJobs(world);
  expect(await outgoing(world, id)).toMatchObject([{ state: "sent" }]);
  expect(take()).toHaveLength(1);
  await expect(resendMail(analyst, failed!["id"]!)).rejects.toMatchObject({ code: "conflict" });
});

test("one address is not flooded with acknowledgements, however many reports name it", async () => {
  for (let index = 0; index < 14; index++)
    await submitReport(world.anonymous(), report({ contact: { email: "target@example.net" } }), [], {
      visitor: trusted,
      source: "web",
    });
  await runJobs(world);
  expect(take()).toHaveLength(10);
});

test("without MAIL_URL a mail is kept in the data folder and shown as kept", async () => {
  const house = await makeIntakeWorld();
  await submitReport(house.anonymous(), report({ contact: { email: "kept@example.net" }, language: "mn" }), [], {
    visitor: trusted,
    source: "web",
  });
  await runJobs(house);
  const [mail] = await outgoing(house);
  expect(mail).toMatchObject({ state: "kept", to_address: "kept@example.net" });
  const folder = join(house.dataDir, "mail");
  expect(readdirSync(folder)).toEqual([`${mail!["id"]}.eml`]);
  expect(readFileSync(join(folder, `${mail!["id"]}.eml`), "utf8")).toMatch(/^To: kept@example\.net\r$/m);
});

test("a place for a link that somebody wrote into an answer leaves as words, never as somebody else's link", async () => {
  const { id } = await newMailReporter("places@example.net");
  take();
  const places = ["secure-link", "notify-link", "freeze-link", "party-link", "unsubscribe-link", "signed-link:alarm"];
  const body = places.map((name) => `{${name}:${randomUUID()}}`).join("\n");
  await answerReporter(analyst, { reportId: id, body, marking: "green" });
  await runJobs(world);
  const [answer] = take();
  expect(answer!.mail.text).toContain("(secure-link:");
  expect(answer!.mail.text).not.toMatch(/cert\.example\.org\/(m|n|f|v|u|a)\w*\/[0-9a-f-]{36}\./);
});

test("a mail of an exercise or demonstration never leaves", async () => {
  await submitReport(world.anonymous(), report({ contact: { email: "drill@example.net" } }), [], {
    visitor: trusted,
    source: "web",
  });
  await world.owner`update reports set is_exercise = true where id in (select report_id from report_identities where email = 'drill@example.net')`;
  await runJobs(world);
  expect(take()).toEqual([]);
});

test("only those who may answer do, and a wrong answer is refused by field", async () => {
  const { id } = await newMailReporter("roles@example.net");
  take();
  await expect(answerReporter(world.anonymous(), { reportId: id, body: "x" })).rejects.toMatchObject({
    code: "unauthenticated",
  });
  const auditor = world.context({
    kind: "person",
    personId: randomUUID(),
    organisationId: randomUUID(),
    roles: ["auditor"],
    sessionId: "",
  });
  await expect(answerReporter(auditor, { reportId: id, body: "x" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(listIncomingMails(auditor)).rejects.toMatchObject({ code: "forbidden" });
  await expect(answerReporter(analyst, { reportId: id, body: "  " })).rejects.toMatchObject({
    fields: [{ path: "body" }],
  });
  await expect(answerReporter(analyst, { reportId: randomUUID(), body: "x" })).rejects.toMatchObject({
    code: "not_found",
  });
});

test("a person is told by mail, in the own language, that the own account changed", async () => {
  const personId = randomUUID();
  await world.owner`insert into people (id, handle, name, email, language) values (${personId}, decode(repeat('02', 32), 'hex'), 'Oyuna', 'oyuna@cert.example', 'mn')`;
  const ctx = world.system();
  for (const change of ["passkey_added", "passkey_added"] as const)
    await withTransaction(ctx, async (tx) => await publish(tx, { type: "identity.changed", personId, change }));
  await runJobs(world);
  const mails = take();
  expect(mails.map((mail) => mail.to)).toEqual([["oyuna@cert.example"], ["oyuna@cert.example"]]);
  expect(mails[0]!.mail.text).toContain("нэвтрэх түлхүүр нэмэгдлээ");
  expect(mails[0]!.raw).toMatch(/^Auto-Submitted: auto-generated\r$/m);
});

async function newMailReporter(address: string): Promise<{ id: string }> {
  await sendTo(port, {
    from: address,
    to: "cert@example.org",
    subject: "Hello",
    text: "My account has been stolen and I need help.",
  });
  await runJobs(world);
  const [row] = await world.owner`select report_id as id from report_identities where email = ${address}`;
  return { id: row!["id"] };
}

function bounceOf(messageId: string, action: string, status: string): string {
  return [
    "From: MAILER-DAEMON@example.net",
    "To: cert@example.org",
    "Subject: Undelivered",
    `Message-ID: <${randomUUID()}@example.net>`,
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "It did not arrive.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.example.net",
    "",
    `Action: ${action}`,
    `Status: ${status}`,
    "Diagnostic-Code: smtp; 550 no such user",
    "",
    "--b",
    "Content-Type: text/rfc822-headers",
    "",
    `Message-ID: ${messageId}`,
    "Subject: ours",
    "",
    "--b--",
    "",
  ].join("\r\n");
}

async function outgoing(of: IntakeWorld, reportId?: string): Promise<Record<string, string>[]> {
  const rows =
    await of.owner`select * from outgoing_mails where ${reportId ?? null}::uuid is null or report_id = ${reportId ?? null} order by id`;
  return [...rows] as Record<string, string>[];
}
