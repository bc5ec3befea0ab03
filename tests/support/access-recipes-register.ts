// How the register's data are asked for by the access matrix.
import { contactStepUp } from "../../backend/registry/contacts/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { makeConstituent, makeContact } from "./access-objects.ts";
import { missing, nothing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";
import { makeOpenPgpKey } from "./openpgp-keys.ts";

async function makeService(house: House): Promise<string> {
  const [id, constituentId] = [newId(), await makeConstituent(house)];
  await house.world.owner`insert into online_services (id, constituent_id, name, url, kind, audience)
    values (${id}, ${constituentId}, ${`AA ${id}`}, 'https://papers.example/', 'egovernment', 'everybody')`;
  return id;
}

async function makeRelation(house: House): Promise<string> {
  const [id, from, to] = [newId(), await makeConstituent(house), await makeConstituent(house)];
  await house.world.owner`insert into constituent_relations (id, from_id, to_id, kind, what, source, recorded_at)
    values (${id}, ${from}, ${to}, 'depends_on', 'electricity', 'letter', now())`;
  return id;
}

async function makeFunction(house: House): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into critical_functions (id, code, names, sector, source) values (${id}, ${id}, '{"fr": "Eau"}', 'water', 'letter')`;
  return id;
}

async function makeKey(house: House, contactId: string): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into contact_keys (id, contact_id, fingerprint, armored, user_ids, algorithm, made_at, added_at)
    values (${id}, ${contactId}, ${id.replaceAll("-", "").toUpperCase().padEnd(40, "0")}, 'x', '{}', 'ed25519', now(), now())`;
  return id;
}

/** Of the asker's own register, as for officers and the desk alike. */
async function makeBody(house: House, asker: Asker): Promise<string> {
  const id = newId();
  const [own] = await house.world.owner<{ id: string }[]>`select o.id from organisations o
    left join role_grants g on g.organisation_id = o.id and g.person_id = ${asker.personId} and g.revoked_at is null
    order by g.id is null, o.id = ${house.cert} desc limit 1`;
  await house.world
    .owner`insert into accredited_bodies (id, reference, kept_by, kind, name, country, number, authority, scope)
    values (${id}, ${`A-${id}`}, ${own?.id ?? house.cert}, 'security_auditor', ${`AA ${id}`}, 'XD', ${id}, 'Authority', 'Audits')`;
  await house.world
    .owner`insert into accreditation_events (body_id, number, act, effective_on, recorded_at) values (${id}, 1, 'granted', '2026-01-01', now())`;
  return id;
}

const onBody = (more: Record<string, unknown>): Recipe =>
  recipe(
    async (house, asker, target) => ({
      params: { bodyId: target === "missing" ? newId() : await makeBody(house, asker) },
      ...more,
    }),
    { also: missing },
  );

const onConstituent = (make: (id: string) => Record<string, unknown>): Recipe =>
  recipe(
    async (house, _asker, target) => ({ body: make(target === "missing" ? newId() : await makeConstituent(house)) }),
    { also: missing },
  );

export const registerRecipes: Record<string, Recipe> = {
  "get /api/v1/registry/choices": recipe(nothing),
  "get /api/v1/registry/processing": recipe(nothing),
  "get /api/v1/registry/constituents/:constituentId/details": onMissable("constituentId", makeConstituent),
  "get /api/v1/registry/constituents/:constituentId/profile": onMissable("constituentId", makeConstituent, (id) => ({
    query: { at: "2026-01-01T00:00:00Z" },
    shows: id,
  })),
  "get /api/v1/registry/constituents/:constituentId/history": onMissable("constituentId", makeConstituent, (id) => ({
    shows: `Bank ${id.slice(-12)}`,
  })),
  "get /api/v1/registry/constituents/:constituentId/impact": onMissable("constituentId", makeConstituent, (id) => ({
    shows: id,
  })),
  "post /api/v1/registry/sizes": onConstituent((constituentId) => ({
    constituentId,
    kind: "staff",
    amount: 5,
    asOf: "2026-01-01",
    source: "letter",
  })),
  "get /api/v1/registry/services": recipe(async (house) => {
    const id = await makeService(house);
    return { query: { text: id }, shows: id };
  }),
  "get /api/v1/registry/services/export": recipe(async (house) => {
    const id = await makeService(house);
    return { query: { text: id, format: "json" }, shows: id };
  }),
  "get /api/v1/registry/accreditations/export": recipe(async (house, asker) => {
    const id = await makeBody(house, asker);
    return { query: { text: id, format: "json" }, shows: id };
  }),
  "post /api/v1/registry/services": onConstituent((constituentId) => ({
    constituentId,
    name: "Papers",
    url: "https://papers.example/",
    kind: "egovernment",
  })),
  "patch /api/v1/registry/services/:serviceId": onMissable("serviceId", makeService, () => ({
    body: { version: 1, name: "Other papers" },
  })),
  "post /api/v1/registry/services/:serviceId/compliance": onMissable("serviceId", makeService, () => ({
    body: { instrument: "ml.data-protection", state: "declared", asOf: "2026-01-01", source: "letter" },
  })),
  "get /api/v1/public/services": recipe(async (house) => ({ shows: await makeService(house) })),
  "post /api/v1/registry/relations": recipe(
    async (house, _asker, target) => ({
      body: {
        fromId: await makeConstituent(house),
        toId: target === "missing" ? newId() : await makeConstituent(house),
        kind: "provides_for",
        what: "electricity",
        source: "letter",
      },
    }),
    { also: missing },
  ),
  "post /api/v1/registry/relations/:relationId/end": onMissable("relationId", makeRelation, () => ({ body: {} })),
  "get /api/v1/registry/functions": recipe(async (house) => ({ shows: await makeFunction(house) })),
  "post /api/v1/registry/functions": recipe(
    async () =>
      await Promise.resolve({
        body: { source: "Decree", functions: [{ code: newId(), names: { fr: "Eau" }, sector: "water" }] },
      }),
  ),
  "post /api/v1/registry/functions/:functionId/performers": recipe(
    async (house, _asker, target) => ({
      params: { functionId: target === "missing" ? newId() : await makeFunction(house) },
      body: { constituentId: await makeConstituent(house) },
    }),
    { also: missing },
  ),
  "patch /api/v1/registry/contacts/:contactId": onMissable("contactId", makeContact, () => ({
    body: { version: 1, name: "Another name" },
  })),
  "post /api/v1/registry/contacts/:contactId/keys": recipe(
    async (house, _asker, target) => ({
      params: { contactId: target === "missing" ? newId() : await makeContact(house) },
      body: { armored: (await makeOpenPgpKey()).publicKey },
    }),
    { also: missing },
  ),
  "post /api/v1/registry/contacts/:contactId/keys/:keyId/remove": recipe(
    async (house, _asker, target) => {
      const contactId = await makeContact(house);
      // A key of another contact is as one that is not there.
      const of = target === "foreign" ? await makeContact(house) : contactId;
      const keyId = target === "missing" ? newId() : await makeKey(house, of);
      return { params: { contactId, keyId }, body: {} };
    },
    { also: ["foreign", "missing"] },
  ),
  "post /api/v1/registry/contacts/:contactId/erase": recipe(
    async (house, _asker, target) => {
      const contactId = await makeContact(house);
      await house.world.owner`update contacts set ended_at = now() where id = ${contactId}`;
      const asked = target === "missing" ? newId() : contactId;
      return { params: { contactId: asked }, body: { reason }, binding: contactStepUp.erase(asked) };
    },
    { also: missing },
  ),
  "post /api/v1/registry/contact-persons/export": recipe(
    async (house, _asker, target) => {
      const contactId = await makeContact(house);
      const email = `${contactId}@bank.example`;
      await house.world.owner`update contacts set email = ${email} where id = ${contactId}`;
      const asked = { email: target === "missing" ? `${newId()}@bank.example` : email };
      return {
        body: asked,
        binding: contactStepUp.exportPerson(asked),
        ...(target === "missing" ? {} : { shows: contactId }),
      };
    },
    { also: missing },
  ),
  "get /api/v1/registry/contact-retention": recipe(nothing),
  "put /api/v1/registry/contact-retention": recipe(async () => await Promise.resolve({ body: { months: 24 } })),
  "get /api/v1/registry/accreditations": recipe(async (house, asker) => {
    const id = await makeBody(house, asker);
    return { query: { text: id }, shows: id };
  }),
  "get /api/v1/registry/accreditations/:bodyId": recipe(
    async (house, asker, target) => {
      const id = target === "missing" ? newId() : await makeBody(house, asker);
      return { params: { bodyId: id }, ...(target === "missing" ? {} : { shows: id }) };
    },
    { also: missing },
  ),
  "post /api/v1/registry/accreditations": recipe(
    async () =>
      await Promise.resolve({
        body: {
          kind: "security_auditor",
          name: "Auditor",
          country: "XD",
          number: newId(),
          authority: "Authority",
          scope: "Audits",
          grantedOn: "2026-01-01",
        },
      }),
  ),
  "patch /api/v1/registry/accreditations/:bodyId": onBody({ body: { version: 1, scope: "Other audits" } }),
  "post /api/v1/registry/accreditations/:bodyId/acts": onBody({
    body: { act: "withdrawn", effectiveOn: "2026-02-01", why: reason },
  }),
  "get /api/v1/public/accreditations": recipe(async (house, asker) => {
    const id = await makeBody(house, asker);
    return { query: { text: id }, shows: id };
  }),
  "get /api/v1/public/accreditations/extract": recipe(async (house, asker) => {
    const id = await makeBody(house, asker);
    return { query: { text: id, format: "json" }, shows: id };
  }),
};
