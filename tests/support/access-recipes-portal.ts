// How what the team keeps and sees of the portal is asked for by the access matrix.
import { nothing, type Recipe, recipe } from "./access-recipe.ts";

export const portalRecipes: Record<string, Recipe> = {
  "get /api/v1/desk/flow-times": recipe(nothing),
};
