// Where tiles stand that have no place of their own, and which counts are told. Pure.
import type { Tile } from "../../registry/areas/model.ts";

/** Fewer reports than this in an area are told outside the desk as "fewer than five". */
export const fewestTold = 5;

/** The count, or null where it is told only that there are a few. */
export function tellCount(count: number, fewest: number): number | null {
  return count > 0 && count < fewest ? null : count;
}

/** Every area at one place of its own: where its data says so first, then in rows below, in the order given. */
export function placeTiles(areas: readonly { id: string; tile: Tile | null }[]): {
  places: ReadonlyMap<string, Tile>;
  width: number;
  height: number;
} {
  const places = new Map<string, Tile>();
  const taken = new Set<string>();
  const waiting: string[] = [];
  for (const { id, tile } of areas) {
    const key = tile ? `${tile.column} ${tile.row}` : "";
    if (!tile || taken.has(key)) waiting.push(id);
    else {
      taken.add(key);
      places.set(id, tile);
    }
  }
  const rowsBefore = Math.max(0, ...[...places.values()].map(({ row }) => row + 1));
  const across = Math.max(
    Math.ceil(Math.sqrt(waiting.length)),
    ...[...places.values()].map(({ column }) => column + 1),
    1,
  );
  for (const [at, id] of waiting.entries())
    places.set(id, { column: at % across, row: rowsBefore + Math.floor(at / across) });
  const all = [...places.values()];
  const left = Math.min(0, ...all.map(({ column }) => column));
  return {
    places,
    width: Math.max(1, ...all.map(({ column }) => column - left + 1)),
    height: Math.max(1, ...all.map(({ row }) => row + 1)),
  };
}
