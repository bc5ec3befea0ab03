// Names by hash of their end: one pass over a host from the right checks its letters and finds the longest claimed name above it, cutting no strings.
import type { AttributionClaim } from "./claim.ts";
import { createHoldingTimes, nobody } from "./holding-times.ts";

export interface DomainTable {
  add(host: string, claim: AttributionClaim): void;
  remove(host: string, claim: AttributionClaim): void;
  /**
   * The claims of the host and of every name above it that were held at `at`, longest name first.
   * Null when the text is no lower-case ASCII host with a dot that ends with a letter: it has to be read first.
   */
  whoHeld(host: string, at: number): readonly AttributionClaim[] | null;
}

const nowhere = -1;
const isHostUnit = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z0-9_-]/.test(String.fromCharCode(code)) ? 1 : 0,
);

/** So many labels are told apart; a longer name counts as this many. */
const mostLabels = 31;

function finish(sum: number): number {
  const h = Math.imul(sum ^ (sum >>> 15), 0x85ebca6b);
  return h ^ (h >>> 13);
}

export function createDomainTable(): DomainTable {
  let capacity = 1024;
  let used = 0;
  // Two numbers a slot: the hash, and one more than the place; 0 there marks a free slot.
  let slots = new Int32Array(capacity * 2);
  let hosts: string[] = [];
  let claimsOf: AttributionClaim[][] = [];
  // Bit n is set when some name of n labels is claimed: with none of that length, nothing is looked for.
  let labelCounts = 0;

  const times = createHoldingTimes(function* (place) {
    const host = hosts[place] ?? "";
    for (let start = 0; start >= 0; start = host.indexOf(".", start) + 1 || nowhere) {
      const found = placeOf(host.slice(start));
      if (found !== nowhere) yield claimsOf[found] ?? [];
    }
  });

  const slotOf = (host: string): { slot: number; hash: number } => {
    let sum = 0;
    for (let i = host.length - 1; i >= 0; i--) sum = (Math.imul(sum, 31) + host.charCodeAt(i)) | 0;
    const hash = finish(sum);
    let slot = hash & (capacity - 1);
    for (let at = slots[slot * 2 + 1] ?? 0; at !== 0 && hosts[at - 1] !== host; at = slots[slot * 2 + 1] ?? 0)
      slot = (slot + 1) & (capacity - 1);
    return { slot, hash };
  };
  const placeOf = (host: string): number => (slots[slotOf(host).slot * 2 + 1] ?? 0) - 1;
  const put = (host: string, claims: AttributionClaim[]) => {
    const { slot, hash } = slotOf(host);
    slots[slot * 2] = hash;
    slots[slot * 2 + 1] = hosts.push(host);
    claimsOf.push(claims);
    labelCounts |= 1 << Math.min(host.split(".").length, mostLabels);
    used++;
  };
  const grow = () => {
    // Names that nobody holds any more are dropped here.
    const living = hosts.flatMap((host, place) => ((claimsOf[place] ?? []).length > 0 ? [place] : []));
    const [oldHosts, oldClaims] = [hosts, claimsOf];
    if (living.length * 4 >= capacity) capacity *= 2;
    [used, labelCounts, hosts, claimsOf] = [0, 0, [], []];
    slots = new Int32Array(capacity * 2);
    for (const place of living) put(oldHosts[place] ?? "", oldClaims[place] ?? []);
  };

  /** The place of exactly the part of the text from `start` on. */
  const findEnd = (text: string, start: number, hash: number): number => {
    for (let slot = hash & (capacity - 1); ; slot = (slot + 1) & (capacity - 1)) {
      const place = (slots[slot * 2 + 1] ?? 0) - 1;
      if (place === nowhere) return nowhere;
      if (slots[slot * 2] !== hash) continue;
      const host = hosts[place] ?? "";
      if (host.length === text.length - start && text.endsWith(host)) return place;
    }
  };

  return {
    add(host, claim) {
      if (used * 2 >= capacity) grow();
      const place = placeOf(host);
      if (place === nowhere) put(host, [claim]);
      else claimsOf[place]?.push(claim);
      times.forget();
    },
    remove(host, claim) {
      const claims = claimsOf[placeOf(host)];
      const at = claims?.indexOf(claim) ?? -1;
      if (at >= 0) claims?.splice(at, 1);
      times.forget();
    },
    whoHeld(host, at) {
      const { length } = host;
      const last = host.charCodeAt(length - 1);
      if (length > 253 || !(last >= 97 && last <= 122)) return null;
      let sum = 0;
      let labels = 1;
      let longest = nowhere;
      let before = last;
      for (let i = length - 1; i >= 0; i--) {
        const code = host.charCodeAt(i);
        if (code === 46) {
          if (before === 46) return null;
          if (((labelCounts >>> Math.min(labels, mostLabels)) & 1) === 1) {
            const place = findEnd(host, i + 1, finish(sum));
            if (place !== nowhere) longest = place;
          }
          labels++;
        } else if (code > 127 || isHostUnit[code] === 0) return null;
        sum = (Math.imul(sum, 31) + code) | 0;
        before = code;
      }
      if (labels === 1 || before === 46) return null;
      if (((labelCounts >>> Math.min(labels, mostLabels)) & 1) === 1) {
        const place = findEnd(host, 0, finish(sum));
        if (place !== nowhere) longest = place;
      }
      return longest === nowhere ? nobody : times.at(longest, at);
    },
  };
}
