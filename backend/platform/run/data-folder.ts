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

/** A command about an installation must not make an empty one where none is. @throws with the way out. */
export function requireInstallation(config: { dataDir: string; databaseUrl: string | undefined }): void {
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, "postgres")))
    throw new Error(`${config.dataDir} holds no installation; say where it is with --data DIR`);
}

/** Takes the lock, or @throws naming the process that has it. A lock of a process that is gone is taken over. */
export function lockDataFolder(dataDir: string): () => void {
  const file = join(dataDir, "run", "server.pid");
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(file, `${process.pid} ${beganAt(process.pid) ?? ""}`, { flag: "wx", mode: 0o600 });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      const [pid = "", began = ""] = readFileSync(file, "utf8").split(" ");
      // A recycled number is another process: it began at another time.
      if (began !== "" && beganAt(Number(pid)) === began)
        throw new Error(
          `another Toguna (process ${pid}) uses the data folder ${dataDir}; end that one first, or give --data another folder`,
        );
      rmSync(file, { force: true });
    }
  }
  throw new Error(`the lock ${file} cannot be taken`);
}

/** When a process began, in ticks since the machine did (proc(5), field 22 of stat; the name in field 2 may hold spaces). */
function beganAt(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
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
