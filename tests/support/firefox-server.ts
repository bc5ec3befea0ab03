// A whole installation for tests in Firefox: `toguna serve` with its worker, in the country of Mali, with the database as its owner sees it.
import postgres from "postgres";
import { readDatabaseAddress } from "../../backend/platform/run/data-folder.ts";
import { openSecrets } from "../../backend/platform/secrets/index.ts";
import type { FirefoxServer } from "./firefox-person.ts";
import { startServer } from "./server.ts";

export interface InstalledServer extends FirefoxServer {
  /** The address that enrols the first administrator, as printed. */
  setupLink(): string | undefined;
  stop(): Promise<void>;
}

export async function startInstalled(): Promise<InstalledServer> {
  const server = await startServer({ env: { COUNTRY: "ml" }, withinMs: 120_000 });
  const password = openSecrets(server.dataDir).key("database-owner").toString("hex");
  const address = readDatabaseAddress(server.dataDir, password);
  if (!address) throw new Error(`no database is running for ${server.dataDir}`);
  const owner = postgres({
    host: address.socketDir,
    user: address.user,
    password: address.password,
    database: address.database,
    max: 1,
    onnotice: () => {},
  });
  return {
    url: server.url,
    world: { owner },
    setupLink: () => server.setupLink(),
    stop: async () => {
      await owner.end();
      await server.stop();
    },
  };
}
