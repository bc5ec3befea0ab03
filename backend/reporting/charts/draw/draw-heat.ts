// A heat table: rows by columns, the number in each field; darker is more, in five steps, and what is not told is hatched.
import { type Drawing, heightOf, isMasked, mostOf } from "./model.ts";
import { el, fit, label, picture, widthOf } from "./svg.ts";

export function drawHeat(drawing: Drawing, width: number): string {
  const { rows, series, cells } = drawing;
  const isNarrow = width < 500;
  const left = Math.min(isNarrow ? 96 : 190, Math.max(...rows.map(({ label: name }) => widthOf(name)), 40) + 8);
  const cell = (width - left) / Math.max(1, series.length);
  const tall = isNarrow ? 26 : 30;
  // Names of columns stand on end, as no other way holds eleven of them.
  const head = Math.min(isNarrow ? 150 : 210, Math.max(...series.map(({ label: name }) => widthOf(name)), 20) + 10);
  const most = mostOf(cells);
  const parts = series.map(({ label: name }, at) => {
    const x = left + cell * (at + 0.5) + 4;
    return label(0, 0, fit(name, head - 6), {
      transform: `translate(${Math.round(x)} ${head - 6}) rotate(-90)`,
      class: "c-name",
    });
  });
  for (const [at, row] of rows.entries()) {
    const y = head + at * tall;
    parts.push(label(left - 6, y + tall / 2 + 4, fit(row.label, left - 8), { "text-anchor": "end", class: "c-name" }));
    for (const one of series.keys()) {
      const value = cells[at]?.[one] ?? null;
      const step = heatOf(heightOf(value), most);
      const fill = isMasked(value) ? { fill: `url(#${drawing.id}-h)`, class: "c-edge" } : { class: `c-heat${step}` };
      parts.push(el("rect", { x: left + one * cell + 1, y: y + 1, width: cell - 2, height: tall - 2, ...fill }));
      if (typeof value === "number")
        parts.push(
          label(left + (one + 0.5) * cell, y + tall / 2 + 4, drawing.sayTick(value), {
            "text-anchor": "middle",
            class: value === 0 ? "c-tick" : `c-value c-on${step}`,
          }),
        );
    }
  }
  return picture({ ...drawing, width, height: head + rows.length * tall + 2 }, parts.join(""));
}

/** The greatest number of a step: what heatOf still gives it. */
export const endOfHeat = (step: number, most: number): number => most * (step / 5) ** 2;

/** 0 for nothing, else 1 to 5 by the root of its share: a few great numbers leave the others their shades. */
export function heatOf(value: number | null, most: number): number {
  if (value === null || value <= 0 || most <= 0) return 0;
  return Math.min(5, Math.max(1, Math.ceil(Math.sqrt(value / most) * 5)));
}
