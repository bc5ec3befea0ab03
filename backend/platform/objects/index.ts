// The object store: files under the data folder, written whole and flushed before anybody is told, found by a random id.
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream, mkdirSync } from "node:fs";
import { open, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Transform } from "node:stream";
import { AppError } from "../errors/index.ts";
import { isId, newId } from "../ids/index.ts";

export { type Archive, packArchive } from "./pack-archive.ts";

export interface StoredObject {
  id: string;
  sha256: Buffer;
  size: number;
}

export interface ObjectStore {
  /** Streams bytes to disk and flushes them. @throws AppError too_large past `maxBytes`; nothing stays then. */
  put(bytes: Readable | AsyncIterable<Uint8Array>, maxBytes: number): Promise<StoredObject>;
  read(id: string): Readable;
  path(id: string): string;
  size(id: string): Promise<number>;
  remove(id: string): Promise<void>;
}

export function openObjectStore(dataDir: string): ObjectStore {
  const root = join(dataDir, "objects");
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const path = (id: string): string => {
    if (!isId(id)) throw new Error("an object id is a UUID");
    return join(root, id.slice(-2), id);
  };
  return {
    path,
    read: (id) => createReadStream(path(id)),
    size: async (id) => (await stat(path(id))).size,
    remove: async (id) => await rm(path(id), { force: true }),
    put: async (bytes, maxBytes) => {
      const id = newId();
      const target = path(id);
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      const draft = `${target}.part`;
      const hash = createHash("sha256");
      let size = 0;
      const meter = new Transform({
        transform(chunk: Uint8Array, _encoding, done) {
          size += chunk.length;
          if (size > maxBytes)
            return done(new AppError("too_large", `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB.`));
          hash.update(chunk);
          done(null, chunk);
        },
      });
      try {
        await pipeline(bytes, meter, createWriteStream(draft, { mode: 0o600, flush: true }));
        await rename(draft, target);
        await flushFolder(dirname(target));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
      return { id, sha256: hash.digest(), size };
    },
  };
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
