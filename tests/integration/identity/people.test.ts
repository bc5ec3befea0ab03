// Administrators and people: step-up, roles, disabling, recovery, policy, API keys; each refusal, and what the log keeps.
import { describe, expect, test } from "vitest";
import { sql } from "drizzle-orm";
import { z } from "zod";
import {
  recoverAtConsole,
  requireStepUp,
  resolveApiKey,
  resolveSession,
  sessionTokenOf,
} from "../../../backend/identity/index.ts";
import { defaultPolicy, type OwnKeysView, type PeopleView, stepUpFor } from "../../../backend/identity/model.ts";
import { writeAudit } from "../../../backend/platform/audit/index.ts";
import { withTransaction } from "../../../backend/platform/db/index.ts";
import { route } from "../../../backend/platform/http/index.ts";
import { makeTestWorld } from "../../support/database.ts";
import { makeStaffedApp, root, tokenOf, type Visitor } from "../../support/identity-app.ts";
import { makeSoftwareKey } from "../../support/software-key.ts";

const minute = 60_000;
const hour = 60 * minute;
const startAt = new Date("2026-11-22T08:00:00Z");

/** A dangerous act of another domain, guarded as such acts are. */
const publish = route({
  method: "post",
  path: "/test/publish",
  access: { kind: "signed_in" },
  summary: "test",
  tag: "test",
  body: z.strictObject({ object: z.string(), version: z.string() }),
  handle: async ({ ctx, body }) => {
    await withTransaction(ctx, async (tx) => {
      await requireStepUp(tx, ctx, { act: "rule.publish", ...body });
      await tx.execute(sql`select 1`);
      await writeAudit(tx, ctx, { action: "rule.publish", objectType: "rule", objectId: body.object });
    });
  },
});

async function staffed() {
  const world = await makeTestWorld({ startAt });
  const app = await makeStaffedApp(world.services, [publish]);
  const clock = world.clock as unknown as { advance(milliseconds: number): void };
  const find = async (asking: Visitor, email: string) => {
    const { body } = await asking.ask<PeopleView>("GET", `${root}/people`);
    return body.people.find((person) => person.email === email)!;
  };
  return { world, clock, find, ...app };
}

describe("a step-up", () => {
  const act = { act: "rule.publish", object: "r1", version: "3" };
  const body = { object: "r1", version: "3" };

  test("is asked for, works once, and only for its act, object and version", async () => {
    const { staff } = await staffed();
    const person = await staff("senior");
    const refused = await person.ask("POST", "/test/publish", body);
    expect(refused.body).toMatchObject({ status: 403, code: "step_up_required", words: "identity.refusal.step_up" });
    for (const other of [
      { ...act, object: "r2" },
      { ...act, version: "4" },
      { ...act, act: "rule.delete" },
    ]) {
      expect((await person.stepUp(other)).status).toBe(204);
      expect((await person.ask("POST", "/test/publish", body)).status).toBe(403);
    }
    await person.stepUp(act);
    expect((await person.ask("POST", "/test/publish", body)).status).toBe(204);
    expect((await person.ask("POST", "/test/publish", body)).status).toBe(403);
  });

  test("used twice at the same moment carries one act", async () => {
    const { staff } = await staffed();
    const person = await staff("senior");
    await person.stepUp(act);
    const both = await Promise.all([1, 2, 3, 4].map(async () => await person.ask("POST", "/test/publish", body)));
    expect(both.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([204, 403, 403, 403]);
  });

  test("is stale after five minutes, and is nobody else's", async () => {
    const { staff, clock, visitor } = await staffed();
    const person = await staff("senior");
    await person.stepUp(act);
    clock.advance(5 * minute);
    expect((await person.ask("POST", "/test/publish", body)).status).toBe(403);
    await person.stepUp(act);
    const other = await staff("senior");
    expect((await other.ask("POST", "/test/publish", body)).status).toBe(403);
    const elsewhere = visitor(person.key);
    clock.advance(1000);
    await elsewhere.signIn();
    expect((await elsewhere.ask("POST", "/test/publish", body)).status).toBe(403);
  });

  test("takes only the person's own passkey, and gives the session a new token", async () => {
    const { staff, world } = await staffed();
    const person = await staff("senior");
    const other = await staff("senior");
    const begun = await person.ask<{ ceremonyId: string; options: never }>("POST", `${root}/step-up/options`, act);
    const foreign = { ceremonyId: begun.body.ceremonyId, response: other.key.get(begun.body.options, other.origin) };
    const answer = await person.ask("POST", `${root}/step-up`, foreign);
    expect(answer.body).toMatchObject({ status: 403, words: "identity.refusal.passkey" });
    expect((await person.me()).status).toBe(200);
    const before = sessionTokenOf(person.cookie);
    await person.stepUp(act);
    expect(await resolveSession(world.services, before)).toBeUndefined();
    expect(await resolveSession(world.services, sessionTokenOf(person.cookie))).toMatchObject({ kind: "person" });
  });
});

describe("inviting and changing people", () => {
  test("is for administrators, with a step-up bound to what is done", async () => {
    const { administrator, staff, find } = await staffed();
    const analyst = await staff("analyst", "a@cert.example");
    const wanted = { email: "x@cert.example", role: "administrator" };
    expect((await analyst.ask("POST", `${root}/invitations`, wanted)).status).toBe(403);
    expect((await analyst.ask("GET", `${root}/people`)).status).toBe(403);
    expect((await administrator.ask("POST", `${root}/invitations`, wanted)).status).toBe(403);
    await administrator.stepUp(stepUpFor.invite("x@cert.example", "analyst"));
    expect((await administrator.ask("POST", `${root}/invitations`, wanted)).status).toBe(403);
    const person = await find(administrator, "a@cert.example");
    await administrator.stepUp(stepUpFor.changeRoles(person.id, person.version, ["senior"]));
    const roles = { roles: ["senior", "administrator"], version: person.version };
    expect((await administrator.ask("POST", `${root}/people/${person.id}/roles`, roles)).status).toBe(403);
  });

  test("refuses unknown fields, foreign roles and an address that has an account, naming each", async () => {
    const { administrator } = await staffed();
    const ask = async (body: object) => (await administrator.ask("POST", `${root}/invitations`, body)).body;
    expect(await ask({ email: "x@cert.example", role: "analyst", isAdmin: true })).toMatchObject({
      status: 400,
      errors: [{ path: "isAdmin" }],
    });
    expect(await ask({ email: "x", role: "root" })).toMatchObject({ errors: [{ path: "email" }, { path: "role" }] });
    expect(await ask({ email: "x@cert.example", role: "officer" })).toMatchObject({ status: 422 });
    expect(await ask({ email: "ADMIN@cert.example", role: "analyst" })).toMatchObject({ errors: [{ path: "email" }] });
  });

  test("changing roles ends sessions, and a stale version is a conflict", async () => {
    const { administrator, staff, find, world } = await staffed();
    const person = await staff("analyst", "a@cert.example");
    const view = await find(administrator, "a@cert.example");
    const roles = { roles: ["senior", "lead"] as const, version: view.version };
    await administrator.stepUp(stepUpFor.changeRoles(view.id, view.version, roles.roles));
    expect((await administrator.ask("POST", `${root}/people/${view.id}/roles`, roles)).status).toBe(200);
    expect((await person.me()).status).toBe(401);
    expect((await administrator.ask("POST", `${root}/people/${view.id}/roles`, roles)).status).toBe(409);
    await person.signIn();
    expect((await person.me()).body.roles.sort()).toEqual(["lead", "senior"]);
    const [entry] = await world.owner`select detail from audit_log where action = 'person.change_roles'`;
    expect(entry!["detail"]).toEqual({ before: ["analyst"], after: ["senior", "lead"] });
  });

  test("disabling ends sessions and shuts the door until the person is enabled again", async () => {
    const { administrator, staff, find } = await staffed();
    const person = await staff("analyst", "a@cert.example");
    const view = await find(administrator, "a@cert.example");
    await administrator.stepUp(stepUpFor.disable(view.id, view.version));
    await administrator.ask("POST", `${root}/people/${view.id}/disable`, { version: view.version });
    expect((await person.me()).status).toBe(401);
    expect((await person.signIn()).status).toBe(401);
    const disabled = await find(administrator, "a@cert.example");
    expect(disabled.can).toMatchObject({ enable: true, disable: false });
    await administrator.stepUp(stepUpFor.enable(disabled.id, disabled.version));
    await administrator.ask("POST", `${root}/people/${view.id}/enable`, { version: disabled.version });
    expect((await person.signIn()).status).toBe(204);
  });

  test("two administrators who remove each other at the same moment leave one", async () => {
    const { administrator, staff, find } = await staffed();
    const second = await staff("administrator", "b@cert.example");
    const first = await find(administrator, "admin@cert.example");
    const other = await find(administrator, "b@cert.example");
    await administrator.stepUp(stepUpFor.disable(other.id, other.version));
    await second.stepUp(stepUpFor.disable(first.id, first.version));
    const answers = await Promise.all([
      administrator.ask("POST", `${root}/people/${other.id}/disable`, { version: other.version }),
      second.ask("POST", `${root}/people/${first.id}/disable`, { version: first.version }),
    ]);
    expect(answers.filter((answer) => answer.status === 204)).toHaveLength(1);
  });

  test("the last administrator stays, and nobody disables the own account", async () => {
    const { administrator, find } = await staffed();
    const me = await find(administrator, "admin@cert.example");
    const roles = await administrator.ask("POST", `${root}/people/${me.id}/roles`, { roles: [], version: me.version });
    expect(roles.body).toMatchObject({ status: 422, words: "identity.refusal.last_administrator" });
    const disable = await administrator.ask("POST", `${root}/people/${me.id}/disable`, { version: me.version });
    expect(disable.body).toMatchObject({ status: 422, words: "identity.refusal.own_account" });
  });
});

describe("own passkeys and sessions", () => {
  async function addKey(person: Visitor, key = makeSoftwareKey(), twist = {}) {
    const { personId } = (await person.me()).body;
    const { passkeys } = (await person.ask<OwnKeysView>("GET", `${root}/me/keys`)).body;
    const usable = passkeys.filter((one) => one.blockedAt === null).length;
    await person.stepUp(stepUpFor.addPasskey(personId, usable));
    const begun = await person.ask<{ ceremonyId: string; options: never }>("POST", `${root}/me/passkeys/options`, {});
    if (begun.status !== 200) return begun;
    const response = key.create(begun.body.options, person.origin, twist);
    return await person.ask("POST", `${root}/me/passkeys`, {
      ceremonyId: begun.body.ceremonyId,
      response,
      keyName: "Spare",
    });
  }

  test("a second passkey signs in too; removing it ends its sessions; the last one stays", async () => {
    const { staff, visitor, clock } = await staffed();
    const person = await staff("analyst");
    expect((await person.ask("POST", `${root}/me/passkeys/options`, {})).status).toBe(403);
    const spare = makeSoftwareKey();
    expect((await addKey(person, spare)).status).toBe(201);
    const elsewhere = visitor(spare);
    clock.advance(1000);
    expect((await elsewhere.signIn()).status).toBe(204);
    const { passkeys, sessions } = (await person.ask<OwnKeysView>("GET", `${root}/me/keys`)).body;
    expect(passkeys.map((key) => key.name)).toEqual(["Test key", "Spare"]);
    expect(sessions.filter((session) => session.isThisOne)).toHaveLength(1);
    await person.stepUp(stepUpFor.removePasskey(spare.id, 2));
    expect((await person.ask("DELETE", `${root}/me/passkeys/${spare.id}`)).status).toBe(204);
    expect((await elsewhere.me()).status).toBe(401);
    expect((await elsewhere.signIn()).status).toBe(401);
    const last = await person.ask("DELETE", `${root}/me/passkeys/${person.key.id}`);
    expect(last.body).toMatchObject({ status: 422, words: "identity.refusal.last_passkey" });
  });

  test("a credential that somebody else enrolled is not taken over", async () => {
    const { staff } = await staffed();
    const victim = await staff("analyst");
    const thief = await staff("analyst");
    const handle = victim.key.userHandle;
    expect((await addKey(thief, victim.key)).status).toBe(403);
    victim.key.userHandle = handle;
    expect((await victim.signIn()).status).toBe(204);
  });

  test("another's passkeys and sessions are not found", async () => {
    const { staff, administrator } = await staffed();
    const person = await staff("analyst");
    const session = (await administrator.me()).body.session.id;
    expect((await person.ask("DELETE", `${root}/me/sessions/${session}`)).status).toBe(404);
    expect((await person.ask("DELETE", `${root}/me/passkeys/${administrator.key.id}`)).status).toBe(404);
    const rename = await person.ask("PATCH", `${root}/me/passkeys/${administrator.key.id}`, { name: "mine" });
    expect(rename.status).toBe(404);
    expect((await administrator.me()).status).toBe(200);
  });

  test("sessions are ended one by one, or all others at once", async () => {
    const { staff, visitor, clock } = await staffed();
    const person = await staff("analyst");
    const others = [visitor(person.key), visitor(person.key), visitor(person.key)];
    for (const other of others) {
      clock.advance(1000);
      await other.signIn();
    }
    const id = (await others[0]!.me()).body.session.id;
    expect((await person.ask("DELETE", `${root}/me/sessions/${id}`)).body).toEqual({ ended: 1 });
    expect((await others[0]!.me()).status).toBe(401);
    expect((await person.ask("POST", `${root}/me/sessions/end-others`, {})).body).toEqual({ ended: 2 });
    expect((await others[2]!.me()).status).toBe(401);
    expect((await person.me()).status).toBe(200);
  });
});

describe("the policy", () => {
  const national = { ...defaultPolicy, level: "national" as const, sessionIdleMinutes: 30, sessionHours: 12 };

  test("at national binds sessions that are open: without a second key nobody has rights, and gets them back with one", async () => {
    const { administrator, staff } = await staffed();
    const analyst = await staff("analyst");
    await administrator.stepUp(stepUpFor.changePolicy(national));
    expect((await administrator.ask("POST", `${root}/policy`, national)).status).toBe(200);
    const limited = (await analyst.me()).body;
    expect(limited).toMatchObject({ limitation: "needs_second_key", roles: ["analyst"] });
    expect(limited.can).toMatchObject({ "report.read": false, "own.change": true });
    expect((await administrator.ask("GET", `${root}/people`)).status).toBe(403);
    const { personId } = limited;
    await analyst.stepUp(stepUpFor.addPasskey(personId, 1));
    const begun = await analyst.ask<{ ceremonyId: string; options: never }>("POST", `${root}/me/passkeys/options`, {});
    const response = makeSoftwareKey().create(begun.body.options, analyst.origin);
    await analyst.ask("POST", `${root}/me/passkeys`, { ceremonyId: begun.body.ceremonyId, response });
    expect((await analyst.me()).body).toMatchObject({ limitation: null, can: { "report.read": true } });
  });

  test("at national a synced passkey opens no powerful role, and cannot be enrolled for one", async () => {
    const { administrator, visitor, world } = await staffed();
    const token = await administrator.invite("lead@cert.example", "lead");
    await world.owner`insert into settings (key, value) values ('identity.policy', '{"level":"national"}')`;
    const synced = visitor(makeSoftwareKey({ isBackupEligible: true, isBackedUp: true }));
    const refused = await synced.enrol(token, { email: "lead@cert.example" });
    expect(refused.body).toMatchObject({ status: 422, words: "identity.refusal.synced_passkey" });
    const bound = visitor(makeSoftwareKey());
    expect((await bound.enrol(token, { email: "lead@cert.example" })).status).toBe(200);
    await world.owner`update passkeys set is_backup_eligible = true where id = ${bound.key.id}`;
    expect((await bound.me()).body.limitation).toBe("needs_device_bound_key");
  });

  test("that shortens sessions ends open ones by it", async () => {
    const { administrator, staff, clock } = await staffed();
    const analyst = await staff("analyst");
    clock.advance(6 * minute);
    const short = { ...defaultPolicy, level: "start" as const, sessionIdleMinutes: 5, sessionHours: 12 };
    await administrator.stepUp(stepUpFor.changePolicy(short));
    await administrator.ask("POST", `${root}/policy`, short);
    expect((await analyst.me()).status).toBe(401);
  });
});

describe("recovery", () => {
  const proof = { proof: "Met in person, identity card shown." };

  test("at start is one administrator's act, replaces all keys, ends all sessions and signs nobody in", async () => {
    const { administrator, staff, visitor, find, clock } = await staffed();
    const person = await staff("analyst", "a@cert.example");
    const { id } = await find(administrator, "a@cert.example");
    expect((await administrator.ask("POST", `${root}/people/${id}/recovery`, proof)).status).toBe(403);
    await administrator.stepUp(stepUpFor.askRecovery(id));
    const made = await administrator.ask<{ link: { link: string } }>("POST", `${root}/people/${id}/recovery`, proof);
    const token = tokenOf(made.body.link.link);
    const fresh = visitor();
    expect((await fresh.enrol(token, { email: "wrong@cert.example" })).status).toBe(400);
    expect((await fresh.enrol(token, { email: "a@cert.example" })).body).toEqual({ isSignedIn: false });
    expect((await fresh.me()).status).toBe(401);
    expect((await person.me()).status).toBe(401);
    clock.advance(1000);
    expect((await person.signIn()).status).toBe(401);
    expect((await fresh.signIn()).status).toBe(204);
    expect((await fresh.me()).body).toMatchObject({ personId: id, roles: ["analyst"] });
    expect((await visitor().enrol(token, { email: "a@cert.example" })).status).toBe(410);
  });

  test("of one of several administrators takes another one's word also at start: nobody takes over an equal alone", async () => {
    const { administrator, staff, visitor, find } = await staffed();
    await staff("administrator", "b@cert.example");
    const { id } = await find(administrator, "b@cert.example");
    // With two of them, one helps the other; the console is open as well.
    await administrator.stepUp(stepUpFor.askRecovery(id));
    const alone = await administrator.ask("POST", `${root}/people/${id}/recovery`, proof);
    expect(alone.body).toMatchObject({ link: expect.any(Object) as object });
    const third = await staff("administrator", "c@cert.example");
    await administrator.stepUp(stepUpFor.askRecovery(id));
    const asked = await administrator.ask<{ recoveryId: string }>("POST", `${root}/people/${id}/recovery`, proof);
    expect(asked.body).toEqual({ recoveryId: expect.any(String) as string });
    await third.stepUp(stepUpFor.approveRecovery(asked.body.recoveryId));
    const path = `${root}/recoveries/${asked.body.recoveryId}/approve`;
    const approved = await third.ask<{ link: { link: string } }>("POST", path, {});
    const done = await visitor().enrol(tokenOf(approved.body.link.link), { email: "b@cert.example" });
    expect(done.body).toEqual({ isSignedIn: false });
  });

  test("at national takes two administrators apart, neither the subject, and waits a day", async () => {
    const { administrator, staff, visitor, find, world, clock } = await staffed();
    await staff("analyst", "a@cert.example");
    const second = await staff("administrator", "b@cert.example");
    const { id } = await find(administrator, "a@cert.example");
    await world.owner`insert into passkeys (id, person_id, name, public_key, algorithm, counter, attestation_format, is_backup_eligible, is_backed_up)
      select replace(p.id::text, '-', ''), p.id, 'spare', '\\x00', -7, 0, 'none', false, false from people p`;
    await world.owner`insert into settings (key, value) values ('identity.policy', '{"level":"national"}')`;
    await administrator.stepUp(stepUpFor.askRecovery(id));
    const asked = await administrator.ask<{ recoveryId: string }>("POST", `${root}/people/${id}/recovery`, proof);
    expect(asked.body).toEqual({ recoveryId: expect.any(String) as string });
    const { recoveryId } = asked.body;
    await administrator.stepUp(stepUpFor.approveRecovery(recoveryId));
    const own = await administrator.ask("POST", `${root}/recoveries/${recoveryId}/approve`, {});
    expect(own.body).toMatchObject({ status: 422, words: "identity.refusal.same_person" });
    await second.stepUp(stepUpFor.approveRecovery(recoveryId));
    const approved = await second.ask<{ link: { link: string } }>(
      "POST",
      `${root}/recoveries/${recoveryId}/approve`,
      {},
    );
    expect(approved.status).toBe(200);
    const token = tokenOf(approved.body.link.link);
    const early = await visitor().enrol(token, { email: "a@cert.example" });
    expect(early.body).toMatchObject({ status: 422, words: "identity.refusal.not_yet" });
    clock.advance(24 * hour);
    expect((await visitor().enrol(token, { email: "a@cert.example" })).status).toBe(200);
    const log = await world.owner`select action from audit_log where action like 'person.%recovery' order by xid`;
    expect(log.map((row) => row["action"])).toEqual(["person.ask_recovery", "person.approve_recovery"]);
  });

  test("of the own account is refused", async () => {
    const { administrator } = await staffed();
    const { personId } = (await administrator.me()).body;
    await administrator.stepUp(stepUpFor.askRecovery(personId));
    const answer = await administrator.ask("POST", `${root}/people/${personId}/recovery`, proof);
    expect(answer.body).toMatchObject({ status: 422, words: "identity.refusal.own_recovery" });
  });

  test("at the console is for administrators, only while there are fewer than three, and is logged", async () => {
    const { world, staff, visitor } = await staffed();
    await staff("analyst", "a@cert.example");
    await expect(recoverAtConsole(world.services, "a@cert.example")).rejects.toThrow(/not_found/);
    const link = await recoverAtConsole(world.services, "Admin@cert.example");
    const fresh = visitor();
    expect((await fresh.enrol(tokenOf(link.link), { email: "admin@cert.example" })).body).toEqual({
      isSignedIn: false,
    });
    expect((await fresh.signIn()).status).toBe(204);
    const log = await world.owner`select actor_kind from audit_log where action = 'person.recover_at_console'`;
    expect(log).toHaveLength(1);
    await world.owner`insert into role_grants (id, person_id, organisation_id, role)
      select gen_random_uuid(), p.id, o.id, 'administrator' from people p, organisations o where p.email = 'a@cert.example'`;
    expect(await recoverAtConsole(world.services, "admin@cert.example")).toMatchObject({
      link: expect.any(String) as string,
    });
    const third =
      await world.owner`insert into people (id, handle, name, email) values (gen_random_uuid(), decode(repeat('ab', 32), 'hex'), 'c', 'c@cert.example') returning id`;
    await world.owner`insert into role_grants (id, person_id, organisation_id, role)
      select gen_random_uuid(), ${third[0]!["id"] as string}, o.id, 'administrator' from organisations o`;
    await expect(recoverAtConsole(world.services, "admin@cert.example")).rejects.toThrow(/three administrators/);
  });
});

describe("an API key", () => {
  async function make(administrator: Visitor, days = 30) {
    await administrator.stepUp(stepUpFor.makeApiKey("Feed", ["report.submit"]));
    const made = await administrator.ask<{ id: string; key: string }>("POST", `${root}/api-keys`, {
      name: "Feed",
      acts: ["report.submit"],
      days,
    });
    return made.body;
  }

  test("is shown once, stored as a hash, limited to its acts, and remembers its last use", async () => {
    const { administrator, world, visitor } = await staffed();
    const { id, key } = await make(administrator);
    expect(key).toMatch(/^tgk_[0-9a-f]{8}_[A-Za-z0-9_-]{43}$/);
    expect(await resolveApiKey(world.services, key, "127.0.0.1")).toMatchObject({
      kind: "api_key",
      keyId: id,
      acts: ["report.submit"],
    });
    const rows = JSON.stringify(await world.owner`select * from api_keys`);
    expect(rows).not.toContain(key.slice(13));
    const list = await administrator.ask("GET", `${root}/api-keys`);
    expect(JSON.stringify(list.body)).not.toContain(key.slice(13));
    expect(list.body).toMatchObject({ keys: [{ prefix: key.slice(4, 12), lastUsedAt: startAt.toISOString() }] });
    const machine = visitor();
    const asked = await machine.ask("GET", `${root}/people`, undefined, { authorization: `Bearer ${key}` });
    expect(asked.status).toBe(403);
  });

  test("cannot be given an act that needs a person", async () => {
    const { administrator } = await staffed();
    const wanted = { name: "Feed", acts: ["person.change"], days: 30 };
    expect((await administrator.ask("POST", `${root}/api-keys`, wanted)).body).toMatchObject({
      status: 400,
      errors: [{ path: "acts.0" }],
    });
  });

  test("ends by its date, when it is revoked, and a day after it was replaced", async () => {
    const { administrator, world, clock } = await staffed();
    const opens = async (key: string) => (await resolveApiKey(world.services, key, "127.0.0.1")) !== undefined;
    const short = await make(administrator, 1);
    const revoked = await make(administrator);
    expect((await administrator.ask("DELETE", `${root}/api-keys/${revoked.id}`)).status).toBe(204);
    expect(await opens(revoked.key)).toBe(false);
    const old = await make(administrator);
    await administrator.stepUp(stepUpFor.rotateApiKey(old.id));
    const fresh = await administrator.ask<{ key: string }>("POST", `${root}/api-keys/${old.id}/rotate`, {});
    expect([await opens(old.key), await opens(fresh.body.key), await opens(short.key)]).toEqual([true, true, true]);
    clock.advance(24 * hour);
    expect([await opens(old.key), await opens(fresh.body.key), await opens(short.key)]).toEqual([false, true, false]);
  });
});

describe("row-level security", () => {
  test("keeps tokens, challenges and keys behind the door of identity, whatever a query of another domain asks", async () => {
    const { world, staff } = await staffed();
    const person = await staff("analyst");
    const ctx = world.context({
      kind: "person",
      personId: (await person.me()).body.personId,
      organisationId: "00000000-0000-7000-8000-000000000000",
      roles: ["analyst"],
      sessionId: "x",
    });
    for (const scope of ["staff", "person", "intake", "reporter", "none"] as const)
      for (const table of ["sessions", "passkeys", "ceremonies", "invitations", "api_keys", "recoveries"]) {
        const seen = await ctx.db.orm.transaction(async (tx) => {
          await tx.execute(sql`select set_config('toguna.scope', ${scope}, true)`);
          return await tx.execute(sql`select 1 from ${sql.identifier(table)}`);
        });
        expect(seen, `${table} as ${scope}`).toHaveLength(0);
      }
    const changed = ctx.db.orm.transaction(async (tx) => {
      await tx.execute(sql`select set_config('toguna.scope', 'staff', true)`);
      return await tx.execute(sql`update role_grants set role = 'administrator' returning id`);
    });
    expect(await changed).toHaveLength(0);
  });
});

describe("another site", () => {
  test("cannot make a signed-in browser change anything, and an unusual body is refused", async () => {
    const { administrator } = await staffed();
    const evil = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await administrator.ask("POST", `${root}/sign-out`, {}, evil)).status).toBe(403);
    const form = { "content-type": "text/plain" };
    expect((await administrator.ask("POST", `${root}/sign-out`, {}, form)).status).toBe(415);
    expect((await administrator.me()).status).toBe(200);
  });
});
