// The graph of links around a case: what stands as a node, what as a line between two, and how many are drawn at most. Pure; screens read it too.
import { z } from "zod";

export const nodeKinds = ["case", "other_case", "constituent", "asset", "report", "other_report", "value"] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** More is neither drawn nor readable; what is left out is told by kind. */
export const mostNodes = 500;

export const GraphNode = z.object({
  /** Unlike any other of the graph: its kind and what it is. */
  id: z.string(),
  kind: z.enum(nodeKinds),
  /** Reference, name, or the value as it was seen. */
  label: z.string(),
  /** Title of a case or a report, kind of an asset or a value. */
  detail: z.string(),
  /** What opens: the id of a case, a report or a constituent; null for the rest. */
  target: z.string().nullable(),
  severity: z.string().nullable(),
});
export type GraphNode = z.infer<typeof GraphNode>;

/** Node to node by id. `is_in`: a report in the case; `has`: a value in a report or an asset; `concerns`: a constituent; `about`: an asset of the case; `linked`: two cases that people linked. */
export const edgeKinds = ["is_in", "has", "concerns", "about", "linked"] as const;
export const GraphEdge = z.object({ from: z.string(), to: z.string(), kind: z.enum(edgeKinds) });
export type GraphEdge = z.infer<typeof GraphEdge>;

export const CaseGraph = z.object({
  nodes: z.array(GraphNode),
  edges: z.array(GraphEdge),
  /** How many of a kind the asker may see that found no room. */
  left: z.array(z.object({ kind: z.enum(nodeKinds), count: z.int() })),
});
export type CaseGraph = z.infer<typeof CaseGraph>;

/**
 * At most `most` nodes: the case and its own things first, of the rest those with most links. Lines to what is left out go with it, and
 * what then hangs on nothing goes too, since a dot without a line says nothing.
 */
export function keepWithin(all: CaseGraph, most: number = mostNodes): CaseGraph {
  const degrees = new Map<string, number>();
  for (const { from, to } of all.edges) for (const end of [from, to]) degrees.set(end, (degrees.get(end) ?? 0) + 1);
  const rank = ({ kind }: GraphNode): number => nodeKinds.indexOf(kind);
  const isSingle = ({ id, kind }: GraphNode): number =>
    (kind === "value" || kind === "other_report") && (degrees.get(id) ?? 0) < 2 ? 1 : 0;
  const ordered = all.nodes.toSorted(
    (one, other) =>
      isSingle(one) - isSingle(other) ||
      rank(one) - rank(other) ||
      (degrees.get(other.id) ?? 0) - (degrees.get(one.id) ?? 0) ||
      (one.id < other.id ? -1 : 1),
  );
  const kept = new Set(ordered.slice(0, most).map(({ id }) => id));
  const edges = all.edges.filter(({ from, to }) => kept.has(from) && kept.has(to));
  const joined = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = all.nodes.filter(({ id, kind }) => kept.has(id) && (kind === "case" || joined.has(id)));
  const drawn = new Set(nodes.map(({ id }) => id));
  const left = new Map(all.left.map(({ kind, count }) => [kind, count]));
  for (const { id, kind } of all.nodes) if (!drawn.has(id)) left.set(kind, (left.get(kind) ?? 0) + 1);
  return { nodes, edges, left: [...left].map(([kind, count]) => ({ kind, count })).filter(({ count }) => count > 0) };
}
