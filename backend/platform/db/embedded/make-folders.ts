// Makes the folders of the database server: its own, and the short private one that its socket lives in.
import { createHash } from "node:crypto";
import { chmodSync, chownSync, lstatSync, mkdirSync } from "node:fs";
import type { ServerOwner } from "./owner.ts";

// The socket path may have 107 bytes, so it lives in a short private folder named after the cluster.
export function makeSocketDir(cluster: string, owner: ServerOwner | undefined): string {
  const digest = createHash("sha256").update(cluster).digest("hex").slice(0, 12);
  const folder = `/tmp/toguna-${digest}`;
  refuseStrangers(folder, owner);
  makeFolder(folder, owner);
  return folder;
}

// Anybody may make a name under /tmp: a link or a folder of somebody else is never used, and never given away as root.
function refuseStrangers(folder: string, owner: ServerOwner | undefined): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  const own = new Set([process.getuid?.() ?? 0, ...(owner ? [owner.uid] : [])]);
  if (found && (!found.isDirectory() || !own.has(found.uid)))
    throw new Error(`${folder}, where the database listens, belongs to somebody else; remove it and start again`);
}

/** A folder that only the server and ourselves enter. */
export function makeFolder(folder: string, owner: ServerOwner | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (owner) chownSync(folder, owner.uid, owner.gid);
}
