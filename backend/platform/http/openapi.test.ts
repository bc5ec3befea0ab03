// The OpenAPI document says what a route takes: headers, and of forms the parts that the reader of forms knows.
import { expect, test } from "vitest";
import { z } from "zod";
import { makeOpenApi } from "./openapi.ts";
import { route } from "./routes.ts";

interface Described {
  parameters: { name: string; in: string; required: boolean }[];
  requestBody: { content: Record<string, { schema: { properties?: Record<string, unknown> } }> };
}

test("a route that takes a form tells its parts, the JSON body as the part report, and its headers", () => {
  const taken = route({
    method: "post",
    path: "/api/v1/things/:thingId",
    tag: "things",
    summary: "Takes a thing",
    access: { kind: "public", why: "a test" },
    body: z.strictObject({ name: z.string() }),
    rawBody: ["multipart/form-data"],
    headers: { "Idempotency-Key": "A repeat is the same." },
    handle: async () => await Promise.resolve(undefined),
  });
  const paths = makeOpenApi([taken], "http://localhost")["paths"] as Record<string, Record<string, Described>>;
  const described = paths["/api/v1/things/{thingId}"]?.["post"];
  expect(described?.parameters).toMatchObject([
    { name: "thingId", in: "path", required: true },
    { name: "Idempotency-Key", in: "header", required: false },
  ]);
  expect(described?.requestBody.content["multipart/form-data"]?.schema.properties).toMatchObject({
    report: { properties: { name: { type: "string" } } },
    files: { type: "array", items: { format: "binary" } },
  });
});
