// Prefixes as a tree of cells: the first 16 bits choose a cell, crowded cells are cut into 256, and the rest stands in short sorted runs.
import type { Prefix } from "#backend/platform/addresses/index.ts";
import type { AttributionClaim } from "./claim.ts";
import { createHoldingTimes } from "./holding-times.ts";
import { createRunStore, type Run, type Words } from "./run-store.ts";

export interface PrefixTree {
  add(prefix: Prefix, claim: AttributionClaim): void;
  remove(prefix: Prefix, claim: AttributionClaim): void;
  /**
   * The claims of every prefix of at most `longest` bits around an address that were held at `at`, longest prefix first.
   * A v6 address is given as its four words, a v4 address as its number and zeros.
   */
  whoHeld(a: number, b: number, c: number, d: number, longest: number, at: number): readonly AttributionClaim[];
}

const firstBits = 16;
const stepBits = 8;
/** More runs than this in one cell, and it is cut: a few cache lines are searched, never a long list. */
const crowded = 24;
/** The place of everything: what is claimed as 0.0.0.0/0 or ::/0. */
const everything = 0;

/** A tree for one version of the protocol. `add` and `remove` take effect at once and touch only the cells of the prefix. */
export function createPrefixTree(version: 4 | 6): PrefixTree {
  const fullLength = version === 4 ? 32 : 128;
  const runs = createRunStore(version === 4 ? 1 : 4);
  // A cell holds the place of the longest prefix around all of it, or the complement of twice a cut's number, or of twice a run list's number plus one.
  let cells = new Int32Array(1 << firstBits).fill(everything);
  let cutCount = 0;
  // Places: one for each prefix that has claims.
  const claimsOf: AttributionClaim[][] = [[]];
  const lengthOf: number[] = [0];
  const parentOf: number[] = [everything];
  const freePlaces: number[] = [];

  const times = createHoldingTimes(function* (place) {
    for (let at = place; at !== everything; at = parentOf[at] ?? everything) yield claimsOf[at] ?? [];
    yield claimsOf[everything] ?? [];
  });

  const find = (a: number, b: number, c: number, d: number): number => {
    let cell = cells[a >>> 16] ?? 0;
    for (let depth = firstBits; cell < 0; depth += stepBits) {
      const target = ~cell;
      if ((target & 1) === 1) return runs.find(target >>> 1, a, b, c, d);
      const word = depth < 32 ? a : depth < 64 ? b : depth < 96 ? c : d;
      cell = cells[cutStart(target >>> 1) + ((word >>> (24 - (depth & 31))) & 255)] ?? 0;
    }
    return cell;
  };
  /** The place of the longest prefix of at most `longest` bits around an address. */
  const findWithin = (words: Words, longest: number): number => {
    let place = find(words[0], words[1], words[2], words[3]);
    while ((lengthOf[place] ?? 0) > longest) place = parentOf[place] ?? everything;
    return place;
  };

  const newCut = (): number => {
    const start = cutStart(cutCount);
    if (start + 256 > cells.length) {
      const grown = new Int32Array(Math.max(start + 256, Math.ceil(cells.length * 1.5)));
      grown.set(cells);
      cells = grown;
    }
    return cutCount++;
  };
  /** What stands in a cell for these runs: a place, a list of runs, or a cut when they are too many. */
  const cellFor = (list: readonly Run[], depth: number): number => {
    const [only] = list;
    if (list.length === 1 && only !== undefined) return only.place;
    if (list.length <= crowded) return ~(runs.add(list) * 2 + 1);
    const cut = newCut();
    let around = only?.place ?? everything;
    let next = 0;
    for (let child = 0; child < 256; child++) {
      const inside: Run[] = [];
      for (let run = list[next]; run !== undefined && childOf(run.words, depth) === child; run = list[++next])
        inside.push(run);
      const start = withChild(only?.words ?? [0, 0, 0, 0], depth, child);
      if (inside[0] === undefined || compare(inside[0].words, start) !== 0)
        inside.unshift({ words: start, place: around });
      around = inside.at(-1)?.place ?? around;
      // Not at once into `cells[…]`: the recursion may replace the array.
      const cell = cellFor(inside, depth + stepBits);
      cells[cutStart(cut) + child] = cell;
    }
    return ~(cut * 2);
  };

  /** Gives every place that is the longest around some address of the prefix to `change`, and puts what it answers there. */
  const repaint = (prefix: Prefix, change: (place: number) => number) => {
    const words = aligned(prefix);
    const put = (index: number, list: readonly Run[], depth: number) => {
      const cell = cellFor(joined(list), depth);
      cells[index] = cell;
    };
    const whole = (index: number) => {
      const cell = cells[index] ?? 0;
      if (cell >= 0) cells[index] = change(cell);
      else if ((~cell & 1) === 0) {
        const start = cutStart(~cell >>> 1);
        for (let child = 0; child < 256; child++) whole(start + child);
      } else {
        const list = runs.take(~cell >>> 1);
        // The list never grows here, so that it needs no cut at whatever depth.
        put(
          index,
          list.map((run) => ({ words: run.words, place: change(run.place) })),
          fullLength,
        );
      }
    };
    const first = words[0] >>> 16;
    if (prefix.length <= firstBits) {
      for (let index = first; index < first + 2 ** (firstBits - prefix.length); index++) whole(index);
      return;
    }
    let index = first;
    let depth = firstBits;
    for (;;) {
      const cell = cells[index] ?? 0;
      if (cell >= 0 || (~cell & 1) === 1) {
        const list = cell < 0 ? runs.take(~cell >>> 1) : [{ words: baseOf(words, depth), place: cell }];
        put(index, paintRuns(list, words, prefix.length, depth, change), depth);
        return;
      }
      index = cutStart(~cell >>> 1) + childOf(words, depth);
      depth += stepBits;
      if (prefix.length <= depth) {
        const end = index + 2 ** (depth - prefix.length);
        for (; index < end; index++) whole(index);
        return;
      }
    }
  };

  const newPlace = (length: number, parent: number): number => {
    const place = freePlaces.pop() ?? claimsOf.length;
    claimsOf[place] = [];
    lengthOf[place] = length;
    parentOf[place] = parent;
    return place;
  };
  /** The outermost of the places around `place` that is longer than `length`. */
  const outermostIn = (place: number, length: number): number => {
    let child = place;
    for (let next = parentOf[child] ?? 0; (lengthOf[next] ?? 0) > length; next = parentOf[child] ?? 0) child = next;
    return child;
  };

  return {
    add(prefix, claim) {
      const { length } = prefix;
      let place = findWithin(aligned(prefix), length);
      if (lengthOf[place] !== length) {
        const made = newPlace(length, place);
        repaint(prefix, (inside) => {
          if ((lengthOf[inside] ?? 0) < length) return made;
          parentOf[outermostIn(inside, length)] = made;
          return inside;
        });
        place = made;
      }
      claimsOf[place]?.push(claim);
      times.forget();
    },
    remove(prefix, claim) {
      const place = findWithin(aligned(prefix), prefix.length);
      const claims = claimsOf[place] ?? [];
      const at = lengthOf[place] === prefix.length ? claims.indexOf(claim) : -1;
      if (at < 0) return;
      claims.splice(at, 1);
      times.forget();
      if (claims.length > 0 || place === everything) return;
      const parent = parentOf[place] ?? everything;
      repaint(prefix, (inside) => {
        if (inside === place) return parent;
        const child = outermostIn(inside, prefix.length);
        if (parentOf[child] === place) parentOf[child] = parent;
        return inside;
      });
      freePlaces.push(place);
    },
    whoHeld(a, b, c, d, longest, at) {
      let place = find(a, b, c, d);
      if (longest < fullLength) while ((lengthOf[place] ?? 0) > longest) place = parentOf[place] ?? everything;
      return times.at(place, at);
    },
  };
}

/** Runs beside each other that have the same place are one. */
function joined(list: readonly Run[]): Run[] {
  return list.filter((run, index) => index === 0 || run.place !== list[index - 1]?.place);
}

/** Where the 256 cells of a cut begin. */
function cutStart(cut: number): number {
  return (1 << firstBits) + cut * 256;
}

/** The prefix's bits from the first word on: a v4 address stands in the last one elsewhere. */
function aligned({ version, words }: Prefix): Words {
  return version === 4 ? [words[3], 0, 0, 0] : words;
}

/** The eight bits behind the first `depth`. */
function childOf(words: Words, depth: number): number {
  return ((words[depth >>> 5] ?? 0) >>> (24 - (depth & 31))) & 255;
}

/** The first `depth` bits, then zeros. */
function baseOf(words: Words, depth: number): Words {
  const keep = (word: number, bits: number) =>
    bits <= 0 ? 0 : bits >= 32 ? word : (word & (0xffffffff << (32 - bits))) >>> 0;
  return [keep(words[0], depth), keep(words[1], depth - 32), keep(words[2], depth - 64), keep(words[3], depth - 96)];
}

/** The first address of a child of the cell at `depth` bits that `words` lie in. */
function withChild(words: Words, depth: number, child: number): Words {
  const base = baseOf(words, depth);
  const word = depth >>> 5;
  base[word] = ((base[word] ?? 0) | (child << (24 - (depth & 31)))) >>> 0;
  return base;
}

function compare(a: Words, b: Words): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2] || a[3] - b[3];
}

/** The runs of a cell at `depth` with those inside a longer prefix changed; runs are cut at its first address and behind its last. */
function paintRuns(
  list: readonly Run[],
  first: Words,
  length: number,
  depth: number,
  change: (place: number) => number,
): Run[] {
  const behind = behindLast(first, length, depth);
  const painted: Run[] = [];
  for (const [index, run] of list.entries()) {
    const end = list[index + 1]?.words ?? null;
    const marks = [run.words, first, ...(behind === null ? [] : [behind])].filter(
      (mark, at) => at === 0 || (compare(mark, run.words) > 0 && (end === null || compare(mark, end) < 0)),
    );
    for (const mark of marks) {
      const isInside = compare(mark, first) >= 0 && (behind === null || compare(mark, behind) < 0);
      painted.push({ words: mark, place: isInside ? change(run.place) : run.place });
    }
  }
  return painted;
}

/** The first address behind a prefix; null when it lies outside the cell of the first `depth` bits. */
function behindLast(first: Words, length: number, depth: number): Words | null {
  const next: Words = [...first];
  for (let bit = length - 1; bit >= depth; bit--) {
    const word = bit >>> 5;
    const mask = 2 ** (31 - (bit & 31));
    const isSet = (((next[word] ?? 0) / mask) & 1) === 1;
    next[word] = (next[word] ?? 0) + (isSet ? -mask : mask);
    if (!isSet) return next;
  }
  return null;
}
