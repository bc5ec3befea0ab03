// Kills the whole installation with SIGKILL while reports come in, again and again, and checks every promise that was made.
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { makeDataDir, type RunningServer, startServer } from "../../support/server.ts";

export interface Promised {
  key: string;
  description: string;
  reference: string;
  receipt: string;
}

export interface KillLoop {
  promised: Promised[];
  /** Keys whose answer the kill cut off: sent again after the last start. */
  unanswered: { key: string; description: string }[];
  server: RunningServer;
}

/** `rounds` times: start, send from eight senders at once, kill after a moment. Ends with one running server. */
export async function runKillLoop(rounds: number, sentBeforeKill: number): Promise<KillLoop> {
  const dataDir = makeDataDir();
  const promised: Promised[] = [];
  const unanswered: KillLoop["unanswered"] = [];
  for (let round = 0; round < rounds; round++) {
    const server = await startServer({ dataDir });
    let isOver = false;
    let received = 0;
    const senders = Array.from({ length: 8 }, async (_, sender) => {
      while (!isOver) {
        const key = randomUUID();
        const description = `round ${round}, ${key}`;
        try {
          const answer = await submit(server.url, key, description, `10.${round}.${sender}.${received % 250}`);
          promised.push({ key, description, ...answer });
          received++;
        } catch {
          unanswered.push({ key, description });
        }
      }
    });
    while (received < sentBeforeKill) await sleep(5);
    // The group of web and worker, and the database server, which has a group of its own.
    const database = server.databasePid();
    process.kill(-(server.process.pid ?? 0), "SIGKILL");
    if (database) process.kill(database, "SIGKILL");
    isOver = true;
    await Promise.all(senders);
  }
  return { promised, unanswered, server: await startServer({ dataDir }) };
}

/** @throws when no whole 201 came back. */
export async function submit(
  url: string,
  key: string,
  description: string,
  source: string,
): Promise<{ reference: string; receipt: string }> {
  const response = await fetch(`${url}/api/v1/reports`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key, "x-forwarded-for": source },
    body: JSON.stringify({ description, language: "en" }),
  });
  if (response.status !== 201) throw new Error(`answered ${response.status}`);
  const { reference, receipt } = (await response.json()) as { reference: string; receipt: string };
  return { reference, receipt };
}

/** The report's words, opened with a receipt over the API. */
export async function readByReceipt(url: string, receipt: string, source: string): Promise<unknown> {
  const opened = await fetch(`${url}/api/v1/receipts/open`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": source },
    body: JSON.stringify({ receipt }),
  });
  if (opened.status !== 200) return `open answered ${opened.status}`;
  const { token } = (await opened.json()) as { token: string };
  const view = await fetch(`${url}/api/v1/receipts/report`, { headers: { "receipt-token": token } });
  const { reference, description } = (await view.json()) as { reference: string; description: string };
  return { reference, description };
}
