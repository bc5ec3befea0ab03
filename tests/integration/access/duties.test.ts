// Separation of duties as the operator sets it: which roles go together, and that nobody does both halves of one act whatever is set.
import { beforeAll, expect, test } from "vitest";
import { changeRoles } from "../../../backend/identity/change-roles.ts";
import { changeDuties, readDuties } from "../../../backend/identity/duties/keep-duties.ts";
import type { Context } from "../../../backend/platform/context/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert, addPerson } from "../../support/desk-world.ts";

let world: TestWorld;
let system: Context;
beforeAll(async () => {
  world = await makeTestWorld();
  system = world.context({ kind: "system", job: "test" });
});

test("a team of six gives one person several roles; kept apart, it does not, and a profile that is broken already is refused by name", async () => {
  const cert = await addCert(world);
  const administrator = await addPerson(world, cert, "administrator", "Awa Keïta");
  await world.owner`insert into passkeys (id, person_id, name, public_key, algorithm, attestation_format, is_backup_eligible, is_backed_up)
    values ('key', ${administrator.personId}, 'key', ${Buffer.alloc(32)}, -7, 'none', false, false)`;
  const { personId } = await addPerson(world, cert, "analyst", "Bat Dorj");
  expect(await readDuties(system)).toEqual({ profile: "team_of_six" });
  const { version } = await changeRoles(system, personId, {
    roles: ["analyst", "on_call", "administrator"],
    version: 1,
  });
  await expect(changeRoles(system, personId, { roles: ["auditor", "administrator"], version })).rejects.toMatchObject({
    code: "refused",
  });
  await expect(changeDuties(system, { profile: "apart" })).rejects.toMatchObject({
    code: "refused",
    detail: expect.stringContaining("Bat Dorj") as string,
  });
  const after = await changeRoles(system, personId, { roles: ["analyst", "on_call"], version });
  await expect(changeDuties(world.context(administrator), { profile: "apart" })).rejects.toMatchObject({
    code: "step_up_required",
  });
  await changeDuties(system, { profile: "apart" });
  await expect(
    changeRoles(system, personId, { roles: ["analyst", "administrator"], version: after.version }),
  ).rejects.toMatchObject({
    words: "access.refusal.duties",
  });
  const [row] = await world.owner`select detail from audit_log where action = 'policy.change_duties'`;
  expect(row).toEqual({ detail: { before: "team_of_six", after: "apart" } });
});

test("the database itself refuses both halves of one act by one person, in every table that keeps two hands", async () => {
  const checks = await world.owner<{ name: string; rule: string }[]>`
    select conrelid::regclass::text as name, pg_get_constraintdef(oid) as rule from pg_constraint where contype = 'c'`;
  for (const [table, one, other] of [
    ["releases", "countersigned_by", "asked_by"],
    ["glass_openings", "reviewed_by", "person_id"],
    ["conflicts", "ended_by", "person_id"],
    ["recoveries", "approved_by", "asked_by"],
    ["rule_publications", "approved_by", "asked_by"],
  ])
    expect(
      checks.filter(
        (check) => check.name === table && check.rule.includes(one ?? "") && check.rule.includes(other ?? ""),
      ),
      table,
    ).not.toEqual([]);
});
