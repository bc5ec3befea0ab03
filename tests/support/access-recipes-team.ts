// How the team's description of itself is asked for by the access matrix.
import { noTexts } from "../../backend/registry/team/model.ts";
import { nothing, type Recipe, recipe } from "./access-recipe.ts";
import type { House } from "./access-matrix.ts";

const facts = {
  name: "National team",
  shortName: "CERT-T",
  address: "",
  timeZone: "Africa/Bamako",
  telephone: "",
  emergencyTelephone: "",
  email: "",
  hours: "",
  establishedOn: "",
};

async function newest({ world }: House): Promise<number> {
  const [row] = await world.owner<{ version: number }[]>`
    select coalesce(max(version), 0)::int as version from team_descriptions`;
  return row?.version ?? 0;
}

export const teamRecipes: Record<string, Recipe> = {
  "get /api/v1/team-description": recipe(nothing),
  "post /api/v1/team-description": recipe(async (house) => ({
    body: { version: await newest(house), facts, texts: { fr: noTexts, en: noTexts, mn: noTexts } },
  })),
};
