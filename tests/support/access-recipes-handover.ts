// How the hand-over of shifts is asked for by the access matrix.
import { makeCase, makePerson } from "./access-objects.ts";
import { nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import type { House } from "./access-matrix.ts";
import { addHandoverRows } from "./rows-of-handover.ts";

const make = async (house: House): Promise<string> =>
  await addHandoverRows(house.world, {
    personId: await makePerson(house),
    caseId: (await makeCase(house)).caseId,
  });

export const handoverRecipes: Record<string, Recipe> = {
  "get /api/v1/desk/handovers": recipe(async (house) => ({ shows: await make(house) })),
  "get /api/v1/desk/shift": recipe(nothing),
  "post /api/v1/desk/handovers": recipe(async () => await Promise.resolve({ body: { note: "Watch the ministry." } })),
  "get /api/v1/desk/handovers/:handoverId": onMissable("handoverId", make, (id) => ({ shows: id })),
  "post /api/v1/desk/handovers/:handoverId/read": onMissable("handoverId", make, () => ({})),
};
