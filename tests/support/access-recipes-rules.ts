// Recipes of the access matrix for rules, back-tests, packs and the allow-list.
import { ruleStepUpFor } from "../../backend/triage/rules/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { makeAllowEntry, makeImport, makePack, makePublication, makeRule, makeTrial } from "./access-objects-rules.ts";
import { type Asked, missing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";

const source = `title: A rule
level: low
logsource:
  product: windows
detection:
  selection:
    EventID: 1
  condition: selection
`;

const onRule = (
  state: Parameters<typeof makeRule>[1],
  more: (house: House, ruleId: string) => Promise<Partial<Asked>> | Partial<Asked> = () => ({}),
): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const { ruleId } = await makeRule(house, state);
      const asked = await more(house, ruleId);
      return { params: { ruleId: target === "missing" ? newId() : ruleId }, ...asked };
    },
    { also: missing },
  );

const onPublication = (more: (publicationId: string, ruleId: string) => Partial<Asked>): Recipe =>
  onRule("tested", async (house, ruleId) => more(await makePublication(house, ruleId, "waiting"), ruleId));

const packed = async (house: House): Promise<string> => await makePack(house);
const asked = async (house: House): Promise<string> => await makePack(house, true);
const inMonths = (): string => new Date(Date.now() + 90 * 86_400_000).toISOString();

export const ruleRecipes: Record<string, Recipe> = {
  "get /api/v1/rules": recipe(async (house) => {
    const { ruleId } = await makeRule(house, "active");
    return { query: { q: ruleId }, shows: ruleId };
  }),
  "post /api/v1/rules": recipe(async () => await Promise.resolve({ body: { kind: "sigma", source } })),
  "post /api/v1/rules/check": recipe(async () => await Promise.resolve({ body: { kind: "sigma", source } })),
  "get /api/v1/rules/:ruleId": onRule("active", (_house, ruleId) => ({ shows: ruleId })),
  "get /api/v1/rules/:ruleId/versions/:version": recipe(
    async (house, _asker, target) => {
      const { ruleId } = await makeRule(house, "active");
      return { params: { ruleId: target === "missing" ? newId() : ruleId, version: "1" }, shows: ruleId };
    },
    { also: missing },
  ),
  "post /api/v1/rules/:ruleId/draft": onRule("active", () => ({ body: { fromVersion: 1 } })),
  "put /api/v1/rules/:ruleId/draft": onRule("draft", () => ({ body: { version: 1, source, samples: [] } })),
  "post /api/v1/rules/:ruleId/draft/discard": onRule("draft", () => ({ body: { version: 1 } })),
  "post /api/v1/rules/:ruleId/submit": onRule("draft", () => ({ body: { version: 1 } })),
  "post /api/v1/rules/:ruleId/trials": onRule("tested", () => ({ body: { version: 1 } })),
  "get /api/v1/rule-trials/:trialId": onMissable(
    "trialId",
    async (house) => await makeTrial(house, (await makeRule(house, "tested")).ruleId, "done"),
    (id) => ({ shows: id }),
  ),
  "post /api/v1/rule-trials/:trialId/cancel": onMissable(
    "trialId",
    async (house) => await makeTrial(house, (await makeRule(house, "tested")).ruleId, "waiting"),
  ),
  "post /api/v1/rules/:ruleId/publication": onRule("tested", () => ({ body: { version: 1, reason } })),
  "post /api/v1/rules/:ruleId/publication/approve": onPublication((publicationId, ruleId) => ({
    body: { publicationId },
    binding: ruleStepUpFor.approve(publicationId, ruleId, 1),
  })),
  "post /api/v1/rules/:ruleId/publication/refuse": onPublication((publicationId) => ({
    body: { publicationId, reason },
  })),
  "post /api/v1/rules/:ruleId/publication/alone": onRule("tested", (_house, ruleId) => ({
    body: { version: 1, reason },
    binding: ruleStepUpFor.publishAlone(ruleId, 1),
  })),
  "post /api/v1/rules/:ruleId/quarantine": onRule("active", () => ({ body: { reason } })),
  "post /api/v1/rules/:ruleId/retire": onRule("active", () => ({ body: { reason } })),
  "post /api/v1/rule-imports": recipe(async () => {
    const form = new FormData();
    form.set("file", new File([source], "rule.yml"));
    return await Promise.resolve({ form });
  }),
  "get /api/v1/rule-imports/:importId": onMissable("importId", makeImport, (id) => ({ shows: id })),
  "post /api/v1/rule-imports/:importId/accept": onMissable("importId", makeImport, () => ({
    body: { name: "A pack", licence: "CC0-1.0" },
  })),
  "get /api/v1/rule-packs": recipe(async (house) => ({ shows: await makePack(house) })),
  "get /api/v1/rule-packs/:packId": onMissable("packId", packed, (id) => ({ shows: id })),
  "post /api/v1/rule-packs/:packId/trials": onMissable("packId", packed, () => ({ body: { days: 90 } })),
  "post /api/v1/rule-packs/:packId/publication": onMissable("packId", packed, () => ({ body: { reason } })),
  "post /api/v1/rule-packs/:packId/publication/approve": onMissable("packId", asked, (packId) => ({
    binding: ruleStepUpFor.approvePack(packId, 1),
  })),
  "post /api/v1/rule-packs/:packId/publication/refuse": onMissable("packId", asked, () => ({ body: { reason } })),
  "get /api/v1/allow-entries": recipe(async (house) => ({ shows: await makeAllowEntry(house) })),
  "post /api/v1/allow-entries": recipe(
    async () =>
      await Promise.resolve({
        body: { value: { kind: "domain", value: "backup.example" }, reason, expiresAt: inMonths() },
      }),
  ),
  "patch /api/v1/allow-entries/:entryId": onMissable("entryId", makeAllowEntry, () => ({
    body: { version: 1, reason },
  })),
  "post /api/v1/allow-entries/:entryId/end": onMissable("entryId", makeAllowEntry, () => ({ body: { reason } })),
};
