// The register asked and fed from the command line of a whole installation: who held an address on a day, and a registry's file looked at and taken.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runToguna } from "../../support/run-toguna.ts";
import { eventually, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";

// Each command is a process of its own; a machine with other work takes its time.
vi.setConfig({ testTimeout: 300_000 });

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ dataDir: makeDataDir(), args: ["--demo"], withinMs: 300_000 });
}, 320_000);
afterAll(async () => {
  await server.stop();
});

const register = async (...args: string[]) => await runToguna(["register", ...args, "--data", server.dataDir]);
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

test("who held an address is answered for its day: the former holder before it changed hands, the new one after", async () => {
  const now = await eventually(async () => {
    const ended = await register("who", "192.0.2.129");
    return ended.code === 0 ? ended : undefined;
  }, 200_000);
  expect(now?.stdout).toMatch(/^192\.0\.2\.128\/29\t.*Fleuve.*from .* until now \(officer, not proven; .*\)\n$/);
  const before = await register("who", "192.0.2.129", "--at", daysAgo(100));
  expect(before.stdout).toContain("Caisse");
  expect(before.stdout).not.toContain("Fleuve");
  const nobody = await register("who", "192.0.2.129", "--at", "1999-01-01");
  expect(nobody).toMatchObject({ code: 1, stdout: "" });
  expect(nobody.stderr).toContain("nobody is known to have held 192.0.2.129");
  expect(await register("who", "two words")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("value:") as string,
  });
  expect(await register("who", "192.0.2.129", "--at", "yesterday")).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("--at") as string,
  });
});

test("a registry's file is looked at, taken once, and refused by its line where it is wrong", async () => {
  const path = join(server.dataDir, "delegated-afrinic-extended");
  const head = "2.3|afrinic|20260301|1|19930101|20260301|+0000";
  writeFileSync(path, `${head}\nafrinic|XD|ipv4|192.0.2.128|8|20190307|assigned|F36A1\n`);
  const looked = await register("import-delegated", path, "--look");
  expect(looked).toMatchObject({ code: 0, stderr: expect.stringContaining("nothing was taken") as string });
  expect(looked.stdout).toMatch(/new +XD +192\.0\.2\.128\/29/);
  expect(await register("import-delegated", path)).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("taken as ") as string,
  });
  expect(await register("import-delegated", path)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("brought in before") as string,
  });
  writeFileSync(path, `${head}\nafrinic|XD|ipv4|nowhere|8|20190307|assigned|F36A1\n`);
  expect(await register("import-delegated", path)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("line 2: ") as string,
  });
});
