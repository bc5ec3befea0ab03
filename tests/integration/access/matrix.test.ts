// Every declared route, asked by everybody on an own object, and by all who may and one of each kind who may not on a foreign and a missing one: each answer is what the declaration says.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { routes } from "../../../backend/api.ts";
import type { RouteDeclaration } from "../../../backend/platform/http/index.ts";
import { type Asker, callRoute, type Caller, type House, makeHouse, promised } from "../../support/access-matrix.ts";
import type { Asked, Target } from "../../support/access-recipe.ts";
import { saltedRoutes } from "../../support/access-recipes-log.ts";
import { nameOf, recipes } from "../../support/access-recipes.ts";
import { printTables, printTablesWhole } from "../../support/print-tables.ts";
import { hideObject } from "../../support/access-hidden.ts";
import { listJobs, type Observed, printMatrix } from "../../support/access-table.ts";
import { keysOf } from "../../support/answered-keys.ts";
import { findSecrets, gatherAnswer, type GatheredAnswers } from "../../support/secrets-in-answers.ts";

const page = fileURLToPath(new URL("../../../docs/access.md", import.meta.url));
const keysFile = fileURLToPath(new URL("./answered-keys.json", import.meta.url));
const isWriting = process.env["TOGUNA_WRITE_DOCS"] === "1";
const answeredKeys = new Map<string, Set<string>>();
/** Roles that work reports and cases: the ones from whom a restricted case hides what belongs to it. */
const staff = ["analyst", "senior", "lead", "on_call"];
/** Routes that are there for what one does not see, each with its reason. */
const passes: Record<string, string> = {
  "post /api/v1/desk/glass": "it opens a restricted case, with the passkey, a reason and an alarm",
};
const observed: Observed[] = [];
const answers: GatheredAnswers = new Map();
let house: House;
beforeAll(async () => {
  house = await makeHouse();
});

async function prepare(declared: RouteDeclaration, caller: Caller, target: Target, hasStepUp = true) {
  const asker = await house.open(caller);
  const asked: Asked = (await recipes[nameOf(declared)]?.make(house, asker, target)) ?? {};
  if (asked.binding && hasStepUp) await house.allowStepUp(asker, asked.binding);
  return { caller, asker, asked };
}

/** Somebody at the door with a request that was made before. */
async function approach(caller: Caller, asked: Asked) {
  const asker = await house.open(caller);
  if (asked.binding) await house.allowStepUp(asker, asked.binding);
  return { caller, asker, asked };
}

/** Of the refused one of each kind asks for foreign and missing objects too, another one at each route: the line that refuses them an own one stands before. */
function oneOfEachKind(callers: readonly Caller[], turn: number): ReadonlySet<Caller> {
  if (process.env["TOGUNA_LONG"] === "1") return new Set(callers);
  const kinds = Map.groupBy(callers, ({ kind }) => kind);
  return new Set([...kinds.values()].flatMap((alike) => alike[turn % alike.length] ?? []));
}

/** Reading something sensitive, or taking a whole list away, leaves a row in the log and nothing else. */
async function tablesButReadings(): Promise<Record<string, unknown>> {
  const { "public.audit_log": _log, ...tables } = await printTables(house.world);
  const acts = await house.world
    .owner`select action, count(*) from audit_log where action not like '%.read' and action <> 'list.export' group by 1 order by 1`;
  return { ...tables, acts: [...acts] };
}

const call = async (declared: RouteDeclaration, asker: Asker, asked: Asked) =>
  await callRoute(house, declared, asker.headers, asked);

test("every declared route has a recipe for its valid request, and no recipe is for a route that is gone", () => {
  expect(Object.keys(recipes).sort()).toEqual(routes.map(nameOf).sort());
  for (const declared of routes.filter(({ path }) => path.includes(":")))
    expect([nameOf(declared), recipes[nameOf(declared)]?.also]).toEqual([
      nameOf(declared),
      expect.arrayContaining(["missing"]),
    ]);
});

function keysNamed(name: string): Set<string> {
  const known = answeredKeys.get(name) ?? new Set<string>();
  answeredKeys.set(name, known);
  return known;
}

/** The valid request of somebody of the desk, after what it is about was restricted to others: "404", or a list without it. */
async function askForHidden(
  declared: RouteDeclaration,
  allowed: readonly Caller[],
): Promise<"404" | "not shown" | undefined> {
  const caller = allowed.find(({ name }) => staff.includes(name));
  if (!caller || declared.access.kind !== "act" || passes[nameOf(declared)] !== undefined) return undefined;
  const { asker, asked } = await prepare(declared, caller, "own");
  if (!(await hideObject(house, asked))) return undefined;
  const before = await tablesButReadings();
  const { status, text } = await call(declared, asker, asked);
  const isList = declared.method === "get" && !declared.path.includes(":");
  expect([caller.name, isList ? 200 : 404, status], text).toEqual([caller.name, status, status]);
  expect(text, "what is hidden is shown").not.toContain(asked.shows ?? "\0");
  expect(await tablesButReadings(), "a refused request wrote something").toEqual(before);
  return isList ? "not shown" : "404";
}

describe("what everybody is told", () => {
  beforeEach(async () => await house.tidy());
  test.each(routes.map((declared) => [nameOf(declared), declared] as const))("%s", async (name, declared) => {
    const recipe = recipes[name];
    if (!recipe) throw new Error(`no recipe for ${name}`);
    const promiseTo = (caller: Caller) => promised(declared, recipe.asks, caller);
    const allowed = house.callers.filter((caller) => promiseTo(caller) === "yes");
    const refused = house.callers.filter((caller) => promiseTo(caller) !== "yes");
    const statuses = new Map<string, number>();
    const elsewhere: Observed["elsewhere"] = new Map();
    let kind: Observed["kind"] = "answer";

    const strangers = [];
    // A refused request changes nothing, as is checked below: what has no owner among the callers is made once for all of them.
    const shared = new Map<Target, Asked>();
    const asksMore = oneOfEachKind(refused, routes.indexOf(declared));
    for (const caller of refused)
      for (const target of asksMore.has(caller) ? (["own", ...(recipe.also ?? [])] as const) : (["own"] as const)) {
        const isOnesOwn = target === "own" && caller.kind === "person";
        const again = isOnesOwn ? undefined : shared.get(target);
        const one = again ? await approach(caller, again) : await prepare(declared, caller, target);
        if (!isOnesOwn) shared.set(target, one.asked);
        strangers.push({ ...one, target });
      }
    const before = await printTables(house.world);
    for (const { caller, asker, asked, target } of strangers) {
      const { status, text } = await call(declared, asker, asked);
      if (target === "own") statuses.set(caller.name, status);
      expect([caller.name, target, status, text], text).toEqual([
        caller.name,
        target,
        promiseTo(caller),
        expect.anything(),
      ]);
      expect(asked.shows !== undefined && text.includes(asked.shows)).toBe(false);
    }
    expect(await printTables(house.world), "a refused request wrote something").toEqual(before);

    const said: string[] = [];
    for (const caller of allowed) {
      const { asker, asked } = await prepare(declared, caller, "own");
      // Looked at for the first person and the first of the others: who asks changes nothing of what a GET does.
      const isFirst = allowed.find(({ kind: one }) => (one === "person") === (caller.kind === "person")) === caller;
      const still = declared.method === "get" && isFirst ? await tablesButReadings() : undefined;
      const { status, text, headers } = await call(declared, asker, asked);
      statuses.set(caller.name, status);
      const isIn = recipe.answers === undefined ? status >= 200 && status < 300 : status === recipe.answers;
      expect([caller.name, isIn], `${caller.name} got ${status}: ${text}`).toEqual([caller.name, true]);
      expect(status).toBe(recipe.answers ?? declared.status ?? status);
      expect(text, `${caller.name} is not shown the object`).toContain(asked.shows ?? "");
      expect(still && (await tablesButReadings()), "a GET wrote something").toEqual(still);
      if (headers.get("content-type")?.startsWith("application/json"))
        for (const key of keysOf(JSON.parse(text))) keysNamed(name).add(key);
      if (headers.get("content-type")?.startsWith("text/event-stream")) kind = "stream";
      if (headers.get("content-disposition")?.startsWith("attachment")) kind = "file";
      said.push(text);
      for (const target of recipe.also ?? []) {
        const other = await prepare(declared, caller, target);
        const answer = await call(declared, other.asker, other.asked);
        elsewhere.set(target, answer.status);
        expect([caller.name, target, answer.status], answer.text).toEqual([caller.name, target, 404]);
      }
    }
    const all = said.join("\n");
    const shown = [...house.secrets].filter((secret) => all.includes(secret));
    expect(shown, "a secret stands in the answer").toEqual([]);
    gatherAnswer(answers, name, all);
    expect(all).not.toContain("$argon2");
    const [first] = allowed;
    const bare = first && (await prepare(declared, first, "own", false));
    const unconfirmed = bare?.asked.binding ? await call(declared, bare.asker, bare.asked) : undefined;
    expect(unconfirmed?.status ?? 403, "a dangerous act passed without a fresh assertion").toBe(403);
    expect(unconfirmed?.text ?? "step_up_required").toContain("step_up_required");
    const hidden = await askForHidden(declared, allowed);
    if (hidden !== undefined) elsewhere.set("restricted", hidden);
    observed.push({ declared, statuses, elsewhere, kind });
  });
});

test("no answer held what the database keeps hashed or sealed", async () => {
  expect(answers.size).toBe(observed.length);
  expect(await findSecrets(house.world, answers, saltedRoutes)).toEqual([]);
  // It would have been found.
  const [kept] = await house.world.owner<{ hash: Buffer }[]>`select token_hash as hash from sessions limit 1`;
  const leaking: GatheredAnswers = new Map();
  gatherAnswer(leaking, "a leak", `{"x":"..${kept!.hash.toString("base64url")}.."}`);
  expect(await findSecrets(house.world, leaking, saltedRoutes)).toHaveLength(1);
});

test("the prints that were added up over all requests are what the tables hold", async () => {
  expect(await printTables(house.world)).toEqual(await printTablesWhole(house.world));
});

test("docs/access.md is what the application answered", () => {
  expect(observed).toHaveLength(routes.length);
  const printed = printMatrix(observed, house.callers, listJobs());
  if (isWriting) writeFileSync(page, printed);
  expect(readFileSync(page, "utf8")).toBe(printed);
});

test("no route answers a field that was not looked at before: the names of all of them are kept beside this test", () => {
  const known = JSON.parse(readFileSync(keysFile, "utf8")) as Record<string, string[]>;
  if (isWriting) {
    const kept = routes
      .map(nameOf)
      .map((name): [string, string[]] => [
        name,
        [...new Set([...(known[name] ?? []), ...(answeredKeys.get(name) ?? [])])].sort(),
      ]);
    writeFileSync(
      keysFile,
      `${JSON.stringify(Object.fromEntries(kept.filter(([, keys]) => keys.length > 0).sort(([one], [other]) => (one < other ? -1 : 1))), null, 2)}\n`,
    );
  }
  const reviewed = JSON.parse(readFileSync(keysFile, "utf8")) as Record<string, string[]>;
  const added = [...answeredKeys].flatMap(([name, keys]) =>
    [...keys].filter((key) => !reviewed[name]?.includes(key)).map((key) => `${name}: ${key}`),
  );
  // A new field on purpose: look at it, then print again with TOGUNA_WRITE_DOCS=1.
  expect(added).toEqual([]);
});
