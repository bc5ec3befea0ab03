// The worker is killed in the middle of an import: what is taken up ends with every row once, and the undo leaves nothing.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { beforeAll, expect, test } from "vitest";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { importStepUp } from "../../../backend/registry/imports/model.ts";
import { readImport } from "../../../backend/registry/imports/read-imports.ts";
import { resumeImports, runImportStep } from "../../../backend/registry/imports/run-step.ts";
import { startImport, undoImport } from "../../../backend/registry/imports/start-import.ts";
import { takeFile } from "../../../backend/registry/imports/take-file.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

const worker = fileURLToPath(new URL("../../support/import-worker.ts", import.meta.url));
let world: TestWorld;
let senior: Context;

beforeAll(async () => {
  world = await makeTestWorld();
  senior = world.context(await addPerson(world, await addCert(world), "senior", "Awa"));
});

/** Starts a worker and kills it without a word while it is in the middle of a step. */
async function workAndKill(importId: string): Promise<void> {
  const child = spawn(process.execPath, [worker, JSON.stringify(world.appAddress), world.dataDir, importId], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await ended;
}

test("a worker is killed in the middle of an import and another in the middle of its undo, and every row is there once", {
  timeout: 300_000,
}, async () => {
  const lines = Array.from({ length: 210 }, (_, at) => `Agence ${at},Finance,a${at}.example,c${at}@a${at}.example`);
  const bytes = new TextEncoder().encode(`nom,secteur,domaine internet,email\n${lines.join("\n")}\n`);
  const view = await takeFile(senior, { bytes, name: "old.csv" });
  await allowStepUp(world, senior, importStepUp.run(view.id, 1));
  await startImport(senior, view.id, { version: 1 });
  await workAndKill(view.id);
  const halfway = await readImport(senior, view.id);
  expect(halfway.state).toBe("running");
  const [made] = await world.owner<{ n: number }[]>`select count(*)::int as n from constituents`;
  // What the log of the import says is what is in the register, to the row.
  expect(made?.n).toBe(halfway.counts.outcomes["created"]);
  const system = makeContext(world.services, { kind: "system", job: "test" }, "test");
  await resumeImports(system);
  const work = async () => {
    for (let at = 0; at < 40 && ["running", "undoing"].includes((await readImport(senior, view.id)).state); at++)
      await runImportStep(system, { importId: view.id });
    return await readImport(senior, view.id);
  };
  const done = await work();
  expect(done).toMatchObject({ state: "done", counts: { outcomes: { created: 210 } } });
  const [whole] =
    await world.owner`select (select count(distinct name)::int from constituents) as names, (select count(*)::int from contacts) as contacts,
    (select count(*)::int from network_claims) as networks`;
  expect(whole).toEqual({ names: 210, contacts: 210, networks: 210 });
  await allowStepUp(world, senior, importStepUp.undo(view.id, done.version));
  await undoImport(senior, view.id, { version: done.version });
  await workAndKill(view.id);
  expect((await work()).counts.undone).toEqual({ removed: 210 });
  expect(await world.owner`select 1 from constituents`).toHaveLength(0);
});
