// Rows of exercises for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;
export const seenOfExercises = {
  exercises: desk,
  exercise_people: desk,
  exercise_injects: desk,
  exercise_sightings: desk,
  exercise_reviews: desk,
  export_requests: desk,
} as const;

/** One exercise that is planned, with a leader, an inject, a sighting and a review. */
export async function addExerciseRows({ owner }: Pick<TestWorld, "owner">, of: { personId: string }): Promise<string> {
  const id = newId();
  const words = { fr: "Un mot", en: "A word", mn: "Үг" };
  const definition = {
    id: "a-test",
    version: 1,
    titles: words,
    about: words,
    source: { kind: "own_proposal", text: "A test" },
    minutes: 60,
    injects: [{ id: "first", kind: "report", at: 5, titles: words, subject: words, text: words, flow: "organisation" }],
    expects: [{ id: "seen", kind: "by_hand", titles: words, after: "first", within: 10 }],
  };
  await owner`insert into exercises (id, title, scenario_id, scenario_sha256, definition, language, planned_at, created_by, created_at)
    values (${id}, 'An exercise', 'a-test', ${"a".repeat(64)}, ${owner.json(definition)}, 'en', now(), ${of.personId}, now())`;
  await owner`insert into exercise_people (exercise_id, person_id, part) values (${id}, ${of.personId}, 'leader')`;
  await owner`insert into exercise_injects (id, exercise_id, inject_id, position, due_minutes) values (${newId()}, ${id}, 'first', 0, 5)`;
  await owner`insert into exercise_sightings (exercise_id, expectation_id, seen_at, seen_by) values (${id}, 'seen', now(), ${of.personId})`;
  await owner`insert into exercise_reviews (exercise_id, changed_at) values (${id}, now())`;
  await owner`insert into export_requests (id, list, filter, reason, asked_by, asked_at) values (${newId()}, 'cases', '{}', 'A test', ${of.personId}, now())`;
  return id;
}
