// The owner's way into the database: the operator's server, or the embedded one, started, adopted or found running.
import { fileURLToPath } from "node:url";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config/index.ts";
import { type Database, type DatabaseAddress, migrate } from "../db/index.ts";
import { type EmbeddedServer, placeServer, startEmbeddedServer } from "../db/embedded/index.ts";
import type { Log } from "../log/index.ts";
import type { Secrets } from "../secrets/index.ts";
import { addressesOf, connectAsApp } from "./database.ts";
import { makeDataFolder, writeDatabaseAddress } from "./data-folder.ts";
import type { Stopping } from "./wait-for-signal.ts";

const migrations = fileURLToPath(new URL("../../../migrations", import.meta.url));

export interface OwnerDatabase {
  address: DatabaseAddress;
  /** Whether it ran already, so that it is not ours to stop. */
  wasRunning: boolean;
  /** Starts the embedded server again whenever it ends by itself. */
  watch(stopping: Stopping, log: Log): void;
  stop(): Promise<void>;
}

/** @param asked ends a long step. @throws with the way out when there is no database to be had. */
export async function openOwnerDatabase(
  config: Config,
  secrets: Secrets,
  say: (text: string) => void,
  asked?: AbortSignal,
): Promise<OwnerDatabase> {
  if (config.databaseUrl) {
    return { address: { url: config.databaseUrl }, wasRunning: true, watch: () => {}, stop: async () => {} };
  }
  const place = placeServer(config.dataDir);
  if (place.notice) say(place.notice);
  const start = async (): Promise<EmbeddedServer> =>
    await startEmbeddedServer({
      folder: place.folder,
      binariesHome: place.binariesHome,
      password: secrets.key("database-owner").toString("hex"),
      onInitialise: () => say("making the database (once, a few seconds) …"),
      ...(asked ? { asked } : {}),
    });
  let server = await start();
  writeDatabaseAddress(config.dataDir, server.address);
  let restarting: Promise<unknown> = Promise.resolve();
  const watch = (stopping: Stopping, log: Log): void => {
    restarting = server.ended.then(async () => {
      for (let tries = 0; !stopping.isStopping(); tries++) {
        say("the database server ended by itself; starting it again");
        try {
          server = await start();
          return watch(stopping, log);
        } catch (error) {
          if (stopping.isStopping()) return;
          log.error({ err: error }, "the database server does not start");
          await sleep(Math.min(1000 * 2 ** tries, 30_000), undefined, { ref: false, signal: asked }).catch(() => {});
        }
      }
    });
  };
  return {
    address: server.address,
    wasRunning: server.wasAdopted,
    watch,
    stop: async () => {
      const stopped = server;
      await stopped.stop();
      // A server that was being started again when the end came is ended as well.
      await Promise.race([restarting, sleep(2_000)]);
      if (server !== stopped) await server.stop();
    },
  };
}

/** Brings it up to date; `onFirst` is told before the first step. */
export async function migrateOwner(
  address: DatabaseAddress,
  secrets: Secrets,
  onStep: (name: string, isFirst: boolean) => void,
): Promise<void> {
  let isFirst = true;
  await migrate(address, migrations, secrets.key("database-app").toString("hex"), (name) => {
    onStep(name, isFirst);
    isFirst = false;
  });
}

/** Runs `work` on the database as its owner: the running one, or one that is started for it and stopped after. */
export async function withOwnerDatabase<Result>(
  config: Config,
  secrets: Secrets,
  say: (text: string) => void,
  work: (owner: DatabaseAddress) => Promise<Result>,
): Promise<Result> {
  makeDataFolder(config.dataDir);
  const owner = await openOwnerDatabase(config, secrets, say);
  try {
    return await work(owner.address);
  } finally {
    if (!owner.wasRunning) await owner.stop();
  }
}

/** The same as the application sees it, on one connection, for a command that runs a verb. */
export async function withAppDatabase<Result>(
  config: Config,
  secrets: Secrets,
  name: string,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const say = (text: string): void => void process.stderr.write(`toguna: ${text}\n`);
  return await withOwnerDatabase(config, secrets, say, async (owner) => {
    const db = connectAsApp(addressesOf(owner, secrets), name, 1);
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  });
}
