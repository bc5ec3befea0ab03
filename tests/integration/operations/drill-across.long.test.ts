// The backup drill across servers: from the operator's PostgreSQL 15 into the embedded 18, and from the embedded into an empty external one.
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runToguna } from "../../support/run-toguna.ts";
import { makeDataDir } from "../../support/server.ts";
import { hasPostgres15, type Postgres15, startPostgres15 } from "../../support/postgres15.ts";
import { type Drilled, runDrill } from "./run-drill.ts";

describe.skipIf(!hasPostgres15)("across servers", () => {
  const servers: Postgres15[] = [];
  const drills: Drilled[] = [];
  let external: string;
  const newDatabase = async () => {
    const server = await startPostgres15();
    servers.push(server);
    return await server.makeDatabase("cert");
  };
  beforeAll(async () => {
    external = await newDatabase();
  });
  afterAll(async () => {
    for (const server of servers) await server.stop();
    for (const drill of drills)
      for (const folder of [drill.folder, dirname(drill.dataDir)]) rmSync(folder, { recursive: true, force: true });
  });

  test("from PostgreSQL 15 into the embedded 18, a later one", async () => {
    const drill = await runDrill({ from: { DATABASE_URL: await newDatabase() }, to: {} });
    drills.push(drill);
    expect(existsSync(join(drill.dataDir, "postgres", "cluster"))).toBe(true);
  }, 300_000);

  test("from the embedded one into an empty PostgreSQL of the operator, whose user is no superuser", async () => {
    const drill = await runDrill({ from: {}, to: { DATABASE_URL: external } });
    drills.push(drill);
    expect(existsSync(join(drill.dataDir, "postgres"))).toBe(false);
  }, 300_000);

  test("a database of the operator that is in use is not restored into", async () => {
    const [drill] = drills;
    const args = ["restore", drill!.backup, "--identity", drill!.keyFile, "--data", makeDataDir()];
    const ended = await runToguna(args, { env: { DATABASE_URL: external } });
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("already holds") });
    expect(ended.stderr).not.toContain("0f0f0f");
  });
});
