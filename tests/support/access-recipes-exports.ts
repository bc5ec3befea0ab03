// How the exports beside lists are asked for by the access matrix: each is a table of what its list shows.
import { makeConstituent } from "./access-objects.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { plainFilter } from "../../backend/reporting/exports/ask-export.ts";
import { CasesQuery, QueueQuery } from "../../backend/reporting/lists/model.ts";
import { nothing, reason, type Recipe, recipe } from "./access-recipe.ts";

/** With the word of a second person for whoever asks. */
const guarded = (list: string, filter: Record<string, unknown>): Recipe =>
  recipe(async (house, asker) => {
    const { owner } = house.world;
    const [id, by] = [newId(), asker.personId ?? house.spare.personId];
    await owner`insert into export_requests (id, list, filter, reason, asked_by, asked_at) values (${id}, ${list}, ${owner.json(filter as never)}, ${reason}, ${by}, now())`;
    await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, reason, decided_by, decided_at)
      values (${newId()}, 'export', ${id}, 1, ${list}, ${by}, now(), 'alone', 'Nobody else was there', ${by}, now())`;
    return {};
  });

const root = "get /api/v1/desk/exports";

export const exportRecipes: Record<string, Recipe> = {
  [`${root}/constituents`]: recipe(async (house) => ({ shows: await makeConstituent(house) })),
  ...Object.fromEntries(
    [
      "claims",
      "services",
      "accreditations",
      "areas",
      "disputes",
      "fraud-desks",
      "functions",
      "mails",
      "incoming-mails",
      "api-keys",
      "rules",
      "indicator-feeds",
      "hunts",
      "log",
      "jobs",
    ].map((name) => [`${root}/${name}`, recipe(nothing)]),
  ),
  [`${root}/reports`]: guarded("reports", plainFilter(QueueQuery, {})),
  [`${root}/cases`]: guarded("cases", plainFilter(CasesQuery, {})),
  [`${root}/people`]: guarded("people", {}),
  [`${root}/contacts`]: guarded("contacts", {}),
  ...Object.fromEntries(
    ["reports", "cases", "people", "contacts"].map((name) => [
      `post /api/v1/desk/exports/${name}/requests`,
      recipe(async () => await Promise.resolve({ body: { reason } })),
    ]),
  ),
};
