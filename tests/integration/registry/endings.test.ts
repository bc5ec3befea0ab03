// An organisation ends over a real database: what it had ends with it, the past stays its own, its people are told, and taking it back gives everything back.
import { beforeAll, expect, test } from "vitest";
import { notifyEnding } from "../../../backend/coordination/notify-ending.ts";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addClaim } from "../../../backend/registry/add-claim.ts";
import { addConstituent } from "../../../backend/registry/add-constituent.ts";
import { addContact } from "../../../backend/registry/add-contact.ts";
import { endConstituent, undoEnding } from "../../../backend/registry/endings/end-constituent.ts";
import { type EndConstituent, endingStepUp } from "../../../backend/registry/endings/model.ts";
import { readEnding } from "../../../backend/registry/endings/read-ending.ts";
import { findHolders } from "../../../backend/registry/index.ts";
import { addPartner } from "../../../backend/registry/partners/keep-partners.ts";
import { readLines } from "../../../backend/registry/profile/ask-profile.ts";
import { addRelation } from "../../../backend/registry/relations/add-relation.ts";
import { addService } from "../../../backend/registry/services/add-service.ts";
import { listConstituents } from "../../../backend/reporting/directory/list-constituents.ts";
import { allowStepUp } from "../../support/allow-step-up.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let senior: Context;
let analyst: Context;
let auditor: Context;
const system = () => makeContext(world.services, { kind: "system", job: "test" }, "test");
const endedOn = "2026-03-01";

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = world.context(await addPerson(world, cert, "senior", "Awa"));
  analyst = world.context(await addPerson(world, cert, "analyst", "Bat"));
  auditor = world.context(await addPerson(world, cert, "auditor", "Oumar"));
});

/** With the passkey's word. */
async function end(input: EndConstituent) {
  await allowStepUp(world, senior, endingStepUp.end(input.constituentId, input.endedOn));
  return await endConstituent(senior, input);
}
async function undo(id: string): Promise<void> {
  await allowStepUp(world, senior, endingStepUp.undo(id));
  await undoEnding(senior, id);
}
const make = async (name: string) => (await addConstituent(senior, { name, sector: "finance" })).id;

/** A bank with something in every table that ends with it. */
async function makeBank(name: string): Promise<{ id: string; other: string }> {
  const [id, other] = [await make(name), await make(`${name} Cloud`)];
  await addContact(senior, { constituentId: id, name: "Fatou", role: "security", email: `fatou@${id}.example` });
  await addContact(senior, { constituentId: id, name: "Standard", role: "other", phone: "20 22 33 44" });
  const claim = { constituentId: id, source: "letter", proof: "officer" } as const;
  await addClaim(senior, {
    ...claim,
    kind: "domain",
    value: `d${id.slice(-12)}.example`,
    heldFrom: "2020-01-01T00:00:00Z",
  });
  await addClaim(senior, {
    ...claim,
    kind: "domain",
    value: `e${id.slice(-12)}.example`,
    heldFrom: "2026-04-01T00:00:00Z",
  });
  await addService(senior, { constituentId: id, name: "Web", url: "https://web.example/", kind: "commercial" });
  await addRelation(senior, { fromId: id, toId: other, kind: "depends_on", what: "hosting", source: "letter" });
  await addPartner(senior, {
    constituentId: id,
    kind: "bank",
    contactName: "Fraude",
    phone: "80 00",
    channel: "phone",
    freezes: ["card"],
    answerMinutes: 60,
  });
  await world.owner`insert into enrolment_letters (id, constituent_id, code_hash, address, language, made_at, expires_at)
    values (${newId()}, ${id}, ${Buffer.alloc(32, id)}, 'BP 1', 'fr', now(), now() + interval '60 days')`;
  return { id, other };
}

const tables = [
  "constituents",
  "contacts",
  "network_claims",
  "online_services",
  "constituent_relations",
  "function_performers",
  "partner_bodies",
  "enrolment_letters",
];
async function dump(): Promise<string> {
  const parts = [];
  for (const table of tables)
    parts.push(await world.owner.unsafe(`select to_jsonb(t)::text as row from ${table} t order by 1`));
  return JSON.stringify(parts);
}

/** The mails that the last event made. */
async function mails(): Promise<{ to: string; subject: string; body: string }[]> {
  const events = await world.owner<{ payload: { endingId: string; isUndone: boolean; eventId: string } }[]>`
    select payload::jsonb as payload from graphile_worker._private_jobs where payload::jsonb @> '{"type":"constituent.ended"}'`;
  for (const { payload } of events)
    for (const _try of [1, 2]) await notifyEnding(system(), { ...payload, type: "constituent.ended" });
  await world.owner`delete from graphile_worker._private_jobs where payload::jsonb @> '{"type":"constituent.ended"}'`;
  return await world.owner`delete from outgoing_mails where cause like 'ending:%' returning to_address as to, subject, body`;
}

test("an organisation ends with all that it has; what it held before stays its own, and its contacts are told once", async () => {
  const { id, other } = await makeBank("Banque du Puits");
  const { id: endingId, ended } = await end({
    constituentId: id,
    endedOn,
    reason: "Dissolved by decree 12",
    successorId: other,
  });
  expect(ended).toBe(9);
  expect(await readEnding(senior, id)).toMatchObject({
    ending: {
      id: endingId,
      endedOn,
      reason: "Dissolved by decree 12",
      successor: { id: other },
      mergedInto: null,
      by: "Awa",
      ended: {
        network_claims: 2,
        contacts: 2,
        online_services: 1,
        constituent_relations: 1,
        partner_bodies: 1,
        enrolment_letters: 1,
      },
    },
    succeeds: [],
  });
  expect((await readEnding(analyst, other)).succeeds).toMatchObject([{ id, endedOn }]);
  // One was said to be held only from a day on which there was nobody left to hold it.
  expect(
    await world.owner`select left(value, 1) as value, state, held_until from network_claims where constituent_id = ${id} order by value`,
  ).toEqual([
    { value: "d", state: "active", held_until: new Date("2026-03-01T00:00:00Z") },
    { value: "e", state: "withdrawn", held_until: null },
  ]);
  const holders = async (day: string) =>
    await readOnly(
      system(),
      async (tx) =>
        (
          await findHolders(tx, {
            addresses: [],
            hosts: [`d${id.slice(-12)}.example`],
            foldedText: "banque du puits",
            at: new Date(`${day}T12:00:00Z`),
          })
        ).map(({ via }) => via),
      "system",
    );
  expect(await holders("2026-02-28")).toEqual(["domain"]);
  expect(await holders("2026-03-01")).toEqual([]);
  expect(await readLines(senior, id)).toContainEqual(
    expect.objectContaining({
      fact: "endedAt",
      validFrom: "2026-03-01T00:00:00.000Z",
      why: "Dissolved by decree 12",
      recordedBy: "Awa",
    }),
  );
  const listed = async (query: { ended?: "true" }) =>
    (await listConstituents(senior, { text: "du puits", ...query })).rows.map((row) => row.id);
  expect(await listed({})).toEqual([other]);
  expect(await listed({ ended: "true" })).toEqual([id]);
  const told = await mails();
  expect(told.map(({ to }) => to)).toEqual([`fatou@${id}.example`]);
  expect(told[0]?.body).toContain("Banque du Puits Cloud");
  expect(told[0]?.body).not.toContain("decree");
});

test("taking an end back gives back every row to the last bit, and tells the contacts again", async () => {
  const { id, other } = await makeBank("Banque de la Dune");
  const before = await dump();
  const { id: endingId } = await end({ constituentId: id, endedOn, reason: "A mistake", successorId: other });
  expect(await dump()).not.toBe(before);
  await mails();
  await undo(endingId);
  expect(await dump()).toBe(before);
  expect(await readEnding(senior, id)).toEqual({ ending: null, succeeds: [] });
  expect((await mails()).map(({ to }) => to)).toEqual([`fatou@${id}.example`]);
  await expect(undo(endingId)).rejects.toMatchObject({ code: "conflict", words: "register.ending.refused_undone" });
  // It may end again.
  expect((await end({ constituentId: id, endedOn, reason: "This time for good" })).ended).toBe(9);
});

test("an end after which something was changed is not taken back by halves", async () => {
  const { id } = await makeBank("Banque du Vent");
  const { id: endingId } = await end({ constituentId: id, endedOn, reason: "Dissolved" });
  await world.owner`update contacts set name = 'Erased' where constituent_id = ${id} and name = 'Fatou'`;
  const before = await dump();
  await expect(undo(endingId)).rejects.toMatchObject({ code: "conflict", words: "register.ending.refused_changed" });
  expect(await dump()).toBe(before);
});

test("an end is refused by its field, without the passkey, twice, in a dispute, and to who may not", async () => {
  const id = await make("Caisse du Rocher");
  const base = { constituentId: id, endedOn, reason: "Dissolved" };
  const fields = (path: string) => ({ code: "invalid_input", fields: [{ path }] });
  await expect(endConstituent(senior, { ...base, endedOn: "2999-01-01" })).rejects.toMatchObject(fields("endedOn"));
  await expect(endConstituent(senior, { ...base, successorId: id })).rejects.toMatchObject(fields("successorId"));
  await expect(endConstituent(senior, { ...base, successorId: newId() })).rejects.toMatchObject(fields("successorId"));
  await expect(endConstituent(senior, { ...base, constituentId: newId() })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(endConstituent(senior, base)).rejects.toMatchObject({ code: "step_up_required" });
  await expect(endConstituent(analyst, base)).rejects.toMatchObject({ code: "forbidden" });
  await expect(readEnding(auditor, id)).rejects.toMatchObject({ code: "forbidden" });
  const claim = { kind: "domain", value: "rocher.example", source: "letter", proof: "officer" } as const;
  await addClaim(senior, { ...claim, constituentId: id });
  const other = await make("Caisse du Rocher Neuf");
  await addClaim(senior, { ...claim, constituentId: other, heldFrom: "2026-01-01T00:00:00Z" });
  await expect(end(base)).rejects.toMatchObject({ code: "conflict", words: "register.ending.refused_disputed" });
  await world.owner`update claim_disputes set state = 'withdrawn', settled_at = now()`;
  await end(base);
  await expect(end(base)).rejects.toMatchObject({ code: "conflict", words: "register.ending.refused_ended" });
});
