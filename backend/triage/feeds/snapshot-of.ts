// Makes the search's snapshot of one edition from the file as it came, in a thread; it lies in the cache and can be made again at any time.
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Context } from "../../platform/context/index.ts";
import { createIndicatorIndex, type IndicatorIndex } from "../indicators/index.ts";
import type { Edition, SnapshotOrder, SnapshotOutcome } from "./model.ts";

/** A file of 200 MB needs about this; one that needs more is no list but a database. */
const heapMb = 4_096;

/** Reads the file of an edition and writes its snapshot. @returns what came in, or why it is refused as a sentence */
export async function makeSnapshot(ctx: Context, edition: Edition): Promise<SnapshotOutcome> {
  const order: SnapshotOrder = { edition, path: ctx.objects.path(edition.objectId), place: placeOf(ctx, edition.id) };
  const worker = new Worker(new URL("./snapshot-worker.ts", import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: heapMb },
  });
  return await new Promise((resolve, reject) => {
    worker.once("message", (outcome: SnapshotOutcome) => resolve(outcome));
    worker.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ERR_WORKER_OUT_OF_MEMORY") resolve("the list needs more memory than a list may: split it");
      else reject(error);
    });
    // After its message a thread ends by itself, and the promise is settled already.
    worker.once("exit", (code) => reject(new Error(`the thread that reads a list ended with ${code}`)));
  });
}

/** Opens the snapshot; makes it anew where it is missing, damaged, or of an older form. @throws with the reason where that fails */
export async function openSnapshotOf(ctx: Context, edition: Edition): Promise<IndicatorIndex> {
  const place = placeOf(ctx, edition.id);
  const found = existsSync(place) ? tryOpen(place) : null;
  if (found !== null) return found;
  const outcome = await makeSnapshot(ctx, edition);
  if (typeof outcome === "string") throw new Error(outcome);
  const made = tryOpen(place);
  if (made === null) throw new Error("a snapshot that was just made cannot be opened");
  return made;
}

function tryOpen(place: string): IndicatorIndex | null {
  const index = createIndicatorIndex();
  try {
    index.openSnapshot(place);
    return index;
  } catch {
    index.close();
    rmSync(place, { force: true });
    return null;
  }
}

export function placeOf(ctx: Context, importId: string): string {
  const folder = join(ctx.config.dataDir, "cache", "indicators");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${importId}.snapshot`);
}
