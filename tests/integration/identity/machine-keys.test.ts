// Keys of machines: held to acts, marking and networks, grouped by the service that uses them, stopped and started together.
import { beforeEach, describe, expect, test } from "vitest";
import { createApi } from "../../../backend/api.ts";
import { type ApiKeyView, type KeyMarking, stepUpFor } from "../../../backend/identity/model.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";
import { makeStaffedApp, root } from "../../support/identity-app.ts";
import { buildFrontend } from "../../support/web-server.ts";

let world: TestWorld;
let app: Awaited<ReturnType<typeof makeStaffedApp>>;
let api: ReturnType<typeof createApi>;

beforeEach(async () => {
  buildFrontend("frontend/portal/vite.config.ts");
  world = await makeTestWorld({ startAt: new Date("2026-11-22T08:00:00Z") });
  app = await makeStaffedApp(world.services);
  api = createApi(world.services);
});

async function make(name: string, limits: { marking: KeyMarking; networks: string[] }) {
  await app.administrator.stepUp(stepUpFor.makeApiKey(name, ["report.submit"], limits));
  return await app.administrator.ask<{ id: string; key: string; errors?: unknown; words?: string }>(
    "POST",
    `${root}/api-keys`,
    {
      name,
      acts: ["report.submit"],
      days: 30,
      ...limits,
    },
  );
}

async function handIn(key: string, from: string, body: Record<string, unknown> = {}) {
  const response = await api.request(
    `${world.services.config.publicUrl}/api/v1/reports`,
    {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({ description: "A scan", ...body }),
    },
    { incoming: { socket: { remoteAddress: from } } },
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const list = async () => (await app.administrator.ask<{ keys: ApiKeyView[] }>("GET", `${root}/api-keys`)).body.keys;

describe("an API key", () => {
  test("works from its networks and from nowhere else", async () => {
    const { body } = await make("Sensor", { marking: "amber", networks: ["192.0.2.0/24", "2001:db8::/32"] });
    for (const from of ["192.0.2.7", "::ffff:192.0.2.7", "2001:db8:1::1"])
      expect((await handIn(body.key, from)).status, from).toBe(201);
    for (const from of ["192.0.3.7", "2001:db9::1", "127.0.0.1"]) {
      const refused = await handIn(body.key, from);
      expect(refused.status, from).toBe(401);
      expect(refused.body).toMatchObject({ code: "unauthenticated" });
    }
    const { body: wrong } = await make("Sensor", { marking: "amber", networks: ["192.0.2.7/24"] });
    expect(wrong).toMatchObject({ errors: [{ path: "networks.0" }] });
  });

  test("brings nothing stricter than its marking", async () => {
    const { body } = await make("Feed", { marking: "green", networks: [] });
    expect((await handIn(body.key, "192.0.2.1", { marking: "green" })).status).toBe(201);
    expect((await handIn(body.key, "192.0.2.1", { marking: "clear" })).status).toBe(201);
    for (const marking of ["red", "amber+strict", "amber"])
      expect((await handIn(body.key, "192.0.2.1", { marking })).body).toMatchObject({ errors: [{ path: "marking" }] });
  });

  test("belongs to a service by its name, keeps its limits when it is replaced, and stops with the service", async () => {
    const first = (await make("Feed", { marking: "green", networks: ["192.0.2.0/24"] })).body;
    const second = (await make("feed", { marking: "clear", networks: [] })).body;
    const [newest, oldest] = await list();
    expect(newest?.account?.id).toBe(oldest?.account?.id);
    await app.administrator.stepUp(stepUpFor.rotateApiKey(first.id));
    const fresh = await app.administrator.ask<{ id: string; key: string }>(
      "POST",
      `${root}/api-keys/${first.id}/rotate`,
      {},
    );
    expect((await list()).find(({ id }) => id === fresh.body.id)).toMatchObject({
      marking: "green",
      networks: ["192.0.2.0/24"],
      account: { id: newest?.account?.id },
    });
    // Without a gap: old and new work, from the same networks only.
    for (const key of [first.key, fresh.body.key]) {
      expect((await handIn(key, "192.0.2.1")).status).toBe(201);
      expect((await handIn(key, "192.0.9.1")).status).toBe(401);
    }
    const account = `${root}/api-keys/accounts/${newest?.account?.id ?? ""}`;
    expect((await app.administrator.ask("POST", `${account}/stop`, {})).status).toBe(204);
    for (const key of [first.key, second.key, fresh.body.key])
      expect((await handIn(key, "192.0.2.1")).status).toBe(401);
    expect((await make("FEED", { marking: "green", networks: [] })).body).toMatchObject({
      words: "identity.refusal.account_stopped",
    });
    expect((await app.administrator.ask("POST", `${account}/start`, {})).body).toMatchObject({
      code: "step_up_required",
    });
    await app.administrator.stepUp(stepUpFor.startAccount(newest?.account?.id ?? ""));
    expect((await app.administrator.ask("POST", `${account}/start`, {})).status).toBe(204);
    expect((await handIn(second.key, "192.0.2.1")).status).toBe(201);
  });
});
