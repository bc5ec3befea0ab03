// A map of equal tiles, one an area, where the country's data puts them: darker is more, hatched is not told. A picture to find one's way, no map of borders.
import { heatOf } from "./draw-heat.ts";
import { type Drawing, heightOf, isMasked, mostOf } from "./model.ts";
import { el, escapeText, fit, label, picture, widthOf, wrap, wrapName } from "./svg.ts";

export function drawTiles(drawing: Drawing, width: number): string {
  const { rows, cells, places } = drawing;
  const placed = rows.flatMap((row, at) =>
    places[row.key] ? [{ row, at, place: places[row.key] ?? { column: 0, row: 0 } }] : [],
  );
  const others = rows.flatMap((row, at) => (places[row.key] ? [] : [{ row, at }]));
  const columns = Math.max(1, ...placed.map(({ place }) => place.column + 1));
  const size = Math.min(104, width / columns);
  const high = Math.min(size, width < 500 ? 58 : 72);
  const most = mostOf(cells);
  const parts = placed.map(({ row, at, place }) =>
    tile(drawing, { row, at, most }, { x: place.column * size, y: place.row * high, size, high }),
  );
  const below = Math.max(0, ...placed.map(({ place }) => place.row + 1)) * high;
  const across = Math.max(1, Math.floor(width / Math.max(size, 96)));
  for (const [place, { row, at }] of others.entries())
    parts.push(
      tile(
        drawing,
        { row, at, most },
        {
          x: (place % across) * (width / across),
          y: below + 8 + Math.floor(place / across) * high,
          size: Math.min(width / across, 150),
          high,
        },
      ),
    );
  const rest = Math.ceil(others.length / across) * high + (others.length > 0 ? 8 : 0);
  return picture({ ...drawing, width, height: below + rest + 2 }, parts.join(""));
}

function tile(
  drawing: Drawing,
  { row, at, most }: { row: Drawing["rows"][number]; at: number; most: number },
  { x, y, size, high }: { x: number; y: number; size: number; high: number },
): string {
  const cell = drawing.cells[at]?.[0] ?? null;
  const step = heatOf(heightOf(cell), most);
  const middle = x + size / 2;
  const lines = size < 64 ? wrapName(row.label, size - 4) : wrap(row.label, size - 8);
  const fill = isMasked(cell) ? { fill: `url(#${drawing.id}-h)`, class: "c-edge" } : { class: `c-heat${step} c-edge` };
  const words = lines.map((text, line) =>
    label(middle, y + 17 + line * 12, text, {
      "text-anchor": "middle",
      class: isMasked(cell) ? "c-small c-ontop" : `c-small c-on${step}`,
    }),
  );
  const told = cell === null ? "–" : typeof cell === "number" ? drawing.sayTick(cell) : drawing.say(cell);
  // Hatching says by itself that it is not told: half a word would say nothing more.
  const value = isMasked(cell) && widthOf(told) > size - 4 ? "" : fit(told, size - 4);
  return el(
    "g",
    {},
    `${el("title", {}, escapeText(`${row.label}: ${drawing.say(cell)}`))}${el("rect", { x: x + 1.5, y: y + 1.5, width: size - 3, height: high - 3, rx: 4, ...fill })}${words.join("")}${value === "" ? "" : label(middle, y + high - 9, value, { "text-anchor": "middle", class: isMasked(cell) ? "c-small c-ontop" : `c-value c-on${step}` })}`,
  );
}
