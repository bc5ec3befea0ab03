// What a route declares that it answers is all that it answers.
import { Hono } from "hono";
import { expect, test } from "vitest";
import { z } from "zod";
import type { HttpEnv } from "./env.ts";
import { defineRoutes, route } from "./routes.ts";

function answering(answer: unknown): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  const response = z.object({ id: z.string(), inner: z.object({ name: z.string() }) });
  const declared = route({
    method: "get",
    path: "/x",
    access: { kind: "public", why: "a test" },
    summary: "",
    tag: "",
    response,
    handle: async () => await Promise.resolve(answer),
  });
  defineRoutes(app, [declared], () => {});
  app.onError((error, c) => c.text(error.message, 500));
  return app;
}

test("a field that the response schema does not name never leaves, also deep inside", async () => {
  const answer = { id: "1", tokenHash: "secret", inner: { name: "a", email: "secret" } };
  expect(await (await answering(answer).request("/x")).json()).toEqual({ id: "1", inner: { name: "a" } });
});

test("an answer that is not what the route declares is our own fault, and tells nothing", async () => {
  const refused = await answering({ id: 7, inner: { name: "secret" } }).request("/x");
  expect(refused.status).toBe(500);
  expect(await refused.text()).not.toContain("secret");
});
