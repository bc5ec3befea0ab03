// A process that sends one mail of the outbox, as the worker's job does: argument 1 is the database's address, argument 2 the data folder, argument 3 the mail, argument 4 the mail server.
import { sendQueuedMail } from "../../backend/coordination/send-mail.ts";
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { makeContext } from "../../backend/platform/context/index.ts";
import { connectDatabase, type DatabaseAddress } from "../../backend/platform/db/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";

const [address = "", dataDir = "", mailId = "", mailUrl = ""] = process.argv.slice(2);
const db = connectDatabase(JSON.parse(address) as DatabaseAddress, { max: 2 });
const services = {
  config: parseConfig({ MAIL_URL: mailUrl, MAIL_FROM: "CERT <cert@example.org>" }, { dataDir }),
  clock: systemClock,
  db,
  objects: openObjectStore(dataDir),
  secrets: openSecrets(dataDir),
  log: silentLog,
};
const ctx = makeContext(services, { kind: "system", job: "coordination.send_mail" }, "mail");
await sendQueuedMail({ ...ctx, attempt: 1, maxAttempts: 25 }, { mailId });
await db.close();
