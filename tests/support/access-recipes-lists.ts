// How the desk's search, views and own keys are asked for by the access matrix.
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { missing, nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { addReport } from "./desk-world.ts";

/** A view is its maker's: each asker has one of the own. */
async function viewOf(house: House, asker: Asker): Promise<string> {
  const id = newId();
  await house.world.owner`insert into saved_views (id, owner_id, list, name, query, created_at, updated_at)
    values (${id}, ${asker.personId}, 'reports', ${id}, '{}', now(), now())`;
  return id;
}

const onOwn = (more: { body?: unknown } = {}): Recipe =>
  recipe(
    async (house, asker, target) => ({
      params: { viewId: target === "missing" ? newId() : await viewOf(house, asker) },
      ...more,
    }),
    { also: missing },
  );

const onReport = (more: { body?: unknown } = {}): Recipe =>
  onMissable(
    "reportId",
    async (house) => (await addReport(house.world, house.cert)).id,
    () => more,
  );
const onCase = (more: { body?: unknown } = {}): Recipe =>
  onMissable(
    "caseId",
    async (house) => {
      const id = newId();
      await house.world.owner`insert into cases (id, reference, organisation_id, title, severity, opened_at)
        values (${id}, ${id}, ${house.cert}, 'A case', 'low', now())`;
      return id;
    },
    () => more,
  );

export const listRecipes: Record<string, Recipe> = {
  "get /api/v1/desk/search": recipe(async () => await Promise.resolve({ query: { text: "banque" } })),
  "get /api/v1/desk/views": recipe(nothing),
  "post /api/v1/desk/views": recipe(
    async () => await Promise.resolve({ body: { list: "reports", name: newId(), query: { view: "mine" } } }),
  ),
  "put /api/v1/desk/views/pins": recipe(async () => await Promise.resolve({ body: { slot: 1, view: "regulated" } })),
  "patch /api/v1/desk/views/:viewId": onOwn({ body: { isShared: true } }),
  "delete /api/v1/desk/views/:viewId": onOwn(),
  "get /api/v1/desk/settings": recipe(nothing),
  "put /api/v1/desk/settings/keys": recipe(
    async () => await Promise.resolve({ body: { keys: { next: "KeyS" }, areKeysOff: false } }),
  ),
  "put /api/v1/desk/settings/sectors": recipe(async () => await Promise.resolve({ body: { sectors: ["finance"] } })),
  "put /api/v1/desk/settings/unread": recipe(
    async (house, _asker, target) => ({
      body: {
        reportId: target === "missing" ? newId() : (await addReport(house.world, house.cert)).id,
        isUnread: true,
      },
    }),
    { also: missing },
  ),
  "get /api/v1/desk/drafts": recipe(nothing),
  "put /api/v1/desk/drafts": recipe(
    async () => await Promise.resolve({ body: { place: `answer.${newId()}`, body: "Bonjour" } }),
  ),
  "get /api/v1/desk/tags": recipe(nothing),
  "post /api/v1/desk/reports/:reportId/tags": onReport({ body: { add: ["mobile money"] } }),
  "post /api/v1/desk/cases/:caseId/tags": onCase({ body: { add: ["mobile money"] } }),
  "post /api/v1/desk/reports/:reportId/notes": onReport({ body: { body: "Seen before." } }),
  "get /api/v1/desk/reports/:reportId/translations": onReport(),
  "post /api/v1/desk/reports/:reportId/translations": onReport({
    body: { language: "en", body: "Seen before.", seen: 0 },
  }),
  "get /api/v1/desk/presence": recipe(nothing),
  "post /api/v1/desk/reports/:reportId/presence": onReport({ body: { doing: "looking" } }),
  "delete /api/v1/desk/reports/:reportId/presence": onReport(),
  "post /api/v1/desk/reports/:reportId/hold": onReport({ body: {} }),
  "delete /api/v1/desk/reports/:reportId/hold": onReport(),
  "post /api/v1/desk/cases/:caseId/hold": onCase({ body: {} }),
  "delete /api/v1/desk/cases/:caseId/hold": onCase(),
  "get /api/v1/desk/queue/matching": recipe(nothing),
  "get /api/v1/desk/matching-cases": recipe(nothing),
};
