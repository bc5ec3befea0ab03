// Which numbers of a report stay away from the public: small ones, and those from which a small one could be worked out. Pure.
import { leastPublic, type PublicFigure, type ReportFigure } from "./model.ts";

interface Rule {
  name: string;
  total?: { figure: string; key: string };
  follows?: string;
}

/**
 * A row that stands for one to four things is hidden. Where a total is public, its hidden rows together stand for at least `leastPublic` things and are
 * two or more, so that no difference tells one; where the total is hidden, all rows that are not nothing are. What is worked out of a figure follows it.
 * Rows of nothing stay: they tell of nobody.
 * @param rules in an order in which a total stands before what adds up to it
 */
export function hideSmall(figures: readonly ReportFigure[], rules: readonly Rule[]): PublicFigure[] {
  const hidden = new Map<string, ReadonlySet<string>>();
  const byName = new Map(figures.map((figure) => [figure.name, figure]));
  for (const rule of rules) {
    const figure = byName.get(rule.name);
    if (figure) hidden.set(rule.name, hiddenKeys(figure, rule, hidden));
  }
  return figures.map(({ name, unit, query, rows }) => ({
    name,
    unit,
    query,
    rows: rows.map(({ key, value }) => {
      // A figure that no rule names is not known to be safe.
      const isHidden = hidden.get(name)?.has(key) ?? true;
      return { key, value: isHidden ? null : value, isHidden };
    }),
  }));
}

function hiddenKeys(
  { rows }: ReportFigure,
  { total, follows }: Rule,
  known: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlySet<string> {
  const counted = rows.filter(({ size }) => size > 0);
  const all = new Set(counted.map(({ key }) => key));
  if (follows !== undefined && (known.get(follows)?.size ?? 0) > 0) return all;
  if (total && known.get(total.figure)?.has(total.key)) return all;
  const hidden = new Set(counted.filter(({ size }) => size < leastPublic).map(({ key }) => key));
  if (!total || hidden.size === 0) return hidden;
  const bySize = counted.filter(({ key }) => !hidden.has(key)).toSorted((a, b) => a.size - b.size);
  let sum = counted.filter(({ key }) => hidden.has(key)).reduce((so, { size }) => so + size, 0);
  for (const { key, size } of bySize) {
    if (hidden.size >= 2 && sum >= leastPublic) break;
    hidden.add(key);
    sum += size;
  }
  return hidden;
}
