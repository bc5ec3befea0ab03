// Counts what unpacking costs and stops it at the limits: one meter a file, one gauge a container.
import type { Obstacle, ObstacleKind, UnpackLimits } from "./model.ts";

/** Thrown where a limit ends the work on a container; caught by the walk, which turns it into a finding. */
export class LimitReached extends Error {
  override name = "LimitReached";
  readonly obstacle: Obstacle;
  constructor(kind: ObstacleKind, detail: string) {
    super(detail);
    this.obstacle = { kind, detail };
  }
}

export interface Gauge {
  limits: UnpackLimits;
  /** Counts bytes that came out; throws `LimitReached` past the ratio, the sum or the time. */
  takeBytes(count: number): void;
  /** Counts one part; throws `LimitReached` past the limit. */
  takePart(): void;
  checkTime(): void;
  remainingBytes(): number;
}

export interface Meter {
  limits: UnpackLimits;
  openGauge(packedBytes: number): Gauge;
  isOutOfTime(): boolean;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

/** @param now monotonic milliseconds */
export function createMeter(limits: UnpackLimits, now: () => number = () => performance.now()): Meter {
  const endsAt = now() + limits.timeMs;
  let totalBytes = 0;
  let parts = 0;
  const checkTime = (): void => {
    if (now() > endsAt) throw new LimitReached("time_limit", `unpacking took more than ${limits.timeMs / 1000} s`);
  };
  return {
    limits,
    isOutOfTime: () => now() > endsAt,
    openGauge(packedBytes) {
      let bytes = 0;
      return {
        limits,
        checkTime,
        remainingBytes: () => Math.max(0, limits.totalBytes - totalBytes),
        takeBytes(count) {
          bytes += count;
          totalBytes += count;
          if (bytes > limits.ratioFloorBytes && bytes > limits.ratio * packedBytes)
            throw new LimitReached("ratio_bomb", `more than ${limits.ratio} times its packed size came out`);
          if (totalBytes > limits.totalBytes)
            throw new LimitReached("too_large", `more than ${megabytes(limits.totalBytes)} came out`);
          checkTime();
        },
        takePart() {
          parts += 1;
          if (parts > limits.parts) throw new LimitReached("too_many_parts", `more than ${limits.parts} parts`);
          checkTime();
        },
      };
    },
  };
}

/** Gathers one part's bytes chunk by chunk, so that a limit keeps the head that was already unpacked. */
export interface Collector {
  /** False once the part's own limit is reached: the caller stops reading. Throws `LimitReached` for the container's. */
  add(chunk: Uint8Array): boolean;
  bytes(): Buffer;
  isCut(): boolean;
}

export function createCollector(gauge: Gauge): Collector {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let isCut = false;
  return {
    add(chunk) {
      const room = gauge.limits.partBytes - size;
      const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
      isCut ||= kept.length < chunk.length;
      chunks.push(kept);
      size += kept.length;
      gauge.takeBytes(chunk.length);
      return !isCut;
    },
    bytes: () => Buffer.concat(chunks, size),
    isCut: () => isCut,
  };
}

export const cutObstacle = (limits: UnpackLimits): Obstacle => ({
  kind: "too_large",
  detail: `only the first ${megabytes(limits.partBytes)} were looked at`,
});

/** A reason fit for a screen: one line, printable, short. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return (
    text
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, " ")
      .trim()
      .slice(0, 200) || "unknown error"
  );
}

/** The obstacle behind anything thrown while opening: a limit as it is, everything else as a broken file. */
export const toObstacle = (error: unknown): Obstacle =>
  error instanceof LimitReached ? error.obstacle : { kind: "broken", detail: describeError(error) };
