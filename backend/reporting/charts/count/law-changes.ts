// On which days another law began to hold in the country, by its packs: drawn as lines, since a count before and after is of two laws.
import { lawOfCountry } from "../../../compliance/index.ts";
import type { Panel } from "../model.ts";

/** Of days within the rows ("2026-03"); at most three, the newest. */
export function lawChanges(country: string, rows: readonly string[]): Panel["changes"] {
  const changes = lawOfCountry(country).packs.flatMap(({ pack }) =>
    pack.instruments.flatMap(({ title, inForce }) =>
      inForce.flatMap(({ from, verification }) =>
        from !== null && rows.includes(from.slice(0, 7))
          ? [{ row: from.slice(0, 7), name: title, day: from, verification: verification.status }]
          : [],
      ),
    ),
  );
  return changes.toSorted((a, b) => a.day.localeCompare(b.day)).slice(-3);
}
