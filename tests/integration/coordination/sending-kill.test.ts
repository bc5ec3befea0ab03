// A worker is killed around sending, before the mail server took the mail and after: nothing is lost, and what came twice bears one Message-ID, so that mail programs show one.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { SMTPServer } from "smtp-server";
import { expect, test } from "vitest";
import { addCorrespondent } from "../../../backend/coordination/conversations/correspondents.ts";
import { beginConversation } from "../../../backend/coordination/conversations/keep-conversation.ts";
import { releaseMessage } from "../../../backend/coordination/conversations/release-message.ts";
import { writeMessage } from "../../../backend/coordination/conversations/write-message.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addPerson } from "../../support/desk-world.ts";
import { makeIntakeWorld } from "../intake/support.ts";

const worker = fileURLToPath(new URL("../../support/mail-worker.ts", import.meta.url));

test("killed before the mail is taken, while it is taken and after: one message, one id, sent at last", {
  timeout: 300_000,
}, async () => {
  const world = await makeIntakeWorld({ env: { MAIL_FROM: "CERT <cert@example.org>" } });
  const [cert] = await world.owner<{ id: string }[]>`select id from organisations where kind = 'cert'`;
  const analyst = world.context(await addPerson(world, cert!.id, "analyst", "Moussa"));
  const caseId = newId();
  await world.owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) values (${caseId}, 'TG-C-1', ${cert!.id}, 'A case', 'high', now())`;
  const { id: correspondentId } = await addCorrespondent(analyst, {
    kind: "third_party",
    name: "Provider",
    email: "abuse@provider.example",
    language: "en",
  });
  const talk = await beginConversation(analyst, { caseId, correspondentId, subject: "Your server" });
  const message = await writeMessage(analyst, { conversationId: talk.id, body: "Please look.", marking: "green" });
  await world.owner`update conversation_messages set release_at = now() where id = ${message.id}`;
  // The release itself runs twice, as after a kill.
  await releaseMessage(world.system(), { messageId: message.id });
  await releaseMessage(world.system(), { messageId: message.id });
  const mails = await world.owner<
    { id: string; message_id: string }[]
  >`select id, message_id from outgoing_mails where conversation_message_id = ${message.id}`;
  expect(mails).toHaveLength(1);

  let running: ChildProcess | undefined;
  let killAt: "data" | "taken" | undefined;
  const taken: string[] = [];
  const kill = (): void => void running?.kill("SIGKILL");
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    disableReverseLookup: true,
    logger: false,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      if (killAt === "data") kill();
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        taken.push(/^Message-ID: (\S+)/im.exec(Buffer.concat(chunks).toString())?.[1] ?? "");
        // The server has the mail; the worker dies before it hears of it.
        if (killAt === "taken") kill();
        else done();
      });
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()));
  const url = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const stateOf = async (): Promise<string> =>
    (await world.owner<{ state: string }[]>`select state from outgoing_mails where id = ${mails[0]!.id}`)[0]!.state;
  try {
    for (const when of ["data", "taken", undefined] as const) {
      killAt = when;
      running = spawn(process.execPath, [worker, JSON.stringify(world.appAddress), world.dataDir, mails[0]!.id, url], {
        stdio: "inherit",
      });
      await once(running, "exit");
      expect(await stateOf()).toBe(when === undefined ? "sent" : "queued");
    }
    // At least once: those that died after the server had it came again, and every copy is the same mail.
    expect(taken.length).toBeGreaterThanOrEqual(2);
    expect(new Set(taken)).toEqual(new Set([mails[0]!.message_id]));
    running = spawn(process.execPath, [worker, JSON.stringify(world.appAddress), world.dataDir, mails[0]!.id, url], {
      stdio: "inherit",
    });
    const before = taken.length;
    await once(running, "exit");
    expect(taken.length).toBe(before);
  } finally {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }
});
