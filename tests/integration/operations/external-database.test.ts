// DATABASE_URL: an installation on the operator's own PostgreSQL 15, whose user is no superuser, through two starts; and the databases that are refused.
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { hasPostgres15, type Postgres15, startPostgres15 } from "../../support/postgres15.ts";
import { runToguna } from "../../support/run-toguna.ts";
import { eventually, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";
import { readByReceipt, submit } from "../intake/kill-loop.ts";

// Each test starts several processes; a machine with other work takes its time.
vi.setConfig({ testTimeout: 180_000 });

describe.skipIf(!hasPostgres15)("on the operator's PostgreSQL 15", () => {
  let operators: Postgres15;
  let url: string;
  const dataDir = makeDataDir();
  beforeAll(async () => {
    operators = await startPostgres15();
    url = await operators.makeDatabase("cert");
  });
  afterAll(async () => {
    await operators.stop();
    rmSync(dirname(dataDir), { recursive: true, force: true });
  });

  const ask = async <Row extends object>(query: string): Promise<Row[]> => {
    const sql = postgres(operators.url("cert"), { max: 1 });
    try {
      return await sql.unsafe<Row[]>(query);
    } finally {
      await sql.end();
    }
  };
  const start = async (): Promise<RunningServer> => await startServer({ dataDir, env: { DATABASE_URL: url } });

  test("it starts, takes a report, triages it, starts again with the same receipt, and ends in order each time", async () => {
    const first = await start();
    expect(first.databasePid()).toBeUndefined();
    const given = await submit(first.url, "one", "Stolen by hxxp://pay[.]example/login", "10.0.0.1");
    const isTriaged = async () => (await ask(`select 1 from reports where status = 'triaged'`)).length === 1;
    expect(await eventually(isTriaged, 60_000)).toBe(true);
    const seen = await ask<{ value: string }>(`select value from observables`);
    expect(seen.map((row) => row.value)).toContain("http://pay.example/login");
    expect(await first.stop()).toBe(0);
    expect(await ask(`select pid from pg_stat_activity where application_name like 'toguna%'`)).toEqual([]);
    const second = await start();
    expect(await readByReceipt(second.url, given.receipt, "10.0.0.2")).toMatchObject({ reference: given.reference });
    expect(await submit(second.url, "one", "Stolen by hxxp://pay[.]example/login", "10.0.0.1")).toEqual(given);
    expect(await second.stop()).toBe(0);
  }, 180_000);

  test("the application's role owns nothing, and neither it nor the owner is a superuser", async () => {
    const roles = await ask(
      `select rolname, rolsuper, rolbypassrls from pg_roles where rolname in ('keeper', 'toguna_app') order by 1`,
    );
    const none = { rolsuper: false, rolbypassrls: false };
    expect([...roles]).toEqual([
      { rolname: "keeper", ...none },
      { rolname: "toguna_app", ...none },
    ]);
    expect([...(await ask(`select tablename from pg_tables where tableowner = 'toguna_app'`))]).toEqual([]);
    expect([...(await ask(`select distinct tableowner from pg_tables where schemaname = 'public'`))]).toEqual([
      { tableowner: "keeper" },
    ]);
  });

  test("another data folder is told that the keys are not there, and changes nothing", async () => {
    const other = await runToguna(["serve", "--data", makeDataDir()], { env: { DATABASE_URL: url, PORT: "0" } });
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("belongs to another data folder") });
    expect(other.stderr).not.toContain("0f0f0f");
    expect(await runToguna(["migrate", "--data", dataDir], { env: { DATABASE_URL: url } })).toMatchObject({ code: 0 });
  });

  test("a second installation on the same server is refused: the role has one password", async () => {
    const env = { DATABASE_URL: await operators.makeDatabase("training") };
    const ended = await runToguna(["migrate", "--data", makeDataDir()], { env });
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/already has a Toguna, in the database cert/),
    });
  });

  test("a user who may not make roles, a wrong password and a server that is down are said with the way out", async () => {
    const sql = postgres(operators.url("postgres"), { max: 1 });
    await sql.unsafe(`create role meek login password 'm'`);
    await sql.unsafe(`create database meek_cert owner meek`);
    await sql.unsafe(`alter role toguna_app rename to toguna_app_aside`);
    try {
      const migrate = async (address: string) =>
        await runToguna(["migrate", "--data", makeDataDir()], { env: { DATABASE_URL: address } });
      const at = `127.0.0.1:${operators.port}`;
      expect((await migrate(`postgres://meek:m@${at}/meek_cert`)).stderr).toContain("alter role meek createrole");
      const wrong = await migrate(`postgres://meek:notit@${at}/meek_cert`);
      expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining("password") });
      expect(wrong.stderr).not.toContain("notit");
      expect(await migrate("postgres://meek:m@127.0.0.1:9/x")).toMatchObject({
        code: 1,
        stderr: expect.stringContaining("ECONNREFUSED"),
      });
    } finally {
      await sql.unsafe(`alter role toguna_app_aside rename to toguna_app`);
      await sql.end();
    }
  });
});
