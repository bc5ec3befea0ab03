// How enrolment, proposals and the people of a constituent are asked for by the access matrix.
import { createHash } from "node:crypto";
import { bindColleague } from "../../backend/identity/colleagues/model.ts";
import { hashToken, newToken } from "../../backend/identity/tokens.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import { bindClaim, bindLetters } from "../../backend/registry/enrolment/model.ts";
import type { Asker, House } from "./access-matrix.ts";
import { makeConstituent, makePerson } from "./access-objects.ts";
import { missing, nothing, onMissable, type Recipe, reason, recipe } from "./access-recipe.ts";

/** The organisation that the asker acts for; of somebody without one, any. */
async function organisationOf(house: House, asker: Asker): Promise<string> {
  const [row] = await house.world.owner<{ id: string }[]>`select organisation_id as id from role_grants
    where person_id = ${asker.personId} and revoked_at is null limit 1`;
  return row?.id ?? house.cert;
}

async function makeOwnEntry(house: House, asker: Asker): Promise<string> {
  const id = await makeConstituent(house);
  await house.world.owner`alter table constituents disable trigger constituents_reference`;
  await house.world
    .owner`update constituents set organisation_id = ${await organisationOf(house, asker)} where id = ${id}`;
  await house.world.owner`alter table constituents enable trigger constituents_reference`;
  return id;
}

async function makeEntryClaim(
  house: House,
  state: "waits_desk" | "waits_administrator",
  constituentId: string | null,
): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into entry_claims (id, constituent_id, wanted_name, person_name, email, language, proof, state, made_at, expires_at, confirmed_at)
    values (${id}, ${constituentId}, 'A shop', 'Awa', ${`${id}@mail.example`}, 'fr', 'officer', ${state}, now(), now() + interval '1 day', now())`;
  return id;
}

async function makeProposal(house: House, constituentId: string, personId: string): Promise<string> {
  const id = newId();
  const [row] = await house.world.owner<{ name: string }[]>`select name from constituents where id = ${constituentId}`;
  const { owner } = house.world;
  await owner`insert into change_proposals (id, constituent_id, kind, record_id, before, after, state, proposed_by, proposed_at)
    values (${id}, ${constituentId}, 'facts', ${constituentId}, ${owner.json({ name: row?.name ?? "" })}, ${owner.json({ name: `New ${id}` })}, 'pending', ${personId}, now())`;
  return id;
}

async function makeLetter(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into enrolment_letters (id, constituent_id, code_hash, address, language, made_at, expires_at)
    values (${id}, ${await makeConstituent(house)}, ${hashToken(newToken())}, 'BP 1', 'fr', now(), now() + interval '1 day')`;
  return id;
}

const onLetters = (): Recipe => recipe(async (house) => ({ body: { letterIds: [await makeLetter(house)] } }));
const root = "/api/v1/desk/enrolment";
const people = "/api/v1/console/people";

export const enrolmentRecipes: Record<string, Recipe> = {
  [`get ${people}`]: recipe(async (_house, asker) => await Promise.resolve({ shows: asker.personId })),
  [`post ${people}/invitations`]: recipe(async () => {
    const email = `${newId()}@mail.example`;
    const body = { name: "Guest", email, role: "constituent_contact" as const };
    return await Promise.resolve({ body, binding: bindColleague.invite(email, body.role) });
  }),
  [`delete ${people}/invitations/:invitationId`]: recipe(
    async (house, asker, target) => {
      const id = newId();
      await house.world.owner`insert into invitations (id, token_hash, kind, email, role, organisation_id, expires_at)
        values (${id}, ${hashToken(newToken())}, 'invite', ${`${id}@mail.example`}, 'constituent_contact', ${await organisationOf(house, asker)}, now() + interval '1 day')`;
      return { params: { invitationId: target === "missing" ? newId() : id } };
    },
    { also: missing },
  ),
  [`post ${people}/:personId/roles`]: recipe(
    async (house, asker, target) => {
      const id = await makePerson(house);
      await house.world.owner`delete from role_grants where person_id = ${id}`;
      await house.world.owner`insert into role_grants (id, person_id, organisation_id, role)
        values (${newId()}, ${id}, ${await organisationOf(house, asker)}, 'constituent_contact')`;
      const personId = target === "missing" ? newId() : id;
      return { params: { personId }, body: { roles: [], version: 1 }, binding: bindColleague.change(personId, 1, []) };
    },
    { also: missing },
  ),
  "get /api/v1/console/entry": recipe(async (house, asker) => ({ shows: await makeOwnEntry(house, asker) })),
  "get /api/v1/console/areas": recipe(nothing),
  "post /api/v1/console/contacts/:contactId/confirm": recipe(
    async (house, asker, target) => {
      const contactId = newId();
      const constituentId = target === "foreign" ? await makeConstituent(house) : await makeOwnEntry(house, asker);
      if (target !== "missing") {
        await house.world
          .owner`insert into contacts (id, constituent_id, name, role) values (${contactId}, ${constituentId}, 'Somebody', 'security')`;
        await house.world
          .owner`insert into contact_tests (id, contact_id, token_hash, asked_at, last_mail_at, expires_at)
          values (${newId()}, ${contactId}, ${createHash("sha256").update(contactId).digest()}, now(), now(), now() + interval '9 days')`;
      }
      return { params: { contactId }, body: {} };
    },
    { also: ["foreign", "missing"] },
  ),
  "post /api/v1/console/claims/:claimId/decision": recipe(
    async (house, asker, target) => {
      const id = await makeEntryClaim(house, "waits_administrator", await makeOwnEntry(house, asker));
      const claimId = target === "missing" ? newId() : id;
      return { params: { claimId }, body: { decision: "refuse", reason }, binding: bindClaim(claimId, "refuse") };
    },
    { also: missing },
  ),
  "post /api/v1/console/proposals": recipe(async (house, asker) => ({
    body: {
      kind: "facts",
      constituentId: await makeOwnEntry(house, asker),
      changes: { name: `Bank ${newId()}` },
      note: "As the bank's letter says.",
    },
  })),
  "post /api/v1/console/proposals/:proposalId/withdraw": recipe(
    async (house, asker, target) => {
      const id = await makeProposal(house, await makeOwnEntry(house, asker), asker.personId);
      return { params: { proposalId: target === "missing" ? newId() : id }, body: {} };
    },
    { also: missing },
  ),
  "get /api/v1/desk/proposals": recipe(async (house) => ({
    shows: await makeProposal(house, await makeConstituent(house), await makePerson(house)),
  })),
  "post /api/v1/desk/proposals/:proposalId/decision": onMissable(
    "proposalId",
    async (house) => await makeProposal(house, await makeConstituent(house), await makePerson(house)),
    () => ({ body: { decision: "approve" } }),
  ),
  [`get ${root}`]: recipe(async (house) => ({
    shows: await makeEntryClaim(house, "waits_desk", await makeConstituent(house)),
  })),
  [`post ${root}/claims/:claimId/decision`]: onMissable(
    "claimId",
    async (house) => await makeEntryClaim(house, "waits_desk", await makeConstituent(house)),
    (id) => ({ body: { decision: "approve" }, binding: bindClaim(id, "approve") }),
  ),
  [`post ${root}/claims/:claimId/entry`]: onMissable(
    "claimId",
    async (house) => await makeEntryClaim(house, "waits_desk", null),
    () => ({ body: { name: "A shop", sector: "commerce" } }),
  ),
  [`post ${root}/letters`]: recipe(async (house) => {
    const constituentId = await makeConstituent(house);
    return {
      body: { letters: [{ constituentId, address: "BP 1", language: "fr" }] },
      binding: bindLetters([constituentId]),
    };
  }),
  [`post ${root}/letters/printed`]: onLetters(),
  [`post ${root}/letters/sent`]: onLetters(),
  [`post ${root}/papers`]: recipe(async (house) => ({
    body: {
      constituentId: await makeConstituent(house),
      paperReference: newId(),
      signedBy: "The mayor",
      receivedOn: "2026-02-03",
      contact: { name: "Awa", role: "management" },
    },
  })),
};
