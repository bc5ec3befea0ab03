// Lines along time, never stacked: each with its name at its end, and a dash of its own, so that colour is not needed.
import { drawFrame } from "./axes.ts";
import { type Drawing, heightOf, isMasked, mostOf } from "./model.ts";
import { el, escapeText, fit, label, picture, round, widthOf } from "./svg.ts";

export function drawLines(drawing: Drawing, width: number): string {
  const isNarrow = width < 500;
  const names = drawing.series.map(({ label: name }) => name);
  // On a narrow picture the names stand above, in a row or two, with their sign.
  const right = isNarrow ? 8 : Math.min(190, Math.max(...names.map(widthOf)) + 36);
  const legend = isNarrow ? drawLegend(drawing, width) : { markup: "", height: 0 };
  const frame = drawFrame(drawing, { width, top: 20 + legend.height, height: 180, right }, mostOf(drawing.cells));
  const lines = drawing.series.map(({ tone }, at) => drawLine(drawing, at, tone, frame));
  const ends = isNarrow ? "" : drawEnds(drawing, frame, width);
  return picture(
    { ...drawing, width, height: frame.bottom + 24 },
    `${legend.markup}${frame.markup}${lines.join("")}${ends}`,
  );
}

function drawLine(
  drawing: Drawing,
  series: number,
  tone: string,
  { x, y, bottom }: ReturnType<typeof drawFrame>,
): string {
  let path = "";
  let isDown = false;
  const dots: string[] = [];
  for (const [row, cells] of drawing.cells.entries()) {
    const cell = cells[series];
    const value = heightOf(cell);
    if (value === null) {
      isDown = false;
      // What is not told has its own sign on the ground, not a gap that looks like nothing.
      if (isMasked(cell))
        dots.push(
          el(
            "path",
            { d: `M${round(x(row) - 3)} ${round(bottom - 5 - series * 7)}l6 -5m0 5l-6 -5`, class: `c-masked ${tone}` },
            el("title", {}, escapeText(`${drawing.rows[row]?.label ?? ""}: ${drawing.say(cell ?? null)}`)),
          ),
        );
      continue;
    }
    path += `${isDown ? "L" : "M"}${round(x(row))} ${round(y(value))}`;
    const isAlone = !isDown && heightOf(drawing.cells[row + 1]?.[series]) === null;
    if (isAlone || drawing.rows.length <= 30)
      dots.push(el("circle", { cx: x(row), cy: y(value), r: isAlone ? 3 : 2, class: `c-dot ${tone}` }));
    isDown = true;
  }
  return `${path === "" ? "" : el("path", { d: path, class: `c-line c-d${series % 5} ${tone}` })}${dots.join("")}`;
}

/** Names at the ends of the lines, each with a piece of its line, pushed apart where they would lie on each other. */
function drawEnds(drawing: Drawing, { right, y, bottom, top }: ReturnType<typeof drawFrame>, width: number): string {
  const ends = drawing.series
    .map(({ label: name, tone }, series) => {
      const last = drawing.cells.map((cells) => heightOf(cells[series])).findLast((value) => value !== null);
      return { name, tone, series, at: y(last ?? 0) };
    })
    .toSorted((a, b) => a.at - b.at);
  let before = top - 14;
  for (const end of ends) {
    end.at = Math.max(end.at, before + 15);
    before = end.at;
  }
  const over = Math.max(0, before - bottom);
  return ends
    .map(
      ({ name, at, tone, series }) =>
        `${el("path", { d: `M${round(right + 4)} ${round(at - over)}h20`, class: `c-line c-d${series % 5} ${tone}` })}${label(right + 28, at - over + 4, fit(name, width - right - 30), { class: `c-name ${tone}` })}`,
    )
    .join("");
}

/** Name beside a piece of its line. */
export function drawLegend(drawing: Drawing, width: number): { markup: string; height: number } {
  let x = 0;
  let y = 12;
  const parts: string[] = [];
  for (const [at, { label: name, tone }] of drawing.series.entries()) {
    const wide = widthOf(name) + 40;
    if (x > 0 && x + wide > width) [x, y] = [0, y + 18];
    parts.push(
      el("path", { d: `M${x} ${y - 4}h22`, class: `c-line c-d${at % 5} ${tone}` }),
      label(x + 27, y, fit(name, width - x - 28), { class: "c-name" }),
    );
    x += wide;
  }
  return { markup: parts.join(""), height: y + 6 };
}
