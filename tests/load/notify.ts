// A notification to 5,000 constituents with 100,000 rows: rows and recipients fixed, then one mail each with its own table in the outbox, beside as many bare mails.
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import postgres from "postgres";
import { sendRunStep } from "../../backend/coordination/notifications/send-run.ts";
import { startApproved } from "../../backend/coordination/notifications/start-run.ts";
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { type Context, makeContext } from "../../backend/platform/context/index.ts";
import { startEmbeddedServer } from "../../backend/platform/db/embedded/index.ts";
import { migrate, withTransaction } from "../../backend/platform/db/index.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { addressesOf, connectAsApp, makeDataFolder } from "../../backend/platform/run/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";
import { fillNotification } from "../support/fill-notification.ts";

const constituents = 5_000;
const rowsEach = 20;

export async function benchNotify(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-bench-"));
  chmodSync(folder, 0o755);
  const dataDir = join(folder, "data");
  makeDataFolder(dataDir);
  const secrets = openSecrets(dataDir);
  const server = await startEmbeddedServer({
    folder: join(dataDir, "postgres"),
    password: secrets.key("database-owner").toString("hex"),
  });
  const { socketDir, user, password, database } = server.address;
  const owner = postgres({ host: socketDir, user, password, database, max: 1, onnotice: () => {} });
  try {
    const migrations = fileURLToPath(new URL("../../migrations", import.meta.url));
    await migrate(server.address, migrations, secrets.key("database-app").toString("hex"));
    const db = connectAsApp(addressesOf(server.address, secrets), "bench", 4);
    const config = parseConfig({}, { dataDir });
    const services = { config, clock: systemClock, db, objects: openObjectStore(dataDir), secrets, log: silentLog };
    const ctx = makeContext(services, { kind: "system", job: "bench" }, "bench");
    const runId = await fillNotification({ owner }, { constituents, rowsEach });
    const fixed = await measure(
      async () => await withTransaction(ctx, async (tx) => await startApproved(tx, ctx, runId, 1)),
    );
    const written = await measure(async () => await sendAll(ctx, owner, runId));
    const bare = await measure(async () => await writeBare(ctx));
    const [mails] = await owner<{ n: number; addresses: number }[]>`
      select count(*)::int as n, count(distinct to_address)::int as addresses from outgoing_mails where cause like 'notify:%'`;
    print(`${constituents} constituents, ${constituents * rowsEach} rows: fixed in ${fixed} ms`);
    print(`${mails?.n} mails to ${mails?.addresses} addresses, each with its own rows, written in ${written} ms`);
    print(`as many bare mails: ${bare} ms; a mail of a notification costs ${(written / bare).toFixed(1)} of them`);
    await db.close();
  } finally {
    await owner.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return Math.round(performance.now() - began);
}

async function sendAll(ctx: Context, owner: postgres.Sql, runId: string): Promise<void> {
  for (;;) {
    await sendRunStep(ctx, { runId });
    const [run] = await owner<{ state: string }[]>`select state from notification_runs where id = ${runId}`;
    if (run?.state !== "sending") return;
  }
}

async function writeBare(ctx: Context): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    for (let at = 0; at < constituents; at++) {
      const id = newId();
      await tx.execute(sql`insert into outgoing_mails (id, cause, kind, message_id, to_address, language, subject, body, created_at)
        values (${id}, ${id}, 'notice', ${id}, ${`${id}@b.example`}, 'fr', 'x', 'x', now())`);
    }
  });
}
