// Decides where the database's binaries and cluster live: in the project and the data folder, or, where the server's user cannot reach those, under /var/lib/toguna.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { findBinaries, mendLinks } from "./binaries.ts";
import { chooseServerOwner, type ServerOwner } from "./owner.ts";

export interface Placement {
  binariesHome: string;
  folder: string;
  /** Set when things had to move: one sentence that says so. */
  notice: string | undefined;
}

/** `dataDir` exists. @throws when neither place can be used. */
export function placeServer(dataDir: string): Placement {
  const folder = join(dataDir, "postgres");
  const owner = chooseServerOwner(folder);
  const { home } = findBinaries();
  mendLinks(home);
  if (!owner) return { binariesHome: home, folder, notice: undefined };
  const canRun = isReachable(owner, join(home, "bin", "postgres"), "-x");
  const canStore = isReachable(owner, dataDir, "-x") && !isLink(folder);
  if (canRun && canStore) return { binariesHome: home, folder, notice: undefined };
  const shelter = join("/var/lib/toguna", createHash("sha256").update(dataDir).digest("hex").slice(0, 12));
  mkdirSync(shelter, { recursive: true, mode: 0o755 });
  chmodSync("/var/lib/toguna", 0o755);
  chmodSync(shelter, 0o755);
  const binariesHome = canRun ? home : copyBinaries(home, shelter);
  if (canStore)
    return {
      binariesHome,
      folder,
      notice: `the database's programs are in ${shelter}, because ${owner.name} cannot reach the project's folder`,
    };
  const cluster = join(shelter, "postgres");
  mkdirSync(cluster, { recursive: true, mode: 0o700 });
  if (!existsSync(folder)) symlinkSync(cluster, folder);
  return {
    binariesHome,
    folder: cluster,
    notice: `the database is in ${shelter} (linked from ${folder}), because ${owner.name}, who runs it, cannot reach the data folder`,
  };
}

/** Whether that user may do it, asked of the system itself, so that every parent folder and access list counts. */
function isReachable(owner: ServerOwner, path: string, what: "-x" | "-r"): boolean {
  return spawnSync("/usr/bin/test", [what, path], { uid: owner.uid, gid: owner.gid, cwd: "/" }).status === 0;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

// Copied under a draft name first, so that a start that was killed leaves no half program behind.
function copyBinaries(home: string, shelter: string): string {
  const target = join(shelter, `postgresql-${createHash("sha256").update(home).digest("hex").slice(0, 8)}`);
  if (existsSync(target)) return join(target, "native");
  const draft = `${target}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(home, join(draft, "native"), { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  renameSync(draft, target);
  return join(target, "native");
}
