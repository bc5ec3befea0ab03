// Starts everything one installation needs, watches over it, says where it is, and ends it in order.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureCertOrganisation } from "./identity/index.ts";
import { systemClock } from "./platform/clock/index.ts";
import { type Config, ConfigError, isLoopback, parseConfig } from "./platform/config/index.ts";
import { makeContext, type Services } from "./platform/context/index.ts";
import type { DatabaseAddress } from "./platform/db/index.ts";
import { makeLog } from "./platform/log/index.ts";
import { openObjectStore } from "./platform/objects/index.ts";
import {
  addressesOf,
  connectAsApp,
  lockDataFolder,
  makeDataFolder,
  keepWorker,
  migrateOwner,
  openOwnerDatabase,
  requireFreePort,
  type Stopping,
  waitForSignal,
  whyTlsIsWrong,
  withOwnerDatabase,
} from "./platform/run/index.ts";
import { openSecrets, type Secrets } from "./platform/secrets/index.ts";

import { loadCountry } from "./registry/country/index.ts";
import { importAreas } from "./registry/index.ts";

export interface StartOptions {
  dataDir: string | undefined;
  isDemo: boolean;
}

const workerScript = fileURLToPath(new URL("./worker.ts", import.meta.url));
const say = (text: string): void => void process.stdout.write(`toguna: ${text}\n`);

/** `toguna serve`: returns the exit code once everything has ended. */
export async function serve(options: StartOptions): Promise<number> {
  const beganAt = performance.now();
  const config = readConfig(options);
  const wrongTls = config.tls && whyTlsIsWrong(config.tls, new Date());
  if (wrongTls !== undefined) throw new ConfigError([wrongTls]);
  makeDataFolder(config.dataDir);
  const unlock = lockDataFolder(config.dataDir);
  const stopping = waitForSignal();
  try {
    await requireFreePort(isLoopback(config.host) ? "127.0.0.1" : config.host, config.port);
    await runHouse(config, options, stopping, beganAt);
    return 0;
  } catch (error) {
    if (!stopping.asked.aborted) throw error;
    say(`${stopping.asked.reason instanceof Error ? stopping.asked.reason.message : ""}: ended before it was ready`);
    return 0;
  } finally {
    unlock();
  }
}

async function runHouse(config: Config, options: StartOptions, stopping: Stopping, beganAt: number): Promise<void> {
  const secrets = openSecrets(config.dataDir);
  // The web's code loads while the database starts.
  const webLoading = import("./web.ts");
  webLoading.catch(() => {});
  const owner = await openOwnerDatabase(config, secrets, say, stopping.asked);
  try {
    if (owner.wasRunning && !config.databaseUrl)
      say("the database of an earlier run was still there and has been adopted");
    stopping.asked.throwIfAborted();
    await migrateNow(config, secrets, owner.address);
    stopping.asked.throwIfAborted();
    const addresses = addressesOf(owner.address, secrets);
    const log = makeLog(config.logLevel, "web");
    const db = connectAsApp(addresses, "toguna-web", 16);
    const objects = openObjectStore(config.dataDir);
    const services: Services = { config, clock: systemClock, db, objects, secrets, log };
    const command = [workerScript, "--data", config.dataDir, ...(options.isDemo ? ["--demo"] : [])];
    const worker = keepWorker(command, stopping, say);
    try {
      await prepareHouse(services);
      if (config.isDemo) await (await import("./demo/index.ts")).fillDemo(services, say, () => stopping.isStopping());
      stopping.asked.throwIfAborted();
      const { startWeb } = await webLoading;
      const web = await startWeb(services);
      sayWhere(config, web.lines, beganAt);
      owner.watch(stopping, log);
      say(`${await stopping.reason}: ending …`);
      await web.close();
    } finally {
      stopping.begin();
      await worker.stop();
      await db.close();
    }
  } finally {
    stopping.begin();
    await owner.stop();
  }
}

/** `toguna migrate`. */
export async function migrateOnly(options: StartOptions): Promise<number> {
  const config = readConfig(options);
  makeDataFolder(config.dataDir);
  const secrets = openSecrets(config.dataDir);
  return await withOwnerDatabase(config, secrets, say, async (owner) => {
    await migrateNow(config, secrets, owner);
    say("the database is up to date");
    return 0;
  });
}

function readConfig(options: StartOptions): Config {
  return parseConfig(process.env, {
    isDemo: options.isDemo,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
  });
}

async function migrateNow(config: Config, secrets: Secrets, address: DatabaseAddress): Promise<void> {
  await migrateOwner(address, secrets, (name, isFirst) => {
    if (isFirst) say("bringing the database up to date …");
    if (config.logLevel === "debug") say(`  ${name}`);
  });
}

/** What every installation has before the first request: the CERT itself, and the country's areas. */
async function prepareHouse(services: Services): Promise<void> {
  const country = loadCountry(services.config.country);
  await ensureCertOrganisation(services, country.cert.fullName);
  await importAreas(makeContext(services, { kind: "system", job: "areas.import" }, randomUUID()), country);
}

function sayWhere(config: Config, lines: string[], beganAt: number): void {
  const seconds = ((performance.now() - beganAt) / 1000).toFixed(1);
  say(`ready after ${seconds} s. Data: ${join(config.dataDir)}`);
  for (const line of lines) say(line);
}
