// How exercises are asked for by the access matrix.
import { bindWipe } from "../../backend/coordination/exercises/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { missing, nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { addExerciseRows } from "./rows-of-exercises.ts";

/** Led by somebody who is not the asker. */
const make = async (house: House): Promise<string> =>
  await addExerciseRows(house.world, { personId: house.spare.personId });

async function makeIn(house: House, state: "running" | "ended"): Promise<string> {
  const id = await make(house);
  const { owner } = house.world;
  if (state === "running")
    await owner`update exercises set state = 'running', started_at = now() - interval '1 minute' where id = ${id}`;
  else await owner`update exercises set state = 'ended', ended_at = now(), measured = '[]' where id = ${id}`;
  return id;
}

const onInject = (body?: unknown): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const exerciseId = await makeIn(house, "running");
      const [row] = await house.world.owner<
        { id: string }[]
      >`select id from exercise_injects where exercise_id = ${exerciseId}`;
      const injectId = target === "missing" ? newId() : (row?.id ?? "");
      return { params: { exerciseId, injectId }, ...(body === undefined ? {} : { body }) };
    },
    { also: missing },
  );

const review = {
  version: 1,
  heldAt: null,
  participants: "",
  wentWell: "",
  wentBadly: "",
  conclusion: "",
  isWithoutImprovements: false,
  isFinished: false,
};
const one = "/api/v1/exercises/:exerciseId";

export const exerciseRecipes: Record<string, Recipe> = {
  "get /api/v1/exercises": recipe(async (house) => ({ shows: await make(house) })),
  "get /api/v1/exercise-scenarios": recipe(nothing),
  "post /api/v1/exercises": recipe(
    async () =>
      await Promise.resolve({
        body: {
          scenarioId: "hospital-ransomware",
          title: "Hospital",
          language: "en",
          plannedAt: "2026-11-22T14:07:00Z",
          people: [],
        },
      }),
  ),
  [`get ${one}`]: onMissable("exerciseId", make, (shows) => ({ shows })),
  [`post ${one}/acts`]: onMissable("exerciseId", make, () => ({ body: { act: "start", version: 1 } })),
  [`post ${one}/injects/:injectId/play`]: onInject(),
  [`post ${one}/injects/:injectId/leave-out`]: onInject({}),
  [`post ${one}/sightings`]: recipe(
    async (house, asker, target) => {
      const exerciseId = target === "missing" ? newId() : await makeIn(house, "running");
      if (target !== "missing" && asker.personId !== undefined)
        await house.world
          .owner`insert into exercise_people (exercise_id, person_id, part) values (${exerciseId}, ${asker.personId}, 'observer') on conflict do nothing`;
      return { params: { exerciseId }, body: { expectationId: "seen", seenAt: new Date().toISOString() } };
    },
    { also: missing },
  ),
  [`put ${one}/review`]: onMissable(
    "exerciseId",
    async (house) => await makeIn(house, "ended"),
    () => ({ body: review }),
  ),
  [`post ${one}/improvements`]: recipe(
    async (house, _asker, target) => ({
      params: { exerciseId: target === "missing" ? newId() : await makeIn(house, "ended") },
      body: { title: "A line for the press", ownerId: house.spare.personId, dueAt: "2026-12-01T00:00:00Z" },
    }),
    { also: missing },
  ),
  [`post ${one}/wipe`]: onMissable(
    "exerciseId",
    async (house) => await makeIn(house, "ended"),
    (id) => ({ binding: bindWipe(id) }),
  ),
};
