// The whole installation as a person starts it: `toguna serve` in a process group of its own, on free ports, with a data folder of its own.
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface RunningServer {
  url: string;
  smtpPort: number;
  dataDir: string;
  process: ChildProcess;
  /** Everything it has printed so far. */
  output(): string;
  /** The address that enrols the first administrator, as printed. */
  setupLink(): string | undefined;
  /** SIGTERM; resolves with the exit code when it has ended. */
  stop(): Promise<number | null>;
  /** Pids of the worker and of the database server. */
  workerPid(): number | undefined;
  databasePid(): number | undefined;
}

/** A folder that every user may pass through, as a data folder in a home is not. */
export function makeDataDir(): string {
  const folder = mkdtempSync(join(tmpdir(), "toguna-run-"));
  chmodSync(folder, 0o755);
  return join(folder, "data");
}

export async function freePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}

export interface ServerOptions {
  /** Where the house stands that is started; this one unless it is told. */
  root?: string;
  dataDir?: string;
  env?: Record<string, string>;
  args?: string[];
  withinMs?: number;
  /** Runs it as another user. */
  as?: { uid: number; gid: number };
  /** Ready when it has printed this, instead of when http answers. */
  readyWhen?: string;
}

/** Starts and waits until it answers, at most a minute. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const dataDir = options.dataDir ?? makeDataDir();
  const port = await freePort();
  const smtpPort = await freePort();
  const env = { ...process.env, PORT: String(port), SMTP_PORT: String(smtpPort), LOG_LEVEL: "warn", ...options.env };
  const child = spawn(process.execPath, ["backend/cli.ts", "serve", "--data", dataDir, ...(options.args ?? [])], {
    env,
    ...(options.root === undefined ? {} : { cwd: options.root }),
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...options.as,
  });
  let output = "";
  child.stdout.on("data", (chunk) => void (output += String(chunk)));
  child.stderr.on("data", (chunk) => void (output += String(chunk)));
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  const url = `http://localhost:${port}`;
  const until = Date.now() + (options.withinMs ?? 60_000);
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the server ended at once (${child.exitCode}):\n${output}`);
    if (options.readyWhen !== undefined) {
      if (output.includes(options.readyWhen)) break;
    } else if (output.includes("ready after") && (await fetch(`${url}/healthz`).catch(() => undefined))?.ok) break;
    if (Date.now() > until) throw new Error(`the server did not answer within a minute:\n${output}`);
    await sleep(50);
  }
  return {
    url,
    smtpPort,
    dataDir,
    process: child,
    output: () => output,
    setupLink: () => /https?:\/\/\S+\/enrol#\S+/.exec(output)?.[0],
    stop: async () => {
      child.kill("SIGTERM");
      return await ended;
    },
    workerPid: () => findProcess((command) => command.includes("worker.ts") && command.includes(dataDir)),
    databasePid: () =>
      findProcess((command) => command.includes("postgres") && command.includes(join(dataDir, "postgres", "cluster"))),
  };
}

/** The pid of a process by its command line; NULs are spaces. */
export function findProcess(isWanted: (command: string) => boolean): number | undefined {
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
      if (isWanted(command) && Number(name) !== process.pid) return Number(name);
    } catch {
      // Ended meanwhile.
    }
  }
  return undefined;
}

/** Waits until something is so, at most `withinMs`; returns what it became. */
export async function eventually<Value>(look: () => Value | Promise<Value>, withinMs = 20_000): Promise<Value> {
  const until = Date.now() + withinMs;
  for (;;) {
    const value = await look();
    if (value || Date.now() > until) return value;
    await sleep(50);
  }
}
