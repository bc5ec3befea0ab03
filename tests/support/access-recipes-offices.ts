// Recipes of the access matrix for offices of clerks, services, one-time codes and authenticators' metadata.
import { createHash } from "node:crypto";
import { stepUpForMetadata } from "../../backend/identity/authenticators/model.ts";
import { stepUpFor } from "../../backend/identity/model.ts";
import { stepUpForOffice } from "../../backend/identity/offices/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { missing, nothing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { makeMetadataMaker } from "./metadata-maker.ts";

async function makeOffice(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into offices (id, name, made_at) values (${id}, ${id}, now())`;
  return id;
}
async function makeDevice(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into office_devices (id, office_id, name, made_at) values (${id}, ${await makeOffice(house)}, 'Desk', now())`;
  return id;
}
async function makeClerk(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into clerks (id, office_id, name, pin_hash, made_at, pin_made_at)
    values (${id}, ${await makeOffice(house)}, 'M. Diallo', 'none', now(), now())`;
  return id;
}

async function makeAccount(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into service_accounts (id, organisation_id, name, made_at) values (${id}, ${house.cert}, ${id}, now())`;
  return id;
}

const root = "/api/v1/identity/offices";
const inOffice = (bodyOf: (officeId: string) => ReturnType<typeof withName>): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const officeId = target === "missing" ? newId() : await makeOffice(house);
      return { params: { officeId }, ...bodyOf(officeId) };
    },
    { also: missing },
  );
const withName = (name: string, binding: ReturnType<typeof stepUpForOffice.makeClerk>) => ({ body: { name }, binding });
let files = 0;

export const officeRecipes: Record<string, Recipe> = {
  [`get ${root}`]: recipe(async (house) => ({ shows: await makeOffice(house) })),
  [`post ${root}`]: recipe(async () => await Promise.resolve({ body: { name: `Office ${newId()}` } })),
  [`delete ${root}/:officeId`]: onMissable("officeId", makeOffice),
  [`post ${root}/:officeId/devices`]: inOffice((id) => withName("Desk", stepUpForOffice.makeDeviceLink(id, "Desk"))),
  [`delete ${root}/devices/:deviceId`]: onMissable("deviceId", makeDevice),
  [`post ${root}/:officeId/clerks`]: inOffice((id) => withName("Awa", stepUpForOffice.makeClerk(id, "Awa"))),
  [`post ${root}/clerks/:clerkId/pin`]: onMissable("clerkId", makeClerk, (id) => ({
    body: {},
    binding: stepUpForOffice.renewPin(id),
  })),
  [`delete ${root}/clerks/:clerkId`]: onMissable("clerkId", makeClerk),
  "post /api/v1/identity/api-keys/accounts/:accountId/stop": onMissable("accountId", makeAccount, () => ({ body: {} })),
  "post /api/v1/identity/api-keys/accounts/:accountId/start": onMissable(
    "accountId",
    async (house) => {
      const id = await makeAccount(house);
      await house.world.owner`update service_accounts set disabled_at = now() where id = ${id}`;
      return id;
    },
    (id) => ({ body: {}, binding: stepUpFor.startAccount(id) }),
  ),
  "post /api/v1/identity/me/recovery-codes": recipe(async (house, { personId }) => {
    await house.world.owner`insert into settings (key, value) values ('identity.policy', '{"hasRecoveryCodes":true}')
      on conflict (key) do update set value = excluded.value`;
    return { body: {}, binding: stepUpFor.makeCodes(personId) };
  }),
  "post /api/v1/identity/recovery-codes/use": recipe(
    async () => await Promise.resolve({ body: { email: `${newId()}@cert.example`, code: "0000-0000-0000-0000" } }),
    { asks: "session.open", answers: 401 },
  ),
  "get /api/v1/identity/authenticators": recipe(nothing),
  "post /api/v1/identity/authenticators": recipe(async (house) => {
    const maker = await makeMetadataMaker(house.world.clock.now());
    await house.world.owner`insert into settings (key, value) values ('identity.metadata_root', ${maker.rootPem})
      on conflict (key) do update set value = excluded.value`;
    const text = await maker.sign({ number: ++files, nextUpdate: "2099-01-01", makers: [] });
    const binding = stepUpForMetadata.load(createHash("sha256").update(text).digest("hex"));
    return { body: text, mediaType: "application/jose", binding };
  }),
};
