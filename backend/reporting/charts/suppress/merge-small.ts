// Rows of too few entities, or of which one has nearly everything, are merged into the row of what stands above them, before anything is told. Pure.
import type { Thresholds } from "../thresholds.ts";

export interface GroupRow {
  key: string;
  count: number;
  /** How much each known entity has of it; reports of persons are entities of their own. */
  entities: ReadonlyMap<string, number>;
  persons: number;
}

/** The row that takes up what may not stand alone. */
export const mergedKey = "merged";

/**
 * Which rows are merged. The merged row itself keeps the rule: where it does not, the smallest of the others joins it; where nothing is
 * left to join, everything is one row. Rows of nothing stay.
 */
export function rowsToMerge(rows: readonly GroupRow[], thresholds: Thresholds): ReadonlySet<string> {
  const counted = rows.filter(({ count }) => count > 0);
  const merged = counted.filter((row) => isDominated([row], thresholds));
  if (merged.length === 0) return new Set();
  const left = counted.filter((row) => !merged.includes(row)).toSorted((a, b) => a.count - b.count);
  // One row alone in "merged" would only be renamed.
  while ((merged.length < 2 || isDominated(merged, thresholds)) && left.length > 0) merged.push(...left.splice(0, 1));
  return new Set(merged.map(({ key }) => key));
}

/** Whether rows together stand for too few entities, or for one above all. */
export function isDominated(rows: readonly GroupRow[], { leastEntities, mostShare }: Thresholds): boolean {
  const all = new Map<string, number>();
  for (const { entities } of rows) for (const [id, count] of entities) all.set(id, (all.get(id) ?? 0) + count);
  const persons = rows.reduce((sum, row) => sum + row.persons, 0);
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const greatest = Math.max(0, persons > 0 ? 1 : 0, ...all.values());
  return total > 0 && (all.size + persons < leastEntities || (greatest * 100) / total > mostShare);
}
