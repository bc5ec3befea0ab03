// OpenPGP end to end, with GnuPG on the other side: what we sign and encrypt it reads, what it signs and encrypts we read; keys come, are compared, expire and are revoked.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMessage, encrypt, readKey, readPrivateKey } from "openpgp";
import { beforeAll, describe, expect, test } from "vitest";
import { addCorrespondent } from "../../../backend/coordination/conversations/correspondents.ts";
import { beginConversation } from "../../../backend/coordination/conversations/keep-conversation.ts";
import { readConversation } from "../../../backend/coordination/conversations/read-conversations.ts";
import { previewMessage, writeMessage } from "../../../backend/coordination/conversations/write-message.ts";
import { startSmtpServer } from "../../../backend/coordination/index.ts";
import { importKey, lookUpKey } from "../../../backend/coordination/openpgp/import-key.ts";
import { listKeys } from "../../../backend/coordination/openpgp/list-keys.ts";
import { openMail } from "../../../backend/coordination/openpgp/open-mail.ts";
import {
  endTeamKey,
  importTeamKey,
  makeTeamKey,
  readPublicTeamKey,
} from "../../../backend/coordination/openpgp/team-keys.ts";
import { verifyFingerprint, withdrawVerification } from "../../../backend/coordination/openpgp/verify-fingerprint.ts";
import { makeCertificate } from "../../../backend/platform/certificate/index.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { openEngines } from "../../../backend/triage/open-engines.ts";
import { runTriage } from "../../../backend/triage/run-triage.ts";
import { addPerson } from "../../support/desk-world.ts";
import { makeOpenPgpKey } from "../../support/openpgp-keys.ts";
import { type IntakeWorld, makeIntakeWorld } from "../intake/support.ts";
import { type MailSink, runJobs, sendTo, startMailSink } from "./support.ts";

const hasGpg = (() => {
  try {
    execFileSync("gpg", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

let world: IntakeWorld;
let sink: MailSink;
let port: number;
let lead: Context;
let cert: string;
/** GnuPG's house: short, since the path of its socket may not be long. */
let home: string;

const gpg = (args: string[], input?: Buffer | string): Buffer =>
  execFileSync(
    "gpg",
    [
      "--homedir",
      home,
      "--batch",
      "--yes",
      "--quiet",
      "--pinentry-mode",
      "loopback",
      "--passphrase",
      "",
      "--trust-model",
      "always",
      ...args,
    ],
    {
      ...(input === undefined ? {} : { input }),
      stdio: ["pipe", "pipe", "pipe"],
    },
  );

beforeAll(async () => {
  sink = await startMailSink();
  world = await makeIntakeWorld({
    env: {
      MAIL_URL: sink.url,
      MAIL_FROM: "CERT <cert@example.org>",
      SMTP_PORT: "0",
      PUBLIC_URL: "https://cert.example.org",
    },
  });
  const server = await startSmtpServer(world.services);
  port = server.port;
  cert = (await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`)[0]!.id;
  lead = world.context(await addPerson(world, cert, "lead", "Moussa"));
  home = mkdtempSync(join(tmpdir(), "gpg-"));
  // The system needs no passkey: the browser test shows that a person does.
  await makeTeamKey(world.system(), { name: "CERT", months: 24 });
  return async () => {
    await server.close();
    if (hasGpg) execFileSync("gpgconf", ["--homedir", home, "--kill", "all"]);
    rmSync(home, { recursive: true, force: true });
  };
}, 120_000);

async function talkTo(email: string, armored?: string) {
  const caseId = newId();
  await world.owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) values (${caseId}, ${`TG-C-${caseId}`}, ${cert}, 'A case', 'high', now())`;
  const { id: correspondentId } = await addCorrespondent(lead, {
    kind: "third_party",
    name: email,
    email,
    language: "en",
  });
  if (armored) await importKey(lead, { correspondentId, armored });
  return {
    caseId,
    correspondentId,
    ...(await beginConversation(lead, { caseId, correspondentId, subject: "Stolen accounts" })),
  };
}
async function bytesOf(objectId: string): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(world.services.objects.read(objectId)));
}
async function release(): Promise<void> {
  await world.owner`update conversation_messages set release_at = now() where state = 'held'`;
  for (let i = 0; i < 2; i++) await runJobs(world, { dueNow: true });
}

describe.skipIf(!hasGpg)("with GnuPG (install the Debian package gnupg to run these)", () => {
  test("what we sign, and what we sign and encrypt, GnuPG verifies and reads; the subject is not outside", async () => {
    gpg(["--quick-generate-key", "Abuse desk <abuse@gnu.example>", "future-default", "default", "1y"]);
    gpg(["--import"], (await readPublicTeamKey(world.system()))!);
    const talk = await talkTo("abuse@gnu.example");
    await writeMessage(lead, {
      conversationId: talk.id,
      body: "Bonjour, ça va ?\nFrom here on – Монгол.  ",
      marking: "green",
    });
    await release();
    const [signed] = sink.mails.splice(0);
    // As it went over the wire: what is signed is the bytes of the first part.
    const boundary = /boundary="(toguna-[0-9a-f]+)"/.exec(signed!.raw)![1]!;
    const [, first, second] = signed!.raw.split(`--${boundary}`);
    writeFileSync(join(home, "part"), first!.replace(/^\r\n/, "").replace(/\r\n$/, ""));
    writeFileSync(join(home, "part.asc"), /-----BEGIN PGP SIGNATURE[^]+END PGP SIGNATURE-----/.exec(second!)![0]);
    expect(() => gpg(["--verify", join(home, "part.asc"), join(home, "part")])).not.toThrow();
    expect(signed!.mail.text).toContain("From here on – Монгол.");

    await importKey(lead, {
      correspondentId: talk.correspondentId,
      armored: gpg(["--armor", "--export", "abuse@gnu.example"]).toString(),
    });
    await writeMessage(lead, { conversationId: talk.id, body: "The accounts: awa, issa.", marking: "amber+strict" });
    await release();
    const [sealed] = sink.mails.splice(0);
    expect(sealed!.raw).not.toMatch(/accounts/i);
    const armored = /-----BEGIN PGP MESSAGE[^]+END PGP MESSAGE-----/.exec(sealed!.raw)![0];
    const status = join(home, "status");
    const opened = gpg(["--status-file", status, "--decrypt"], armored).toString();
    expect(opened).toContain("The accounts: awa, issa.");
    expect(opened).toMatch(/^Subject: \[TG#\d{8}\] Stolen accounts/m);
    expect(execFileSync("cat", [status]).toString()).toContain("GOODSIG");
    // TLP:RED does not go by mail though there is a key.
    expect(await previewMessage(lead, { conversationId: talk.id, body: "x", marking: "red" })).toMatchObject({
      protection: "link",
    });
  });

  test("what GnuPG encrypts and signs is opened on arrival and its signature judged: whole mails and armor in the text; a changed one is called bad", async () => {
    const talk = await talkTo("abuse@gnu.example");
    await writeMessage(lead, { conversationId: talk.id, body: "Please answer.", marking: "amber" });
    await release();
    const [sent] = sink.mails.splice(0);
    const about = {
      from: "abuse@gnu.example",
      to: "cert@example.org",
      inReplyTo: sent!.mail.messageId!,
      subject: `Re: [TG#${talk.number}]`,
    };
    const team = ["--recipient", "cert@example.org"];
    const head = (id: string, type: string): string =>
      [
        `From: ${about.from}`,
        `To: ${about.to}`,
        `Subject: ${about.subject}`,
        `In-Reply-To: ${about.inReplyTo}`,
        `Message-ID: <${id}@gnu.example>`,
        "MIME-Version: 1.0",
        `Content-Type: ${type}`,
        "",
        "",
      ].join("\r\n");
    const envelope = { from: about.from, to: about.to };
    const inner = "Content-Type: text/plain; charset=utf-8\r\n\r\nWe found 3 hosts – голомт.\r\n";
    const mime = gpg(["--armor", "--sign", "--encrypt", ...team], inner).toString();
    await sendTo(port, {
      envelope,
      raw: `${head("mime", 'multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"')}--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n${mime}\r\n--b--\r\n`,
    });
    await runJobs(world);
    await sendTo(port, {
      envelope,
      raw: `${head("inline", "text/plain; charset=us-ascii")}${gpg(["--armor", "--encrypt", ...team], "Inline words.").toString()}`,
    });
    await runJobs(world);
    const part = "Content-Type: text/plain; charset=us-ascii\r\n\r\nIn clear, signed.\r\n";
    const signature = gpg(["--armor", "--detach-sign", "--textmode"], part).toString();
    const signed = (id: string, text: string): string =>
      `${head(id, 'multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary="b"')}--b\r\n${text}\r\n--b\r\nContent-Type: application/pgp-signature\r\n\r\n${signature}\r\n--b--\r\n`;
    await sendTo(port, { envelope, raw: signed("signed", part) });
    await runJobs(world);
    await sendTo(port, { envelope, raw: signed("changed", part.replace("In clear", "In fake")) });
    await runJobs(world);
    const { items } = await readConversation(lead, talk.id);
    expect(items.slice(1).map(({ body, wasEncrypted, signature: judged }) => [body, wasEncrypted, judged])).toEqual([
      ["We found 3 hosts – голомт.", true, "good"],
      ["Inline words.", true, null],
      ["In clear, signed.", false, "good"],
      ["In fake, signed.", false, "bad"],
    ]);
    // The raw mail stays as it came.
    const [kept] = await world.owner`select object_id from incoming_mails where message_id = '<mime@gnu.example>'`;
    expect(await world.services.objects.size(kept!["object_id"])).toBeGreaterThan(500);
    const [row] = await world.owner<
      { n: number }[]
    >`select count(*)::int as n from reports where description like '%3 hosts%'`;
    expect(row!.n).toBe(0);
  });
});

test("a file inside an encrypted mail is decrypted, kept as a report's of the same case and looked at; the raw mail stays encrypted", async () => {
  const { publicKey, privateKey } = await makeOpenPgpKey({ email: "soc@files.example" });
  const talk = await talkTo("soc@files.example", publicKey);
  await writeMessage(lead, { conversationId: talk.id, body: "Send us the log.", marking: "amber" });
  await release();
  const [sent] = sink.mails.splice(0);
  const content = Buffer.from("Invoice of evil-invoice-loader, asks 198.51.100.77 for orders\n");
  const inner = [
    'Content-Type: multipart/mixed; boundary="in"',
    "",
    "--in",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Here it is.",
    "--in",
    'Content-Type: application/octet-stream; name="log.txt"',
    'Content-Disposition: attachment; filename="log.txt"',
    "Content-Transfer-Encoding: base64",
    "",
    content.toString("base64"),
    "--in--",
    "",
  ].join("\r\n");
  const armored = await encrypt({
    message: await createMessage({ binary: Buffer.from(inner) }),
    encryptionKeys: await readKey({ armoredKey: (await readPublicTeamKey(world.system()))! }),
    signingKeys: await readPrivateKey({ armoredKey: privateKey }),
    format: "armored",
  });
  const raw = [
    "From: soc@files.example",
    "To: cert@example.org",
    `Subject: Re: [TG#${talk.number}]`,
    `In-Reply-To: ${sent!.mail.messageId!}`,
    "Message-ID: <sealed-file@files.example>",
    "MIME-Version: 1.0",
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"',
    "",
    "--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
    `--b\r\nContent-Type: application/octet-stream\r\n\r\n${String(armored)}`,
    "--b--",
    "",
  ].join("\r\n");
  expect(raw).not.toContain(content.toString("base64"));
  await sendTo(port, { envelope: { from: "soc@files.example", to: "cert@example.org" }, raw });
  await runJobs(world);
  const { items } = await readConversation(lead, talk.id);
  expect(items.at(-1)).toMatchObject({ body: "Here it is.", wasEncrypted: true, signature: "good" });
  const reportId = items.at(-1)!.report!.id;
  const [file] = await world.owner<{ name: string; objectId: string; caseId: string }[]>`
    select f.name, f.object_id as "objectId", c.case_id as "caseId" from report_files f join case_reports c on c.report_id = f.report_id where f.report_id = ${reportId}`;
  expect(file).toMatchObject({ name: "log.txt", caseId: talk.caseId });
  expect(await bytesOf(file!.objectId)).toEqual(content);
  const [kept] =
    await world.owner`select object_id from incoming_mails where message_id = '<sealed-file@files.example>'`;
  expect((await bytesOf(kept!["object_id"])).toString()).not.toContain(content.toString("base64"));
  const rule = 'rule toguna_test_loader { strings: $a = "evil-invoice-loader" condition: $a }';
  const engines = await openEngines([{ kind: "yara", path: "loader.yar", text: rule }], null);
  try {
    await runTriage(world.system(), engines, reportId);
  } finally {
    await engines.close();
  }
  const found = await world.owner`select source from findings where report_id = ${reportId}`;
  expect(found.map(({ source }) => String(source))).toContainEqual(expect.stringContaining("log.txt"));
  const values = await world.owner`select value from observables where report_id = ${reportId}`;
  expect(values.map(({ value }) => String(value))).toContain("198.51.100.77");
});

test("a key is compared by somebody; one that expires is warned of; a revoked one is used no more, and what waits then goes as a link", async () => {
  const { publicKey, privateKey } = await makeOpenPgpKey({ email: "soc@keys.example", expiresInSeconds: 20 * 86_400 });
  const talk = await talkTo("soc@keys.example", publicKey);
  const page = async () => (await listKeys(lead)).keys.find(({ email }) => email === "soc@keys.example")!;
  const { fingerprint } = await page();
  expect(await page()).toMatchObject({ state: "expires_soon", verification: null, source: "file" });
  await verifyFingerprint(lead, { fingerprint: fingerprint.match(/.{4}/g)!.join(" ").toLowerCase(), way: "telephone" });
  expect(await page()).toMatchObject({ verification: { way: "telephone", by: "Moussa" } });
  await expect(verifyFingerprint(lead, { fingerprint, way: "printed" })).rejects.toMatchObject({ code: "conflict" });
  expect(await previewMessage(lead, { conversationId: talk.id, body: "x", marking: "amber" })).toMatchObject({
    protection: "encrypted",
    isVerified: true,
    fingerprint,
  });
  await withdrawVerification(lead, fingerprint);
  expect((await page()).verification).toBeNull();
  await expect(importKey(lead, { correspondentId: talk.correspondentId, armored: privateKey })).rejects.toMatchObject({
    words: "register.key.refusal.private_key",
  });
  expect(await importKey(lead, { correspondentId: talk.correspondentId, armored: publicKey })).toMatchObject({
    outcome: "known",
  });

  // Released and in the outbox while the key was good; then its owner revokes it.
  await writeMessage(lead, { conversationId: talk.id, body: "Secret words", marking: "amber" });
  await world.owner`update conversation_messages set release_at = now() where state = 'held'`;
  sink.refuseWith = 451;
  await runJobs(world, { dueNow: true });
  await runJobs(world, { dueNow: true });
  sink.refuseWith = undefined;
  const revoked = await (await readPrivateKey({ armoredKey: privateKey })).revoke({ string: "Stolen" });
  expect(await importKey(lead, { correspondentId: talk.correspondentId, armored: revoked.toPublic().armor() })).toEqual(
    { outcome: "revoked", fingerprint },
  );
  expect(await page()).toMatchObject({ state: "revoked" });
  await runJobs(world, { dueNow: true });
  const mails = sink.mails.splice(0);
  expect(mails).toHaveLength(1);
  expect(mails[0]!.mail.text).toMatch(/https:\/\/cert\.example\.org\/m\//);
  expect(mails[0]!.raw).not.toContain("Secret words");
  expect((await readConversation(lead, talk.id)).items[0]).toMatchObject({ protection: "link" });
});

test("a key is found where its domain publishes it, and only one that names the address", async () => {
  const wkd = await talkTo("joe.doe@wkd.example");
  const { publicKey } = await makeOpenPgpKey({ email: "joe.doe@wkd.example" });
  const { readKey } = await import("openpgp");
  const bytes = Buffer.from((await readKey({ armoredKey: publicKey })).write());
  const made = await makeCertificate(
    join(home, "tls"),
    ["openpgpkey.wkd.example", "openpgpkey.other.example"],
    new Date(),
  );
  const asked: string[] = [];
  const server = createServer(
    { key: readFileSync(made.keyPath), cert: readFileSync(made.certPath) },
    (request, response) => {
      asked.push(`${request.headers.host} ${request.url}`);
      response.end(bytes);
    },
  );
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));
  const door = {
    port: (server.address() as AddressInfo).port,
    ca: readFileSync(made.authorityPath, "utf8"),
    lookup: ((_name: string, options: { all?: boolean }, done: (...all: unknown[]) => void) =>
      options.all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4)) as never,
  };
  try {
    expect(await lookUpKey(lead, { correspondentId: wkd.correspondentId }, door)).toMatchObject({ outcome: "added" });
    // The hashed local part of the draft's own example.
    expect(asked[0]).toContain("/.well-known/openpgpkey/wkd.example/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=joe.doe");
    const other = await talkTo("mallory@other.example");
    expect(await lookUpKey(lead, { correspondentId: other.correspondentId }, door)).toEqual({
      outcome: "none",
      fingerprint: null,
    });
    // Without the test's door a name that leads to our own machine is not asked.
    expect(
      await lookUpKey(lead, { correspondentId: (await talkTo("me@localhost.example")).correspondentId }),
    ).toMatchObject({ outcome: "none" });
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("the team's private half is sealed and behind the mailer's door alone; a key that has ended still opens what was sent to it; a revoked one is published as revoked", async () => {
  const [row] = await world.owner`select sealed from team_key_secrets limit 1`;
  expect((row!["sealed"] as Buffer).toString("latin1")).not.toContain("PRIVATE KEY");
  for (const scope of ["staff", "system", "person"]) {
    const rows = await world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', ${scope}, true)`;
      return await sql`select 1 from team_key_secrets`;
    });
    expect(rows).toHaveLength(0);
  }
  const before = (await listKeys(lead)).team[0]!;
  expect(JSON.stringify(await listKeys(lead))).not.toContain("PRIVATE");
  const brought = await makeOpenPgpKey({ email: "cert@example.org" });
  await importTeamKey(world.system(), { armored: brought.privateKey, passphrase: "" });
  await expect(importTeamKey(world.system(), { armored: "nonsense", passphrase: "" })).rejects.toMatchObject({
    fields: [{ path: "armored" }],
  });
  const { team } = await listKeys(lead);
  expect(team.map(({ state }) => state)).toEqual(["good", "retired"]);
  const { armored } = await endTeamKey(world.system(), { keyId: before.id, isRevoked: true, reason: "Lost a backup" });
  const { readKey } = await import("openpgp");
  expect(await (await readKey({ armoredKey: armored })).isRevoked()).toBe(true);
  await expect(
    endTeamKey(world.system(), { keyId: before.id, isRevoked: false, reason: "Again" }),
  ).rejects.toMatchObject({ code: "conflict" });
  const admin = world.context(await addPerson(world, cert, "administrator", "Admin"));
  await expect(makeTeamKey(admin, { name: "CERT", months: 12 })).rejects.toMatchObject({ code: "step_up_required" });
  await expect(makeTeamKey(lead, { name: "CERT", months: 12 })).rejects.toMatchObject({ code: "forbidden" });
});

test("a mail that only looks like OpenPGP is read as it is, and one to another key says so", async () => {
  const keys = { own: [], sender: [] };
  for (const raw of [
    "",
    'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n--b\n\n--b--',
    'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=""\n\nx',
  ])
    await expect(openMail(Buffer.from(raw), keys)).resolves.toBeDefined();
  const strange = await openMail(
    Buffer.from("From: a@b.example\n\n-----BEGIN PGP MESSAGE-----\n\nAAAA\n-----END PGP MESSAGE-----\n"),
    keys,
  );
  expect(strange).toMatchObject({ wasEncrypted: true, cannotOpen: true });
});
