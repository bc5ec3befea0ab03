// Names by hash of their end: one pass over a host from the right finds every claimed name above it without cutting strings.
import type { AttributionClaim } from "./claim.ts";
import { collectHeld } from "./prefix-table.ts";

export interface DomainTable {
  add(host: string, claim: AttributionClaim): void;
  remove(host: string, claim: AttributionClaim): void;
  /** Appends the claims of the host and of every name above it that were held at `at`, longest name first. */
  collect(host: string, at: number, into: AttributionClaim[]): void;
}

interface Entry {
  host: string;
  claims: AttributionClaim[];
}

function step(hash: number, code: number): number {
  const h = Math.imul(hash ^ code, 0x01000193);
  return h ^ (h >>> 15);
}

const seed = 0x2545f491;

function emptyEntries(count: number): (Entry | undefined)[] {
  return Array.from({ length: count }, () => undefined);
}

export function createDomainTable(): DomainTable {
  let capacity = 1024;
  let used = 0;
  // 0 marks a free slot, so hashes have their lowest bit set.
  let hashes = new Uint32Array(capacity);
  let entries = emptyEntries(capacity);

  const hashOf = (host: string) => {
    let hash = seed;
    for (let i = host.length - 1; i >= 0; i--) hash = step(hash, host.charCodeAt(i));
    return (hash | 1) >>> 0;
  };
  const slotFor = (hash: number, host: string): number => {
    let slot = (hash >>> 1) & (capacity - 1);
    while (hashes[slot] !== 0 && entries[slot]?.host !== host) slot = (slot + 1) & (capacity - 1);
    return slot;
  };
  const place = (entry: Entry) => {
    const hash = hashOf(entry.host);
    const slot = slotFor(hash, entry.host);
    hashes[slot] = hash;
    entries[slot] = entry;
    used++;
  };
  const grow = () => {
    const living = entries.filter((entry) => entry !== undefined && entry.claims.length > 0);
    if (living.length * 4 >= capacity) capacity *= 2;
    used = 0;
    hashes = new Uint32Array(capacity);
    entries = emptyEntries(capacity);
    for (const entry of living) if (entry !== undefined) place(entry);
  };

  return {
    add(host, claim) {
      if (used * 2 >= capacity) grow();
      const entry = entries[slotFor(hashOf(host), host)];
      if (entry === undefined) place({ host, claims: [claim] });
      else entry.claims.push(claim);
    },
    remove(host, claim) {
      const entry = entries[slotFor(hashOf(host), host)];
      const at = entry?.claims.indexOf(claim) ?? -1;
      if (at >= 0) entry?.claims.splice(at, 1);
    },
    collect(host, at, into) {
      let found: Entry[] | null = null;
      let hash = seed;
      for (let i = host.length - 1; i >= 0; i--) {
        hash = step(hash, host.charCodeAt(i));
        if (i > 0 && host.charCodeAt(i - 1) !== 46) continue;
        const wanted = (hash | 1) >>> 0;
        for (let slot = (wanted >>> 1) & (capacity - 1); hashes[slot] !== 0; slot = (slot + 1) & (capacity - 1)) {
          const entry = hashes[slot] === wanted ? entries[slot] : undefined;
          if (entry === undefined || entry.host.length !== host.length - i || !host.endsWith(entry.host)) continue;
          found = found === null ? [entry] : [entry, ...found];
          break;
        }
      }
      if (found !== null) for (const entry of found) collectHeld(entry.claims, at, into);
    },
  };
}
