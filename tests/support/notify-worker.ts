// A process that writes the mails of one notification and hands them to a mail server until it is killed: argument 1 is the database's address, 2 the data folder, 3 the run, 4 the mail server.
import { sql } from "drizzle-orm";
import { sendRunStep } from "../../backend/coordination/notifications/send-run.ts";
import { sendQueuedMail } from "../../backend/coordination/send-mail.ts";
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { makeContext } from "../../backend/platform/context/index.ts";
import { connectDatabase, type DatabaseAddress, readOnly } from "../../backend/platform/db/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";

const [address = "", dataDir = "", runId = "", mailUrl = ""] = process.argv.slice(2);
const services = {
  config: parseConfig({ MAIL_URL: mailUrl }, { dataDir }),
  clock: systemClock,
  db: connectDatabase(JSON.parse(address) as DatabaseAddress, { max: 4 }),
  objects: openObjectStore(dataDir),
  secrets: openSecrets(dataDir),
  log: silentLog,
};
const ctx = makeContext(services, { kind: "system", job: "notify" }, "notify");
for (;;) {
  await sendRunStep(ctx, { runId });
  const queued = await readOnly(
    ctx,
    async (tx) =>
      await tx.execute<{ id: string }>(
        sql`select id from outgoing_mails where state = 'queued' order by created_at, id limit 100`,
      ),
  );
  // Four at once, as the worker does: a mail costs waiting for the mail server's greeting more than anything else. Each takes what nobody took yet.
  const waiting = queued.map(({ id }) => id);
  const send = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      // A fault of the mail server leaves the mail in the queue, as for the worker; it is met again in the next round.
      await sendQueuedMail({ ...ctx, attempt: 1, maxAttempts: 25 }, { mailId: id }).then(
        () => process.stdout.write("sent\n"),
        () => process.stdout.write("again\n"),
      );
    }
  };
  await Promise.all([send(), send(), send(), send()]);
  if (queued.length === 0) process.stdout.write("over\n");
  if (queued.length === 0) break;
}
process.exit(0);
