// How findings lists, notifications, advisories, takedown requests and four eyes are asked for by the access matrix.
import { bindFourEyes } from "../../backend/coordination/four-eyes/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { makeConstituent } from "./access-objects.ts";
import { missing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";

async function makeList(house: House, state: "preview" | "done", constituentId?: string): Promise<string> {
  const id = newId();
  const { owner } = house.world;
  const file = state === "preview" ? Buffer.from("ip,at,what\n192.0.2.1,2026-05-01,rdp\n") : null;
  await owner`insert into findings_lists (id, title, file_name, sha256, header, mapping, file, row_count, state, created_at)
    values (${id}, ${`List ${id}`}, 'a.csv', ${Buffer.alloc(32)}, '{ip,at,what}', '{"0":"address","1":"at","2":"what"}', ${file}, 1, ${state}, now())`;
  if (state === "done")
    await owner`insert into findings_rows (list_id, line, outcome, address, at, what, constituent_id, attribution)
      values (${id}, 2, 'kept', '192.0.2.1', now(), 'rdp', ${constituentId ?? (await makeConstituent(house))}, 'register')`;
  return id;
}

const texts = { fr: { subject: "Objet", body: "Texte" } };
const runOf = (listId: string) => ({ title: "A run", filter: { listIds: [listId] }, texts });

/** A notification in the state asked for, with one constituent. */
async function makeRun(
  house: House,
  state: "draft" | "sending" | "paused",
  of?: string,
): Promise<{ id: string; constituentId: string }> {
  const { owner } = house.world;
  const [id, listId] = [newId(), await makeList(house, "done", of)];
  const [row] = await owner<{ id: string }[]>`select constituent_id as id from findings_rows where list_id = ${listId}`;
  const constituentId = row?.id ?? "";
  if (state !== "draft") await approve(house, "notification", id);
  const filter = owner.json({ listIds: [listId], whats: [], ports: [], since: null, until: null });
  await owner`insert into notification_runs (id, reference, title, marking, filter, texts, roles, state, created_at, released_at)
    values (${id}, ${id}, 'A run', 'green', ${filter}, ${owner.json(texts)}, '{security}', ${state}, now(), ${state === "draft" ? null : new Date()})`;
  await owner`insert into notification_rows (run_id, list_id, line, constituent_id) values (${id}, ${listId}, 2, ${constituentId})`;
  await owner`insert into notification_targets (run_id, constituent_id, row_count, state) values (${id}, ${constituentId}, 1, 'asked')`;
  return { id, constituentId };
}

async function approve(house: House, kind: "advisory" | "notification", subject: string): Promise<string> {
  const { owner } = house.world;
  const [id, by] = [newId(), house.spare.personId];
  await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, reason, decided_by, decided_at)
    values (${id}, ${kind}, ${subject}, 1, 'A title', ${by}, now(), 'alone', 'Nobody else was there', ${by}, now())`;
  return id;
}

async function makeAdvisory(house: House, state: "draft" | "waiting"): Promise<string> {
  const id = newId();
  const words = house.world.owner.json({ fr: { title: "Titre", summary: "Résumé", body: "Texte" } });
  await house.world
    .owner`insert into advisories (id, severity, texts, state, created_at, changed_at) values (${id}, 'low', ${words}, ${state}, now(), now())`;
  return id;
}

async function makePublished(house: House): Promise<string> {
  const id = await makeAdvisory(house, "draft");
  const number = `ADV-2026-${id.replaceAll(/\D/g, "").slice(-8).padStart(4, "0")}`;
  const { owner } = house.world;
  await owner`update advisories set state = 'published', number = ${number} where id = ${id}`;
  await owner`insert into advisory_editions (advisory_id, edition, number, kind, severity, texts, four_eyes_id, published_at)
    select ${id}, 1, ${number}, 'published', severity, texts, ${await approve(house, "advisory", id)}, now() from advisories where id = ${id}`;
  return id;
}

/** A notification that was released about somebody's own entry. */
async function makeOwnRun(house: House, asker: Asker): Promise<{ id: string; constituentId: string }> {
  const { owner } = house.world;
  const [mine] = await owner<{ id: string }[]>`select organisation_id as id from role_grants
    where person_id = ${asker.personId === "" ? null : asker.personId} and revoked_at is null limit 1`;
  if (!mine) return await makeRun(house, "sending");
  const id = newId();
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${id}, ${id}, ${mine.id}, 'Own', 'finance')`;
  return await makeRun(house, "sending", id);
}

/** A request that waits, asked by the one who asks now or by somebody else. */
async function makeRequest(house: House, askedBy: string): Promise<string> {
  const id = newId();
  await house.world.owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state)
    values (${id}, 'advisory', ${await makeAdvisory(house, "waiting")}, 1, 'A title', ${askedBy}, now(), 'waiting')`;
  return id;
}

const onRequest = (
  find: (house: House, asker: Asker) => Promise<string>,
  body?: unknown,
  bind?: (id: string) => ReturnType<typeof bindFourEyes.approve>,
): Recipe =>
  recipe(
    async (house, asker, target) => {
      const requestId = target === "missing" ? newId() : await find(house, asker);
      return {
        params: { requestId },
        ...(body === undefined ? {} : { body }),
        ...(bind === undefined ? {} : { binding: bind(requestId) }),
      };
    },
    { also: missing },
  );
const byOther = async (house: House): Promise<string> => await makeRequest(house, house.spare.personId);
const byAsker = async (house: House, asker: Asker): Promise<string> =>
  await makeRequest(house, asker.personId === "" ? house.spare.personId : asker.personId);

async function makeTakedown(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into takedowns (id, reference, kind, target, to_role, to_name, to_email, language, reason, marking, state, asked_by, asked_at)
    values (${id}, ${id}, 'takedown', 'bad.example', 'host', 'Host', 'abuse@host.example', 'fr', 'Phishing', 'green', 'asked', ${house.spare.personId}, now() - interval '1 hour')`;
  return id;
}

async function makeAnswer(house: House): Promise<string> {
  const { id: runId, constituentId } = await makeRun(house, "sending");
  const { owner } = house.world;
  const id = newId();
  const email = `${id}@people.example`;
  await owner`insert into notification_recipients (id, run_id, constituent_id, email, language, step, state)
    values (${id}, ${runId}, ${constituentId}, ${email}, 'fr', 0, 'queued')`;
  await owner`insert into notification_answers (id, run_id, constituent_id, recipient_id, answer, via, at) values (${id}, ${runId}, ${constituentId}, ${id}, 'question', 'link', now())`;
  return id;
}

const onRun = (state: "draft" | "sending" | "paused", body?: unknown): Recipe =>
  onMissable(
    "runId",
    async (house) => (await makeRun(house, state)).id,
    () => (body === undefined ? {} : { body }),
  );

const advisory = { severity: "low", texts: { fr: { title: "Titre", summary: "Résumé", body: "Texte" } } };

export const notificationRecipes: Record<string, Recipe> = {
  "get /api/v1/own/notifications": recipe(async (house, asker) => ({ shows: (await makeOwnRun(house, asker)).id })),
  "post /api/v1/own/notifications/:runId/answers": recipe(
    async (house, asker, target) => {
      const { id, constituentId } = await makeOwnRun(house, asker);
      return {
        params: { runId: target === "missing" ? newId() : id },
        body: { constituentId, answer: "acknowledged" },
      };
    },
    { also: missing },
  ),
  "get /api/v1/four-eyes": recipe(async (house) => ({ shows: await makeRequest(house, house.spare.personId) })),
  "post /api/v1/four-eyes/:requestId/approve": onRequest(byOther, undefined, bindFourEyes.approve),
  "post /api/v1/four-eyes/:requestId/refuse": onRequest(byOther, { reason }),
  "post /api/v1/four-eyes/:requestId/withdraw": onRequest(byAsker),
  "post /api/v1/four-eyes/:requestId/release-alone": onRequest(byAsker, { reason }, bindFourEyes.alone),
  "post /api/v1/four-eyes/:requestId/review": onRequest(
    async (house) => await approve(house, "advisory", await makeAdvisory(house, "draft")),
    { finding: "justified", note: reason },
  ),
  "get /api/v1/findings-lists": recipe(async (house) => ({ shows: await makeList(house, "preview") })),
  "post /api/v1/findings-lists": recipe(
    async () =>
      await Promise.resolve({
        query: { name: "a.csv" },
        body: "ip,at,what\n192.0.2.1,2026-05-01,rdp\n",
        mediaType: "application/octet-stream",
      }),
  ),
  "get /api/v1/findings-lists/:listId": onMissable(
    "listId",
    async (house) => await makeList(house, "done"),
    (shows) => ({ shows }),
  ),
  "put /api/v1/findings-lists/:listId": onMissable(
    "listId",
    async (house) => await makeList(house, "preview"),
    () => ({ body: { version: 1, title: "A list", mapping: { 0: "address" } } }),
  ),
  "delete /api/v1/findings-lists/:listId": onMissable("listId", async (house) => await makeList(house, "preview")),
  "post /api/v1/findings-lists/:listId/keep": onMissable(
    "listId",
    async (house) => await makeList(house, "preview"),
    () => ({ body: { version: 1 } }),
  ),
  "get /api/v1/findings-lists/:listId/rows": onMissable("listId", async (house) => await makeList(house, "done")),
  "post /api/v1/findings-lists/:listId/attribute": onMissable(
    "listId",
    async (house) => await makeList(house, "done"),
    () => ({ body: { lines: [2], constituentId: null } }),
  ),
  "post /api/v1/findings-lists/:listId/attribute-again": onMissable(
    "listId",
    async (house) => await makeList(house, "done"),
  ),
  "get /api/v1/notifications": recipe(async (house) => ({ shows: (await makeRun(house, "draft")).id })),
  "get /api/v1/notifications/kinds": recipe(async (house) => ({ shows: await makeList(house, "done") })),
  "post /api/v1/notifications": recipe(
    async (house, _asker, target) => ({
      body: runOf(target === "missing" ? newId() : await makeList(house, "done")),
    }),
    { also: missing },
  ),
  "get /api/v1/notifications/:runId": onMissable(
    "runId",
    async (house) => (await makeRun(house, "draft")).id,
    (shows) => ({ shows }),
  ),
  "put /api/v1/notifications/:runId": recipe(
    async (house, _asker, target) => ({
      params: { runId: target === "missing" ? newId() : (await makeRun(house, "draft")).id },
      body: { version: 1, run: runOf(await makeList(house, "done")) },
    }),
    { also: missing },
  ),
  "get /api/v1/notifications/:runId/reach": onRun("draft"),
  "get /api/v1/notifications/:runId/preview/:constituentId": recipe(
    async (house, _asker, target) => {
      const { id, constituentId } = await makeRun(house, "draft");
      return { params: { runId: target === "missing" ? newId() : id, constituentId } };
    },
    { also: missing },
  ),
  "get /api/v1/notifications/:runId/targets": onRun("sending"),
  "post /api/v1/notifications/:runId/ask": onRun("draft", { version: 1 }),
  "post /api/v1/notifications/:runId/pause": onRun("sending", { version: 1 }),
  "post /api/v1/notifications/:runId/resume": onRun("paused", { version: 1 }),
  "post /api/v1/notifications/:runId/end": onRun("sending", { version: 1 }),
  "post /api/v1/notifications/:runId/answers": recipe(
    async (house, _asker, target) => {
      const { id, constituentId } = await makeRun(house, "sending");
      return {
        params: { runId: target === "missing" ? newId() : id },
        body: { constituentId, answer: "acknowledged" },
      };
    },
    { also: missing },
  ),
  "post /api/v1/notification-answers/:answerId/reply": onMissable("answerId", makeAnswer, () => ({
    body: { body: "We will call you." },
  })),
  "get /api/v1/advisories": recipe(async (house) => ({ shows: await makeAdvisory(house, "draft") })),
  "post /api/v1/advisories": recipe(async () => await Promise.resolve({ body: advisory })),
  "get /api/v1/advisories/:advisoryId": onMissable(
    "advisoryId",
    async (house) => await makeAdvisory(house, "draft"),
    (shows) => ({ shows }),
  ),
  "put /api/v1/advisories/:advisoryId": onMissable(
    "advisoryId",
    async (house) => await makeAdvisory(house, "draft"),
    () => ({ body: { version: 1, advisory } }),
  ),
  "post /api/v1/advisories/:advisoryId/ask": onMissable(
    "advisoryId",
    async (house) => await makeAdvisory(house, "draft"),
    () => ({ body: { version: 1 } }),
  ),
  "post /api/v1/advisories/:advisoryId/withdraw": onMissable("advisoryId", makePublished, () => ({
    body: { version: 1, note: { fr: "Elle ne vaut plus." } },
  })),
  "get /api/v1/takedowns": recipe(async (house) => ({ shows: await makeTakedown(house) })),
  "post /api/v1/takedowns": recipe(
    async () =>
      await Promise.resolve({
        body: {
          kind: "takedown",
          target: "bad.example",
          toRole: "host",
          toName: "Host",
          language: "fr",
          reason: "Phishing",
        },
      }),
  ),
  "get /api/v1/takedowns/:takedownId": onMissable("takedownId", makeTakedown, (shows) => ({ shows })),
  "post /api/v1/takedowns/:takedownId/notes": onMissable("takedownId", makeTakedown, () => ({
    body: { version: 1, outcome: "still_up" },
  })),
  "post /api/v1/takedowns/:takedownId/remind": onMissable("takedownId", makeTakedown, () => ({
    body: { version: 1 },
  })),
};
