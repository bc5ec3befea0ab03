// How requests for advice are asked for by the access matrix.
import { newId } from "../../backend/platform/ids/index.ts";
import { makeCase } from "./access-objects.ts";
import type { House } from "./access-matrix.ts";
import { nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";

async function make(house: House, state: "new" | "answered" = "new", hasPage = false): Promise<string> {
  const [id, { caseId }] = [newId(), await makeCase(house)];
  const { owner } = house.world;
  const [answer, at] = state === "new" ? [null, null] : ["So.", new Date()];
  await owner`insert into advice_requests (id, reference, source, language, topic, question, received_at, case_id, state, answer, answered_at)
    values (${id}, ${`ADVICE-${id}`}, 'web', 'fr', 'other', 'How do we begin?', now(), ${caseId}, ${state}, ${answer}, ${at})`;
  if (hasPage)
    await owner`insert into advice_pages (id, request_id, case_id, texts, topic, changed_at)
      values (${newId()}, ${id}, ${caseId}, ${owner.json({ fr: { question: "Par où commencer ?", answer: "Par là." } })}, 'other', now())`;
  return id;
}
const texts = { fr: { question: "Par où commencer ?", answer: "Par là." } };

export const adviceRecipes: Record<string, Recipe> = {
  "get /api/v1/advice": recipe(async (house) => ({ shows: await make(house) })),
  "get /api/v1/own-advice": recipe(nothing),
  "post /api/v1/own-advice": recipe(
    async () =>
      await Promise.resolve({ body: { topic: "law", question: "When do we have to declare?", language: "fr" } }),
  ),
  "get /api/v1/advice/:adviceId": onMissable(
    "adviceId",
    async (house) => await make(house),
    (id) => ({ shows: id }),
  ),
  "post /api/v1/advice/:adviceId/answer": onMissable(
    "adviceId",
    async (house) => await make(house),
    () => ({ body: { version: 1, outcome: "answered", answer: "So." } }),
  ),
  "put /api/v1/advice/:adviceId/page": onMissable(
    "adviceId",
    async (house) => await make(house, "answered"),
    () => ({ body: { topic: "other", texts, version: 0 } }),
  ),
  "post /api/v1/advice/:adviceId/page/ask": onMissable(
    "adviceId",
    async (house) => await make(house, "answered", true),
    () => ({ body: { version: 1 } }),
  ),
};
