// Recipes of the access matrix for unlocking keys and names given in confidence.
import { randomBytes } from "node:crypto";
import { stepUpForCustody } from "../../backend/identity/custody/model.ts";
import { stepUpForSealed } from "../../backend/intake/sealed/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { toBase64Url } from "../../backend/platform/sealing/index.ts";
import type { House } from "./access-matrix.ts";
import { makePerson } from "./access-objects.ts";
import { missing, nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { addReport } from "./desk-world.ts";

const text = (length: number): string => toBase64Url(randomBytes(length));
const why = "A life is at stake, the police asks.";
const wrap = (): object => ({ method: "passphrase", salt: text(32), wrapped: text(60) });

/** The unlocking key that stands for a person, made where there is none. */
async function keyOf(house: House, personId: string): Promise<string> {
  const { owner } = house.world;
  const [known] = await owner<
    { id: string }[]
  >`select id from unlocking_keys where person_id = ${personId} and retired_at is null`;
  if (known) return known.id;
  const id = newId();
  await owner`insert into unlocking_keys (id, kind, person_id, public_key, prf_salt, created_at)
    values (${id}, 'person', ${personId}, ${randomBytes(32)}, ${randomBytes(32)}, now())`;
  return id;
}

async function retireKeyOf(house: House, personId: string): Promise<void> {
  await house.world
    .owner`update unlocking_keys set retired_at = now() where person_id = ${personId} and retired_at is null`;
}

async function makeSealedReport(house: House): Promise<string> {
  const { id } = await addReport(house.world, house.cert, { isAnonymous: false });
  await house.world
    .owner`insert into report_identities (report_id, is_confidential, is_sealed) values (${id}, true, true)`;
  await house.world
    .owner`insert into sealed_identities (report_id, ciphertext, sealed_at) values (${id}, ${randomBytes(64)}, now())`;
  return id;
}

async function makeRequest(house: House, askedBy: string, isGranted: boolean): Promise<string> {
  const { owner } = house.world;
  const [id, reportId] = [newId(), await makeSealedReport(house)];
  const keyId = await keyOf(house, askedBy);
  await owner`insert into identity_requests (id, report_id, reference, asked_by, asker_key_id, reason, asked_at)
    values (${id}, ${reportId}, ${reportId}, ${askedBy}, ${keyId}, ${why}, now())`;
  if (isGranted)
    await owner`update identity_requests set decision = 'granted', decided_by = ${await makePerson(house, "custodian")}, decided_at = now(),
      sealed_key = ${randomBytes(80)}, expires_at = now() + interval '1 hour' where id = ${id}`;
  return id;
}

const own = "/api/v1/identity/me/unlocking-key";
const onReport = "/api/v1/desk/reports/:reportId/sealed-name";
const requests = "/api/v1/desk/name-requests";

export const sealedRecipes: Record<string, Recipe> = {
  [`get ${own}`]: recipe(nothing),
  [`post ${own}`]: recipe(async (house, { personId }) => {
    await retireKeyOf(house, personId);
    const publicKey = text(32);
    return {
      body: { publicKey, prfSalt: text(32), wrap: wrap() },
      binding: stepUpForCustody.makeKey(publicKey),
    };
  }),
  [`post ${own}/:keyId/wraps`]: recipe(
    async (house, { personId }, target) => {
      await retireKeyOf(house, personId);
      const keyId = target === "missing" ? newId() : await keyOf(house, personId);
      return { params: { keyId }, body: { wrap: wrap() }, binding: stepUpForCustody.addWrap(keyId, 0) };
    },
    { also: missing },
  ),
  [`post ${own}/:keyId/retire`]: recipe(
    async (house, { personId }, target) => {
      const keyId = target === "missing" ? newId() : await keyOf(house, personId);
      return { params: { keyId }, body: {}, binding: stepUpForCustody.retireKey(keyId) };
    },
    { also: missing },
  ),
  "get /api/v1/identity/custody": recipe(nothing),
  "post /api/v1/identity/custody/escrow": recipe(async () => {
    const publicKey = text(32);
    return await Promise.resolve({ body: { publicKey }, binding: stepUpForCustody.setEscrow(publicKey) });
  }),
  [`get ${onReport}`]: onMissable("reportId", makeSealedReport),
  [`post ${onReport}/requests`]: recipe(
    async (house, { personId }, target) => {
      await keyOf(house, personId);
      const reportId = target === "missing" ? newId() : await makeSealedReport(house);
      return { params: { reportId }, body: { reason: why } };
    },
    { also: missing },
  ),
  [`post ${requests}/:requestId/open`]: recipe(
    async (house, { personId }, target) => {
      const requestId = target === "missing" ? newId() : await makeRequest(house, personId, true);
      return { params: { requestId }, body: {}, binding: stepUpForSealed.open(requestId) };
    },
    { also: missing },
  ),
  [`get ${requests}`]: recipe(async (house) => {
    const shows = await makeRequest(house, await makePerson(house, "analyst"), false);
    return { shows };
  }),
  [`post ${requests}/:requestId/decision`]: recipe(
    async (house, _asker, target) => {
      const requestId =
        target === "missing" ? newId() : await makeRequest(house, await makePerson(house, "analyst"), false);
      return {
        params: { requestId },
        body: { decision: "refused", reason: "Not enough." },
        binding: stepUpForSealed.decide(requestId, "refused"),
      };
    },
    { also: missing },
  ),
  "get /api/v1/desk/name-reseals": recipe(nothing),
  "post /api/v1/desk/name-reseals": recipe(
    async (_house, { personId }) =>
      await Promise.resolve({
        body: { names: [{ reportId: newId(), keyId: newId(), sealedKey: text(80) }] },
        binding: stepUpForSealed.reseal(personId, 1),
      }),
  ),
};
