// Opens single compressed streams: gzip (RFC 1952) and Zstandard (RFC 8878); a cut stream still gives its head.
import { Readable, type Transform } from "node:stream";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { createCollector, cutObstacle, type Gauge, toObstacle } from "./meter.ts";
import type { Entry, Obstacle, Part } from "./model.ts";

export const openGzip = (part: Part, gauge: Gauge): AsyncIterable<Entry> =>
  openStream(part, gauge, createGunzip(), readGzipName(part.bytes) ?? stripSuffix(part.name, /\.(?:gz|gzip)$/i));

export const openZstd = (part: Part, gauge: Gauge): AsyncIterable<Entry> =>
  openStream(part, gauge, createZstdDecompress(), stripSuffix(part.name, /\.zstd?$/i));

async function* openStream(part: Part, gauge: Gauge, decoder: Transform, name: string): AsyncGenerator<Entry> {
  gauge.takePart();
  yield { name, ...(await collectFrom(Readable.from(cutChunks(part.bytes)).pipe(decoder), gauge)) };
}

/**
 * Reads a stream into one part within the limits and destroys it. Never throws: what ended the reading is the obstacle,
 * and what came before it is kept.
 */
export async function collectFrom(
  stream: Readable,
  gauge: Gauge,
): Promise<{ bytes: Buffer; obstacle: Obstacle | null }> {
  const collector = createCollector(gauge);
  let obstacle: Obstacle | null = null;
  try {
    for await (const chunk of stream) if (!collector.add(chunk as Uint8Array)) break;
  } catch (error) {
    obstacle = toObstacle(error);
  } finally {
    stream.destroy();
  }
  if (obstacle === null && collector.isCut()) obstacle = cutObstacle(gauge.limits);
  return { bytes: collector.bytes(), obstacle };
}

/** Slices, so that a decoder that is stopped early has not been fed the whole. */
function* cutChunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 262_144) yield bytes.subarray(at, at + 262_144);
}

/** The original name in a gzip header, when it has one and no extra field stands before it. */
function readGzipName(bytes: Buffer): string | null {
  const flags = bytes[3] ?? 0;
  if ((flags & 0x08) === 0 || (flags & 0x04) !== 0) return null;
  const end = bytes.indexOf(0, 10);
  return end > 10 && end < 266 ? bytes.toString("latin1", 10, end) : null;
}

const stripSuffix = (name: string, suffix: RegExp): string =>
  suffix.test(name) ? name.replace(suffix, "") : name.replace(/\.tgz$/i, ".tar");
