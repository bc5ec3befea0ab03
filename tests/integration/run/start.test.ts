// The one command: it starts, watches over its parts, survives kill -9 of any of them, says what is wrong, and ends in order.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { parseConfig } from "../../../backend/platform/config/index.ts";
import { connectDatabase } from "../../../backend/platform/db/index.ts";
import { findDatabase } from "../../../backend/platform/run/index.ts";
import { openSecrets } from "../../../backend/platform/secrets/index.ts";
import { eventually, findProcess, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";

const running: RunningServer[] = [];
afterAll(async () => {
  for (const server of running) if (server.process.exitCode === null) await server.stop();
  for (const server of running) {
    const pid = server.databasePid();
    if (pid) process.kill(pid, "SIGINT");
  }
});

async function start(options: Parameters<typeof startServer>[0] = {}): Promise<RunningServer> {
  const server = await startServer(options);
  running.push(server);
  return server;
}

async function report(server: RunningServer, key: string): Promise<{ receipt: string; reference: string }> {
  const answer = await fetch(`${server.url}/api/v1/reports`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ description: `Message suspect hxxp://pay[.]example/${key}`, language: "fr" }),
  });
  expect(answer.status).toBe(201);
  return (await answer.json()) as { receipt: string; reference: string };
}

test("it prints where each room is and a set-up link, keeps its secrets to itself, and ends in order at SIGTERM", async () => {
  const server = await start();
  expect(await eventually(() => server.output().includes(`portal   ${server.url}/`))).toBe(true);
  expect(await eventually(() => server.setupLink())).toContain("/desk/enrol#");
  expect(statSync(join(server.dataDir, "secrets")).mode & 0o777).toBe(0o700);
  expect(statSync(join(server.dataDir, "secrets", "database-owner")).mode & 0o777).toBe(0o600);
  expect((await fetch(server.url.replace("localhost", "127.0.0.1"))).status).toBe(200);
  expect(await eventually(() => server.workerPid())).toBeGreaterThan(0);
  expect(await server.stop()).toBe(0);
  expect(server.workerPid()).toBeUndefined();
  expect(server.databasePid()).toBeUndefined();
});

test("after kill -9 of everything at once, the next start gives the same receipt to the same key", async () => {
  const first = await start();
  const before = await report(first, "kill-all");
  const pids = [first.process.pid, await eventually(() => first.workerPid()), first.databasePid()];
  for (const pid of pids) if (pid) process.kill(pid, "SIGKILL");
  const second = await start({ dataDir: first.dataDir });
  expect(await report(second, "kill-all")).toEqual(before);
  await second.stop();
});

test("after kill -9 of the main process its worker ends, and the next start adopts the database that was left", async () => {
  const first = await start();
  await eventually(() => first.workerPid());
  first.process.kill("SIGKILL");
  expect(await eventually(() => first.workerPid() === undefined)).toBe(true);
  const orphan = first.databasePid();
  expect(orphan).toBeGreaterThan(0);
  const second = await start({ dataDir: first.dataDir });
  expect(second.output()).toContain("adopted");
  expect(second.databasePid()).toBe(orphan);
  await second.stop();
  expect(second.databasePid()).toBeUndefined();
});

test("a worker or a database server that is killed is started again while the web goes on; what the worker had begun is done by the next", async () => {
  const server = await start();
  const worker = (await eventually(() => server.workerPid())) ?? 0;
  const config = parseConfig({}, { dataDir: server.dataDir });
  const owner = connectDatabase(findDatabase(config, openSecrets(server.dataDir)).owner, { max: 2, name: "test" });
  const jobs = async () =>
    await owner.sql<{ lockedBy: string | null }[]>`
      select locked_by as "lockedBy" from graphile_worker.jobs where task_identifier = 'coordination.crisis_clock' and key = 'held'`;
  const held = await owner.sql.reserve();
  // The job stands in the middle of its work when its worker is killed.
  await held`begin`;
  await held`lock table crises in access exclusive mode`;
  await owner.sql`select graphile_worker.add_job('coordination.crisis_clock', job_key => 'held')`;
  expect(await eventually(async () => typeof (await jobs())[0]?.lockedBy === "string", 60_000)).toBe(true);
  process.kill(worker, "SIGKILL");
  expect(await eventually(() => server.workerPid() !== undefined && server.workerPid() !== worker)).toBe(true);
  await held`rollback`;
  held.release();
  expect(await eventually(async () => (await jobs()).length === 0, 60_000)).toBe(true);
  await owner.close();
  const database = server.databasePid() ?? 0;
  process.kill(database, "SIGKILL");
  expect(await eventually(() => server.databasePid() !== undefined && server.databasePid() !== database)).toBe(true);
  expect(await eventually(async () => (await fetch(`${server.url}/healthz`).catch(() => undefined))?.ok)).toBe(true);
  await report(server, "after-crash");
  await server.stop();
});

test("a second server on the same data folder is refused in words, and the first is not disturbed", async () => {
  const server = await start();
  const second = spawnSync(process.execPath, ["backend/cli.ts", "serve", "--data", server.dataDir], {
    encoding: "utf8",
    env: { ...process.env, PORT: "0" },
  });
  expect(second.status).toBe(1);
  expect(second.stderr).toContain(`uses the data folder ${server.dataDir}`);
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  await server.stop();
});

test("wrong configuration stops the start with the whole list", () => {
  const env = { ...process.env, PORT: "eighty", DATABASE_URL: "mysql://x", TLS_CERT: "/a", LOG_LEVEL: "loud" };
  const ended = spawnSync(process.execPath, ["backend/cli.ts", "serve", "--data", makeDataDir()], {
    encoding: "utf8",
    env,
  });
  expect(ended.status).toBe(1);
  for (const name of ["PORT", "DATABASE_URL", "TLS_KEY", "LOG_LEVEL"]) expect(ended.stderr).toContain(name);
});

test.skipIf(process.getuid?.() !== 0)(
  "under a home that others cannot enter, the database goes to /var/lib/toguna, linked and said",
  async () => {
    const home = mkdtempSync(join(tmpdir(), "toguna-home-"));
    const server = await start({ dataDir: join(home, "data") });
    expect(server.output()).toMatch(/\/var\/lib\/toguna\/[0-9a-f]{12}/);
    await report(server, "sheltered");
    await server.stop();
    const shelter = /\/var\/lib\/toguna\/[0-9a-f]{12}/.exec(server.output())?.[0] ?? "";
    expect(existsSync(join(shelter, "postgres", "cluster", "PG_VERSION"))).toBe(true);
    rmSync(shelter, { recursive: true, force: true });
  },
);

test("no process of these tests is left when they have ended", async () => {
  for (const server of running)
    if (server.process.exitCode === null && server.process.signalCode === null) await server.stop();
  for (const server of running)
    expect(findProcess((command) => command.includes(server.dataDir) && command.includes("cli.ts"))).toBeUndefined();
});

test("a port that another program has is told before anything is made", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const port = String((other.address() as AddressInfo).port);
  const dataDir = makeDataDir();
  const ended = spawnSync(process.execPath, ["backend/cli.ts", "serve", "--demo", "--data", dataDir], {
    env: { ...process.env, PORT: port, SMTP_PORT: "0" },
    encoding: "utf8",
    timeout: 60_000,
  });
  other.close();
  expect(ended.status).toBe(1);
  expect(ended.stderr + ended.stdout).toContain(`port ${port} is in use by another program`);
  expect(existsSync(join(dataDir, "database"))).toBe(false);
});
