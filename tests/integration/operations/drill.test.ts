// The backup drill on the embedded server, and every way in which a restore is refused.
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runToguna } from "../../support/run-toguna.ts";
import { makeDataDir, startServer } from "../../support/server.ts";
import { submit } from "../intake/kill-loop.ts";
import { type Drilled, runDrill } from "./run-drill.ts";

// Each test starts several processes; a machine with other work takes its time.
vi.setConfig({ testTimeout: 180_000 });

let drilled: Drilled;
beforeAll(async () => {
  drilled = await runDrill({ from: {}, to: {} });
}, 300_000);
afterAll(() => {
  for (const folder of [drilled.folder, dirname(drilled.dataDir)]) rmSync(folder, { recursive: true, force: true });
});

const restore = async (file: string, keyFile: string, dataDir: string) =>
  await runToguna(["restore", file, "--identity", keyFile, "--data", dataDir]);

test("a backup under load restores into a fresh installation: receipts, files, waiting jobs, numbers, log", () => {
  // What the drill compares is in runDrill; here stands that it came to its end, with the restored installation on disk.
  expect(statSync(join(drilled.dataDir, "postgres", "cluster", "PG_VERSION")).isFile()).toBe(true);
  expect(statSync(drilled.backup).mode & 0o777).toBe(0o600);
});

test("the wrong key, a cut file, a changed byte and a file that is no backup are refused in words, and nothing is begun", async () => {
  const otherKey = join(drilled.folder, "other-key");
  await runToguna(["backup", "--make-key", otherKey]);
  const whole = readFileSync(drilled.backup);
  const variants = {
    cut: whole.subarray(0, whole.length >> 1),
    noise: Buffer.from("not a backup"),
    empty: Buffer.alloc(0),
  };
  const changed = Buffer.from(whole);
  changed.writeUInt8(changed.readUInt8(whole.length >> 1) ^ 1, whole.length >> 1);
  const bad: [string, string][] = [[drilled.backup, otherKey]];
  for (const [name, bytes] of Object.entries({ ...variants, changed })) {
    const file = join(drilled.folder, name);
    writeFileSync(file, bytes);
    bad.push([file, drilled.keyFile]);
  }
  bad.push([join(drilled.folder, "missing"), drilled.keyFile], [drilled.backup, drilled.backup]);
  for (const [file, key] of bad) {
    const dataDir = makeDataDir();
    const ended = await restore(file, key, dataDir);
    expect([file, ended.code, ended.stdout]).toEqual([file, 1, ""]);
    expect(ended.stderr).toMatch(/^toguna restore: .*\b(backup|key|no such file)\b/);
    expect(ended.stderr).not.toMatch(/\n\s+at |AGE-SECRET-KEY-1/);
    expect(existsSync(dataDir)).toBe(false);
    expect((await runToguna(["verify", file, "--identity", key])).code).toBe(1);
  }
});

test("an installation in use is never restored into, running or not, and its keys stay what they were", async () => {
  const server = await startServer();
  await submit(server.url, "one", "in use", "10.0.0.1");
  const keys = () => readFileSync(join(server.dataDir, "secrets", "receipt-key"), "utf8");
  const before = keys();
  const whileRunning = await restore(drilled.backup, drilled.keyFile, server.dataDir);
  expect(whileRunning).toMatchObject({ code: 1, stderr: expect.stringContaining("uses the data folder") });
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
  expect(await server.stop()).toBe(0);
  const whileStopped = await restore(drilled.backup, drilled.keyFile, server.dataDir);
  expect(whileStopped).toMatchObject({ code: 1, stderr: expect.stringContaining("already holds") });
  expect(keys()).toBe(before);
  rmSync(dirname(server.dataDir), { recursive: true });
});

test("a backup never overwrites a file, needs an installation and a key, and leaves no half file", async () => {
  const recipient = /age1\w+/.exec(readFileSync(drilled.keyFile, "utf8"))?.[0] ?? "";
  const onto = await runToguna(["backup", drilled.backup, "--recipient", recipient, "--data", drilled.dataDir]);
  expect(onto).toMatchObject({ code: 1, stderr: expect.stringContaining("already there") });
  const file = join(drilled.folder, "new.age");
  const nothing = await runToguna(["backup", file, "--recipient", recipient, "--data", makeDataDir()]);
  expect(nothing).toMatchObject({ code: 1, stderr: expect.stringContaining("no installation") });
  const wrongKey = await runToguna(["backup", file, "--recipient", "age1nonsense", "--data", drilled.dataDir]);
  expect(wrongKey.code).toBe(1);
  expect(wrongKey.stderr).toContain('"age1nonsense" is no public part');
  const noKey = await runToguna(["backup", file, "--data", drilled.dataDir], { env: { BACKUP_RECIPIENT: "" } });
  expect(noKey).toMatchObject({ code: 2, stderr: expect.stringContaining("--make-key") });
  const again = await runToguna(["backup", "--make-key", drilled.keyFile]);
  expect(again.code).toBe(1);
  expect([existsSync(file), existsSync(`${file}.part`)]).toEqual([false, false]);
});
