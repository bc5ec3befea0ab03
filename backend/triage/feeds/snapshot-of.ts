// Makes the search's snapshot of one edition from the file as it came; it lies in the cache and can be made again at any time.
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../../platform/context/index.ts";
import { createIndicatorIndex, createSnapshotWriter, type IndicatorIndex } from "../indicators/index.ts";
import type { FeedFormat } from "./model.ts";
import { readFeed, type ReadEdition } from "./read-feed.ts";
import type { Marking } from "../indicators/index.ts";

/** An edition as its row tells it. */
export interface Edition {
  id: string;
  name: string;
  title: string;
  marking: Marking;
  licence: string;
  author: string;
  source: string;
  confidence: number;
  format: FeedFormat | null;
  fileName: string;
  objectId: string;
}

/** Reads the file of an edition. @returns why it is refused as a sentence */
export function readEdition(ctx: Context, edition: Edition): ReadEdition | string {
  const { title, marking, licence, author, source, confidence } = edition;
  const frame = {
    id: edition.name,
    title,
    marking,
    confidence,
    reason: `named in ${title}`,
    licence,
    references: /^https?:/.test(source) ? [source] : [],
    ...(author === "" ? {} : { author }),
  };
  return readFeed(textOf(ctx, edition), edition.fileName, frame, edition.format ?? undefined);
}

export function textOf(ctx: Context, edition: Pick<Edition, "objectId">): string {
  return readFileSync(ctx.objects.path(edition.objectId), "utf8");
}

/** Writes the snapshot of what was read. */
export function writeSnapshotOf(ctx: Context, edition: Edition, read: ReadEdition): void {
  if (read.list === null) return;
  // The console and the worker may write the same one at the same time: each its own, and the last one stays.
  const own = `${placeOf(ctx, edition.id)}.${process.pid}`;
  const writer = createSnapshotWriter(own);
  for (const indicator of read.indicators) writer.add(read.list, indicator);
  writer.finish();
  renameSync(own, placeOf(ctx, edition.id));
}

/** Opens the snapshot; makes it anew where it is missing, damaged, or of an older form. */
export function openSnapshotOf(ctx: Context, edition: Edition): IndicatorIndex {
  const place = placeOf(ctx, edition.id);
  if (existsSync(place)) {
    const index = createIndicatorIndex();
    try {
      index.openSnapshot(place);
      return index;
    } catch {
      index.close();
      rmSync(place, { force: true });
    }
  }
  const read = readEdition(ctx, edition);
  if (typeof read === "string") throw new Error(read);
  writeSnapshotOf(ctx, edition, read);
  const index = createIndicatorIndex();
  index.openSnapshot(place);
  return index;
}

export function placeOf(ctx: Context, importId: string): string {
  const folder = join(ctx.config.dataDir, "cache", "indicators");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, `${importId}.snapshot`);
}
