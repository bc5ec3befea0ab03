// Bodies: an authority stands for one addressee of the law, is changed without losing another's change, and is not ended under its people.
import { beforeEach, expect, test } from "vitest";
import { addBody, changeBody, endBody, reopenBody } from "../../../backend/compliance/bodies/keep-bodies.ts";
import { listBodies } from "../../../backend/compliance/bodies/list-bodies.ts";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let cert: string;
let administrator: Context;

beforeEach(async () => {
  world = await makeTestWorld();
  cert = await addCert(world);
  administrator = makeContext(world.services, await addPerson(world, cert, "administrator", "Adama"), "test");
});

test("an authority is entered with its name in the packs of law, and nobody else can be the same addressee", async () => {
  const { id } = await addBody(administrator, {
    kind: "authority",
    name: "APDP",
    addressee: "apdp",
    country: "ML",
    email: "greffe@apdp.example",
  });
  const { bodies, addressees } = await listBodies(administrator);
  expect(bodies).toMatchObject([{ id, kind: "authority", addressee: "apdp", people: 0, invitations: 0, version: 1 }]);
  expect(addressees.find((it) => it.id === "apdp")).toMatchObject({ bodyId: id });
  expect(addressees.find((it) => it.id === "amrtp")).toMatchObject({ bodyId: null });
  for (const [wanted, said] of [
    [{ kind: "authority", name: "Another", addressee: "apdp" }, "is this addressee already"],
    [{ kind: "authority", name: "Another", addressee: "no-such-body" }, "No pack of law knows"],
    [{ kind: "peer", name: "Another", addressee: "amrtp" }, "Only an authority"],
  ] as const)
    await expect(addBody(administrator, wanted)).rejects.toMatchObject({
      fields: [{ path: "addressee", message: expect.stringContaining(said) as string }],
    });
  const rows = await world.owner`select action from audit_log where object_id = ${id}`;
  expect(rows).toEqual([{ action: "body.add" }]);
});

test("two people who change a body at once do not overwrite each other", async () => {
  const { id } = await addBody(administrator, { kind: "authority", name: "AMRTP", email: "a@amrtp.example" });
  const change = async (name: string) => await changeBody(administrator, id, { version: 1, name });
  const done = await Promise.allSettled([change("First"), change("Second")]);
  expect(done.map((it) => it.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  await changeBody(administrator, id, { version: 2, email: null, addressee: "amrtp" });
  const { bodies } = await listBodies(administrator);
  expect(bodies).toMatchObject([{ email: null, addressee: "amrtp", version: 3 }]);
});

test("a body whose people can sign in is not ended; one without is, keeps its place in history, and frees its addressee", async () => {
  const { id } = await addBody(administrator, { kind: "authority", name: "APDP", addressee: "apdp" });
  const officer = await addPerson(world, id, "officer", "Oumou");
  await expect(endBody(administrator, id, { version: 1 })).rejects.toMatchObject({ code: "refused" });
  await world.owner`update role_grants set revoked_at = now() where person_id = ${officer.personId}`;
  await endBody(administrator, id, { version: 1 });
  await expect(reopenBody(administrator, id, { version: 1 })).rejects.toMatchObject({ code: "conflict" });
  await reopenBody(administrator, id, { version: 2 });
  await endBody(administrator, id, { version: 3 });
  await addBody(administrator, { kind: "authority", name: "APDP, new", addressee: "apdp" });
  await expect(reopenBody(administrator, id, { version: 4 })).rejects.toMatchObject({
    fields: [{ path: "addressee" }],
  });
  const { bodies } = await listBodies(administrator);
  expect(bodies.map((it) => [it.name, it.endedAt === null])).toEqual([
    ["APDP, new", true],
    ["APDP", false],
  ]);
});

test("only administrators keep bodies, and the database itself keeps a body's kind", async () => {
  for (const role of ["analyst", "lead", "auditor"]) {
    const other = makeContext(world.services, await addPerson(world, cert, role, role), "test");
    await expect(listBodies(other)).rejects.toMatchObject({ code: "forbidden" });
    await expect(addBody(other, { kind: "office", name: "Committee" })).rejects.toMatchObject({ code: "forbidden" });
  }
  const { id } = await addBody(administrator, { kind: "authority", name: "APDP" });
  await expect(world.owner`update organisations set kind = 'peer' where id = ${id}`).rejects.toThrow(/keeps its kind/);
});

test("neither the national team nor an entity is changed or ended as a body", async () => {
  await expect(changeBody(administrator, cert, { version: 1, name: "Ours" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(endBody(administrator, cert, { version: 1 })).rejects.toMatchObject({ code: "not_found" });
});
