// Recipes of the access matrix for restriction, labels, shares and what other organisations read.
import { bindCountersign } from "../../backend/cases/marking/model.ts";
import { bindGlass } from "../../backend/cases/restriction/model.ts";
import { bindDuties } from "../../backend/identity/duties/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { makeCase, makeConstituent, makePerson } from "./access-objects.ts";
import { missing, nothing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";
import { addReport } from "./desk-world.ts";

/** A restricted case with the asker and somebody else as members; a constituent's or auditor's session is no member of anything. */
export async function makeRestricted(
  house: House,
  members: readonly string[],
): Promise<{ caseId: string; reportId: string; reference: string; other: string }> {
  const { caseId, reportId } = await makeCase(house);
  const other = await makePerson(house);
  const { owner } = house.world;
  const [row] = await owner<{ reference: string }[]>`update cases set is_restricted = true,
    reference = 'TG-C-2026-' || nextval('case_number') + 10000 where id = ${caseId} returning reference`;
  for (const personId of [other, ...members])
    await owner`insert into case_members (case_id, person_id, added_at) values (${caseId}, ${personId}, now())`;
  return { caseId, reportId, other, reference: row?.reference ?? "" };
}

export async function makeOrganisation(house: House, kind: string): Promise<string> {
  const id = newId();
  await house.world.owner`insert into organisations (id, kind, name) values (${id}, ${kind}, ${id})`;
  return id;
}

async function makeOpening(house: House): Promise<string> {
  const id = newId();
  const { caseId } = await makeRestricted(house, []);
  await house.world.owner`insert into glass_openings (id, case_id, person_id, reason, opened_at, expires_at)
    values (${id}, ${caseId}, ${await makePerson(house)}, 'The owner is ill', now(), now() + interval '1 hour')`;
  return id;
}

async function makeConflict(house: House): Promise<string> {
  const id = newId();
  await house.world.owner`insert into conflicts (id, person_id, constituent_id, reason, declared_by, declared_at)
    values (${id}, ${await makePerson(house)}, ${await makeConstituent(house)}, 'A cousin works there', ${await makePerson(house)}, now())`;
  return id;
}

async function makeRelease(house: House): Promise<string> {
  const id = newId();
  const report = await addReport(house.world, house.cert);
  const labels = (marking: string) => ({ marking, pap: "amber" });
  await house.world.owner`update reports set marking = 'red' where id = ${report.id}`;
  await house.world
    .owner`insert into releases (id, act, object_type, object_id, detail, reason, asked_by, asked_at, way, state)
    values (${id}, 'marking', 'report', ${report.id}, ${house.world.owner.json({ from: labels("red"), to: labels("green") })}, 'As agreed',
      ${await makePerson(house)}, now(), 'two_persons', 'waiting')`;
  return id;
}

async function makeShare(house: House): Promise<string> {
  const id = newId();
  const report = await addReport(house.world, house.cert);
  await house.world.owner`insert into shares (id, report_id, organisation_id, basis, reason, shared_at)
    values (${id}, ${report.id}, ${await makeOrganisation(house, "constituent")}, 'desk', 'As agreed', now())`;
  return id;
}

const organisationOf = async (house: House, asker: Asker): Promise<string> => {
  const [row] = await house.world.owner<
    { id: string }[]
  >`select organisation_id as id from role_grants where person_id = ${asker.personId}`;
  return row?.id ?? "";
};

/** A report that the asker may read over there: an entity's own, or one that an entity filed with the authority. */
export async function makeShared(house: House, asker: Asker, isForeign: boolean): Promise<string> {
  const { owner } = house.world;
  const report = await addReport(house.world, house.cert);
  const mine = isForeign ? "" : await organisationOf(house, asker);
  const [kind] = await owner<{ kind: string }[]>`select kind from organisations where id::text = ${mine}`;
  const isAuthority = kind?.kind === "authority";
  const entity = isForeign || isAuthority ? await makeOrganisation(house, "constituent") : mine;
  await owner`update reports set filed_by_organisation_id = ${entity} where id = ${report.id}`;
  if (isAuthority)
    await owner.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'constituent', true), set_config('toguna.organisation', ${entity}, true)`;
      await sql`insert into shares (id, report_id, organisation_id, basis, reason, shared_at)
        values (${newId()}, ${report.id}, ${mine}, 'filing', 'By law', now())`;
    });
  return report.id;
}

const onReport = (body: unknown, more: (house: House, id: string) => Promise<unknown> = nothing): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const { id } = await addReport(house.world, house.cert);
      const params = { reportId: target === "missing" ? newId() : id };
      const made = (await more(house, id)) as { body?: unknown };
      return { params, ...(body === undefined ? { shows: id } : { body }), ...made };
    },
    { also: missing },
  );
const onCase = (body: unknown, more: (house: House) => Promise<unknown> = nothing): Recipe =>
  recipe(
    async (house, _asker, target) => {
      const { caseId } = await makeCase(house);
      const params = { caseId: target === "missing" ? newId() : caseId };
      const made = (await more(house)) as { body?: unknown };
      return { params, ...(body === undefined ? { shows: caseId } : { body }), ...made };
    },
    { also: missing },
  );
const toConstituent = async (house: House) => ({
  body: { organisationId: await makeOrganisation(house, "constituent"), reason },
});
const labels = { marking: "green", pap: "green", reason };

export const sharingRecipes: Record<string, Recipe> = {
  "get /api/v1/identity/duties": recipe(async () => await Promise.resolve({ shows: "team_of_six" })),
  "post /api/v1/identity/duties": recipe(
    async () => await Promise.resolve({ body: { profile: "team_of_six" }, binding: bindDuties("team_of_six") }),
  ),
  "post /api/v1/desk/cases/:caseId/restriction": onCase({ reason }),
  "post /api/v1/desk/cases/:caseId/restriction/lift": recipe(
    async (house, asker, target) => {
      const { caseId } = await makeRestricted(house, [asker.personId]);
      return { params: { caseId: target === "missing" ? newId() : caseId }, body: { reason } };
    },
    { also: missing },
  ),
  "post /api/v1/desk/cases/:caseId/members": recipe(
    async (house, asker, target) => {
      const { caseId } = await makeRestricted(house, [asker.personId]);
      return {
        params: { caseId: target === "missing" ? newId() : caseId },
        body: { personId: await makePerson(house) },
      };
    },
    { also: missing },
  ),
  "delete /api/v1/desk/cases/:caseId/members/:personId": recipe(
    async (house, asker, target) => {
      const one = await makeRestricted(house, [asker.personId]);
      const two = await makeRestricted(house, [asker.personId]);
      const personId = { own: one.other, foreign: two.other, missing: newId() }[target];
      return { params: { caseId: one.caseId, personId } };
    },
    { also: ["foreign", "missing"] },
  ),
  "post /api/v1/desk/glass": recipe(
    async (house, _asker, target) => {
      const { reference } = await makeRestricted(house, []);
      const asked = target === "missing" ? "TG-C-2026-999999999" : reference;
      return { body: { reference: asked, reason: "The owner is ill and it burns." }, binding: bindGlass(asked) };
    },
    { also: missing },
  ),
  "get /api/v1/desk/glass": recipe(nothing),
  "post /api/v1/desk/glass/:openingId/review": onMissable("openingId", makeOpening, () => ({
    body: { finding: "justified" },
  })),
  "get /api/v1/desk/conflicts": recipe(nothing),
  "post /api/v1/desk/conflicts": recipe(
    async (house, _asker, target) => ({
      body: { constituentId: target === "missing" ? newId() : await makeConstituent(house), reason },
    }),
    { also: missing },
  ),
  "post /api/v1/desk/conflicts/:conflictId/end": onMissable("conflictId", makeConflict, () => ({ body: { reason } })),
  "post /api/v1/desk/reports/:reportId/marking": onReport(labels),
  "post /api/v1/desk/cases/:caseId/marking": onCase(labels),
  "get /api/v1/desk/releases": recipe(async (house) => ({ shows: await makeRelease(house) })),
  "post /api/v1/desk/releases/:releaseId/countersign": onMissable("releaseId", makeRelease, (id) => ({
    body: {},
    binding: bindCountersign(id),
  })),
  // To refuse another's takes a role that could have agreed; to take back the own one does not.
  "post /api/v1/desk/releases/:releaseId/refuse": recipe(
    async (house, asker, target) => {
      const id = await makeRelease(house);
      await house.world.owner`update releases set asked_by = ${asker.personId} where id = ${id}`;
      return { params: { releaseId: target === "missing" ? newId() : id }, body: {} };
    },
    { also: missing },
  ),
  "get /api/v1/desk/reports/:reportId/audience": onReport(undefined),
  "get /api/v1/desk/cases/:caseId/audience": onCase(undefined),
  "post /api/v1/desk/reports/:reportId/shares": onReport({}, toConstituent),
  "post /api/v1/desk/cases/:caseId/shares": onCase({}, toConstituent),
  "post /api/v1/desk/shares/:shareId/end": onMissable("shareId", makeShare, () => ({ body: {} })),
  "get /api/v1/shared/reports": recipe(async (house, asker) => ({ shows: await makeShared(house, asker, false) })),
  "get /api/v1/shared/reports/:reportId": recipe(
    async (house, asker, target) => {
      const id = target === "missing" ? newId() : await makeShared(house, asker, target === "foreign");
      return { params: { reportId: id }, shows: id };
    },
    { also: ["foreign", "missing"] },
  ),
  "post /api/v1/shared/reports/:reportId/filings": recipe(
    async (house, asker, target) => {
      const id = target === "missing" ? newId() : await makeShared(house, asker, target === "foreign");
      return { params: { reportId: id }, body: { authorityId: await makeOrganisation(house, "authority"), reason } };
    },
    { also: ["foreign", "missing"] },
  ),
};
