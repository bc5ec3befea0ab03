// From node to node with the arrows: the nearest in that direction, where what is linked counts as nearer. Pure.
import type { Places } from "./lay-out.ts";

const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] } as const;
export type Arrow = keyof typeof ways;
export const isArrow = (key: string): key is Arrow => Object.hasOwn(ways, key);

/** @returns the id to go to; undefined where nothing stands that way. */
export function walk(from: string, arrow: Arrow, places: Places, linked: ReadonlySet<string>): string | undefined {
  const here = places[from];
  if (!here) return undefined;
  const [wayX, wayY] = ways[arrow];
  let best: { id: string; cost: number } | undefined;
  for (const [id, { x, y }] of Object.entries(places)) {
    if (id === from) continue;
    const ahead = (x - here.x) * wayX + (y - here.y) * wayY;
    const aside = Math.abs((x - here.x) * wayY) + Math.abs((y - here.y) * wayX);
    // Within an eighth of a turn to either side.
    if (ahead <= 0 || aside > ahead) continue;
    const cost = (ahead + aside * 1.5) * (linked.has(id) ? 0.6 : 1);
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}
