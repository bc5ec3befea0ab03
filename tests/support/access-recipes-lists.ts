// How the desk's search, views and own keys are asked for by the access matrix.
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { missing, nothing, type Recipe, recipe } from "./access-recipe.ts";

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
  "get /api/v1/desk/queue/matching": recipe(nothing),
  "get /api/v1/desk/matching-cases": recipe(nothing),
};
