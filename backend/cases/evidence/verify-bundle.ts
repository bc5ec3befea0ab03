// Reads an evidence bundle from disk, as a tar archive or as the folder it was unpacked to, and has it judged.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { blake3 } from "@noble/hashes/blake3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { extract } from "tar-stream";
import type { Trust } from "../../platform/audit/proof/verify.ts";
import { type BagFile, checkBundle, type Said } from "./check-bundle.ts";

const mostTextBytes = 8_000_000;
const mostFiles = 100_000;

/** @throws when the file cannot be read, or is no tar archive. */
export async function verifyBundle(path: string, trust: Trust): Promise<Said[]> {
  const isFolder = (await stat(path)).isDirectory();
  const files = isFolder ? await readFolder(path) : await readTar(path);
  return checkBundle(files, trust);
}

async function readFolder(root: string): Promise<BagFile[]> {
  const files: BagFile[] = [];
  const walk = async (below: string): Promise<void> => {
    for (const entry of await readdir(join(root, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      // A link says nothing about the bag's own bytes: its file is told as missing.
      else if (entry.isFile()) files.push(await readOne(path, createReadStream(join(root, path))));
      if (files.length > mostFiles) throw new Error(`${root} holds more files than any bundle`);
    }
  };
  await walk("");
  return files;
}

async function readTar(archive: string): Promise<BagFile[]> {
  const files: BagFile[] = [];
  const reader = extract();
  const feeding = pipeline(createReadStream(archive), reader);
  feeding.catch(() => {});
  for await (const entry of reader) {
    const { name, type } = entry.header;
    // Everything lies in one folder, which bears the evidence's reference.
    const path = name.replace(/^\.\//, "").split("/").slice(1).join("/");
    if (type === "file" && path !== "") files.push(await readOne(path, entry as unknown as AsyncIterable<Uint8Array>));
    if (files.length > mostFiles) throw new Error(`${archive} holds more files than any bundle`);
    entry.resume();
  }
  await feeding;
  return files;
}

async function readOne(path: string, bytes: AsyncIterable<Uint8Array>): Promise<BagFile> {
  const sha256 = createHash("sha256");
  const fast = blake3.create();
  const parts: Uint8Array[] = [];
  const isText = !path.startsWith("data/");
  let size = 0;
  for await (const chunk of bytes) {
    sha256.update(chunk);
    fast.update(chunk);
    size += chunk.length;
    if (isText && size <= mostTextBytes) parts.push(chunk);
  }
  const text = isText && size <= mostTextBytes ? Buffer.concat(parts).toString("utf8") : undefined;
  return { path, size, sha256: sha256.digest("hex"), blake3: bytesToHex(fast.digest()), text };
}
