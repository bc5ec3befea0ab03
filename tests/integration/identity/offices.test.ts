// Offices of clerks: a device enrolled by a passkey's word, a PIN that cannot be guessed, a shift that hands in, reads nothing and ends by itself.
import { beforeEach, describe, expect, test } from "vitest";
import { createApi } from "../../../backend/api.ts";
import { enrolDevice, makeDeviceLink, withdrawDevice } from "../../../backend/identity/offices/enrol-device.ts";
import { removeClerk, renewPin } from "../../../backend/identity/offices/keep-clerks.ts";
import { listOffices } from "../../../backend/identity/offices/list-offices.ts";
import { closeOffice } from "../../../backend/identity/offices/make-office.ts";
import { stepUpForOffice } from "../../../backend/identity/offices/model.ts";
import { openShift, readShift } from "../../../backend/identity/offices/open-shift.ts";
import type { makeFixedClock } from "../../../backend/platform/clock/index.ts";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { addCert } from "../../support/desk-world.ts";
import { makeTestOffice, type TestOffice } from "../../support/office.ts";
import { buildFrontend } from "../../support/web-server.ts";

const minute = 60_000;
let world: TestWorld;
let clock: ReturnType<typeof makeFixedClock>;
let office: TestOffice;
let device: Context;

beforeEach(async () => {
  world = await makeTestWorld({ startAt: new Date("2026-11-22T08:00:00Z") });
  clock = world.clock as typeof clock;
  office = await makeTestOffice(world, await addCert(world));
  device = makeContext(world.services, { kind: "anonymous" }, "device");
});

const wrongPin = (): string => (office.pin === "000000" ? "000001" : "000000");
const open = async (pin = office.pin) => await openShift(device, office.deviceKey, office.clerkId, pin);

describe("a device", () => {
  test("needs an administrator's fresh passkey, and its link works once within an hour", async () => {
    const binding = stepUpForOffice.makeDeviceLink(office.officeId, "Second");
    await expect(makeDeviceLink(await office.as(), office.officeId, { name: "Second" })).rejects.toMatchObject({
      code: "step_up_required",
    });
    const make = async () => {
      const { link } = await makeDeviceLink(await office.as(binding), office.officeId, { name: "Second" });
      return new URL(link).searchParams.get("link") ?? "";
    };
    const once = await make();
    const [first, second] = await Promise.all([enrolDevice(device, once), enrolDevice(device, once)]);
    expect([first, second].filter(Boolean)).toHaveLength(1);
    const late = await make();
    clock.advance(60 * minute);
    expect(await enrolDevice(device, late)).toBeUndefined();
    const kept = JSON.stringify(await world.owner`select * from office_devices`);
    for (const secret of [once, late, first ?? second ?? "x"]) expect(kept).not.toContain(secret);
  });

  test("that is withdrawn, or whose office is closed, opens nothing, and its shift has ended", async () => {
    const token = await open();
    expect(await readShift(device, office.deviceKey, token)).toMatchObject({ clerkName: "M. Diallo" });
    const { offices } = await listOffices(await office.as());
    await withdrawDevice(await office.as(), offices[0]?.devices[0]?.id ?? "");
    expect(await readShift(device, office.deviceKey, token)).toBeUndefined();
    expect(await open()).toBeUndefined();
    const other = await makeTestOffice(
      world,
      (await world.owner`select id from organisations where kind = 'cert'`)[0]?.["id"] as string,
      "Kati",
    );
    const otherToken = await openShift(device, other.deviceKey, other.clerkId, other.pin);
    await closeOffice(await other.as(), other.officeId);
    expect(await readShift(device, other.deviceKey, otherToken)).toBeUndefined();
    expect((await listOffices(await office.as())).offices.map(({ name }) => name)).toEqual(["Poste de Kita"]);
  });
});

describe("a clerk's PIN", () => {
  test("opens a shift on the own office's device only, and is kept as argon2id under a key", async () => {
    expect(await open()).toMatch(/^[\w-]{43}$/);
    const [row] = await world.owner<{ pin_hash: string }[]>`select pin_hash from clerks`;
    expect(row?.pin_hash).toMatch(/^\$argon2id\$/);
    const other = await makeTestOffice(
      world,
      (await world.owner`select id from organisations where kind = 'cert'`)[0]?.["id"] as string,
      "Kati",
    );
    expect(await openShift(device, other.deviceKey, office.clerkId, office.pin)).toBeUndefined();
    expect(await openShift(device, undefined, office.clerkId, office.pin)).toBeUndefined();
    expect(await openShift(device, "x".repeat(43), office.clerkId, office.pin)).toBeUndefined();
  });

  test("is slow and seldom to guess: five wrong ones wait a minute, then twice as long, twenty need a new PIN", async () => {
    for (let tried = 0; tried < 5; tried++) expect(await open(wrongPin())).toBeUndefined();
    // Also the right one waits.
    await expect(open()).rejects.toMatchObject({ code: "too_many_requests", retryAfterSeconds: 60 });
    clock.advance(minute);
    expect(await open(wrongPin())).toBeUndefined();
    await expect(open()).rejects.toMatchObject({ retryAfterSeconds: 120 });
    clock.advance(2 * minute);
    expect(await open()).toBeDefined();
    // A right one begins the count anew.
    for (let tried = 0; tried < 20; tried++) {
      expect(await open(wrongPin())).toBeUndefined();
      clock.advance(60 * minute);
    }
    await expect(open()).rejects.toMatchObject({ code: "too_many_requests" });
    expect((await listOffices(await office.as())).offices[0]?.clerks[0]).toMatchObject({ isLockedOut: true });
    const renewed = await renewPin(await office.as(stepUpForOffice.renewPin(office.clerkId)), office.clerkId);
    expect(await open(renewed.pin)).toBeDefined();
    const refusals = await world.owner`select 1 from audit_log where action = 'office.refuse_pin'`;
    expect(refusals).toHaveLength(26);
  }, 60_000);

  test("guessed thirty times at once is judged five times", async () => {
    const tries = await Promise.allSettled(Array.from({ length: 30 }, async () => await open(wrongPin())));
    expect(tries.filter((one) => one.status === "fulfilled")).toHaveLength(5);
  });
});

describe("a shift", () => {
  test("ends after half an idle hour, after ten hours, with another one on the device, and with the clerk", async () => {
    const first = await open();
    const second = await open();
    expect(await readShift(device, office.deviceKey, first)).toBeUndefined();
    clock.advance(30 * minute);
    expect(await readShift(device, office.deviceKey, second)).toBeUndefined();
    const third = await open();
    for (let passed = 0; passed < 600; passed += 25) {
      expect(await readShift(device, office.deviceKey, third)).toBeDefined();
      clock.advance(25 * minute);
    }
    expect(await readShift(device, office.deviceKey, third)).toBeUndefined();
    const fourth = await open();
    await removeClerk(await office.as(), office.clerkId);
    expect(await readShift(device, office.deviceKey, fourth)).toBeUndefined();
    expect(await open()).toBeUndefined();
  });

  test("hands in without the public's limits, marks office and clerk, and reads nothing anywhere", async () => {
    buildFrontend("frontend/portal/vite.config.ts");
    const api = createApi(world.services);
    const { publicUrl } = world.services.config;
    const cookie = `office=${office.deviceKey}; shift=${(await open()) ?? ""}`;
    const post = async (path: string, fields: Record<string, string>, withCookie = cookie) =>
      await api.request(`${publicUrl}${path}`, {
        method: "POST",
        headers: { cookie: withCookie, origin: publicUrl, "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      });
    const answers = { consent: "agreed", what: "money", started: "yesterday", reply: "receipt", story: "Mon histoire" };
    let last = "";
    // More than any public line may hand in within an hour.
    for (let person = 0; person < 70; person++) {
      const sent = await post("/guichet/send", { ...answers, _key: person.toString(16).padStart(32, "0") });
      expect(sent.status).toBe(200);
      last = await sent.text();
    }
    expect(last).toContain("Poste de Kita");
    const marked =
      await world.owner`select r.is_held, o.clerk_id from reports r join office_reports o on o.report_id = r.id`;
    expect(marked).toHaveLength(70);
    expect(marked.every((row) => row["is_held"] === false && row["clerk_id"] === office.clerkId)).toBe(true);
    const acts = await world.owner`select distinct detail from audit_log where action = 'office.hand_in'`;
    expect(JSON.stringify(acts)).toContain(office.officeId);

    const [report] = await world.owner<{ id: string; reference: string }[]>`select id, reference from reports limit 1`;
    for (const path of [`/api/v1/desk/reports/${report?.id ?? ""}`, "/api/v1/identity/offices", "/api/v1/identity/me"])
      expect((await api.request(`${publicUrl}${path}`, { headers: { cookie } })).status, path).toBe(401);
    for (const path of ["/guichet", "/", "/receipt", "/sent", "/guichet/device"]) {
      const text = await (await api.request(`${publicUrl}${path}`, { headers: { cookie } })).text();
      expect(text, path).not.toContain("Mon histoire");
      expect(text, path).not.toContain(report?.reference ?? "x");
    }
    // Without a shift nothing is taken, whoever asks.
    for (const none of ["", `office=${office.deviceKey}`, `shift=${cookie.split("shift=")[1] ?? ""}`]) {
      const refused = await post("/guichet/send", { ...answers, _key: "f".repeat(32) }, none);
      expect(refused.status).toBe(403);
    }
    expect(await world.owner`select 1 from reports`).toHaveLength(70);
  }, 60_000);
});
