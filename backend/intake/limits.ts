// Counts what one source does, in memory, under a salt that changes: an address is never kept, and cannot be asked for later.
import { createHmac, randomBytes } from "node:crypto";
import { isIPv6 } from "node:net";

interface Generation {
  salt: Buffer;
  startedAtMs: number;
  counts: Map<string, number>;
}

export interface SourceCounter {
  /** Adds `amount` for a source and says how many it then has within about one window. */
  add(source: string, nowMs: number, amount?: number): number;
  /** Milliseconds until the current window ends. */
  waitMs(nowMs: number): number;
}

const mostSources = 200_000;

/**
 * A sliding count over a window: the current one, and the share of the one before that still overlaps. Each has its own salt, so that
 * what is forgotten cannot be recomputed.
 */
export function makeSourceCounter(windowMs: number): SourceCounter {
  const begin = (startedAtMs: number): Generation => ({ salt: randomBytes(32), startedAtMs, counts: new Map() });
  let current: Generation | undefined;
  let previous: Generation | undefined;
  const turn = (nowMs: number): Generation => {
    if (!current || nowMs < current.startedAtMs || nowMs >= current.startedAtMs + windowMs) {
      previous =
        current && nowMs >= current.startedAtMs && nowMs < current.startedAtMs + 2 * windowMs ? current : undefined;
      current = begin(previous ? previous.startedAtMs + windowMs : nowMs);
    }
    return current;
  };
  return {
    add: (source, nowMs, amount = 1) => {
      const now = turn(nowMs);
      const key = keyOf(now, source);
      const count = Math.max(0, (now.counts.get(key) ?? 0) + amount);
      now.counts.delete(key);
      now.counts.set(key, count);
      // A flood of sources costs a bounded amount of memory: those seen longest ago are forgotten.
      if (now.counts.size > mostSources)
        for (const oldest of now.counts.keys()) {
          now.counts.delete(oldest);
          break;
        }
      const before = previous ? (previous.counts.get(keyOf(previous, source)) ?? 0) : 0;
      return count + before * (1 - (nowMs - now.startedAtMs) / windowMs);
    },
    waitMs: (nowMs) => turn(nowMs).startedAtMs + windowMs - nowMs,
  };
}

function keyOf(generation: Generation, source: string): string {
  return createHmac("sha256", generation.salt).update(source).digest("base64url").slice(0, 22);
}

/** One source: an address, or the /64 of an IPv6 address, since one line has all of it. */
export function sourceOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped) return mapped;
  const bare = address.replace(/%.*$/, "");
  if (!isIPv6(bare)) return address;
  const [head = "", tail = ""] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split("::");
  const groups = head.split(":").filter(Boolean);
  const last = tail.split(":").filter(Boolean);
  while (groups.length + last.length < 8) groups.push("0");
  return [...groups, ...last].slice(0, 4).join(":");
}
