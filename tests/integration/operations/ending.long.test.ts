// Ending: Ctrl-C in a terminal, SIGTERM to `npm start`, to its group and to the server alone, while it runs and while it is still starting. Nothing is left behind.
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { eventually, freePort, makeDataDir } from "../../support/server.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** What is promised is 3 s on a quiet machine; the printed figure is for the reader. */
const allowedMs = 10_000;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  dataDir: string;
  output(): string;
}

async function start(command: [string, ...string[]]): Promise<Started> {
  const dataDir = makeDataDir();
  folders.push(dirname(dataDir));
  const env = {
    ...process.env,
    PORT: String(await freePort()),
    SMTP_PORT: String(await freePort()),
    LOG_LEVEL: "warn",
  };
  const [program, ...args] = command;
  const child = spawn(program, [...args, "--data", dataDir], {
    cwd: root,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => void (output += String(chunk)));
  child.stderr.on("data", (chunk) => void (output += String(chunk)));
  return { child, dataDir, output: () => output };
}

/** Every process that names the data folder: npm, start.mjs, server, worker, database. Its descendants by other names end with these. */
function processesOf(dataDir: string): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return command.includes(dataDir) ? [`${name} ${command}`] : [];
      } catch {
        return [];
      }
    });
}

async function expectEnded(started: Started, title: string): Promise<void> {
  const since = Date.now();
  await eventually(() => processesOf(started.dataDir).length === 0, allowedMs);
  process.stdout.write(`${title}: all ended after ${Date.now() - since} ms\n`);
  const left = processesOf(started.dataDir);
  for (const one of left) process.kill(Number(one.split(" ")[0]), "SIGKILL");
  expect(left).toEqual([]);
}

const npm: [string, ...string[]] = ["npm", "start", "--"];
const direct: [string, ...string[]] = [process.execPath, "backend/cli.ts", "serve"];
const ways: [string, [string, ...string[]], NodeJS.Signals, "group" | "process"][] = [
  ["Ctrl-C in the terminal of npm start", npm, "SIGINT", "group"],
  ["SIGTERM to npm start alone", npm, "SIGTERM", "process"],
  ["SIGTERM to the group of npm start", npm, "SIGTERM", "group"],
  ["Ctrl-C in the terminal of toguna serve", direct, "SIGINT", "group"],
];

test.each(ways)(
  "%s ends web, worker and database",
  async (title, command, signal, target) => {
    const started = await start(command);
    const isReady = await eventually(() => started.output().includes("set up the first administrator"), 120_000);
    expect(isReady ? "" : started.output()).toBe("");
    await eventually(() => processesOf(started.dataDir).some((one) => one.includes("worker.ts")));
    expect(processesOf(started.dataDir).length).toBeGreaterThanOrEqual(3);
    process.kill(target === "group" ? -started.child.pid! : started.child.pid!, signal);
    await expectEnded(started, title);
    expect(started.output()).toContain("ending …");
    expect(started.output()).not.toMatch(/\n\s+at /);
  },
  180_000,
);

test.each([0, 400, 1200, 2500])(
  "asked to end %i ms after the database is begun, it ends without being ready, and the next start is whole",
  async (afterMs) => {
    const started = await start(direct);
    expect(await eventually(() => started.output().includes("making the database"), 60_000)).toBe(true);
    await sleep(afterMs);
    const exit = new Promise<number | null>((resolve) => started.child.once("exit", resolve));
    started.child.kill("SIGTERM");
    await expectEnded(started, `SIGTERM after ${afterMs} ms`);
    expect(await exit).toBe(0);
    const again = spawn(process.execPath, ["backend/cli.ts", "migrate", "--data", started.dataDir], { cwd: root });
    let said = "";
    again.stdout.on("data", (chunk) => void (said += String(chunk)));
    again.stderr.on("data", (chunk) => void (said += String(chunk)));
    const code = await new Promise<number | null>((resolve) => again.once("exit", resolve));
    expect([code, said]).toEqual([0, expect.stringContaining("up to date")]);
  },
  120_000,
);
