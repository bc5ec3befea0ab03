// Proposals of change: at most one open a record under any interleaving, never decided by who asked, nothing written over unseen, and only of one's own entry.
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { changeConstituent } from "../../../backend/registry/change-constituent.ts";
import { confirmContact } from "../../../backend/registry/enrolment/confirm-contact.ts";
import { listAreaChoices } from "../../../backend/registry/enrolment/list-areas.ts";
import { readEntry } from "../../../backend/registry/enrolment/read-entry.ts";
import { listProposals } from "../../../backend/registry/proposals/list-proposals.ts";
import { proposeChange, withdrawProposal } from "../../../backend/registry/proposals/propose-change.ts";
import { settleProposal } from "../../../backend/registry/proposals/settle-proposal.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";
import { addEntry, type TestEntry } from "../../support/enrolment.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let senior: Person;
let entry: TestEntry;
let keeper: Person;
let dpo: Person;

beforeAll(async () => {
  world = await makeTestWorld();
  senior = await addPerson(world, await addCert(world), "senior", "Awa");
  entry = await addEntry(world);
  keeper = await addPerson(world, entry.organisationId, "constituent_administrator", "Keeper");
  dpo = await addPerson(world, entry.organisationId, "constituent_dpo", "Dpo");
});

const as = (person: Person) => world.context(person);
const facts = (name: string) => ({ kind: "facts" as const, constituentId: entry.id, changes: { name } });
const settle = async (id: string | null, decision: "approve" | "refuse", reason = "") =>
  await settleProposal(as(senior), id ?? "", { decision, reason });
const pendingCount = async (): Promise<number> =>
  (
    await world.owner<
      { count: number }[]
    >`select count(*)::int as count from change_proposals where record_id = ${entry.id} and state = 'pending'`
  )[0]?.count ?? 0;

async function addContactRow(): Promise<string> {
  const id = newId();
  await world.owner`insert into contacts (id, constituent_id, name, role, email, phone) values (${id}, ${entry.id}, 'Awa', 'security', 'awa@bank.example', '20 00')`;
  return id;
}

test("at most one change of a record is open, whatever is done at the same moment, and every answer is a known one", async () => {
  const acts = fc.array(
    fc.record({
      who: fc.constantFrom("keeper", "dpo"),
      what: fc.constantFrom("propose", "propose", "withdraw", "approve", "refuse"),
    }),
    {
      minLength: 4,
      maxLength: 10,
    },
  );
  await fc.assert(
    fc.asyncProperty(acts, async (todo) => {
      const known = async (): Promise<string> =>
        (
          await world.owner<
            { id: string }[]
          >`select id from change_proposals where record_id = ${entry.id} and state = 'pending'`
        )[0]?.id ?? newId();
      const codes = await Promise.all(
        todo.map(async ({ who, what }) => {
          const person = who === "keeper" ? keeper : dpo;
          try {
            if (what === "propose") await proposeChange(as(person), facts(`Banque ${newId()}`));
            else if (what === "withdraw") await withdrawProposal(as(person), await known());
            else await settle(await known(), what, "As agreed");
            return "done";
          } catch (error) {
            return (error as { code?: string }).code ?? String(error);
          }
        }),
      );
      expect(codes.filter((code) => !["done", "conflict", "not_found"].includes(code))).toEqual([]);
      expect(await pendingCount()).toBeLessThanOrEqual(1);
    }),
    { numRuns: 25 },
  );
  await world.owner`delete from change_proposals where state = 'pending'`;
});

test("of many who propose at once exactly one is taken", async () => {
  const results = await Promise.allSettled(
    Array.from(
      { length: 12 },
      async (_, at) => await proposeChange(as(at % 2 === 0 ? keeper : dpo), facts(`Banque ${at}`)),
    ),
  );
  expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  const refused = results
    .filter((result) => result.status === "rejected")
    .map(({ reason }) => (reason as { code?: string }).code);
  expect(new Set(refused)).toEqual(new Set(["conflict"]));
  expect(await pendingCount()).toBe(1);
  await world.owner`delete from change_proposals where state = 'pending'`;
});

describe("a proposal", () => {
  test("changes nothing until somebody of the desk approves, whose name the constituent sees", async () => {
    const { proposalId, waiting } = await proposeChange(as(keeper), facts("Banque du Fleuve SA"));
    expect(waiting).toEqual(["name"]);
    const before = (await readEntry(as(keeper))).entries[0]?.name;
    expect(before).not.toBe("Banque du Fleuve SA");
    await settle(proposalId, "approve");
    const view = await readEntry(as(keeper));
    expect(view.entries[0]?.name).toBe("Banque du Fleuve SA");
    expect(view.proposals.find(({ id }) => id === proposalId)).toMatchObject({
      state: "approved",
      decidedByName: "Awa",
      proposedByName: "Keeper",
      before: { name: before },
      after: { name: "Banque du Fleuve SA" },
    });
    const [organisation] = await world.owner<
      { name: string }[]
    >`select name from organisations where id = ${entry.organisationId}`;
    expect(organisation?.name).toBe("Banque du Fleuve SA");
    await expect(settle(proposalId, "refuse", "Too late")).rejects.toMatchObject({ code: "conflict" });
  });

  test("is refused with a reason, and never decided by who asked, in the database neither", async () => {
    const { proposalId } = await proposeChange(as(dpo), { ...facts("Banque Deux"), note: "New statutes" });
    await expect(settle(proposalId, "refuse")).rejects.toMatchObject({ code: "invalid_input" });
    await expect(
      world.owner`update change_proposals set state = 'approved', decided_by = proposed_by, decided_at = now() where id = ${proposalId}`,
    ).rejects.toThrow("check");
    await settle(proposalId, "refuse", "The registry of commerce says otherwise");
    const seen = (await readEntry(as(dpo))).proposals.find(({ id }) => id === proposalId);
    expect(seen).toMatchObject({ state: "refused", reason: "The registry of commerce says otherwise" });
    await expect(world.owner`update change_proposals set reason = 'x' where id = ${proposalId}`).rejects.toThrow(
      "decided",
    );
  });

  test("does not write over what somebody changed meanwhile", async () => {
    const { proposalId } = await proposeChange(as(keeper), facts("Banque Trois"));
    const [row] = await world.owner<{ version: number }[]>`select version from constituents where id = ${entry.id}`;
    await changeConstituent(as(senior), {
      constituentId: entry.id,
      version: row?.version ?? 0,
      name: "Banque de la Ville",
    });
    await expect(settle(proposalId, "approve")).rejects.toMatchObject({ code: "conflict" });
    await withdrawProposal(as(keeper), proposalId ?? "");
    await expect(withdrawProposal(as(keeper), proposalId ?? "")).rejects.toMatchObject({ code: "conflict" });
  });

  test("of a contact's telephone is done at once, of its address it waits", async () => {
    const contactId = await addContactRow();
    const asked = await proposeChange(as(keeper), {
      kind: "contact",
      contactId,
      changes: { phone: "+223 20 11 22 33", email: "soc@bank.example" },
    });
    expect(asked).toMatchObject({ changed: ["phone"], waiting: ["email"] });
    const shown = (await readEntry(as(keeper))).entries[0]?.contacts.find(({ id }) => id === contactId);
    expect(shown).toMatchObject({ phone: "+223 20 11 22 33", email: "awa@bank.example" });
    await settle(asked.proposalId, "approve");
    const after = (await readEntry(as(keeper))).entries[0]?.contacts.find(({ id }) => id === contactId);
    expect(after).toMatchObject({ phone: "+223 20 11 22 33", email: "soc@bank.example" });
  });

  test("adds a contact, and ends one", async () => {
    const added = await proposeChange(as(keeper), {
      kind: "contact_add",
      constituentId: entry.id,
      contact: { name: "Centre de veille", role: "security", email: "veille@bank.example" },
    });
    await settle(added.proposalId, "approve");
    const contact = (await readEntry(as(keeper))).entries[0]?.contacts.find(({ name }) => name === "Centre de veille");
    const ended = await proposeChange(as(keeper), { kind: "contact_end", contactId: contact?.id ?? "" });
    await settle(ended.proposalId, "approve");
    expect((await readEntry(as(keeper))).entries[0]?.contacts.map(({ name }) => name)).not.toContain(
      "Centre de veille",
    );
  });

  test("without a change, of an unknown class, of another's entry, or by a mere contact is refused", async () => {
    const other = await addEntry(world);
    const stranger = await addPerson(world, other.organisationId, "constituent_administrator", "Stranger");
    const contact = await addPerson(world, entry.organisationId, "constituent_contact", "Contact");
    const { name } = (await readEntry(as(keeper))).entries[0] ?? { name: "" };
    await expect(proposeChange(as(keeper), facts(name))).rejects.toMatchObject({ code: "invalid_input" });
    await expect(
      proposeChange(as(keeper), { kind: "facts", constituentId: entry.id, changes: { classes: ["no such class"] } }),
    ).rejects.toMatchObject({ code: "invalid_input" });
    await expect(proposeChange(as(stranger), facts("Mine now"))).rejects.toMatchObject({ code: "not_found" });
    const contactId = await addContactRow();
    await expect(
      proposeChange(as(stranger), { kind: "contact", contactId, changes: { phone: "1" } }),
    ).rejects.toMatchObject({ code: "not_found" });
    await expect(proposeChange(as(contact), facts("No"))).rejects.toMatchObject({ code: "forbidden" });
    expect((await readEntry(as(stranger))).proposals).toEqual([]);
    const listed = await listProposals(as(senior));
    expect(listed.proposals.length).toBeGreaterThan(3);
  });

  test("the database lets a constituent reach only its own contacts, and change only how they are reached", async () => {
    const contactId = await addContactRow();
    const { sql } = world.app;
    const tryAs = async (organisation: string): Promise<boolean> =>
      await sql.begin(async (tx) => {
        await tx`select set_config('toguna.scope', 'constituent', true), set_config('toguna.organisation', ${organisation}, true), set_config('toguna.person', ${keeper.personId}, true)`;
        const [row] = await tx<{ ok: boolean }[]>`select toguna_change_reach(${contactId}, '1', null, '{fr}') as ok`;
        const direct = await tx`update contacts set email = 'thief@evil.example' where id = ${contactId} returning 1`;
        expect(direct).toHaveLength(0);
        return row?.ok ?? false;
      });
    expect(await tryAs(newId())).toBe(false);
    expect(await tryAs(entry.organisationId)).toBe(true);
  });
});

describe("in the console", () => {
  test("an entry's people propose another seat from the country's areas, and everybody reads its name", async () => {
    await world.owner`insert into areas (id, parent_id, level, names) values ('zz', null, 'country', '{"fr":"Pays"}'), ('zz-k', 'zz', 'region', '{"fr":"Kayes"}')`;
    expect(await listAreaChoices(as(keeper))).toMatchObject([{ id: "zz" }, { id: "zz-k", names: { fr: "Kayes" } }]);
    const wanted = { kind: "facts" as const, constituentId: entry.id, changes: { areaId: "zz-k" } };
    await expect(proposeChange(as(keeper), { ...wanted, changes: { areaId: "nowhere" } })).rejects.toMatchObject({
      fields: [{ path: "areaId" }],
    });
    const { proposalId } = await proposeChange(as(keeper), wanted);
    const { proposals } = await readEntry(as(dpo));
    expect(proposals.find(({ id }) => id === proposalId)).toMatchObject({
      after: { areaId: "zz-k" },
      areas: { "zz-k": { fr: "Kayes" } },
    });
    await settle(proposalId, "approve");
    expect((await readEntry(as(keeper))).entries[0]).toMatchObject({ areaId: "zz-k", areaNames: { fr: "Kayes" } });
  });

  test("the yearly question shows there, and is answered by whoever keeps the entry, by nobody else, once", async () => {
    const contactId = await addContactRow();
    const shown = async () =>
      (await readEntry(as(keeper))).entries[0]?.contacts.find(({ id }) => id === contactId)?.askedUntil ?? null;
    expect(await shown()).toBeNull();
    await expect(confirmContact(as(keeper), contactId)).rejects.toMatchObject({ code: "not_found" });
    const ask = async (days: number) =>
      await world.owner`insert into contact_tests (id, contact_id, token_hash, asked_at, last_mail_at, expires_at)
        values (${newId()}, ${contactId}, ${Buffer.alloc(32, contactId + String(days))}, now(), now(), now() + make_interval(days => ${days}))`;
    await ask(-1);
    expect(await shown()).toBeNull();
    await expect(confirmContact(as(keeper), contactId)).rejects.toMatchObject({ code: "not_found" });
    await world.owner`delete from contact_tests where contact_id = ${contactId}`;
    await ask(30);
    expect(await shown()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const other = await addEntry(world);
    const stranger = await addPerson(world, other.organisationId, "constituent_administrator", "Stranger");
    const contact = await addPerson(world, entry.organisationId, "constituent_contact", "Contact");
    await expect(confirmContact(as(stranger), contactId)).rejects.toMatchObject({ code: "not_found" });
    await expect(confirmContact(as(contact), contactId)).rejects.toMatchObject({ code: "forbidden" });
    // The database itself shows a test to its own entry only, and lets nobody there write one.
    const { sql } = world.app;
    const rowsFor = async (organisation: string): Promise<number> =>
      await sql.begin(async (tx) => {
        await tx`select set_config('toguna.scope', 'constituent', true), set_config('toguna.organisation', ${organisation}, true), set_config('toguna.person', ${keeper.personId}, true)`;
        expect(await tx`update contact_tests set answer = 'leaving', answered_at = now() returning 1`).toHaveLength(0);
        return (await tx`select 1 from contact_tests where contact_id = ${contactId}`).length;
      });
    expect(await rowsFor(other.organisationId)).toBe(0);
    expect(await rowsFor(entry.organisationId)).toBe(1);
    await confirmContact(as(dpo), contactId);
    expect(await shown()).toBeNull();
    expect(await world.owner`select answer from contact_tests where contact_id = ${contactId}`).toEqual([
      { answer: "right" },
    ]);
    await expect(confirmContact(as(keeper), contactId)).rejects.toMatchObject({ code: "not_found" });
  });
});
