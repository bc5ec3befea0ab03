// An ordinary user, who is not root, starts everything in a home of their own; the folders are closed to others. As root, the tests borrow an unprivileged user.
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { idsOf } from "../../support/postgres15.ts";
import { runToguna } from "../../support/run-toguna.ts";
import { eventually, startServer } from "../../support/server.ts";
import { readByReceipt, submit } from "../intake/kill-loop.ts";

// Each test starts several processes; a machine with other work takes its time.
vi.setConfig({ testTimeout: 180_000 });

const isRoot = process.getuid?.() === 0;
const as = isRoot ? { as: idsOf("nobody") } : {};
const home = mkdtempSync(join(tmpdir(), "toguna-user-"));
chmodSync(home, 0o700);
if (as.as) chownSync(home, as.as.uid, as.as.gid);
const uid = as.as?.uid ?? process.getuid?.();
const dataDir = join(home, "data");
const env = { HOME: home, NODE_COMPILE_CACHE: join(home, "cache") };
afterAll(() => rmSync(home, { recursive: true, force: true }));

test("the whole installation runs as one ordinary user, under a home that only they enter", async () => {
  const server = await startServer({ dataDir, env, ...as });
  const worker = await eventually(() => server.workerPid());
  for (const pid of [server.process.pid, worker, server.databasePid()]) expect(statSync(`/proc/${pid}`).uid).toBe(uid);
  expect(server.output()).not.toContain("/var/lib/toguna");
  const given = await submit(server.url, "one", "From a small office", "10.0.0.1");
  expect(await readByReceipt(server.url, given.receipt, "10.0.0.2")).toMatchObject({ reference: given.reference });
  expect(await runToguna(["doctor", "--data", dataDir], { env, ...as })).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/run by this user/),
  });
  expect(await server.stop()).toBe(0);
  const again = await startServer({ dataDir, env, ...as });
  expect(await submit(again.url, "one", "From a small office", "10.0.0.1")).toEqual(given);
  expect(await again.stop()).toBe(0);
}, 180_000);

test("every folder and file of the data is theirs; secrets, files, mails and the database are closed to others", () => {
  const mode = (...path: string[]) => statSync(join(dataDir, ...path)).mode & 0o777;
  expect(mode()).toBe(0o711);
  for (const name of ["secrets", "objects", "mail", "run", "postgres"])
    expect([name, mode(name)]).toEqual([name, 0o700]);
  for (const name of readdirSync(join(dataDir, "secrets")))
    expect([name, mode("secrets", name)]).toEqual([name, 0o600]);
  expect(mode("postgres", "cluster")).toBe(0o700);
  expect(mode("postgres", "postgres.log")).toBe(0o600);
  expect(mode("run", "database.json")).toBe(0o600);
  for (const name of readdirSync(dataDir, { recursive: true, encoding: "utf8" }))
    expect([name, statSync(join(dataDir, name)).uid]).toEqual([name, uid]);
});

test.skipIf(!isRoot)(
  "what an ordinary user made runs under root as well: the database goes on as its owner",
  async () => {
    const server = await startServer({ dataDir, env });
    expect(statSync(`/proc/${server.databasePid()}`).uid).toBe(uid);
    expect(await server.stop()).toBe(0);
  },
  120_000,
);

test.skipIf(!isRoot)("a data folder that this user may not use is refused in words", async () => {
  const closed = mkdtempSync(join(tmpdir(), "toguna-closed-"));
  chmodSync(closed, 0o755);
  const ended = await runToguna(["serve", "--data", join(closed, "data")], { env: { ...env, PORT: "0" }, ...as });
  expect(ended.code).toBe(1);
  expect(ended.stderr).toMatch(/data: this user may not open it/);
  rmSync(closed, { recursive: true });
});
