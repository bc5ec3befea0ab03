// Weeks lie in months: what the phenomena of a month's weeks come to is at most what the month has of reports, so a month of few reports would tell of its weeks, and they of it. Pure.
import type { Place } from "./networks.ts";
import type { Count } from "./protect.ts";

/**
 * The network of reports with that of their phenomena: the phenomena of a week flow into its month, or into the two that it touches in a
 * way that nobody is told; what a month has beside them comes in as a rest that is not told either.
 * @param reports months of `volume/reports/…`, with their totals; @param phenomena into nodes "week 2026-03-02", by their Mondays.
 * @throws where weeks have more than their months: then they were not counted at one moment.
 */
export function joinWeeks(reports: readonly Place[], phenomena: readonly Place[]): Place[] {
  const months = new Map<string, Place>();
  for (const place of reports) {
    const month = /^volume\/reports\/(.+)$/.exec(place.count.key)?.[1];
    if (month !== undefined) months.set(month, place);
  }
  const room = new Map([...months].map(([month, { count }]) => [month, count.value]));
  const rests: Count[] = [];
  const addRest = (from: string, to: string, value: number): void =>
    void rests.push({ key: `rest/${from}/${to}`, from, to, value, least: 4, isRest: true });
  for (const [week, sum] of sumsByWeek(phenomena)) {
    const [first, last] = monthsOfWeek(week);
    // Where a month is not told of, nothing bounds what lies in it.
    const isOpen = !room.has(first) || !room.has(last);
    const inFirst = isOpen ? 0 : Math.min(sum, first === last ? sum : (room.get(first) ?? 0));
    if (isOpen) addRest(`week ${week}`, "all", sum);
    else take(first, inFirst);
    if (!isOpen && last !== first) take(last, sum - inFirst);
    function take(month: string, value: number): void {
      const left = (room.get(month) ?? 0) - value;
      if (left < 0)
        throw new Error(`the weeks of ${month} differ by ${-left} from its reports: they are counted again`);
      room.set(month, left);
      addRest(`week ${week}`, `month ${month}`, value);
    }
  }
  for (const [month, left] of room) addRest("all", `month ${month}`, left);
  return [
    ...reports.map((place) => {
      const month = [...months].find(([, one]) => one === place)?.[0];
      return month === undefined ? place : { ...place, count: { ...place.count, from: `month ${month}` } };
    }),
    ...phenomena,
    ...rests.map((count) => ({ count, put: () => undefined })),
  ];
}

/** In their order: of two months that a week touches, the earlier one takes what it has room for. */
function sumsByWeek(phenomena: readonly Place[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const { count } of phenomena) {
    const week = /^week (.+)$/.exec(count.to)?.[1];
    if (week !== undefined) sums.set(week, (sums.get(week) ?? 0) + count.value);
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function monthsOfWeek(monday: string): [string, string] {
  const sunday = new Date(`${monday}T00:00:00Z`);
  sunday.setUTCDate(sunday.getUTCDate() + 6);
  return [monday.slice(0, 7), sunday.toISOString().slice(0, 7)];
}
