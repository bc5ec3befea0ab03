// Areas of a whole installation from the command line: a file is looked at, told line by line what is wrong, and brought in.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runToguna } from "../../support/run-toguna.ts";
import { makeDataDir, type RunningServer, startServer } from "../../support/server.ts";

// Each command is a process of its own; a machine with other work takes its time.
vi.setConfig({ testTimeout: 240_000 });

let server: RunningServer;
beforeAll(async () => {
  server = await startServer({ dataDir: makeDataDir() });
}, 240_000);
afterAll(async () => {
  await server.stop();
});

test("a file is told line by line what is wrong with it, looked at, brought in once, and then as before", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "toguna-areas-")), "areas.csv");
  const run = async (...more: string[]) =>
    await runToguna(["areas", "import", path, ...more, "--data", server.dataDir]);
  writeFileSync(path, "id,parent,level,name_fr\nnew-one,nowhere,region,Une\nnew-one,nowhere,region,Une\n");
  const refused = await run();
  expect([refused.code, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toContain("areas.csv:2: There is no area nowhere, here or in the file");
  expect(refused.stderr).toContain("areas.csv:3: new-one stands in the file twice, first at 2");
  writeFileSync(path, JSON.stringify([{ id: "xd", names: { en: "The whole" } }]));
  const looked = await run("--look");
  expect(looked).toMatchObject({ code: 0, stderr: "" });
  expect(looked.stdout).toContain("would add 0, changed 1, ended 0; 0 as before.");
  expect((await run()).stdout).toBe("added 0, changed 1, ended 0; 0 as before.\n");
  expect((await run()).stdout).toBe("added 0, changed 0, ended 0; 1 as before.\n");
});
