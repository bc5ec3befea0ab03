// Every declared route, asked by everybody, on an own, a foreign and a missing object: each answer is what the declaration says.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../../backend/api.ts";
import type { RouteDeclaration } from "../../../backend/platform/http/index.ts";
import {
  type Asker,
  callRoute,
  type Caller,
  type House,
  keptSecrets,
  makeHouse,
  printTables,
  promised,
} from "../../support/access-matrix.ts";
import type { Asked, Target } from "../../support/access-recipe.ts";
import { nameOf, recipes } from "../../support/access-recipes.ts";
import { type Observed, printMatrix } from "../../support/access-table.ts";

const page = fileURLToPath(new URL("../../../docs/access.md", import.meta.url));
const observed: Observed[] = [];
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

describe("what everybody is told", () => {
  test.each(routes.map((declared) => [nameOf(declared), declared] as const))("%s", async (name, declared) => {
    const recipe = recipes[name];
    if (!recipe) throw new Error(`no recipe for ${name}`);
    const promiseTo = (caller: Caller) => promised(declared, recipe.asks, caller);
    const allowed = house.callers.filter((caller) => promiseTo(caller) === "yes");
    const refused = house.callers.filter((caller) => promiseTo(caller) !== "yes");
    const statuses = new Map<string, number>();
    const elsewhere: Observed["elsewhere"] = new Map();

    const strangers = [];
    for (const caller of refused)
      for (const target of ["own", ...(recipe.also ?? [])] as const)
        strangers.push({ ...(await prepare(declared, caller, target)), target });
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

    for (const caller of allowed) {
      const { asker, asked } = await prepare(declared, caller, "own");
      const still = declared.method === "get" ? await printTables(house.world) : undefined;
      const { status, text } = await call(declared, asker, asked);
      statuses.set(caller.name, status);
      const isIn = recipe.answers === undefined ? status >= 200 && status < 300 : status === recipe.answers;
      expect([caller.name, isIn], `${caller.name} got ${status}: ${text}`).toEqual([caller.name, true]);
      expect(status).toBe(recipe.answers ?? declared.status ?? status);
      expect(text, `${caller.name} is not shown the object`).toContain(asked.shows ?? "");
      expect(still && (await printTables(house.world)), "a GET wrote something").toEqual(still);
      const secrets = [...house.secrets, ...(await keptSecrets(house.world))].filter((secret) => text.includes(secret));
      expect(secrets, "a secret stands in the answer").toEqual([]);
      expect(text).not.toContain("$argon2");
      for (const target of recipe.also ?? []) {
        const other = await prepare(declared, caller, target);
        const answer = await call(declared, other.asker, other.asked);
        elsewhere.set(target, answer.status);
        expect([caller.name, target, answer.status], answer.text).toEqual([caller.name, target, 404]);
      }
    }
    const [first] = allowed;
    const bare = first && (await prepare(declared, first, "own", false));
    const unconfirmed = bare?.asked.binding ? await call(declared, bare.asker, bare.asked) : undefined;
    expect(unconfirmed?.status ?? 403, "a dangerous act passed without a fresh assertion").toBe(403);
    expect(unconfirmed?.text ?? "step_up_required").toContain("step_up_required");
    observed.push({ declared, statuses, elsewhere });
  });
});

test("docs/access.md is what the application answered", () => {
  expect(observed).toHaveLength(routes.length);
  const printed = printMatrix(observed, house.callers);
  if (process.env["TOGUNA_WRITE_DOCS"] === "1") writeFileSync(page, printed);
  expect(readFileSync(page, "utf8")).toBe(printed);
});
