// Restoring access: one-time codes that enrol only, and who hears of it when somebody's access is restored.
import { beforeEach, describe, expect, test } from "vitest";
import { notifySecurity } from "../../../backend/coordination/notify-security.ts";
import { recoverAtConsole } from "../../../backend/identity/index.ts";
import { defaultPolicy, type OwnKeysView, type SignInPolicy, stepUpFor } from "../../../backend/identity/model.ts";
import type { makeFixedClock } from "../../../backend/platform/clock/index.ts";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeStaffedApp, root, tokenOf, type Visitor } from "../../support/identity-app.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
let world: TestWorld;
let clock: ReturnType<typeof makeFixedClock>;
let app: Awaited<ReturnType<typeof makeStaffedApp>>;
let analyst: Visitor;
const email = "awa@cert.example";

beforeEach(async () => {
  world = await makeTestWorld({ startAt: new Date("2026-11-22T08:00:00Z") });
  clock = world.clock as typeof clock;
  app = await makeStaffedApp(world.services);
  analyst = await app.staff("analyst", email);
});

async function allow(change: Partial<SignInPolicy> = {}): Promise<void> {
  const policy = { ...defaultPolicy, hasRecoveryCodes: true, ...change };
  await world.owner`insert into settings (key, value) values ('identity.policy', ${policy as never}::jsonb)
    on conflict (key) do update set value = excluded.value`;
}

async function make(who: Visitor): Promise<{ status: number; body: { codes: string[]; words?: string } }> {
  await who.stepUp(stepUpFor.makeCodes((await who.me()).body.personId));
  return await who.ask("POST", `${root}/me/recovery-codes`, {});
}

const use = async (code: string, address = email) =>
  await app
    .visitor()
    .ask<{ link: string; opensAt: string; words?: string; code?: string }>("POST", `${root}/recovery-codes/use`, {
      email: address,
      code,
    });

describe("one-time codes", () => {
  test("are made only where the operator allows them, with a step-up, and kept as argon2id under a key", async () => {
    await allow();
    expect((await analyst.ask("POST", `${root}/me/recovery-codes`, {})).body).toMatchObject({
      code: "step_up_required",
    });
    await allow({ hasRecoveryCodes: false });
    expect((await make(analyst)).body).toMatchObject({ words: "identity.refusal.codes_off" });
    await allow();
    const { body } = await make(analyst);
    expect(new Set(body.codes).size).toBe(8);
    const kept = await world.owner<{ code_hash: string }[]>`select code_hash from recovery_codes`;
    expect(kept.every(({ code_hash: hash }) => hash.startsWith("$argon2id$"))).toBe(true);
    const { body: keys } = await analyst.ask<OwnKeysView>("GET", `${root}/me/keys`);
    expect(keys.recoveryCodes).toMatchObject({ isAllowed: true, left: 8 });
    // At national no powerful role is restored by a sheet of paper.
    await allow({ level: "national" });
    const { body: own } = await app.administrator.ask<OwnKeysView>("GET", `${root}/me/keys`);
    expect(own.recoveryCodes.isAllowed).toBe(false);
  });

  test("enrol a new passkey and never sign in; the old keys, sessions and codes are gone; each works once", async () => {
    await allow();
    const { codes } = (await make(analyst)).body;
    const [first = "", second = ""] = codes;
    const stranger = app.visitor();
    const used = await stranger.ask<{ link: string }>("POST", `${root}/recovery-codes/use`, { email, code: first });
    expect(used.status).toBe(200);
    expect(stranger.cookie).toBeUndefined();
    expect((await stranger.me()).status).toBe(401);
    expect((await use(first)).status).toBe(401);
    const done = await stranger.enrol(tokenOf(used.body.link), { email });
    expect(done.body).toEqual({ isSignedIn: false });
    expect((await stranger.me()).status).toBe(401);
    expect((await analyst.me()).status).toBe(401);
    expect((await analyst.signIn()).status).toBe(401);
    expect((await stranger.signIn()).status).toBe(204);
    expect((await use(second)).status).toBe(401);
  });

  test("used twice at the same moment give one link", async () => {
    await allow();
    const [code = ""] = (await make(analyst)).body.codes;
    const both = await Promise.all([use(code), use(code)]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });

  test("at national open after a day, so that the real person can object", async () => {
    await allow({ level: "national" });
    const second = app.visitor();
    await world.owner`insert into passkeys select 'second', person_id, 'second', public_key, algorithm, counter, previous_counter, transports,
      aaguid, attestation_format, is_backup_eligible, is_backed_up, created_at, last_used_at, null, null, null, attestation, attestation_certificates
      from passkeys where id = ${analyst.key.id}`;
    const [code = ""] = (await make(analyst)).body.codes;
    const { body } = await use(code);
    expect(body.opensAt).toBe("2026-11-23T08:00:00.000Z");
    expect((await second.enrol(tokenOf(body.link), { email })).body).toMatchObject({
      words: "identity.refusal.not_yet",
    });
    clock.advance(day);
    expect((await second.enrol(tokenOf(body.link), { email })).status).toBe(200);
  });

  test("cannot be guessed: few tries, each wrong one slower, the same answer for an address that nobody has", async () => {
    await allow();
    const [code = ""] = (await make(analyst)).body.codes;
    const wrong = `${code.slice(0, -1)}${code.endsWith("A") ? "B" : "A"}`;
    for (const address of [email, "nobody@cert.example"]) {
      for (let tried = 0; tried < 5; tried++) {
        const answer = await use(wrong, address);
        expect(answer.status).toBe(401);
        expect(answer.body).toMatchObject({ words: "identity.refusal.code" });
      }
      expect((await use(code, address)).status).toBe(429);
    }
    clock.advance(minute);
    expect((await use(code)).status).toBe(200);
    const log = await world.owner`select detail from audit_log where action = 'person.refuse_code'`;
    expect(log.length).toBe(10);
  });

  test("guessed thirty times at once are judged five times", async () => {
    await allow();
    const [code = ""] = (await make(analyst)).body.codes;
    const wrong = `${code.slice(0, -1)}${code.endsWith("A") ? "B" : "A"}`;
    const all = await Promise.all(Array.from({ length: 30 }, async () => await use(wrong)));
    expect(all.filter(({ status }) => status === 401)).toHaveLength(5);
  });
});

describe("a recovery", () => {
  test("is told to the person and to every administrator and auditor, each once, and not to the subject twice", async () => {
    await app.staff("auditor", "auditor@cert.example");
    const { personId } = (await analyst.me()).body;
    const ctx = makeContext(world.services, { kind: "system", job: "test" }, "test");
    const event = { personId, change: "recovery_approved", eventId: "e1" } as const;
    await notifySecurity(ctx, event);
    await notifySecurity(ctx, event);
    await notifySecurity(ctx, { ...event, change: "roles_changed", eventId: "e2" });
    const mails = await world.owner<
      { to_address: string; body: string }[]
    >`select to_address, body from outgoing_mails order by 1`;
    expect(mails.map((mail) => mail.to_address)).toEqual(["admin@cert.example", "auditor@cert.example"]);
    expect(mails[0]?.body).toContain("awa");
    const [admin] = await world.owner<{ id: string }[]>`select id from people where email = 'admin@cert.example'`;
    await notifySecurity(ctx, { personId: admin?.id ?? "", change: "recovery_at_console", eventId: "e3" });
    const told = await world.owner<
      { to_address: string }[]
    >`select to_address from outgoing_mails where cause like 'security:e3%'`;
    expect(told.map((mail) => mail.to_address)).toEqual(["auditor@cert.example"]);
  });

  test("at the console stands as an alarm and in the log in the same transaction", async () => {
    await recoverAtConsole(world.services, "admin@cert.example");
    const [alarm] = await world.owner<
      { kind: string; detail: Record<string, unknown> }[]
    >`select kind, detail from log_alarms`;
    expect(alarm).toMatchObject({ kind: "console_recovery", detail: { email: "admin@cert.example" } });
    const acts = await world.owner<
      { action: string }[]
    >`select action from audit_log where actor_id = 'identity.recover_at_console' order by action`;
    expect(acts.map(({ action }) => action)).toEqual(["alarm.raise", "person.recover_at_console"]);
    const jobs =
      await world.owner`select 1 from graphile_worker._private_jobs where payload::text like '%recovery_at_console%'`;
    expect(jobs).toHaveLength(1);
  });
});
