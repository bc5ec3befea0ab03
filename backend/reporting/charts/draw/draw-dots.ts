// A dot plot: for each row where its shares stand on one scale from nothing to all. Several series are dots of several forms.
import { type Drawing, heightOf, isMasked } from "./model.ts";
import { el, label, picture, round, widthOf, wrap } from "./svg.ts";

const tall = 26;

export function drawDots(drawing: Drawing, width: number): string {
  const isNarrow = width < 500;
  const { rows, series, cells } = drawing;
  const left = isNarrow ? 6 : Math.min(280, Math.max(...rows.map(({ label: name }) => widthOf(name)), 40) + 10);
  const room = width - left - 46;
  const x = (value: number): number => left + (value / 100) * room;
  const parts: string[] = [];
  let y = 14;
  let legend = left;
  for (const [at, { label: name, tone }] of series.entries()) {
    if (series.length < 2) break;
    parts.push(dot(at, tone, legend + 6, y - 4), label(legend + 16, y, name, { class: "c-name" }));
    legend += widthOf(name) + 40;
  }
  y += series.length < 2 ? -8 : 12;
  const start = y;
  for (const [at, row] of rows.entries()) {
    const lines = wrap(row.label, isNarrow ? width : left - 12);
    if (isNarrow) for (const line of lines) parts.push(label(0, (y += 12), line, { class: "c-ontop" }));
    else
      for (const [line, text] of lines.entries())
        parts.push(
          label(left - 10, y + tall / 2 + 4 + (line - (lines.length - 1) / 2) * 12, text, {
            "text-anchor": "end",
            class: "c-name",
          }),
        );
    const middle = y + tall / 2;
    parts.push(el("path", { d: `M${round(left)} ${round(middle)}h${round(room)}`, class: "c-grid" }));
    for (const [one, { tone }] of series.entries()) {
      const cell = cells[at]?.[one] ?? null;
      const value = heightOf(cell);
      if (isMasked(cell)) parts.push(label(left + room + 4, middle + 4, drawing.say(cell), { class: "c-small" }));
      if (value === null) continue;
      parts.push(dot(one, tone, x(value), middle));
      if (one === 0) parts.push(label(left + room + 4, middle + 4, drawing.say(cell), { class: "c-value" }));
    }
    y += tall;
  }
  for (const tick of [0, 50, 100])
    parts.push(
      el("path", { d: `M${round(x(tick))} ${start}V${round(y)}`, class: tick === 0 ? "c-base" : "c-grid" }),
      label(x(tick), y + 15, drawing.sayTick(tick), {
        "text-anchor": tick === 0 ? "start" : "middle",
        class: "c-tick",
      }),
    );
  return picture({ ...drawing, width, height: y + 22 }, parts.join(""));
}

function dot(series: number, tone: string, x: number, y: number): string {
  return series % 2 === 0
    ? el("circle", { cx: x, cy: y, r: 5.5, class: `c-bar ${tone}` })
    : el("path", { d: `M${round(x)} ${round(y - 6)}l6 6l-6 6l-6 -6z`, class: `c-pale ${tone}` });
}
