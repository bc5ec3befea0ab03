// Every body and query of every route, with fields that nobody asked for, text that the database cannot hold, depth and size: refused by name, never a failure.
import fc from "fast-check";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { routes } from "../../../backend/api.ts";
import type { RouteDeclaration } from "../../../backend/platform/http/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { type Asker, callRoute, type House, makeHouse } from "../../support/access-matrix.ts";
import { nameOf, valid } from "../../support/access-recipes.ts";

const taking = routes.filter(({ method, body }) => method !== "get" && body !== undefined);
const fieldsOf = (text: string): string[] =>
  ((JSON.parse(text) as { errors?: { path: string }[] }).errors ?? []).map(({ path }) => path);
const shapeOf = (value: unknown): string => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);
let house: House;
beforeAll(async () => {
  house = await makeHouse();
});
beforeEach(async () => await house.tidy());

describe("a JSON body", () => {
  test.each(taking.map((declared) => [nameOf(declared), declared] as const))(
    "%s refuses fields that it does not know, by name",
    async (_name, declared) => {
      const { asker, asked } = await valid(house, declared);
      for (const key of ["id", "organisationIdOfMine", "createdAt", "isAdmin", "constructor", "prototype"]) {
        const answer = await callRoute(house, declared, asker.headers, {
          ...asked,
          body: { ...(asked.body as object), [key]: "x" },
        });
        expect([key, answer.status], answer.text).toEqual([key, 400]);
        expect(fieldsOf(answer.text)).toContain(key);
      }
      const polluted = JSON.stringify(asked.body ?? {}).replace(
        /^\{/,
        (open) => `${open}"__proto__":{"isAdmin":true}${JSON.stringify(asked.body) === "{}" ? "" : ","}`,
      );
      const answer = await callRoute(house, declared, asker.headers, { ...asked, body: polluted });
      expect(answer.status, answer.text).toBeLessThan(500);
      expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
    },
  );

  test.each(taking.map((declared) => [nameOf(declared), declared] as const))(
    "%s never fails over NUL, half characters, depth, size or a wrong shape",
    async (_name, declared) => {
      const { asker, asked } = await valid(house, declared);
      const body = asked.body as Record<string, unknown>;
      // One reader takes the bodies of all routes: its limits are asked again at each route that has its own, and at every tenth.
      const isLargeAsked =
        declared.rawBody !== undefined || declared.cleansText === true || taking.indexOf(declared) % 10 === 0;
      const bad = [
        "\0",
        "a\0b",
        "\ud800",
        "x".repeat(150_000),
        -1,
        1e300,
        true,
        null,
        [],
        {},
        [[null]],
        "not-a-uuid",
        "-".repeat(36),
      ];
      for (const key of Object.keys(body)) {
        for (const value of bad) {
          const answer = await callRoute(house, declared, asker.headers, { ...asked, body: { ...body, [key]: value } });
          const told = `${key}: ${JSON.stringify(value).slice(0, 40)} gave ${answer.status} ${answer.text}`;
          expect(answer.status, told).toBeLessThan(500);
          // What stands empty in the example may take any one shape; the fields of a case's own form take several.
          if ([shapeOf(value), "null"].includes(shapeOf(body[key])) || value === null) continue;
          if (key === "value" && declared.path.endsWith("/fields/:fieldId")) continue;
          // Of another shape than what is taken there: never written, and told as a problem with the field's name.
          expect([answer.status, fieldsOf(answer.text).some((path) => path.split(".")[0] === key)], told).toEqual([
            400,
            true,
          ]);
          expect(answer.text).toContain('"type":"urn:toguna:problem:');
        }
      }
      const texts = [
        "",
        "{",
        "null",
        "[]",
        "7",
        '"x"',
        "\u0000",
        ...(isLargeAsked
          ? [`{"a":${"[".repeat(300_000)}${"]".repeat(300_000)}}`, "[".repeat(1_000_000), `"${"x".repeat(2_100_000)}"`]
          : []),
      ];
      for (const text of texts) {
        const answer = await callRoute(house, declared, asker.headers, { ...asked, body: text });
        expect([400, 413], `${text.slice(0, 20)} gave ${answer.text.slice(0, 300)}`).toContain(answer.status);
      }
    },
  );
});

test("any address and any query of any route gives an answer that was meant", async () => {
  const part = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("%00", "\0", "..", "__proto__", "constructor", newId(), "-".repeat(36), "'"),
  );
  const openings = new Map<RouteDeclaration, Asker>();
  for (const declared of routes) openings.set(declared, (await valid(house, declared)).asker);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...routes),
      part,
      fc.dictionary(
        fc.constantFrom(
          "view",
          "text",
          "cursor",
          "limit",
          "class",
          "assigned",
          "objectId",
          "action",
          "reportId",
          "before",
          "state",
          "mine",
          "zzz",
        ),
        part,
        { maxKeys: 3 },
      ),
      async (declared, one, query) => {
        const asker = openings.get(declared);
        const param = encodeURIComponent(one.toWellFormed()).replaceAll(".", "%2E") || "x";
        const keys = [...declared.path.matchAll(/:([A-Za-z]+)/g)].map(([, key]) => key ?? "");
        const params = Object.fromEntries(keys.map((key) => [key, param]));
        const wellFormed = Object.fromEntries(Object.entries(query).map(([key, value]) => [key, value.toWellFormed()]));
        const hasBody = declared.body ? { body: {} } : {};
        // Signing out would close the door behind this test.
        if (declared.path.endsWith("/sign-out")) return;
        const answer = await callRoute(house, declared, asker?.headers ?? {}, {
          params,
          query: wellFormed,
          ...hasBody,
        });
        expect(
          answer.status,
          `${nameOf(declared)} ${JSON.stringify([params, wellFormed])}: ${answer.text}`,
        ).toBeLessThan(500);
      },
    ),
    { numRuns: 600 },
  );
});
