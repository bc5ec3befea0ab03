// The door: set-up, invitation, enrolment, sign-in, sign-out, and every way in which they are refused.
import { beforeAll, describe, expect, test } from "vitest";
import { createSetupLink, ensureCertOrganisation } from "../../../backend/identity/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeStaffedApp, makeIdentityApp, root, Visitor } from "../../support/identity-app.ts";
import { makeSoftwareKey } from "../../support/software-key.ts";

const hour = 3_600_000;
const startAt = new Date("2026-11-22T08:00:00Z");
type Clock = { advance(milliseconds: number): void };

async function staffedWorld() {
  const world = await makeTestWorld({ startAt });
  const staffed = await makeStaffedApp(world.services);
  return { world, clock: world.clock as unknown as Clock, ...staffed };
}

async function acts(world: TestWorld, action: string) {
  return await world.owner<{ detail: Record<string, unknown>; object_id: string; actor_kind: string }[]>`
    select detail, object_id, actor_kind from audit_log where action = ${action} order by xid`;
}

describe("the set-up link", () => {
  test("makes the first administrator once, and none can be made afterwards", async () => {
    const world = await makeTestWorld({ startAt });
    const app = makeIdentityApp(world.services);
    const origin = new URL(world.services.config.deskUrl).origin;
    await ensureCertOrganisation(world.services, "CERT");
    const first = await createSetupLink(world.services);
    const second = await createSetupLink(world.services);
    const visitor = new Visitor(app, origin);
    expect((await visitor.enrol(first!.token, { email: "a@cert.example", name: "A" })).status).toBe(410);
    expect((await visitor.enrol(second!.token, { email: "a@cert.example", name: "A" })).status).toBe(200);
    const me = await visitor.me();
    expect(me.body).toMatchObject({ roles: ["administrator"], policyLevel: "start", limitation: null });
    expect(me.body.can).toMatchObject({ "person.invite": true, "case.read": false, "report.read": false });
    expect((await new Visitor(app, origin).enrol(second!.token, { email: "b@cert.example", name: "B" })).status).toBe(
      410,
    );
    expect(await createSetupLink(world.services)).toBeUndefined();
    await world.owner`update passkeys set blocked_at = now()`;
    expect(await createSetupLink(world.services)).toBeUndefined();
    expect(await acts(world, "person.enrol")).toHaveLength(1);
  });

  test("opened by two people at once makes one administrator", async () => {
    const world = await makeTestWorld({ startAt });
    const app = makeIdentityApp(world.services);
    const origin = new URL(world.services.config.deskUrl).origin;
    await ensureCertOrganisation(world.services, "CERT");
    const link = await createSetupLink(world.services);
    const people = ["a", "b", "c", "d"].map((name) => ({ name, visitor: new Visitor(app, origin) }));
    const answers = await Promise.all(
      people.map(
        async ({ name, visitor }) => await visitor.enrol(link!.token, { email: `${name}@cert.example`, name }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort((a, b) => Number(a) - Number(b))).toEqual([200, 410, 410, 410]);
    const [row] = await world.owner`select count(*)::int as count from people`;
    expect(row).toEqual({ count: 1 });
  });

  test("expires after a day", async () => {
    const world = await makeTestWorld({ startAt });
    await ensureCertOrganisation(world.services, "CERT");
    const link = await createSetupLink(world.services);
    (world.clock as unknown as Clock).advance(24 * hour);
    const visitor = new Visitor(makeIdentityApp(world.services), new URL(world.services.config.deskUrl).origin);
    expect((await visitor.enrol(link!.token, { email: "a@cert.example", name: "A" })).status).toBe(410);
  });
});

describe("an invitation", () => {
  test("makes one person with the invited role, who then signs in with the passkey alone", async () => {
    const { administrator, visitor, world } = await staffedWorld();
    const token = await administrator.invite("bintou@cert.example", "analyst");
    const person = visitor();
    const look = await person.ask("POST", `${root}/enrolment/look`, { token });
    expect(look.body).toMatchObject({ kind: "invite", role: "analyst", siteName: "localhost" });
    expect(look.body).not.toHaveProperty("email");
    expect((await person.enrol(token, { email: "Bintou@CERT.example" })).status).toBe(200);
    expect((await person.me()).body).toMatchObject({ roles: ["analyst"], name: "bintou" });
    await person.ask("POST", `${root}/sign-out`, {});
    expect((await person.me()).status).toBe(401);
    expect((await person.signIn()).status).toBe(204);
    expect((await person.me()).body.can).toMatchObject({ "report.read": true, "person.invite": false });
    expect((await visitor().enrol(token, { email: "bintou@cert.example" })).status).toBe(410);
    expect((await acts(world, "session.open"))[0]?.actor_kind).toBe("person");
  });

  test("dies after a week, when it is withdrawn, and when the same address is invited again", async () => {
    const { administrator, visitor, clock } = await staffedWorld();
    const old = await administrator.invite("c@cert.example", "analyst");
    const fresh = await administrator.invite("c@cert.example", "senior");
    expect((await visitor().enrol(old, { email: "c@cert.example" })).status).toBe(410);
    const list = await administrator.ask<{ invitations: { id: string }[] }>("GET", `${root}/people`);
    expect(list.body.invitations).toHaveLength(1);
    await administrator.ask("DELETE", `${root}/invitations/${list.body.invitations[0]!.id}`);
    expect((await visitor().enrol(fresh, { email: "c@cert.example" })).status).toBe(410);
    const late = await administrator.invite("c@cert.example", "senior");
    clock.advance(7 * 24 * hour);
    expect((await visitor().enrol(late, { email: "c@cert.example" })).status).toBe(410);
  });

  test("is bound to its address, and dies after five wrong ones", async () => {
    const { administrator, visitor } = await staffedWorld();
    const token = await administrator.invite("d@cert.example", "analyst");
    const thief = visitor();
    for (let tries = 0; tries < 5; tries++) {
      const answer = await thief.enrol(token, { email: "thief@evil.example" });
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({ errors: [{ path: "email" }] });
    }
    expect((await visitor().enrol(token, { email: "d@cert.example" })).status).toBe(410);
  });

  test("answers an unknown, a used and an expired link in the same words", async () => {
    const { visitor, administrator, clock } = await staffedWorld();
    const used = await administrator.invite("e@cert.example", "analyst");
    await visitor().enrol(used, { email: "e@cert.example" });
    const expired = await administrator.invite("f@cert.example", "analyst");
    clock.advance(8 * 24 * hour);
    const unknown = "A".repeat(43);
    const answers = [];
    for (const token of [unknown, used, expired, "nonsense"])
      answers.push((await visitor().ask("POST", `${root}/enrolment/look`, { token })).body);
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 410, words: "identity.refusal.link" });
  });

  test("refuses a passkey made without user verification or in a frame, and says the same for both", async () => {
    const { administrator, visitor, world } = await staffedWorld();
    const token = await administrator.invite("g@cert.example", "analyst");
    const email = "g@cert.example";
    const unverified = await visitor().enrol(token, { email }, { isVerified: false });
    const framed = await visitor().enrol(token, { email }, { crossOrigin: true, topOrigin: "https://evil.example" });
    expect([unverified.status, framed.status]).toEqual([401, 401]);
    expect(unverified.body).toEqual(framed.body);
    expect((await acts(world, "person.refuse_enrolment")).map((row) => row.detail["why"])).toEqual([
      "user_verification",
      "cross_origin",
    ]);
    expect((await visitor().enrol(token, { email })).status).toBe(200);
  });
});

describe("signing in", () => {
  test("takes a challenge once: a replay and a race of the same answer open one session", async () => {
    const { staff } = await staffedWorld();
    const person = await staff("analyst");
    const { ceremonyId, options } = await person.beginSignIn();
    const answer = { ceremonyId, response: person.key.get(options, person.origin) };
    const race = await Promise.all(
      [1, 2, 3].map(
        async () => await new Visitor(person.app, person.origin, person.key).ask("POST", `${root}/sign-in`, answer),
      ),
    );
    expect(race.map((one) => one.status).sort((a, b) => Number(a) - Number(b))).toEqual([204, 401, 401]);
    expect((await person.ask("POST", `${root}/sign-in`, answer)).status).toBe(401);
  });

  test("refuses a challenge that is five minutes old, or was issued for another purpose", async () => {
    const { staff, clock } = await staffedWorld();
    const person = await staff("analyst");
    const { ceremonyId, options } = await person.beginSignIn();
    const response = person.key.get(options, person.origin);
    clock.advance(5 * 60_000);
    expect((await person.ask("POST", `${root}/sign-in`, { ceremonyId, response })).status).toBe(401);
    const stepUp = await person.ask<{ ceremonyId: string; options: typeof options }>(
      "POST",
      `${root}/step-up/options`,
      {
        act: "a.b",
        object: "o",
        version: "1",
      },
    );
    const other = { ceremonyId: stepUp.body.ceremonyId, response: person.key.get(stepUp.body.options, person.origin) };
    expect((await person.ask("POST", `${root}/sign-in`, other)).status).toBe(401);
  });

  test("says the same for an unknown key, a wrong origin, a missing verification, a blocked and a disabled person", async () => {
    const { staff, visitor, administrator, world } = await staffedWorld();
    const person = await staff("analyst");
    const disabled = await staff("analyst", "gone@cert.example");
    await world.owner`update people set disabled_at = now() where email = 'gone@cert.example'`;
    const stranger = visitor(makeSoftwareKey());
    stranger.key.userHandle = person.key.userHandle;
    const answers = [
      await stranger.signIn(),
      await visitor(person.key).signIn({ origin: "https://evil.example" }),
      await visitor(person.key).signIn({ isVerified: false }),
      await visitor(person.key).signIn({ flipsSignature: true }),
      await visitor(person.key).signIn({ userHandle: administrator.key.userHandle }),
      await visitor(disabled.key).signIn(),
    ];
    expect(answers.map((answer) => answer.status)).toEqual([401, 401, 401, 401, 401, 401]);
    expect(new Set(answers.map((answer) => JSON.stringify(answer.body))).size).toBe(1);
    expect((await acts(world, "session.refuse")).map((row) => row.detail["why"])).toEqual([
      "unknown_passkey",
      "origin",
      "user_verification",
      "not_verified",
      "user_handle",
      "disabled_person",
    ]);
  });

  test("offers no list of keys and requires verification, so that nothing is told about who exists", async () => {
    const { visitor } = await staffedWorld();
    const { options } = await visitor().beginSignIn();
    expect(options).toMatchObject({ rpId: "localhost", userVerification: "required", allowCredentials: [] });
    expect(Buffer.from(options.challenge, "base64url")).toHaveLength(32);
  });
});

describe("a counter that does not rise", () => {
  test("blocks a staff member's key, ends its sessions and is logged", async () => {
    const { staff, visitor, world, clock } = await staffedWorld();
    const person = await staff("analyst");
    const clone = person.key.clone();
    clock.advance(1000);
    await person.signIn();
    clock.advance(1000);
    await person.signIn();
    clock.advance(1000);
    const copied = visitor(clone);
    expect((await copied.signIn()).status).toBe(401);
    expect((await person.me()).status).toBe(401);
    expect((await person.signIn()).status).toBe(401);
    expect((await acts(world, "session.refuse")).map((row) => row.detail["why"])).toEqual([
      "cloned",
      "blocked_passkey",
    ]);
    const [key] = await world.owner`select blocked_why from passkeys where id = ${person.key.id}`;
    expect(key).toEqual({ blocked_why: "counter" });
  });

  test("does not lock out two sign-ins that overlapped, whichever arrives first", async () => {
    const { staff, visitor, world, clock } = await staffedWorld();
    const person = await staff("analyst");
    clock.advance(1000);
    const [a, b] = [visitor(person.key), visitor(person.key)];
    const first = await a.beginSignIn();
    const second = await b.beginSignIn();
    const early = { ceremonyId: first.ceremonyId, response: person.key.get(first.options, person.origin) };
    const late = { ceremonyId: second.ceremonyId, response: person.key.get(second.options, person.origin) };
    expect((await b.ask("POST", `${root}/sign-in`, late)).status).toBe(204);
    expect((await a.ask("POST", `${root}/sign-in`, early)).status).toBe(204);
    const [key] =
      await world.owner`select counter::int, previous_counter::int, blocked_at from passkeys where id = ${person.key.id}`;
    expect(key).toEqual({ counter: person.key.counter, previous_counter: person.key.counter - 1, blocked_at: null });
    clock.advance(1000);
    expect((await person.signIn()).status).toBe(204);
  });

  test("of ten truly parallel sign-ins leaves the key usable", async () => {
    const { staff, visitor, clock } = await staffedWorld();
    const person = await staff("analyst");
    clock.advance(1000);
    const begun = await Promise.all(Array.from({ length: 10 }, async () => await visitor(person.key).beginSignIn()));
    const answers = begun.map(({ ceremonyId, options }) => ({
      ceremonyId,
      response: person.key.get(options, person.origin),
    }));
    await Promise.all(answers.map(async (answer) => await visitor().ask("POST", `${root}/sign-in`, answer)));
    clock.advance(1000);
    expect((await person.signIn()).status).toBe(204);
  });
});

describe("the session", () => {
  let staffed: Awaited<ReturnType<typeof staffedWorld>>;
  beforeAll(async () => {
    staffed = await staffedWorld();
  });

  test("travels in a __Host- cookie and is stored as a hash only", async () => {
    const person = await staffed.staff("analyst");
    const answer = await person.signIn();
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^__Host-toguna=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict$/);
    const token = cookie.split(/[=;]/)[1] ?? "";
    const rows = await staffed.world.owner`select * from sessions`;
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(JSON.stringify(rows)).not.toContain(Buffer.from(token, "base64url").toString("hex"));
  });

  test("ends after 30 idle minutes, and is kept by use until 12 hours have passed", async () => {
    const person = await staffed.staff("analyst");
    staffed.clock.advance(29 * 60_000);
    expect((await person.me()).status).toBe(200);
    staffed.clock.advance(29 * 60_000);
    expect((await person.me()).status).toBe(200);
    staffed.clock.advance(30 * 60_000);
    expect((await person.me()).status).toBe(401);
    await person.signIn();
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      staffed.clock.advance(20 * 60_000);
      expect((await person.me()).status).toBe(200);
    }
    staffed.clock.advance(20 * 60_000);
    expect((await person.me()).status).toBe(401);
  });

  test("is not opened by two different cookies of the same name", async () => {
    await staffed.administrator.signIn();
    const person = await staffed.staff("analyst");
    const answer = await person.ask("GET", `${root}/me`, undefined, {
      cookie: `${person.cookie}; __Host-toguna=${"A".repeat(43)}`,
    });
    expect(answer.status).toBe(401);
  });
});
