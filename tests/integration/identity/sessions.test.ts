// What a session survives and what it does not: pages that ask by themselves, time, a restored backup.
import { beforeEach, describe, expect, test } from "vitest";
import { tidyIdentity } from "../../../backend/identity/tidy.ts";
import type { makeFixedClock } from "../../../backend/platform/clock/index.ts";
import { makeContext } from "../../../backend/platform/context/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeStaffedApp, root, type Visitor } from "../../support/identity-app.ts";

const minute = 60_000;
const hour = 60 * minute;

let world: TestWorld;
let clock: ReturnType<typeof makeFixedClock>;
let administrator: Visitor;

beforeEach(async () => {
  world = await makeTestWorld({ startAt: new Date("2026-11-22T08:00:00Z") });
  clock = world.clock as typeof clock;
  ({ administrator } = await makeStaffedApp(world.services));
});

const background = { "toguna-background": "1" };

describe("a session", () => {
  test("is not kept alive by what the page asks by itself, whatever the address", async () => {
    for (let passed = 0; passed < 35; passed += 5) {
      const answer = await administrator.ask(
        "GET",
        passed % 10 ? `${root}/me` : `${root}/people`,
        undefined,
        background,
      );
      expect(answer.status).toBe(passed < 30 ? 200 : 401);
      clock.advance(5 * minute);
    }
  });

  test("is not kept alive by a stream that the browser opens again", async () => {
    clock.advance(20 * minute);
    await administrator.ask("GET", `${root}/people`, undefined, { accept: "text/event-stream" });
    clock.advance(11 * minute);
    expect((await administrator.me()).status).toBe(401);
  });

  test("is kept alive by a request of the person's, and its end is told", async () => {
    clock.advance(20 * minute);
    const { body } = await administrator.me();
    expect(body.session.idleExpiresAt).toBe("2026-11-22T08:50:00.000Z");
    clock.advance(20 * minute);
    expect((await administrator.me()).status).toBe(200);
  });

  test("that has ended is forgotten after ninety days with its step-ups; the log keeps that it was", async () => {
    await administrator.stepUp({ act: "person.invite", object: "x", version: "1" });
    await administrator.ask("POST", `${root}/sign-out`, {});
    const tidy = async () =>
      await tidyIdentity(makeContext(world.services, { kind: "system", job: "identity.tidy" }, "test"));
    clock.advance(89 * 24 * hour);
    expect(await tidy()).toMatchObject({ sessions: 0, stepUps: 1 });
    clock.advance(2 * 24 * hour);
    expect(await tidy()).toMatchObject({ sessions: 1 });
    expect(await world.owner`select 1 from sessions`).toHaveLength(0);
    const acts = await world.owner<{ action: string }[]>`select action from audit_log order by at`;
    expect(acts.map(({ action }) => action)).toEqual(
      expect.arrayContaining(["person.enrol", "session.close", "identity.tidy"]),
    );
  });

  test("of a restored backup opens nothing, nor does any link or challenge of before", async () => {
    const link = await administrator.invite("later@cert.example", "analyst");
    const begun = await administrator.beginSignIn();
    const [row] = await world.owner<{ ended: number }[]>`select toguna_end_what_was_open('restored', now()) as ended`;
    expect(row?.ended).toBe(1);
    expect((await administrator.me()).status).toBe(401);
    const answer = await administrator.ask("POST", `${root}/enrolment/look`, { token: link });
    expect(answer.body).toMatchObject({ code: "gone" });
    const response = administrator.key.get(begun.options, administrator.origin);
    const late = await administrator.ask("POST", `${root}/sign-in`, { ceremonyId: begun.ceremonyId, response });
    expect(late.status).toBe(401);
    expect((await administrator.signIn()).status).toBe(204);
  });
});
