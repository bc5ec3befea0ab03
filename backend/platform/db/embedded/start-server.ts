// Starts the embedded PostgreSQL 18 on a unix socket only; adopts a server that a killed process left behind, or cleans up after it.
import { type ChildProcess, spawn } from "node:child_process";
import { chownSync, existsSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import type { DatabaseAddress } from "../connect.ts";
import { findBinaries, mendLinks } from "./binaries.ts";
import { makeFolder, makeSocketDir } from "./make-folders.ts";
import { chooseServerOwner, type ServerOwner } from "./owner.ts";

export interface EmbeddedServer {
  address: Extract<DatabaseAddress, { socketDir: string }>;
  pid: number;
  /** Whether it was already running, left by a process that was killed. */
  wasAdopted: boolean;
  /** Fast shutdown: open transactions are rolled back, data is flushed. */
  stop(): Promise<void>;
  /** Resolves when the server ends by itself. */
  ended: Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder that holds the cluster (`cluster/`) and its log; every parent must be open to the server's user. */
  folder: string;
  /** Superuser password, hexadecimal. */
  password: string;
  binariesHome?: string;
  settings?: Record<string, string>;
  /** Told before a new cluster is made, which takes seconds. */
  onInitialise?: () => void;
  /** Ends the making of a cluster, and the waiting for a server. */
  asked?: AbortSignal;
}

const superuser = "toguna_owner";

export async function startEmbeddedServer(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const home = options.binariesHome ?? findBinaries().home;
  mendLinks(home);
  const owner = chooseServerOwner(options.folder);
  const cluster = join(options.folder, "cluster");
  const socketDir = makeSocketDir(cluster, owner);
  makeFolder(options.folder, owner);
  const address = { socketDir, user: superuser, password: options.password, database: "toguna" };
  const running = readRunning(cluster);
  if (running !== undefined && (await answers(address, 3_000))) return adopted(address, running, cluster);
  if (running !== undefined) await endOrphan(running);
  if (!existsSync(join(cluster, "PG_VERSION"))) {
    options.onInitialise?.();
    await initialise(home, options, cluster, owner);
  }
  const server = await launchUntilReady(home, cluster, address, options, owner);
  const ended = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  return { address, pid: server.pid ?? 0, wasAdopted: false, ended, stop: () => stopProcess(server.pid ?? 0, ended) };
}

// After kill -9 of a server, its children hold the shared memory for a moment: a launch that ends at once is tried again.
async function launchUntilReady(
  home: string,
  cluster: string,
  address: EmbeddedServer["address"],
  options: EmbeddedOptions,
  owner: ServerOwner | undefined,
): Promise<ChildProcess> {
  const until = Date.now() + 20_000;
  for (;;) {
    options.asked?.throwIfAborted();
    rmSync(join(cluster, "postmaster.pid"), { force: true });
    const server = launch(home, cluster, address.socketDir, options, owner);
    try {
      await waitUntilReady(address, server, options.folder);
      return server;
    } catch (error) {
      if (Date.now() > until || !mayPass(error)) throw error;
      await sleep(250);
    }
  }
}

/** The pid in postmaster.pid when that process is a postgres of this cluster: a recycled pid is not. */
function readRunning(cluster: string): number | undefined {
  const file = join(cluster, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const pid = Number(readFileSync(file, "utf8").split("\n")[0]);
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return command.includes(cluster) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function environment(home: string): Record<string, string> {
  return { LD_LIBRARY_PATH: join(home, "lib"), PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

function asOwner(owner: ServerOwner | undefined): { uid?: number; gid?: number } {
  return owner ? { uid: owner.uid, gid: owner.gid } : {};
}

// Into a draft folder first: a cluster exists whole or not at all.
async function initialise(
  home: string,
  options: EmbeddedOptions,
  cluster: string,
  owner: ServerOwner | undefined,
): Promise<void> {
  const draft = `${cluster}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const passwordFile = join(options.folder, ".password");
  writeFileSync(passwordFile, options.password, { mode: 0o600 });
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  try {
    const args = [
      "-D",
      draft,
      "-U",
      superuser,
      "--pwfile",
      passwordFile,
      "-A",
      "scram-sha-256",
      "-E",
      "UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--data-checksums",
      "--no-instructions",
    ];
    const child = spawn(join(home, "bin", "initdb"), args, {
      env: environment(home),
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
      ...(options.asked ? { signal: options.asked } : {}),
      ...asOwner(owner),
    });
    let output = "";
    child.stdout.on("data", (chunk) => void (output += String(chunk)));
    child.stderr.on("data", (chunk) => void (output += String(chunk)));
    const code = await exitOf(child);
    options.asked?.throwIfAborted();
    if (code !== 0) throw new Error(`initdb ended with ${code}: ${output.trim().split("\n").slice(-4).join(" ")}`);
    renameSync(draft, cluster);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function launch(
  home: string,
  cluster: string,
  socketDir: string,
  options: EmbeddedOptions,
  owner: ServerOwner | undefined,
): ChildProcess {
  const settings: Record<string, string> = {
    listen_addresses: "",
    unix_socket_directories: socketDir,
    unix_socket_permissions: "0700",
    max_connections: "60",
    shared_buffers: "128MB",
    timezone: "UTC",
    log_min_messages: "warning",
    ...options.settings,
  };
  const log = openSync(join(options.folder, "postgres.log"), "a", 0o600);
  const args = ["-D", cluster, ...Object.entries(settings).flatMap(([key, value]) => ["-c", `${key}=${value}`])];
  // Its own process group: Ctrl-C in the terminal reaches us, and we end it in order.
  const child = spawn(join(home, "bin", "postgres"), args, {
    env: environment(home),
    cwd: "/",
    detached: true,
    stdio: ["ignore", log, log],
    ...asOwner(owner),
  });
  child.on("error", () => {});
  child.unref();
  return child;
}

async function answers(
  address: EmbeddedServer["address"],
  withinMs: number,
  isOver: () => boolean = () => false,
): Promise<boolean> {
  const until = Date.now() + withinMs;
  do {
    const sql = postgres({
      host: address.socketDir,
      user: address.user,
      password: address.password,
      database: "postgres",
      max: 1,
      onnotice: () => {},
      connect_timeout: 2,
    });
    try {
      await sql`select 1`;
      const [found] = await sql`select 1 from pg_database where datname = ${address.database}`;
      if (!found) await sql.unsafe(`create database ${address.database}`);
      return true;
    } catch {
      await sleep(25);
    } finally {
      await sql.end({ timeout: 1 });
    }
  } while (Date.now() < until && !isOver());
  return false;
}

async function waitUntilReady(address: EmbeddedServer["address"], server: ChildProcess, folder: string): Promise<void> {
  let exit: number | string | undefined;
  void exitOf(server).then((code) => (exit = code));
  const isReady = await answers(address, 60_000, () => exit !== undefined);
  if (isReady) return;
  const log = join(folder, "postgres.log");
  const what = exit === undefined ? "did not answer within 60 s" : `ended at once (${exit})`;
  throw new Error(`the database server ${what}; its log is ${log}\n${lastWords(log)}`);
}

// What another try mends: memory or a lock that a killed server's children still hold. Other last words stay what they are.
function mayPass(error: unknown): boolean {
  const words = error instanceof Error ? error.message : "";
  return !words.includes("FATAL:") || /shared memory|lock file/.test(words);
}

/** The last lines of the server's own log. */
function lastWords(log: string): string {
  const lines = readFileSync(log, "utf8").trim().split("\n").slice(-3);
  return lines.map((line) => `  ${line}`).join("\n");
}

function adopted(address: EmbeddedServer["address"], pid: number, cluster: string): EmbeddedServer {
  const ended = (async () => {
    while (readRunning(cluster) === pid) await sleep(500, undefined, { ref: false });
  })();
  return { address, pid, wasAdopted: true, ended, stop: () => stopProcess(pid, ended) };
}

async function endOrphan(pid: number): Promise<void> {
  await stopProcess(
    pid,
    (async () => {
      while (isAlive(pid)) await sleep(50);
    })(),
  );
}

async function stopProcess(pid: number, ended: Promise<void>): Promise<void> {
  signal(pid, "SIGINT");
  if (await endsWithin(ended, 2_000)) return;
  signal(pid, "SIGQUIT");
  if (await endsWithin(ended, 5_000)) return;
  signal(pid, "SIGKILL");
}

// The timer keeps this process alive meanwhile: the server itself is not attached to it.
async function endsWithin(ended: Promise<void>, withinMs: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(withinMs, false, { signal: timer.signal }).catch(() => false);
  const isEnded = await Promise.race([ended.then(() => true), late]);
  timer.abort();
  return isEnded;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    if (pid > 1) process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

function exitOf(child: ChildProcess): Promise<number | string> {
  return new Promise((resolve) => {
    child.once("exit", (code, name) => resolve(code ?? name ?? "unknown"));
    child.once("error", (error) => resolve(error.message));
  });
}
