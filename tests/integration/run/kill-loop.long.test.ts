// A receipt is a promise: through twenty kill -9 under load, each time of another part, every receipt that was given still opens its report.
import { createHash, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { expect, test } from "vitest";
import { newApiKey } from "../../../backend/identity/tokens.ts";
import { eventually, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";

const rounds = 20;

interface Given {
  key: string;
  text: string;
  receipt: string;
}

async function makeKey(server: RunningServer): Promise<string> {
  const address = JSON.parse(readFileSync(join(server.dataDir, "run", "database.json"), "utf8")) as {
    socketDir: string;
    user: string;
    database: string;
  };
  const password = readFileSync(join(server.dataDir, "secrets", "database-owner"), "utf8").trim();
  const sql = postgres({ host: address.socketDir, user: address.user, password, database: address.database, max: 1 });
  const { key, prefix } = newApiKey();
  await sql`insert into api_keys (id, name, key_hash, prefix, organisation_id, acts)
    select ${randomUUID()}, 'load', ${createHash("sha256").update(key).digest()}, ${prefix}, id, '{report.submit}' from organisations where kind = 'cert'`;
  await sql.end();
  return key;
}

/** Reports without end, until the server is gone; only what was answered with 201 counts. */
async function load(server: RunningServer, key: string, given: Given[], isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const idempotencyKey = randomUUID();
    const text = `Message suspect ${idempotencyKey}`;
    try {
      const answer = await fetch(`${server.url}/api/v1/reports`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          authorization: `Bearer ${key}`,
          "idempotency-key": idempotencyKey,
        },
        body: JSON.stringify({ description: text, language: "fr" }),
      });
      if (answer.status !== 201) continue;
      const { receipt } = (await answer.json()) as { receipt: string };
      given.push({ key: idempotencyKey, text, receipt });
    } catch {
      await sleep(20);
    }
  }
}

test("after twenty kill -9 under load every receipt that was given opens its report, and the same key gives it again", async () => {
  const dataDir = makeDataDir();
  const given: Given[] = [];
  let key: string | undefined;
  for (let round = 0; round < rounds; round++) {
    const server = await startServer({ dataDir });
    key ??= await makeKey(server);
    let isOver = false;
    const clients = Array.from({ length: 4 }, () => load(server, key ?? "", given, () => isOver));
    await sleep(600 + Math.random() * 600);
    const victims =
      [[server.process.pid], [server.databasePid()], [server.process.pid, server.databasePid(), server.workerPid()]][
        round % 3
      ] ?? [];
    for (const pid of victims) if (pid) process.kill(pid, "SIGKILL");
    await sleep(300);
    isOver = true;
    await Promise.all(clients);
    if (server.process.exitCode === null && server.process.signalCode === null) await server.stop();
    await eventually(() => server.workerPid() === undefined);
  }
  expect(given.length).toBeGreaterThan(rounds);
  const server = await startServer({ dataDir });
  const headers = { "content-type": "application/json", authorization: `Bearer ${key ?? ""}` };
  for (const one of given) {
    const opened = await fetch(`${server.url}/api/v1/receipts/open`, {
      method: "POST",
      headers,
      body: JSON.stringify({ receipt: one.receipt }),
    });
    expect(opened.status, one.receipt).toBe(200);
    const { token } = (await opened.json()) as { token: string };
    const report = await fetch(`${server.url}/api/v1/receipts/report`, { headers: { "receipt-token": token } });
    expect(await report.json()).toMatchObject({ description: one.text });
  }
  const last = given.at(-1);
  const again = await fetch(`${server.url}/api/v1/reports`, {
    method: "POST",
    headers: { ...headers, "idempotency-key": last?.key ?? "" },
    body: JSON.stringify({ description: last?.text, language: "fr" }),
  });
  expect(((await again.json()) as { receipt: string }).receipt).toBe(last?.receipt);
  await server.stop();
});
