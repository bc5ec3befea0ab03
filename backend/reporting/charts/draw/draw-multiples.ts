// Small multiples: one small picture a series, all on the same scale, so that they can be compared.
import { type Drawing, heightOf, isMasked, mostOf } from "./model.ts";
import { el, fit, label, picture, round, ticksTo, widthOf } from "./svg.ts";

const tall = 74;

export function drawMultiples(drawing: Drawing, width: number): string {
  const { rows, series, cells } = drawing;
  const across = width < 500 ? 1 : 2;
  const gap = 20;
  const wide = (width - gap * (across - 1)) / across;
  const top = ticksTo(mostOf(cells), 2).at(-1) ?? 1;
  const left = widthOf(drawing.sayTick(top)) + 8;
  const step = (wide - left) / Math.max(1, rows.length);
  const parts = series.map(({ label: name, tone }, one) => {
    const x = (one % across) * (wide + gap);
    const y = Math.floor(one / across) * (tall + 50);
    const ground = y + 22 + tall;
    const bars = rows.map((_row, at) => {
      const cell = cells[at]?.[one] ?? null;
      const value = heightOf(cell);
      const from = x + left + at * step;
      if (isMasked(cell))
        return {
          hatch: `M${round(from)} ${round(ground - 7)}h${round(Math.max(1, step - 1))}v7h-${round(Math.max(1, step - 1))}z`,
          full: "",
        };
      if (value === null || value === 0) return { hatch: "", full: "" };
      const high = round((value / top) * tall);
      return {
        hatch: "",
        full: `M${round(from)} ${round(ground - high)}h${round(Math.max(1, step - 1))}v${high}h-${round(Math.max(1, step - 1))}z`,
      };
    });
    const full = bars.map((bar) => bar.full).join("");
    const hatch = bars.map((bar) => bar.hatch).join("");
    const partial = drawing.partial
      ? el("rect", {
          x: x + left + drawing.partial.row * step,
          y: y + 22,
          width: step,
          height: tall,
          class: "c-partial",
        })
      : "";
    const ends = [0, rows.length - 1].map((at) =>
      label(at === 0 ? x + left : x + wide, ground + 15, rows[at]?.short ?? "", {
        class: "c-tick",
        ...(at === 0 ? {} : { "text-anchor": "end" }),
      }),
    );
    return `${label(x, y + 13, fit(name, wide), { class: "c-name" })}${partial}${el("path", { d: `M${round(x + left)} ${y + 22}h${round(wide - left)}`, class: "c-grid" })}${label(x + left - 5, y + 26, drawing.sayTick(top), { "text-anchor": "end", class: "c-tick" })}${full === "" ? "" : el("path", { d: full, class: `c-bar ${tone}` })}${hatch === "" ? "" : el("path", { d: hatch, fill: `url(#${drawing.id}-h)`, class: "c-edge" })}${el("path", { d: `M${round(x + left)} ${ground}h${round(wide - left)}`, class: "c-base" })}${ends.join("")}`;
  });
  return picture(
    { ...drawing, width, height: Math.max(1, Math.ceil(series.length / across)) * (tall + 50) - 6 },
    parts.join(""),
  );
}
