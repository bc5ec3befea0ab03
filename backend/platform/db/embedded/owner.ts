// Chooses who runs the database server: ourselves, or, as PostgreSQL refuses root, an unprivileged user with a passwd entry.
import { readFileSync, statSync } from "node:fs";

export interface ServerOwner {
  uid: number;
  gid: number;
  name: string;
}

/**
 * Undefined: the present user does. Root: whoever owns the cluster that is already in `folder`, else `toguna`, else `nobody`.
 * @throws when none has a passwd entry.
 */
export function chooseServerOwner(folder?: string): ServerOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const ownerNow = folder === undefined ? undefined : statSync(`${folder}/cluster`, { throwIfNoEntry: false })?.uid;
  const isWanted = [
    (fields: string[]): boolean => ownerNow !== undefined && Number(fields[2]) === ownerNow,
    (fields: string[]): boolean => fields[0] === "toguna",
    (fields: string[]): boolean => fields[0] === "nobody",
  ];
  for (const isThis of isWanted) {
    const entry = entries.find(isThis);
    if (entry && Number(entry[2]) > 0) return { uid: Number(entry[2]), gid: Number(entry[3]), name: entry[0] ?? "" };
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is neither a user toguna nor nobody; make one with: useradd --system toguna",
  );
}
