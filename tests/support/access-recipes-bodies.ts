// How bodies (authorities, offices, peers) are asked for by the access matrix.
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { onMissable, type Recipe, recipe } from "./access-recipe.ts";

async function makeBody(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into organisations (id, kind, name) values (${id}, 'authority', ${`Authority ${id}`})`;
  return id;
}

export const bodyRecipes: Record<string, Recipe> = {
  "get /api/v1/bodies": recipe(async (house) => ({ shows: await makeBody(house) })),
  "post /api/v1/bodies": recipe(async () => await Promise.resolve({ body: { kind: "office", name: "A committee" } })),
  "patch /api/v1/bodies/:bodyId": onMissable("bodyId", makeBody, () => ({ body: { version: 1, name: "New name" } })),
  "post /api/v1/bodies/:bodyId/reopen": onMissable(
    "bodyId",
    async (house) => {
      const id = await makeBody(house);
      await house.world.owner`update organisations set ended_at = now() where id = ${id}`;
      return id;
    },
    () => ({ body: { version: 1 } }),
  ),
  "post /api/v1/bodies/:bodyId/end": onMissable("bodyId", makeBody, () => ({ body: { version: 1 } })),
};
