// How service levels, the rota and its alarms are asked for by the access matrix.
import { makeCase, makePerson } from "./access-objects.ts";
import type { House } from "./access-matrix.ts";
import { nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { addServiceRows } from "./rows-of-service.ts";

const make = async (house: House): ReturnType<typeof addServiceRows> => {
  const { caseId, reportId } = await makeCase(house);
  return await addServiceRows(house.world, {
    personId: await makePerson(house),
    otherId: await makePerson(house),
    caseId,
    reportId,
  });
};
const span = { fromAt: "2030-01-01T08:00:00Z", untilAt: "2030-01-02T08:00:00Z" };
const seenOf = async (house: House, kind: "levels" | "ladder"): Promise<number> => {
  const [last] = await house.world.owner<
    { number: number }[]
  >`select coalesce(max(number), 0)::int as number from service_editions where kind = ${kind}`;
  return last?.number ?? 0;
};
const levels = {
  zone: "Africa/Bamako",
  hours: [{ weekday: 1, from: "08:00", until: "17:00" }],
  hasHolidays: true,
  targets: [],
};
const ladder = {
  steps: [{ afterMinutes: 0, target: "leads", means: ["mail"] }],
  triggers: { leastSeverity: null, isOnBreach: false, legalHours: null },
};

export const serviceRecipes: Record<string, Recipe> = {
  "get /api/v1/service/levels": recipe(nothing),
  "post /api/v1/service/levels": recipe(async (house) => ({ body: { levels, seen: await seenOf(house, "levels") } })),
  "get /api/v1/service/measures": recipe(nothing),
  "get /api/v1/service/measures.csv": recipe(nothing),
  "get /api/v1/service/cases/:caseId": onMissable("caseId", async (house) => (await makeCase(house)).caseId),
  "get /api/v1/service/reports/:reportId": onMissable("reportId", async (house) => (await makeCase(house)).reportId),
  "post /api/v1/service/pauses": recipe(async (house) => {
    const { caseId } = await makeCase(house);
    const { owner } = house.world;
    const number = 1000 + (await seenOf(house, "levels"));
    const [edition] = await owner<{ id: string }[]>`insert into service_editions (id, kind, number, definition, set_at)
      values (gen_random_uuid(), 'levels', ${number + 1}, ${owner.json(levels)}, now()) returning id`;
    await owner`insert into service_clocks (id, case_id, kind, edition_id, subject_kind, started_at)
      values (gen_random_uuid(), ${caseId}, 'resolution', ${edition?.id ?? ""}, 'incident', now())`;
    return { body: { subject: "case", subjectId: caseId, reason: "reporter", who: "The bank" } };
  }),
  "post /api/v1/service/pauses/:pauseId/end": onMissable("pauseId", async (house) => (await make(house)).pauseId),
  "get /api/v1/rota": recipe(nothing),
  "post /api/v1/rota/patterns": recipe(async (house) => ({
    body: { personId: await makePerson(house), weekdays: [1], from: "08:00", to: "18:00", startsOn: "2030-01-01" },
  })),
  "post /api/v1/rota/patterns/:lineId/end": onMissable("lineId", async (house) => (await make(house)).patternId),
  "post /api/v1/rota/exceptions": recipe(
    async (_house, asker) => await Promise.resolve({ body: { personId: asker.personId, kind: "off", ...span } }),
  ),
  "post /api/v1/rota/exceptions/:lineId/end": recipe(
    async (house, asker, target) => {
      const { exceptionId } = await make(house);
      await house.world.owner`update rota_exceptions set person_id = ${asker.personId} where id = ${exceptionId}`;
      return { params: { lineId: target === "missing" ? "01999999-0000-7000-8000-000000000009" : exceptionId } };
    },
    { also: ["missing"] },
  ),
  "post /api/v1/rota/swaps": recipe(async (house, asker) => {
    await house.world.owner`insert into rota_exceptions (id, person_id, kind, from_at, until_at, made_at)
      values (gen_random_uuid(), ${asker.personId}, 'on', ${span.fromAt}, ${span.untilAt}, now())`;
    return { body: { askedOf: await makePerson(house), ...span } };
  }),
  "post /api/v1/rota/swaps/:swapId/settle": recipe(
    async (house, asker, target) => {
      const { swapId } = await make(house);
      await house.world.owner`update rota_swaps set asked_of = ${asker.personId} where id = ${swapId}`;
      return {
        params: { swapId: target === "missing" ? "01999999-0000-7000-8000-000000000009" : swapId },
        body: { answer: "accepted" },
      };
    },
    { also: ["missing"] },
  ),
  "put /api/v1/rota/reach": recipe(
    async () => await Promise.resolve({ body: { phone: "+223 76 00 00 00", takesTexts: true } }),
  ),
  "post /api/v1/rota/ladder": recipe(async (house) => ({ body: { ladder, seen: await seenOf(house, "ladder") } })),
  "post /api/v1/rota/feed": recipe(async () => await Promise.resolve({ body: { language: "en" } })),
  "delete /api/v1/rota/feed": recipe(nothing),
  "get /shifts/:file": recipe(
    async (house, _asker, target) => {
      const token = "s".repeat(31) + (target === "missing" ? "x" : "y");
      const { createHash } = await import("node:crypto");
      const personId = await makePerson(house);
      await house.world.owner`delete from rota_feeds`;
      const hash = createHash("sha256")
        .update(`rota-feed:${"s".repeat(31)}y`)
        .digest();
      await house.world
        .owner`insert into rota_feeds (person_id, token_hash, language, made_at) values (${personId}, ${hash}, 'en', now())`;
      return { params: { file: `${token}.ics` } };
    },
    { also: ["missing"] },
  ),
  "get /api/v1/rota/alarms": recipe(async (house) => ({ shows: (await make(house)).alarmId })),
  "post /api/v1/rota/alarms": recipe(async (house) => {
    await make(house);
    return { body: { title: "The grid is down" } };
  }),
  "post /api/v1/rota/alarms/:alarmId/have": onMissable("alarmId", async (house) => (await make(house)).alarmId),
  "post /api/v1/rota/alarms/:alarmId/calls": recipe(
    async (house, _asker, target) => {
      const { alarmId } = await make(house);
      return {
        params: { alarmId: target === "missing" ? "01999999-0000-7000-8000-000000000009" : alarmId },
        body: { personId: await makePerson(house), isReached: true },
      };
    },
    { also: ["missing"] },
  ),
};
