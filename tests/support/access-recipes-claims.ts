// Recipes of the access matrix for network claims: at the desk, in the console, disputes, and files of the address registries.
import { randomBytes } from "node:crypto";
import { stepUpForClaims } from "../../backend/registry/claims/model.ts";
import { newId } from "../../backend/platform/ids/index.ts";
import type { Asker, House } from "./access-matrix.ts";
import { makeConstituent, makeHeldDomain, makePerson } from "./access-objects.ts";
import { missing, nothing, onMissable, reason, type Recipe, recipe } from "./access-recipe.ts";
import { addObservable, addReport } from "./desk-world.ts";

interface Made {
  claimId: string;
  constituentId: string;
}

/** An entry of the asker's own organisation, or of a new one. */
async function makeEntry(house: House, asker?: Asker): Promise<string> {
  if (!asker) return await makeConstituent(house);
  const id = newId();
  await house.world.owner`insert into constituents (id, reference, organisation_id, name, sector)
    select ${id}, ${id}, organisation_id, ${`Bank ${id.slice(-12)}`}, 'finance' from role_grants where person_id = ${asker.personId} and revoked_at is null limit 1`;
  return id;
}

async function makeClaim(
  house: House,
  claim: { state?: string; proof?: string; value?: string } = {},
  asker?: Asker,
): Promise<Made> {
  const [claimId, constituentId] = [newId(), await makeEntry(house, asker)];
  await house.world.owner`insert into network_claims (id, constituent_id, kind, value, source, proof, state)
    values (${claimId}, ${constituentId}, 'domain', ${claim.value ?? `${claimId}.com`}, 'letter', ${claim.proof ?? "letter"}, ${claim.state ?? "active"})`;
  return { claimId, constituentId };
}

async function makeDispute(house: House, asker?: Asker, proposed = false): Promise<string> {
  const id = newId();
  const standing = await makeClaim(house, { state: "disputed" }, asker);
  const challenger = await makeClaim(house, { state: "contesting" });
  await house.world
    .owner`insert into claim_disputes (id, reference, kind, value, standing_claim_id, standing_constituent_id, standing_name, challenger_claim_id,
      challenger_constituent_id, challenger_name, because, opened_at, answer_by, state)
    values (${id}, ${id}, 'domain', 'x.com', ${standing.claimId}, ${standing.constituentId}, 'One', ${challenger.claimId}, ${challenger.constituentId}, 'Two',
      'overlap', now(), now() + interval '9 days', 'open')`;
  if (proposed)
    await house.world
      .owner`update claim_disputes set state = 'proposed', outcome = 'kept', reason = ${reason}, proposed_by = ${await makePerson(house)},
      proposed_at = now() where id = ${id}`;
  return id;
}

async function makeDocument(house: House, asker?: Asker): Promise<string> {
  const id = newId();
  const { claimId } = await makeClaim(house, {}, asker);
  await house.world
    .owner`insert into claim_documents (id, claim_id, kind, name, media_type, sha256, size, bytes, says, received_at)
    values (${id}, ${claimId}, 'whois', 'whois.txt', 'text/plain', ${randomBytes(32)}, 1, ${Buffer.from("x")}, '{"format":"rpsl","objects":[]}', now())`;
  return id;
}

async function makeDelegated(house: House): Promise<string> {
  const account = newId();
  const { owner } = house.world;
  await owner`insert into delegated_files (id, name, registry, serial, sha256, size, packed, records, is_current, imported_at)
    values (${newId()}, 'x', 'lacnic', '1', ${randomBytes(32)}, 1, ${Buffer.from("x")}, 1, true, now()) on conflict do nothing`;
  await owner`insert into delegated_records (file_id, line, piece, country, kind, asn_from, asn_to, status, opaque_id)
    select id, (select coalesce(max(line), 0) + 1 from delegated_records), 0, 'XD', 'asn', 1, 1, 'allocated', ${account} from delegated_files where registry = 'lacnic'`;
  return account;
}

const registry = "/api/v1/registry";
const own = "/api/v1/own";
const onClaim = (claim: Parameters<typeof makeClaim>[1], body: unknown): Recipe =>
  onMissable(
    "claimId",
    async (house) => (await makeClaim(house, claim)).claimId,
    () => ({ body }),
  );
const onOwn = (key: string, find: (house: House, asker: Asker) => Promise<string>, body?: unknown): Recipe =>
  recipe(
    async (house, asker, target) => ({
      params: {
        [key]:
          target === "missing"
            ? newId()
            : await find(house, target === "foreign" ? await stranger(house, asker) : asker),
      },
      ...(body === undefined ? {} : { body }),
    }),
    { also: ["foreign", "missing"] },
  );
/** The same asker as somebody of another organisation would be. */
async function stranger(house: House, asker: Asker): Promise<Asker> {
  return await Promise.resolve({ ...asker, personId: house.spare.personId });
}
const onOwnClaim = (claim: Parameters<typeof makeClaim>[1], body?: unknown): Recipe =>
  onOwn("claimId", async (house, asker) => (await makeClaim(house, claim, asker)).claimId, body);
const whois = { kind: "whois", name: "whois.txt", text: "aut-num: AS64500\nas-name: BANK" };
let serial = 20_260_000;

export const claimRecipes: Record<string, Recipe> = {
  [`get ${registry}/holders`]: recipe(async (house) => {
    const { value } = await makeHeldDomain(house);
    return { query: { value }, shows: value };
  }),
  [`get ${registry}/claims`]: recipe(nothing),
  [`get ${registry}/claims/export`]: recipe(nothing),
  [`get ${registry}/claims/documents/:documentId`]: onMissable(
    "documentId",
    async (house) => await makeDocument(house),
  ),
  [`get ${registry}/claims/:claimId`]: onMissable("claimId", async (house) => (await makeClaim(house)).claimId),
  [`post ${registry}/claims/:claimId/approve`]: onClaim({ state: "waiting" }, { reason }),
  [`post ${registry}/claims/:claimId/refuse`]: onClaim({ state: "waiting" }, { reason }),
  [`post ${registry}/claims/:claimId/challenge`]: onClaim({ state: "proposed", proof: "dns_txt" }, {}),
  [`post ${registry}/claims/:claimId/check`]: onClaim({ state: "proposed", proof: "dns_txt" }, {}),
  [`post ${registry}/claims/:claimId/documents`]: onClaim({ state: "proposed", proof: "whois" }, whois),
  [`get ${registry}/disputes`]: recipe(nothing),
  [`get ${registry}/disputes/:disputeId`]: onMissable("disputeId", async (house) => await makeDispute(house)),
  [`post ${registry}/disputes/:disputeId/statements`]: recipe(
    async (house, _asker, target) => {
      const disputeId = target === "missing" ? newId() : await makeDispute(house);
      const [row] = await house.world.owner<
        { id: string }[]
      >`select standing_constituent_id as id from claim_disputes where id = ${disputeId}`;
      return { params: { disputeId }, body: { constituentId: row?.id ?? newId(), body: "By letter" } };
    },
    { also: missing },
  ),
  [`post ${registry}/disputes/:disputeId/propose`]: onMissable(
    "disputeId",
    async (house) => await makeDispute(house),
    () => ({ body: { version: 1, outcome: "kept", reason } }),
  ),
  [`post ${registry}/disputes/:disputeId/confirm`]: onMissable(
    "disputeId",
    async (house) => await makeDispute(house, undefined, true),
    (id) => ({ body: { version: 1 }, binding: stepUpForClaims.settle(id, 1) }),
  ),
  [`post ${registry}/disputes/:disputeId/send-back`]: onMissable(
    "disputeId",
    async (house) => await makeDispute(house, undefined, true),
    () => ({ body: { version: 1 } }),
  ),
  [`get ${registry}/delegated`]: recipe(nothing),
  [`post ${registry}/delegated`]: recipe(
    async () =>
      await Promise.resolve({
        query: { name: "delegated.txt" },
        body: `2.3|ripencc|${++serial}|1|19930101|20260301|+0000\nripencc|XD|asn|64500|1|20190307|allocated|A1\n`,
        mediaType: "text/plain",
      }),
  ),
  [`post ${registry}/delegated/links`]: recipe(
    async (house, _asker, target) => ({
      body: {
        registry: "lacnic",
        opaqueId: await makeDelegated(house),
        constituentId: target === "missing" ? newId() : await makeConstituent(house),
      },
    }),
    { also: missing },
  ),
  [`delete ${registry}/delegated/links/:linkId`]: onMissable("linkId", async (house) => {
    const id = newId();
    await house.world.owner`insert into delegated_holders (id, registry, opaque_id, constituent_id, linked_at)
      values (${id}, 'lacnic', ${id}, ${await makeConstituent(house)}, now())`;
    return id;
  }),
  [`get ${own}/claims`]: recipe(nothing),
  [`post ${own}/claims`]: recipe(
    async (house, asker, target) => ({
      body: {
        constituentId:
          target === "missing" ? newId() : await makeEntry(house, target === "foreign" ? undefined : asker),
        kind: "domain",
        value: `${newId()}.com`,
        proof: "dns_txt",
      },
    }),
    { also: ["foreign", "missing"] },
  ),
  [`get ${own}/claims/documents/:documentId`]: onOwn("documentId", makeDocument),
  [`get ${own}/claims/:claimId`]: onOwnClaim({}),
  [`post ${own}/claims/:claimId/challenge`]: onOwnClaim({ state: "proposed", proof: "dns_txt" }, {}),
  [`post ${own}/claims/:claimId/check`]: onOwnClaim({ state: "proposed", proof: "dns_txt" }, {}),
  [`post ${own}/claims/:claimId/documents`]: onOwnClaim({ state: "proposed", proof: "whois" }, whois),
  [`post ${own}/claims/:claimId/end`]: onOwnClaim({}, {}),
  [`post ${own}/claims/:claimId/contest`]: recipe(
    async (house, asker, target) => {
      const value = `${newId()}.com`;
      const mine = await makeClaim(house, { value }, target === "foreign" ? await stranger(house, asker) : asker);
      const other = await makeClaim(house, { value: `www.${value}` });
      return {
        params: { claimId: target === "missing" ? newId() : mine.claimId },
        body: { otherClaimId: other.claimId, statement: "It is ours." },
      };
    },
    { also: ["foreign", "missing"] },
  ),
  [`get ${own}/disputes`]: recipe(nothing),
  [`get ${own}/disputes/:disputeId`]: onOwn("disputeId", makeDispute),
  [`post ${own}/disputes/:disputeId/statements`]: onOwn("disputeId", makeDispute, { body: "It is ours." }),
  "get /api/v1/triage/claims/:claimId/touched": onMissable(
    "claimId",
    async (house) => (await makeClaim(house)).claimId,
  ),
  "post /api/v1/triage/attributions": recipe(async (house) => {
    const { value } = await makeHeldDomain(house);
    const { id } = await addReport(house.world, house.cert);
    await addObservable(house.world, id, { kind: "domain", value });
    return { body: { reportIds: [id], reason } };
  }),
};
