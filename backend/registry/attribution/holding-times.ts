// Answers kept by time: between two dates at which something changed hands, the same shared list answers every question.
import type { AttributionClaim } from "./claim.ts";

export interface HoldingTimes {
  /** The claims around a place that were held at a time (epoch milliseconds), most specific first. The list is shared: nobody changes it. */
  at(place: number, time: number): readonly AttributionClaim[];
  /** Forgets all answers, after any change; they are worked out again when they are asked for. */
  forget(): void;
}

const unknown = -1;

/**
 * @param chainOf the claims at a place and then at every place around it, most specific first; asked once after a change
 */
export function createHoldingTimes(chainOf: (place: number) => Iterable<readonly AttributionClaim[]>): HoldingTimes {
  let firstOf = new Int32Array(1024).fill(unknown);
  // One row after the other: answers[i] holds from cuts[i] until before cuts[i + 1]; each place's rows end with an infinite cut.
  let cuts = new Float64Array(4096);
  let answers: (readonly AttributionClaim[])[] = [];

  const keep = (place: number): number => {
    const chain = [...chainOf(place)].filter((claims) => claims.length > 0);
    const dates = new Set<number>();
    for (const claim of chain.flat()) {
      if (claim.heldFrom !== null) dates.add(claim.heldFrom);
      if (claim.heldUntil !== null) dates.add(claim.heldUntil);
    }
    const first = answers.length;
    const starts = [Number.NEGATIVE_INFINITY, ...[...dates].sort((a, b) => a - b)];
    if (first + starts.length + 1 > cuts.length) {
      const grown = new Float64Array(Math.max(cuts.length * 2, first + starts.length + 1));
      grown.set(cuts);
      cuts = grown;
    }
    let before: readonly AttributionClaim[] = nobody;
    for (const start of starts) {
      const held: AttributionClaim[] = [];
      for (const claims of chain) collectHeld(claims, start, held);
      before = isSame(held, before) ? before : held;
      cuts[answers.length] = start;
      answers.push(before);
    }
    cuts[answers.length] = Number.POSITIVE_INFINITY;
    answers.push(nobody);
    if (place >= firstOf.length) {
      const grown = new Int32Array(Math.max(firstOf.length * 2, place + 1)).fill(unknown);
      grown.set(firstOf);
      firstOf = grown;
    }
    firstOf[place] = first;
    return first;
  };

  return {
    at(place, time) {
      let row = place < firstOf.length ? (firstOf[place] ?? unknown) : unknown;
      if (row === unknown) row = keep(place);
      while ((cuts[row + 1] ?? Number.POSITIVE_INFINITY) <= time) row++;
      return answers[row] ?? nobody;
    },
    forget() {
      if (answers.length === 0) return;
      firstOf.fill(unknown);
      answers = [];
    },
  };
}

/** The one empty answer. */
export const nobody: readonly AttributionClaim[] = Object.freeze([]);

function isSame(a: readonly AttributionClaim[], b: readonly AttributionClaim[]): boolean {
  return a.length === b.length && a.every((claim, index) => claim === b[index]);
}

/** Appends those held at `at`; of one place's claims the one that began last comes first. */
export function collectHeld(list: readonly AttributionClaim[], at: number, into: AttributionClaim[]): void {
  const first = into.length;
  for (const claim of list) {
    if (claim.heldFrom !== null && claim.heldFrom > at) continue;
    if (claim.heldUntil !== null && at >= claim.heldUntil) continue;
    into.push(claim);
    const from = claim.heldFrom ?? Number.NEGATIVE_INFINITY;
    for (let place = into.length - 1; place > first; place--) {
      const before = into[place - 1];
      if (before === undefined || (before.heldFrom ?? Number.NEGATIVE_INFINITY) >= from) break;
      into[place - 1] = claim;
      into[place] = before;
    }
  }
}
