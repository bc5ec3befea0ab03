// How playbooks are asked for by the access matrix.
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { makeCase } from "./access-objects.ts";
import { type Asked, missing, nothing, reason, type Recipe, recipe } from "./access-recipe.ts";
import { addPlaybookRows } from "./rows-of-playbooks.ts";

const onRun = (kind: "choice" | "wait", more: Partial<Asked>): Recipe =>
  recipe(
    async (house: House, _asker, target) => {
      const { caseId } = await makeCase(house);
      const { runId } = await addPlaybookRows(house.world, { caseId, kind });
      return { params: { runId: target === "missing" ? newId() : runId }, ...more };
    },
    { also: missing },
  );
const onCase = (more: Partial<Asked>): Recipe =>
  recipe(
    async (house: House, _asker, target) => {
      const { caseId } = await makeCase(house);
      return { params: { caseId: target === "missing" ? newId() : caseId }, ...more };
    },
    { also: missing },
  );
const onPlaybook = (more: Partial<Asked>): Recipe =>
  recipe(
    async (_house: House, _asker, target) =>
      await Promise.resolve({ params: { playbookId: target === "missing" ? "no-such-one" : "phishing" }, ...more }),
    { also: missing },
  );

const tried = { severity: "high", startAt: "2026-11-22T10:00:00Z" };
export const playbookRecipes: Record<string, Recipe> = {
  "get /api/v1/desk/playbooks": recipe(nothing),
  "get /api/v1/desk/playbooks/:playbookId": onPlaybook({ shows: "phishing" }),
  "get /api/v1/desk/playbooks/:playbookId/picture": onPlaybook({ shows: "<svg" }),
  "post /api/v1/desk/playbooks/:playbookId/dry-run": onPlaybook({ body: tried }),
  "get /api/v1/desk/cases/:caseId/playbooks": onCase({}),
  "post /api/v1/desk/cases/:caseId/playbooks": onCase({ body: { playbookId: "phishing" } }),
  "get /api/v1/desk/playbook-runs/:runId/picture": onRun("choice", { shows: "<svg" }),
  "post /api/v1/desk/playbook-runs/:runId/answer": onRun("choice", {
    body: { stepId: "asked", version: 1, outcome: "yes" },
  }),
  "post /api/v1/desk/playbook-runs/:runId/skip": onRun("wait", { body: { stepId: "asked", version: 1, reason } }),
  "post /api/v1/desk/playbook-runs/:runId/stop": onRun("choice", { body: { version: 1, reason } }),
};
