// The route table walked from end to end: methods, media types, other sites, headers.
import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { beforeAll, describe, expect, test } from "vitest";
import { routes } from "../../../backend/api.ts";
import type { RouteDeclaration } from "../../../backend/platform/http/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { callRoute, type House, makeHouse, publicUrl } from "../../support/access-matrix.ts";
import { nameOf, valid } from "../../support/access-recipes.ts";
import { printTables, printTablesWhole } from "../../support/print-tables.ts";

const writing = routes.filter(({ method }) => method !== "get");
const each = (some: readonly RouteDeclaration[]) => some.map((declared) => [nameOf(declared), declared] as const);
let house: House;
beforeAll(async () => {
  house = await makeHouse();
});

/** Whether an address is one of the route's: "/passkeys/options" is one of "/passkeys/:passkeyId" too. */
const matches = (declared: RouteDeclaration, path: string): boolean =>
  new RegExp(`^${declared.path.replaceAll(/:[A-Za-z]+/g, "[^/]+")}$`).test(path);

test("whatever the server answers was declared, is a page of a room, or is named here with its reason", () => {
  const known = new Set(routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`));
  const others = house.api.routes.filter(
    ({ method, path }) => method !== "ALL" && path.startsWith("/api") && !known.has(`${method} ${path}`),
  );
  // The description of the API is for everybody.
  expect(others.map(({ method, path }) => `${method} ${path}`)).toEqual(["GET /api/v1/openapi.json"]);
});

// One valid request is made ready a route: what is refused leaves it as it was.
describe.each(each(writing))("%s, a write,", (_name, declared) => {
  let made: Awaited<ReturnType<typeof valid>>;
  beforeAll(async () => {
    made = await valid(house, declared);
  });

  test("answers to its own method only", async () => {
    const { asker, asked } = made;
    const before = await printTables(house.world);
    const path = declared.path.replaceAll(/:([A-Za-z]+)/g, (_, key: string) => asked.params?.[key] ?? "x");
    const known = new Set<string>(routes.filter((other) => matches(other, path)).map(({ method }) => method));
    if (known.has("get")) known.add("head");
    for (const method of ["get", "head", "put", "patch", "delete", "post"].filter((one) => !known.has(one))) {
      const { status } = await house.send(method.toUpperCase(), path, { headers: asker.headers });
      expect([404, 405], `${method} ${path} gave ${status}`).toContain(status);
    }
    expect(await printTables(house.world)).toEqual(before);
  });

  test("refuses every other media type", async () => {
    const { asker, asked } = made;
    const before = await printTables(house.world);
    const text = JSON.stringify(asked.body ?? {});
    const types = [
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/xml",
      "text/plain; a=application/json",
    ];
    // A route that takes a file as it is says so in its declaration; every other kind is refused.
    const others = [...types, "multipart/form-data; boundary=x"].filter(
      (type) => !declared.rawBody?.includes(type.split(";")[0] ?? ""),
    );
    for (const type of others) {
      const answer = await callRoute(
        house,
        declared,
        { ...asker.headers, "content-type": type },
        { ...asked, body: text },
      );
      expect([type, answer.status], answer.text).toEqual([type, 415]);
    }
    expect(await printTables(house.world)).toEqual(before);
  });

  test("refuses what another site sent", async () => {
    const { asker, asked } = made;
    const before = await printTables(house.world);
    const { origin: _origin, ...bare } = asker.headers;
    const foreign: Record<string, string>[] = [
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "https://cert.example.evil.example" },
      { origin: publicUrl, "sec-fetch-site": "cross-site" },
      { origin: publicUrl, "sec-fetch-site": "same-site" },
      ...("cookie" in bare ? [{}] : []),
    ];
    for (const from of foreign) {
      const answer = await callRoute(house, declared, { ...bare, ...from }, asked);
      expect([from, answer.status], answer.text).toEqual([from, 403]);
      expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(await printTables(house.world)).toEqual(before);
  });
});

test("a method that nobody has is refused, and what arrives is never sent back", async () => {
  for (const path of ["/api/v1/desk/queue", "/", "/healthz", "/api/v1/reports"])
    for (const method of ["PROPFIND", "OPTIONS"]) {
      const headers = {
        origin: "https://evil.example",
        "access-control-request-method": "POST",
        "x-marker": "told-back",
      };
      const response = await house.send(method, path, { headers });
      expect([path, method, [403, 404, 405].includes(response.status)]).toEqual([path, method, true]);
      expect(response.headers.get("access-control-allow-origin")).toBeNull();
      expect(await response.text()).not.toContain("told-back");
    }
});

test("TRACE over a real connection is refused, and tells nothing of what was sent", async () => {
  const server = createServer((asked, answer) => void getRequestListener(house.api.fetch)(asked, answer));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const asked = request({
    port,
    host: "127.0.0.1",
    method: "TRACE",
    path: "/api/v1/desk/queue",
    headers: { cookie: "marker=told-back" },
  });
  asked.end();
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  const text = Buffer.concat(await answer.toArray()).toString("utf8");
  server.close();
  expect([400, 403, 404, 405, 501], text).toContain(answer.statusCode);
  expect(text).not.toContain("told-back");
});

test("every answer, the refused, the missing and the broken as well, carries the security headers", async () => {
  const answers: [string, Response][] = [];
  for (const path of [
    "/",
    "/healthz",
    "/nowhere",
    "/api/v1/nowhere",
    "/api/v1/desk/queue",
    "/api/v1/openapi.json",
    "/report/citizen",
    "/receipt",
    "/api/v1/identity/door",
  ])
    answers.push([path, await house.send("GET", path)]);
  answers.push([
    "wrong body",
    await house.send("POST", "/api/v1/reports", { headers: { "content-type": "application/json" }, body: "{" }),
  ]);
  answers.push([
    "other site",
    await house.send("POST", "/api/v1/reports", { headers: { origin: "https://evil.example" } }),
  ]);
  await house.world.owner`alter table settings rename to settings_away`;
  await house.world.owner`alter table areas rename to areas_away`;
  const key = house.callers.find(({ acts }) => acts.includes("registry.read") && acts.length === 1);
  await house.world.owner`alter table constituents rename to constituents_away`;
  answers.push([
    "broken",
    await house.send("GET", "/api/v1/desk/constituents", { headers: { authorization: `Bearer ${key?.token ?? ""}` } }),
  ]);
  await house.world.owner`alter table constituents_away rename to constituents`;
  await house.world.owner`alter table areas_away rename to areas`;
  await house.world.owner`alter table settings_away rename to settings`;
  for (const [what, { headers }] of answers) {
    const policy = headers.get("content-security-policy") ?? "";
    expect([what, policy]).toEqual([what, expect.stringMatching(/default-src 'none'/)]);
    expect([what, policy]).toEqual([what, expect.stringMatching(/frame-ancestors 'none'/)]);
    expect([what, policy]).not.toEqual([what, expect.stringMatching(/unsafe-|\*/)]);
    expect([what, headers.get("x-content-type-options")]).toEqual([what, "nosniff"]);
    expect([what, headers.get("strict-transport-security")]).toEqual([what, "max-age=31536000; includeSubDomains"]);
    expect([what, headers.get("referrer-policy")]).toEqual([what, "same-origin"]);
    expect([what, headers.get("cross-origin-opener-policy")]).toEqual([what, "same-origin"]);
    expect([what, headers.get("cross-origin-resource-policy")]).toEqual([what, "same-origin"]);
    expect([what, headers.get("server") ?? headers.get("x-powered-by")]).toEqual([what, null]);
  }
  const [, broken] = answers.at(-1) ?? [];
  expect(broken?.status).toBe(500);
  expect(await broken?.text()).not.toMatch(/constituents|select|stack/);
});

test("a print sees whatever is written to a table, however it is written, and is what the tables hold", async () => {
  const { owner } = house.world;
  let before = await printTables(house.world);
  const [id, other] = [newId(), newId()];
  await owner.unsafe("begin; update organisations set name = 'Zero'; rollback");
  await owner.unsafe("update organisations set name = name");
  await owner.unsafe("update sessions set last_seen_at = now()");
  expect(await printTables(house.world), "what leaves all as it was").toEqual(before);
  const acts: Record<string, string> = {
    "a row that comes": `insert into organisations (id, kind, name) values ('${id}', 'constituent', 'One'), ('${other}', 'constituent', 'Two')`,
    "a row that changes": `update organisations set name = 'Three' where id = '${id}'`,
    "an insert that becomes a change": `insert into organisations (id, kind, name) values ('${id}', 'constituent', 'x') on conflict (id) do update set name = 'Four'`,
    "a row that goes": `delete from organisations where id = '${other}'`,
    "without ordinary triggers": `begin; set local session_replication_role = replica; update organisations set name = 'Five' where id = '${id}'; commit`,
    "in another time zone": `begin; set local timezone = 'Africa/Bamako'; update organisations set name = 'Six' where id = '${id}'; commit`,
    "a table that is emptied": "truncate sessions cascade",
  };
  for (const [what, act] of Object.entries(acts)) {
    await owner.unsafe(act);
    const after = await printTables(house.world);
    expect(after, what).not.toEqual(before);
    expect(after, what).toEqual(await printTablesWhole(house.world));
    before = after;
  }
});
