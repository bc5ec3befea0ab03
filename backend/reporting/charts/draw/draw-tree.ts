// A tree map: each row a rectangle as large as its number, the largest first; names and numbers stand where there is room, and in the table.
import { hierarchy, treemap } from "d3-hierarchy";
import { type Drawing, heightOf } from "./model.ts";
import { el, escapeText, fit, label, picture, widthOf } from "./svg.ts";

interface Part {
  at: number;
  value: number;
  children?: Part[];
}

export function drawTree(drawing: Drawing, width: number): string {
  const { rows, cells } = drawing;
  const height = width < 500 ? 300 : 320;
  const parts = rows.flatMap((_row, at): Part[] => {
    const value = heightOf(cells[at]?.[0]);
    return value !== null && value > 0 ? [{ at, value }] : [];
  });
  const root = hierarchy<Part>({ at: -1, value: 0, children: parts })
    .sum(({ value }) => value)
    // Equal ones keep their order, so that one chart is one picture.
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0) || a.data.at - b.data.at);
  const laid = treemap<Part>().size([width, height]).paddingInner(3).round(true)(root);
  const drawn = laid.leaves().map(({ data, x0, x1, y0, y1 }) => {
    const row = rows[data.at];
    const cell = cells[data.at]?.[0] ?? null;
    const [across, high] = [x1 - x0, y1 - y0];
    const name = row?.label ?? "";
    const value = drawing.say(cell);
    const hasName = across > 46 && high > 20;
    const hasValue = hasName && high > 38 && widthOf(value) < across - 10;
    return el(
      "g",
      {},
      `${el("title", {}, escapeText(`${name}: ${value}`))}${el("rect", { x: x0, y: y0, width: across, height: high, rx: 3, class: "c-tree" })}${
        hasName ? label(x0 + 6, y0 + 15, fit(name, across - 12), { class: "c-small" }) : ""
      }${hasValue ? label(x0 + 6, y0 + 31, value, { class: "c-value" }) : ""}`,
    );
  });
  return picture({ ...drawing, width, height }, drawn.join(""));
}
