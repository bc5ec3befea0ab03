// Registers of accredited bodies over a real database: who keeps them changes them, everybody looks them up as they stood on a day, nobody else's register is touched.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { addAccreditation } from "../../../backend/registry/accreditations/add-accreditation.ts";
import { changeAccreditation } from "../../../backend/registry/accreditations/change-accreditation.ts";
import { accreditationActs, type AddAccreditation } from "../../../backend/registry/accreditations/model.ts";
import {
  listAccreditations,
  listPublicAccreditations,
  readAccreditation,
} from "../../../backend/registry/accreditations/read-accreditations.ts";
import { recordAct } from "../../../backend/registry/accreditations/record-act.ts";
import { stateOn } from "../../../backend/registry/accreditations/rules.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let senior: Actor;
let analyst: Actor;
let officer: Actor;
let foreignOfficer: Actor;

beforeAll(async () => {
  world = await makeTestWorld();
  const cert = await addCert(world);
  senior = await addPerson(world, cert, "senior", "Awa");
  analyst = await addPerson(world, cert, "analyst", "Bat");
  const [one, other] = [newId(), newId()];
  await world.owner`insert into organisations (id, kind, name) values (${one}, 'authority', 'Autorité A'), (${other}, 'authority', 'Autorité B')`;
  officer = await addPerson(world, one, "officer", "Oumou");
  foreignOfficer = await addPerson(world, other, "officer_head", "Sarnai");
});

const as = (actor: Actor) => world.context(actor);
const stranger = () => world.context({ kind: "anonymous" });
const refused = (code: string, path?: string) =>
  expect.objectContaining({ code, ...(path ? { fields: [expect.objectContaining({ path })] } : {}) });
const body = (more: Partial<AddAccreditation> = {}): AddAccreditation => ({
  kind: "security_auditor",
  name: "Audits du Baobab",
  country: "XD",
  number: newId(),
  authority: "Autorité A",
  scope: "Audits",
  grantedOn: "2024-01-01",
  ...more,
});

test("an officer enters an auditor; the desk and the other authority read it and change nothing; the public reads no name and no reason", async () => {
  const { id, reference } = await addAccreditation(
    as(officer),
    body({ validUntil: "2025-12-31", representative: "Salif Koné", email: "salif@baobab.example" }),
  );
  await recordAct(as(officer), { bodyId: id, act: "suspended", effectiveOn: "2025-03-01", why: "Secret reason" });
  await recordAct(as(officer), { bodyId: id, act: "reinstated", effectiveOn: "2025-05-01" });
  const state = async (on: string) =>
    (await listPublicAccreditations(stranger(), { text: reference, on })).rows.map((row) => row.state);
  expect(await state("2023-12-31")).toEqual(["not_yet"]);
  expect(await state("2025-02-28")).toEqual(["valid"]);
  expect(await state("2025-03-01")).toEqual(["suspended"]);
  expect(await state("2025-12-31")).toEqual(["valid"]);
  expect(await state("2026-01-01")).toEqual(["expired"]);
  expect(JSON.stringify(await listPublicAccreditations(stranger(), {}))).not.toMatch(/Salif|Secret reason/);
  expect(await readAccreditation(as(officer), id)).toMatchObject({
    canChange: true,
    contact: { representative: "Salif Koné" },
    keptBy: "Autorité A",
  });
  expect(await readAccreditation(as(analyst), id)).toMatchObject({
    canChange: false,
    contact: { representative: "Salif Koné" },
  });
  expect(await readAccreditation(as(foreignOfficer), id)).toMatchObject({ canChange: false, contact: null });
  for (const actor of [senior, foreignOfficer]) {
    await expect(
      recordAct(as(actor), { bodyId: id, act: "withdrawn", effectiveOn: "2026-01-01", why: "x" }),
    ).rejects.toEqual(refused("forbidden"));
    await expect(changeAccreditation(as(actor), { bodyId: id, version: 1, scope: "x" })).rejects.toEqual(
      refused("forbidden"),
    );
  }
  expect(
    await changeAccreditation(as(officer), { bodyId: id, version: 1, scope: "Audits et tests", representative: null }),
  ).toEqual({ version: 2 });
  expect(await readAccreditation(as(officer), id)).toMatchObject({
    scope: "Audits et tests",
    contact: { representative: null },
  });
});

test("the database lets nobody write into a register that another organisation keeps, whatever a handler forgets", async () => {
  const { id } = await addAccreditation(as(officer), body());
  const asOther = async (work: string) => {
    if (foreignOfficer.kind !== "person") throw new Error("no person");
    const { organisationId, personId } = foreignOfficer;
    return await world.app.sql.begin(async (sql) => {
      await sql`select set_config('toguna.scope', 'authority', true), set_config('toguna.organisation', ${organisationId}, true), set_config('toguna.person', ${personId}, true)`;
      return await sql.unsafe(work);
    });
  };
  expect(await asOther(`update accredited_bodies set name = 'x' where id = '${id}' returning 1`)).toHaveLength(0);
  expect(await asOther(`select 1 from accreditation_contacts`)).toHaveLength(0);
  await expect(
    asOther(
      `insert into accreditation_events (body_id, number, act, effective_on, recorded_at) values ('${id}', 2, 'withdrawn', '2026-01-01', now())`,
    ),
  ).rejects.toThrow(/row-level security/);
  await expect(world.owner`update accredited_bodies set reference = 'A-OTHER' where id = ${id}`).rejects.toThrow(
    /never changes/,
  );
  await expect(
    world.owner`update accreditation_events set effective_on = '2020-01-01' where body_id = ${id}`,
  ).rejects.toThrow(/not rewritten/);
});

test("a foreign seller needs a way to complain, a number stands once, an act must fit its day", async () => {
  const seller = { kind: "ecommerce_seller", country: "DE" } as const;
  await expect(addAccreditation(as(senior), body(seller))).rejects.toEqual(refused("invalid_input", "complaintPath"));
  const { id } = await addAccreditation(as(senior), body({ ...seller, complaintPath: "Guichet des litiges" }));
  expect(await readAccreditation(as(analyst), id)).toMatchObject({
    isForeign: true,
    complaintPath: "Guichet des litiges",
  });
  const number = newId();
  await addAccreditation(as(senior), body({ number }));
  await expect(addAccreditation(as(senior), body({ number }))).rejects.toEqual(refused("invalid_input", "number"));
  await expect(recordAct(as(senior), { bodyId: id, act: "reinstated", effectiveOn: "2026-01-01" })).rejects.toEqual(
    refused("invalid_input", "act"),
  );
  await expect(recordAct(as(senior), { bodyId: id, act: "renewed", effectiveOn: "2020-01-01" })).rejects.toEqual(
    refused("invalid_input", "effectiveOn"),
  );
  await expect(recordAct(as(senior), { bodyId: id, act: "withdrawn", effectiveOn: "2026-01-01" })).rejects.toThrow(
    "reason",
  );
  await expect(addAccreditation(as(analyst), body())).rejects.toEqual(refused("forbidden"));
});

test("the database's word for a day is the rules' word, whatever happened", async () => {
  const day = fc.integer({ min: 0, max: 90 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ act: fc.constantFrom(...accreditationActs), on: day, until: fc.option(day) }), {
        maxLength: 6,
      }),
      fc.array(day, { minLength: 1, maxLength: 5 }),
      async (acts, days) => {
        const { id, reference } = await addAccreditation(
          as(senior),
          body({ grantedOn: "2026-01-02", validUntil: "2026-02-15" }),
        );
        for (const { act, on, until } of acts) {
          const hasEnd = act === "granted" || act === "renewed";
          await recordAct(as(senior), {
            bodyId: id,
            act,
            effectiveOn: on,
            why: "x",
            ...(hasEnd && until && until >= on ? { validUntil: until } : {}),
          }).catch(() => {});
        }
        const told = (await readAccreditation(as(senior), id)).acts;
        for (const on of days) {
          const { rows } = await listAccreditations(as(senior), { text: reference, on });
          expect([on, rows[0]?.state]).toEqual([on, stateOn(told, on)]);
        }
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);
