// What browsers tell about the content security policy: one line for the operator, and nothing that could be used against anyone.
import { beforeAll, expect, test } from "vitest";
import { createApi } from "../../../backend/api.ts";
import type { Log } from "../../../backend/platform/log/index.ts";
import { type House, makeHouse } from "../../support/access-matrix.ts";

let house: House;
let lines: unknown[] = [];
let send: (body: string, type?: string) => Promise<Response>;

beforeAll(async () => {
  house = await makeHouse();
  const log: Log = { ...house.world.services.log, warn: (line: unknown) => void lines.push(line) } as Log;
  const api = createApi({ ...house.world.services, log });
  send = async (body, type = "application/csp-report") =>
    await api.request("/csp-reports", {
      method: "POST",
      headers: { "content-type": type, "content-length": String(body.length) },
      body,
    });
});

const report = (over: Record<string, string> = {}): string =>
  JSON.stringify({
    "csp-report": {
      "document-uri": "https://desk.example/desk/reports?text=secret#part",
      "blocked-uri": "https://evil.example/steal?session=1",
      "effective-directive": "script-src-elem",
      ...over,
    },
  });

test("a report becomes a line with directive, page and origin, without what stood behind a question mark", async () => {
  lines = [];
  expect((await send(report())).status).toBe(204);
  expect(lines).toEqual([
    { stopped: { directive: "script-src-elem", page: "/desk/reports", blocked: "https://evil.example" } },
  ]);
});

test("what is no report, another type, or too long is answered the same and written nowhere", async () => {
  lines = [];
  const bodies: [string, string?][] = [
    ["{"],
    ["[]"],
    ["null"],
    [report(), "text/plain"],
    [report({ "document-uri": "x".repeat(20_000) })],
  ];
  for (const [body, type] of bodies) expect((await send(body, type)).status).toBe(204);
  expect(lines).toEqual([]);
});

test("a flood of reports does not fill the operator's log", async () => {
  lines = [];
  for (let index = 0; index < 100; index++) await send(report());
  // The minute may turn once in between.
  expect(lines.length).toBeLessThanOrEqual(40);
});

test("every page names the place, so that browsers do tell", async () => {
  const page = await house.send("GET", "/");
  expect(page.headers.get("content-security-policy")).toMatch(/; report-uri \/csp-reports$/);
});
