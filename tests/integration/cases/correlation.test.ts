// Suggestions over a real database: why something is told, how strongly, and that what is hidden is neither named nor counted.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { similarToCase, similarToReport } from "../../../backend/cases/correlation/find-similar.ts";
import { heedValue, ignoreValue, listIgnored } from "../../../backend/cases/correlation/ignore-value.ts";
import { type Hit, likeness, printOf, weigh, weighText, weighValue } from "../../../backend/cases/correlation/rules.ts";
import { openCase } from "../../../backend/cases/index.ts";
import { restrictCase } from "../../../backend/cases/restriction/restrict-case.ts";
import type { Actor } from "../../../backend/platform/context/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import type { CaseGraph } from "../../../backend/reporting/graph/model.ts";
import { readCaseGraph } from "../../../backend/reporting/graph/read-graph.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addObservable, addPerson, addReport, type NewReport } from "../../support/desk-world.ts";

type Person = Extract<Actor, { kind: "person" }>;
let world: TestWorld;
let cert: string;
let awa: Person;
let oumar: Person;

beforeAll(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  awa = await addPerson(world, cert, "analyst", "Awa");
  oumar = await addPerson(world, cert, "analyst", "Oumar");
});

const as = (actor: Actor) => world.context(actor);
let day = 0;
/** Each test's reports lie a year from those of the others, so that none is near another's in time. */
const year = () => new Date(Date.UTC(2000 + ++day, 0, 1));
const at = (from: Date, hours: number) => new Date(from.getTime() + hours * 3_600_000);

async function reportWith(values: string[], more: NewReport = {}): Promise<{ id: string; reference: string }> {
  const report = await addReport(world, cert, more);
  for (const value of values) await addObservable(world, report.id, { kind: "domain", value });
  return report;
}

test("reports that share rare values come first, with the values and how many have them; their case is what is told", async () => {
  const start = year();
  const mine = await reportWith(["rare.example", "two.example"], { receivedAt: start });
  const near = await reportWith(["rare.example", "two.example"], { receivedAt: at(start, 5) });
  const inCase = await reportWith(["two.example"], { receivedAt: at(start, 2000) });
  const opened = await openCase(as(awa), { reportIds: [inCase.id], title: "An older case" });
  const { suggestions } = await similarToReport(as(awa), mine.id);
  expect(suggestions.map(({ kind, id, strength }) => ({ kind, id, strength }))).toEqual([
    { kind: "report", id: near.id, strength: "strong" },
    { kind: "case", id: opened.id, strength: "medium" },
  ]);
  expect(suggestions[0]?.reasons).toEqual([
    {
      kind: "values",
      count: 2,
      rarest: 2,
      values: [
        { kind: "domain", value: "rare.example", reports: 2 },
        { kind: "domain", value: "two.example", reports: 3 },
      ],
    },
    { kind: "time", hours: 5 },
  ]);
  // Asked from the case, the two reports are told; its own are not.
  expect((await similarToCase(as(awa), opened.id)).suggestions.map(({ id }) => id).sort()).toEqual(
    [mine.id, near.id].sort(),
  );
});

test("what very many reports have is no link at all", async () => {
  const start = year();
  const mine = await reportWith(["everybody.example"], { receivedAt: start });
  for (let n = 0; n < 205; n++) await reportWith(["everybody.example"], { receivedAt: at(start, 1000 + n) });
  expect((await similarToReport(as(awa), mine.id)).suggestions).toEqual([]);
});

test("the same constituent counts within 48 hours and no longer", async () => {
  const start = year();
  const [one, near, far] = [
    await reportWith([], { receivedAt: start }),
    await reportWith([], { receivedAt: at(start, 20) }),
    await reportWith([], { receivedAt: at(start, 60) }),
  ];
  const constituent = newId();
  await world.owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituent}, ${constituent}, ${cert}, 'Douane', 'finance')`;
  for (const { id } of [one, near, far])
    await world.owner`insert into report_constituents (report_id, constituent_id) values (${id}, ${constituent})`;
  const { suggestions } = await similarToReport(as(awa), one.id);
  expect(suggestions.map(({ id }) => id)).toEqual([near.id]);
  expect(suggestions[0]?.reasons).toEqual([
    { kind: "constituent", name: "Douane", hours: 20 },
    { kind: "time", hours: 20 },
  ]);
});

test("texts that say much the same are told with how much, in Mongolian too; short ones never", async () => {
  const start = year();
  const words = "Таны илгээмж гаалин дээр саатсан байна. Төлбөрөө энэ холбоосоор өнөөдөр төлнө үү.";
  const mine = await reportWith([], { description: words, receivedAt: start });
  const like = await reportWith([], { description: `${words} Баярлалаа.`, receivedAt: at(start, 100) });
  await reportWith([], {
    description: "Le serveur de la mairie ne répond plus depuis ce matin, que faire ?",
    receivedAt: at(start, 101),
  });
  const { suggestions } = await similarToReport(as(awa), mine.id);
  expect(suggestions.map(({ id }) => id)).toEqual([like.id]);
  expect(suggestions[0]?.reasons).toMatchObject([{ kind: "text", percent: expect.any(Number) }]);
  const short = await reportWith([], { description: "Un message suspect", receivedAt: at(start, 4000) });
  await reportWith([], { description: "Un message suspect", receivedAt: at(start, 4001) });
  expect((await similarToReport(as(awa), short.id)).suggestions).toEqual([]);
});

test("a case that one may not see is never hinted at: not named, and not by a count", async () => {
  const start = year();
  const mine = await reportWith(["hidden.example"], { receivedAt: start });
  const other = await reportWith(["hidden.example"], { receivedAt: at(start, 1) });
  const secret = await reportWith(["hidden.example"], { receivedAt: at(start, 2) });
  const { id: caseId } = await openCase(as(awa), { reportIds: [secret.id], title: "An insider" });
  await restrictCase(as(awa), { caseId, reason: "An insider", personIds: [] });
  const seen = async (person: Person) => (await similarToReport(as(person), mine.id)).suggestions;
  expect((await seen(awa)).map(({ id }) => id).sort()).toEqual([other.id, caseId].sort());
  const outside = await seen(oumar);
  expect(outside.map(({ id }) => id)).toEqual([other.id]);
  // As if the hidden report did not exist: two reports have the value, and the weight says so.
  expect(outside[0]?.reasons[0]).toMatchObject({ kind: "values", rarest: 2 });
  await expect(similarToCase(as(oumar), caseId)).rejects.toMatchObject({ code: "not_found" });
  await ignoreValue(as(oumar), { kind: "domain", value: "hidden.example", reason: "Our own" });
  const countFor = async (person: Person) =>
    (await listIgnored(as(person))).values.find(({ value }) => value === "hidden.example")?.reports;
  expect(await countFor(oumar)).toBe(2);
  expect(await countFor(awa)).toBe(3);
});

test("an ignored value no longer counts until it is taken in again; each is told with its reason", async () => {
  const start = year();
  const mine = await reportWith(["mailhouse.example"], { receivedAt: start });
  const other = await reportWith(["mailhouse.example"], { receivedAt: at(start, 1) });
  const ids = async () => (await similarToReport(as(awa), mine.id)).suggestions.map(({ id }) => id);
  expect(await ids()).toEqual([other.id]);
  // As a tired clerk types it.
  const { id } = await ignoreValue(as(awa), { value: " MailHouse[.]example ", reason: "Everybody has it" });
  expect(await ids()).toEqual([]);
  expect((await listIgnored(as(oumar))).values[0]).toMatchObject({
    value: "mailhouse.example",
    reason: "Everybody has it",
    addedBy: { name: "Awa" },
  });
  await expect(ignoreValue(as(awa), { value: "mailhouse.example", reason: "Again" })).rejects.toMatchObject({
    words: "merging.refusal.ignored_already",
  });
  await expect(ignoreValue(as(awa), { value: "no value at all !", reason: "What" })).rejects.toMatchObject({
    fields: [{ path: "value" }],
  });
  await heedValue(as(oumar), id);
  expect(await ids()).toEqual([other.id]);
  await expect(heedValue(as(oumar), id)).rejects.toMatchObject({ code: "not_found" });
});

test("more in common never weighs less, rarer never weighs less, and being near in time is no reason alone", () => {
  const hit = fc.record({
    kind: fc.constant("value" as const),
    reportId: fc.constant("r"),
    valueKind: fc.constant("domain"),
    value: fc.string({ minLength: 1 }),
    reports: fc.integer({ min: 2, max: 200 }),
  });
  fc.assert(
    fc.property(
      fc.array(hit, { maxLength: 8 }),
      hit,
      fc.integer({ min: 0, max: 1000 }),
      (hits: Hit[], further, hours) => {
        const [less, more] = [
          weigh(hits, hours)?.score ?? 0,
          weigh([...hits.filter((one) => one.kind !== "value" || one.value !== further.value), further], hours)
            ?.score ?? 0,
        ];
        const isNew = !hits.some((one) => one.kind === "value" && one.value === further.value);
        expect(more).toBeGreaterThanOrEqual(isNew ? less : 0);
        expect(more).toBeLessThanOrEqual(1);
      },
    ),
  );
  fc.assert(fc.property(fc.integer({ min: 2, max: 200 }), (reports) => weighValue(reports) >= weighValue(reports + 1)));
  fc.assert(fc.property(fc.double({ min: 0, max: 0.39, noNaN: true }), (likeness) => weighText(likeness) === 0));
  expect(weigh([], 0)).toBeUndefined();
});

test("how alike two texts are does not turn on their order, their case or their accents", () => {
  const both = (one: string, other: string) => likeness(printOf(one), printOf(other));
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "grapheme" }),
      (one, other) => both(one, other) === both(other, one),
    ),
  );
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => [0, 1].includes(both(text, text))));
  expect(both("Payez les frais de douane", "PAYEZ LES FRAIS DE DOUANÉ")).toBe(1);
  expect(both("Таны илгээмж", "Le serveur")).toBe(0);
});

test("the graph of a case has its reports, values, assets, constituents and the other cases that share a value; what one may not see is no node and in no number", async () => {
  const start = year();
  const [one, two, free, elsewhere] = [
    await reportWith(["graph.example", "own.example"], { receivedAt: start }),
    await reportWith(["graph.example"], { receivedAt: start }),
    await reportWith(["graph.example"], { receivedAt: start }),
    await reportWith(["graph.example"], { receivedAt: start }),
  ];
  await addObservable(world, one.id, { kind: "phone", value: "+22370000001", role: "victim" });
  const mine = await openCase(as(awa), { reportIds: [one.id, two.id], title: "Mine" });
  const other = await openCase(as(oumar), { reportIds: [elsewhere.id], title: "Other" });
  const linked = await openCase(as(oumar), { reportIds: [(await reportWith([])).id], title: "Linked" });
  const [constituent, asset] = [newId(), newId()];
  const { owner } = world;
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${constituent}, ${constituent}, ${cert}, 'Trésor', 'finance')`;
  await owner`insert into report_constituents (report_id, constituent_id) values (${one.id}, ${constituent})`;
  await owner`insert into case_assets (id, case_id, name, kind, addresses, constituent_id, created_at, changed_at) values (${asset}, ${mine.id}, 'Web server', 'server', ${"Graph.example\n10.0.0.1"}, ${constituent}, now(), now())`;
  await owner`insert into case_links (id, case_id, other_id, kind, created_at) values (${newId()}, ${linked.id}, ${mine.id}, 'same_actor', now())`;
  const ids = ({ nodes }: CaseGraph) => nodes.map(({ id }) => id).sort();
  const edges = (graph: CaseGraph) => graph.edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`).sort();
  const graph = await readCaseGraph(as(awa), mine.id);
  const shared = "value:domain:graph.example";
  expect(ids(graph)).toEqual(
    [
      `case:${mine.id}`,
      `case:${other.id}`,
      `case:${linked.id}`,
      `report:${one.id}`,
      `report:${two.id}`,
      `report:${free.id}`,
      `constituent:${constituent}`,
      `asset:${asset}`,
      shared,
      "value:domain:own.example",
    ].sort(),
  );
  expect(edges(graph)).toEqual(
    [
      `report:${one.id} is_in case:${mine.id}`,
      `report:${two.id} is_in case:${mine.id}`,
      `report:${one.id} has ${shared}`,
      `report:${two.id} has ${shared}`,
      `report:${one.id} has value:domain:own.example`,
      `report:${one.id} concerns constituent:${constituent}`,
      `asset:${asset} about case:${mine.id}`,
      `asset:${asset} concerns constituent:${constituent}`,
      `asset:${asset} has ${shared}`,
      `case:${linked.id} linked case:${mine.id}`,
      `case:${other.id} has ${shared}`,
      `report:${free.id} has ${shared}`,
    ].sort(),
  );
  for (const hidden of [other, linked])
    await restrictCase(as(oumar), { caseId: hidden.id, reason: "Under investigation" });
  const less = await readCaseGraph(as(awa), mine.id);
  expect(ids(less)).toEqual(ids(graph).filter((id) => id !== `case:${other.id}` && id !== `case:${linked.id}`));
  expect(JSON.stringify(less)).not.toContain(elsewhere.id);
  expect(less.left).toEqual([]);
  // A value that the team does not take for a link joins nothing beyond the case.
  await ignoreValue(as(awa), { kind: "domain", value: "graph.example", reason: "A sinkhole" });
  expect(ids(await readCaseGraph(as(awa), mine.id))).not.toContain(`report:${free.id}`);
  await expect(readCaseGraph(as(awa), other.id)).rejects.toMatchObject({ code: "not_found" });
});
