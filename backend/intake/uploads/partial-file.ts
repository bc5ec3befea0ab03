// The bytes of a file that is not whole yet: a file under the data folder, written at its place and flushed before anybody is told.
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { isId } from "../../platform/ids/index.ts";

function pathOf(dataDir: string, id: string): string {
  if (!isId(id)) throw new Error("an upload's id is a UUID");
  return join(dataDir, "uploads", id);
}

/** Bytes at a place; they are on the disk when this returns. */
export async function writeAt(dataDir: string, id: string, bytes: Uint8Array, offset: number): Promise<void> {
  const path = pathOf(dataDir, id);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(path, offset === 0 ? "w" : "r+", 0o600);
  try {
    let written = 0;
    while (written < bytes.length)
      written += (await file.write(bytes, written, bytes.length - written, offset + written)).bytesWritten;
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** How many bytes lie there; 0 where nothing does. */
export async function heldBytes(dataDir: string, id: string): Promise<number> {
  return await stat(pathOf(dataDir, id)).then(
    ({ size }) => size,
    () => 0,
  );
}

/** The first `size` bytes: behind them may lie what a crash left unnoted. */
export function readPartial(dataDir: string, id: string, size: number): Readable {
  return createReadStream(pathOf(dataDir, id), { end: size - 1 });
}

export async function erasePartial(dataDir: string, id: string): Promise<void> {
  await rm(pathOf(dataDir, id), { force: true });
}

/** The ids of all that lie there. */
export async function listPartials(dataDir: string): Promise<string[]> {
  return (await readdir(join(dataDir, "uploads")).catch(() => [])).filter(isId);
}
