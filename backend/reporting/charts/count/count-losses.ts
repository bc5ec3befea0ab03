// Chart 14: losses as entities declared them, in ranges and with their median, for each currency by itself; never one sum.
import { sql } from "drizzle-orm";
import type { Cube } from "../model.ts";
import { readAmount } from "../read-told.ts";
import { type Asked, cubeOf, panel } from "./asked.ts";
import { filedIncidents, saidIn } from "./filed.ts";

/** Ranges by powers of ten, named by the number that they end below. */
const ends = [100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000] as const;
const rangeOf = (amount: number): string => `below_${ends.find((end) => amount < end) ?? "more"}`;
const ranges = [...ends.map((end) => `below_${end}`), "below_more"];

export async function countLosses(asked: Asked): Promise<Cube> {
  const found = await asked.tx.execute<{ said: string }>(
    sql`select s.said from (select ${saidIn("loss_amount")} as said from ${filedIncidents(asked)}) s where s.said is not null`,
  );
  const read = found.map(({ said }) => readAmount(said));
  const known = read.filter((one) => one !== null);
  const currencies = [...new Set(known.map(({ currency }) => currency ?? "unsaid"))].toSorted();
  const panels = currencies.map((currency) => {
    const amounts = known
      .filter((one) => (one.currency ?? "unsaid") === currency)
      .map(({ amount }) => amount)
      .toSorted((a, b) => a - b);
    return panel({
      id: currency,
      kind: "bars",
      unit: "filings",
      axis: "word",
      rows: ranges,
      seriesAxis: "word",
      series: ["filings"],
      cells: ranges.map((range) => [amounts.filter((amount) => rangeOf(amount) === range).length]),
      n: [{ of: "losses", count: amounts.length }],
      facts: [
        { word: "median", value: middle(amounts) },
        { word: "not_read", value: read.length - known.length },
      ],
    });
  });
  return cubeOf("losses", asked, panels);
}

/** The middle of sorted numbers; of two middles the mean; null of none. */
function middle(sorted: readonly number[]): number | null {
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
