// Slows guessing and flooding at the door: so many tries a minute from one address, counted in memory only.
import { createHmac, randomBytes } from "node:crypto";
import { AppError } from "../platform/errors/index.ts";

export interface TryLimit {
  /** Counts one try. @throws AppError too_many_requests with the seconds to wait. */
  count(address: string, now: Date): void;
}

/** `perMinute` tries from one address, and fifty times that from all. Addresses are kept as keyed hashes for a minute. */
export function makeTryLimit(perMinute: number): TryLimit {
  const salt = randomBytes(32);
  let minute = 0;
  let tries = new Map<string, number>();
  let total = 0;
  return {
    count: (address, now) => {
      const current = Math.floor(now.getTime() / 60_000);
      if (current !== minute) {
        minute = current;
        tries = new Map();
        total = 0;
      }
      const key = createHmac("sha256", salt).update(address).digest("base64url").slice(0, 16);
      const mine = (tries.get(key) ?? 0) + 1;
      tries.set(key, mine);
      total += 1;
      if (mine > perMinute || total > perMinute * 50)
        throw new AppError("too_many_requests", "Too many tries. Wait a minute.", {
          retryAfterSeconds: 60 - Math.floor((now.getTime() % 60_000) / 1000),
          words: "identity.refusal.too_many",
        });
    },
  };
}
