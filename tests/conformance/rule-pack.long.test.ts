// A public pack as it is given: the corpus of Sigma rules is brought in whole, each item taken or refused with a reason, back-tested and published by two persons.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { loadActiveRules } from "../../backend/triage/rules/load-active.ts";
import { ruleStepUpFor } from "../../backend/triage/rules/model.ts";
import { importAtConsole } from "../../backend/triage/rules/packs/import-at-console.ts";
import { approvePack, askPackPublication } from "../../backend/triage/rules/packs/publish-pack.ts";
import { runTrial } from "../../backend/triage/rules/run-trial.ts";
import { startPackTrial } from "../../backend/triage/rules/start-trial.ts";
import { openEngines } from "../../backend/triage/open-engines.ts";
import { asSystem, confirm } from "../integration/triage/rules-support.ts";
import { makeTestWorld } from "../support/database.ts";
import { addCert, addPerson } from "../support/desk-world.ts";

const folder = "../shared/corpora/sigma/rules";
const isThere = existsSync(folder);
if (!isThere) console.warn(`skipped: no corpus of Sigma rules in ${folder}`);

test.skipIf(!isThere)(
  "a public pack of thousands of rules is taken, each refusal has its reason, and two persons publish it whole",
  async () => {
    const world = await makeTestWorld();
    const cert = await addCert(world);
    const author = await addPerson(world, cert, "analyst", "Awa");
    const second = await addPerson(world, cert, "lead", "Bat");
    const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name));
    const files = new Map(paths.map((path) => [relative(folder, path), readFileSync(path)]));
    const licence = { name: "Public rules", licence: "DRL-1.1" };
    const { view, packId } = await importAtConsole(asSystem(world), { name: "sigma", files }, licence);
    expect(view.counts.new).toBeGreaterThan(paths.length * 0.95);
    for (const item of view.items.filter(({ status }) => status === "refused"))
      expect([item.path, item.problems]).not.toEqual([item.path, []]);
    const { trialId } = await startPackTrial(world.context(author), packId ?? "", { days: null });
    await runTrial(asSystem(world), trialId);
    const { asked, left } = await askPackPublication(world.context(author), packId ?? "", { reason: "As agreed." });
    expect([asked, left]).toEqual([view.counts.new, []]);
    await confirm(world, second, ruleStepUpFor.approvePack(packId ?? "", asked));
    expect(await approvePack(world.context(second), packId ?? "")).toEqual({ approved: asked });
    const { sources } = await loadActiveRules(asSystem(world));
    const engines = await openEngines(sources, null);
    expect([sources.length, engines.refused]).toEqual([asked, []]);
    await engines.close();
  },
  600_000,
);
