// Whatever is sent to the door, it answers with a problem that names what was wrong, and never fails itself.
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { identityRoutes } from "../../../backend/identity/index.ts";
import { actsOfRole } from "../../../backend/identity/model.ts";
import { makeTestWorld } from "../../support/database.ts";
import { makeStaffedApp, type Visitor } from "../../support/identity-app.ts";

let administrator: Visitor;
beforeAll(async () => {
  const world = await makeTestWorld();
  ({ administrator } = await makeStaffedApp(world.services));
});

const writing = identityRoutes.filter((declared) => declared.method !== "get" && !declared.path.endsWith("/sign-out"));
const text = fc.oneof(
  fc.string(),
  fc.constantFrom("__proto__", "constructor", "\u0000", "'; drop table people; --", "../.."),
);
const pathPart = text.map((part) => encodeURIComponent(part).replaceAll(".", "%2E") || "x");

test("any JSON to any address of the door gives a refusal with a code, never a failure", async () => {
  expect(writing.length).toBeGreaterThan(20);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...writing), pathPart, fc.jsonValue(), async (declared, part, body) => {
      const path = declared.path.replaceAll(/:[a-zA-Z]+/g, () => part);
      const hasBody = declared.body !== undefined;
      const answer = await administrator.ask(declared.method.toUpperCase(), path, hasBody ? (body ?? {}) : undefined);
      expect(answer.status, `${declared.method} ${path} ${JSON.stringify(body)}`).toBeLessThan(500);
    }),
    { numRuns: 400 },
  );
});

test("each body refuses a field that it does not know, by its name", async () => {
  // What is not the administrator's is refused before its body is read: the walk asks those of whoever may.
  const withBody = writing.filter(
    ({ body, access }) =>
      body !== undefined && (access.kind !== "act" || actsOfRole.administrator.some((act) => act === access.act)),
  );
  expect(withBody.length).toBeGreaterThan(15);
  for (const declared of withBody) {
    const path = declared.path.replaceAll(/:[a-zA-Z]+/g, "01890000-0000-7000-8000-000000000000");
    const answer = await administrator.ask<{ errors?: { path: string }[] }>(declared.method.toUpperCase(), path, {
      personId: "x",
    });
    expect(answer.status, path).toBe(400);
    expect(
      answer.body.errors?.map((error) => error.path),
      path,
    ).toContain("personId");
  }
});

test("a half credential, a wrong type and a giant field are refused with the field's name", async () => {
  const ask = async (body: object) =>
    (await administrator.ask<{ errors?: { path: string }[] }>("POST", "/api/v1/identity/sign-in", body)).body;
  const ceremonyId = "01890000-0000-7000-8000-000000000000";
  const response = { id: "a", rawId: "a", type: "public-key", response: {} };
  expect((await ask({ ceremonyId, response })).errors?.map((error) => error.path)).toEqual([
    "response.response.clientDataJSON",
    "response.response.authenticatorData",
    "response.response.signature",
  ]);
  expect((await ask({ ceremonyId: 7, response: "x" })).errors?.map((error) => error.path)).toEqual([
    "ceremonyId",
    "response",
  ]);
  for (const name of ["a\u0000b", "a\nb", "a\ud800"]) {
    const named = { email: "x@cert.example", role: "analyst", name };
    const invited = await administrator.ask("POST", "/api/v1/identity/invitations", named);
    expect(invited.body).toMatchObject({ status: 400, errors: [{ path: "name" }] });
    const bound = { act: "a.b", object: name, version: "1" };
    const stepUp = await administrator.ask("POST", "/api/v1/identity/step-up/options", bound);
    expect(stepUp.body).toMatchObject({ status: 400, errors: [{ path: "object" }] });
  }
  const giant = { ...response, id: "A".repeat(5000) };
  expect((await ask({ ceremonyId, response: giant })).errors?.map((error) => error.path)).toContain("response.id");
});
