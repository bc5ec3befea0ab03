// Columns along days or classes of time: for what happens now and then, and for distributions.
import { drawFrame } from "./axes.ts";
import { type Drawing, heightOf, isMasked, mostOf } from "./model.ts";
import { el, label, picture } from "./svg.ts";

export function drawColumns(drawing: Drawing, width: number): string {
  const frame = drawFrame(drawing, { width, top: 24, height: 130, right: 4 }, mostOf(drawing.cells));
  const step = drawing.rows.length > 1 ? frame.x(1) - frame.x(0) : frame.right - frame.left;
  const wide = Math.max(1.5, Math.min(44, step * 0.72));
  const hasNumbers = step > 22;
  const parts = drawing.rows.map((_row, at) => {
    const cell = drawing.cells[at]?.[0] ?? null;
    const value = heightOf(cell);
    const x = frame.x(at) - wide / 2;
    if (isMasked(cell))
      return el("rect", {
        x,
        y: frame.bottom - 12,
        width: wide,
        height: 12,
        fill: `url(#${drawing.id}-h)`,
        class: "c-edge",
      });
    if (value === null || value === 0) return "";
    const top = frame.y(value);
    const column = el("rect", {
      x,
      y: top,
      width: wide,
      height: Math.max(1, frame.bottom - top),
      class: `c-bar ${drawing.series[0]?.tone ?? "c-s0"}`,
    });
    return (
      column +
      (hasNumbers ? label(frame.x(at), top - 4, drawing.say(cell), { "text-anchor": "middle", class: "c-value" }) : "")
    );
  });
  return picture({ ...drawing, width, height: frame.bottom + 24 }, `${frame.markup}${parts.join("")}`);
}
