// Streams one file into the object store, on its way to a report.
import { statfs } from "node:fs/promises";
import { Readable } from "node:stream";
import { requirePermission } from "../identity/index.ts";
import type { Context } from "../platform/context/index.ts";
import { AppError } from "../platform/errors/index.ts";
import { limits, type StoredFile } from "./model.ts";
import { cleanFileName, cleanMediaType, fileTooLarge } from "./rules.ts";

export interface FileToStore {
  name: string;
  mediaType: string;
  stream: AsyncIterable<Uint8Array> | Readable;
}

/** The file lies flushed in the store when this returns. @throws AppError too_large naming the file; nothing stays then. */
export async function storeFile(
  ctx: Context,
  file: FileToStore,
  maxBytes: number = limits.fileBytes,
): Promise<StoredFile> {
  requirePermission(ctx, "report.submit");
  await requireDiskSpace(ctx.config.dataDir);
  const name = cleanFileName(file.name);
  try {
    const stored = await ctx.objects.put(Readable.from(file.stream), maxBytes);
    return {
      objectId: stored.id,
      sha256: stored.sha256.toString("hex"),
      size: stored.size,
      name,
      mediaType: cleanMediaType(file.mediaType),
    };
  } catch (error) {
    // The store knows no name; a limit of the sender's own is passed on as it is.
    if (error instanceof AppError && error.code === "too_large" && error.fields.length === 0)
      throw fileTooLarge(name, maxBytes);
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw diskFull();
    throw error;
  }
}

/** What must stay free for the database to go on working, in bytes. */
export const reservedDiskBytes = 200_000_000;

/** @throws AppError unavailable when the data folder's disk is nearly full: better no receipt than a receipt that is not kept. */
export async function requireDiskSpace(dataDir: string, read: typeof statfs = statfs): Promise<void> {
  const { bavail, bsize } = await read(dataDir);
  if (bavail * bsize < reservedDiskBytes) throw diskFull();
}

function diskFull(): AppError {
  return new AppError("unavailable", "There is no room to keep this safely at the moment. Try again later.", {
    retryAfterSeconds: 600,
  });
}
