// Starts everything one installation needs, watches over it, says where it is, and ends it in order.
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { ensureCertOrganisation } from "./identity/index.ts";
import { systemClock } from "./platform/clock/index.ts";
import { type Config, parseConfig } from "./platform/config/index.ts";
import { makeContext, type Services } from "./platform/context/index.ts";
import { type DatabaseAddress, migrate } from "./platform/db/index.ts";
import { type EmbeddedServer, placeServer, startEmbeddedServer } from "./platform/db/embedded/index.ts";
import { makeLog } from "./platform/log/index.ts";
import { openObjectStore } from "./platform/objects/index.ts";
import {
  addressesOf,
  connectAsApp,
  lockDataFolder,
  makeDataFolder,
  writeDatabaseAddress,
} from "./platform/run/index.ts";
import { openSecrets, type Secrets } from "./platform/secrets/index.ts";

import { loadCountry } from "./registry/country/index.ts";
import { importAreas } from "./registry/index.ts";

export interface StartOptions {
  dataDir: string | undefined;
  isDemo: boolean;
}

const migrations = fileURLToPath(new URL("../migrations", import.meta.url));
const say = (text: string): void => void process.stdout.write(`toguna: ${text}\n`);

interface OwnerDatabase {
  address: DatabaseAddress;
  embedded: EmbeddedServer | undefined;
  /** Starts the embedded server again after it ended by itself. */
  restart(): Promise<EmbeddedServer>;
}

/** `toguna serve`: returns the exit code once everything has ended. */
export async function serve(options: StartOptions): Promise<number> {
  const beganAt = performance.now();
  const config = parseConfig(process.env, {
    isDemo: options.isDemo,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
  });
  makeDataFolder(config.dataDir);
  const unlock = lockDataFolder(config.dataDir);
  const stopping = waitForSignal();
  try {
    const secrets = openSecrets(config.dataDir);
    // The web's code loads while the database starts.
    const webLoading = import("./web.ts");
    webLoading.catch(() => {});
    const owner = await openOwnerDatabase(config, secrets);
    try {
      await migrateNow(config, secrets, owner.address);
      const addresses = addressesOf(owner.address, secrets);
      const log = makeLog(config.logLevel, "web");
      const db = connectAsApp(addresses, "toguna-web", 16);
      const services: Services = {
        config,
        clock: systemClock,
        db,
        objects: openObjectStore(config.dataDir),
        secrets,
        log,
      };
      const worker = keepWorker(config, options, stopping);
      try {
        await prepareHouse(services);
        if (config.isDemo) await (await import("./demo/index.ts")).fillDemo(services, say, stopping.isStopping);
        const { startWeb } = await webLoading;
        const web = await startWeb(services);
        sayWhere(config, web.lines, beganAt);
        watchDatabase(owner, stopping, log);
        say(`${await stopping.reason}: ending …`);
        await web.close();
      } finally {
        stopping.begin();
        await worker.stop();
        await db.close();
      }
      return 0;
    } finally {
      await owner.embedded?.stop();
    }
  } finally {
    unlock();
  }
}

/** `toguna migrate`. */
export async function migrateOnly(options: StartOptions): Promise<number> {
  const config = parseConfig(process.env, options.dataDir === undefined ? {} : { dataDir: options.dataDir });
  makeDataFolder(config.dataDir);
  return await withOwnerDatabase(config, openSecrets(config.dataDir), async () => {
    say("the database is up to date");
    return 0;
  });
}

/** Runs `work` on a migrated database as its owner: the running one, or one that is started for it and stopped after. */
export async function withOwnerDatabase<Result>(
  config: Config,
  secrets: Secrets,
  work: (owner: DatabaseAddress) => Promise<Result>,
): Promise<Result> {
  makeDataFolder(config.dataDir);
  const owner = await openOwnerDatabase(config, secrets);
  const wasRunning = owner.embedded?.wasAdopted ?? false;
  try {
    await migrateNow(config, secrets, owner.address);
    return await work(owner.address);
  } finally {
    if (!wasRunning) await owner.embedded?.stop();
  }
}

async function openOwnerDatabase(config: Config, secrets: Secrets): Promise<OwnerDatabase> {
  if (config.databaseUrl) {
    const refuse = async (): Promise<EmbeddedServer> =>
      await Promise.reject(new Error("the operator's database is not ours to start"));
    return { address: { url: config.databaseUrl }, embedded: undefined, restart: refuse };
  }
  const place = placeServer(config.dataDir);
  if (place.notice) say(place.notice);
  const start = async (): Promise<EmbeddedServer> =>
    await startEmbeddedServer({
      folder: place.folder,
      binariesHome: place.binariesHome,
      password: secrets.key("database-owner").toString("hex"),
      onInitialise: () => say("making the database (once, a few seconds) …"),
    });
  const embedded = await start();
  if (embedded.wasAdopted) say("the database of an earlier run was still there and has been adopted");
  writeDatabaseAddress(config.dataDir, embedded.address);
  const owner: OwnerDatabase = {
    address: embedded.address,
    embedded,
    restart: async () => (owner.embedded = await start()),
  };
  return owner;
}

async function migrateNow(config: Config, secrets: Secrets, address: DatabaseAddress) {
  const appPassword = secrets.key("database-app").toString("hex");
  let isFirst = true;
  return await migrate(address, migrations, appPassword, (name) => {
    if (isFirst) say("bringing the database up to date …");
    isFirst = false;
    if (config.logLevel === "debug") say(`  ${name}`);
  });
}

/** What every installation has before the first request: the CERT itself, and the country's areas. */
async function prepareHouse(services: Services): Promise<void> {
  const country = loadCountry(services.config.country);
  await ensureCertOrganisation(services, country.cert.fullName);
  await importAreas(makeContext(services, { kind: "system", job: "areas.import" }, randomUUID()), country);
}

interface Stopping {
  /** Says that parts which end now do so on purpose. */
  begin(): void;
  reason: Promise<string>;
  isStopping(): boolean;
}

function waitForSignal(): Stopping {
  let stopping = false;
  const reason = new Promise<string>((resolve) => {
    const names = { SIGINT: "Ctrl-C", SIGTERM: "asked to end", SIGHUP: "the terminal closed" };
    for (const [name, words] of Object.entries(names)) {
      process.on(name, () => {
        if (!stopping) resolve(words);
        stopping = true;
      });
    }
  });
  return { reason, isStopping: () => stopping, begin: () => void (stopping = true) };
}

/** Keeps one worker process running; it is started again, ever more slowly, when it ends by itself. */
function keepWorker(config: Config, options: StartOptions, stopping: Stopping): { stop(): Promise<void> } {
  const path = fileURLToPath(new URL("./worker.ts", import.meta.url));
  let child: ChildProcess | undefined;
  let pauseMs = 500;
  const start = (): void => {
    const args = [path, "--data", config.dataDir, ...(options.isDemo ? ["--demo"] : [])];
    child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
    const startedAt = Date.now();
    child.once("exit", () => {
      if (stopping.isStopping()) return;
      pauseMs = Date.now() - startedAt > 60_000 ? 500 : Math.min(pauseMs * 2, 30_000);
      say(`the worker ended by itself; starting it again in ${pauseMs / 1000} s`);
      setTimeout(start, pauseMs).unref();
    });
  };
  start();
  return {
    stop: async () => {
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      const ended = new Promise<void>((resolve) => running.once("exit", () => resolve()));
      running.kill("SIGTERM");
      if ((await Promise.race([ended, sleep(2_000, "late")])) === "late") running.kill("SIGKILL");
    },
  };
}

function watchDatabase(owner: OwnerDatabase, stopping: Stopping, log: Services["log"]): void {
  const server = owner.embedded;
  if (!server) return;
  void server.ended.then(async () => {
    for (let tries = 0; !stopping.isStopping(); tries++) {
      say("the database server ended by itself; starting it again");
      try {
        await owner.restart();
        return watchDatabase(owner, stopping, log);
      } catch (error) {
        log.error({ err: error }, "the database server does not start");
        await sleep(Math.min(1000 * 2 ** tries, 30_000), undefined, { ref: false });
      }
    }
  });
}

function sayWhere(config: Config, lines: string[], beganAt: number): void {
  const seconds = ((performance.now() - beganAt) / 1000).toFixed(1);
  say(`ready after ${seconds} s. Data: ${join(config.dataDir)}`);
  for (const line of lines) say(line);
}
