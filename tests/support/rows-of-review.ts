// Rows of the committee's work for the test of what the database itself shows to each scope: all of it to the committee alone, which no scope is by itself.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const open = { none: 2, intake: 2, reporter: 2, person: 2, staff: 2, identity: 2, custody: 2, mailer: 2, system: 2 };

/** As in rows.test.ts: 2 is every row. Trainings and open surveys are for everybody; of two reviews nobody but the committee sees one that is not published. */
export const seenOfReview = {
  strategy_targets: { system: 2 },
  figure_snapshots: { system: 2 },
  data_requests: { system: 2 },
  measurements: { system: 2 },
  reviews: { system: 2 },
  review_narratives: { system: 2 },
  law_steps: { system: 2 },
  campaigns: open,
  campaign_attendances: { system: 2 },
  surveys: open,
  survey_answers: { system: 2 },
} as const;

let year = 2040;

export async function addReviewRows({ owner }: Pick<TestWorld, "owner">): Promise<void> {
  const [target, campaign, survey, review] = [newId(), newId(), newId(), newId()];
  year += 1;
  await owner`insert into strategy_targets (id, key, names, unit, verification, added_at) values (${target}, ${`own-${target}`}, '{"en": "x"}', 'km', 'unverified', now())`;
  await owner`insert into figure_snapshots (id, year, taken_at, figures, sha256) values (${newId()}, ${year}, now(), '[]', ${"0".repeat(64)})`;
  await owner`insert into data_requests (id, year, body, email, language, target_ids, due_on, asked_at)
    values (${newId()}, ${year}, 'A ministry', 'a@b.example', 'fr', ${[target]}, '2026-01-01', now())`;
  await owner`insert into measurements (id, target_id, year, value, measured_on, source, origin, entered_at) values (${newId()}, ${target}, ${year}, 1, '2026-01-01', 'x', 'member', now())`;
  await owner`insert into reviews (id, year, begun_at) values (${review}, ${year}, now())`;
  await owner`insert into review_narratives (review_id, target_id, text, outlook, changed_at) values (${review}, ${target}, '{}', 'unknown', now())`;
  await owner`insert into law_steps (id, instrument, step, state, source, said_at) values (${newId()}, ${target}, 'adopted', 'yes', 'x', now())`;
  await owner`insert into campaigns (id, kind, name, starts_on, ends_on, added_at) values (${campaign}, 'training', 'x', '2026-01-01', '2026-01-02', now())`;
  await owner`insert into campaign_attendances (id, campaign_id, held_on, audience, women, source, counted_at) values (${newId()}, ${campaign}, '2026-01-01', 'pupils', 3, 'x', now())`;
  await owner`insert into surveys (id, names, questions, opens_on, closes_on, made_at) values (${survey}, '{}', '[]', '2026-01-01', '2026-12-31', now())`;
  await owner`insert into survey_answers (id, survey_id, answers, way, answered_on) values (${newId()}, ${survey}, '{}', 'online', '2026-01-01')`;
}
