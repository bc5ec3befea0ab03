// Views that people keep of the desk's lists: one's own and shared ones, their numbers under who asks, pinned keys, own keys; and marking all that a list holds.
import { beforeAll, expect, test } from "vitest";
import * as cases from "../../../backend/cases/index.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { wordsIn, wordsLanguages } from "../../../backend/platform/words/index.ts";
import { listCases } from "../../../backend/reporting/list-cases.ts";
import { listQueue } from "../../../backend/reporting/list-queue.ts";
import { CasesQuery, listSorts, QueueQuery } from "../../../backend/reporting/lists/model.ts";
import { keepKeys, pinView, readSettings } from "../../../backend/reporting/views/keep-settings.ts";
import { changeView, dropView, listViews, saveView } from "../../../backend/reporting/views/keep-views.ts";
import { listMatchingCases, listMatchingReports } from "../../../backend/reporting/views/list-matching.ts";
import { defaultViews, mostMatching } from "../../../backend/reporting/views/model.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addPerson, addReport } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let awa: Context;
let bat: Context;

beforeAll(async () => {
  world = await makeTestWorld();
  const [row] = await world.owner<
    { id: string }[]
  >`insert into organisations (id, kind, name) values (gen_random_uuid(), 'cert', 'CERT') returning id`;
  cert = row?.id ?? "";
  awa = world.context(await addPerson(world, cert, "lead", "Awa"));
  bat = world.context(await addPerson(world, cert, "analyst", "Bat"));
  for (let index = 0; index < 6; index++)
    await addReport(world, cert, {
      subject: `Signalement ${index}`,
      severity: index < 2 ? "high" : "low",
      receivedAt: new Date(Date.UTC(2026, 10, 1 + index)),
    });
}, 60_000);

const named = async (ctx: Context, name: string) => (await listViews(ctx)).rows.find((row) => row.name === name);

test("a view is one's own until it is shared, and only who made it changes it or gives it up", async () => {
  const { id } = await saveView(awa, { list: "reports", name: "Graves", query: { view: "new", severity: "high" } });
  expect(await named(awa, "Graves")).toMatchObject({ id, isMine: true, isShared: false, count: 2 });
  expect(await named(bat, "Graves")).toBeUndefined();
  await expect(changeView(bat, id, { name: "Mienne" })).rejects.toMatchObject({ code: "not_found" });
  await changeView(awa, id, { isShared: true });
  expect(await named(bat, "Graves")).toMatchObject({ id, isMine: false, isShared: true, ownerName: "Awa", count: 2 });
  await expect(changeView(bat, id, { name: "Mienne" })).rejects.toMatchObject({ code: "forbidden" });
  await expect(dropView(bat, id)).rejects.toMatchObject({ code: "forbidden" });
  await dropView(awa, id);
  expect(await named(awa, "Graves")).toBeUndefined();
  const log = await world.owner`select action from audit_log where object_type = 'view' order by at, id`;
  expect(log.map((entry) => entry["action"])).toEqual(["view.save", "view.change", "view.drop"]);
});

test("a filter that the list does not know is refused by its name, and so is a second view of one name", async () => {
  const refused = saveView(awa, { list: "reports", name: "Faux", query: { colour: "red" } });
  await expect(refused).rejects.toThrow(/colour/);
  await expect(saveView(awa, { list: "cases", name: "Faux", query: { status: "lost" } })).rejects.toThrow(/status/);
  await saveView(awa, { list: "cases", name: "Ouverts", query: { status: "open" } });
  await expect(saveView(awa, { list: "cases", name: "OUVERTS", query: {} })).rejects.toMatchObject({
    code: "conflict",
  });
});

test("fifty views are kept and no more, also when many are kept at once", async () => {
  const person = world.context(await addPerson(world, cert, "analyst", "Keeper"));
  const all = await Promise.allSettled(
    Array.from(
      { length: 55 },
      async (_, index) => await saveView(person, { list: "reports", name: `V${index}`, query: {} }),
    ),
  );
  expect(all.filter((one) => one.status === "fulfilled")).toHaveLength(50);
});

test("the number of a shared view is what the reader may see", async () => {
  const hidden = await addReport(world, cert, { subject: "Caché", severity: "critical" });
  const { id } = await cases.openCase(awa, { reportIds: [hidden.id] });
  await saveView(awa, {
    list: "reports",
    name: "Critiques",
    query: { view: "all", severity: "critical" },
    isShared: true,
  });
  expect((await named(bat, "Critiques"))?.count).toBe(1);
  await world.owner`insert into case_members (case_id, person_id, added_at) values (${id}, ${awa.actor.kind === "person" ? awa.actor.personId : ""}, now())`;
  await world.owner`update cases set is_restricted = true where id = ${id}`;
  expect((await named(awa, "Critiques"))?.count).toBe(1);
  expect((await named(bat, "Critiques"))?.count).toBe(0);
  expect((await listMatchingReports(bat, QueueQuery.parse({ view: "all", severity: "critical" }))).rows).toEqual([]);
});

test("a view under Alt and a digit is one's own choice: a digit has one view, a view one digit", async () => {
  const slots = async (ctx: Context) =>
    (await listViews(ctx)).rows
      .flatMap((row) => (row.slot === null ? [] : [`${row.slot} ${row.id}`]))
      .sort((one, other) => (one < other ? -1 : 1));
  const desk = [
    "1 untriaged",
    "2 mine",
    "3 unassigned",
    "4 due",
    "5 waiting",
    "6 waking",
    "7 regulated",
    "8 my_sector",
    "9 behalf",
  ];
  expect(await slots(awa)).toEqual(desk);
  await pinView(awa, { slot: 1, view: "regulated" });
  await pinView(awa, { slot: 2, view: "regulated" });
  await pinView(awa, { slot: 2, view: "unassigned" });
  // Regulated lost its digit to the choice before, and has the desk's own again; what stood under 2 has none.
  expect(await slots(awa)).toEqual(["1 untriaged", "2 unassigned", ...desk.slice(3)]);
  expect(await slots(bat)).toEqual(desk);
  await pinView(awa, { slot: 2, view: null });
  expect(await slots(awa)).toEqual(["1 untriaged", "3 unassigned", ...desk.slice(3)]);
  await expect(pinView(awa, { slot: 3, view: "nothing" })).rejects.toMatchObject({ code: "not_found" });
});

test("own keys are kept for the person and nobody else; a key of the browser's is refused", async () => {
  expect(await readSettings(awa)).toMatchObject({ keys: {}, isKept: false });
  await keepKeys(awa, { keys: { next: "KeyS", reject: "shift+Digit3" }, areKeysOff: true });
  expect(await readSettings(awa)).toEqual({
    keys: { next: "KeyS", reject: "shift+Digit3" },
    areKeysOff: true,
    sectors: [],
    unread: [],
    isKept: true,
  });
  expect(await readSettings(bat)).toEqual({ keys: {}, areKeysOff: false, sectors: [], unread: [], isKept: false });
  await expect(keepKeys(awa, { keys: { next: "mod+KeyW" }, areKeysOff: false })).rejects.toThrow(/key by its place/);
});

test("every view that each desk has is a list that can be asked, and has its name in three languages", async () => {
  for (const view of defaultViews) {
    const page =
      view.list === "reports"
        ? await listQueue(awa, QueueQuery.parse(view.query))
        : await listCases(awa, CasesQuery.parse(view.query));
    expect(page.rows.length).toBe((await listViews(awa)).rows.find((row) => row.id === view.id)?.count);
    for (const language of wordsLanguages)
      expect(wordsIn(language)(`views.default.${view.id}`)).not.toContain("views.");
  }
});

test("all that a list holds is given to be marked, the gravest first, with how many there are", async () => {
  const all = await listMatchingReports(awa, QueueQuery.parse({ view: "new" }));
  const list = await listQueue(awa, QueueQuery.parse({ view: "new", limit: 200 }));
  expect(all.rows.map((row) => row.id)).toEqual(list.rows.map((row) => row.id));
  expect(all.count).toBe(list.rows.length);
  await world.owner`insert into reports (id, reference, organisation_id, source, flow, language, subject, description, is_anonymous, answer_channel, status, received_at)
    select gen_random_uuid(), 'TG-M-' || n, ${cert}, 'feed', 'free', 'fr', 'x', 'x', true, 'receipt', 'triaged', now() from generate_series(1, 1100) n`;
  const many = await listMatchingReports(awa, QueueQuery.parse({ view: "new", source: "feed" }));
  expect([many.rows.length, many.count]).toEqual([mostMatching, 1001]);
  expect((await listMatchingCases(awa, CasesQuery.parse({}))).rows).toMatchObject([{ status: "open" }]);
});

test.each(listSorts)("in the order %s, pages of any size give every report and every case once", async (sort) => {
  await world.owner`insert into service_editions (id, kind, number, definition, set_at) values ('0199aaaa-0000-7000-8000-000000000001', 'levels', 9999, '{}', now()) on conflict do nothing`;
  await world.owner`insert into service_clocks (id, report_id, kind, edition_id, subject_kind, started_at, due_at)
    select gen_random_uuid(), r.id, 'first_answer', '0199aaaa-0000-7000-8000-000000000001', 'incident', now(), now() + (n % 3) * interval '1 hour'
    from (select id, row_number() over (order by id) as n from reports where source = 'web') r on conflict do nothing`;
  const walk = async (limit: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await listQueue(
        awa,
        QueueQuery.parse({ view: "all", source: "web", sort, limit, ...(cursor ? { cursor } : {}) }),
      );
      ids.push(...page.rows.map((row) => row.id));
      cursor = page.next;
    }
    return ids;
  };
  const whole = await walk(200);
  expect(whole.length).toBeGreaterThanOrEqual(6);
  expect(new Set(whole).size).toBe(whole.length);
  for (const limit of [1, 2, 3]) expect(await walk(limit)).toEqual(whole);
  const inOrder = (await listQueue(awa, QueueQuery.parse({ view: "all", source: "web", sort, limit: 200 }))).rows;
  const keys = inOrder.map((row) => ({ weight: "", newest: row.receivedAt, clock: row.dueAt ?? "" })[sort]);
  const ascending = keys.toSorted((one, other) => (one < other ? -1 : one > other ? 1 : 0));
  expect(keys).toEqual(sort === "newest" ? ascending.toReversed() : ascending);
});
