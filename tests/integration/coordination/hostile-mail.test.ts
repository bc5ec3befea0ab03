// Mails made to hurt: none stops the listener or the reader, none is lost, and each limit is said.
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { startSmtpServer } from "../../../backend/coordination/index.ts";
import { readMail } from "../../../backend/intake/index.ts";
import { type IntakeWorld, makeIntakeWorld } from "../intake/support.ts";
import { runJobs, sendTo } from "./support.ts";

let world: IntakeWorld;
let port: number;
beforeAll(async () => {
  world = await makeIntakeWorld({ env: { SMTP_PORT: "0" } });
  const server = await startSmtpServer(world.services);
  port = server.port;
  return async () => await server.close();
});

const envelope = { from: "x@example.net", to: "cert@example.org" };
const send = async (raw: string | Buffer) => await sendTo(port, { envelope, raw });
/** Files in the store, half-written ones too; its folders are not counted. */
const objects = () =>
  readdirSync(join(world.dataDir, "objects"), { recursive: true, encoding: "utf8" }).filter((name) =>
    name.includes("-"),
  ).length;
const reports = async () => Number((await world.owner`select count(*) from reports`)[0]!["count"]);

const hostile: Record<string, string> = {
  "nothing at all": "",
  "no header": "\r\njust text",
  "header only": "Subject: x\r\n",
  "no boundary": "Content-Type: multipart/mixed\r\n\r\nbody",
  "boundary that never ends":
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nopen',
  "unknown charset": "Content-Type: text/plain; charset=klingon-8\r\n\r\ntext",
  "broken encoded words": "Subject: =?utf-8?B?////?= =?x?Q?=ZZ?=\r\nFrom: =?utf-8?Q?=00?= <a@b.example>\r\n\r\ntext",
  "NUL and half surrogates":
    "Subject: a\0b\r\nContent-Type: text/plain; charset=utf-16\r\nContent-Transfer-Encoding: base64\r\n\r\nANg=\r\n",
  "script in every place":
    "From: <script>alert(1)</script> <a@b.example>\r\nSubject: <img src=x onerror=alert(1)>\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><p>hello</p>",
  "address that adds a header": 'From: "a\\r\\nBcc: v@w.example" <a@b.example>\r\nSubject: x\r\n\r\ntext',
  "forged ids": `Message-ID: <${"x".repeat(5000)}@a>\r\nReferences: ${"<a@b> ".repeat(5000)}\r\nSubject: x\r\n\r\ntext`,
  "fifty mails in one another": nested(50),
  "five hundred parts": `Content-Type: multipart/mixed; boundary="b"\r\n\r\n${Array.from({ length: 500 }, (_, index) => `--b\r\nContent-Disposition: attachment; filename="f${index}"\r\n\r\nx\r\n`).join("")}--b--\r\n`,
  "deep HTML": `Content-Type: text/html\r\n\r\n${"<div>\r\n".repeat(20_000)}deep`,
  "long HTML": `Content-Type: text/html\r\n\r\n${"<p>word word word word word word</p>\r\n".repeat(70_000)}`,
  "one endless line": `Subject: x\r\n\r\n${"a".repeat(3_000_000)}`,
  "ten thousand headers": `${Array.from({ length: 10_000 }, (_, index) => `X-H${index}: y`).join("\r\n")}\r\n\r\ntext`,
};

function nested(depth: number): string {
  let mail = "Subject: innermost\r\n\r\ncore";
  for (let index = 0; index < depth; index++)
    mail = `Content-Type: multipart/mixed; boundary="b${index}"\r\n\r\n--b${index}\r\nContent-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n${mail}\r\n--b${index}--\r\n`;
  return mail;
}

test("each hostile mail is taken, becomes one report with its raw message, and the next mail is taken too", async () => {
  const before = await reports();
  for (const raw of Object.values(hostile)) await send(raw);
  await runJobs(world);
  const left =
    await world.owner`select task_identifier, last_error from graphile_worker.jobs j where last_error is not null`;
  expect([...left].map((job) => job["last_error"])).toEqual([]);
  expect(await reports()).toBe(before + Object.keys(hostile).length);
  const [bare] = await world.owner`select count(*)::int as count from reports r where not exists
    (select 1 from report_files f where f.report_id = r.id and f.name = 'message.eml')`;
  expect(bare!["count"]).toBe(0);
  const [most] =
    await world.owner`select max(n)::int as most from (select count(*) as n from report_files group by report_id) as counts`;
  expect(most!["most"]).toBe(50);
  await send("Subject: after\r\n\r\nstill here");
  await runJobs(world);
  expect(await reports()).toBe(before + Object.keys(hostile).length + 1);
}, 120_000);

test("any bytes at all are read without a throw or a stop", async () => {
  const ctx = world.system();
  const header = fc.constantFrom(
    "Subject",
    "From",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
    "Message-ID",
    "References",
    "Date",
    "List-Id",
  );
  const value = fc.oneof(
    fc.string({ unit: "binary", maxLength: 80 }),
    fc.constantFrom(
      'multipart/mixed; boundary="b"',
      "message/rfc822",
      "text/html; charset=utf-7",
      "base64",
      "quoted-printable",
      'attachment; filename="../../x"',
    ),
  );
  const mails = fc
    .tuple(
      fc.array(fc.tuple(header, value), { maxLength: 6 }),
      fc.array(
        fc.oneof(fc.constantFrom("--b", "--b--", "", "Content-Type: text/plain"), fc.string({ unit: "binary" })),
        { maxLength: 10 },
      ),
    )
    .map(
      ([headers, lines]) =>
        `${headers.map(([name, text]) => `${name}: ${text}`).join("\r\n")}\r\n\r\n${lines.join("\r\n")}`,
    );
  await fc.assert(
    fc.asyncProperty(mails, async (raw) => {
      const bytes = Buffer.from(raw);
      const mail = await readMail(ctx, Readable.from([bytes]), bytes.length);
      expect(JSON.stringify(mail)).not.toContain("\\u0000");
    }),
    { numRuns: 150 },
  );
}, 120_000);

const corpus = ["../shared/corpora/mail", "./shared/corpora/mail"]
  .map((path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url)))
  .find(existsSync);
test.skipIf(corpus === undefined)(
  "the mails of the corpus are read whole (skipped where ../shared/corpora is absent)",
  async () => {
    const files = readdirSync(corpus!, { recursive: true, encoding: "utf8" })
      .map((name) => join(corpus!, name))
      .filter((path) => path.endsWith(".eml") && statSync(path).isFile());
    expect(files.length).toBeGreaterThan(0);
    for (const path of files) {
      const bytes = readFileSync(path);
      const mail = await readMail(world.system(), Readable.from([bytes]), bytes.length);
      expect(mail.isDamaged, path).toBe(false);
      expect(mail.subject + mail.text, path).not.toBe("");
    }
  },
);

test("a mail over the limit is refused with 552, at once where it says its size, and leaves nothing", async () => {
  const before = objects();
  const large = Buffer.concat([Buffer.from("Subject: x\r\n\r\n"), Buffer.alloc(36_100_000, "a\r\n")]);
  await expect(send(large)).rejects.toMatchObject({ responseCode: 552 });
  expect(await talk(port, [`MAIL FROM:<a@b.example> SIZE=99999999`])).toContain("552");
  expect(objects()).toBe(before);
  await send("Subject: small\r\n\r\nfine");
});

test("while the database is away the sender is told to try again, and nothing stays behind", async () => {
  const before = objects();
  await world.owner.unsafe("alter table incoming_mails rename to incoming_mails_away");
  try {
    await expect(send("Subject: x\r\n\r\ntext")).rejects.toMatchObject({ responseCode: 451 });
  } finally {
    await world.owner.unsafe("alter table incoming_mails_away rename to incoming_mails");
  }
  expect(objects()).toBe(before);
});

test("the listener offers no log-in and no way to relay: what it takes stays here", async () => {
  const greeting = await talk(port, []);
  expect(greeting).not.toMatch(/AUTH|STARTTLS/);
  expect(await talk(port, ["AUTH PLAIN AGEAYg=="])).toMatch(/\r\n5\d\d /);
});

/** Speaks SMTP line by line and returns everything the server said. */
async function talk(at: number, lines: string[]): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect(at, "127.0.0.1");
    const waiting = ["EHLO test.example", ...lines, "QUIT"];
    let said = "";
    socket.on("data", (chunk) => {
      said += String(chunk);
      // A reply ends with a line whose code is followed by a space.
      const lines = said.split("\r\n");
      if (lines.at(-1) === "" && /^\d{3} /.test(lines.at(-2) ?? "")) socket.write(`${waiting.shift() ?? "NOOP"}\r\n`);
    });
    socket.on("end", () => resolve(said));
    socket.on("error", reject);
    socket.setTimeout(10_000, () => reject(new Error(`no more was said after: ${said}`)));
  });
}
