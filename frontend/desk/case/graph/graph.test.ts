// The graph of links: what is put together, where it stands, which names are written, how the arrows go; the same graph is the same picture.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CaseGraph, keepWithin, mostNodes } from "../../../../backend/reporting/graph/model.ts";
import { collapse, neighboursOf } from "./collapse.ts";
import { layOut } from "./lay-out.ts";
import { placeLabels } from "./place-labels.ts";
import { walk } from "./walk.ts";

const node = (kind: CaseGraph["nodes"][number]["kind"], name: string): CaseGraph["nodes"][number] => ({
  id: `${kind}:${name}`,
  kind,
  label: name,
  detail: kind === "value" ? "url" : "",
  target: null,
  severity: null,
});
/** A case with reports, each with values of its own, and some that all share. */
function graphOf(reports: number, valuesEach: number): CaseGraph {
  const graph: CaseGraph = { nodes: [node("case", "C")], edges: [], left: [] };
  for (let r = 0; r < reports; r++) {
    graph.nodes.push(node("report", `R${r}`));
    graph.edges.push({ from: `report:R${r}`, to: "case:C", kind: "is_in" });
    for (let v = 0; v < valuesEach; v++) {
      graph.nodes.push(node("value", `V${r}-${v}`));
      graph.edges.push({ from: `report:R${r}`, to: `value:V${r}-${v}`, kind: "has" });
    }
  }
  return graph;
}

describe("what is drawn", () => {
  test("a small graph is drawn as it is; in a large one those linked with the same stand together, can be opened, and nobody is lost", () => {
    expect(collapse(graphOf(3, 4), new Set()).nodes).toHaveLength(16);
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 60 }), fc.integer({ min: 0, max: 9 }), (reports, values) => {
        const graph = graphOf(reports, values);
        const drawn = collapse(graph, new Set());
        expect(drawn.nodes.reduce((sum, { count }) => sum + count, 0)).toBe(graph.nodes.length);
        const ids = new Set(drawn.nodes.map(({ id }) => id));
        expect(drawn.edges.every(({ from, to }) => ids.has(from) && ids.has(to))).toBe(true);
        expect(collapse(graph, "all").nodes).toHaveLength(graph.nodes.length);
        const group = drawn.nodes.find(({ count }) => count > 1);
        const opened = collapse(graph, new Set(group ? [group.id] : []));
        expect(opened.nodes).toHaveLength(drawn.nodes.length + (group ? group.count - 1 : 0));
      }),
      { numRuns: 40 },
    );
  });

  test("at most five hundred stand in it; what shares more stays, what is left out is told by kind, and nothing hangs on nothing", () => {
    const graph = graphOf(300, 3);
    for (const r of [1, 2, 299]) graph.edges.push({ from: `report:R${r}`, to: "value:V0-0", kind: "has" });
    const kept = keepWithin(graph);
    expect(kept.nodes.length).toBeLessThanOrEqual(mostNodes);
    expect(kept.nodes.some(({ id }) => id === "value:V0-0")).toBe(true);
    expect(kept.nodes.filter(({ kind }) => kind === "report")).toHaveLength(300);
    expect(kept.nodes.length + kept.left.reduce((sum, { count }) => sum + count, 0)).toBe(graph.nodes.length);
    const linked = neighboursOf(kept.edges);
    for (const { id, kind } of kept.nodes) expect(kind === "case" || linked.has(id), id).toBe(true);
  });
});

describe("where it stands", () => {
  const five = graphOf(100, 4);
  const request = {
    nodes: five.nodes.map(({ id }) => ({ id, radius: 8 })),
    edges: five.edges.map(({ from, to }) => ({ from, to })),
  };
  const places = layOut(request);

  test("five hundred nodes have each a place, none over another, and the same places each time", () => {
    expect(layOut(request)).toEqual(places);
    const all = Object.values(places);
    expect(all).toHaveLength(501);
    let nearest = Number.POSITIVE_INFINITY;
    for (const [at, one] of all.entries())
      for (const other of all.slice(at + 1)) nearest = Math.min(nearest, Math.hypot(one.x - other.x, one.y - other.y));
    // Two radii of 8.
    expect(nearest).toBeGreaterThan(16);
  });

  test("no name is written over another", () => {
    const labels = placeLabels(
      five.nodes.map(({ id }, at) => ({
        id,
        ...(places[id] ?? { x: 0, y: 0 }),
        radius: 8,
        text: "pay[.]example",
        weight: -at,
      })),
    );
    expect(labels.length).toBeGreaterThan(30);
    const width = "pay[.]example".length * 6.9;
    const left = ({ x, anchor }: (typeof labels)[number]) =>
      x - (anchor === "start" ? 0 : anchor === "end" ? width : width / 2);
    for (const [at, one] of labels.entries())
      for (const other of labels.slice(at + 1))
        expect(Math.abs(one.y - other.y) < 13.9 && Math.abs(left(one) - left(other)) < width - 0.1).toBe(false);
  });

  test("arrows go to the nearest that way, and stay where nothing is", () => {
    const cross = { m: { x: 0, y: 0 }, e: { x: 50, y: 5 }, far: { x: 200, y: 0 }, s: { x: 0, y: 40 } };
    const none = new Set<string>();
    expect(walk("m", "ArrowRight", cross, none)).toBe("e");
    expect(walk("m", "ArrowDown", cross, none)).toBe("s");
    expect(walk("m", "ArrowUp", cross, none)).toBeUndefined();
    expect(walk("e", "ArrowLeft", cross, none)).toBe("m");
    expect(walk("far", "ArrowRight", cross, none)).toBeUndefined();
  });
});
