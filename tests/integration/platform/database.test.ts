// The ground holds: migrations apply, the log refuses change, row-level security hides what is not asked for by the right scope.
import { readFileSync } from "node:fs";
import { sql } from "drizzle-orm";
import { beforeAll, expect, test, vi } from "vitest";
import { writeAudit } from "../../../backend/platform/audit/index.ts";
import { addJob, sayAlive } from "../../../backend/platform/jobs/index.ts";
import { readOnly, withTransaction } from "../../../backend/platform/db/index.ts";
import { newId } from "../../../backend/platform/ids/index.ts";
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

test("a worker says again that it lives when its connection was ended, so that the next one takes none of its jobs; when it is gone, it does", async () => {
  const holders = async (): Promise<number[]> =>
    (
      await world.owner<{ pid: number }[]>`select l.pid from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.locktype = 'advisory' and l.mode = 'ShareLock' and l.granted order by l.pid`
    ).map(({ pid }) => pid);
  const until = async (isSo: (pids: number[]) => boolean): Promise<number[]> =>
    await vi.waitFor(
      async () => {
        const pids = await holders();
        if (!isSo(pids)) throw new Error(`held by ${pids.join(", ") || "nobody"}`);
        return pids;
      },
      { timeout: 60_000, interval: 100 },
    );
  const worker = await sayAlive(world.ownerAddress);
  let [pid = 0] = await until((pids) => pids.length === 1);
  // As when the database is started again; twice, since the first time must not be the last.
  for (let at = 0; at < 2; at++) {
    const ended = pid;
    await world.owner`select pg_terminate_backend(${ended})`;
    [pid = 0] = await until((pids) => pids.length === 1 && pids[0] !== ended);
  }
  await world.owner`select graphile_worker.add_job('held')`;
  await world.owner`update graphile_worker._private_jobs set locked_at = now(), locked_by = 'the first' where task_id =
    (select id from graphile_worker._private_tasks where identifier = 'held')`;
  const next = await sayAlive(world.ownerAddress);
  const isReleased = next.release();
  const lockedBy = async () =>
    (await world.owner`select locked_by as by from graphile_worker.jobs where task_identifier = 'held'`)[0]?.["by"];
  await until((pids) => pids.length === 2);
  expect(await lockedBy()).toBe("the first");
  await worker.close();
  expect(await isReleased).toBe(1);
  expect(await lockedBy()).toBeNull();
  await next.close();
  expect(await until((pids) => pids.length === 0)).toEqual([]);
});

test("an alarm that was raised before alarms had words is given them by the migration, each by what its English said; a person's own stays", async () => {
  const { owner } = world;
  const edition = newId();
  await owner`insert into service_editions (id, kind, number, definition, set_at) values (${edition}, 'ladder', 900, '{}', now())`;
  const titles = [
    ["severity", "TG-1: Critical severity"],
    ["breach", "TG-2: Resolution is late"],
    ["legal", "F-3: First notice is due"],
    ["operator", "TG-4: High severity"],
    ["severity", "TG-5: something else"],
  ] as const;
  for (const [kind, title] of titles)
    await owner`insert into duty_alarms (id, cause, kind, title, edition_id, raised_at) values (${newId()}, ${title}, ${kind}, ${title}, ${edition}, now())`;
  // The very statements of the file, over rows as they were before it.
  const file = readFileSync("migrations/0046_case.sql", "utf8");
  const [, old = ""] = /^(-- Those that were raised before[^]+?)^-- The register's contacts/m.exec(file) ?? [];
  expect(old.match(/^update duty_alarms/gm)).toHaveLength(3);
  await owner.unsafe(old);
  expect(await owner`select title, words, word_values as values from duty_alarms order by title`).toEqual([
    { title: "F-3: First notice is due", words: "rota.alarm.legal", values: { filing: "F-3", stage: "First notice" } },
    {
      title: "TG-1: Critical severity",
      words: "rota.alarm.severity",
      values: { reference: "TG-1", severity: "critical" },
    },
    { title: "TG-2: Resolution is late", words: "service.alarm", values: { reference: "TG-2", clock: "resolution" } },
    { title: "TG-4: High severity", words: null, values: null },
    { title: "TG-5: something else", words: null, values: null },
  ]);
});
