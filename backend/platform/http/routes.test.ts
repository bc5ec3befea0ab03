// An address that takes no body hears an empty one, and refuses every other.
import { Hono } from "hono";
import { expect, test } from "vitest";
import { defineRoutes, problemResponse, route } from "./index.ts";
import type { HttpEnv } from "./env.ts";

const app = new Hono<HttpEnv>();
app.use(async (c, next) => {
  c.set("ctx", {} as never);
  await next();
});
const cancel = route({
  method: "post",
  path: "/cancel",
  access: { kind: "public", why: "a test" },
  summary: "Cancel",
  tag: "test",
  handle: async () => await Promise.resolve({ isCancelled: true }),
});
defineRoutes(app, [cancel], () => {});
app.onError((error, c) => problemResponse(c, error, "test"));

const post = async (body?: string, type?: string): Promise<number> => {
  const headers = type === undefined ? {} : { "content-type": type };
  return (await app.request("/cancel", { method: "POST", headers, ...(body === undefined ? {} : { body }) })).status;
};

test("no body, an empty one and an empty JSON object are the same", async () => {
  expect([await post(), await post("", "application/json"), await post(" { } ", "application/json")]).toEqual([
    200, 200, 200,
  ]);
});

test("a body that says something is refused, and so is another type", async () => {
  expect(await post('{"a":1}', "application/json")).toBe(415);
  expect(await post("[]", "application/json")).toBe(415);
  expect(await post("{}", "text/plain")).toBe(415);
  expect(await post("a=1", "application/x-www-form-urlencoded")).toBe(415);
});
