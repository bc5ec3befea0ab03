// Gives a process its database: the embedded server (started, adopted or found running) or the operator's own.
import { connectDatabase, type Database, type DatabaseAddress } from "../db/index.ts";
import type { Config } from "../config/index.ts";
import type { Secrets } from "../secrets/index.ts";
import { readDatabaseAddress } from "./data-folder.ts";

export interface DatabaseAddresses {
  owner: DatabaseAddress;
  app: DatabaseAddress;
}

/** Both ways in: the owner for migrations and the queue, `toguna_app` for everything a request or job does. */
export function addressesOf(owner: DatabaseAddress, secrets: Secrets): DatabaseAddresses {
  const password = secrets.key("database-app").toString("hex");
  const app =
    "url" in owner ? { url: owner.url, user: "toguna_app", password } : { ...owner, user: "toguna_app", password };
  return { owner, app };
}

/** The addresses of a server that already runs. @throws when the embedded one does not. */
export function findDatabase(config: Config, secrets: Secrets): DatabaseAddresses {
  if (config.databaseUrl) return addressesOf({ url: config.databaseUrl }, secrets);
  const address = readDatabaseAddress(config.dataDir, secrets.key("database-owner").toString("hex"));
  if (!address) throw new Error(`no database is running for ${config.dataDir}; start one with: npm start`);
  return addressesOf(address, secrets);
}

export function connectAsApp(addresses: DatabaseAddresses, name: string, max = 10): Database {
  return connectDatabase(addresses.app, { max, name });
}
