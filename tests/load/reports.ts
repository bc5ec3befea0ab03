// How fast reports are accepted over HTTP, durable and with receipt, beside pgbench running the same statements at equal concurrency.
import { fork, spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import postgres from "postgres";
import { ensureCertOrganisation } from "../../backend/identity/index.ts";
import { newApiKey } from "../../backend/identity/tokens.ts";
import { systemClock } from "../../backend/platform/clock/index.ts";
import { parseConfig } from "../../backend/platform/config/index.ts";
import { startEmbeddedServer } from "../../backend/platform/db/embedded/index.ts";
import { migrate } from "../../backend/platform/db/index.ts";
import { silentLog } from "../../backend/platform/log/index.ts";
import { openObjectStore } from "../../backend/platform/objects/index.ts";
import { writeDatabaseAddress } from "../../backend/platform/run/data-folder.ts";
import { addressesOf, connectAsApp, makeDataFolder } from "../../backend/platform/run/index.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const concurrency = 10;
const rounds = 3;
const roundSeconds = 4;

export async function benchReports(print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "toguna-bench-"));
  chmodSync(folder, 0o755);
  const dataDir = join(folder, "data");
  makeDataFolder(dataDir);
  const secrets = openSecrets(dataDir);
  const server = await startEmbeddedServer({
    folder: join(dataDir, "postgres"),
    password: secrets.key("database-owner").toString("hex"),
  });
  writeDatabaseAddress(dataDir, server.address);
  const owner = postgres({
    host: server.address.socketDir,
    user: server.address.user,
    password: server.address.password,
    database: server.address.database,
    max: 1,
    onnotice: () => {},
  });
  const port = 20_000 + Math.floor(Math.random() * 10_000);
  const env = { ...process.env, PORT: String(port), SMTP_PORT: "0", LOG_LEVEL: "silent" };
  try {
    await migrate(server.address, here("../../migrations"), secrets.key("database-app").toString("hex"));
    const key = await makeKey(dataDir, owner);
    const web = fork(here("./serve-web.ts"), [dataDir], { env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
    await new Promise((resolve) => web.once("message", resolve));
    await post(port, key, 2);
    const pgbench = [
      "/usr/lib/postgresql/18/bin/pgbench",
      "/usr/lib/postgresql/17/bin/pgbench",
      "/usr/lib/postgresql/15/bin/pgbench",
      "pgbench",
    ].find((path) => spawnSync(path, ["--version"]).status === 0);
    const ratios: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const ours = await post(port, key, roundSeconds);
      const theirs = pgbench
        ? runPgbench(pgbench, server.address.socketDir, addressesOf(server.address, secrets).app)
        : undefined;
      if (theirs) ratios.push(ours / theirs);
      print(
        `reports accepted/s, ${concurrency} at once: ${ours.toFixed(0)}${theirs ? `; pgbench, same statements: ${theirs.toFixed(0)}/s; ratio ${(ours / theirs).toFixed(2)}` : "; pgbench is not installed (Debian: postgresql-contrib)"}`,
      );
    }
    if (ratios.length > 0)
      print(
        `reports: median ratio to pgbench ${ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)]?.toFixed(2) ?? ""}`,
      );
    web.kill("SIGTERM");
  } finally {
    await owner.end();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function makeKey(dataDir: string, owner: postgres.Sql): Promise<string> {
  const config = parseConfig({}, { dataDir });
  const secrets = openSecrets(dataDir);
  const [address] = await owner<{ dir: string }[]>`select current_setting('unix_socket_directories') as dir`;
  const db = connectAsApp(
    addressesOf(
      {
        socketDir: address?.dir ?? "",
        user: "toguna_owner",
        password: secrets.key("database-owner").toString("hex"),
        database: "toguna",
      },
      secrets,
    ),
    "bench",
    1,
  );
  const organisationId = await ensureCertOrganisation(
    { config, clock: systemClock, db, objects: openObjectStore(dataDir), secrets, log: silentLog },
    "Bench",
  );
  await db.close();
  const { key, prefix } = newApiKey();
  const hash = createHash("sha256").update(key).digest();
  await owner`insert into api_keys (id, name, key_hash, prefix, organisation_id, acts) values (${randomUUID()}, 'bench', ${hash}, ${prefix}, ${organisationId}, '{report.submit}')`;
  return key;
}

/** Reports accepted each second over `seconds`, by this many clients that each wait for their answer. */
async function post(port: number, key: string, seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const until = performance.now() + seconds * 1000;
  let accepted = 0;
  const one = async (): Promise<void> => {
    while (performance.now() < until) {
      const status = await send(agent, port, key);
      if (status !== 201) throw new Error(`a report was answered with ${status}`);
      accepted += 1;
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: concurrency }, one));
  agent.destroy();
  return accepted / ((performance.now() - began) / 1000);
}

function send(agent: Agent, port: number, key: string): Promise<number> {
  const body = JSON.stringify({
    description: "Courriel frauduleux hxxp://pay[.]example/login vu ce matin",
    language: "fr",
  });
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        agent,
        port,
        host: "127.0.0.1",
        method: "POST",
        path: "/api/v1/reports",
        headers: {
          "content-type": "application/json",
          "content-length": Buffer.byteLength(body),
          authorization: `Bearer ${key}`,
        },
      },
      (answer) => {
        answer.resume();
        answer.once("end", () => resolve(answer.statusCode ?? 0));
      },
    );
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}

function runPgbench(
  program: string,
  socketDir: string,
  app: ReturnType<typeof addressesOf>["app"],
): number | undefined {
  const password = "password" in app ? (app.password ?? "") : "";
  const run = spawnSync(
    program,
    [
      "-n",
      "-M",
      "prepared",
      "-c",
      String(concurrency),
      "-j",
      "2",
      "-T",
      String(roundSeconds),
      "-f",
      here("./report.sql"),
      "-h",
      socketDir,
      "-U",
      "toguna_app",
      "toguna",
    ],
    { encoding: "utf8", env: { ...process.env, PGPASSWORD: password } },
  );
  const found = /tps = ([\d.]+)/.exec(run.stdout);
  if (!found) process.stderr.write(run.stderr);
  return found ? Number(found[1]) : undefined;
}
