// How the register's quality and the ends of organisations are asked for by the access matrix.
import { createHash } from "node:crypto";
import { newId } from "../../backend/platform/ids/index.ts";
import { endingStepUp } from "../../backend/registry/endings/model.ts";
import { mergeStepUp } from "../../backend/registry/quality/model.ts";
import type { House } from "./access-matrix.ts";
import { makeConstituent } from "./access-objects.ts";
import { missing, nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";

async function makeContact(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into contacts (id, constituent_id, name, role, email) values (${id}, ${await makeConstituent(house)}, 'Somebody', 'security', ${`${id}@a.example`})`;
  return id;
}

async function makeAnswer(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into contact_tests (id, contact_id, token_hash, asked_at, last_mail_at, expires_at, answered_at, answer)
    values (${id}, ${await makeContact(house)}, ${createHash("sha256").update(id).digest()}, now(), now(), now() + interval '9 days', now(), 'leaving')`;
  return id;
}

async function makeMerge(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into register_merges (id, survivor_id, merged_id, changes, reason, merged_at)
    values (${id}, ${await makeConstituent(house)}, ${await makeConstituent(house)}, '[]', 'The same', now())`;
  return id;
}

async function makeEnding(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into constituent_endings (id, constituent_id, ended_on, reason, changes, recorded_at)
    values (${id}, ${await makeConstituent(house)}, '2026-03-01', 'Dissolved', '[]', now())`;
  return id;
}

const root = "/api/v1/registry";

export const qualityRecipes: Record<string, Recipe> = {
  [`get ${root}/quality`]: recipe(nothing),
  [`get ${root}/quality/export`]: recipe(nothing),
  [`put ${root}/quality/settings`]: recipe(async () => await Promise.resolve({ body: { contactTestDays: 365 } })),
  [`post ${root}/contact-tests`]: recipe(
    async (house, _asker, target) => ({
      body: { contactId: target === "missing" ? newId() : await makeContact(house) },
    }),
    { also: missing },
  ),
  [`post ${root}/contact-tests/:testId/handle`]: onMissable("testId", makeAnswer, () => ({
    body: { handled: "left" },
  })),
  [`post ${root}/merges`]: recipe(
    async (house, _asker, target) => {
      const survivorId = await makeConstituent(house);
      const mergedId = target === "missing" ? newId() : await makeConstituent(house);
      return { body: { survivorId, mergedId, reason: "The same" }, binding: mergeStepUp.merge(survivorId, mergedId) };
    },
    { also: missing },
  ),
  [`post ${root}/merges/:mergeId/undo`]: onMissable("mergeId", makeMerge, (id) => ({ binding: mergeStepUp.undo(id) })),
  [`get ${root}/constituents/:constituentId/ending`]: onMissable("constituentId", makeConstituent),
  [`post ${root}/endings`]: recipe(
    async (house, _asker, target) => {
      const constituentId = target === "missing" ? newId() : await makeConstituent(house);
      const body = { constituentId, endedOn: "2026-03-01", reason: "Dissolved" };
      return { body, binding: endingStepUp.end(constituentId, body.endedOn) };
    },
    { also: missing },
  ),
  [`post ${root}/endings/:endingId/undo`]: onMissable("endingId", makeEnding, (id) => ({
    binding: endingStepUp.undo(id),
  })),
  [`post ${root}/not-duplicates`]: recipe(
    async (house, _asker, target) => ({
      body: {
        oneId: await makeConstituent(house),
        otherId: target === "missing" ? newId() : await makeConstituent(house),
      },
    }),
    { also: missing },
  ),
};
