// How self-assessments and people's requests are asked for by the access matrix. The fictional country has no law: a duty of a pack is found by nobody there.
import { randomBytes } from "node:crypto";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { missing, onMissable, type Recipe, recipe } from "./access-recipe.ts";

const root = "/api/v1/assessments";
const item = `${root}/:packId/items/:obligationId`;
const requests = "/api/v1/subject-requests";

/** The house's entity has an entry in the register; one for all requests. */
async function entry(house: House): Promise<{ constituentId: string; organisationId: string }> {
  const { owner } = house.world;
  const [row] = await owner<{ id: string }[]>`select id from organisations where name = 'The constituent'`;
  const organisationId = row?.id ?? "";
  const [known] = await owner<
    { id: string }[]
  >`select id from constituents where organisation_id = ${organisationId} order by ended_at nulls first, created_at, id limit 1`;
  const constituentId = known?.id ?? newId();
  if (!known)
    await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituentId}, ${constituentId}, ${organisationId}, 'Bank', 'finance')`;
  return { constituentId, organisationId };
}

async function makeAnswer(house: House, state = "open"): Promise<{ id: string; organisationId: string }> {
  const { constituentId, organisationId } = await entry(house);
  const id = newId();
  await house.world
    .owner`insert into duty_answers (id, organisation_id, constituent_id, pack_id, obligation_id, pack_version, pack_sha256, state, changed_at)
    values (${id}, ${organisationId}, ${constituentId}, 'ml.data-protection', ${id}, '1.0.0', ${"ab".repeat(32)}, ${state}, now())`;
  await house.world.owner`insert into duty_changes (id, answer_id, organisation_id, position, kind, detail, at)
    values (${newId()}, ${id}, ${organisationId}, 1, 'answered', '{"state":"open"}', now())`;
  return { id, organisationId };
}

async function makeException(house: House): Promise<string> {
  const { id: answer, organisationId } = await makeAnswer(house, "excepted");
  const id = newId();
  await house.world.owner`insert into duty_exceptions (id, answer_id, organisation_id, reason, ends_on, granted_at)
    values (${id}, ${answer}, ${organisationId}, 'As agreed', '2027-01-01', now())`;
  return id;
}

async function makeEvidence(house: House): Promise<string> {
  const { owner, services } = house.world;
  const { id: answer, organisationId } = await makeAnswer(house);
  const bytes = randomBytes(8);
  const stream = (async function* () {
    yield await Promise.resolve(bytes);
  })();
  const stored = await services.objects.put(stream, 100);
  const id = newId();
  await owner`insert into objects (id, sha256, size, media_type) values (${stored.id}, ${stored.sha256}, ${bytes.length}, 'text/plain')`;
  await owner`insert into duty_evidence (id, answer_id, organisation_id, object_id, name, media_type, size, sha256, effective_on, added_at)
    values (${id}, ${answer}, ${organisationId}, ${stored.id}, 'a.txt', 'text/plain', ${bytes.length}, ${stored.sha256.toString("hex")}, '2026-01-01', now())`;
  return id;
}

async function makeRequest(house: House): Promise<string> {
  const { constituentId, organisationId } = await entry(house);
  const id = newId();
  await house.world
    .owner`insert into subject_requests (id, organisation_id, constituent_id, number, reference, kind, person_name, way, asked, received_at, laws, registered_at)
    select ${id}, ${organisationId}, ${constituentId}, coalesce(max(number), 0) + 1, ${id}, 'access', 'Awa', 'letter', 'My data', now(), '[]', now() from subject_requests`;
  return id;
}

/** A duty that the law of no fictional country knows. */
const noDuty = (more: object = {}, extra: Partial<Recipe> = {}): Recipe =>
  recipe(
    async (house: House, _asker: Asker) => {
      await entry(house);
      return { params: { packId: "ml.data-protection", obligationId: "ml-dp.rights.access" }, ...more };
    },
    { also: missing, answers: 404, ...extra },
  );
const plain = recipe(async (house) => {
  await entry(house);
  return {};
});

export const assessmentRecipes: Record<string, Recipe> = {
  [`get ${root}`]: plain,
  [`get ${root}/export`]: plain,
  [`get ${root}/:packId`]: noDuty(),
  [`get ${root}/:packId/summary`]: noDuty(),
  [`put ${item}`]: noDuty({ body: { version: 0, state: "met" } }),
  [`get ${item}/history`]: onMissable(
    "obligationId",
    async (house) => (await makeAnswer(house)).id,
    (id) => ({ params: { packId: "ml.data-protection", obligationId: id } }),
  ),
  [`post ${item}/exceptions`]: noDuty({ body: { version: 0, reason: "As agreed", endsOn: "2199-12-31" } }),
  [`post ${root}/exceptions/:exceptionId/withdraw`]: onMissable("exceptionId", makeException, () => ({ body: {} })),
  [`post ${item}/evidence`]: noDuty({
    body: "proof",
    mediaType: "application/octet-stream",
    headers: { "file-name": "proof.txt" },
    query: { effectiveOn: "2026-01-01" },
  }),
  [`get ${root}/evidence/:evidenceId`]: onMissable("evidenceId", makeEvidence),
  [`post ${root}/evidence/:evidenceId/withdraw`]: onMissable("evidenceId", makeEvidence, () => ({
    body: { reason: "As agreed" },
  })),
  [`get ${requests}`]: recipe(async (house) => ({ shows: await makeRequest(house) })),
  [`post ${requests}`]: recipe(async (house) => {
    await entry(house);
    const body = {
      kind: "access",
      personName: "Awa",
      way: "letter",
      asked: "My data",
      receivedAt: "2026-01-01T00:00:00Z",
    };
    return { body };
  }),
  [`get ${requests}/export`]: recipe(async (house) => ({ shows: await makeRequest(house) })),
  [`get ${requests}/:requestId`]: onMissable("requestId", makeRequest, (id) => ({ shows: id })),
  [`post ${requests}/:requestId/steps`]: onMissable("requestId", makeRequest, () => ({
    body: { kind: "identity", version: 1, identity: "confirmed", note: "" },
  })),
};
