// Areas and old tickets of a whole installation from the command line: a file is looked at, told line by line what is wrong, and brought in.
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

test("tickets of an older system are looked at, brought in once beside the running worker, and taken out again", async () => {
  const path = join(mkdtempSync(join(tmpdir(), "toguna-tickets-")), "tickets.csv");
  writeFileSync(path, "id,title,status,created\n1,One,closed,2019-01-01\n2,Two,maybe,2019-01-02\n");
  const run = async (...args: string[]) => await runToguna(["import", ...args, "--data", server.dataDir]);
  expect(await run("tickets", path)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("--system: ") as string,
  });
  const looked = await run("tickets", path, "--system", "RTIR", "--look");
  expect(looked).toMatchObject({ code: 0, stderr: "only looked at: nothing was taken\n" });
  expect(looked.stdout).toContain("table: 2 tickets, 1 of them cannot be read\n  2 2: status: expected open, new");
  const taken = await run("tickets", path, "--system", "RTIR");
  expect(taken).toMatchObject({ code: 0, stderr: "" });
  expect(taken.stdout).toContain("1 cases made, 0 known already, 1 refused");
  expect((await run("tickets", path, "--system", "rtir")).stdout).toContain("0 cases made, 1 known already, 1 refused");
  const id = /toguna import undo (\S+)/.exec(taken.stdout)?.[1] ?? "";
  const undone = await run("undo", id, "--reason", "The wrong file");
  expect(undone).toMatchObject({ code: 0, stdout: "taken out: every case that it made is gone\n" });
  expect(await run("undo", id, "--reason", "Again")).toMatchObject({ code: 1 });
});
