// How the committee's work is asked for by the access matrix.
import { stepUpForReview } from "../../backend/reporting/review/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { missing, onMissable, type Recipe, recipe } from "./access-recipe.ts";

const root = "/api/v1/committee";
let lastYear = 2100;
/** A year without a review: there are fewer years than askers, and only the owner can take a review away. */
async function freeYear(house: House): Promise<number> {
  lastYear = lastYear >= 2190 ? 2101 : lastYear + 1;
  await house.world.owner.begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`delete from review_narratives where review_id in (select id from reviews where year = ${lastYear})`;
    await sql`delete from reviews where year = ${lastYear}`;
  });
  return lastYear;
}

async function makeTarget(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into strategy_targets (id, key, names, unit, verification, added_at)
    values (${id}, ${`own-${id}`}, ${house.world.owner.json({ en: id })}, 'km', 'unverified', now())`;
  return id;
}
async function makeCampaign(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into campaigns (id, kind, name, starts_on, ends_on, added_at) values (${id}, 'training', ${id}, '2026-01-01', '2026-12-31', now())`;
  return id;
}
async function makeSurvey(house: House): Promise<string> {
  const id = newId();
  const questions = [{ key: "q1", names: { en: "Which?" }, kind: "one", options: [{ key: "a", names: { en: "A" } }] }];
  await house.world.owner`insert into surveys (id, names, questions, opens_on, closes_on, made_at)
    values (${id}, ${house.world.owner.json({ en: id })}, ${house.world.owner.json(questions)}, '2026-01-01', '2026-12-31', now())`;
  return id;
}
async function makeRequest(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into data_requests (id, year, body, email, language, target_ids, due_on, asked_at)
    values (${id}, 2026, ${id}, 'a@ministry.example', 'en', ${[await makeTarget(house)]}, '2026-12-31', now())`;
  return id;
}
/** A year of its own for each asker, since a year has one review. */
async function makeReview(house: House, state: "draft" | "submitted" | "frozen"): Promise<number> {
  const year = await freeYear(house);
  const [id, by, signer] = [newId(), newId(), newId()];
  for (const person of [by, signer])
    await house.world
      .owner`insert into people (id, handle, name, email) values (${person}, ${Buffer.from(person)}, 'A member', ${`${person}@committee.example`})`;
  const frozen = state === "frozen";
  await house.world
    .owner`insert into reviews (id, year, begun_at, state, submitted_by, submitted_at, signed_by, signed_at, frozen, sha256)
    values (${id}, ${year}, now(), ${state}, ${state === "draft" ? null : by}, ${state === "draft" ? null : new Date()}, ${frozen ? signer : null},
      ${frozen ? new Date() : null}, ${frozen ? house.world.owner.json({ targets: [], laws: [] }) : null}, ${frozen ? "0".repeat(64) : null})`;
  if (state === "draft") {
    const target = await makeTarget(house);
    await house.world
      .owner`insert into measurements (id, target_id, year, value, measured_on, source, origin, entered_at)
      values (${newId()}, ${target}, ${year}, 1, '2026-01-01', 'x', 'member', now())`;
  }
  return year;
}
const life = (
  state: "draft" | "submitted" | "frozen",
  binding?: (year: number, version: number) => ReturnType<typeof stepUpForReview.sign>,
): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const year = target === "missing" ? 2199 : await makeReview(house, state);
      return {
        params: { year: String(year) },
        body: { version: 1 },
        ...(binding ? { binding: binding(year, 1) } : {}),
      };
    },
    { also: missing },
  );
/** No year of ours: there is nothing at its address. */
const yearFor = (target: string, year = "2026"): string => (target === "missing" ? "1999" : year);
const inYear = recipe(async (_house, _asker, target) => await Promise.resolve({ params: { year: yearFor(target) } }), {
  also: missing,
});
const sheet = (query: Record<string, string> = { year: "2026" }) =>
  recipe(async () => await Promise.resolve({ query }));

export const reviewRecipes: Record<string, Recipe> = {
  [`get ${root}/strategies`]: recipe(async () => await Promise.resolve({ shows: "ml-numerique-2020" })),
  [`post ${root}/strategies`]: recipe(async () => await Promise.resolve({ body: { strategyId: "mn-digital" } })),
  [`post ${root}/targets`]: recipe(
    async () => await Promise.resolve({ body: { names: { en: "Schools" }, unit: "schools", source: "A plan" } }),
  ),
  [`post ${root}/targets/:targetId/end`]: onMissable("targetId", makeTarget),
  [`post ${root}/measurements`]: recipe(
    async (house, _asker, target) => ({
      body: {
        targetId: target === "missing" ? newId() : await makeTarget(house),
        year: 2026,
        value: "1.5",
        measuredOn: "2026-01-01",
        source: "A report",
      },
    }),
    { also: missing },
  ),
  [`get ${root}/reviews/:year`]: recipe(
    async (house, _asker, target) => ({ params: { year: yearFor(target) }, shows: await makeTarget(house) }),
    { also: missing },
  ),
  [`post ${root}/reviews/:year/begin`]: recipe(
    async (house, _asker, target) => ({ params: { year: yearFor(target, String(await freeYear(house))) } }),
    { also: missing },
  ),
  [`post ${root}/reviews/:year/narratives/:targetId`]: recipe(
    async (house, _asker, target) => ({
      params: {
        year: String(await makeReview(house, "draft")),
        targetId: target === "missing" ? newId() : await makeTarget(house),
      },
      body: { text: { en: "Well" }, outlook: "on_track", version: 0 },
    }),
    { also: missing },
  ),
  [`post ${root}/reviews/:year/summary`]: recipe(
    async (house, _asker, target) => ({
      params: { year: target === "missing" ? "2199" : String(await makeReview(house, "draft")) },
      body: { text: { en: "All in all" }, version: 1 },
    }),
    { also: missing },
  ),
  [`post ${root}/reviews/:year/submit`]: life("draft", stepUpForReview.submit),
  [`post ${root}/reviews/:year/withdraw`]: life("submitted"),
  [`post ${root}/reviews/:year/sign`]: life("submitted", stepUpForReview.sign),
  [`post ${root}/reviews/:year/publish`]: life("frozen", stepUpForReview.publish),
  [`post ${root}/law-steps`]: recipe(
    async () =>
      await Promise.resolve({
        body: { instrument: "ml-loi-2013-015", step: "adopted", state: "yes", source: "JO 26" },
      }),
  ),
  [`get ${root}/reviews/:year/requests`]: recipe(
    async (house, _asker, target) => ({ params: { year: yearFor(target) }, shows: await makeRequest(house) }),
    { also: missing },
  ),
  [`post ${root}/requests`]: recipe(async (house) => ({
    body: {
      year: 2026,
      body: "A ministry",
      email: "b@ministry.example",
      language: "fr",
      targetIds: [await makeTarget(house)],
      dueOn: "2199-01-01",
    },
  })),
  [`post ${root}/requests/:requestId/withdraw`]: onMissable("requestId", makeRequest),
  [`get ${root}/figures/:year`]: inYear,
  [`post ${root}/figures/:year/freeze`]: inYear,
  [`get ${root}/campaigns`]: recipe(async (house) => ({ shows: await makeCampaign(house) })),
  [`post ${root}/campaigns`]: recipe(
    async () =>
      await Promise.resolve({
        body: { kind: "campaign", name: "A campaign", startsOn: "2026-01-01", endsOn: "2026-02-01" },
      }),
  ),
  [`post ${root}/campaigns/:campaignId/attendances`]: onMissable("campaignId", makeCampaign, () => ({
    body: { heldOn: "2026-01-05", audience: "teachers", women: 3, source: "The signed list" },
  })),
  [`post ${root}/campaigns/:campaignId/restore`]: onMissable("campaignId", async (house) => {
    const id = await makeCampaign(house);
    await house.world.owner`update campaigns set ended_at = now() where id = ${id}`;
    return id;
  }),
  [`post ${root}/surveys/:surveyId/reopen`]: onMissable("surveyId", async (house) => {
    const id = await makeSurvey(house);
    await house.world.owner`update surveys set closed_at = now() where id = ${id}`;
    return id;
  }),
  [`post ${root}/campaigns/:campaignId/end`]: onMissable("campaignId", makeCampaign),
  [`get ${root}/surveys`]: recipe(async (house) => ({ shows: await makeSurvey(house) })),
  [`post ${root}/surveys`]: recipe(
    async () =>
      await Promise.resolve({
        body: {
          names: { en: "A survey" },
          questions: [{ key: "q1", names: { en: "Why?" }, kind: "text" }],
          opensOn: "2026-01-01",
          closesOn: "2026-12-31",
        },
      }),
  ),
  [`post ${root}/surveys/:surveyId/answers`]: onMissable("surveyId", makeSurvey, () => ({
    body: { answers: { q1: "a" }, answeredOn: "2026-03-01" },
  })),
  [`post ${root}/surveys/:surveyId/close`]: onMissable("surveyId", makeSurvey),
  [`get ${root}/targets/export`]: sheet(),
  [`get ${root}/requests/export`]: sheet(),
  [`get ${root}/campaigns/export`]: sheet({}),
  [`get ${root}/evidence/export`]: recipe(async (house) => {
    await house.world
      .owner`insert into figure_snapshots (id, year, taken_at, figures, sha256) values (${newId()}, 2026, now(), '[]', ${"0".repeat(64)})`;
    return { query: { year: "2026", pack: "gci" } };
  }),
  [`get ${root}/print`]: sheet({ year: "2026", format: "docx", language: "fr" }),
  [`post ${root}/import`]: recipe(
    async () =>
      await Promise.resolve({
        query: { year: "2026", isTrial: "true" },
        body: "target,value,date,source\n",
        mediaType: "application/octet-stream",
      }),
  ),
};
