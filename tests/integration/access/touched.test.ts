// The authorised object is the touched one: whatever a valid request changes, a bystander's report and case stay as they were; and no body takes a field that another route or table has.
import { beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../../backend/api.ts";
import type { RouteDeclaration } from "../../../backend/platform/http/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { callRoute, type House, makeHouse } from "../../support/access-matrix.ts";
import { makeCase } from "../../support/access-objects.ts";
import { nameOf, recipes, valid } from "../../support/access-recipes.ts";
import { addFile, addFinding, addMessage, addObservable } from "../../support/desk-world.ts";

const writing = routes.filter((declared) => declared.method !== "get" && recipes[nameOf(declared)] !== undefined);
let house: House;
let bystander: { caseId: string; reportId: string };
let columns: string[];
beforeAll(async () => {
  house = await makeHouse();
  bystander = await makeCase(house);
  const { reportId } = bystander;
  await addMessage(house.world, reportId, { direction: "from_reporter", body: "bystander" });
  await addObservable(house.world, reportId, { kind: "domain", value: "bystander.example" });
  await addFinding(house.world, reportId, { title: "bystander" });
  await addFile(house.world, reportId, { name: "b.txt", mediaType: "text/plain", bytes: Buffer.from(newId()) });
  const rows = await house.world.owner<
    { name: string }[]
  >`select distinct column_name as name from information_schema.columns where table_schema = 'public'`;
  columns = rows.map(({ name }) => name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()));
});

/** Every row that names the bystander's report or case, in any table, but the log's. */
async function printBystander(): Promise<string> {
  const { owner } = house.world;
  const tables = await owner<{ name: string; column: string }[]>`
    select c.relname as name, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.atttypid = 'uuid'::regtype
      -- What a shift hands over names every open case.
      and c.relname <> 'shift_items'
      and (a.attname in ('report_id', 'case_id') or (a.attname = 'id' and c.relname in ('reports', 'cases'))) order by 1, 2`;
  const parts = tables.map(
    ({ name, column }) =>
      `select '${name}.${column}' as what, coalesce(string_agg(to_jsonb(t)::text, '|' order by to_jsonb(t)::text), '') as rows from ${name} t
        where ${column} in ('${bystander.caseId}', '${bystander.reportId}')`,
  );
  return JSON.stringify(await owner.unsafe(parts.join(" union all ")));
}

interface Shaped {
  shape?: Record<string, unknown>;
  options?: (Shaped & { safeParse(value: unknown): { success: boolean } })[];
}
const shapeOf = ({ body }: RouteDeclaration): string[] =>
  Object.keys((body as unknown as Shaped | undefined)?.shape ?? {});
/** Of a body of several kinds, the fields of the kind that is sent. */
const shapeSent = ({ body }: RouteDeclaration, sent: unknown): string[] =>
  ((body as unknown as Shaped | undefined)?.options ?? [])
    .filter((option) => option.safeParse(sent).success)
    .flatMap(({ shape }) => Object.keys(shape ?? {}));

// One valid request is made ready a route: what is refused leaves it as it was, then it is sent.
describe.each(writing.map((declared) => [nameOf(declared), declared] as const))("%s", (_name, declared) => {
  let made: Awaited<ReturnType<typeof valid>>;
  beforeAll(async () => {
    made = await valid(house, declared);
  });

  const taking = [declared].filter(({ body, rawBody }) => body !== undefined && rawBody === undefined);
  test.each(taking)("refuses by name every field of every other body and of every table", async () => {
    const { asker, asked } = made;
    const own = new Set([
      ...shapeOf(declared),
      ...shapeSent(declared, asked.body),
      ...Object.keys(asked.body as object),
    ]);
    const foreign = [...new Set([...routes.flatMap(shapeOf), ...columns])].filter((key) => !own.has(key));
    expect(foreign.length).toBeGreaterThan(200);
    const body = { ...(asked.body as object), ...Object.fromEntries(foreign.map((key) => [key, newId()])) };
    const answer = await callRoute(house, declared, asker.headers, { ...asked, body });
    expect(answer.status, answer.text.slice(0, 300)).toBe(400);
    const named = new Set(
      ((JSON.parse(answer.text) as { errors?: { path: string }[] }).errors ?? []).map(({ path }) => path),
    );
    expect(foreign.filter((key) => !named.has(key))).toEqual([]);
  });

  test("touches what it was authorised for and nothing of a bystander's", async () => {
    const { asker, asked } = made;
    const before = await printBystander();
    const { status, text } = await callRoute(house, declared, asker.headers, asked);
    expect(status, text).toBeLessThan(500);
    expect(await printBystander()).toBe(before);
  });
});
