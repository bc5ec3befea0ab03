// How coordinated disclosure is asked for by the access matrix: a vulnerability with a vendor, a flaw and what hangs on them.
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import { makeCase } from "./access-objects.ts";
import { missing, onMissable, type Recipe, recipe } from "./access-recipe.ts";

let drawn = 40_000_000;
const root = "/api/v1/disclosure/cases";
const text = { title: "A flaw", summary: "Update.", body: "Details." };

interface Made {
  caseId: string;
  partyId: string;
  flawId: string;
}

async function make(house: House, organisationId: string | null = null): Promise<Made> {
  const { owner } = house.world;
  const { caseId } = await makeCase(house);
  const [partyId, flawId, correspondent] = [newId(), newId(), newId()];
  await owner`select toguna_begin_disclosure(${caseId}, null)`;
  await owner`update disclosure_drafts set texts = ${owner.json({ en: text })} where case_id = ${caseId}`;
  await owner`insert into correspondents (id, kind, name, email, added_at) values (${correspondent}, 'third_party', ${partyId}, ${`${partyId}@vendor.example`}, now())`;
  await owner`insert into disclosure_parties (id, case_id, correspondent_id, organisation_id, name, product, added_at, invited_at)
    values (${partyId}, ${caseId}, ${correspondent}, ${organisationId}, ${partyId}, 'Gizmo', now(), now())`;
  await owner`insert into disclosure_flaws (id, case_id, ordinal, title, description, added_at) values (${flawId}, ${caseId}, 1, 'x', 'x', now())`;
  await owner`insert into disclosure_cells (party_id, flaw_id, case_id) values (${partyId}, ${flawId}, ${caseId})`;
  return { caseId, partyId, flawId };
}

async function makeEmbargo(house: House, caseId: string): Promise<string> {
  const id = newId();
  await house.world
    .owner`insert into disclosure_embargoes (id, case_id, number, until, reason, set_at) values (${id}, ${caseId}, 1, now() + interval '9 days', 'As agreed', now())`;
  return id;
}

async function referenceOf(house: House, caseId: string): Promise<string> {
  const [found] = await house.world.owner<{ reference: string }[]>`select reference from cases where id = ${caseId}`;
  return found?.reference ?? "";
}

async function reserve(house: House): Promise<string> {
  const cveId = `CVE-2026-${++drawn}`;
  await house.world
    .owner`insert into disclosure_cves (cve_id, state, reserved_at) values (${cveId}, 'reserved', now())`;
  return cveId;
}

/** A route of one case: `more` gives the rest of the request. */
const ofCase = (
  more: (house: House, made: Made) => Promise<{ params?: Record<string, string>; body?: unknown }> = async () =>
    await Promise.resolve({}),
): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const made = await make(house);
      const { params, body } = await more(house, made);
      return {
        params: { caseId: target === "missing" ? newId() : made.caseId, ...params },
        ...(body === undefined ? {} : { body }),
      };
    },
    { also: missing },
  );
const sent =
  (body: (made: Made) => unknown): ((house: House, made: Made) => Promise<{ body: unknown }>) =>
  async (_house, made) =>
    await Promise.resolve({ body: body(made) });
const own = (body: (made: Made, house: House) => Promise<unknown>): Recipe =>
  recipe(
    async (house, asker, target) => {
      const [mine] = await house.world.owner<{ id: string }[]>`select organisation_id as id from role_grants
        where person_id = ${asker.personId} and revoked_at is null limit 1`;
      const made = await make(house, mine?.id ?? null);
      return { params: { partyId: target === "missing" ? newId() : made.partyId }, body: await body(made, house) };
    },
    { also: missing },
  );

export const disclosureRecipes: Record<string, Recipe> = {
  [`get ${root}`]: recipe(async (house) => ({ shows: (await make(house)).caseId })),
  [`get ${root}/:caseId`]: onMissable(
    "caseId",
    async (house) => (await make(house)).caseId,
    (id) => ({ shows: id }),
  ),
  [`get ${root}/:caseId/clocks`]: onMissable("caseId", async (house) => (await make(house)).caseId),
  [`post ${root}/:caseId`]: onMissable(
    "caseId",
    async (house) => (await makeCase(house)).caseId,
    () => ({ body: {} }),
  ),
  [`patch ${root}/:caseId`]: ofCase(sent(() => ({ version: 1, isPartyListShown: true }))),
  [`put ${root}/:caseId/draft`]: ofCase(sent(() => ({ version: 1, severity: "high", texts: { en: text } }))),
  [`post ${root}/:caseId/flaws`]: ofCase(sent(() => ({ title: "A flaw", description: "What it is." }))),
  [`put ${root}/:caseId/flaws/:flawId`]: ofCase(
    async (_house, { flawId }) =>
      await Promise.resolve({
        params: { flawId },
        body: {
          version: 1,
          title: "A flaw",
          description: "What it is.",
          cwe: null,
          cvss31: null,
          cvss40: "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
        },
      }),
  ),
  [`post ${root}/:caseId/vendors`]: ofCase(
    sent(() => ({ name: newId(), product: "Gizmo", email: "security@vendor.example", language: "en" })),
  ),
  [`post ${root}/:caseId/vendors/:partyId/invite`]: ofCase(
    async (_house, { partyId }) => await Promise.resolve({ params: { partyId } }),
  ),
  [`post ${root}/:caseId/vendors/:partyId/leave`]: ofCase(
    async (_house, { partyId }) =>
      await Promise.resolve({ params: { partyId }, body: { reason: "Not their product" } }),
  ),
  [`put ${root}/:caseId/cells`]: ofCase(sent(({ partyId, flawId }) => ({ partyId, flawId, isAsked: true }))),
  [`post ${root}/:caseId/statements`]: ofCase(sent(({ partyId, flawId }) => ({ partyId, flawId, status: "affected" }))),
  [`post ${root}/:caseId/statements/:statementId/decide`]: ofCase(async (house, { caseId, partyId, flawId }) => {
    const statementId = newId();
    await house.world.owner`insert into disclosure_statements (id, case_id, party_id, flaw_id, status, way, said_at)
      values (${statementId}, ${caseId}, ${partyId}, ${flawId}, 'affected', 'desk', now())`;
    return { params: { statementId }, body: { isApproved: true } };
  }),
  [`post ${root}/:caseId/posts`]: ofCase(sent(() => ({ body: "To all", partyId: null }))),
  [`post ${root}/:caseId/posts/:postId/share`]: ofCase(async (house, { caseId, partyId }) => {
    const postId = newId();
    await house.world.owner`insert into disclosure_posts (id, case_id, party_id, is_from_party, audience, body, way, at)
      values (${postId}, ${caseId}, ${partyId}, true, 'one', 'x', 'link', now())`;
    return { params: { postId } };
  }),
  [`post ${root}/:caseId/embargoes`]: ofCase(sent(() => ({ until: "2199-01-01T00:00:00Z", reason: "As agreed" }))),
  [`post ${root}/:caseId/consents`]: ofCase(async (house, { caseId, partyId }) => ({
    body: { partyId, embargoId: await makeEmbargo(house, caseId), answer: "agreed" },
  })),
  [`post ${root}/:caseId/contacts`]: ofCase(
    sent(({ partyId }) => ({ partyId, means: "telephone", outcome: "no_answer" })),
  ),
  [`put ${root}/:caseId/finders/:finderId`]: ofCase(async (house, { caseId }) => {
    const finderId = newId();
    await house.world.owner`insert into disclosure_finders (id, case_id, report_id, changed_at)
      select ${finderId}, ${caseId}, report_id, now() from case_reports where case_id = ${caseId} limit 1`;
    return { params: { finderId }, body: { wish: "alias", credit: "n0body" } };
  }),
  [`post ${root}/:caseId/decisions`]: ofCase(
    sent(({ flawId }) => ({ flawId, tree: "own", inputs: { reach: "wide" }, decision: "publish" })),
  ),
  [`post ${root}/:caseId/exploitations`]: ofCase(async (house) => ({
    body: { reference: await referenceOf(house, (await makeCase(house)).caseId), knownAt: "2026-01-01T00:00:00Z" },
  })),
  [`post ${root}/:caseId/publications`]: ofCase(sent(() => ({ publishAt: null }))),
  [`post ${root}/:caseId/early`]: ofCase(sent(() => ({ cause: "leak", reason: "It was posted today." }))),
  [`post ${root}/:caseId/publications/:editionId/withdraw`]: ofCase(async (house, { caseId }) => {
    const { owner } = house.world;
    const [editionId, request] = [newId(), newId()];
    const [lead, senior] = await owner<{ id: string }[]>`select id from people order by id limit 2`;
    await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, decided_by, decided_at, case_id)
      values (${request}, 'disclosure', ${editionId}, 1, 'x', ${lead?.id ?? ""}, now(), 'approved', ${senior?.id ?? ""}, now(), ${caseId})`;
    await owner`insert into disclosure_editions (id, case_id, state, content, publish_at, four_eyes_id, asked_at) values (${editionId}, ${caseId}, 'waiting', '{}', '2199-01-01', ${request}, now())`;
    await owner`update disclosure_editions set state = 'scheduled' where id = ${editionId}`;
    return { params: { editionId } };
  }),
  [`post ${root}/:caseId/cves`]: ofCase(async (house, { flawId }) => ({
    body: { flawId, cveId: await reserve(house) },
  })),
  "get /api/v1/disclosure/cves": recipe(async (house) => ({ shows: await reserve(house) })),
  "post /api/v1/disclosure/cves": recipe(
    async () => await Promise.resolve({ body: { cveIds: [`CVE-2026-${++drawn}`] } }),
  ),
  "post /api/v1/disclosure/cves/:cveId/reject": recipe(
    async (house, _asker, target) => ({
      params: { cveId: target === "missing" ? `CVE-2026-${++drawn}` : await reserve(house) },
      body: { reason: "Not needed" },
    }),
    { also: missing },
  ),
  "get /api/v1/disclosure/policies": recipe(async () => await Promise.resolve({})),
  "post /api/v1/disclosure/policies": recipe(
    async () =>
      await Promise.resolve({
        body: {
          texts: { en: { scope: "x", safeHarbour: "x", times: "x", keys: "x" } },
          embargoDays: 45,
          secondWayDays: 7,
          nationalDays: 14,
          cna: null,
        },
      }),
  ),
  "get /api/v1/own/disclosures": recipe(async () => await Promise.resolve({})),
  "post /api/v1/own/disclosures/:partyId/statements": own(
    async ({ flawId }) => await Promise.resolve({ flawId, status: "affected" }),
  ),
  "post /api/v1/own/disclosures/:partyId/posts": own(async () => await Promise.resolve({ body: "We answer." })),
  "post /api/v1/own/disclosures/:partyId/consents": own(async ({ caseId }, house) => ({
    embargoId: await makeEmbargo(house, caseId),
    answer: "agreed",
  })),
};
