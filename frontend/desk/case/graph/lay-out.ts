// Where the nodes of a graph stand: forces between them, let go the same number of times, so that one graph has one picture. Pure; runs in a worker.
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

export interface LayoutRequest {
  nodes: { id: string; radius: number }[];
  edges: { from: string; to: string }[];
}
export type Places = Record<string, { x: number; y: number }>;

/** In units of the picture, from 0; the first node is drawn to the middle. d3-force takes no chance: it counts with a generator of its own. */
export function layOut({ nodes, edges }: LayoutRequest): Places {
  const isLarge = nodes.length > 150;
  const bodies = nodes.map(({ id, radius }) => ({ id, radius, x: Number.NaN, y: Number.NaN }));
  const degrees = new Map<string, number>();
  for (const { from, to } of edges) for (const end of [from, to]) degrees.set(end, (degrees.get(end) ?? 0) + 1);
  const links = edges.map(({ from, to }) => ({ source: from, target: to }));
  const simulation = forceSimulation(bodies)
    .force(
      "link",
      forceLink<(typeof bodies)[number], (typeof links)[number]>(links)
        .id(({ id }) => id)
        // Between two that have many links there is more room, so that what hangs on each keeps apart.
        .distance(({ source, target }) => {
          const fewest = Math.min(...[source, target].map((end) => degrees.get(idOf(end)) ?? 1));
          return 48 + Math.min(60, fewest * 5);
        }),
    )
    .force(
      "charge",
      forceManyBody()
        .strength(isLarge ? -170 : -320)
        .distanceMax(isLarge ? 420 : 700),
    )
    .force(
      "collide",
      forceCollide<(typeof bodies)[number]>(({ radius }) => radius + 7),
    )
    .force("x", forceX(0).strength(0.035))
    // Screens are wider than high.
    .force("y", forceY(0).strength(0.065))
    .stop();
  simulation.tick(isLarge ? 260 : 320);
  const [left, top] = [Math.min(0, ...bodies.map(({ x }) => x)), Math.min(0, ...bodies.map(({ y }) => y))];
  return Object.fromEntries(bodies.map(({ id, x, y }) => [id, { x: round(x - left), y: round(y - top) }]));
}

// d3-force puts the node itself in the place of its id once it has begun.
function idOf(end: unknown): string {
  return typeof end === "string" ? end : typeof end === "object" && end !== null && "id" in end ? String(end.id) : "";
}
const round = (value: number): number => Math.round(value * 10) / 10;
