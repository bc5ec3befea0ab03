// The doctor: nothing wrong on a good installation; each fault named with its mending; never a secret in what it says, never a change on disk.
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { secretNames } from "../../../backend/platform/secrets/index.ts";
import { runToguna } from "../../support/run-toguna.ts";
import { freePort, makeDataDir, type RunningServer, startServer } from "../../support/server.ts";

// Each test starts several processes; a machine with other work takes its time.
vi.setConfig({ testTimeout: 180_000 });

let server: RunningServer;
let mail: Server;
let mailUrl: string;
beforeAll(async () => {
  server = await startServer();
  mail = createServer((socket) => {
    // Whoever only looks whether it answers may be gone before the greeting is.
    socket.on("error", () => {});
    socket.end("220 here\r\n");
  });
  await new Promise<void>((resolve) => mail.listen(0, "127.0.0.1", resolve));
  mailUrl = `smtp://cert:hunter2@127.0.0.1:${(mail.address() as AddressInfo).port}`;
});
afterAll(async () => {
  mail.close();
  if (server.process.exitCode === null) await server.stop();
  rmSync(dirname(server.dataDir), { recursive: true });
});

const doctor = async (env: Record<string, string> = {}, dataDir = server.dataDir) => {
  const ended = await runToguna(["doctor", "--data", dataDir], { env });
  for (const name of secretNames) {
    const file = join(server.dataDir, "secrets", name);
    if (existsSync(file)) expect(ended.stdout + ended.stderr).not.toContain(readFileSync(file, "utf8").trim());
  }
  expect(ended.stdout + ended.stderr).not.toMatch(/hunter2/);
  return ended;
};

test("a good installation that runs has nothing wrong", async () => {
  const ended = await doctor({ MAIL_URL: mailUrl });
  expect(ended.stdout).not.toContain("WRONG");
  expect(ended).toMatchObject({ code: 0, stderr: "" });
  for (const name of [
    "Node",
    "database programs",
    "configuration",
    "disk",
    "secrets",
    "mail",
    "database",
    "clock",
    "jobs",
    "log",
    "text in pictures",
  ])
    expect(ended.stdout).toMatch(new RegExp(`^ok +${name}: `, "m"));
});

test("a secret that others can read is named, with the command that mends it, and the mending works", async () => {
  const file = join(server.dataDir, "secrets", "database-owner");
  chmodSync(file, 0o644);
  const ended = await doctor();
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(/WRONG +secrets: others can read database-owner\n +→ chmod 600 /);
  chmodSync(file, 0o600);
  expect((await doctor()).code).toBe(0);
});

test("a mail server that is down is named without its password, and said to hold up mails only", async () => {
  const port = await freePort();
  const ended = await doctor({ MAIL_URL: `smtp://cert:hunter2@127.0.0.1:${port}` });
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(
    new RegExp(`WRONG +mail: 127.0.0.1:${port} does not answer; mails wait in the outbox\n +→ .*MAIL_URL`),
  );
});

test("wrong configuration is listed whole, a certificate that is not there and a database that is down are named", async () => {
  const wrong = await doctor({ PORT: "eighty", LOG_LEVEL: "loud", TLS_CERT: "/nowhere" });
  expect(wrong.code).toBe(1);
  for (const name of ["PORT", "LOG_LEVEL", "TLS_KEY"])
    expect(wrong.stdout).toMatch(new RegExp(`WRONG +configuration: .*${name}`));
  const noCertificate = await doctor({ TLS_CERT: "/nowhere.crt", TLS_KEY: "/nowhere.key" });
  expect(noCertificate.code).toBe(1);
  expect(noCertificate.stdout).toMatch(/WRONG +certificate: TLS_CERT \/nowhere\.crt cannot be read \(ENOENT\)/);
  const noDatabase = await doctor({ DATABASE_URL: `postgres://cert:hunter2@127.0.0.1:${await freePort()}/cert` });
  expect(noDatabase.code).toBe(1);
  expect(noDatabase.stdout).toMatch(/WRONG +database: it does not answer \(.*ECONNREFUSED.*\)\n +→ check DATABASE_URL/);
});

test("a clock that went back behind the newest act is found", async () => {
  const { default: postgres } = await import("postgres");
  const known = JSON.parse(readFileSync(join(server.dataDir, "run", "database.json"), "utf8")) as {
    socketDir: string;
    user: string;
    database: string;
  };
  const password = readFileSync(join(server.dataDir, "secrets", "database-owner"), "utf8").trim();
  const { socketDir, user, database } = known;
  const sql = postgres({ host: socketDir, user, database, password, max: 1 });
  try {
    await sql`insert into audit_log (id, at, actor_kind, action, object_type, object_id, request_id, salt, commitment, leaf_hash)
      select gen_random_uuid(), now() + interval '1 hour', 'system', 'test.act', 'test', '1', 'r', sha256('a'), sha256('b'), sha256('c')`;
  } finally {
    await sql.end();
  }
  const ended = await doctor();
  expect(ended.code).toBe(1);
  expect(ended.stdout).toMatch(/WRONG +clock: the newest act in the log is 3[56]\d\d s ahead/);
});

test("one that is stopped is a note and no fault; where nothing was ever started, the doctor makes nothing", async () => {
  await server.stop();
  const stopped = await doctor();
  expect(stopped).toMatchObject({ code: 0 });
  expect(stopped.stdout).toMatch(/note +database: it is not running\n +→ npm start/);
  const never = makeDataDir();
  expect((await doctor({}, never)).code).toBe(0);
  expect(existsSync(never)).toBe(false);
  mkdirSync(join(never, "run"), { recursive: true });
  writeFileSync(join(never, "run", "database.json"), "{}");
  expect((await doctor({}, never)).code).toBe(0);
  expect(readdirSync(never)).toEqual(["run"]);
});
