// How an explanation is asked for: the finding of a report, one that is not there.
import { addFinding, addReport } from "./desk-world.ts";
import { onMissable, type Recipe } from "./access-recipe.ts";

export const explanationRecipes: Record<string, Recipe> = {
  "get /api/v1/findings/:findingId/explanation": onMissable("findingId", async (house) => {
    const { id } = await addReport(house.world, house.cert);
    return await addFinding(house.world, id, { title: "A rule that was true" });
  }),
};
