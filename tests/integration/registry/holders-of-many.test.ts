// The database and the tables in memory say the same of who held what, on random claims, states, dates and questions.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { readOnly } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { findHolders, openHolderFinder } from "../../../backend/registry/index.ts";
import { extractObservables } from "../../../backend/triage/extract/index.ts";
import { holderQuestions } from "../../../backend/triage/holder-questions.ts";
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
const path = fc.constantFrom("", "pay", "pay/", "pay/in", "payroll", "pay?of=a", "pay?of=a&to=b");
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
    fc
      .tuple(fc.constantFrom("http", "https"), host, fc.constantFrom("", ":8443"), path)
      .map(([scheme, name, port, rest]) => ({
        kind: "url_prefix" as const,
        value: `${scheme}://${name}${port}/${rest}`,
      })),
    fc.constantFrom("AS64496", "AS64497").map((value) => ({ kind: "asn" as const, value })),
    fc.constantFrom("*000#", "36000").map((value) => ({ kind: "short_code" as const, value })),
  ),
  from: fc.option(day, { nil: null }),
  until: fc.option(day, { nil: null }),
  state: fc.constantFrom("active", "active", "active", "disputed", "proposed", "contesting", "withdrawn"),
});

test("on random claims and questions, in the same order", async () => {
  for (const { holder, what, from, until, state } of fc.sample(claim, { numRuns: 500, seed: 20260312 })) {
    const isForward = from === null || until === null || from < until;
    const rest = [from, isForward ? until : null, state] as const;
    const owner = holders[holder]!.id;
    if (what.kind === "prefix")
      await world.owner`insert into network_claims (id, constituent_id, kind, value, prefix, source, proof, held_from, held_until, state)
        select ${newId()}, ${owner}, 'prefix', p::text, p, 'x', 'officer', ${rest[0]}::timestamptz, ${rest[1]}::timestamptz, ${rest[2]}
        from (select network(set_masklen(${what.base}::inet, ${what.length})) as p) as one`;
    else
      await world.owner`insert into network_claims (id, constituent_id, kind, value, source, proof, held_from, held_until, state)
        values (${newId()}, ${owner}, ${what.kind}, ${what.value}, 'x', 'officer', ${rest[0]}::timestamptz, ${rest[1]}::timestamptz, ${rest[2]})`;
  }
  const asked = fc.sample(
    fc.record({
      addresses: fc.array(fc.oneof(address, address, fc.constant("::ffff:198.51.1.64"), fc.constant("2001:db8::1")), {
        maxLength: 6,
      }),
      hosts: fc.array(host, { maxLength: 6 }),
      urls: fc.array(
        fc.oneof(
          fc.tuple(host, path).map(([name, rest]) => `https://${name}/${rest}`),
          fc.tuple(host, path).map(([name, rest]) => `http://${name}:8443/${rest}`),
          address.map((value) => (value.includes(":") ? `http://[${value}]/` : `http://${value}/pay`)),
          fc.constant("no address at all"),
        ),
        { maxLength: 5 },
      ),
      words: fc.subarray([
        { kind: "asn" as const, value: "AS64496" },
        { kind: "asn" as const, value: "AS1" },
        { kind: "short_code" as const, value: "*000#" },
        { kind: "short_code" as const, value: "36000" },
      ]),
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

test("what a report names is looked up by web address, AS number and short code too, and the most specific holder is the one", async () => {
  const [mill, bank, ministry, operator] = holders as [Holder, Holder, Holder, Holder];
  const claim = async (holder: Holder, kind: string, value: string) =>
    await world.owner`insert into network_claims (id, constituent_id, kind, value, source, proof)
      values (${newId()}, ${holder.id}, ${kind}, ${value}, 'x', 'officer')`;
  await claim(operator, "domain", "pages.example");
  await claim(bank, "url_prefix", "https://pages.example/banque");
  await claim(mill, "url_prefix", "https://pages.example/banque/atelier");
  await claim(ministry, "asn", "AS64511");
  await claim(operator, "short_code", "*999#");
  const text = [
    "La page https://pages.example/banque/login demande un code, comme http://pages.example/banque/atelier?x=1 ;",
    "https://pages.example/banquet n'a rien à voir. On m'a fait composer *999*1*76123456#, tout vient du réseau AS64511.",
  ].join(" ");
  const question = {
    ...holderQuestions(extractObservables(text, { part: "description" })),
    foldedText: "",
    at: new Date("2026-03-05"),
  };
  const found = await readOnly(system(), async (tx) => await findHolders(tx, question), "system");
  expect(found.map(({ name, via, value }) => [name, via, value])).toEqual([
    ["Bank", "url", "https://pages.example/banque/login"],
    ["Mill", "url", "http://pages.example/banque/atelier?x=1"],
    ["Operator", "domain", "pages.example"],
    ["Ministry", "asn", "AS64511"],
    ["Operator", "short_code", "*999#"],
  ]);
  const finder = openHolderFinder({ fewQuestions: 0 });
  expect(await readOnly(system(), async (tx) => await finder.find(tx, question), "system")).toEqual(found);
  // A victim's own values are never asked.
  const own = question.urls.map((value) => ({ kind: "url", value, role: "victim" }));
  expect(holderQuestions(own)).toEqual({ addresses: [], hosts: [], urls: [], words: [] });
});
