// The shapes of areas as a chart keeps them: light enough for a slow line, with the place where each area has most room for its number.
import { areaLimits, type Shape } from "../../../registry/areas/model.ts";
import { boxOf, frameOf, pathOf, simplifyShapes } from "../../../registry/index.ts";
import type { Panel } from "../model.ts";

const width = 720;

/** Null where not every area has a shape: half a map would show the other half as nothing. */
export function mapOf(areas: readonly { id: string; shape: Shape | null }[]): Panel["map"] {
  if (areas.length === 0 || areas.some(({ shape }) => shape === null)) return null;
  const light = simplifyShapes(new Map(areas.map(({ id, shape }) => [id, shape ?? []])), areaLimits.drawnPositions);
  const { height, place } = frameOf(boxOf([...light.values()]), width);
  const shapes = Object.fromEntries(
    [...light].map(([id, shape]) => [id, { d: pathOf(shape, place), ...roomIn(shape, place) }]),
  );
  return { width, height, shapes };
}

/** Of the largest ring: the middle of the widest line that crosses it, how wide that is, and how high the ring. In units of the picture. */
export function roomIn(
  shape: Shape,
  place: (at: readonly [number, number]) => [number, number],
): { x: number; y: number; room: number; tall: number } {
  const rings = shape.map(([ring]) => (ring ?? []).map(place));
  const ring = rings.toSorted((a, b) => areaOf(b) - areaOf(a))[0] ?? [];
  const [top, bottom] = [Math.min(...ring.map(([, y]) => y)), Math.max(...ring.map(([, y]) => y))];
  let best = { x: 0, y: 0, room: 0, tall: bottom - top };
  for (let step = 1; step < 12; step++) {
    const y = top + ((bottom - top) * step) / 12;
    const crossings = ring
      .flatMap(([x1, y1], at) => {
        const [x2, y2] = ring[(at + 1) % ring.length] ?? [x1, y1];
        return y1 <= y !== y2 <= y ? [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)] : [];
      })
      .toSorted((a, b) => a - b);
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const [left = 0, right = 0] = [crossings[at], crossings[at + 1]];
      // Towards the middle of the height there is room above and below, too.
      const room = (right - left) * (1 - Math.abs(step - 6) / 14);
      if (room > best.room) best = { ...best, x: (left + right) / 2, y, room };
    }
  }
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return { x: tenth(best.x), y: tenth(best.y), room: tenth(best.room), tall: tenth(best.tall) };
}

const areaOf = (ring: readonly (readonly [number, number])[]): number =>
  Math.abs(
    ring.reduce((sum, [x, y], at) => {
      const [nextX, nextY] = ring[(at + 1) % ring.length] ?? [x, y];
      return sum + x * nextY - nextX * y;
    }, 0),
  ) / 2;
