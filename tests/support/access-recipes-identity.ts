// Recipes of the access matrix for the door, the own account, people and keys.
import { defaultPolicy, stepUpFor, type StepUpBinding } from "../../backend/identity/model.ts";
import { hashToken, newToken } from "../../backend/identity/tokens.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { type Asker, type House, publicUrl } from "./access-matrix.ts";
import { countPasskeys, makeInvitation, makeKey, makePasskey, makePerson, makeRecovery } from "./access-objects.ts";
import { empty, missing, nothing, onMissable, type Recipe, recipe, type Target } from "./access-recipe.ts";
import { makeSoftwareKey } from "./software-key.ts";

async function begin<Options>(
  house: House,
  path: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<{ ceremonyId: string; options: Options }> {
  const init = { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await house.send("POST", `/api/v1/identity/${path}`, init);
  if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
  return (await response.json()) as { ceremonyId: string; options: Options };
}

type Creation = Parameters<ReturnType<typeof makeSoftwareKey>["create"]>[0];
type Request = Parameters<ReturnType<typeof makeSoftwareKey>["get"]>[0];

const onPerson = (
  bodyOf: (personId: string) => { body: unknown; binding?: StepUpBinding },
  isDisabled = false,
): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const personId = target === "missing" ? newId() : await makePerson(house, "analyst", isDisabled);
      return { params: { personId }, ...bodyOf(personId) };
    },
    { also: missing },
  );

export const identityRecipes: Record<string, Recipe> = {
  "get /api/v1/identity/door": recipe(nothing),
  "post /api/v1/identity/sign-in/options": recipe(empty, { asks: "session.open" }),
  "post /api/v1/identity/sign-in": recipe(
    async (house, asker) => {
      const begun = await begin<Request>(house, "sign-in/options", { origin: publicUrl }, {});
      return { body: { ceremonyId: begun.ceremonyId, response: asker.key.get(begun.options, publicUrl) } };
    },
    { asks: "session.open" },
  ),
  "post /api/v1/identity/sign-out": recipe(empty),
  "post /api/v1/identity/enrolment/look": recipe(
    async (house) => ({ body: { token: (await makeInvitation(house)).token } }),
    { asks: "session.open" },
  ),
  "post /api/v1/identity/enrolment/options": recipe(
    async (house) => {
      const { token, email } = await makeInvitation(house);
      return { body: { token, email } };
    },
    { asks: "session.open" },
  ),
  "post /api/v1/identity/enrolment": recipe(
    async (house) => {
      const { token, email } = await makeInvitation(house);
      const begun = await begin<Creation>(house, "enrolment/options", { origin: publicUrl }, { token, email });
      return { body: { ceremonyId: begun.ceremonyId, response: makeSoftwareKey().create(begun.options, publicUrl) } };
    },
    { asks: "session.open" },
  ),
  "post /api/v1/identity/step-up/options": recipe(
    async () => await Promise.resolve({ body: { act: "person.invite", object: "x", version: "1" } }),
  ),
  "post /api/v1/identity/step-up": recipe(async (house, asker) => {
    const begun = await begin<Request>(house, "step-up/options", asker.personHeaders, {
      act: "person.invite",
      object: "x",
      version: "1",
    });
    return { body: { ceremonyId: begun.ceremonyId, response: asker.key.get(begun.options, publicUrl) } };
  }),
  "get /api/v1/identity/demo": recipe(nothing),
  "post /api/v1/identity/demo/links": recipe(async () => await Promise.resolve({ body: { role: "analyst" } }), {
    asks: "session.open",
    answers: 404,
  }),
  "get /api/v1/identity/me": recipe(async (_house, asker) => await Promise.resolve({ shows: asker.personId })),
  "post /api/v1/identity/me/organisation": recipe(async (house, asker) => {
    const [grant] = await house.world.owner<{ id: string }[]>`select organisation_id as id from role_grants
        where person_id = ${asker.personId} and revoked_at is null`;
    return { body: { organisationId: grant?.id ?? "" } };
  }),
  "get /api/v1/identity/me/keys": recipe(async (_house, asker) => await Promise.resolve({ shows: asker.key.id })),
  "post /api/v1/identity/me/passkeys/options": recipe(async (house, { personId }) => ({
    body: {},
    binding: stepUpFor.addPasskey(personId, await countPasskeys(house, personId)),
  })),
  "post /api/v1/identity/me/passkeys": recipe(async (house, asker) => {
    await house.allowStepUp(asker, stepUpFor.addPasskey(asker.personId, await countPasskeys(house, asker.personId)));
    const begun = await begin<Creation>(house, "me/passkeys/options", asker.personHeaders, {});
    return { body: { ceremonyId: begun.ceremonyId, response: makeSoftwareKey().create(begun.options, publicUrl) } };
  }),
  "patch /api/v1/identity/me/passkeys/:passkeyId": recipe(
    async (house, asker, target) => ({
      params: { passkeyId: await passkeyFor(house, asker, target) },
      body: { name: "Blue" },
    }),
    { also: ["foreign", "missing"] },
  ),
  "delete /api/v1/identity/me/passkeys/:passkeyId": recipe(
    async (house, asker, target) => {
      const passkeyId = await passkeyFor(house, asker, target);
      const binding = stepUpFor.removePasskey(passkeyId, await countPasskeys(house, asker.personId));
      return { params: { passkeyId }, binding };
    },
    { also: ["foreign", "missing"] },
  ),
  "post /api/v1/identity/me/sessions/end-others": recipe(empty),
  "delete /api/v1/identity/me/sessions/:sessionId": recipe(
    async (house, asker, target) => {
      const id = newId();
      const personId = target === "own" ? asker.personId : await makePerson(house);
      await house.world.owner`insert into sessions (id, token_hash, person_id, idle_expires_at, expires_at)
        values (${id}, ${hashToken(id)}, ${personId}, now() + interval '1 hour', now() + interval '1 hour')`;
      return { params: { sessionId: target === "missing" ? newId() : id } };
    },
    { also: ["foreign", "missing"] },
  ),
  "get /api/v1/identity/people": recipe(async (_house, asker) => await Promise.resolve({ shows: asker.personId })),
  "post /api/v1/identity/invitations": recipe(
    async (house, _asker, target) => {
      const email = `${newId()}@cert.example`;
      const body = { email, role: "analyst", organisationId: target === "missing" ? newId() : house.cert };
      return { body, binding: stepUpFor.invite(email, "analyst") };
    },
    { also: missing },
  ),
  "delete /api/v1/identity/invitations/:invitationId": onMissable(
    "invitationId",
    async (house) => (await makeInvitation(house)).id,
  ),
  "post /api/v1/identity/people/:personId/roles": onPerson((personId) => ({
    body: { roles: ["lead"], version: 1 },
    binding: stepUpFor.changeRoles(personId, 1, ["lead"]),
  })),
  "post /api/v1/identity/people/:personId/disable": onPerson((personId) => ({
    body: { version: 1 },
    binding: stepUpFor.disable(personId, 1),
  })),
  "post /api/v1/identity/people/:personId/enable": onPerson(
    (personId) => ({ body: { version: 1 }, binding: stepUpFor.enable(personId, 1) }),
    true,
  ),
  "post /api/v1/identity/people/:personId/end-sessions": onPerson(() => ({ body: {} })),
  "post /api/v1/identity/people/:personId/recovery": onPerson((personId) => ({
    body: { proof: "Seen with a passport." },
    binding: stepUpFor.askRecovery(personId),
  })),
  "post /api/v1/identity/recoveries/:recoveryId/approve": onMissable("recoveryId", makeRecovery, (id) => ({
    body: {},
    binding: stepUpFor.approveRecovery(id),
  })),
  "post /api/v1/identity/recoveries/:recoveryId/refuse": onMissable("recoveryId", makeRecovery, () => ({ body: {} })),
  "get /api/v1/identity/api-keys": recipe(async (house) => ({ shows: await makeKey(house) })),
  "post /api/v1/identity/api-keys": recipe(
    async () =>
      await Promise.resolve({
        body: { name: "Feed", acts: ["health.read"] },
        binding: stepUpFor.makeApiKey("Feed", ["health.read"]),
      }),
  ),
  "post /api/v1/identity/api-keys/:keyId/rotate": onMissable("keyId", makeKey, (id) => ({
    body: {},
    binding: stepUpFor.rotateApiKey(id),
  })),
  "delete /api/v1/identity/api-keys/:keyId": onMissable("keyId", makeKey),
  "get /api/v1/identity/policy": recipe(nothing),
  "post /api/v1/identity/policy": recipe(
    async () => await Promise.resolve({ body: defaultPolicy, binding: stepUpFor.changePolicy(defaultPolicy) }),
  ),
};

async function passkeyFor(house: House, asker: Asker, target: Target): Promise<string> {
  if (target === "missing") return newToken();
  return await makePasskey(house, target === "own" ? asker.personId : await makePerson(house));
}
