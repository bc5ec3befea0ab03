// Chooses what is masked so that nobody can work a small number out: first the small ones themselves, then as little else as gives each of them room. Judged exactly after each step. Pure.
import { type Flow, freedomOf } from "./network.ts";

export interface Count {
  key: string;
  from: string;
  to: string;
  value: number;
  /** From 1 to one less it is "fewer than `least`". */
  least: number;
  /** A total: masked only where nothing else helps. */
  isTotal?: boolean;
  /** Never told, and a reader knows nothing of it but that it is not below zero: what is left over between two sums. */
  isRest?: boolean;
  /** What an earlier release told of it. */
  before?: Earlier | undefined;
}

/**
 * What an earlier release told: masked stays masked. A number that stands as it was told is no cover for anything now; nor is one that was
 * masked, whose sum with others that release told. One that has grown since by a small number (`isGrowing`: a part of the year was told)
 * would tell that small number by subtraction.
 */
export interface Earlier {
  told: number | "masked";
  isGrowing: boolean;
}

export type Mark = `few:${number}` | "hidden";
const endless = 1e9;

/**
 * Marks by key; what has none is told. Zeros are told. Of each masked number a reader who knows everything else that is published,
 * and that a "few" lies from 1 to `least` - 1 and a hidden one at or above `least`, can tell no fewer than `leastValues` values apart.
 * @param settled numbers of which is known already whether they are told: their marks; they are judged again, and are no cover unless masked.
 * @returns undefined where that cannot be had: then nothing of these counts may be told.
 */
export function protect(
  counts: readonly Count[],
  leastValues: number,
  settled: ReadonlyMap<string, Mark | undefined> = new Map(),
): ReadonlyMap<string, Mark> | undefined {
  const marks = new Map<string, Mark>();
  for (const count of counts) {
    const isMasked = settled.has(count.key) ? settled.get(count.key) !== undefined : isSmall(count) || isForced(count);
    if (isMasked && !isRest(count)) marks.set(count.key, markOf(count));
  }
  // What has room keeps it: a further mark takes none.
  const strong = new Set<string>();
  for (let turn = 0; turn <= counts.length; turn++) {
    const flows = counts.map((count) => asFlow(count, marks.get(count.key)));
    const known = counts.map((count) => asFlow(count, isOld(count) ? undefined : marks.get(count.key)));
    const weak = counts.find((count) => {
      if (!marks.has(count.key) || strong.has(count.key)) return false;
      const isRoomy = hasRoom(isOld(count) ? flows : known, count.key, leastValues);
      if (isRoomy) strong.add(count.key);
      return !isRoomy;
    });
    if (!weak) return marks;
    const more = findCover(counts, { marks, settled }, weak);
    if (more.length === 0) return undefined;
    for (const count of more) marks.set(count.key, markOf(count));
  }
  return undefined;
}

/** Masked whatever its size. */
function isForced({ value, least, before }: Count): boolean {
  if (before === undefined) return false;
  if (before.told === "masked") return true;
  return before.isGrowing && value !== before.told && Math.abs(value - before.told) < least;
}

/** Masked before, and the same number still: who reads both releases may know more of it than this one tells. */
const isOld = ({ before }: Count): boolean => before?.told === "masked" && !before.isGrowing;
const isRest = ({ isRest: is }: Count): boolean => is === true;
const isSmall = ({ value, least }: Count): boolean => value > 0 && value < least;
const markOf = (count: Count): Mark => (isSmall(count) ? `few:${count.least}` : "hidden");

function hasRoom(flows: readonly Flow[], key: string, leastValues: number): boolean {
  const flow = flows.find((one) => one.key === key);
  if (!flow) return false;
  const { below, above } = freedomOf(flows, flow, leastValues);
  return below + above + 1 >= leastValues;
}

function asFlow(count: Count, mark: Mark | undefined): Flow {
  const { key, from, to, value, least, before } = count;
  if (isRest(count)) return { key, from, to, value, lowest: 0, highest: endless };
  if (mark === undefined) return { key, from, to, value, lowest: value, highest: value };
  if (mark !== "hidden") return { key, from, to, value, lowest: 1, highest: least - 1 };
  return { key, from, to, value, lowest: lowestOf(value, least, before), highest: endless };
}

/** What a reader knows of a hidden number from below: of one that was masked before nothing, of one that was told what it was then. */
function lowestOf(value: number, least: number, before: Earlier | undefined): number {
  if (before === undefined) return least;
  return before.told === "masked" ? 0 : Math.min(value, before.told);
}

/** What is masked next: the cheapest way around the weak number; where all of that is masked already, its cheapest neighbour. */
function findCover(
  counts: readonly Count[],
  { marks, settled }: { marks: ReadonlyMap<string, Mark>; settled: ReadonlyMap<string, unknown> },
  weak: Count,
): Count[] {
  const isFree = (one: Count): boolean => !isRest(one) && !marks.has(one.key) && !settled.has(one.key);
  const may = counts.filter((one) => isFree(one) && one.value >= one.least && one.value !== one.before?.told);
  const covers = counts.filter((one) => marks.has(one.key) && one.key !== weak.key && (isOld(weak) || !isOld(one)));
  const usable = [...may, ...covers, ...counts.filter((one) => isRest(one))];
  const way = cheapestWay(usable, marks, weak).filter((one) => !marks.has(one.key) && !isRest(one));
  if (way.length > 0) return way;
  const near = may.filter(({ from, to }) => [from, to].some((node) => node === weak.from || node === weak.to));
  const [next] = (near.length > 0 ? near : may).toSorted((a, b) => costOf(a, marks) - costOf(b, marks));
  return next ? [next] : [];
}

function costOf(count: Count, marks: ReadonlyMap<string, Mark>): number {
  if (marks.has(count.key) || isRest(count)) return 0;
  return count.value + (count.isTotal === true ? 1e6 : 0);
}

/** The counts on the cheapest way between the two ends of the weak one (Dijkstra), in whichever direction each runs. */
function cheapestWay(usable: readonly Count[], marks: ReadonlyMap<string, Mark>, weak: Count): Count[] {
  const cost = new Map<string, number>([[weak.to, 0]]);
  const by = new Map<string, { count: Count; from: string }>();
  const done = new Set<string>();
  for (;;) {
    const [node] = [...cost.entries()].filter(([name]) => !done.has(name)).toSorted((a, b) => a[1] - b[1])[0] ?? [];
    if (node === undefined || node === weak.from) break;
    done.add(node);
    for (const count of usable) {
      const next = count.from === node ? count.to : count.to === node ? count.from : undefined;
      if (next === undefined || done.has(next)) continue;
      const total = (cost.get(node) ?? 0) + costOf(count, marks) + 0.001;
      if (total >= (cost.get(next) ?? Infinity)) continue;
      cost.set(next, total);
      by.set(next, { count, from: node });
    }
  }
  const way: Count[] = [];
  for (let node = weak.from; node !== weak.to; ) {
    const step = by.get(node);
    if (!step) return [];
    way.push(step.count);
    node = step.from;
  }
  return way;
}
