// Network claims over a real database and a real name server: proofs, approvals, disputes, settlements, and a history that nobody overwrites.
import type { TransactionSql } from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Context } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addClaim } from "../../../backend/registry/add-claim.ts";
import { addDocument } from "../../../backend/registry/claims/add-document.ts";
import { checkProof } from "../../../backend/registry/claims/check-proof.ts";
import { contestClaim } from "../../../backend/registry/claims/contest-claim.ts";
import { approveClaim, refuseClaim } from "../../../backend/registry/claims/decide-claim.ts";
import { endOwnClaim } from "../../../backend/registry/claims/end-own-claim.ts";
import { listClaims, listOwnClaims } from "../../../backend/registry/claims/list-claims.ts";
import { makeChallenge } from "../../../backend/registry/claims/make-challenge.ts";
import { stepUpForClaims } from "../../../backend/registry/claims/model.ts";
import { readClaim, readOwnClaim } from "../../../backend/registry/claims/read-claim.ts";
import { listDisputes, readDispute } from "../../../backend/registry/claims/read-dispute.ts";
import { recheckProofs } from "../../../backend/registry/claims/recheck-proofs.ts";
import {
  confirmSettlement,
  proposeSettlement,
  sendSettlementBack,
} from "../../../backend/registry/claims/settle-dispute.ts";
import { stateInDispute } from "../../../backend/registry/claims/state-in-dispute.ts";
import { whoHeld } from "../../../backend/registry/claims/who-held.ts";
import { endClaim } from "../../../backend/registry/end-claim.ts";
import { addHolder, confirmWithPasskey, type Holder, noticesOf, propose } from "../../support/claims-world.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";
import { type NameServer, startNameServer } from "../../support/name-server.ts";

let world: TestWorld;
let dns: NameServer;
let awa: Context;
let bat: Context;
let analyst: Context;

beforeAll(async () => {
  dns = await startNameServer();
  world = await makeTestWorld({ env: { DNS_SERVERS: dns.address } });
  const cert = await addCert(world);
  awa = world.context(await addPerson(world, cert, "senior", "Awa"));
  bat = world.context(await addPerson(world, cert, "lead", "Bat"));
  analyst = world.context(await addPerson(world, cert, "analyst", "Ceren"));
});
afterAll(async () => await dns.stop());

const refused = (code: string, path?: string) =>
  expect.objectContaining({ code, ...(path ? { fields: [expect.objectContaining({ path })] } : {}) });
let number = 0;
const domain = () => `bank-${++number}.example`;
/** A /26 of its own for each test, none beside another's /24. */
const range = (length = 24) => `198.${18 + (++number >> 8)}.${number & 255}.0/${length}`;
const stateOf = async (id: string): Promise<unknown> =>
  (
    await world.owner`select state, proof, proven_at is not null as proven, lapsed_at is not null as lapsed from network_claims where id = ${id}`
  )[0];
const publishAnswer = async (holder: Holder, claimId: string): Promise<void> => {
  const { challenge } = await readOwnClaim(holder.ctx, claimId);
  for (const zone of challenge?.zones ?? []) dns.txt.set(zone[0] ?? "", ["v=spf1 -all", challenge?.record ?? ""]);
};
const prove = async (holder: Holder, claimId: string): Promise<unknown> => {
  await publishAnswer(holder, claimId);
  return await checkProof(holder.ctx, { claimId });
};
const pdf = Buffer.from("%PDF-1.7 a scanned letter").toString("base64");
const letter = {
  kind: "letter",
  name: "letter.pdf",
  base64: pdf,
  signedBy: "The director",
  signedOn: "2026-03-01",
} as const;

test("a domain is proven by the record that DNS shows, and not before; the claim is then in force with its date", async () => {
  const bank = await addHolder(world, "Bank A");
  const value = domain();
  const id = await propose(bank, { value });
  expect(await checkProof(bank.ctx, { claimId: id })).toMatchObject({
    isProven: false,
    missing: { problem: "no_name", name: `_toguna-challenge.${value}` },
  });
  dns.txt.set(`_toguna-challenge.${value}`, ["something else"]);
  expect(await checkProof(bank.ctx, { claimId: id })).toMatchObject({
    isProven: false,
    missing: { problem: "other_text" },
  });
  expect(await stateOf(id)).toMatchObject({ state: "proposed", proven: false });
  expect((await whoHeld(awa, { value })).layers).toEqual([]);
  expect(await prove(bank, id)).toEqual({ isProven: true, state: "active", missing: null });
  expect((await whoHeld(awa, { value: `www.${value}` })).layers).toMatchObject([
    { name: "Bank A", proof: "dns_txt", state: "active" },
  ]);
  expect(await noticesOf(world)).toContainEqual({ kind: "approved", constituentId: bank.id, disputeId: null });
});

test("a range is proven in each of its reverse zones; one that is missing is named", async () => {
  const bank = await addHolder(world, "Bank B");
  const id = await propose(bank, { kind: "prefix", value: "203.0.112.0/23" });
  const { challenge } = await readOwnClaim(bank.ctx, id);
  dns.txt.set("_toguna-challenge.112.0.203.in-addr.arpa", [challenge?.record ?? ""]);
  expect(await checkProof(bank.ctx, { claimId: id })).toMatchObject({
    isProven: false,
    missing: { name: "_toguna-challenge.113.0.203.in-addr.arpa" },
  });
  dns.txt.set("_toguna-challenge.113.0.203.in-addr.arpa", [challenge?.record ?? ""]);
  expect(await checkProof(bank.ctx, { claimId: id })).toMatchObject({ isProven: true });
  const small = await propose(bank, { kind: "prefix", value: "192.0.2.64/26" });
  const names = (await readOwnClaim(bank.ctx, small)).challenge;
  dns.txt.set("_toguna-challenge.64-127.2.0.192.in-addr.arpa", [names?.record ?? ""]);
  expect(await checkProof(bank.ctx, { claimId: small })).toMatchObject({ isProven: true });
});

test("a record proves the claim that it was made for and no other; a new text makes the old one worth nothing; an expired one is told", async () => {
  const [one, two] = [await addHolder(world, "Bank C"), await addHolder(world, "Thief")];
  const value = domain();
  const [mine, theirs] = [await propose(one, { value }), await propose(two, { value })];
  await publishAnswer(one, mine);
  // The record of the one stands in DNS: the other's claim needs its own.
  expect(await checkProof(two.ctx, { claimId: theirs })).toMatchObject({
    isProven: false,
    missing: { problem: "other_text" },
  });
  await makeChallenge(one.ctx, { claimId: mine });
  expect(await checkProof(one.ctx, { claimId: mine })).toMatchObject({ isProven: false });
  await world.owner`update claim_challenges set created_at = now() - interval '40 days', expires_at = now() - interval '1 day' where claim_id = ${mine}`;
  await publishAnswer(one, mine);
  await expect(checkProof(one.ctx, { claimId: mine })).rejects.toEqual(refused("gone"));
});

test("another's claim cannot be read, checked, challenged, documented, ended or contested from outside", async () => {
  const [bank, other] = [await addHolder(world, "Bank D"), await addHolder(world, "Bank E")];
  const id = await propose(bank, { value: domain() });
  const { ctx } = other;
  await expect(readOwnClaim(ctx, id)).rejects.toEqual(refused("not_found"));
  await expect(checkProof(ctx, { claimId: id })).rejects.toEqual(refused("not_found"));
  await expect(makeChallenge(ctx, { claimId: id })).rejects.toEqual(refused("not_found"));
  await expect(addDocument(ctx, { claimId: id, ...letter })).rejects.toEqual(refused("not_found"));
  await expect(endOwnClaim(ctx, { claimId: id })).rejects.toEqual(refused("not_found"));
  await expect(contestClaim(ctx, { claimId: id, otherClaimId: newId(), statement: "Ours" })).rejects.toEqual(
    refused("not_found"),
  );
  expect((await listOwnClaims(ctx)).rows).toEqual([]);
  await expect(listClaims(ctx, {})).rejects.toEqual(refused("forbidden"));
});

test("what cannot be proven like that is refused by field, and the same is not claimed twice", async () => {
  const bank = await addHolder(world, "Bank F");
  const ask = async (claim: Parameters<typeof propose>[1]) => await propose(bank, claim);
  await expect(ask({ kind: "asn", value: "AS64500" })).rejects.toEqual(refused("invalid_input", "proof"));
  await expect(ask({ kind: "prefix", value: "10.0.0.0/12" })).resolves.toEqual(expect.any(String));
  await expect(ask({ kind: "prefix", value: "10.0.0.0/17" })).rejects.toEqual(refused("invalid_input", "proof"));
  await expect(ask({ kind: "domain", value: "com.ml" })).rejects.toEqual(refused("invalid_input", "value"));
  await expect(ask({ kind: "domain", value: domain(), proof: "rir" })).rejects.toEqual(
    refused("invalid_input", "proof"),
  );
  await expect(ask({ value: domain(), heldFrom: "2999-01-01T00:00:00Z" })).rejects.toEqual(
    refused("invalid_input", "heldFrom"),
  );
  const value = domain();
  const both = await Promise.allSettled([ask({ value }), ask({ value })]);
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

test("the database itself shows a constituent its own claims, and of a dispute the two names and statements: no other row, no contact", async () => {
  const { first, second, disputeId } = await dispute();
  await stateInDispute(second.ctx, { disputeId, body: "It is ours." });
  await world.owner`insert into contacts (id, constituent_id, name, role, email) values (${newId()}, ${second.id}, 'Fatou', 'security', 'fatou@second.example')`;
  const seenBy = async (organisationId: string) =>
    await world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'constituent', true), set_config('toguna.organisation', ${organisationId}, true)`;
      const ids = async (rows: Promise<readonly { id: string }[]>) => [...new Set((await rows).map(({ id }) => id))];
      return {
        claims: await ids(sql<{ id: string }[]>`select constituent_id as id from network_claims`),
        versions: await ids(sql<{ id: string }[]>`select constituent_id as id from network_claim_versions`),
        challenges: (await sql`select 1 from claim_challenges`).length,
        disputes: await ids(sql<{ id: string }[]>`select id from claim_disputes`),
        statements: (await sql`select 1 from claim_statements`).length,
        contacts: (await sql`select 1 from contacts`).length,
        files: (await sql`select 1 from delegated_files`).length + (await sql`select 1 from claim_approvals`).length,
      };
    });
  expect(await seenBy(first.organisationId)).toEqual({
    claims: [first.id],
    versions: [first.id],
    challenges: 1,
    disputes: [disputeId],
    statements: 1,
    contacts: 0,
    files: 0,
  });
  const stranger = await addHolder(world, "Nobody");
  expect(await seenBy(stranger.organisationId)).toEqual({
    claims: [],
    versions: [],
    challenges: 0,
    disputes: [],
    statements: 0,
    contacts: 0,
    files: 0,
  });
  // And it writes nothing but a proposal of its own and a statement as itself.
  const refusedWrite = async (act: (sql: TransactionSql) => Promise<unknown>): Promise<void> => {
    await expect(
      world.app.sql.begin(async (sql) => {
        await sql`select set_config('toguna.scope', 'constituent', true), set_config('toguna.organisation', ${first.organisationId}, true)`;
        await act(sql);
      }),
    ).rejects.toThrow(/row-level security/);
  };
  const claimAs = (constituent: string, state: string) => async (sql: TransactionSql) =>
    await sql`insert into network_claims (id, constituent_id, kind, value, source, proof, state) values (${newId()}, ${constituent}, 'domain', 'x.example', 'x', 'dns_txt', ${state})`;
  await refusedWrite(claimAs(first.id, "active"));
  await refusedWrite(claimAs(second.id, "proposed"));
  await refusedWrite(
    async (sql) =>
      await sql`insert into claim_statements (id, dispute_id, constituent_id, body, is_from_paper, stated_at)
      values (${newId()}, ${disputeId}, ${second.id}, 'We give up', false, now())`,
  );
});

test("a letter needs two officers: the same one does not count twice, and the database refuses one alone", async () => {
  const bank = await addHolder(world, "Bank G");
  const id = await propose(bank, { kind: "short_code", value: "*144#", proof: "letter" });
  await expect(approveClaim(awa, { claimId: id, reason: "Seen" })).rejects.toEqual(refused("conflict"));
  await addDocument(bank.ctx, { claimId: id, ...letter });
  await expect(addDocument(bank.ctx, { claimId: id, ...letter })).rejects.toEqual(refused("conflict"));
  expect(await stateOf(id)).toMatchObject({ state: "waiting" });
  expect(await approveClaim(awa, { claimId: id, reason: "Seen the original" })).toEqual({
    state: "waiting",
    approvalsLeft: 1,
  });
  await expect(approveClaim(awa, { claimId: id, reason: "Once more" })).rejects.toEqual(refused("conflict"));
  await expect(approveClaim(analyst, { claimId: id, reason: "Me too" })).rejects.toEqual(refused("forbidden"));
  await expect(
    world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'staff', true)`;
      await sql`update network_claims set state = 'active' where id = ${id}`;
    }),
  ).rejects.toThrow(/needs 2 approval/);
  expect(await approveClaim(bat, { claimId: id, reason: "Called the director" })).toEqual({
    state: "active",
    approvalsLeft: 0,
  });
  expect((await whoHeld(awa, { value: "*144#" })).layers).toMatchObject([{ name: "Bank G", proof: "letter" }]);
  expect((await readClaim(awa, id)).approvals).toMatchObject([{ name: "Awa" }, { name: "Bat" }]);
  expect((await readOwnClaim(bank.ctx, id)).approvals).toEqual([]);
});

test("an officer who enters a letter at the desk has approved it once; a second one puts it in force", async () => {
  const bank = await addHolder(world, "Bank H");
  const { id, state } = await addClaim(awa, {
    constituentId: bank.id,
    kind: "asn",
    value: "AS64510",
    source: "Letter 12",
    proof: "letter",
  });
  expect(state).toBe("waiting");
  await expect(approveClaim(awa, { claimId: id, reason: "Mine" })).rejects.toEqual(refused("conflict"));
  expect(await approveClaim(bat, { claimId: id, reason: "Seen" })).toEqual({ state: "active", approvalsLeft: 0 });
});

test("an answer of WHOIS or RDAP is read and judged, and needs one officer; what is not one is refused by field", async () => {
  const bank = await addHolder(world, "Banque du Fleuve");
  const value = range();
  const id = await propose(bank, { kind: "prefix", value, proof: "whois" });
  const ask = async (text: string, kind: "whois" | "rdap" = "whois") =>
    await addDocument(bank.ctx, { claimId: id, kind, name: "whois.txt", text });
  await expect(ask("hello")).rejects.toEqual(refused("invalid_input", "text"));
  await expect(ask("[]", "rdap")).rejects.toEqual(refused("invalid_input", "text"));
  await ask(`inetnum: ${value}\nnetname: FLEUVE\ndescr: BANQUE DU FLEUVE SA\ncountry: ML\n`);
  const page = await readClaim(awa, id);
  expect(page.documents).toMatchObject([{ kind: "whois", verdict: { isCovering: true, isNamed: true } }]);
  expect(page.documents[0]?.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(page).toMatchObject({ state: "waiting", approvalsLeft: 1, mayApprove: true });
  expect(await approveClaim(awa, { claimId: id, reason: "Asked AFRINIC myself" })).toMatchObject({ state: "active" });
});

test("a refused claim says why to its holder and stays closed", async () => {
  const bank = await addHolder(world, "Bank I");
  const id = await propose(bank, { value: domain() });
  await refuseClaim(awa, { claimId: id, reason: "The domain was sold in May." });
  expect(await readOwnClaim(bank.ctx, id)).toMatchObject({ state: "refused", reason: "The domain was sold in May." });
  await expect(checkProof(bank.ctx, { claimId: id })).rejects.toEqual(refused("conflict"));
  expect(await noticesOf(world)).toContainEqual({ kind: "refused", constituentId: bank.id, disputeId: null });
});

async function dispute(): Promise<{
  first: Holder;
  second: Holder;
  value: string;
  claims: [string, string];
  disputeId: string;
}> {
  const [first, second] = [await addHolder(world, `First ${newId()}`), await addHolder(world, `Second ${newId()}`)];
  const value = domain();
  const one = await propose(first, { value, heldFrom: "2024-01-01T00:00:00Z" });
  await prove(first, one);
  const two = await propose(second, { value });
  expect(await prove(second, two)).toMatchObject({ isProven: true, state: "contesting" });
  const [opened] = (await listDisputes(second.ctx)).rows;
  return { first, second, value, claims: [one, two], disputeId: opened?.id ?? "" };
}

test("a second proven claim on the same opens a dispute: the earlier holder stands and is called disputed, both are told, each states", async () => {
  const { first, second, value, claims, disputeId } = await dispute();
  expect((await whoHeld(awa, { value })).layers).toMatchObject([
    { name: first.name, state: "disputed", dispute: { id: disputeId, state: "open" } },
  ]);
  const told = await noticesOf(world);
  for (const { id } of [first, second])
    expect(told).toContainEqual({ kind: "dispute_opened", constituentId: id, disputeId });
  await stateInDispute(second.ctx, { disputeId, body: "We bought it in 2026." });
  await stateInDispute(awa, { disputeId, constituentId: first.id, body: "By letter: we still use it." });
  await expect(stateInDispute(awa, { disputeId, body: "Whose?" })).rejects.toEqual(
    refused("invalid_input", "constituentId"),
  );
  await expect(stateInDispute(first.ctx, { disputeId, constituentId: second.id, body: "As them" })).rejects.toEqual(
    refused("invalid_input", "constituentId"),
  );
  const seen = await readDispute(first.ctx, disputeId);
  expect(seen).toMatchObject({
    mine: "standing",
    standingName: first.name,
    challengerName: second.name,
    claims: null,
    statements: [
      { side: "challenger", body: "We bought it in 2026.", isFromPaper: false },
      { side: "standing", isFromPaper: true },
    ],
  });
  // Of the other party nothing but its name and its statements.
  expect(JSON.stringify(seen)).not.toContain(second.id);
  expect(JSON.stringify(seen)).not.toContain(claims[1]);
  const stranger = await addHolder(world, "Stranger");
  await expect(readDispute(stranger.ctx, disputeId)).rejects.toEqual(refused("not_found"));
  await expect(stateInDispute(stranger.ctx, { disputeId, body: "Ours" })).rejects.toEqual(refused("not_found"));
  expect((await listDisputes(stranger.ctx)).rows).toEqual([]);
});

async function settled(
  disputeId: string,
  outcome: { outcome: "kept" | "moved" | "split"; splitAt?: string },
): Promise<void> {
  const { version } = await proposeSettlement(awa, { disputeId, version: 1, reason: "The deed of sale.", ...outcome });
  await confirmWithPasskey(world, bat, stepUpForClaims.settle(disputeId, version));
  await confirmSettlement(bat, { disputeId, version });
}

test("a settlement that splits the time attributes the past to the former holder and the present to the new one", async () => {
  const { first, second, value, claims, disputeId } = await dispute();
  await settled(disputeId, { outcome: "split", splitAt: "2026-03-01T00:00:00Z" });
  const at = async (day: string) =>
    (await whoHeld(awa, { value, at: `${day}T00:00:00Z` })).layers.map(({ name }) => name);
  expect(await at("2026-02-28")).toEqual([first.name]);
  expect(await at("2026-03-01")).toEqual([second.name]);
  expect(await at("2023-12-31")).toEqual([]);
  expect(await stateOf(claims[0])).toMatchObject({ state: "active" });
  expect(await readDispute(second.ctx, disputeId)).toMatchObject({
    state: "settled",
    outcome: "split",
    reason: "The deed of sale.",
    proposedByName: null,
  });
  await expect(stateInDispute(first.ctx, { disputeId, body: "Still" })).rejects.toEqual(refused("conflict"));
  await expect(
    world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'staff', true)`;
      await sql`update claim_disputes set outcome = 'kept', split_at = null where id = ${disputeId}`;
    }),
  ).rejects.toThrow(/stays as it is/);
});

test("what the register said before a settlement can still be asked: nothing is overwritten", async () => {
  const { first, second, value, disputeId } = await dispute();
  const before = new Date().toISOString();
  await new Promise((done) => setTimeout(done, 5));
  await settled(disputeId, { outcome: "moved" });
  expect((await whoHeld(awa, { value })).layers.map(({ name }) => name)).toEqual([second.name]);
  expect((await whoHeld(awa, { value, knownAt: before })).layers).toMatchObject([
    { name: first.name, state: "disputed" },
  ]);
  expect((await whoHeld(awa, { value })).others).toMatchObject([{ name: first.name, state: "refused" }]);
  for (const act of ["update network_claim_versions set value = 'x'", "delete from network_claim_versions"])
    await expect(
      world.app.sql.begin(async (sql) => {
        await sql`select set_config('toguna.scope', 'staff', true)`;
        await sql.unsafe(act);
      }),
    ).rejects.toThrow(/keeps what was/);
});

test("a settlement takes two persons and the passkey, on what both saw, and can be sent back", async () => {
  const { disputeId } = await dispute();
  const asked = { disputeId, version: 1, outcome: "kept", reason: "No proof of a sale." } as const;
  await expect(proposeSettlement(awa, { ...asked, outcome: "split" })).rejects.toEqual(
    refused("invalid_input", "splitAt"),
  );
  await expect(proposeSettlement(awa, { ...asked, outcome: "split", splitAt: "2020-01-01T00:00:00Z" })).rejects.toEqual(
    refused("invalid_input", "splitAt"),
  );
  await expect(proposeSettlement(analyst, asked)).rejects.toEqual(refused("forbidden"));
  const { version } = await proposeSettlement(awa, asked);
  await expect(proposeSettlement(bat, asked)).rejects.toEqual(refused("conflict"));
  await expect(confirmSettlement(awa, { disputeId, version })).rejects.toEqual(refused("forbidden"));
  await expect(confirmSettlement(bat, { disputeId, version })).rejects.toEqual(refused("step_up_required"));
  const back = await sendSettlementBack(bat, { disputeId, version });
  expect(await readDispute(awa, disputeId)).toMatchObject({ state: "open", outcome: null, version: back.version });
  const again = await proposeSettlement(bat, { ...asked, version: back.version });
  await confirmWithPasskey(world, awa, stepUpForClaims.settle(disputeId, again.version));
  await confirmSettlement(awa, { disputeId, version: again.version });
  expect(await readDispute(awa, disputeId)).toMatchObject({ state: "settled", outcome: "kept" });
});

test("two who settle at once settle once; two who propose at once propose once", async () => {
  const { disputeId, claims } = await dispute();
  const proposed = await Promise.allSettled(
    [awa, bat].map(
      async (ctx) => await proposeSettlement(ctx, { disputeId, version: 1, outcome: "kept", reason: "As it was." }),
    ),
  );
  expect(proposed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const proposer = proposed[0]?.status === "fulfilled" ? awa : bat;
  const other = proposer === awa ? bat : awa;
  await confirmWithPasskey(world, other, stepUpForClaims.settle(disputeId, 2));
  await confirmWithPasskey(world, other, stepUpForClaims.settle(disputeId, 2));
  const confirmed = await Promise.allSettled(
    [1, 2].map(async () => await confirmSettlement(other, { disputeId, version: 2 })),
  );
  expect(confirmed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await stateOf(claims[0])).toMatchObject({ state: "active" });
  expect(await stateOf(claims[1])).toMatchObject({ state: "refused" });
});

test("two claims on the same that are proven at once: one is in force, the other contests it", async () => {
  const holders = [await addHolder(world, "Twin one"), await addHolder(world, "Twin two")];
  const value = domain();
  const claims = await Promise.all(holders.map(async (holder) => await propose(holder, { value })));
  const records = await Promise.all(
    holders.map(async (holder, index) => (await readOwnClaim(holder.ctx, claims[index] ?? "")).challenge?.record ?? ""),
  );
  dns.txt.set(`_toguna-challenge.${value}`, records);
  await Promise.all(
    holders.map(async (holder, index) => await checkProof(holder.ctx, { claimId: claims[index] ?? "" })),
  );
  const states = await world.owner`select state from network_claims where value = ${value} order by state`;
  expect(states.map(({ state }) => state as string)).toEqual(["contesting", "disputed"]);
  expect((await whoHeld(awa, { value })).layers).toHaveLength(1);
});

test("a challenger that gives up ends the dispute, and the holder is undisputed again", async () => {
  const { second, claims, disputeId } = await dispute();
  await endOwnClaim(second.ctx, { claimId: claims[1] });
  expect(await stateOf(claims[1])).toMatchObject({ state: "withdrawn" });
  expect(await stateOf(claims[0])).toMatchObject({ state: "active" });
  expect(await readDispute(awa, disputeId)).toMatchObject({ state: "withdrawn" });
});

test("a smaller range by somebody else is shown without whose it is, wins where it is, and its holder can be contested", async () => {
  const [operator, bank] = [await addHolder(world, "Operator"), await addHolder(world, "Bank inside")];
  const whole = range(24);
  const part = whole.replace("/24", "/26");
  const outer = (
    await addClaim(awa, { constituentId: operator.id, kind: "prefix", value: whole, source: "AFRINIC", proof: "rir" })
  ).id;
  const inner = (
    await addClaim(awa, { constituentId: bank.id, kind: "prefix", value: part, source: "AFRINIC", proof: "rir" })
  ).id;
  expect((await whoHeld(awa, { value: part.replace("0/26", "7") })).layers.map(({ name }) => name)).toEqual([
    "Bank inside",
    "Operator",
  ]);
  expect((await readOwnClaim(operator.ctx, outer)).overlaps).toEqual([
    {
      claimId: inner,
      constituentId: null,
      name: null,
      value: part,
      heldFrom: null,
      heldUntil: null,
      relation: "inside",
    },
  ]);
  expect((await readClaim(awa, inner)).overlaps).toMatchObject([{ name: "Operator", relation: "around" }]);
  const { disputeId } = await contestClaim(operator.ctx, {
    claimId: outer,
    otherClaimId: inner,
    statement: "The lease ended.",
  });
  expect(await stateOf(inner)).toMatchObject({ state: "disputed" });
  await expect(contestClaim(operator.ctx, { claimId: outer, otherClaimId: inner, statement: "Again" })).rejects.toEqual(
    refused("conflict"),
  );
  await settled(disputeId, { outcome: "split", splitAt: "2026-05-01T00:00:00Z" });
  const at = async (day: string) =>
    (await whoHeld(awa, { value: part.replace("0/26", "7"), at: `${day}T00:00:00Z` })).layers[0]?.name;
  expect(await at("2026-04-30")).toBe("Bank inside");
  expect(await at("2026-05-02")).toBe("Operator");
});

test("an end that a holder says lies no further back than yesterday; officers move it, and the log of versions keeps both", async () => {
  const bank = await addHolder(world, "Bank J");
  const id = await propose(bank, { value: domain() });
  await prove(bank, id);
  await expect(endOwnClaim(bank.ctx, { claimId: id, heldUntil: "2024-01-01T00:00:00Z" })).rejects.toEqual(
    refused("invalid_input", "heldUntil"),
  );
  await endOwnClaim(bank.ctx, { claimId: id });
  await endClaim(awa, { claimId: id, heldUntil: "2024-06-01T00:00:00Z" });
  const { versions, heldUntil } = await readClaim(awa, id);
  expect(heldUntil).toBe("2024-06-01T00:00:00.000Z");
  expect(versions).toHaveLength(3);
  expect(versions[0]?.heldUntil).not.toBeNull();
  expect(versions[2]).toMatchObject({ state: "proposed" });
  await expect(world.owner`update network_claims set value = 'other.example' where id = ${id}`).rejects.toThrow(
    /one thing for ever/,
  );
});

test("a record that is gone a year later is told, and thirty days after that the proof lapses; the claim stays in force without it", async () => {
  const bank = await addHolder(world, "Bank K");
  const value = domain();
  const id = await propose(bank, { value });
  await prove(bank, id);
  const system = world.context({ kind: "system", job: "claims.recheck" });
  const due = async (): Promise<void> => {
    await world.owner`update claim_challenges set check_due_at = now() - interval '1 minute' where claim_id = ${id}`;
    await recheckProofs(system);
  };
  await due();
  expect((await readOwnClaim(bank.ctx, id)).challenge).toMatchObject({ missing: null, lapsesAt: null });
  dns.txt.delete(`_toguna-challenge.${value}`);
  await due();
  await due();
  expect((await readOwnClaim(bank.ctx, id)).challenge).toMatchObject({
    missing: { problem: "no_name" },
    lapsesAt: expect.any(String) as string,
  });
  expect(
    (await noticesOf(world)).filter(({ kind, constituentId }) => kind === "proof_missing" && constituentId === bank.id),
  ).toHaveLength(1);
  await world.owner`update claim_challenges set lapses_at = now() - interval '1 minute' where claim_id = ${id}`;
  await due();
  await due();
  expect(await stateOf(id)).toMatchObject({ state: "active", lapsed: true });
  expect(
    (await noticesOf(world)).filter(({ kind, constituentId }) => kind === "proof_lapsed" && constituentId === bank.id),
  ).toHaveLength(1);
  expect((await listClaims(awa, { list: "unproven", limit: 200 })).rows.map((row) => row.id)).toContain(id);
  await prove(bank, id);
  expect(await stateOf(id)).toMatchObject({ lapsed: false });
});

test("the desk's lists page through everything once, and a claim's way to be proven stands in them", async () => {
  const seen = new Set<string>();
  let cursor: string | undefined;
  do {
    const { rows, next } = await listClaims(awa, { list: "all", limit: 7, ...(cursor ? { cursor } : {}) });
    for (const { id } of rows) {
      expect(seen.has(id)).toBe(false);
      seen.add(id);
    }
    cursor = next ?? undefined;
  } while (cursor);
  const [all] = await world.owner<{ n: number }[]>`select count(*)::int as n from network_claims`;
  expect(seen.size).toBe(all?.n);
  const open = (await listClaims(analyst, { list: "open", limit: 200 })).rows;
  expect(open.every(({ state }) => ["proposed", "waiting", "contesting"].includes(state))).toBe(true);
});

test("who held what is answered for every kind, and what cannot be read is refused by field", async () => {
  const host = await addHolder(world, "Host");
  const add = async (kind: "asn" | "url_prefix" | "domain", value: string) =>
    await addClaim(awa, { constituentId: host.id, kind, value, source: "x", proof: "officer" });
  await add("asn", "AS64999");
  await add("domain", "pages.example");
  await add("url_prefix", "https://pages.example/bank/");
  expect((await whoHeld(awa, { value: "as 64999" })).layers).toMatchObject([{ value: "AS64999" }]);
  expect((await whoHeld(awa, { value: "hxxps://pages[.]example/bank/login?x=1" })).layers).toMatchObject([
    { kind: "url_prefix" },
    { kind: "domain", value: "pages.example" },
  ]);
  expect((await whoHeld(awa, { value: "https://pages.example/banking" })).layers).toMatchObject([{ kind: "domain" }]);
  await expect(whoHeld(awa, { value: "two words" })).rejects.toEqual(refused("invalid_input", "value"));
  await expect(whoHeld(awa, { value: "AS64999", knownAt: "2999-01-01T00:00:00Z" })).rejects.toEqual(
    refused("invalid_input", "knownAt"),
  );
  await expect(whoHeld(host.ctx, { value: "AS64999" })).rejects.toEqual(refused("forbidden"));
});
