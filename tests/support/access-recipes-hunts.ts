// How lists of indicators and hunts are asked for by the access matrix.
import { createHash } from "node:crypto";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { addFile, addReport } from "./desk-world.ts";
import { missing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";

async function makeFeed(house: House): Promise<string> {
  const { owner } = house.world;
  const [feedId, importId, objectId] = [newId(), newId(), newId()];
  const sha256 = createHash("sha256").update(feedId).digest();
  await owner`insert into objects (id, sha256, size, media_type) values (${objectId}, ${sha256}, 1, 'text/plain')`;
  await owner`insert into indicator_feeds (id, name, created_at) values (${feedId}, ${`feed-${feedId}`.slice(0, 60)}, now())`;
  await owner`insert into indicator_imports (id, feed_id, title, marking, licence, confidence, format, file_name, sha256, size, object_id, is_hunted, asked_at, state, entries)
    values (${importId}, ${feedId}, 'A feed', 'TLP:GREEN', 'CC0-1.0', 50, 'plain', 'a.txt', ${sha256}, 1, ${objectId}, false, now(), 'done', 1)`;
  await owner`update indicator_feeds set active_import = ${importId} where id = ${feedId}`;
  return feedId;
}

async function makeHunt(house: House): Promise<string> {
  const id = newId();
  // So that no test is refused because others wait.
  await house.world.owner`update hunts set state = 'done' where state = 'waiting'`;
  await house.world.owner`insert into hunts (id, kind, subject, title, asked_at, until_at, state)
    values (${id}, 'value', '{"kind": "domain", "value": "bad.example"}', 'bad.example', now(), now(), 'waiting')`;
  return id;
}

async function makePicture(house: House): Promise<string> {
  const { owner } = house.world;
  const { id } = await addReport(house.world, house.cert);
  const fileId = await addFile(house.world, id, { name: "a.png", mediaType: "image/png", bytes: Buffer.from("x") });
  await owner`insert into picture_readings (file_id, report_id, languages, read_at) values (${fileId}, ${id}, '{eng}', now())`;
  await owner`insert into picture_texts (id, report_id, file_id, part, text, confidence, width, height)
    values (${newId()}, ${id}, ${fileId}, 'files/a.png', 'words read from it', 90, 100, 100)`;
  return id;
}

export const huntRecipes: Record<string, Recipe> = {
  "get /api/v1/indicator-feeds": recipe(async (house) => ({ shows: await makeFeed(house) })),
  "post /api/v1/indicator-feeds": recipe(async () => {
    const form = new FormData();
    const said = {
      name: `feed-${newId()}`,
      title: "A feed",
      marking: "TLP:GREEN",
      licence: "CC0-1.0",
      isHunted: "false",
    };
    for (const [name, value] of Object.entries(said)) form.append(name, value);
    form.append("file", new File(["bad.example\n"], "list.txt"));
    return await Promise.resolve({ form });
  }),
  "post /api/v1/indicator-feeds/:feedId/retire": onMissable("feedId", makeFeed, () => ({ body: { reason } })),
  "get /api/v1/desk/reports/:reportId/pictures": onMissable("reportId", makePicture, () => ({ shows: "read from it" })),
  "post /api/v1/hunts": recipe(
    async (house, _asker, target) => {
      await makeHunt(house);
      if (target === "missing") return { body: { what: { kind: "list", feedId: newId() } } };
      return { body: { what: { kind: "value", value: "bad.example" } } };
    },
    { also: missing },
  ),
  "get /api/v1/hunts": recipe(async (house) => ({ shows: await makeHunt(house) })),
  "get /api/v1/hunts/:huntId": onMissable("huntId", makeHunt, (id) => ({ shows: id })),
  "post /api/v1/hunts/:huntId/cancel": onMissable("huntId", makeHunt, () => ({ body: {} })),
};
