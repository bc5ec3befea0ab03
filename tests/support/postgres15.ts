// A PostgreSQL 15 of the machine (Debian's binaries), as an operator would have one: its own cluster in a temporary folder, on loopback, run by an unprivileged user.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { freePort } from "./server.ts";

const binaries = "/usr/lib/postgresql/15/bin";

/** Whether this machine has it; where not, the tests that need it are skipped, and this line says so. */
export const hasPostgres15 = existsSync(join(binaries, "postgres"));
if (!hasPostgres15)
  process.stderr.write(`PostgreSQL 15 is not installed (${binaries}): what runs on a second server is skipped\n`);

export interface Postgres15 {
  port: number;
  folder: string;
  /** The superuser's address of a database. */
  url(database: string): string;
  /** Makes an empty database whose owner is no superuser, and returns that owner's address. */
  makeDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
}

export const superuser = "operator";
export const password = "0f".repeat(16);

/**
 * `isOnSocket`: on a unix socket in its folder, port 5432, and nowhere else; otherwise on a free port of the loopback.
 * @throws when the server does not come up within half a minute; the end of its log is in the message.
 */
export async function startPostgres15(options: { isOnSocket?: boolean } = {}): Promise<Postgres15> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-pg15-"));
  const who = process.getuid?.() === 0 ? idsOf("nobody") : undefined;
  chmodSync(folder, 0o755);
  if (who) chownSync(folder, who.uid, who.gid);
  const as = who ?? {};
  const cluster = join(folder, "cluster");
  const passwordFile = join(folder, "password");
  writeFileSync(passwordFile, password);
  const made = spawnSync(
    join(binaries, "initdb"),
    [
      "-D",
      cluster,
      "-U",
      superuser,
      "-A",
      "scram-sha-256",
      "--pwfile",
      passwordFile,
      "-E",
      "UTF8",
      "--locale=C.UTF-8",
      "--no-sync",
    ],
    { ...as, cwd: "/", encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(`initdb of PostgreSQL 15 failed: ${made.stderr}`);
  const port = options.isOnSocket ? 5432 : await freePort();
  const log = openSync(join(folder, "log"), "a");
  const where = options.isOnSocket
    ? ["listen_addresses=", `unix_socket_directories=${folder}`]
    : ["listen_addresses=127.0.0.1", "unix_socket_directories="];
  const settings = [`port=${port}`, "fsync=off", "max_connections=100", ...where];
  const args = ["-D", cluster, ...settings.flatMap((setting) => ["-c", setting])];
  const child = spawn(join(binaries, "postgres"), args, { ...as, cwd: "/", stdio: ["ignore", log, log] });
  const url = (database: string): string => `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`;
  const admin = {
    host: options.isOnSocket ? folder : "127.0.0.1",
    port,
    user: superuser,
    password,
    database: "postgres",
    max: 1,
    connect_timeout: 2,
    onnotice: () => {},
  };
  await waitUntilReady(admin, child, join(folder, "log"));
  return {
    port,
    folder,
    url,
    makeDatabase: async (name) => {
      const sql = postgres(admin);
      const [known] = await sql`select 1 from pg_roles where rolname = 'keeper'`;
      if (!known) await sql.unsafe(`create role keeper login createrole password '${password}'`);
      await sql.unsafe(`create database ${name} owner keeper`);
      await sql.end();
      return `postgres://keeper:${password}@127.0.0.1:${port}/${name}`;
    },
    stop: async () => {
      const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
      if (child.exitCode === null && child.signalCode === null) {
        child.kill("SIGINT");
        await ended;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An unprivileged user by its passwd entry. */
export function idsOf(name: string): { uid: number; gid: number } {
  const fields = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .find((entry) => entry[0] === name);
  if (!fields) throw new Error(`there is no user ${name}`);
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

async function waitUntilReady(admin: Parameters<typeof postgres>[1], child: ChildProcess, log: string): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const sql = postgres(admin);
    try {
      await sql`select 1`;
      return;
    } catch (error) {
      if (child.exitCode !== null || Date.now() > until)
        throw new Error(`PostgreSQL 15 does not answer: ${readFileSync(log, "utf8").slice(-500)}`, { cause: error });
      await sleep(50);
    } finally {
      await sql.end({ timeout: 1 });
    }
  }
}
