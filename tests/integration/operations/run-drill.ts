// The backup drill as an operator does it: reports with files, a backup under load while jobs wait, verify, stop, wipe, restore, start, compare.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import { runToguna } from "../../support/run-toguna.ts";
import { eventually, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";
import { stopWorkerAtRest } from "../../support/stop-worker.ts";
import { readByReceipt, submit } from "../intake/kill-loop.ts";

export interface Drill {
  /** Environment of the installation that is backed up, and of the one that it is restored into. */
  from: Record<string, string>;
  to: Record<string, string>;
}

export interface Drilled {
  folder: string;
  backup: string;
  keyFile: string;
  /** The restored installation, stopped. */
  dataDir: string;
}

interface Known {
  reference: string;
  receipt: string;
  description: string;
}

/** Ends with the restored installation stopped; its files stay for further tests. */
export async function runDrill({ from, to }: Drill): Promise<Drilled> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-drill-"));
  const backup = join(folder, "backup.age");
  const keyFile = join(folder, "key");
  const made = await runToguna(["backup", "--make-key", keyFile]);
  expect(made).toMatchObject({ code: 0 });
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  const recipient = /age1\w+/.exec(made.stdout)?.[0] ?? "";

  const first = await startServer({ env: from });
  const known = [...(await sendWithFiles(first, "done", 2))];
  for (const one of known) await eventually(async () => (await statusOf(first.url, one)) === "triaged", 60_000);
  // A worker that stands still leaves its jobs waiting, and goes on being there.
  await stopWorkerAtRest(first, from);
  const waiting = await sendWithFiles(first, "waiting", 3);
  known.push(...waiting);
  const load = startLoad(first.url);
  await sleep(300);
  const givenBefore = [...load.given];
  const taken = await runToguna(["backup", backup, "--recipient", recipient, "--data", first.dataDir], { env: from });
  const givenMeanwhile = load.given.length - givenBefore.length;
  await load.stop();
  expect(taken).toMatchObject({ code: 0, stderr: "" });
  expect(taken.stdout).toMatch(/backed up \d+ tables and \d+ files/);
  expect(givenMeanwhile).toBeGreaterThan(0);
  known.push(...givenBefore);
  const files = hashFiles(first.dataDir);
  expect(await first.stop()).toBe(0);
  expect(await runToguna(["verify", backup, "--identity", keyFile])).toMatchObject({ code: 0 });
  rmSync(dirname(first.dataDir), { recursive: true });

  const dataDir = makeDataDir();
  const restored = await runToguna(["restore", backup, "--identity", keyFile, "--data", dataDir], { env: to });
  expect(restored).toMatchObject({ code: 0 });
  expect(hashFiles(dataDir)).toEqual(files);
  const second = await startServer({ dataDir, env: to });
  for (const [index, one] of known.entries()) {
    const { reference, description } = one;
    expect(await readByReceipt(second.url, one.receipt, `10.9.${index >> 8}.${index & 255}`)).toEqual({
      reference,
      description,
    });
  }
  for (const one of waiting)
    expect(await eventually(async () => (await statusOf(second.url, one)) === "triaged", 60_000)).toBe(true);
  // The same key gives a report of its own, and its number follows the last one.
  const after = await submit(second.url, randomUUID(), "after the restore", "10.10.0.1");
  expect(known.map((one) => one.reference)).not.toContain(after.reference);
  const log = join(folder, `log-${randomUUID()}.jsonl`);
  expect(await runToguna(["log", "export", log, "--data", dataDir], { env: to })).toMatchObject({ code: 0 });
  expect(await runToguna(["log", "verify", log])).toMatchObject({ code: 0, stdout: expect.stringContaining("good") });
  expect(readFileSync(log, "utf8")).toContain(known[0]!.reference);
  expect(await second.stop()).toBe(0);
  return { folder, backup, keyFile, dataDir };
}

async function sendWithFiles(server: RunningServer, kind: string, count: number): Promise<Known[]> {
  const sent: Known[] = [];
  for (let index = 0; index < count; index++) {
    const description = `${kind} ${index}: hxxp://pay[.]example/é ӨҮ \\ \t ${randomUUID()}`;
    const form = new FormData();
    form.append("description", description);
    form.append("files", new Blob([randomBytes(1_500_000 + index)]), `дүн ${index}.bin`);
    const headers = { "x-forwarded-for": `10.8.${kind.length}.${index}` };
    const answer = await fetch(`${server.url}/api/v1/reports`, { method: "POST", body: form, headers });
    expect(answer.status).toBe(201);
    sent.push({ ...((await answer.json()) as { reference: string; receipt: string }), description });
  }
  return sent;
}

function startLoad(url: string): { given: Known[]; stop(): Promise<void> } {
  const given: Known[] = [];
  let isOver = false;
  const senders = Array.from({ length: 4 }, async (_, sender) => {
    for (let number = 0; !isOver; number++) {
      const description = `under load ${sender} ${number}`;
      const answer = await submit(url, randomUUID(), description, `10.${sender + 1}.${number >> 8}.${number & 255}`);
      given.push({ ...answer, description });
      await sleep(20);
    }
  });
  return {
    given,
    stop: async () => {
      isOver = true;
      await Promise.all(senders);
    },
  };
}

async function statusOf(url: string, { receipt }: Known): Promise<string | undefined> {
  const opened = await fetch(`${url}/api/v1/receipts/open`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ receipt }),
  });
  const { token } = (await opened.json()) as { token: string };
  const view = await fetch(`${url}/api/v1/receipts/report`, { headers: { "receipt-token": token } });
  return ((await view.json()) as { status?: string }).status;
}

/** SHA-256 of every stored file, by its path under objects/. */
function hashFiles(dataDir: string): Record<string, string> {
  const root = join(dataDir, "objects");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    statSync(join(root, name)).isFile(),
  );
  return Object.fromEntries(
    names.sort().map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(root, name)))
        .digest("hex"),
    ]),
  );
}
