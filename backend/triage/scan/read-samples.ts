// Reads a rule's samples: what must hit and what must miss, decoded where they are stored as text.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface Sample {
  /** Path of the stored file. */
  path: string;
  /** The name that the sample stands for: without ".b64" or ".hex". */
  name: string;
  bytes: Buffer;
}

export interface Samples {
  hit: Sample[];
  miss: Sample[];
}

/** Samples under `folder/hit` and `folder/miss`; both empty where there are none. Throws on a file that is not what its ending says. */
export const readSamples = (folder: string): Samples => ({
  hit: readFolder(join(folder, "hit")),
  miss: readFolder(join(folder, "miss")),
});

function readFolder(folder: string): Sample[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => {
      const path = join(folder, name);
      return { path, ...decodeSample(name, readFileSync(path), path) };
    });
}

function decodeSample(name: string, bytes: Buffer, path: string): { name: string; bytes: Buffer } {
  const ending = /\.(b64|hex)$/.exec(name)?.[1];
  if (ending === undefined) return { name, bytes };
  const text = bytes.toString("latin1").replace(/\s+/g, "");
  const isGood = ending === "b64" ? /^[A-Za-z0-9+/]*={0,2}$/.test(text) : /^(?:[0-9A-Fa-f]{2})*$/.test(text);
  if (!isGood) throw new Error(`${path}: expected only ${ending === "b64" ? "base64" : "hexadecimal"} text`);
  return { name: name.replace(/\.(?:b64|hex)$/, ""), bytes: Buffer.from(text, ending === "b64" ? "base64" : "hex") };
}
