// FIDO's metadata and what follows from it: files that are refused, keys that are checked, policies that bind, models that are withdrawn.
import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { loadMetadata } from "../../../backend/identity/authenticators/load-metadata.ts";
import { type MetadataView, stepUpForMetadata } from "../../../backend/identity/authenticators/model.ts";
import { defaultPolicy, type OwnKeysView, type SignInPolicy, stepUpFor } from "../../../backend/identity/model.ts";
import { type Context, makeContext } from "../../../backend/platform/context/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeStaffedApp, root, type Visitor } from "../../support/identity-app.ts";
import { makeMetadataMaker, type MetadataMaker, type TestMaker } from "../../support/metadata-maker.ts";
import { makeSoftwareKey, type SoftwareKey } from "../../support/software-key.ts";

const goodId = "08987058-cadc-4b81-b6e1-30de50dcbe96";
const otherId = "ee882879-721c-4913-9775-3dfcce97072a";
const startAt = new Date("2026-11-22T08:00:00Z");
const nextUpdate = "2026-12-01";

let world: TestWorld;
let app: Awaited<ReturnType<typeof makeStaffedApp>>;
let fido: MetadataMaker;
let good: TestMaker;
let other: TestMaker;
let console: Context;

beforeEach(async () => {
  world = await makeTestWorld({ startAt });
  app = await makeStaffedApp(world.services);
  fido = await makeMetadataMaker(startAt);
  good = await fido.makeMaker(goodId, "Good Key 5");
  other = await fido.makeMaker(otherId, "Other Key");
  console = makeContext(world.services, { kind: "system", job: "test" }, "test");
});

const file = async (number: number, more: Partial<Parameters<MetadataMaker["sign"]>[0]> = {}) =>
  await fido.sign({ number, nextUpdate, makers: [good, other], ...more });
const loadAtConsole = async (blob: string) => await loadMetadata(console, blob, fido.rootPem);

/** As the desk does it: confirmed for exactly this file. */
async function loadAtDesk(who: Visitor, blob: string): Promise<{ status: number; body: Record<string, unknown> }> {
  await who.stepUp(stepUpForMetadata.load(createHash("sha256").update(blob).digest("hex")));
  const response = await who.app.request(`${who.origin}${root}/authenticators`, {
    method: "POST",
    headers: { origin: who.origin, cookie: who.cookie ?? "", "content-type": "application/jose" },
    body: blob,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function addKey(who: Visitor, key: SoftwareKey): Promise<{ status: number; body: Record<string, unknown> }> {
  const { body: me } = await who.me();
  const { body: keys } = await who.ask<OwnKeysView>("GET", `${root}/me/keys`);
  await who.stepUp(stepUpFor.addPasskey(me.personId, keys.passkeys.filter((one) => !one.blockedAt).length));
  const begun = await who.ask<{ ceremonyId: string; options: never }>("POST", `${root}/me/passkeys/options`, {});
  const response = key.create(begun.body.options, who.origin);
  return await who.ask("POST", `${root}/me/passkeys`, { ceremonyId: begun.body.ceremonyId, response });
}

async function setPolicy(who: Visitor, change: Partial<SignInPolicy>) {
  const policy = { ...defaultPolicy, ...change };
  await who.stepUp(stepUpFor.changePolicy(policy));
  return await who.ask("POST", `${root}/policy`, policy);
}

/** An administrator signed in with a key of the good maker, which the metadata vouches for. */
async function attestedAdministrator(): Promise<Visitor> {
  await loadAtConsole(await file(10));
  await world.owner`insert into settings (key, value) values ('identity.policy', '{"attestedRoles":["administrator"]}')
    on conflict (key) do update set value = excluded.value`;
  const key = makeSoftwareKey({ maker: good });
  expect((await addKey(app.administrator, key)).status).toBe(201);
  const visitor = app.visitor(key);
  expect((await visitor.signIn()).status).toBe(204);
  return visitor;
}

describe("a metadata file", () => {
  test("is taken when a trusted authority signed it, and its number never goes back", async () => {
    expect(await loadAtConsole(await file(10))).toMatchObject({ number: 10, nextUpdate, models: 2, isOverdue: false });
    await expect(loadMetadata(console, await file(9))).rejects.toMatchObject({
      words: "identity.refusal.metadata_back",
    });
    await expect(loadMetadata(console, await file(10, { makers: [good] }))).rejects.toMatchObject({
      words: "identity.refusal.metadata_twice",
    });
    expect(await loadMetadata(console, await file(11, { nextUpdate: "2026-11-01" }))).toMatchObject({
      isOverdue: true,
    });
    const { body } = await app.administrator.ask<MetadataView>("GET", `${root}/authenticators`);
    expect(body.loaded).toMatchObject({ number: 11, isOverdue: true, models: 2 });
  });

  test("is refused when nobody trusted signed it, its signature is forged, or it is none", async () => {
    await expect(loadMetadata(console, await file(1))).rejects.toMatchObject({
      words: "identity.refusal.metadata_signature",
    });
    await expect(loadAtConsole(await file(1, { isForged: true }))).rejects.toMatchObject({
      words: "identity.refusal.metadata_signature",
    });
    const whole = await file(1);
    const [head = "", body = "", signature = ""] = whole.trim().split(".");
    const changed = Buffer.from(Buffer.from(body, "base64url").toString().replace('"no":1', '"no":7'));
    for (const bad of ["", "a.b.c", "{}", `${head}.${changed.toString("base64url")}.${signature}`, `${head}.${body}`])
      await expect(loadAtConsole(bad)).rejects.toMatchObject({ code: "refused" });
    await expect(loadMetadata(console, whole, "no certificate")).rejects.toMatchObject({
      words: "identity.refusal.metadata_root",
    });
    expect(await world.owner`select 1 from authenticator_metadata`).toHaveLength(0);
  });

  test("is loaded at the desk by an administrator who confirmed this very file", async () => {
    await loadAtConsole(await file(1));
    const blob = await file(2);
    const unconfirmed = await app.administrator.app.request(`${app.origin}${root}/authenticators`, {
      method: "POST",
      headers: { origin: app.origin, cookie: app.administrator.cookie ?? "", "content-type": "application/jose" },
      body: blob,
    });
    expect(unconfirmed.status).toBe(403);
    expect((await loadAtDesk(app.administrator, blob)).body).toMatchObject({ number: 2, models: 2 });
    const analyst = await app.staff("analyst");
    expect((await loadAtDesk(analyst, await file(3))).status).toBe(403);
  });
});

describe("a policy that asks for checked authenticators", () => {
  test("needs metadata, a key of one's own that fulfils it, and no list of models that nobody vouches for", async () => {
    const { administrator } = app;
    const wanted = { attestedRoles: ["administrator" as const] };
    expect((await setPolicy(administrator, wanted)).body).toMatchObject({ words: "identity.refusal.no_metadata" });
    await loadAtConsole(await file(10));
    expect((await setPolicy(administrator, wanted)).body).toMatchObject({
      words: "identity.refusal.own_key_unchecked",
    });
    const list = await setPolicy(administrator, { allowedModels: [goodId] });
    expect(list.body).toMatchObject({ code: "invalid_input", errors: [{ path: "allowedModels" }] });
    const unknown = await setPolicy(administrator, { ...wanted, allowedModels: [goodId.replace("0", "1")] });
    expect(JSON.stringify(unknown.body)).toContain("Not in the metadata");
  });

  test("binds live sessions, and enrols only keys whose maker the metadata knows", async () => {
    const { administrator } = app;
    const attested = await attestedAdministrator();
    // The session of before, with a key that nobody vouches for, has no rights but to mend its keys.
    expect((await administrator.me()).body).toMatchObject({ limitation: "needs_checked_key" });
    expect((await administrator.ask("GET", `${root}/people`)).status).toBe(403);
    expect((await attested.me()).body).toMatchObject({ limitation: null });
    const rootless = await (await makeMetadataMaker(startAt)).makeMaker(goodId, "Good Key 5");
    const expired = await fido.makeMaker(otherId, "Other Key", { validDays: -0.5 });
    for (const key of [makeSoftwareKey(), makeSoftwareKey({ maker: rootless })]) {
      const refused = await addKey(attested, key);
      expect(refused.body).toMatchObject({ code: "refused", words: "identity.refusal.unchecked_passkey" });
    }
    expect((await addKey(attested, makeSoftwareKey({ maker: expired }))).status).toBe(403);
    // Also by an invitation; a role that the policy does not name is asked nothing.
    const token = await attested.invite("second@cert.example", "administrator");
    const plain = await app.visitor().enrol(token, { email: "second@cert.example" });
    expect(plain.body).toMatchObject({ words: "identity.refusal.unchecked_passkey" });
    const checked = app.visitor(makeSoftwareKey({ maker: good }));
    expect((await checked.enrol(token, { email: "second@cert.example" })).status).toBe(200);
    const analystToken = await attested.invite("analyst@cert.example", "analyst");
    expect((await app.visitor().enrol(analystToken, { email: "analyst@cert.example" })).status).toBe(200);
    const { body } = await attested.ask<OwnKeysView>("GET", `${root}/me/keys`);
    expect(body.passkeys.find((one) => one.attestation === "verified")).toMatchObject({ modelName: "Good Key 5" });
  });

  test("with a list takes the listed models only, also from sessions that are open", async () => {
    const attested = await attestedAdministrator();
    const second = app.visitor(makeSoftwareKey({ maker: other }));
    const token = await attested.invite("second@cert.example", "administrator");
    expect((await second.enrol(token, { email: "second@cert.example" })).status).toBe(200);
    const listed = await setPolicy(attested, { attestedRoles: ["administrator"], allowedModels: [goodId] });
    expect(listed.status).toBe(200);
    expect((await second.me()).body).toMatchObject({ limitation: "needs_checked_key" });
    expect((await attested.me()).body).toMatchObject({ limitation: null });
  });
});

describe("a model that is withdrawn", () => {
  for (const status of [
    "REVOKED",
    "USER_VERIFICATION_BYPASS",
    "ATTESTATION_KEY_COMPROMISE",
    "USER_KEY_REMOTE_COMPROMISE",
  ])
    test(`with ${status} blocks its passkeys at the next file, ends their sessions and tells their owners`, async () => {
      const attested = await attestedAdministrator();
      const second = app.visitor(makeSoftwareKey({ maker: other }));
      const token = await attested.invite("second@cert.example", "administrator");
      await second.enrol(token, { email: "second@cert.example" });
      const bad = await file(11, { statuses: { [otherId]: ["FIDO_CERTIFIED_L1", status] } });
      expect((await loadAtDesk(attested, bad)).body).toMatchObject({ blocked: 1 });
      expect((await second.me()).status).toBe(401);
      expect((await second.signIn()).status).toBe(401);
      const [key] = await world.owner`select attestation, blocked_why from passkeys where id = ${second.key.id}`;
      expect(key).toEqual({ attestation: "withdrawn", blocked_why: `model ${status}` });
      const told =
        await world.owner`select payload from graphile_worker._private_jobs where payload::text like '%passkey_blocked%'`;
      expect(told).toHaveLength(1);
    });

  test("is refused as a whole when no administrator could sign in afterwards", async () => {
    const attested = await attestedAdministrator();
    await world.owner`update passkeys set removed_at = now() where id = ${app.administrator.key.id}`;
    const bad = await file(11, { statuses: { [goodId]: ["REVOKED"] } });
    expect((await loadAtDesk(attested, bad)).body).toMatchObject({
      words: "identity.refusal.metadata_last_administrator",
    });
    expect((await attested.me()).body).toMatchObject({ limitation: null });
    const { body } = await attested.ask<MetadataView>("GET", `${root}/authenticators`);
    expect(body.loaded).toMatchObject({ number: 10 });
  });

  test("that was unknown when a key was enrolled is known as soon as a file holds it", async () => {
    await loadAtConsole(await file(10, { makers: [other] }));
    await world.owner`insert into settings (key, value) values ('identity.policy', '{"attestedRoles":["administrator"]}')`;
    const early = await addKey(app.administrator, makeSoftwareKey({ maker: good }));
    expect(early.body).toMatchObject({ words: "identity.refusal.unchecked_passkey" });
    await world.owner`update passkeys set aaguid = ${goodId}, attestation = 'unknown',
      attestation_certificates = ${[good.certificates[0]!.toString("base64")]} where id = ${app.administrator.key.id}`;
    expect(await loadAtConsole(await file(11))).toMatchObject({ verified: 1 });
    expect((await app.administrator.me()).body).toMatchObject({ limitation: null });
  });
});
