// A real database for a test file: one embedded server a run, a migrated template, a fresh copy for each caller.
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { afterAll } from "vitest";
import { connectDatabase, type Database, type DatabaseAddress, migrate } from "../../backend/platform/db/index.ts";
import { startEmbeddedServer } from "../../backend/platform/db/embedded/index.ts";
import { makeFixedClock, systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { type Actor, type Context, makeContext, type Services } from "../../backend/platform/context/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";
import { password as operatorPassword, startPostgres15, superuser } from "./postgres15.ts";

const password = "00".repeat(32);
const migrations = fileURLToPath(new URL("../../migrations", import.meta.url));
const template = "toguna_template";

type Server = Extract<DatabaseAddress, { socketDir: string }>;

/** Which server a test file's databases are on: the embedded one, or one PostgreSQL 15 for the file. */
export type TestServerKind = "embedded" | "postgres15";

let fileServer: Promise<Server> | undefined;

async function ensurePostgres15(): Promise<Server> {
  fileServer ??= (async () => {
    const server = await startPostgres15({ isOnSocket: true });
    afterAll(async () => await server.stop());
    const address = { socketDir: server.folder, user: superuser, password: operatorPassword, database: "postgres" };
    const sql = connect(address, "postgres");
    await sql.unsafe(`create database ${template}`);
    await sql.end();
    await migrate({ ...address, database: template }, migrations, password);
    return address;
  })();
  return await fileServer;
}

async function ensureServer(): Promise<Server> {
  const folder = process.env["TOGUNA_TEST_SERVER"];
  if (!folder) throw new Error("run tests with: vitest --config tests/vitest.config.ts");
  const lock = join(folder, "lock");
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  try {
    const server = await startEmbeddedServer({
      folder: join(folder, "server"),
      password,
      settings: { fsync: "off", max_connections: "200" },
    });
    if (!existsSync(join(folder, "template-ready"))) {
      const sql = connect(server.address, "postgres");
      await sql.unsafe(`create database ${template}`);
      await sql.end();
      await migrate({ ...server.address, database: template }, migrations, password);
      mkdirSync(join(folder, "template-ready"));
    }
    return server.address;
  } finally {
    rmSync(lock, { recursive: true });
  }
}

function connect(address: Server, database: string): postgres.Sql {
  return postgres({
    host: address.socketDir,
    user: address.user,
    password: address.password,
    database,
    max: 1,
    onnotice: () => {},
  });
}

export interface TestDatabase {
  /** As the application sees it: role toguna_app, under row-level security. */
  app: Database;
  /** As the owner, for looking at what was really written. */
  owner: postgres.Sql;
  ownerAddress: Server;
  appAddress: Server;
}

/** A fresh, migrated database, dropped after the file's tests. */
export async function makeTestDatabase(
  server = (process.env["TOGUNA_TEST_DATABASE"] ?? "embedded") as TestServerKind,
): Promise<TestDatabase> {
  const address = server === "postgres15" ? await ensurePostgres15() : await ensureServer();
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = connect(address, "postgres");
  await admin.unsafe(`create database ${name} template ${template}`);
  await admin.end();
  const ownerAddress = { ...address, database: name };
  const appAddress = { ...ownerAddress, user: "toguna_app", password };
  const owner = connect(address, name);
  const app = connectDatabase(appAddress, { max: 12 });
  afterAll(async () => {
    await app.close();
    await owner.end();
    const last = connect(address, "postgres");
    await last.unsafe(`drop database if exists ${name} with (force)`);
    await last.end();
  });
  return { app, owner, ownerAddress, appAddress };
}

export interface TestWorld extends TestDatabase {
  services: Services;
  dataDir: string;
  clock: ReturnType<typeof makeFixedClock> | typeof systemClock;
  context(actor: Actor): Context;
}

/** A database, an empty data folder and the services over them. `startAt` fixes the clock; `server` is embedded unless TOGUNA_TEST_DATABASE says otherwise. */
export async function makeTestWorld(
  options: { startAt?: Date; env?: Record<string, string>; server?: TestServerKind } = {},
): Promise<TestWorld> {
  const database = await makeTestDatabase(options.server);
  const dataDir = mkdtempSync(join(tmpdir(), "toguna-data-"));
  afterAll(() => rmSync(dataDir, { recursive: true, force: true }));
  const clock = options.startAt ? makeFixedClock(options.startAt) : systemClock;
  const services: Services = {
    config: parseConfig(options.env ?? {}, { dataDir }),
    clock,
    db: database.app,
    objects: openObjectStore(dataDir),
    secrets: openSecrets(dataDir),
    log: silentLog,
  };
  return {
    ...database,
    services,
    dataDir,
    clock,
    context: (actor) => makeContext(services, actor, randomBytes(8).toString("hex")),
  };
}
