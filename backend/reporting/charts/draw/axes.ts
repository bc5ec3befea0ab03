// The ground of charts along time: grid lines, the axis and its words, the part that is not over yet, the days on which a law changed.
import type { Drawing } from "./model.ts";
import { el, escapeText, fit, label, logTicksTo, ticksTo, widthOf } from "./svg.ts";

export interface Frame {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: (row: number) => number;
  y: (value: number) => number;
  markup: string;
}

/** @param most the greatest value; on a logarithmic axis what is below 1 stands on the ground. */
export function drawFrame(
  drawing: Drawing,
  size: { width: number; top: number; height: number; right: number },
  most: number,
): Frame {
  const { rows, isLog } = drawing;
  const ticks = isLog ? logTicksTo(most) : ticksTo(most);
  const top = ticks.at(-1) ?? 1;
  const left = Math.max(...ticks.map((tick) => widthOf(drawing.sayTick(tick)))) + 10;
  const right = size.width - size.right;
  const bottom = size.top + size.height;
  const step = (right - left) / Math.max(1, rows.length);
  const x = (row: number): number => left + step * (row + 0.5);
  const share = (value: number): number => (isLog ? Math.log10(Math.max(1, value)) / Math.log10(top) : value / top);
  const y = (value: number): number => bottom - share(value) * size.height;
  const parts: string[] = [];
  if (drawing.partial) {
    const from = x(drawing.partial.row) - step / 2;
    parts.push(el("rect", { x: from, y: size.top, width: step, height: size.height, class: "c-partial" }));
    const isLate = drawing.partial.row > rows.length / 2;
    parts.push(
      label(isLate ? Math.min(right, from + step) : from, size.top - 4, drawing.partial.label, {
        class: "c-note",
        ...(isLate ? { "text-anchor": "end" } : {}),
      }),
    );
  }
  for (const tick of ticks) {
    parts.push(
      el("path", {
        d: `M${left} ${Math.round(y(tick) * 10) / 10}H${Math.round(right * 10) / 10}`,
        class: tick === 0 || (isLog && tick === 1) ? "c-base" : "c-grid",
      }),
    );
    parts.push(label(left - 6, y(tick) + 4, drawing.sayTick(tick), { "text-anchor": "end", class: "c-tick" }));
  }
  const widest = Math.max(...rows.map(({ short }) => widthOf(short)), 1) + 8;
  const every = Math.max(1, Math.ceil(widest / step));
  const last = rows.length - 1;
  // The first and the last are named; those between only where they touch neither.
  for (const [at, row] of rows.entries())
    if (at === last || (at % every === 0 && at + every <= last)) {
      // Nothing goes over the edge of the picture.
      const isOver = x(at) + widthOf(row.short) / 2 > size.width;
      parts.push(
        label(isOver ? size.width : x(at), bottom + 16, row.short, {
          "text-anchor": isOver ? "end" : "middle",
          class: "c-tick",
        }),
      );
    }
  for (const [at, change] of drawing.changes.entries()) {
    const place = x(change.row) - step / 2;
    parts.push(
      el(
        "g",
        {},
        `${el("title", {}, escapeText(change.label))}${el("path", { d: `M${Math.round(place * 10) / 10} ${size.top}V${bottom}`, class: "c-change" })}${label(place + 3, size.top + 11 + at * 13, fit(change.label, right - place - 4), { class: "c-note" })}`,
      ),
    );
  }
  return { left, right, top: size.top, bottom, x, y, markup: parts.join("") };
}
