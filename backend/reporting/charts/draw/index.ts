// The door of drawing: a panel in words becomes a picture, at the width that is asked for.
import { drawBars } from "./draw-bars.ts";
import { drawColumns } from "./draw-columns.ts";
import { drawDots } from "./draw-dots.ts";
import { drawHeat } from "./draw-heat.ts";
import { drawLines } from "./draw-lines.ts";
import { drawMap } from "./draw-map.ts";
import { drawMultiples } from "./draw-multiples.ts";
import { drawTiles } from "./draw-tiles.ts";
import { drawTree } from "./draw-tree.ts";
import type { Drawing } from "./model.ts";

export type { Drawing, Word } from "./model.ts";

const drawings: Record<Drawing["kind"], (drawing: Drawing, width: number) => string> = {
  lines: drawLines,
  bars: drawBars,
  heat: drawHeat,
  multiples: drawMultiples,
  columns: drawColumns,
  tiles: drawTiles,
  map: drawMap,
  tree: drawTree,
  dots: drawDots,
};

/** SVG text. @param width in the units of the picture: 720 for pages, 340 for telephones, so that letters keep their size. */
export function draw(drawing: Drawing, width: number): string {
  return drawings[drawing.kind](drawing, width);
}
