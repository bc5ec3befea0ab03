// How conversations, keys, templates and call-backs are asked for by the access matrix.
import { Readable } from "node:stream";
import { stepUpForTeamKey } from "../../backend/coordination/openpgp/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { makeCase } from "./access-objects.ts";
import { addFile } from "./desk-world.ts";
import { missing, onMissable, type Recipe, recipe } from "./access-recipe.ts";
import { makeOpenPgpKey } from "./openpgp-keys.ts";

let drawn = 20_000_000;
const drawnFingerprint = (): string => (++drawn).toString(16).toUpperCase().padStart(40, "0");

async function makeCorrespondent(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into correspondents (id, kind, name, email, added_at) values (${id}, 'third_party', ${id}, ${`${id}@provider.example`}, now())`;
  return id;
}
/** Of a constituent's organisation where its own people ask. */
async function makeConversation(house: House, organisationId: string | null = null): Promise<string> {
  const [id, correspondent] = [newId(), await makeCorrespondent(house)];
  const { caseId } = await makeCase(house);
  await house.world
    .owner`insert into conversations (id, number, case_id, correspondent_id, organisation_id, subject, began_at)
    values (${id}, ${String(++drawn)}, ${caseId}, ${correspondent}, ${organisationId}, ${`About ${id}`}, now())`;
  return id;
}
async function makeMessage(house: House, conversationId: string, state: "held" | "released" = "held"): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into conversation_messages (id, conversation_id, case_id, direction, marking, body, state, release_at, at)
    select ${id}, id, case_id, 'to_party', 'green', 'x', ${state}, now(), now() from conversations where id = ${conversationId}`;
  return id;
}
async function makeHeld(house: House): Promise<string> {
  return await makeMessage(house, await makeConversation(house));
}
async function makeSecureLink(house: House): Promise<string> {
  const [id, message] = [newId(), await makeHeld(house)];
  await house.world.owner`insert into secure_links (id, message_id, case_id, made_at, expires_at)
    select ${id}, id, case_id, now(), now() + interval '1 day' from conversation_messages where id = ${message}`;
  return id;
}
/** A file of the asker's own draft, or of a message that was sent to an organisation. */
async function makeMessageFile(
  house: House,
  of: { conversationId: string; messageId: string | null; by: string },
): Promise<string> {
  const id = newId();
  const { owner, services } = house.world;
  const { id: object, sha256, size } = await services.objects.put(Readable.from([Buffer.from("bytes")]), 100);
  await owner`insert into objects (id, sha256, size, media_type) values (${object}, ${sha256}, ${size}, 'text/plain')`;
  await owner`insert into conversation_files (id, conversation_id, message_id, object_id, name, media_type, size, sha256, source, marking, added_by, added_at)
    values (${id}, ${of.conversationId}, ${of.messageId}, ${object}, 'a.txt', 'text/plain', ${size}, ${sha256}, 'upload', 'clear', ${of.by}, now())`;
  return id;
}
async function makeSentFile(house: House, organisationId: string | null): Promise<string> {
  const conversationId = await makeConversation(house, organisationId);
  const messageId = await makeMessage(house, conversationId, "released");
  return await makeMessageFile(house, { conversationId, messageId, by: house.spare.personId });
}
async function organisationOf(house: House, personId: string): Promise<string | null> {
  const [mine] = await house.world.owner<{ id: string }[]>`select organisation_id as id from role_grants
    where person_id = ${personId === "" ? null : personId} and revoked_at is null limit 1`;
  return mine?.id ?? null;
}

async function makeTemplate(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into message_templates (id, name, subjects, bodies, changed_at) values (${id}, 'x', '{}', '{}', now())`;
  return id;
}
async function makeCall(house: House): Promise<string> {
  const id = newId();
  const { caseId } = await makeCase(house);
  await house.world
    .owner`insert into call_backs (id, case_id, name, phone, about, due_at, asked_at) values (${id}, ${caseId}, 'Awa', '+22370000000', ${id}, now(), now())`;
  return id;
}
async function makeForeignKey(house: House): Promise<{ id: string; fingerprint: string }> {
  const [id, fingerprint] = [newId(), drawnFingerprint()];
  await house.world
    .owner`insert into correspondent_keys (id, correspondent_id, fingerprint, armored, user_ids, algorithm, made_at, source, added_at)
    values (${id}, ${await makeCorrespondent(house)}, ${fingerprint}, 'x', '{x}', 'ed25519', now(), 'file', now())`;
  return { id, fingerprint };
}
async function makeRetiredKey(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`update team_keys set state = 'retired' where state = 'active'`;
  const { publicKey } = await publicHalf;
  await house.world
    .owner`insert into team_keys (id, fingerprint, armored, user_ids, algorithm, made_at, state, added_at)
    values (${id}, ${drawnFingerprint()}, ${publicKey}, '{x}', 'ed25519', now(), 'active', now())`;
  return id;
}
const publicHalf = makeOpenPgpKey({ email: "cert@cert.example" });
const three = { fr: "a", en: "b", mn: "c" };
const write = { body: "Hello", marking: "green" };
const root = "/api/v1/talking";
const keys = "/api/v1/openpgp";
const own: (body: unknown) => Recipe = (body) =>
  recipe(
    async (house, asker, target) => {
      const [mine] = await house.world.owner<{ id: string }[]>`select organisation_id as id from role_grants
        where person_id = ${asker.personId} and revoked_at is null limit 1`;
      const id = await makeConversation(house, mine?.id ?? null);
      await makeMessage(house, id, "released");
      return { params: { conversationId: target === "missing" ? newId() : id }, body };
    },
    { also: missing },
  );

export const talkingRecipes: Record<string, Recipe> = {
  [`get ${root}/conversations/:conversationId/files`]: onMissable("conversationId", makeConversation),
  [`post ${root}/conversations/:conversationId/files`]: onMissable("conversationId", makeConversation, () => ({
    body: newId(),
    mediaType: "application/octet-stream",
    headers: { "file-name": "a.txt" },
  })),
  [`post ${root}/conversations/:conversationId/files/from-case`]: recipe(
    async (house, _asker, target) => {
      const { caseId, reportId } = await makeCase(house);
      const id = await makeConversation(house);
      await house.world.owner`update conversations set case_id = ${caseId} where id = ${id}`;
      const file = { name: "a.bin", mediaType: "application/octet-stream", bytes: Buffer.from("bytes") };
      const body = { from: "report", id: await addFile(house.world, reportId, file) };
      return { params: { conversationId: target === "missing" ? newId() : id }, body };
    },
    { also: missing },
  ),
  [`post ${root}/files/:fileId/remove`]: recipe(
    async (house, asker, target) => {
      const conversationId = await makeConversation(house);
      const by = asker.personId === "" ? house.spare.personId : asker.personId;
      const fileId = await makeMessageFile(house, { conversationId, messageId: null, by });
      return { params: { fileId: target === "missing" ? newId() : fileId } };
    },
    { also: missing },
  ),
  [`post ${root}/files/:fileId/open`]: onMissable("fileId", async (house) => await makeSentFile(house, null)),
  "post /api/v1/own/conversation-files/:fileId/open": recipe(
    async (house, asker, target) => {
      const fileId = await makeSentFile(house, await organisationOf(house, asker.personId));
      return { params: { fileId: target === "missing" ? newId() : fileId } };
    },
    { also: missing },
  ),
  [`get ${root}/correspondents`]: recipe(async (house) => ({ shows: await makeCorrespondent(house) })),
  [`get ${root}/parties`]: recipe(async (house) => {
    const id = newId();
    await house.world.owner`insert into organisations (id, kind, name) values (${id}, 'authority', ${id})`;
    return { query: { text: id }, shows: id };
  }),
  [`post ${root}/correspondents`]: recipe(
    async () =>
      await Promise.resolve({ body: { kind: "third_party", name: newId(), email: `${newId()}@provider.example` } }),
  ),
  [`get ${root}/conversations`]: recipe(async (house) => {
    const id = await makeConversation(house);
    await makeMessage(house, id);
    return { shows: id };
  }),
  [`post ${root}/conversations`]: recipe(
    async (house, _asker, target) => ({
      body: {
        caseId: target === "missing" ? newId() : (await makeCase(house)).caseId,
        correspondentId: await makeCorrespondent(house),
        subject: "Your server",
      },
    }),
    { also: missing },
  ),
  [`get ${root}/conversations/:conversationId`]: onMissable(
    "conversationId",
    async (house) => await makeConversation(house),
    (id) => ({
      shows: id,
    }),
  ),
  [`patch ${root}/conversations/:conversationId`]: onMissable(
    "conversationId",
    async (house) => await makeConversation(house),
    () => ({
      body: { theirReference: "ISP-7" },
    }),
  ),
  [`post ${root}/conversations/:conversationId/preview`]: onMissable(
    "conversationId",
    async (house) => await makeConversation(house),
    () => ({
      body: write,
    }),
  ),
  [`post ${root}/conversations/:conversationId/messages`]: onMissable(
    "conversationId",
    async (house) => await makeConversation(house),
    () => ({
      body: write,
    }),
  ),
  [`get ${root}/conversations/:conversationId/templates`]: onMissable(
    "conversationId",
    async (house) => await makeConversation(house),
    (id) => ({
      shows: id,
    }),
  ),
  [`post ${root}/messages/:messageId/withdraw`]: onMissable("messageId", makeHeld),
  [`post ${root}/links/:linkId/code`]: onMissable("linkId", makeSecureLink),
  [`get ${root}/templates`]: recipe(async (house) => ({ shows: await makeTemplate(house) })),
  [`post ${root}/templates`]: recipe(
    async () => await Promise.resolve({ body: { name: "x", subjects: three, bodies: three } }),
  ),
  [`post ${root}/templates/:templateId/end`]: onMissable("templateId", makeTemplate),
  [`get ${root}/call-backs`]: recipe(async (house) => {
    const id = await makeCall(house);
    await house.world.owner`update call_backs set due_at = now() - interval '1 year' where id = ${id}`;
    return { shows: id };
  }),
  [`post ${root}/call-backs`]: recipe(
    async (house, _asker, target) => ({
      body: {
        caseId: target === "missing" ? newId() : (await makeCase(house)).caseId,
        name: "Awa",
        phone: "+223 70 00 00 00",
        about: "The logs",
        dueAt: "2026-05-01T08:00:00Z",
      },
    }),
    { also: missing },
  ),
  [`post ${root}/call-backs/:callBackId/attempts`]: onMissable("callBackId", makeCall, () => ({
    body: { outcome: "busy" },
  })),
  "get /api/v1/own/conversations": recipe(async () => await Promise.resolve({})),
  "post /api/v1/own/conversations/:conversationId/messages": own({ body: "We answer." }),
  [`get ${keys}/keys`]: recipe(async (house) => ({ shows: (await makeForeignKey(house)).fingerprint })),
  [`post ${keys}/correspondents/:correspondentId/keys`]: recipe(
    async (house, _asker, target) => ({
      params: { correspondentId: target === "missing" ? newId() : await makeCorrespondent(house) },
      body: { armored: (await publicHalf).publicKey },
    }),
    { also: missing },
  ),
  // Their domain does not exist: nothing is found there.
  [`post ${keys}/correspondents/:correspondentId/look-up`]: onMissable("correspondentId", makeCorrespondent),
  [`post ${keys}/keys/:keyId/remove`]: onMissable("keyId", async (house) => (await makeForeignKey(house)).id),
  [`post ${keys}/verifications`]: recipe(
    async (house, _asker, target) => ({
      body: {
        fingerprint: target === "missing" ? drawnFingerprint() : (await makeForeignKey(house)).fingerprint,
        way: "telephone",
      },
    }),
    { also: missing },
  ),
  [`post ${keys}/verifications/:fingerprint/withdraw`]: recipe(
    async (house, _asker, target) => {
      const { fingerprint } = await makeForeignKey(house);
      if (target !== "missing")
        await house.world.owner`insert into key_verifications (id, fingerprint, way, verified_by, verified_at)
          select ${newId()}, ${fingerprint}, 'telephone', id, now() from people limit 1`;
      return { params: { fingerprint } };
    },
    { also: missing },
  ),
  [`post ${keys}/team-keys`]: recipe(
    async () => await Promise.resolve({ body: { name: "CERT", months: 12 }, binding: stepUpForTeamKey.make("CERT") }),
  ),
  [`post ${keys}/team-keys/import`]: recipe(async () => ({
    body: { armored: (await makeOpenPgpKey({ email: "cert@cert.example" })).privateKey, passphrase: "" },
    binding: stepUpForTeamKey.import(),
  })),
  [`post ${keys}/team-keys/:keyId/end`]: recipe(
    async (house, _asker, target) => {
      const keyId = target === "missing" ? newId() : await makeRetiredKey(house);
      return {
        params: { keyId },
        body: { isRevoked: false, reason: "As agreed" },
        binding: stepUpForTeamKey.end(keyId),
      };
    },
    { also: missing },
  ),
  [`get ${keys}/team-key`]: recipe(async (house) => {
    await makeRetiredKey(house);
    return {};
  }),
};
