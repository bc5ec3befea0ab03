// The core of the integration tests once more, word for word, on the machine's own PostgreSQL 15 instead of the embedded 18.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeTestWorld } from "../../support/database.ts";
import { hasPostgres15 } from "../../support/postgres15.ts";

describe.skipIf(!hasPostgres15)("on PostgreSQL 15", async () => {
  beforeAll(() => {
    process.env["TOGUNA_TEST_DATABASE"] = "postgres15";
  });
  afterAll(() => {
    delete process.env["TOGUNA_TEST_DATABASE"];
  });

  test("the server of these tests is really version 15", async () => {
    const world = await makeTestWorld();
    const [row] = await world.owner<{ version: string }[]>`select current_setting('server_version_num') as version`;
    expect(row?.version).toMatch(/^15/);
  });

  describe("the ground", async () => void (await import("../platform/database.test.ts")));
  describe("reports taken in", async () => void (await import("../intake/submit.test.ts")));
  describe("receipts", async () => void (await import("../intake/receipts.test.ts")));
  describe("the log", async () => void (await import("../log/log.test.ts")));
  describe("backups", async () => void (await import("../backup/backup.test.ts")));
  describe("cases", async () => void (await import("../cases/cases.test.ts")));
});
