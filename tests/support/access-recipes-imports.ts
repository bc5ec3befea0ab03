// How imports of the register are asked for by the access matrix.
import { createHash } from "node:crypto";
import { newId } from "../../backend/platform/ids/index.ts";
import { importStepUp } from "../../backend/registry/imports/model.ts";
import type { House } from "./access-matrix.ts";
import { onMissable, type Recipe, recipe } from "./access-recipe.ts";

async function makeImport(house: House, state = "preview"): Promise<string> {
  const { owner } = house.world;
  const id = newId();
  const findings = { problems: [], changes: [], duplicates: [], target: null, sameAsLine: null };
  await owner`update register_imports set state = 'done' where state in ('running', 'undoing')`;
  await owner`insert into register_imports (id, file_name, sha256, format, sheets, header, mapping, defaults, state, created_at)
    values (${id}, ${`old-${id}.csv`}, ${createHash("sha256").update(id).digest()}, 'csv', '{}', '{Name}', '{"0": "name"}',
      '{"contactRole": "security", "language": "fr"}', ${state}, now())`;
  await owner`insert into register_import_rows (import_id, line, cells, verdict, findings)
    values (${id}, 2, ${[`Bank ${id}`]}, 'new', ${owner.json(findings as never)})`;
  return id;
}

const root = "/api/v1/registry/imports";
const version = 1;

export const importRecipes: Record<string, Recipe> = {
  [`get ${root}`]: recipe(async (house) => ({ shows: await makeImport(house) })),
  [`post ${root}`]: recipe(
    async () =>
      await Promise.resolve({
        body: "Name,Sector\nBank,Finance\n",
        mediaType: "application/octet-stream",
        query: { name: "old.csv" },
      }),
  ),
  [`get ${root}/:importId`]: onMissable("importId", makeImport, (id) => ({ shows: id })),
  [`delete ${root}/:importId`]: onMissable("importId", makeImport),
  [`put ${root}/:importId/mapping`]: onMissable("importId", makeImport, () => ({
    body: { version, mapping: { 0: "name" }, defaults: {} },
  })),
  [`get ${root}/:importId/rows`]: onMissable("importId", makeImport, (id) => ({ shows: `Bank ${id}` })),
  [`get ${root}/:importId/export`]: onMissable("importId", makeImport, (id) => ({ shows: `Bank ${id}` })),
  [`post ${root}/:importId/rows`]: onMissable("importId", makeImport, () => ({ body: { line: 2, decision: "skip" } })),
  [`post ${root}/:importId/run`]: onMissable("importId", makeImport, (id) => ({
    body: { version },
    binding: importStepUp.run(id, version),
  })),
  [`post ${root}/:importId/undo`]: onMissable(
    "importId",
    async (house) => await makeImport(house, "done"),
    (id) => ({ body: { version }, binding: importStepUp.undo(id, version) }),
  ),
};
