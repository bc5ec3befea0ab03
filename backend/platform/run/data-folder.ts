// The data folder: its shape, and a lock that lets one server at a time use it.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseAddress } from "../db/index.ts";

/** Makes the folder: open for passing through (the database's user must reach its own part), closed for listing. */
export function makeDataFolder(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  chmodSync(dataDir, 0o711);
  for (const name of ["run", "mail"]) mkdirSync(join(dataDir, name), { recursive: true, mode: 0o700 });
}

/** Takes the lock, or @throws naming the process that has it. A lock of a process that is gone is taken over. */
export function lockDataFolder(dataDir: string): () => void {
  const file = join(dataDir, "run", "server.pid");
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const pid = Number(readFileSync(file, "utf8"));
      if (isServer(pid))
        throw new Error(
          `another Toguna (process ${pid}) uses the data folder ${dataDir}; end that one first, or give --data another folder`,
        );
      rmSync(file, { force: true });
    }
  }
  throw new Error(`the lock ${file} cannot be taken`);
}

// A recycled number is another program: ask what it runs.
function isServer(pid: number): boolean {
  try {
    return pid !== process.pid && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("cli.ts");
  } catch {
    return false;
  }
}

type EmbeddedAddress = Extract<DatabaseAddress, { socketDir: string }>;

/** Where the embedded server listens, for the worker and for commands beside a running server. No password is in it. */
export function writeDatabaseAddress(dataDir: string, address: EmbeddedAddress): void {
  const { socketDir, user, database } = address;
  writeFileSync(join(dataDir, "run", "database.json"), JSON.stringify({ socketDir, user, database }), { mode: 0o600 });
}

export function readDatabaseAddress(dataDir: string, ownerPassword: string): EmbeddedAddress | undefined {
  const file = join(dataDir, "run", "database.json");
  if (!existsSync(file)) return undefined;
  const known = JSON.parse(readFileSync(file, "utf8")) as { socketDir: string; user: string; database: string };
  return { ...known, password: ownerPassword };
}
