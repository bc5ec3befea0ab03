// The columns of a chart's numbers and of indicators, as a sheet has them; and a chart of several that shows one alone. Pure.
import type { SheetColumn } from "../../platform/sheets/index.ts";
import type { CellRow, Cube } from "./model.ts";
import type { Indicator } from "./releases/model.ts";

export const cellColumns: readonly SheetColumn<CellRow>[] = (
  ["panel", "row", "series", "value", "unit", "zone", "countedAt"] as const
).map((key) => ({
  key: key === "countedAt" ? "counted_at" : key,
  type: "text",
  title: `charts.column.${key === "countedAt" ? "counted_at" : key}`,
  value: (row) => row[key],
}));

const indicatorColumns: readonly SheetColumn<Indicator>[] = [
  { key: "indicator", type: "text", title: "charts.column.indicator", value: ({ name }) => name },
  { key: "period", type: "text", title: "charts.column.period", value: ({ period }) => period },
  { key: "value", type: "number", title: "charts.column.value", value: ({ value }) => value },
  { key: "unit", type: "text", title: "charts.column.unit", value: ({ unit }) => unit },
  { key: "source", type: "text", title: "charts.column.source", value: ({ source }) => source },
  { key: "source_date", type: "text", title: "charts.column.source_date", value: ({ sourceOn }) => sourceOn },
  { key: "licence", type: "text", title: "charts.column.licence", value: ({ licence }) => licence },
];

/** Rows and columns of indicators; each row keeps its source, date and licence. */
export const indicatorSheet = (rows: readonly Indicator[]) => ({ columns: indicatorColumns, rows });

/** One series of a chart by itself, as columns along its weeks. */
export function keepOnly(cube: Cube, key: string): Cube {
  return {
    ...cube,
    panels: cube.panels.map((panel) => {
      const at = panel.series.indexOf(key);
      return at < 0
        ? panel
        : {
            ...panel,
            kind: "columns",
            series: [key],
            cells: panel.cells.map((cells) => [cells[at] ?? null]),
            n: panel.n.filter(({ of }) => of === key),
          };
    }),
  };
}
