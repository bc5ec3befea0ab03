// The ground holds: migrations apply, the log refuses change, row-level security hides what is not asked for by the right scope.
import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { writeAudit } from "../../../backend/platform/audit/index.ts";
import { addJob } from "../../../backend/platform/jobs/index.ts";
import { readOnly, withTransaction } from "../../../backend/platform/db/index.ts";
import { makeTestWorld, type TestWorld } from "../../support/database.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await makeTestWorld();
});

test("an audit row is written by the application and cannot be changed or deleted by anyone", async () => {
  const ctx = world.context({ kind: "system", job: "test" });
  await withTransaction(
    ctx,
    async (tx) => await writeAudit(tx, ctx, { action: "test.act", objectType: "test", objectId: "1" }),
  );
  await expect(world.owner`update audit_log set action = 'other'`).rejects.toThrow(/cannot be changed/);
  await expect(world.owner`delete from audit_log`).rejects.toThrow(/cannot be changed/);
  await expect(world.owner`truncate audit_log cascade`).rejects.toThrow(/cannot be changed/);
  await expect(world.app.sql`update audit_log set action = 'other'`).rejects.toThrow(/permission denied/);
});

test("a job is added in the transaction of the act and is gone when the act rolls back", async () => {
  const ctx = world.context({ kind: "system", job: "test" });
  await withTransaction(ctx, async (tx) => await addJob(tx, "kept", { a: 1 }));
  await withTransaction(ctx, async (tx) => {
    await addJob(tx, "lost", {});
    throw new Error("undo");
  }).catch(() => {});
  const jobs = await world.owner<
    { identifier: string }[]
  >`select task_identifier as identifier from graphile_worker.jobs`;
  expect(jobs.map((job) => job.identifier)).toEqual(["kept"]);
});

test("without a scope nothing of a report is visible, and an anonymous door sees no settings of others", async () => {
  const [row] = await world.app.sql<{ count: string }[]>`select count(*) as count from reports`;
  expect(row?.count).toBe("0");
  await expect(
    world.app.sql`insert into organisations (id, kind, name) values (gen_random_uuid(), 'cert', 'x')`,
  ).rejects.toThrow(/row-level security/);
});

test("a read-only transaction refuses to write", async () => {
  const ctx = world.context({ kind: "system", job: "test" });
  const attempt = readOnly(
    ctx,
    async (tx) => await tx.execute(sql`insert into settings (key, value) values ('a', '1')`),
  );
  await expect(attempt).rejects.toThrow(/read-only transaction/);
});
