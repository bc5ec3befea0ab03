// Works out what a constituent was on a day from the lines of its history, and what it was from which day on. Pure.
import { type FactName, factNames, type FactRow, type Facts } from "./model.ts";

const onlyWhereKnown: ReadonlySet<FactName> = new Set(["address", "legalForm"]);

const timeOf = (at: string | null, missing: number): number => (at === null ? missing : Date.parse(at));

/** Whether a line says something of the instant, and was written down by `knownAt` (both in ms). */
function speaksOf(row: FactRow, at: number, knownAt: number): boolean {
  return (
    timeOf(row.validFrom, Number.NEGATIVE_INFINITY) <= at &&
    at < timeOf(row.validUntil, Number.POSITIVE_INFINITY) &&
    Date.parse(row.recordedAt) <= knownAt
  );
}

/**
 * The facts at an instant: for each fact the line with the highest number that speaks of it. `knownAt` leaves out what was written down
 * later; what was not yet written down at all is answered by the first line. Null where a fact has no line.
 */
export function factsAt(rows: readonly FactRow[], at: Date, knownAt: Date): Facts | null {
  const found: Partial<Record<FactName, unknown>> = {};
  for (const fact of factNames) {
    const lines = rows.filter((row) => row.fact === fact).sort((one, other) => other.number - one.number);
    const line = lines.find((row) => speaksOf(row, at.getTime(), knownAt.getTime())) ?? lines.at(-1);
    // What is written down only where it is known has no line where it is not.
    if (!line && !onlyWhereKnown.has(fact)) return null;
    found[fact] = line?.value ?? null;
  }
  return found as unknown as Facts;
}
