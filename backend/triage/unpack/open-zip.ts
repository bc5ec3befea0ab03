// Opens ZIP archives with zip.js, tries the password under which samples are exchanged, and refuses entries that overlap.
import {
  configure,
  ERR_ENCRYPTED,
  ERR_INVALID_CRC32,
  ERR_INVALID_PASSWORD,
  ERR_OVERLAPPING_ENTRY,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
  type FileEntry,
  Uint8ArrayReader,
  ZipReader,
} from "@zip.js/zip.js";
import { type Collector, createCollector, cutObstacle, describeError, type Gauge, LimitReached } from "./meter.ts";
import type { Entry, Obstacle, Part } from "./model.ts";

// We are in a worker already; zip.js starting more of them would escape our limits.
configure({ useWebWorkers: false });

/** By custom, samples of malware travel under this password so that scanners on the way leave them alone. */
export const samplePassword = "infected";

/** Ends the writing without being an error: the part's own limit was reached. */
class PartIsFull extends Error {}

export async function* openZip(part: Part, gauge: Gauge): AsyncGenerator<Entry> {
  const reader = new ZipReader(new Uint8ArrayReader(part.bytes), {
    // Hostile archives are read as far as they can be, and the bytes of an entry are only given out once.
    strictness: "tolerant",
    checkOverlappingEntry: true,
    checkCrc32: true,
  });
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      gauge.checkTime();
      if (entry.directory) continue;
      gauge.takePart();
      const { isEnd, ...read } = await readEntry(entry, gauge);
      yield read;
      if (isEnd) return;
    }
  } finally {
    await reader.close();
  }
}

/** `isEnd` when a limit of the whole container was reached, so that the next entries are not begun. */
async function readEntry(entry: FileEntry, gauge: Gauge): Promise<Entry & { isEnd: boolean }> {
  const collector = createCollector(gauge);
  let limit: LimitReached | null = null;
  const sink = new WritableStream<Uint8Array>({
    write(chunk) {
      try {
        if (!collector.add(chunk)) throw new PartIsFull();
      } catch (error) {
        if (error instanceof LimitReached) limit = error;
        throw error;
      }
    },
  });
  let obstacle: Obstacle | null = null;
  try {
    await entry.getData(sink, entry.encrypted ? { password: samplePassword } : {});
  } catch (error) {
    obstacle = explain(error, entry, collector, gauge, limit);
  }
  // Under a wrong password what came out is noise; scanning it would only make false findings.
  const isNoise = obstacle?.kind === "encrypted";
  return { name: entry.filename, bytes: isNoise ? null : collector.bytes(), obstacle, isEnd: limit !== null };
}

function explain(
  error: unknown,
  entry: FileEntry,
  collector: Collector,
  gauge: Gauge,
  limit: LimitReached | null,
): Obstacle {
  if (limit !== null) return limit.obstacle;
  if (collector.isCut()) return cutObstacle(gauge.limits);
  const reason = error instanceof Error ? error.message : String(error);
  if (reason === ERR_OVERLAPPING_ENTRY)
    return { kind: "overlapping_entries", detail: "two entries share the same packed bytes" };
  if (entry.encrypted || reason === ERR_ENCRYPTED || reason === ERR_INVALID_PASSWORD) {
    return reason === ERR_UNSUPPORTED_ENCRYPTION
      ? { kind: "encrypted", detail: "encrypted by a method that cannot be opened here" }
      : { kind: "encrypted", detail: "the entry is encrypted and its password is not known" };
  }
  if (reason === ERR_UNSUPPORTED_COMPRESSION)
    return { kind: "unsupported", detail: `compression method ${entry.compressionMethod}` };
  if (reason === ERR_INVALID_CRC32) return { kind: "broken", detail: "the entry's checksum does not fit its content" };
  return { kind: "broken", detail: describeError(error) };
}
