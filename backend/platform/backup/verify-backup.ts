// Checks a backup without restoring it: it opens, every entry has the hash of the manifest, nothing is missing, the log's checkpoint is signed.
import { createHash } from "node:crypto";
import { openCheckpoint, parseVerifierKey } from "../audit/note.ts";
import { readEntries } from "./entries.ts";
import { Manifest } from "./model.ts";

export interface VerifiedBackup {
  manifest: Manifest;
  /** The small entries that a restore needs at hand: "secrets.json", "jobs.json". */
  small: Map<string, Buffer>;
}

const keptNames = new Set(["manifest.json", "secrets.json", "jobs.json"]);

/** @throws with one sentence that says what is wrong. */
export async function verifyBackup(path: string, identity: string): Promise<VerifiedBackup> {
  const found: Record<string, string> = {};
  const small = new Map<string, Buffer>();
  await readEntries(path, identity, async (entry) => {
    const hash = createHash("sha256");
    const kept: Uint8Array[] = [];
    for await (const chunk of entry.bytes) {
      hash.update(chunk);
      if (keptNames.has(entry.name)) kept.push(Uint8Array.from(chunk));
    }
    found[entry.name] = hash.digest("hex");
    if (keptNames.has(entry.name)) small.set(entry.name, Buffer.concat(kept));
  }).catch((error: unknown) => {
    throw sayWhy(path, error);
  });
  const text = small.get("manifest.json");
  if (!text) throw new Error("the backup has no manifest: it was cut off while it was written");
  const manifest = Manifest.parse(JSON.parse(text.toString("utf8")));
  delete found["manifest.json"];
  for (const [name, hash] of Object.entries(manifest.entries)) {
    if (found[name] === undefined) throw new Error(`the backup lacks ${name}`);
    if (found[name] !== hash) throw new Error(`${name} in the backup was changed`);
  }
  const extra = Object.keys(found).find((name) => manifest.entries[name] === undefined);
  if (extra) throw new Error(`${extra} does not belong to this backup`);
  if (manifest.checkpoint !== null) openCheckpoint(manifest.checkpoint, parseVerifierKey(manifest.verifierKey));
  return { manifest, small };
}

/** What the decryption or the tar says, as what it means for a backup. What the system says of the file itself stays. */
function sayWhy(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || (error as NodeJS.ErrnoException).path !== undefined) return error;
  if (/no identity matched/.test(error.message))
    return new Error(`this key does not open the backup ${path}: it was made for another one`, { cause: error });
  return new Error(`${path} is no whole backup: it was cut, changed, or is something else (${error.message})`, {
    cause: error,
  });
}
