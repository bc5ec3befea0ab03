// The thread that reads a list's file and writes its snapshot: a million entries take seconds, in which triage goes on.
import { readFileSync, renameSync } from "node:fs";
import { parentPort, threadId, workerData } from "node:worker_threads";
import { createSnapshotWriter } from "../indicators/index.ts";
import { frameOf, type SnapshotOrder, type SnapshotOutcome } from "./model.ts";
import { readFeed } from "./read-feed.ts";

function work({ edition, path, place }: SnapshotOrder): SnapshotOutcome {
  const read = readFeed(readFileSync(path, "utf8"), edition.fileName, frameOf(edition), edition.format ?? undefined);
  if (typeof read === "string") return read;
  const { list, indicators, ...told } = read;
  if (list !== null) {
    // The console and the server may write the same one at the same time: each its own, and the last one stays.
    const own = `${place}.${process.pid}-${threadId}`;
    const writer = createSnapshotWriter(own);
    for (const indicator of indicators) writer.add(list, indicator);
    writer.finish();
    renameSync(own, place);
  }
  return { ...told, hasIndicators: list !== null };
}

parentPort?.postMessage(work(workerData as SnapshotOrder));
