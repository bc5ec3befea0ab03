// A notification to 5,000 constituents while its worker is killed again and again: each contact has one mail, none is missing, and a mail that was on the wire when the worker died is the same mail.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startApproved } from "../../../backend/coordination/notifications/start-run.ts";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { makeTestWorld } from "../../support/database.ts";
import { fillNotification } from "../../support/fill-notification.ts";
import { startMailSink } from "../coordination/support.ts";

const worker = fileURLToPath(new URL("../../support/notify-worker.ts", import.meta.url));
const constituents = 5_000;
const kills = 12;

test("5,000 constituents are notified in one go without a duplicate, however often the worker is killed", {
  timeout: 1_800_000,
}, async () => {
  const sink = await startMailSink();
  const world = await makeTestWorld();
  const runId = await fillNotification(world, { constituents, rowsEach: 2 });
  const system = makeContext(world.services, { kind: "system", job: "test" }, "test");
  await withTransaction(system, async (tx) => await startApproved(tx, system, runId, 1));
  let isOver = false;
  for (let at = 0; !isOver; at++) {
    // Every worker after the last kill ends by itself, with everything sent.
    expect(at).toBeLessThanOrEqual(kills);
    const child = spawn(process.execPath, [worker, JSON.stringify(world.appAddress), world.dataDir, runId, sink.url], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    let sent = 0;
    child.stdout.on("data", (text: Buffer) => {
      sent += text.toString().split("sent").length - 1;
      if (text.toString().includes("over")) isOver = true;
      // In the middle: at another place each time, between a mail's handing over and its word in the database as well.
      if (at < kills && sent > 37 * (at + 1)) child.kill("SIGKILL");
    });
    await ended;
  }
  const [mails] = await world.owner<{ n: number; addresses: number; sent: number }[]>`
    select count(*)::int as n, count(distinct to_address)::int as addresses, count(*) filter (where state = 'sent')::int as sent from outgoing_mails`;
  expect(mails).toEqual({ n: constituents, addresses: constituents, sent: constituents });
  const [recipients] = await world.owner<{ n: number; contacts: number }[]>`
    select count(*)::int as n, count(distinct contact_id)::int as contacts from notification_recipients where state = 'queued'`;
  expect(recipients).toEqual({ n: constituents, contacts: constituents });
  const arrived = new Map<string, Set<string>>();
  for (const { to, mail } of sink.mails)
    arrived.set(to[0] ?? "", (arrived.get(to[0] ?? "") ?? new Set()).add(mail.messageId ?? ""));
  expect(arrived.size).toBe(constituents);
  // Whoever got a mail twice got the same one: at most the four that were on the wire at each kill.
  expect([...arrived.values()].every((ids) => ids.size === 1)).toBe(true);
  expect(sink.mails.length - constituents).toBeLessThanOrEqual(4 * kills);
});
