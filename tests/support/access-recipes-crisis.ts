// How crises, public lines, contact books and paper receipts are asked for by the access matrix.
import { randomBytes } from "node:crypto";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { bindBook } from "../../backend/coordination/contact-book/model.ts";
import { bindCrisis, type SituationFigures } from "../../backend/coordination/crisis/model.ts";
import { slipNumberOf } from "../../backend/intake/receipts/reserved-receipts.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { makeCase, makePerson } from "./access-objects.ts";
import { missing, nothing, onMissable, type Recipe, reason, recipe } from "./access-recipe.ts";
import { addCrisisRows, type CrisisRows } from "./rows-of-crisis.ts";

/** Of a crisis in which nothing has happened yet. */
const figures = {
  cases: 0,
  openCases: 0,
  bySeverity: [],
  reports: 0,
  constituents: 0,
  bySector: [],
  restored: 0,
  functionsAffected: 0,
  tasksOverdue: 0,
  tasksDue: 0,
  callsDue: 0,
  nextDeadlineAt: null,
  legalOverdue: 0,
  legalDue: 0,
  nextLegalAt: null,
} satisfies SituationFigures;

const texts = { fr: "Nous y travaillons.", en: "We are at work.", mn: "Ажиллаж байна." };
const level = {
  rank: 9,
  names: { fr: "Guerre", en: "War", mn: "Дайн" },
  changes: { fr: "", en: "", mn: "" },
  isPublic: false,
  reportHours: 4,
};
const line = { texts, validFrom: "2026-11-22T08:00:00Z" };
const parts = { situation: "Banks are down.", done: "", next: "", needs: "" };

async function make(house: House): Promise<CrisisRows> {
  return await addCrisisRows(house.world, {
    ...(await makeCase(house)),
    personId: await makePerson(house),
  });
}
/** As drafts are: nobody has a receipt of one. */
async function draftIn(house: House): Promise<CrisisRows> {
  const rows = await make(house);
  await house.world.owner`delete from situation_deliveries where situation_id = ${rows.situationId}`;
  return rows;
}
async function levelIn(house: House): Promise<string> {
  const id = newId();
  const { owner } = house.world;
  await owner`update crisis_levels set ended_at = now() where ended_at is null`;
  await owner`insert into crisis_levels (id, rank, names, changes, report_hours, changed_at) values (${id}, 5, ${owner.json(level.names)}, ${owner.json(level.names)}, 4, now())`;
  return id;
}
const personOf = ({ personId }: Asker): string | undefined => (personId === "" ? undefined : personId);
const crisis = (more: (rows: CrisisRows, house: House) => Promise<object> | object = () => ({})): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const rows = await draftIn(house);
      return { params: { crisisId: target === "missing" ? newId() : rows.crisisId }, ...(await more(rows, house)) };
    },
    { also: missing },
  );
const situation = (body: object): Recipe =>
  onMissable(
    "situationId",
    async (house) => (await draftIn(house)).situationId,
    () => ({ body }),
  );
/** Sent to whoever asks. */
const received = (): Recipe =>
  recipe(
    async (house, asker, target) => {
      const { situationId } = await make(house);
      const { owner } = house.world;
      await owner`update situation_reports set state = 'frozen', figures = ${owner.json(figures)}, frozen_at = now(), sha256 = ${Buffer.alloc(32)} where id = ${situationId}`;
      const me = personOf(asker);
      if (me !== undefined)
        await owner`insert into situation_deliveries (id, situation_id, recipient_id, person_id, name, made_at)
          select ${newId()}, ${situationId}, r.id, ${me}, 'Me', now() from crisis_recipients r join situation_reports s on s.crisis_id = r.crisis_id where s.id = ${situationId}`;
      return { params: { situationId: target === "missing" ? newId() : situationId } };
    },
    { also: missing },
  );
const lineIn = async (house: House): Promise<string> => (await make(house)).lineId;
async function saidLine(house: House): Promise<string> {
  const { owner } = house.world;
  const id = await lineIn(house);
  const [one, other] = [await makePerson(house), await makePerson(house, "lead")];
  await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, decided_by, decided_at)
    values (${newId()}, 'public_line', ${id}, 1, 'x', ${one}, now(), 'approved', ${other}, now())`;
  await owner`update public_lines set state = 'published', published_at = now() where id = ${id}`;
  return id;
}
async function pressPerson(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into press_people (id, kind, name, phone, added_at) values (${id}, 'press', 'Awa', '+999 70 00 00 00', now())`;
  return id;
}
async function bookIn(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into contact_books (id, made_at, cause, recipient, entries, pages, note, sha256, size, file)
    values (${id}, now(), 'button', 'age1somebody', 1, 1, 'x', ${Buffer.alloc(32)}, 25, ${Buffer.from("locked pages of the book.")})`;
  return id;
}
async function freeSlip(house: House): Promise<string> {
  const { rangeId } = await make(house);
  const { owner } = house.world;
  const [free] = await owner<{ locator: string }[]>`select (810000 + count(*))::text as locator from paper_slips`;
  await owner`insert into paper_slips (id, range_id, position, locator, secret_hmac) values (${newId()}, ${rangeId}, 2, ${free?.locator ?? ""}, ${randomBytes(32)})`;
  return slipNumberOf(free?.locator ?? "");
}
let recipientKey: string | undefined;
const keyOf = async (): Promise<string> => (recipientKey ??= await identityToRecipient(await generateX25519Identity()));

export const crisisRecipes: Record<string, Recipe> = {
  "get /api/v1/crisis-now": recipe(nothing),
  "get /api/v1/crises": recipe(nothing),
  "get /api/v1/crisis-options": recipe(nothing),
  "post /api/v1/crises": recipe(async (house) => {
    const { caseId } = await makeCase(house);
    const body = { title: "Networks down", levelId: await levelIn(house), caseIds: [caseId], reason };
    return { body, binding: bindCrisis.open([caseId]) };
  }),
  "get /api/v1/crises/:crisisId": crisis(({ crisisId }) => ({ shows: crisisId })),
  "post /api/v1/crises/:crisisId/level": crisis(async (_, house) => ({
    body: { version: 1, levelId: await levelIn(house), reason },
  })),
  "post /api/v1/crises/:crisisId/cases": crisis(async (_, house) => ({
    body: { caseIds: [(await makeCase(house)).caseId] },
  })),
  "post /api/v1/crises/:crisisId/close": crisis(() => ({
    body: { version: 1, reason, reviewWell: "The lists.", reviewChange: "Ring earlier." },
  })),
  "post /api/v1/crises/:crisisId/decisions": crisis(() => ({
    body: { what: "Cut.", why: "It spreads.", decidedBy: "The head", decidedAt: "2026-01-01T08:00:00Z" },
  })),
  "post /api/v1/crisis-decisions/:decisionId/confirm": recipe(
    async (house, asker, target) => {
      const { decisionId } = await make(house);
      const me = personOf(asker);
      const { owner } = house.world;
      if (me !== undefined)
        await owner`insert into crisis_decision_readers (decision_id, person_id) values (${decisionId}, ${me})`;
      return { params: { decisionId: target === "missing" ? newId() : decisionId } };
    },
    { also: missing },
  ),
  "post /api/v1/crises/:crisisId/recipients": crisis(() => ({ body: { role: "senior" } })),
  "post /api/v1/crises/:crisisId/recipients/:recipientId/remove": recipe(
    async (house, _asker, target) => {
      const { crisisId } = await make(house);
      const [known] = await house.world.owner<
        { id: string }[]
      >`select id from crisis_recipients where crisis_id = ${crisisId}`;
      return { params: { crisisId, recipientId: target === "missing" ? newId() : (known?.id ?? "") } };
    },
    { also: missing },
  ),
  "put /api/v1/situations/:situationId": situation({ version: 1, parts, marking: "amber" }),
  "post /api/v1/situations/:situationId/freeze": situation({ version: 1 }),
  "get /api/v1/own/situations": recipe(nothing),
  "post /api/v1/own/situations/:situationId/opened": received(),
  "post /api/v1/own/situations/:situationId/confirm": received(),
  "post /api/v1/crisis-levels": recipe(async (house) => {
    await levelIn(house);
    return { body: level };
  }),
  "post /api/v1/crisis-levels/proposed": recipe(async (house) => {
    await house.world.owner`update crisis_levels set ended_at = now() where ended_at is null`;
    return {};
  }),
  "put /api/v1/crisis-levels/:levelId": onMissable("levelId", levelIn, () => ({ body: { version: 1, level } })),
  "post /api/v1/crisis-levels/:levelId/end": onMissable("levelId", levelIn),
  "get /api/v1/public-lines": recipe(async (house) => ({ shows: await lineIn(house) })),
  "post /api/v1/public-lines": recipe(async () => await Promise.resolve({ body: line })),
  "put /api/v1/public-lines/:lineId": onMissable("lineId", lineIn, () => ({ body: { version: 1, line } })),
  "post /api/v1/public-lines/:lineId/ask": onMissable("lineId", lineIn, () => ({ body: { version: 1 } })),
  "post /api/v1/public-lines/:lineId/withdraw": onMissable("lineId", saidLine, () => ({ body: { reason } })),
  "post /api/v1/press-people": recipe(
    async () => await Promise.resolve({ body: { kind: "press", name: "Awa", phone: "+999 70 00 00 00" } }),
  ),
  "post /api/v1/press-people/:personId/end": onMissable("personId", pressPerson),
  "get /api/v1/contact-books": recipe(nothing),
  "put /api/v1/contact-books/setting": recipe(async () => {
    const recipient = await keyOf();
    return { body: { recipient, everyDays: 7 }, binding: bindBook.set(recipient) };
  }),
  "post /api/v1/contact-books": recipe(async (house) => {
    const { owner } = house.world;
    const setting = { recipient: await keyOf(), everyDays: 7 };
    await owner`insert into settings (key, value, changed_at) values ('contact_book', ${owner.json(setting)}, now()) on conflict (key) do update set value = excluded.value`;
    return {};
  }),
  "get /api/v1/contact-books/:bookId/file": onMissable("bookId", bookIn, () => ({
    shows: "locked pages of the book.",
  })),
  "get /api/v1/paper/ranges": recipe(nothing),
  "post /api/v1/paper/ranges": recipe(
    async () => await Promise.resolve({ body: { place: "Mopti", holder: "Awa", language: "fr", count: 1 } }),
  ),
  "get /api/v1/paper/ranges/:rangeId": onMissable(
    "rangeId",
    async (house) => (await make(house)).rangeId,
    (id) => ({ shows: id }),
  ),
  "post /api/v1/paper/ranges/:rangeId/state": onMissable(
    "rangeId",
    async (house) => (await make(house)).rangeId,
    () => ({ body: { version: 1, state: "in_use" } }),
  ),
  "post /api/v1/paper/slips/find": recipe(async (house) => ({ body: { slip: await freeSlip(house) } })),
  "post /api/v1/paper/slips": recipe(async (house) => ({
    body: { slip: await freeSlip(house), writtenAt: new Date().toISOString(), description: "They took my money." },
  })),
};
