// How areas and those who have charge of them are asked for by the access matrix.
import { stepUpForArea } from "../../backend/registry/areas/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { missing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { addPerson } from "./desk-world.ts";

/** A region of the house, made where it is not there yet. */
export async function makeArea(house: House, id = `area-${newId()}`): Promise<string> {
  await house.world
    .owner`insert into areas (id, level, names) values ('house', 'country', '{"fr": "Maison"}') on conflict do nothing`;
  await house.world
    .owner`insert into areas (id, parent_id, level, names) values (${id}, 'house', 'region', ${JSON.stringify({ fr: id })}::jsonb) on conflict do nothing`;
  return id;
}

/** Somebody with the role, in the house's regional office. */
export async function makeFocalPoint(house: House): Promise<string> {
  const [office] = await house.world.owner<
    { id: string }[]
  >`select id from organisations where kind = 'office' limit 1`;
  return (await addPerson(house.world, office?.id ?? "", "focal_point", "Awa Focal")).personId;
}

const fileOf = (id: string): string => `id,parent,level,name_fr\n${id},house,region,Neuve\n`;

export const areaRecipes: Record<string, Recipe> = {
  "get /api/v1/areas": recipe(async (house) => ({ shows: await makeArea(house) })),
  "post /api/v1/areas/imports/preview": recipe(async (house) => {
    await makeArea(house);
    const id = `new-${newId()}`;
    return { query: { name: "a.csv" }, body: fileOf(id), mediaType: "application/octet-stream", shows: id };
  }),
  "post /api/v1/areas/imports": recipe(async (house, asker) => {
    await makeArea(house);
    const body = fileOf(`new-${newId()}`);
    const looked = await house.send("POST", "/api/v1/areas/imports/preview?name=a.csv", {
      headers: { ...asker.personHeaders, "content-type": "application/octet-stream" },
      body,
    });
    const { fingerprint } = (await looked.json()) as { fingerprint?: string };
    const query = { name: "a.csv", fingerprint: fingerprint ?? "0".repeat(64) };
    return { query, body, mediaType: "application/octet-stream" };
  }),
  "get /api/v1/focal-areas": recipe(async (house) => ({ shows: await makeFocalPoint(house) })),
  "post /api/v1/focal-areas": recipe(
    async (house, _asker, target) => {
      const areaId = await makeArea(house);
      const personId = target === "missing" ? newId() : await makeFocalPoint(house);
      return { body: { personId, areaId }, binding: stepUpForArea.give(personId, areaId) };
    },
    { also: missing },
  ),
  "post /api/v1/focal-areas/:chargeId/end": onMissable("chargeId", async (house) => {
    const [person, area, id] = [await makeFocalPoint(house), await makeArea(house), newId()];
    await house.world
      .owner`insert into focal_areas (id, person_id, area_id, given_at) values (${id}, ${person}, ${area}, now())`;
    return id;
  }),
};
