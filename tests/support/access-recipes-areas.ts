// How areas and those who have charge of them are asked for by the access matrix.
import { stepUpForArea } from "../../backend/registry/areas/model.ts";
import { bindFreeze } from "../../backend/coordination/freeze/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { makeCase, makeConstituent } from "./access-objects.ts";
import { type Asked, missing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { addPerson, addReport } from "./desk-world.ts";

/** A region of the house, made where it is not there yet. */
export async function makeArea(house: House, id = `area-${newId()}`): Promise<string> {
  await house.world
    .owner`insert into areas (id, level, names) values ('house', 'country', '{"fr": "Maison"}') on conflict do nothing`;
  await house.world
    .owner`insert into areas (id, parent_id, level, names) values (${id}, 'house', 'region', ${house.world.owner.json({ fr: id })}) on conflict do nothing`;
  return id;
}

/** Somebody with the role, in the house's regional office. */
export async function makeFocalPoint(house: House): Promise<string> {
  const [office] = await house.world.owner<
    { id: string }[]
  >`select id from organisations where kind = 'office' limit 1`;
  return (await addPerson(house.world, office?.id ?? "", "focal_point", "Awa Focal")).personId;
}

/** A report of an area; a focal point who asks has charge of it. */
async function makeAreaReport(house: House, asker: Asker): Promise<string> {
  const area = await makeArea(house, "area-of-all");
  if (asker.caller.name === "focal_point")
    await house.world.owner`insert into focal_areas (id, person_id, area_id, given_at)
      values (${newId()}, ${asker.personId}, ${area}, now()) on conflict do nothing`;
  const { id } = await addReport(house.world, house.cert, { status: "triaged", description: "Of this area" });
  await house.world.owner`update reports set area_id = ${area} where id = ${id}`;
  return id;
}

const onAreaReport = (more: (id: string) => Partial<Asked> = () => ({})): Recipe =>
  recipe(
    async (house, asker, target) => {
      const id = await makeAreaReport(house, asker);
      const reportId = target === "missing" ? newId() : id;
      return { params: { reportId }, ...more(reportId) };
    },
    { also: missing },
  );

async function makeEntry(house: House): Promise<string> {
  const { id } = await addReport(house.world, house.cert, { status: "triaged" });
  const entry = newId();
  await house.world.owner`insert into focal_entries (id, report_id, kind, body, author_id, at)
    values (${entry}, ${id}, 'question', 'May I call them?', ${await makeFocalPoint(house)}, now())`;
  return entry;
}

async function makeAreaCase(house: House, asker: Asker): Promise<string> {
  const reportId = await makeAreaReport(house, asker);
  const { caseId } = await makeCase(house, "open");
  await house.world
    .owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${reportId}, now())`;
  return caseId;
}

async function makeLesson(house: House, asker: Asker, state: "waiting" | "shown"): Promise<string> {
  const [id, caseId] = [newId(), await makeAreaCase(house, asker)];
  const decided = state === "shown" ? (await addPerson(house.world, house.cert, "lead", "Decides")).personId : null;
  await house.world
    .owner`insert into lessons (id, case_id, title, happened, helped, region_id, state, author_id, written_at, decided_by, decided_at)
    values (${id}, ${caseId}, 'A lesson', 'It happened so', 'It helped so', 'area-of-all', ${state}, ${await makeFocalPoint(house)}, now(),
      ${decided}, ${decided === null ? null : new Date()})`;
  return id;
}

const onLesson = (state: "waiting" | "shown", body: unknown): Recipe =>
  recipe(
    async (house, asker, target) => ({
      params: { lessonId: target === "missing" ? newId() : await makeLesson(house, asker, state) },
      body,
    }),
    { also: missing },
  );

async function makePartner(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into partner_bodies (id, constituent_id, kind, contact_name, phone, channel, freezes, answer_minutes, created_at)
    values (${id}, ${await makeConstituent(house)}, 'bank', 'Fraud desk', '000', 'phone', '{card}', 60, now())`;
  return id;
}

async function makeConsented(house: House): Promise<string> {
  const { id } = await addReport(house.world, house.cert, { status: "triaged" });
  await house.world
    .owner`insert into freeze_consents (report_id, bodies, text_version, language, given_at) values (${id}, '{bank}', 'x', 'fr', now())`;
  return id;
}

async function makeFreeze(house: House): Promise<string> {
  const [id, reportId, partnerId] = [newId(), await makeConsented(house), await makePartner(house)];
  await house.world
    .owner`insert into freeze_requests (id, reference, report_id, partner_id, target, fields, body, language, channel, released_by, released_at, expires_at)
    values (${id}, ${id}, ${reportId}, ${partnerId}, 'card', '{}', 'Please stop it', 'fr', 'phone', ${house.spare.personId}, now(), now() + interval '1 day')`;
  return id;
}

const onConsented = (withStepUp: boolean): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const reportId = target === "missing" ? newId() : await makeConsented(house);
      const release = {
        partnerId: await makePartner(house),
        target: "card" as const,
        fields: { amount: "5 000 F CFA" },
      };
      return {
        params: { reportId },
        body: release,
        ...(withStepUp ? { binding: bindFreeze({ ...release, reportId }) } : {}),
      };
    },
    { also: missing },
  );

const fileOf = (id: string): string => `id,parent,level,name_fr\n${id},house,region,Neuve\n`;

export const areaRecipes: Record<string, Recipe> = {
  "get /api/v1/areas": recipe(async (house) => ({ shows: await makeArea(house) })),
  "post /api/v1/areas/imports/preview": recipe(async (house) => {
    await makeArea(house);
    const id = `new-${newId()}`;
    return { query: { name: "a.csv" }, body: fileOf(id), mediaType: "application/octet-stream", shows: id };
  }),
  "post /api/v1/areas/imports": recipe(async (house, asker) => {
    await makeArea(house);
    const body = fileOf(`new-${newId()}`);
    const looked = await house.send("POST", "/api/v1/areas/imports/preview?name=a.csv", {
      headers: { ...asker.personHeaders, "content-type": "application/octet-stream" },
      body,
    });
    const { fingerprint } = (await looked.json()) as { fingerprint?: string };
    const query = { name: "a.csv", fingerprint: fingerprint ?? "0".repeat(64) };
    return { query, body, mediaType: "application/octet-stream" };
  }),
  "get /api/v1/focal-areas": recipe(async (house) => ({ shows: await makeFocalPoint(house) })),
  "post /api/v1/focal-areas": recipe(
    async (house, _asker, target) => {
      const areaId = await makeArea(house);
      const personId = target === "missing" ? newId() : await makeFocalPoint(house);
      return { body: { personId, areaId }, binding: stepUpForArea.give(personId, areaId) };
    },
    { also: missing },
  ),
  "post /api/v1/focal-areas/:chargeId/end": onMissable("chargeId", async (house) => {
    const [person, area, id] = [await makeFocalPoint(house), await makeArea(house), newId()];
    await house.world
      .owner`insert into focal_areas (id, person_id, area_id, given_at) values (${id}, ${person}, ${area}, now())`;
    return id;
  }),
  "get /api/v1/areas/map": recipe(async (house) => ({ shows: await makeArea(house, "area-of-all") })),
  "get /api/v1/desk/reports/:reportId/area": onAreaReport(() => ({ shows: "area-of-all" })),
  "get /api/v1/focal/home": recipe(async (house, asker) => {
    await makeAreaReport(house, asker);
    return { shows: "area-of-all" };
  }),
  "get /api/v1/focal/reports/export": recipe(async (house, asker) => {
    await makeAreaReport(house, asker);
    return { shows: "area-of-all" };
  }),
  "get /api/v1/focal/reports": recipe(async (house, asker) => {
    const shows = await makeAreaReport(house, asker);
    // What weighs most stands on the first page.
    await house.world.owner`update reports set severity = 'critical' where id = ${shows}`;
    return { shows };
  }),
  "get /api/v1/focal/reports/:reportId": onAreaReport((shows) => ({ shows })),
  "get /api/v1/focal/constituents": recipe(async (house, asker) => {
    await makeAreaReport(house, asker);
    const id = await makeConstituent(house);
    await house.world.owner`update constituents set area_id = 'area-of-all' where id = ${id}`;
    return { shows: id };
  }),
  "post /api/v1/focal/reports/:reportId/entries": onAreaReport(() => ({
    body: { kind: "note", body: "Seen at the market" },
  })),
  "post /api/v1/focal/reports": recipe(async (house, asker) => {
    await makeAreaReport(house, asker);
    return {
      body: { area: "area-of-all", description: "My account is gone", language: "fr", consent: "agreed" },
    };
  }),
  "post /api/v1/desk/focal-entries/:entryId/answer": onMissable("entryId", makeEntry, () => ({
    body: { outcome: "answered", answer: "Yes, by telephone" },
  })),
  "get /api/v1/lessons": recipe(async (house, asker) => ({ shows: await makeLesson(house, asker, "shown") })),
  "post /api/v1/lessons": recipe(
    async (house, asker, target) => ({
      body: {
        caseId: target === "missing" ? newId() : await makeAreaCase(house, asker),
        title: "A lesson",
        happened: "It happened like this",
        helped: "This has helped",
        regionId: await makeArea(house, "area-of-all"),
      },
    }),
    { also: missing },
  ),
  "post /api/v1/lessons/:lessonId/decide": onLesson("waiting", { decision: "shown" }),
  "post /api/v1/lessons/:lessonId/posts": onLesson("shown", { body: "Did you call them first?" }),
  "get /api/v1/registry/partners": recipe(async (house) => ({ shows: await makePartner(house) })),
  "post /api/v1/registry/partners": recipe(
    async (house, _asker, target) => ({
      body: {
        constituentId: target === "missing" ? newId() : await makeConstituent(house),
        kind: "bank",
        contactName: "Fraud desk",
        phone: "000",
        channel: "phone",
        freezes: ["card"],
        answerMinutes: 60,
      },
    }),
    { also: missing },
  ),
  "put /api/v1/registry/partners/:partnerId": onMissable("partnerId", makePartner, () => ({
    body: {
      version: 1,
      kind: "bank",
      contactName: "Night desk",
      phone: "111",
      channel: "phone",
      freezes: ["card"],
      answerMinutes: 30,
    },
  })),
  "post /api/v1/registry/partners/:partnerId/end": onMissable("partnerId", makePartner),
  "get /api/v1/desk/reports/:reportId/freeze": onAreaReport(),
  "post /api/v1/desk/reports/:reportId/freeze/preview": onConsented(false),
  "post /api/v1/desk/reports/:reportId/freeze": onConsented(true),
  "post /api/v1/desk/freeze-requests/:requestId/answer": onMissable("requestId", makeFreeze, () => ({
    body: { answer: "frozen" },
  })),
  "post /api/v1/desk/freeze-requests/:requestId/document": onMissable("requestId", makeFreeze),
};
