// Rules of a whole installation from the command line: what ships is in force after the start, and a pack is shown, taken and listed.
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { eventually, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";
import { newMarker, sigmaRule, yaraRule } from "./rules-support.ts";

// Each command is a process of its own; a machine with other work takes its time.
vi.setConfig({ testTimeout: 120_000 });

const cli = fileURLToPath(new URL("../../../backend/cli.ts", import.meta.url));
const run = promisify(execFile);

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ dataDir: makeDataDir() });
}, 120_000);
afterAll(async () => {
  await server.stop();
});

const toguna = async (...args: string[]) => await run(process.execPath, [cli, ...args, "--data", server.dataDir]);
const linesOf = async (...args: string[]): Promise<string[]> =>
  (await toguna("rules", "list", ...args)).stdout.trim().split("\n");

test("the rules that ship are in the list and in force after the start, without a report", async () => {
  const lines = await eventually(async () => {
    const found = await linesOf("--state", "active");
    return found.length > 80 ? found : undefined;
  }, 60_000);
  expect(lines?.find((line) => line.includes("TGN-Y-"))).toMatch(/^active +yara +\w+ +.* hits\)$/);
});

test("a pack is shown, taken under its licence, and listed in test", async () => {
  const marker = newMarker();
  const folder = mkdtempSync(join(tmpdir(), "toguna-pack-"));
  mkdirSync(join(folder, "deep"));
  writeFileSync(join(folder, "LICENSE"), "MIT License\n");
  writeFileSync(join(folder, "deep", "one.yml"), sigmaRule(marker));
  writeFileSync(join(folder, "two.yar"), yaraRule(marker));
  writeFileSync(join(folder, "three.yar"), yaraRule(`${marker}3`).replace("$a = ", "$a == "));
  const looked = await toguna("rules", "import", folder, "--look");
  expect(looked.stdout).toContain(`new     sigma      Program ${marker} started: deep/one.yml`);
  expect(looked.stdout).toMatch(/refused yara {7}three.yar: three.yar\n +line 8:\d+: /);
  expect(looked.stderr).toContain("2 new, 0 changed, 0 the same, 1 refused; licence: MIT License");
  expect((await linesOf("--state", "test")).join("\n")).not.toContain(marker);
  const taken = await toguna("rules", "import", folder, "--licence", "MIT", "--author", "Somebody");
  expect(taken.stderr).toContain("taken into test as pack ");
  const listed = (await linesOf("--state", "test")).filter((line) => line.includes(marker));
  expect(listed).toHaveLength(2);
  await expect(toguna("rules", "import", join(folder, "LICENSE"), "--look")).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringContaining("expected Sigma rules (.yml)") as unknown,
  });
});
