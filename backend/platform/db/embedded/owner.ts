// Chooses who runs the database server: ourselves, or, as PostgreSQL refuses root, an unprivileged user with a passwd entry.
import { readFileSync } from "node:fs";

export interface ServerOwner {
  uid: number;
  gid: number;
  name: string;
}

/** Undefined: the present user does. Root: `toguna`, else `postgres`, else `nobody`. @throws when none has a passwd entry. */
export function chooseServerOwner(): ServerOwner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const entries = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of ["toguna", "nobody"]) {
    const entry = entries.find((fields) => fields[0] === name);
    if (entry && Number(entry[2]) > 0) return { uid: Number(entry[2]), gid: Number(entry[3]), name };
  }
  throw new Error(
    "PostgreSQL does not run as root, and there is neither a user toguna nor nobody; make one with: useradd --system toguna",
  );
}
