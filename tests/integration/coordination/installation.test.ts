// The road of a mail through the whole installation, web and worker as they are started: in by SMTP, acknowledged, replied to, ended in order.
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { afterAll, expect, test } from "vitest";
import { eventually, type RunningServer, startServer } from "../../support/server.ts";
import { readByReceipt } from "../intake/kill-loop.ts";
import { sendTo, startMailSink } from "./support.ts";

let server: RunningServer | undefined;
afterAll(async () => {
  await server?.stop();
  if (server) rmSync(dirname(server.dataDir), { recursive: true, force: true });
});

test("a mail to a running installation gets an acknowledgement whose receipt opens it, and a reply lands in the same report", async () => {
  const sink = await startMailSink();
  server = await startServer({ env: { MAIL_URL: sink.url, MAIL_FROM: "CERT <cert@example.org>" } });
  await sendTo(server.smtpPort, {
    from: "awa@example.net",
    to: "cert@example.org",
    subject: "Stolen",
    text: "My account has been stolen and I need help.",
  });
  expect(await eventually(() => sink.mails.length === 1, 60_000)).toBe(true);
  const [ack] = sink.mails;
  const receipt = /\d{4}( \d{4}){4}/.exec(ack!.mail.text!)![0];
  expect(await readByReceipt(server.url, receipt, "10.0.0.1")).toMatchObject({
    description: "My account has been stolen and I need help.",
  });

  await sendTo(server.smtpPort, {
    from: "awa@example.net",
    to: "cert@example.org",
    subject: ack!.mail.subject,
    text: "It was on Monday.",
    inReplyTo: ack!.mail.messageId,
  });
  const { url } = server;
  const opened = await fetch(`${url}/api/v1/receipts/open`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ receipt }),
  });
  const { token } = (await opened.json()) as { token: string };
  const bodies = async () => {
    const view = await fetch(`${url}/api/v1/receipts/report`, { headers: { "receipt-token": token } });
    return ((await view.json()) as { messages: { body: string }[] }).messages.map((message) => message.body);
  };
  expect(await eventually(async () => (await bodies()).length === 1, 60_000)).toBe(true);
  expect(await bodies()).toEqual(["It was on Monday."]);
  expect(server.output()).not.toMatch(/awa@example\.net|stolen/i);
}, 180_000);
