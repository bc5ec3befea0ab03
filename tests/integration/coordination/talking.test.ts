// Conversations with the parties of a case through a real database and real SMTP servers: what leaves, on which way, what comes back, and what never leaves.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { askAnalysis } from "../../../backend/cases/artefacts/ask-analysis.ts";
import { readEvidence } from "../../../backend/cases/evidence/read-evidence.ts";
import { receiveEvidence, takeEvidence } from "../../../backend/cases/evidence/take-evidence.ts";
import { listTaskLogs } from "../../../backend/cases/tasks/log-task.ts";
import { readWork } from "../../../backend/cases/work/read-work.ts";
import { askCallBack, listCallBacks, noteAttempt } from "../../../backend/coordination/calls/keep-calls.ts";
import { addCorrespondent } from "../../../backend/coordination/conversations/correspondents.ts";
import {
  beginConversation,
  changeConversation,
} from "../../../backend/coordination/conversations/keep-conversation.ts";
import {
  attachFromCase,
  removeMessageFile,
  uploadMessageFile,
} from "../../../backend/coordination/conversations/files/attach-file.ts";
import {
  openMessageFile,
  readDraftFiles,
  tidyDraftFiles,
} from "../../../backend/coordination/conversations/files/message-files.ts";
import { listOwnConversations, replyAsParty } from "../../../backend/coordination/conversations/own-conversations.ts";
import { listConversations, readConversation } from "../../../backend/coordination/conversations/read-conversations.ts";
import {
  previewMessage,
  withdrawMessage,
  writeMessage,
} from "../../../backend/coordination/conversations/write-message.ts";
import { storeFile, submitReport } from "../../../backend/intake/index.ts";
import {
  askCode,
  openLinkedFile,
  readSecureLink,
  replyByLink,
  startSmtpServer,
  tryCode,
} from "../../../backend/coordination/index.ts";
import { listIncomingMails } from "../../../backend/coordination/list-incoming-mails.ts";
import { readOutCode } from "../../../backend/coordination/links/open-link.ts";
import { fillTemplates, saveTemplate } from "../../../backend/coordination/templates/keep-templates.ts";
import { addNote } from "../../../backend/cases/index.ts";
import type { Marking } from "../../../backend/intake/model.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addPerson } from "../../support/desk-world.ts";
import { startNameServer } from "../../support/name-server.ts";
import { type IntakeWorld, makeIntakeWorld } from "../intake/support.ts";
import { type MailSink, runJobs, sendTo, startMailSink } from "./support.ts";

let world: IntakeWorld;
let sink: MailSink;
let port: number;
let analyst: Context;
let cert: string;
let texts: { headers: IncomingMessage["headers"]; body: { id: string; to: string; text: string } }[];
let gatewaySays = 200;

beforeAll(async () => {
  sink = await startMailSink();
  texts = [];
  const gateway = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      if (gatewaySays === 200)
        texts.push({ headers: request.headers, body: JSON.parse(Buffer.concat(chunks).toString()) as never });
      response.writeHead(gatewaySays).end();
    });
  });
  await new Promise<void>((resolve) => void gateway.listen(0, "127.0.0.1", () => resolve()));
  const names = await startNameServer();
  names.txt.set("isp.example", ["v=spf1 ip4:127.0.0.1 -all"]);
  names.txt.set("_dmarc.isp.example", ["v=DMARC1; p=quarantine"]);
  world = await makeIntakeWorld({
    env: {
      MAIL_URL: sink.url,
      MAIL_FROM: "CERT <cert@example.org>",
      MAIL_PLUS: "yes",
      MAIL_AUTH_SERVER: "mx.example.org",
      MAIL_CHECKS: "all",
      DNS_SERVERS: names.address,
      SMTP_PORT: "0",
      SMS_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/texts`,
      SMS_TOKEN: "gateway-secret",
      PUBLIC_URL: "https://cert.example.org",
    },
  });
  const server = await startSmtpServer(world.services);
  port = server.port;
  cert = (await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`)[0]!.id;
  analyst = world.context(await addPerson(world, cert, "lead", "Moussa Keïta"));
  return async () => {
    await server.close();
    await names.stop();
    await new Promise((resolve) => gateway.close(resolve));
  };
}, 120_000);

async function openCase(marking: Marking = "amber"): Promise<string> {
  const id = newId();
  await world.owner`insert into cases (id, reference, organisation_id, title, severity, marking, opened_at)
    values (${id}, ${`TG-C-${id.slice(-8)}`}, ${cert}, 'Secret title of the case', 'high', ${marking}, now())`;
  return id;
}
async function talkTo(
  email: string,
  more: { caseId?: string; kind?: "third_party" | "peer"; phone?: string; language?: "fr" | "en" | "mn" } = {},
) {
  const { id: correspondentId } = await addCorrespondent(analyst, {
    kind: more.kind ?? "third_party",
    name: `Team of ${email}`,
    email,
    language: more.language ?? "en",
    ...(more.phone ? { phone: more.phone } : {}),
  });
  const caseId = more.caseId ?? (await openCase());
  return {
    caseId,
    ...(await beginConversation(analyst, { caseId, correspondentId, subject: "Your server 192.0.2.7" })),
  };
}
/** The instants of what is held have come. */
async function release(): Promise<void> {
  await world.owner`update conversation_messages set release_at = now() where state = 'held'`;
  await runJobs(world, { dueNow: true });
  await runJobs(world, { dueNow: true });
}
const take = () => sink.mails.splice(0);
const linkIn = (text: string) => /https:\/\/cert\.example\.org\/m\/(\S+)/.exec(text)![1]!;

describe("what leaves", () => {
  test("a place for a link that somebody types into a message is kept as words", async () => {
    const talk = await talkTo("places@provider.example");
    const body = `Look: {situation-link:${talk.id}} {secure-link:${talk.id}}`;
    const { id } = await writeMessage(analyst, { conversationId: talk.id, body, marking: "green" });
    const [kept] = await world.owner`select body from conversation_messages where id = ${id}`;
    expect(kept!["body"]).toBe(`Look: (situation-link:${talk.id}) (secure-link:${talk.id})`);
    await withdrawMessage(analyst, id);
  });

  test("a message is held, can be taken back, and then never leaves; one that is left alone leaves once, threaded, with its tag", async () => {
    const talk = await talkTo("abuse@provider.example");
    const regret = await writeMessage(analyst, { conversationId: talk.id, body: "Too quick", marking: "green" });
    expect(new Date(regret.releaseAt).getTime() - Date.now()).toBeGreaterThan(10_000);
    await runJobs(world);
    expect(take()).toEqual([]);
    expect(await withdrawMessage(analyst, regret.id)).toEqual({ body: "Too quick" });
    await release();
    expect(take()).toEqual([]);
    await expect(withdrawMessage(analyst, regret.id)).rejects.toMatchObject({ code: "conflict" });

    await writeMessage(analyst, { conversationId: talk.id, body: "Your server sends spam.", marking: "green" });
    await release();
    await release();
    const [mail, ...others] = take();
    expect(others).toEqual([]);
    expect(mail!.mail.subject).toBe(`[TG#${talk.number}] Your server 192.0.2.7`);
    expect(mail!.mail.text).toContain("Your server sends spam.");
    expect(mail!.mail.headers.get("auto-submitted")).toBeUndefined();
    expect(mail!.raw).not.toContain("Secret title");
    await expect(
      writeMessage(analyst, { conversationId: talk.id, body: "x", marking: "green", sendAt: "2999-01-01T00:00:00Z" }),
    ).rejects.toMatchObject({
      fields: [{ path: "sendAt" }],
    });
  });

  test("a message that is timed waits for its instant", async () => {
    const talk = await talkTo("later@provider.example");
    const sendAt = new Date(Date.now() + 86_400_000).toISOString();
    const timed = await writeMessage(analyst, { conversationId: talk.id, body: "Tomorrow", marking: "green", sendAt });
    expect(timed.releaseAt).toBe(sendAt);
    // A job that comes too early leaves it alone.
    await runJobs(world, { dueNow: true });
    expect(take()).toEqual([]);
    expect((await readConversation(analyst, talk.id)).items[0]).toMatchObject({ state: "held" });
    await withdrawMessage(analyst, timed.id);
  });

  test("above TLP:GREEN, without a key, the mail holds no content but a link, which opens with a code from the telephone and takes an answer", async () => {
    const talk = await talkTo("ciso@bank.example", { phone: "+223 76 00 00 42" });
    const preview = await previewMessage(analyst, {
      conversationId: talk.id,
      body: "The password was Sesame-77.",
      marking: "amber",
    });
    expect(preview).toMatchObject({ protection: "link", to: "ciso@bank.example" });
    expect(preview.text).not.toContain("Sesame");
    await writeMessage(analyst, { conversationId: talk.id, body: "The password was Sesame-77.", marking: "red" });
    await release();
    const [mail] = take();
    expect(mail!.raw).not.toContain("Sesame");
    expect(mail!.mail.subject).not.toContain("192.0.2.7");
    const token = linkIn(mail!.mail.text!);
    // The place of the link is kept, the link is not.
    const [kept] =
      await world.owner`select body, protection from outgoing_mails where conversation_message_id is not null order by created_at desc limit 1`;
    expect(kept).toMatchObject({ protection: "link" });
    expect(kept!["body"]).not.toContain(token);

    const stranger = world.anonymous();
    const closed = await readSecureLink(stranger, token, undefined);
    expect(closed).toMatchObject({ state: "closed", phoneEnd: "42", hasCode: false, canAskCode: true });
    expect(JSON.stringify(closed)).not.toContain("Sesame");
    expect(
      await readSecureLink(
        stranger,
        token.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
        undefined,
      ),
    ).toBeUndefined();
    expect(await tryCode(stranger, token, "00000000")).toBe("over");
    await askCode(stranger, token);
    // A gateway that asks to wait is asked again, under the same id.
    gatewaySays = 503;
    await runJobs(world, { dueNow: true });
    gatewaySays = 200;
    await runJobs(world, { dueNow: true });
    const [text] = texts.splice(0);
    expect(text!.headers).toMatchObject({ authorization: "Bearer gateway-secret", "idempotency-key": text!.body.id });
    expect(text!.body.to).toBe("+22376000042");
    expect(text!.body.text).not.toMatch(/Sesame|TG-C|bank|192\.0\.2\.7/);
    const code = /\d{8}/.exec(text!.body.text)![0];
    const wrong = code === "12345678" ? "87654321" : "12345678";
    expect(await tryCode(stranger, token, wrong)).toBe("wrong");
    const opened = await tryCode(stranger, token, ` ${code.slice(0, 4)} ${code.slice(4)}`);
    const { session } = opened as { session: string };
    expect(await readSecureLink(stranger, token, session)).toMatchObject({
      state: "open",
      body: "The password was Sesame-77.",
      marking: "red",
    });
    expect(await readSecureLink(stranger, token, "x".repeat(43))).toMatchObject({ state: "closed" });
    // A code opens once.
    expect(await tryCode(stranger, token, code)).toBe("over");
    await replyByLink(stranger, token, session, "Changed, thank you.");
    await expect(replyByLink(stranger, token, undefined, "x")).rejects.toMatchObject({ code: "unauthenticated" });
    const page = await readConversation(analyst, talk.id);
    expect(page.items.map(({ way, body }) => [way, body])).toEqual([
      ["mail", "The password was Sesame-77."],
      ["link", "Changed, thank you."],
    ]);
    expect(page).toMatchObject({ isWaiting: true });
    // Five wrong codes end a code; one that is read out on the telephone goes on.
    const { code: spoken } = await readOutCode(analyst, page.items[0]!.link!.id);
    const other = spoken === "11111111" ? "22222222" : "11111111";
    const answers = [];
    for (let i = 0; i < 5; i++) answers.push(await tryCode(stranger, token, other));
    expect(answers).toEqual(["wrong", "wrong", "wrong", "wrong", "over"]);
    expect(await tryCode(stranger, token, spoken)).toBe("over");
    const again = await readOutCode(analyst, page.items[0]!.link!.id);
    expect(await tryCode(stranger, token, again.code)).toHaveProperty("session");
  });

  test("files go with a message: in the mail, behind the link, in the room; what came with a report or is looked into leaves packed, and none below its label", async () => {
    const name = encodeURIComponent("Relevé é.txt");
    const upload = async (conversationId: string, text: string) =>
      await uploadMessageFile(analyst, conversationId, {
        body: Readable.from([Buffer.from(text)]),
        mediaType: "text/plain",
        name,
      });
    const green = await talkTo("files@isp.example");
    const note = await upload(green.id, "rows of the log");
    await writeMessage(analyst, {
      conversationId: green.id,
      body: "See the file.",
      marking: "green",
      fileIds: [note.id],
    });
    await release();
    const [mail] = take();
    expect(mail!.mail.attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual([
      ["Relevé é.txt", "rows of the log"],
    ]);
    expect((await readConversation(analyst, green.id)).items[0]).toMatchObject({ files: [{ name: "Relevé é.txt" }] });
    // Taken back, it stands in the draft again.
    const back = await upload(green.id, "second");
    const held = await writeMessage(analyst, {
      conversationId: green.id,
      body: "x",
      marking: "green",
      fileIds: [back.id],
    });
    await withdrawMessage(analyst, held.id);
    expect((await readDraftFiles(analyst, green.id)).files).toMatchObject([{ id: back.id }]);
    await removeMessageFile(analyst, back.id);
    const foreign = { conversationId: green.id, body: "x", marking: "green" as const, fileIds: [note.id] };
    await expect(writeMessage(analyst, foreign)).rejects.toMatchObject({ fields: [{ path: "fileIds" }] });

    // A file of a report and one that is looked into leave packed; whoever asked for confidence sends nothing on.
    const sample = Buffer.from("MZ this may do harm");
    const stored = await storeFile(world.anonymous(), {
      name: "a.exe",
      mediaType: "application/x",
      stream: Readable.from([sample]),
    });
    const made = await submitReport(
      world.anonymous(),
      { flow: "free", language: "fr", description: "Un fichier bizarre", answerBy: "receipt" },
      [stored],
      { visitor: { address: "127.0.0.1", isExempt: true }, source: "web" },
    );
    const [{ id: reportId } = { id: "" }] = await world.owner<
      { id: string }[]
    >`select id from reports where reference = ${made.reference}`;
    await world.owner`insert into case_reports (case_id, report_id, joined_at) values (${green.caseId}, ${reportId}, now())`;
    const { options } = await readDraftFiles(analyst, green.id);
    expect(options).toMatchObject([{ from: "report", name: "a.exe", reference: made.reference, marking: "amber" }]);
    const packed = await attachFromCase(analyst, green.id, { from: "report", id: options[0]!.id });
    expect(packed).toMatchObject({ isPacked: true, marking: "amber", name: expect.stringMatching(/\.zip$/) });
    expect(packed.password).toMatch(/^\w{4}(-\w{4}){6}$/);
    await expect(
      uploadMessageFile(analyst, green.id, { body: Readable.from([sample]), mediaType: "x/y", name: "b.exe" }),
    ).rejects.toMatchObject({ words: "talking.files.refused.known" });
    const low = { conversationId: green.id, body: "x", marking: "green" as const, fileIds: [packed.id] };
    await expect(writeMessage(analyst, low)).rejects.toMatchObject({ words: "talking.files.refused.too_strict" });
    await expect(
      withTransaction(
        world.system(),
        async (tx) =>
          await tx.execute(
            sql`update conversation_files set message_id = (select id from conversation_messages where conversation_id = ${green.id} limit 1) where id = ${packed.id}`,
          ),
      ),
    ).rejects.toThrow("below its label");
    // AMBER without a key: the mail brings neither text nor file; both wait behind the link.
    await writeMessage(analyst, { ...low, body: "Amber words.", marking: "amber" });
    await release();
    const [closed] = take();
    expect(closed!.mail.attachments).toEqual([]);
    expect(closed!.raw).not.toContain("Amber words");
    const token = linkIn(closed!.mail.text!);
    const page = await readConversation(analyst, green.id);
    const { code } = await readOutCode(analyst, page.items.at(-1)!.link!.id);
    const { session } = (await tryCode(world.anonymous(), token, code)) as { session: string };
    expect(await readSecureLink(world.anonymous(), token, session)).toMatchObject({ files: [{ id: packed.id }] });
    expect(await openLinkedFile(world.anonymous(), token, undefined, packed.id)).toBeUndefined();
    expect(await openLinkedFile(world.anonymous(), token, session, note.id)).toBeUndefined();
    const file = await openLinkedFile(world.anonymous(), token, session, packed.id);
    const bytes = Buffer.concat(await Array.fromAsync(world.services.objects.read(file!.objectId)));
    expect(bytes.subarray(0, 2).toString()).toBe("PK");
    expect(bytes.includes("this may do harm")).toBe(false);
    await world.owner`update report_identities set is_confidential = true where report_id = ${reportId}`;
    await world.owner`insert into report_identities (report_id, is_confidential) select ${reportId}, true where not exists (select 1 from report_identities where report_id = ${reportId})`;
    await expect(attachFromCase(analyst, green.id, { from: "report", id: options[0]!.id })).rejects.toMatchObject({
      words: "talking.files.refused.confidential",
    });
    expect((await readDraftFiles(analyst, green.id)).options).toEqual([]);
    // Drafts that nobody sent do not stay.
    await upload(green.id, "forgotten");
    await world.owner`update conversation_files set added_at = now() - interval '8 days' where message_id is null`;
    await tidyDraftFiles(world.system());
    expect((await readDraftFiles(analyst, green.id)).files).toEqual([]);
  });

  test("evidence goes as it lies and what is looked into only in its archive; labels, PAP and confidence hold, and the custody says to whom it was handed", async () => {
    const caseId = await openCase("green");
    const talk = await talkTo("lab@isp.example", { caseId });
    const handed = `→ Team of lab@isp.example [TG#${talk.number}]`;
    const custodyOf = async (id: string) => (await readEvidence(analyst, id)).chain.at(-1);
    const take1 = async (name: string, bytes: Buffer): Promise<string> => {
      const request = { body: Readable.from([bytes]), mediaType: "text/plain", name };
      const said = { label: name, takenFrom: "Their firewall", place: "Store", takenAt: "2026-01-02T09:30:00Z" };
      return (await takeEvidence(analyst, caseId, said, await receiveEvidence(analyst, caseId, request))).id;
    };
    const log = Buffer.from("192.0.2.7 denied\n");
    const logId = await take1("firewall.log", log);
    const plain = await attachFromCase(analyst, talk.id, { from: "evidence", id: logId });
    expect(plain).toMatchObject({ isPacked: false, marking: "green", password: null });
    expect(await custodyOf(logId)).toMatchObject({ kind: "read", note: handed, person: { name: "Moussa Keïta" } });
    await writeMessage(analyst, { conversationId: talk.id, body: "Yours?", marking: "green", fileIds: [plain.id] });
    await release();
    const [mail] = take();
    expect(mail!.mail.attachments.map(({ filename, content }) => [filename, content.equals(log)])).toEqual([
      ["firewall.log", true],
    ]);

    // A report's AMBER file, looked into in a GREEN case: packed, and never below its report's label.
    const sample = Buffer.from("MZ a loader that nobody should run");
    const stored = await storeFile(world.anonymous(), {
      name: "loader.exe",
      mediaType: "application/x",
      stream: Readable.from([sample]),
    });
    const { reference } = await submitReport(
      world.anonymous(),
      { flow: "free", language: "fr", description: "Un chargeur", answerBy: "receipt" },
      [stored],
      { visitor: { address: "127.0.0.1", isExempt: true }, source: "web" },
    );
    const [report] = await world.owner<{ id: string; fileId: string }[]>`select r.id, f.id as "fileId" from reports r
      join report_files f on f.report_id = r.id where r.reference = ${reference}`;
    await world.owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${report!.id}, now())`;
    const { id: artefactId } = await askAnalysis(analyst, caseId, {
      source: { kind: "report_file", fileId: report!.fileId },
      question: "What does it do?",
    });
    const source = { from: "artefact", id: artefactId } as const;
    const options = async () => (await readDraftFiles(analyst, talk.id)).options.filter(({ id }) => id === artefactId);
    expect(await options()).toMatchObject([{ from: "artefact", marking: "amber" }]);
    const packed = await attachFromCase(analyst, talk.id, source);
    expect(packed).toMatchObject({ isPacked: true, marking: "amber", name: expect.stringMatching(/\.zip$/) });
    const [piece] = await world.owner<
      { id: string }[]
    >`select evidence_id as id from artefacts where id = ${artefactId}`;
    expect(await custodyOf(piece!.id)).toMatchObject({ kind: "read", note: expect.stringContaining(handed) });
    const message = { conversationId: talk.id, body: "Look.", marking: "green" as const, fileIds: [packed.id] };
    await expect(writeMessage(analyst, message)).rejects.toMatchObject({ words: "talking.files.refused.too_strict" });
    // The case became PAP:RED after it was put to the draft.
    await world.owner`update cases set pap = 'red' where id = ${caseId}`;
    await expect(writeMessage(analyst, { ...message, marking: "amber" })).rejects.toMatchObject({
      words: "access.leave.pap_red",
    });
    await world.owner`update cases set pap = 'clear' where id = ${caseId}`;
    // What waits for its hour is held to the labels of that hour: it comes back to the draft and says why.
    for (const [table, label, id, why] of [
      ["cases", { pap: "red" }, caseId, "pap_red"],
      ["reports", { pap: "red" }, report!.id, "pap_red"],
      ["reports", { marking: "red" }, report!.id, "too_strict"],
    ] as const) {
      const { id: waiting } = await writeMessage(analyst, { ...message, marking: "amber" });
      const [was] = await world.owner`select marking, pap from ${world.owner(table)} where id = ${id}`;
      await world.owner`update ${world.owner(table)} set ${world.owner(label)} where id = ${id}`;
      await release();
      expect(take()).toEqual([]);
      const { items } = await readConversation(analyst, talk.id);
      expect(items.find((item) => item.id === waiting)).toMatchObject({ state: "withdrawn", heldBack: why, files: [] });
      expect((await readDraftFiles(analyst, talk.id)).files.map((file) => file.id)).toEqual([packed.id]);
      await world.owner`update ${world.owner(table)} set ${world.owner(was!)} where id = ${id}`;
    }
    await removeMessageFile(analyst, packed.id);
    // The same bytes, taken into custody by hand, are no way around the archive.
    const around = { from: "evidence", id: await take1("renamed.txt", sample) } as const;
    await expect(attachFromCase(analyst, talk.id, around)).rejects.toMatchObject({
      words: "talking.files.refused.known",
    });
    const lying = { from: "evidence", id: logId } as const;
    for (const [table, label, id, refused] of [
      ["reports", { marking: "red", pap: "clear" }, report!.id, [source]],
      ["reports", { marking: "amber", pap: "red" }, report!.id, [source]],
      ["cases", { marking: "red", pap: "clear" }, caseId, [source, lying]],
      ["cases", { marking: "green", pap: "red" }, caseId, [source, lying]],
    ] as const) {
      const [was] = await world.owner`select marking, pap from ${world.owner(table)} where id = ${id}`;
      await world.owner`update ${world.owner(table)} set ${world.owner(label)} where id = ${id}`;
      for (const one of refused)
        await expect(attachFromCase(analyst, talk.id, one)).rejects.toMatchObject({ code: "refused" });
      await world.owner`update ${world.owner(table)} set ${world.owner(was!)} where id = ${id}`;
    }
    await world.owner`update report_identities set is_confidential = true where report_id = ${report!.id}`;
    await world.owner`insert into report_identities (report_id, is_confidential) select ${report!.id}, true where not exists (select 1 from report_identities where report_id = ${report!.id})`;
    await expect(attachFromCase(analyst, talk.id, source)).rejects.toMatchObject({
      words: "talking.files.refused.confidential",
    });
    expect(await options()).toEqual([]);
  });

  test("an internal note is refused in a message, by the verb and by the database, however it is spaced", async () => {
    const talk = await talkTo("press@provider.example");
    const note = "We suspect the   administrator Awa herself.";
    await addNote(analyst, { caseId: talk.caseId, body: note });
    await expect(
      writeMessage(analyst, {
        conversationId: talk.id,
        body: "Hello\nWE suspect the administrator\nAwa herself. Bye",
        marking: "clear",
      }),
    ).rejects.toMatchObject({ code: "refused", words: "talking.refusal.internal" });
    const insert = async (body: string) =>
      await world.app.sql.begin(async (sql) => {
        await sql`select set_config('toguna.scope', 'system', true)`;
        await sql`insert into conversation_messages (id, conversation_id, case_id, direction, marking, body, state, release_at, at)
          values (${newId()}, ${talk.id}, ${talk.caseId}, 'to_party', 'clear', ${body}, 'held', now(), now())`;
      });
    await expect(insert(`x ${note.toUpperCase()} y`)).rejects.toThrow(/internal note/);
  });

  test("whatever is written in a case, no internal text is in any mail, text or room of a party", async () => {
    const secret = fc
      .string({ minLength: 16, maxLength: 60, unit: "grapheme-ascii" })
      .map((text) => `S3CR3T ${text.replaceAll("\0", "")} END`);
    await fc.assert(
      fc.asyncProperty(
        secret,
        fc.constantFrom("clear", "green", "amber", "red" as Marking),
        fc.constantFrom("thanks", "ask_status", "own"),
        async (internal, marking, which) => {
          const caseId = await openCase();
          await world.owner`update cases set title = ${internal} where id = ${caseId}`;
          await addNote(analyst, { caseId, body: internal });
          const talk = await talkTo(`p${newId()}@party.example`, { caseId, phone: "+22370000000" });
          await askCallBack(analyst, {
            caseId,
            conversationId: talk.id,
            name: "Awa",
            phone: "+22370000001",
            about: internal,
            dueAt: new Date().toISOString(),
          });
          const filled = await fillTemplates(analyst, talk.id);
          const body = which === "own" ? "We go on." : filled[which === "thanks" ? 3 : 1]!.body;
          await writeMessage(analyst, { conversationId: talk.id, body, marking: marking as Marking });
          await release();
          const mails = take();
          expect(mails).toHaveLength(1);
          expect(`${mails[0]!.raw} ${mails[0]!.mail.subject} ${mails[0]!.mail.text}`).not.toContain("S3CR3T");
          expect(JSON.stringify(filled)).not.toContain("S3CR3T");
        },
      ),
      { numRuns: 5 },
    );
    const [row] = await world.owner<
      { n: number }[]
    >`select count(*)::int as n from outgoing_mails where subject || body like '%S3CR3T%'`;
    expect(row!.n).toBe(0);
  });
});

describe("what comes back", () => {
  test("an answer is found by its thread, by the address, by the tag and by their own reference; a stranger's guess opens a report", async () => {
    const talk = await talkTo("abuse@isp.example");
    await writeMessage(analyst, { conversationId: talk.id, body: "Please look.", marking: "green" });
    await release();
    const [sent] = take();
    const replyTo = sent!.mail.replyTo!.value[0]!.address!;
    await sendTo(port, {
      from: "abuse@isp.example",
      to: "cert@example.org",
      subject: `Re: [TG#${talk.number}] Your server [ISP-2026-7741]`,
      text: "We are on it.\n\n> Please look.",
      messageId: "<one@isp.example>",
      inReplyTo: sent!.mail.messageId!,
      headers: {
        "Authentication-Results":
          "mx.example.org; spf=pass smtp.mailfrom=isp.example; dkim=fail (bad) header.d=isp.example; dmarc=pass",
      },
    });
    await runJobs(world);
    await sendTo(port, {
      from: "shift@isp.example",
      to: replyTo,
      subject: "no mark at all",
      text: "By the address.",
      messageId: "<two@isp.example>",
    });
    await runJobs(world);
    await sendTo(port, {
      from: "other@isp.example",
      to: "cert@example.org",
      subject: "About ISP-2026-7741",
      text: "By our number.",
      messageId: "<three@isp.example>",
    });
    await runJobs(world);
    await sendTo(port, {
      from: "evil@elsewhere.example",
      to: "cert@example.org",
      subject: `Re: [TG#${talk.number}] ISP-2026-7741`,
      text: "Let me in.",
      messageId: "<four@elsewhere.example>",
    });
    await runJobs(world);
    const page = await readConversation(analyst, talk.id);
    expect(page.theirReference).toBe("ISP-2026-7741");
    expect(page.items.map(({ body, fromAddress }) => [body, fromAddress])).toEqual([
      ["Please look.", null],
      ["We are on it.", null],
      ["By the address.", "shift@isp.example"],
      ["By our number.", "other@isp.example"],
    ]);
    expect(page.items[1]!.authentication).toEqual({ spf: "pass", dkim: "fail", dmarc: "pass" });
    // What we asked ourselves stands beside it, in the list of mails too; the machine's address is not kept.
    expect(page.items[1]!.checks).toMatchObject({
      spf: { result: "pass", domain: "isp.example" },
      dmarc: { result: "pass", policy: "quarantine" },
    });
    expect((await listIncomingMails(analyst)).at(-1)?.checks).not.toBeNull();
    expect(
      await world.owner`select 1 from incoming_mails where connecting_address is not null or helo is not null`,
    ).toEqual([]);
    const [stranger] = await world.owner`select description from reports order by received_at desc, id desc limit 1`;
    expect(stranger).toMatchObject({ description: "Let me in." });
    // The raw mail is kept.
    const [raw] = await world.owner`select m.object_id from incoming_mails m where m.message_id = '<one@isp.example>'`;
    expect(await world.services.objects.size(raw!["object_id"])).toBeGreaterThan(100);
    // What we write next bears their reference and the thread.
    await writeMessage(analyst, { conversationId: talk.id, body: "Thank you.", marking: "green" });
    await release();
    const next = take().find(({ mail }) => mail.text?.includes("Thank you."))!;
    expect(next.mail.subject).toContain("[ISP-2026-7741]");
    expect(next.mail.references).toEqual(expect.arrayContaining([sent!.mail.messageId, "<one@isp.example>"]));
  });

  test("files of an answer are triaged as a report of the same case; the same mail twice is one message", async () => {
    const talk = await talkTo("logs@isp2.example");
    await writeMessage(analyst, { conversationId: talk.id, body: "Send the logs.", marking: "green" });
    await release();
    const [sent] = take();
    const mail = {
      from: "logs@isp2.example",
      to: "cert@example.org",
      subject: `Re: [TG#${talk.number}] logs`,
      text: "Here they are.",
      messageId: "<logs@isp2.example>",
      inReplyTo: sent!.mail.messageId!,
      attachments: [{ filename: "access.log", content: "192.0.2.9 GET /" }],
    };
    await sendTo(port, mail);
    await runJobs(world);
    await sendTo(port, mail);
    await runJobs(world);
    const page = await readConversation(analyst, talk.id);
    expect(page.items).toHaveLength(2);
    const report = page.items[1]!.report!;
    const [row] =
      await world.owner`select r.status, c.case_id, (select count(*)::int from report_files f where f.report_id = r.id) as files
      from reports r join case_reports c on c.report_id = r.id where r.id = ${report.id}`;
    expect(row).toMatchObject({ case_id: talk.caseId, files: 1 });
    expect(page.machineMails.map(({ kind }) => kind)).toEqual([]);
    expect(take()).toEqual([]);
  });

  test("automatic answers and bounces are told apart and answered by nobody; a bounce marks the mail", async () => {
    const talk = await talkTo("gone@isp3.example");
    await writeMessage(analyst, { conversationId: talk.id, body: "Hello", marking: "green" });
    await release();
    const [sent] = take();
    await sendTo(port, {
      from: "gone@isp3.example",
      to: "cert@example.org",
      subject: "Out of office",
      text: "I am away.",
      messageId: "<away@isp3.example>",
      inReplyTo: sent!.mail.messageId!,
      headers: { "Auto-Submitted": "auto-replied" },
    });
    await sendTo(port, {
      envelope: { from: "", to: "cert@example.org" },
      raw: [
        "From: MAILER-DAEMON@isp3.example",
        "To: cert@example.org",
        "Subject: Undelivered",
        "Message-ID: <dsn@isp3.example>",
        'Content-Type: multipart/report; report-type="delivery-status"; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain",
        "",
        "It did not arrive.",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; isp3.example",
        "",
        "Final-Recipient: rfc822; gone@isp3.example",
        "Action: failed",
        "Status: 5.1.1",
        "Diagnostic-Code: smtp; 550 no such user",
        "",
        "--b",
        "Content-Type: text/rfc822-headers",
        "",
        `Message-ID: ${sent!.mail.messageId}`,
        "",
        "--b--",
        "",
      ].join("\r\n"),
    });
    await runJobs(world);
    const page = await readConversation(analyst, talk.id);
    expect(page.items).toHaveLength(1);
    expect(page.items[0]!.mail).toMatchObject({
      state: "failed",
      lastError: expect.stringContaining("550 no such user"),
    });
    expect(page.machineMails.map(({ kind }) => kind).sort()).toEqual(["automatic", "bounce"]);
    expect(take()).toEqual([]);
    expect(page.isWaiting).toBe(false);
  });

  test("a peer's many mails get one digest acknowledgement an hour", async () => {
    await addCorrespondent(analyst, {
      kind: "peer",
      name: "CERT of the neighbours",
      email: "soc@peer.example",
      language: "en",
    });
    const send = async (n: number) =>
      await sendTo(port, {
        from: "soc@peer.example",
        to: "cert@example.org",
        subject: `Host ${n}`,
        text: `The host 192.0.2.${n} is infected.`,
        messageId: `<p${n}@peer.example>`,
      });
    for (let n = 1; n <= 3; n++) await send(n);
    await runJobs(world);
    await runJobs(world);
    const first = take();
    expect(first).toHaveLength(1);
    for (let n = 4; n <= 6; n++) await send(n);
    await runJobs(world);
    // Within the hour nothing more leaves; a job that waits stands for its end.
    expect(take()).toEqual([]);
    const [job] =
      await world.owner`select run_at > now() + interval '50 minutes' as waits from graphile_worker._private_jobs where key = 'peer:soc@peer.example'`;
    expect(job).toEqual({ waits: true });
    await runJobs(world, { dueNow: true });
    await runJobs(world);
    const second = take();
    expect(second).toHaveLength(1);
    const references = await world.owner<
      { reference: string }[]
    >`select r.reference from peer_acknowledgements a join reports r on r.id = a.report_id order by a.taken_at`;
    expect(references).toHaveLength(6);
    for (const { reference } of references)
      expect(`${first[0]!.mail.text} ${second[0]!.mail.text}`).toContain(reference);
    expect(second[0]!.mail.headers.get("auto-submitted")).toBe("auto-replied");
  });
});

test("each party sees its own conversation and no other, no note, no name of an analyst; TLP:RED only the person it was written to", async () => {
  const [bank, telecom] = [newId(), newId()];
  await world.owner`insert into organisations (id, kind, name) values (${bank}, 'constituent', 'Bank'), (${telecom}, 'constituent', 'Telecom')`;
  const awa = await addPerson(world, bank, "constituent_contact", "Awa");
  const issa = await addPerson(world, bank, "constituent_dpo", "Issa");
  const oumar = await addPerson(world, telecom, "constituent_contact", "Oumar");
  const caseId = await openCase();
  const party = async (organisationId: string, email?: string) =>
    (await addCorrespondent(analyst, { kind: "constituent", organisationId, ...(email ? { email } : {}) })).id;
  const ofBank = await beginConversation(analyst, {
    caseId,
    correspondentId: await party(bank, `${awa.personId}@cert.example`),
    subject: "For the bank",
  });
  const ofTelecom = await beginConversation(analyst, {
    caseId,
    correspondentId: await party(telecom),
    subject: "For the telecom",
  });
  const fileOf = async (conversationId: string, text: string): Promise<string> => {
    const request = { body: Readable.from([Buffer.from(text)]), mediaType: "text/plain", name: "a.txt" };
    return (await uploadMessageFile(analyst, conversationId, request)).id;
  };
  const forBank = await fileOf(ofBank.id, "for the bank");
  const forAwa = await fileOf(ofBank.id, "for Awa alone");
  const amber = { conversationId: ofBank.id, body: "AMBER for the bank", marking: "amber" as const };
  await writeMessage(analyst, { ...amber, fileIds: [forBank] });
  await writeMessage(analyst, { ...amber, body: "RED for Awa", marking: "red", fileIds: [forAwa] });
  const draft = await fileOf(ofBank.id, "not sent yet");
  await writeMessage(analyst, { conversationId: ofTelecom.id, body: "AMBER for the telecom", marking: "amber" });
  await expect(
    writeMessage(analyst, { conversationId: ofTelecom.id, body: "RED", marking: "red" }),
  ).rejects.toMatchObject({
    words: "talking.refusal.red_needs_person",
  });
  const opens = async (person: Parameters<IntakeWorld["context"]>[0], fileId: string): Promise<string> => {
    const opened = await openMessageFile(world.context(person), fileId, "shared.read").catch((error: unknown) => error);
    if (!(opened instanceof Error))
      return Buffer.concat(
        await Array.fromAsync(world.services.objects.read((opened as { objectId: string }).objectId)),
      ).toString();
    return (opened as { code?: string }).code ?? "";
  };
  // Held: nobody reads it yet.
  expect(await listOwnConversations(world.context(awa))).toEqual([]);
  expect(await opens(awa, forBank)).toBe("not_found");
  await release();
  take();
  // A file is its message's party's: of the draft nobody's, of TLP:RED the one person's; a stranger is told that there is none.
  const each = [];
  for (const person of [awa, issa, oumar]) each.push([await opens(person, forBank), await opens(person, forAwa)]);
  expect(each).toEqual([
    ["for the bank", "for Awa alone"],
    ["for the bank", "not_found"],
    ["not_found", "not_found"],
  ]);
  expect(await opens(awa, draft)).toBe("not_found");
  expect((await listOwnConversations(world.context(issa)))[0]!.items).toMatchObject([{ files: [{ id: forBank }] }]);
  const bodies = async (person: Parameters<IntakeWorld["context"]>[0]) =>
    (await listOwnConversations(world.context(person))).map(({ subject, items }) => [
      subject,
      ...items.map(({ body }) => body),
    ]);
  expect(await bodies(awa)).toEqual([["For the bank", "AMBER for the bank", "RED for Awa"]]);
  expect(await bodies(issa)).toEqual([["For the bank", "AMBER for the bank"]]);
  expect(await bodies(oumar)).toEqual([["For the telecom", "AMBER for the telecom"]]);
  expect(JSON.stringify(await listOwnConversations(world.context(awa)))).not.toMatch(/Moussa|Secret title/);
  await expect(replyAsParty(world.context(oumar), { conversationId: ofBank.id, body: "x" })).rejects.toMatchObject({
    code: "not_found",
  });
  await replyAsParty(world.context(issa), { conversationId: ofBank.id, body: "We answer." });
  expect((await readConversation(analyst, ofBank.id)).items.at(-1)).toMatchObject({
    body: "We answer.",
    authorName: "Issa",
    way: "room",
  });
  // Somebody without the right to a restricted case sees none of it.
  await world.owner`update cases set is_restricted = true where id = ${caseId}`;
  const other = world.context(await addPerson(world, cert, "analyst", "Other"));
  expect((await listConversations(other, { caseId })).length).toBe(0);
  await expect(readConversation(other, ofBank.id)).rejects.toMatchObject({ code: "not_found" });
});

test("a call-back is tried until somebody is reached, each try stands; closed conversations and templates say what is wrong", async () => {
  const talk = await talkTo("phone@isp.example");
  const { id } = await askCallBack(analyst, {
    caseId: talk.caseId,
    name: "Awa",
    phone: "+223 70 00 00 00",
    about: "The logs",
    dueAt: new Date().toISOString(),
  });
  expect(await noteAttempt(analyst, { callBackId: id, outcome: "no_answer" })).toEqual({ state: "open" });
  expect(await noteAttempt(analyst, { callBackId: id, outcome: "reached", note: "She sends them." })).toEqual({
    state: "reached",
  });
  await expect(noteAttempt(analyst, { callBackId: id, outcome: "busy" })).rejects.toMatchObject({ code: "conflict" });
  const [call] = await listCallBacks(analyst, { caseId: talk.caseId });
  expect(call!.attempts.map(({ outcome }) => outcome)).toEqual(["no_answer", "reached"]);
  // One list: it stands among the tasks of its case, each try in the task's log, and is done with the last.
  const { tasks } = await readWork(analyst, talk.caseId);
  const task = tasks.find(({ origin }) => origin === `call_back:${id}`);
  expect(task).toMatchObject({ title: "Awa · +223 70 00 00 00", body: "The logs", state: "done", logs: 2 });
  expect((await listTaskLogs(analyst, task!.id)).rows.map(({ body }) => body)).toContainEqual(
    expect.stringContaining("She sends them."),
  );

  await changeConversation(analyst, { conversationId: talk.id, isClosed: true });
  await expect(writeMessage(analyst, { conversationId: talk.id, body: "x", marking: "green" })).rejects.toMatchObject({
    words: "talking.refusal.closed",
  });
  const three = (text: string) => ({ fr: text, en: text, mn: text });
  await expect(saveTemplate(analyst, { name: "Bad", subjects: three("{case}"), bodies: three("x") })).rejects.toThrow(
    /\{party\}/,
  );
  await saveTemplate(analyst, { name: "Ours", subjects: three("{subject}"), bodies: three("Dear {party}, {number}") });
  const filled = await fillTemplates(analyst, talk.id);
  expect(filled.find(({ name }) => name === "Ours")).toEqual({
    name: "Ours",
    subject: "Your server 192.0.2.7",
    body: `Dear Team of phone@isp.example, ${talk.number}`,
  });
});
