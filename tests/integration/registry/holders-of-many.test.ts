// The database and the tables in memory say the same of who held what, on random claims, states, dates and questions.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { findHolders, openHolderFinder } from "../../../backend/registry/index.ts";
import { addHolder, type Holder } from "../../support/claims-world.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";

let world: TestWorld;
let holders: Holder[];
const system = () => makeContext(world.services, { kind: "system", job: "triage" }, "test");

beforeAll(async () => {
  world = await makeTestWorld();
  holders = [];
  for (const name of ["Mill", "Bank", "Ministry", "Operator"]) holders.push(await addHolder(world, name));
});

const octet = fc.integer({ min: 0, max: 3 });
const address = fc.oneof(
  fc.tuple(octet, octet).map(([c, d]) => `198.51.${c}.${d * 64}`),
  fc.tuple(octet, octet).map(([c, d]) => `2001:db8:${c + 1}:${d + 1}::`),
);
const host = fc
  .array(fc.constantFrom("a", "b", "shop"), { maxLength: 3 })
  .map((labels) => [...labels, "bank", "example"].join("."));
const day = fc.integer({ min: 1, max: 27 }).map((date) => `2026-03-${String(date).padStart(2, "0")}T00:00:00Z`);

const claim = fc.record({
  holder: fc.integer({ min: 0, max: 3 }),
  what: fc.oneof(
    fc.tuple(address, fc.integer({ min: 0, max: 7 })).map(([base, cut]) => ({
      kind: "prefix" as const,
      base,
      length: base.includes(":") ? 128 - cut * 16 : 32 - cut * 4,
    })),
    host.map((value) => ({ kind: "domain" as const, value })),
  ),
  from: fc.option(day, { nil: null }),
  until: fc.option(day, { nil: null }),
  state: fc.constantFrom("active", "active", "active", "disputed", "proposed", "contesting", "withdrawn"),
});

test("on random claims and questions, in the same order", async () => {
  for (const { holder, what, from, until, state } of fc.sample(claim, { numRuns: 250, seed: 20260312 })) {
    const isForward = from === null || until === null || from < until;
    const rest = [from, isForward ? until : null, state] as const;
    const owner = holders[holder]!.id;
    if (what.kind === "prefix")
      await world.owner`insert into network_claims (id, constituent_id, kind, value, prefix, source, proof, held_from, held_until, state)
        select ${newId()}, ${owner}, 'prefix', p::text, p, 'x', 'officer', ${rest[0]}::timestamptz, ${rest[1]}::timestamptz, ${rest[2]}
        from (select network(set_masklen(${what.base}::inet, ${what.length})) as p) as one`;
    else
      await world.owner`insert into network_claims (id, constituent_id, kind, value, source, proof, held_from, held_until, state)
        values (${newId()}, ${owner}, 'domain', ${what.value}, 'x', 'officer', ${rest[0]}::timestamptz, ${rest[1]}::timestamptz, ${rest[2]})`;
  }
  const asked = fc.sample(
    fc.record({
      addresses: fc.array(fc.oneof(address, address, fc.constant("::ffff:198.51.1.64"), fc.constant("2001:db8::1")), {
        maxLength: 6,
      }),
      hosts: fc.array(host, { maxLength: 6 }),
      foldedText: fc.constantFrom("", "la banque ecrit au ministry"),
      at: day.map((text) => new Date(text)),
    }),
    { numRuns: 120, seed: 7 },
  );
  const finder = openHolderFinder({ fewQuestions: 0 });
  let answers = 0;
  await readOnly(
    system(),
    async (tx) => {
      for (const question of asked) {
        const want = await findHolders(tx, question);
        expect(await finder.find(tx, question)).toEqual(want);
        answers += want.length;
      }
    },
    "system",
  );
  expect(answers).toBeGreaterThan(300);
});

test("the database answers the first questions, the tables the many, and a change counts within a minute", async () => {
  let clock = 0;
  const finder = openHolderFinder({ now: () => clock, fewQuestions: 3 });
  const question = { addresses: [], hosts: ["www.late.example"], foldedText: "", at: new Date("2026-03-05") };
  const ask = async (): Promise<string[]> =>
    await readOnly(
      system(),
      async (tx) => (await finder.find(tx, question)).map(({ constituentId }) => constituentId),
      "system",
    );
  expect(await ask()).toEqual([]);
  const add = async (value: string) =>
    await world.owner`insert into network_claims (id, constituent_id, kind, value, source, proof)
      values (${newId()}, ${holders[1]!.id}, 'domain', ${value}, 'x', 'officer')`;
  await add("late.example");
  expect(await ask()).toEqual([holders[1]!.id]);
  // From here on the tables answer.
  expect(await ask()).toEqual([holders[1]!.id]);
  await world.owner`delete from network_claims where value = 'late.example'`;
  clock += 59_000;
  expect(await ask()).toEqual([holders[1]!.id]);
  clock += 2_000;
  expect(await ask()).toEqual([]);
});
