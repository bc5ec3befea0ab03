// Losses in ranges, for who does not read the filings themselves: each panel is its ranges and their sum; the median of few is one of them. Pure.
import type { Cell, Cube } from "../model.ts";
import type { Thresholds } from "../thresholds.ts";
import { protect } from "./protect.ts";

export function maskLosses(cube: Cube, { least, leastValues }: Thresholds): Cube {
  return {
    ...cube,
    panels: cube.panels.map((panel) => {
      const values = panel.cells.map(([cell]) => (typeof cell === "number" ? cell : 0));
      const total = values.reduce((sum, value) => sum + value, 0);
      const marks = protect(
        [
          ...values.map((value, at) => ({ key: String(at), from: "all", to: "sum", value, least })),
          { key: "sum", from: "sum", to: "all", value: total, least, isTotal: true },
        ],
        leastValues,
      );
      const told = (key: string, value: number): Cell => (marks ? (marks.get(key) ?? value) : "hidden");
      return {
        ...panel,
        cells: values.map((value, at) => [told(String(at), value)]),
        n: panel.n.map(({ of }) => ({ of, count: told("sum", total) })),
        facts: total < least * 4 ? [] : panel.facts,
      };
    }),
  };
}
