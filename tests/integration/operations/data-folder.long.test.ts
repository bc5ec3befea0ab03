// The data folder: one server at a time, whatever a killed one left; data of a newer or changed Toguna is refused with what to do; no stranger's folder is used.
import { mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { dirname, join } from "node:path";
import type postgres from "postgres";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withOwnerDatabase } from "../../../backend/platform/run/index.ts";
import { parseConfig } from "../../../backend/platform/config/index.ts";
import { connectDatabase } from "../../../backend/platform/db/index.ts";
import { openSecrets } from "../../../backend/platform/secrets/index.ts";
import { runToguna } from "../../support/run-toguna.ts";
import { eventually, makeDataDir, startServer } from "../../support/server.ts";

// Each test starts several processes; a machine with other work takes its time.
vi.setConfig({ testTimeout: 180_000 });

const dataDir = makeDataDir();
beforeAll(async () => {
  const made = await runToguna(["migrate", "--data", dataDir]);
  if (made.code !== 0) throw new Error(made.stderr);
});
afterAll(() => rmSync(dirname(dataDir), { recursive: true }));

const serve = async (folder = dataDir) => await runToguna(["serve", "--data", folder], { env: { PORT: "0" } });

/** Changes the list of applied migrations as its owner, on the stopped installation. */
async function withMigrations(change: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const config = parseConfig({}, { dataDir });
  await withOwnerDatabase(
    config,
    openSecrets(dataDir),
    () => {},
    async (owner) => {
      const db = connectDatabase(owner, { max: 1 });
      try {
        await change(db.sql);
      } finally {
        await db.close();
      }
    },
  );
}

test("a second start beside a running one is refused, by name of the process, also on other ports; then the folder is free", async () => {
  const server = await startServer({ dataDir });
  const second = await serve();
  expect(second).toMatchObject({ code: 1 });
  expect(second.stderr).toContain(`another Toguna (process ${server.process.pid}) uses the data folder ${dataDir}`);
  expect(second.stderr).toContain("--data");
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await eventually(() => server.workerPid())).toBeGreaterThan(0);
  expect(await server.stop()).toBe(0);
  const third = await startServer({ dataDir });
  expect(await third.stop()).toBe(0);
});

test("a lock that a killed process left is taken over, also when its number now belongs to another process", async () => {
  const lock = join(dataDir, "run", "server.pid");
  for (const left of [`${process.pid} 1`, "1", "4194303 77", "", "nonsense"]) {
    writeFileSync(lock, left);
    const ended = await runToguna(["restore", "/nowhere", "--identity", "/nowhere", "--data", dataDir]);
    expect(ended.stderr).not.toContain("another Toguna");
  }
  writeFileSync(lock, `${process.pid} 1`);
  const server = await startServer({ dataDir });
  expect(readFileSync(lock, "utf8").split(" ")[0]).toBe(String(server.process.pid));
  expect(await server.stop()).toBe(0);
});

test("data of a newer Toguna is left alone, and the start says to update this clone", async () => {
  await withMigrations(
    async (sql) => await sql`insert into toguna_migrations (name, sha256) values ('0999_from_the_future.sql', 'x')`,
  );
  const ended = await serve();
  expect(ended).toMatchObject({ code: 1 });
  expect(ended.stderr).toMatch(
    /made by a newer Toguna \(migration 0999_from_the_future\.sql is unknown here\): update this clone/,
  );
  await withMigrations(async (sql) => await sql`delete from toguna_migrations where name = '0999_from_the_future.sql'`);
  expect(await runToguna(["migrate", "--data", dataDir])).toMatchObject({ code: 0 });
});

test("data made with another content of a migration is left alone, and the start says which one and what to do", async () => {
  await withMigrations(
    async (sql) => await sql`update toguna_migrations set sha256 = 'x' || sha256 where name like '0004%'`,
  );
  const ended = await serve();
  expect(ended).toMatchObject({ code: 1 });
  expect(ended.stderr).toMatch(/another content of migration 0004_intake\.sql.*restore a backup/);
  await withMigrations(
    async (sql) => await sql`update toguna_migrations set sha256 = substr(sha256, 2) where name like '0004%'`,
  );
  expect(await runToguna(["migrate", "--data", dataDir])).toMatchObject({ code: 0 });
});

test("a cluster of another PostgreSQL is told by the database's own last words", async () => {
  const file = join(dataDir, "postgres", "cluster", "PG_VERSION");
  const before = readFileSync(file, "utf8");
  writeFileSync(file, "14\n");
  try {
    const ended = await serve();
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringMatching(/initialized by PostgreSQL version 14/) });
  } finally {
    writeFileSync(file, before);
  }
});

test("where the socket's folder was made by somebody else, or is a link, the start refuses it and changes nothing there", async () => {
  const folder = makeDataDir();
  const digest = createHash("sha256")
    .update(join(folder, "postgres", "cluster"))
    .digest("hex")
    .slice(0, 12);
  const trap = `/tmp/toguna-${digest}`;
  const target = join(dirname(folder), "target");
  mkdirSync(target, { mode: 0o755 });
  symlinkSync(target, trap);
  try {
    const ended = await serve(folder);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(`${trap}, where the database listens`) });
    expect(statSync(target).mode & 0o777).toBe(0o755);
  } finally {
    rmSync(trap);
    rmSync(dirname(folder), { recursive: true });
  }
});
