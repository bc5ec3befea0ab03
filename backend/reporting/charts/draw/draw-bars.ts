// Bars beside their names, the number at the end of each; on a logarithmic scale where the numbers are far apart. Of several series each has a filling of its own, so that paper without colour tells them apart.
import { type Drawing, heightOf, isMasked, mostOf } from "./model.ts";
import { el, label, picture, widthOf, wrap } from "./svg.ts";

const thick = 16;

export function drawBars(drawing: Drawing, width: number): string {
  const isNarrow = width < 500;
  const { rows, series, cells, isLog } = drawing;
  const count = Math.max(1, series.length);
  const labelWidth = isNarrow
    ? width
    : Math.min(230, Math.max(60, ...rows.map(({ label: name }) => widthOf(name) + 8)));
  const left = isNarrow ? 0 : labelWidth;
  const numbers = Math.max(...cells.flat().map((cell) => widthOf(drawing.say(cell))), 20) + 10;
  const room = width - left - numbers;
  const most = mostOf(cells);
  const length = (value: number): number =>
    most === 0 ? 0 : isLog ? (Math.log10(1 + value) / Math.log10(1 + most)) * room : (value / most) * room;
  const parts: string[] = [];
  let y = 4;
  if (series.length > 1) {
    let x = 0;
    for (const [at, one] of series.entries()) {
      if (x > 0 && x + widthOf(one.label) + 38 > width) [x, y] = [0, y + 18];
      parts.push(
        bar(drawing, at, rows[0]?.tone.startsWith("c-s") === false ? "c-s0" : toneOf(drawing, 0, at), {
          x,
          y,
          width: 22,
          height: 12,
        }),
        label(x + 27, y + 11, one.label, { class: "c-name" }),
      );
      x += widthOf(one.label) + 42;
    }
    y += 24;
  }
  for (const [at, row] of rows.entries()) {
    const tall = count * (thick + 2);
    const lines = wrap(row.label, labelWidth - 8, isNarrow || tall > 36 ? 3 : 2);
    if (isNarrow) {
      for (const line of lines) parts.push(label(0, (y += 14), line, { class: "c-name" }));
      y += 4;
    } else {
      const start = y + tall / 2 + 4 - (lines.length - 1) * 6.5;
      for (const [line, text] of lines.entries())
        parts.push(label(left - 8, start + line * 13, text, { "text-anchor": "end", class: "c-name" }));
    }
    for (const one of series.keys()) {
      const cell = cells[at]?.[one] ?? null;
      const long = isMasked(cell) ? 10 : length(heightOf(cell) ?? 0);
      if (isMasked(cell))
        parts.push(
          el("rect", { x: left, y, width: long, height: thick, fill: `url(#${drawing.id}-h)`, class: "c-edge" }),
        );
      else if (long > 0)
        parts.push(
          bar(drawing, one, toneOf(drawing, at, one), { x: left, y, width: Math.max(1, long), height: thick }),
        );
      parts.push(label(left + long + 5, y + 12.5, drawing.say(cell), { class: "c-value" }));
      y += thick + 2;
    }
    y += isNarrow ? 4 : Math.max(6, lines.length > 1 && count === 1 ? 14 : 6);
  }
  if (!isNarrow) parts.push(el("path", { d: `M${left} ${series.length > 1 ? 26 : 2}V${y - 4}`, class: "c-base" }));
  return picture({ ...drawing, width, height: y + 2 }, parts.join(""));
}

/** The class has its colour; where rows are no classes, the series has. */
function toneOf({ rows, series }: Drawing, row: number, one: number): string {
  const own = rows[row]?.tone ?? "";
  return own === "" || own.startsWith("c-s") ? (series[one]?.tone ?? "c-s0") : own;
}

/** The first series is full, the second pale with an edge, the third striped, the fourth empty with an edge. */
function bar(
  { id }: Drawing,
  series: number,
  tone: string,
  place: { x: number; y: number; width: number; height: number },
): string {
  const filling = ["c-bar", "c-pale", "c-bar", "c-empty"][series % 4] ?? "c-bar";
  const stripes = series % 4 === 2 ? el("rect", { ...place, fill: `url(#${id}-p)` }) : "";
  return `${el("rect", { ...place, class: `${filling} ${tone}` })}${stripes}`;
}
