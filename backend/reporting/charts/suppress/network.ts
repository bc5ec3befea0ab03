// What a reader of published sums can work out. Cells and totals are the flows of a network that neither makes nor loses anything at its nodes, so that the least and the greatest value of a masked cell are found exactly, by the flow that can still be pushed around it. Pure.

export interface Flow {
  key: string;
  from: string;
  to: string;
  value: number;
  /** What a reader knows of it by itself: equal for what is published. */
  lowest: number;
  highest: number;
}

interface Arc {
  to: string;
  room: number;
  back: Arc | undefined;
}

/** The values between `lowest` and `highest` that a reader cannot rule out: how far below and above the true one, looked at up to `upTo`. */
export function freedomOf(flows: readonly Flow[], flow: Flow, upTo: number): { below: number; above: number } {
  const others = flows.filter(({ key }) => key !== flow.key);
  return {
    above: Math.min(flow.highest - flow.value, push(others, flow.to, flow.from, upTo)),
    below: Math.min(flow.value - flow.lowest, push(others, flow.from, flow.to, upTo)),
  };
}

/** How much can be pushed from one node to another through what the others may still change (Ford and Fulkerson, by shortest paths), at most `most`. */
function push(flows: readonly Flow[], source: string, sink: string, most: number): number {
  if (source === sink) return most;
  const arcs = new Map<string, Arc[]>();
  const add = (from: string, arc: Arc): void => void arcs.set(from, [...(arcs.get(from) ?? []), arc]);
  for (const { from, to, value, lowest, highest } of flows) {
    if (lowest === highest) continue;
    const there: Arc = { to, room: highest - value, back: undefined };
    const back: Arc = { to: from, room: value - lowest, back: there };
    there.back = back;
    add(from, there);
    add(to, back);
  }
  let pushed = 0;
  while (pushed < most) {
    const path = findPath(arcs, source, sink);
    if (!path) break;
    const amount = Math.min(most - pushed, ...path.map(({ room }) => room));
    for (const arc of path) {
      arc.room -= amount;
      if (arc.back) arc.back.room += amount;
    }
    pushed += amount;
  }
  return pushed;
}

function findPath(arcs: ReadonlyMap<string, Arc[]>, source: string, sink: string): Arc[] | undefined {
  const cameBy = new Map<string, { arc: Arc; from: string }>();
  const waiting = [source];
  for (let node = waiting.shift(); node !== undefined; node = waiting.shift()) {
    for (const arc of arcs.get(node) ?? []) {
      if (arc.room <= 0 || arc.to === source || cameBy.has(arc.to)) continue;
      cameBy.set(arc.to, { arc, from: node });
      if (arc.to === sink) return walkBack(cameBy, source, sink);
      waiting.push(arc.to);
    }
  }
  return undefined;
}

function walkBack(cameBy: ReadonlyMap<string, { arc: Arc; from: string }>, source: string, sink: string): Arc[] {
  const path: Arc[] = [];
  for (let node = sink; node !== source; ) {
    const step = cameBy.get(node);
    if (!step) break;
    path.unshift(step.arc);
    node = step.from;
  }
  return path;
}
