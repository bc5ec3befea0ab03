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

/** Hashes fit 31 bits, so that the map's keys stay small integers. */
function step(hash: number, code: number): number {
  return Math.imul(hash ^ code, 0x01000193) ^ (hash >>> 15);
}

export function createDomainTable(): DomainTable {
  // Names of one hash share a list; more than a handful happens only to someone who looks for it.
  const byHash = new Map<number, Entry[]>();
  const hashOf = (host: string) => {
    let hash = 0x2545f491;
    for (let i = host.length - 1; i >= 0; i--) hash = step(hash, host.charCodeAt(i));
    return hash & 0x7fffffff;
  };
  const entryOf = (host: string) => byHash.get(hashOf(host))?.find((entry) => entry.host === host);

  return {
    add(host, claim) {
      const entry = entryOf(host);
      if (entry !== undefined) {
        entry.claims.push(claim);
        return;
      }
      const hash = hashOf(host);
      byHash.set(hash, [...(byHash.get(hash) ?? []), { host, claims: [claim] }]);
    },
    remove(host, claim) {
      const entry = entryOf(host);
      const at = entry?.claims.indexOf(claim) ?? -1;
      if (entry === undefined || at < 0) return;
      entry.claims.splice(at, 1);
      if (entry.claims.length > 0) return;
      const hash = hashOf(host);
      const rest = (byHash.get(hash) ?? []).filter((other) => other !== entry);
      if (rest.length === 0) byHash.delete(hash);
      else byHash.set(hash, rest);
    },
    collect(host, at, into) {
      const found: AttributionClaim[][] = [];
      let hash = 0x2545f491;
      for (let i = host.length - 1; i >= 0; i--) {
        hash = step(hash, host.charCodeAt(i));
        if (i > 0 && host.charCodeAt(i - 1) !== 46) continue;
        const entries = byHash.get(hash & 0x7fffffff);
        if (entries === undefined) continue;
        for (const entry of entries)
          if (entry.host.length === host.length - i && host.endsWith(entry.host)) found.push(entry.claims);
      }
      for (let i = found.length - 1; i >= 0; i--) collectHeld(found[i] ?? [], at, into);
    },
  };
}
