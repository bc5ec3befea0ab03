// How charts and public statistics are asked for by the access matrix.
import { makePerson } from "./access-objects.ts";
import type { Asker, House } from "./access-matrix.ts";
import { nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { addChartRows } from "./rows-of-charts.ts";

const root = "/api/v1/desk/statistics";
/** A chart that the asker's role has. */
const own = (asker: Asker): string => (asker.caller.name.startsWith("officer") ? "clocks" : "volume");
const release = async (house: House): Promise<string> =>
  (await addChartRows(house.world, { personId: await makePerson(house) })).releaseId;

export const chartRecipes: Record<string, Recipe> = {
  "get /api/v1/charts": recipe(nothing),
  "get /api/v1/charts/export": recipe(async (_house, asker) => await Promise.resolve({ query: { chart: own(asker) } })),
  "get /api/v1/charts/:chart": recipe(
    async (_house, asker, target) =>
      await Promise.resolve({ params: { chart: target === "missing" ? "nothing" : own(asker) } }),
    { also: ["missing"] },
  ),
  [`get ${root}`]: recipe(async (house) => ({ shows: await release(house) })),
  [`post ${root}`]: recipe(async (house) => {
    // One of the year may be open: whoever asks again is told so, and this is asked by many.
    await house.world.owner`delete from statistics_releases where year = 2025`;
    return { body: { year: 2025 } };
  }),
  [`get ${root}/indicators`]: recipe(async (house) => ({
    shows: (await addChartRows(house.world, { personId: await makePerson(house) })).indicatorId,
  })),
  [`post ${root}/indicators`]: recipe(
    async () =>
      await Promise.resolve({
        body: {
          csv: "indicator,period,value,unit,source,source_date,licence\nPhishing,2025,12,percent,A survey,2025-12-31,CC BY 4.0\n",
        },
      }),
  ),
  [`delete ${root}/indicators/:indicatorId`]: onMissable(
    "indicatorId",
    async (house) => (await addChartRows(house.world, { personId: await makePerson(house) })).indicatorId,
  ),
  [`get ${root}/:releaseId`]: onMissable("releaseId", release, (id) => ({ shows: id })),
  [`post ${root}/:releaseId/ask`]: onMissable("releaseId", release, () => ({ body: {} })),
  [`delete ${root}/:releaseId`]: onMissable("releaseId", release),
};
