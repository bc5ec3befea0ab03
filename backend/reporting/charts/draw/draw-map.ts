// A map of the imported shapes: darker is more in five steps, hatched is not told; a number stands where its area has room for it, and the table has them all.
import { endOfHeat, heatOf } from "./draw-heat.ts";
import { type Drawing, heightOf, isMasked, mostOf } from "./model.ts";
import { el, escapeText, fit, label, picture, round, widthOf } from "./svg.ts";

const legendHeight = 40;

export function drawMap(drawing: Drawing, width: number): string {
  const { map, rows, cells } = drawing;
  if (!map) return "";
  // Shapes are kept for one width; a narrower picture is the same one, smaller, with letters of the same size.
  const scale = width / map.width;
  const most = mostOf(cells);
  const areas = rows.flatMap((row, at) => {
    const shape = map.shapes[row.key];
    return shape ? [{ row, shape, cell: cells[at]?.[0] ?? null }] : [];
  });
  const forms = areas.map(({ row, shape, cell }) =>
    el(
      "g",
      {},
      `${el("title", {}, escapeText(`${row.label}: ${drawing.say(cell)}`))}${el("path", {
        d: shape.d,
        "vector-effect": "non-scaling-stroke",
        ...(isMasked(cell)
          ? { fill: `url(#${drawing.id}-h)`, class: "c-edge" }
          : { class: `c-heat${heatOf(heightOf(cell), most)} c-edge` }),
      })}`,
    ),
  );
  const words = areas.flatMap(({ row, shape, cell }) => {
    const room = shape.room * scale;
    const value = cell === null ? "–" : typeof cell === "number" ? drawing.sayTick(cell) : "";
    if (value === "" || widthOf(value) > room) return [];
    const [x, y] = [shape.x * scale, shape.y * scale];
    const on = isMasked(cell) ? "c-ontop" : `c-on${heatOf(heightOf(cell), most)}`;
    const name = fit(row.label, room);
    const hasName = name.length >= 4 && shape.tall * scale > 30;
    return [
      ...(hasName ? [label(x, y - 4, name, { "text-anchor": "middle", class: `c-small ${on}` })] : []),
      label(x, y + (hasName ? 11 : 4), value, { "text-anchor": "middle", class: `c-value ${on}` }),
    ];
  });
  const height = round(map.height * scale);
  const inside = `${el("g", { transform: `scale(${Math.round(scale * 1e4) / 1e4})` }, forms.join(""))}${words.join("")}${drawLegend(drawing, most, { y: height + 12, width })}`;
  return picture({ ...drawing, width, height: height + legendHeight }, inside);
}

/** The five steps with the number at which each ends, and what is hatched. */
function drawLegend(drawing: Drawing, most: number, { y, width }: { y: number; width: number }): string {
  const step = Math.min(72, (width - 8) / 6);
  const steps = [1, 2, 3, 4, 5].map(
    (at) =>
      `${el("rect", { x: (at - 1) * step + 1, y, width: step - 4, height: 12, class: `c-heat${at} c-edge` })}${label((at - 1) * step + (step - 4) / 2, y + 25, fit(drawing.sayTick(endOfHeat(at, most)), step), { "text-anchor": "middle", class: "c-tick" })}`,
  );
  const hatched = drawing.cells.some(([cell]) => isMasked(cell))
    ? `${el("rect", { x: 5 * step + 1, y, width: step - 4, height: 12, fill: `url(#${drawing.id}-h)`, class: "c-edge" })}${label(5 * step + 1, y + 25, fit(drawing.say("hidden"), width - 5 * step), { class: "c-tick" })}`
    : "";
  return steps.join("") + hatched;
}
