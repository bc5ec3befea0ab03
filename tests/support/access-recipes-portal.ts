// How what the team keeps and sees of the portal is asked for by the access matrix.
import { nothing, type Recipe, recipe } from "./access-recipe.ts";
import { makeRecording } from "./make-recording.ts";
import { addPortalRows } from "./rows-of-portal.ts";

export const portalRecipes: Record<string, Recipe> = {
  "get /api/v1/desk/flow-times": recipe(nothing),
  "get /api/v1/spoken-questions": recipe(nothing),
  "put /api/v1/spoken-questions": recipe(
    async () =>
      await Promise.resolve({
        body: {
          question: "citizen/what",
          language: "fr",
          textSha256: "0".repeat(64),
          bytes: makeRecording(2).toString("base64"),
        },
      }),
  ),
  "delete /api/v1/spoken-questions": recipe(async (house) => {
    const question = await addPortalRows(house.world);
    return { query: { question, language: "fr" } };
  }),
};
