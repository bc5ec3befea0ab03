// Walks a file and everything packed inside it, depth first, within limits; whatever could not be opened is said, never skipped.
import { identifyContainer } from "./identify.ts";
import { createMeter, type Gauge, type Meter, toObstacle } from "./meter.ts";
import type { ContainerType, Entry, Obstacle, ObstacleKind, Part, UnpackLimits, WalkStep } from "./model.ts";
import { openGzip, openZstd } from "./open-compressed.ts";
import { openMail } from "./open-mail.ts";
import { openLnk, openOneNote, openRtf } from "./open-objects.ts";
import { openOle } from "./open-ole.ts";
import { openPdf } from "./open-pdf.ts";
import { openSevenZip } from "./open-sevenzip.ts";
import { openTar } from "./open-tar.ts";
import { openZip } from "./open-zip.ts";

/** Opens one container. Yields entries as it goes; throws `LimitReached` at a limit and an Error where the file is broken. */
export type Opener = (part: Part, gauge: Gauge) => AsyncIterable<Entry>;

const openers: Record<ContainerType, Opener> = {
  zip: openZip,
  gzip: openGzip,
  zstd: openZstd,
  tar: openTar,
  "7z": openSevenZip,
  rar: openSevenZip,
  cab: openSevenZip,
  xz: openSevenZip,
  bzip2: openSevenZip,
  iso: openSevenZip,
  archive: openSevenZip,
  mail: openMail,
  pdf: openPdf,
  ole: openOle,
  rtf: openRtf,
  lnk: openLnk,
  onenote: openOneNote,
};

/**
 * @param path how the file is called in findings
 * @param bytes the file's content; not copied
 * @returns the file itself first, then each part as it is unpacked, with an obstacle step for each thing that was not opened
 */
export async function* walkParts(path: string, bytes: Buffer, limits: UnpackLimits): AsyncGenerator<WalkStep> {
  const root: Part = { path, name: lastName(path), depth: 0, bytes, type: identifyContainer(bytes) };
  yield { part: root };
  yield* walkInto(root, createMeter(limits));
}

async function* walkInto(part: Part, meter: Meter): AsyncGenerator<WalkStep> {
  if (part.type === null) return;
  if (part.depth >= meter.limits.depth) {
    yield {
      path: part.path,
      obstacle: { kind: "too_deep", detail: `more than ${meter.limits.depth} containers deep` },
    };
    return;
  }
  const obstacles = new Map<ObstacleKind, { path: string; obstacle: Obstacle; count: number }>();
  let end: Obstacle | null = null;
  try {
    for await (const entry of openers[part.type](part, meter.openGauge(part.bytes.length))) {
      const path = `${part.path}!/${cleanName(entry.name)}`;
      if (entry.bytes !== null && entry.bytes.length > 0) {
        const name = lastName(cleanName(entry.name));
        const type = identifyContainer(entry.bytes);
        const child: Part = { path, name, depth: part.depth + 1, bytes: entry.bytes, type };
        yield { part: child };
        yield* walkInto(child, meter);
      }
      if (entry.obstacle !== null) {
        const before = obstacles.get(entry.obstacle.kind) ?? { path, obstacle: entry.obstacle, count: 0 };
        obstacles.set(entry.obstacle.kind, { ...before, count: before.count + 1 });
      }
      // A limit that a part inside reached (time, sum, count) holds for its container as well.
      if (meter.isOutOfTime()) {
        if (part.depth === 0) end = { kind: "time_limit", detail: "the rest was not opened" };
        break;
      }
    }
  } catch (error) {
    end = toObstacle(error);
  }
  // A thousand encrypted entries of one archive are one thing to know, with the first of them named.
  for (const { path, obstacle, count } of obstacles.values()) {
    const detail = count === 1 ? obstacle.detail : `${obstacle.detail}, and so with ${count - 1} more in ${part.name}`;
    yield { path, obstacle: { kind: obstacle.kind, detail } };
  }
  if (end !== null) yield { path: part.path, obstacle: end };
}

/** Names are labels: control and direction-changing characters go, "!/" stays ours, and length has an end. */
function cleanName(name: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "\ufffd")
    .replaceAll("!/", "!\u2215")
    .replaceAll("\\", "/");
  if (clean === "") return "unnamed";
  return clean.length > 255 ? `${clean.slice(0, 120)}…${clean.slice(-120)}` : clean;
}

const lastName = (path: string): string => path.split("/").findLast((component) => component !== "") ?? path;
