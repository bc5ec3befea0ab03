// In whose name a session acts, and which roles a demo offers: those of the organisations that it has.
import { beforeAll, expect, test } from "vitest";
import { actForOrganisation } from "../../../backend/identity/act-for.ts";
import { listDemoRoles, makeDemoLink } from "../../../backend/identity/make-demo-link.ts";
import { resolveSession } from "../../../backend/identity/resolve-session.ts";
import { hashToken, newToken } from "../../../backend/identity/tokens.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";
import { addEntry } from "../../support/enrolment.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await makeTestWorld();
  await addCert(world);
});

test("a session acts for the organisation that its person chose, never for one without a role, and falls back when the role goes", async () => {
  const [one, other, foreign] = [await addEntry(world), await addEntry(world), await addEntry(world)];
  const person = await addPerson(world, one.organisationId, "constituent_administrator", "Awa");
  const { owner } = world;
  await owner`insert into role_grants (id, person_id, organisation_id, role) values (${newId()}, ${person.personId}, ${other.organisationId}, 'constituent_dpo')`;
  const [token, key] = [newToken(), newId()];
  await owner`insert into passkeys (id, person_id, name, public_key, algorithm, attestation_format, is_backup_eligible, is_backed_up)
    values (${key}, ${person.personId}, 'key', ${Buffer.alloc(8)}, -7, 'none', false, false)`;
  await owner`insert into sessions (id, token_hash, person_id, passkey_id, idle_expires_at, expires_at)
    values (${person.sessionId}, ${hashToken(token)}, ${person.personId}, ${key}, now() + interval '1 hour', now() + interval '1 hour')`;
  const acting = async () => await resolveSession(world.services, token);
  expect(await acting()).toMatchObject({ organisationId: one.organisationId, roles: ["constituent_administrator"] });
  await actForOrganisation(world.context(person), { organisationId: other.organisationId });
  expect(await acting()).toMatchObject({ organisationId: other.organisationId, roles: ["constituent_dpo"] });
  await expect(
    actForOrganisation(world.context(person), { organisationId: foreign.organisationId }),
  ).rejects.toMatchObject({ code: "not_found" });
  await owner`update role_grants set revoked_at = now() where person_id = ${person.personId} and organisation_id = ${other.organisationId}`;
  expect(await acting()).toMatchObject({ organisationId: one.organisationId });
});

test("a demo offers the roles of the organisations that it has, each in an organisation of its kind", async () => {
  const visitor = world.context({ kind: "anonymous" });
  expect(await listDemoRoles(visitor)).toEqual([]);
  await expect(makeDemoLink(visitor, { role: "lead" })).rejects.toMatchObject({ code: "not_found" });
  visitor.config.isDemo = true;
  const offered = await listDemoRoles(visitor);
  expect(offered).toContain("constituent_administrator");
  expect(offered).not.toContain("officer");
  await makeDemoLink(visitor, { role: "constituent_dpo" });
  const [made] = await world.owner<
    { kind: string }[]
  >`select o.kind from invitations i join organisations o on o.id = i.organisation_id where i.role = 'constituent_dpo'`;
  expect(made?.kind).toBe("constituent");
  await expect(makeDemoLink(visitor, { role: "officer" })).rejects.toMatchObject({ code: "not_found" });
});
