// How the exports beside lists are asked for by the access matrix: each is a table of what its list shows.
import { makeConstituent } from "./access-objects.ts";
import { nothing, type Recipe, recipe } from "./access-recipe.ts";

const root = "get /api/v1/desk/exports";

export const exportRecipes: Record<string, Recipe> = {
  [`${root}/constituents`]: recipe(async (house) => ({ shows: await makeConstituent(house) })),
  ...Object.fromEntries(
    [
      "contacts",
      "claims",
      "services",
      "accreditations",
      "areas",
      "disputes",
      "fraud-desks",
      "functions",
      "reports",
      "cases",
      "mails",
      "incoming-mails",
      "people",
      "api-keys",
      "rules",
      "indicator-feeds",
      "hunts",
      "log",
      "jobs",
    ].map((name) => [`${root}/${name}`, recipe(nothing)]),
  ),
};
