// Puts nodes that are linked with exactly the same others together, by kind, so that a large graph can be read; each group can be opened. Pure.
import type { CaseGraph, GraphEdge, GraphNode, NodeKind } from "../../../../backend/reporting/graph/model.ts";

/** Up to here everything is drawn by itself. */
export const drawnApart = 60;
/** Fewer alike are left apart. */
const leastAlike = 3;

export interface DrawnNode extends Omit<GraphNode, "kind"> {
  kind: NodeKind;
  /** How many stand behind it; 1 for a node of its own. */
  count: number;
  /** Their names, the first ones, for a group. */
  members: string[];
}
export interface DrawnGraph {
  nodes: DrawnNode[];
  edges: GraphEdge[];
}

/** @param open ids of groups that are shown one by one; `all` shows everything. */
export function collapse(graph: CaseGraph, open: ReadonlySet<string> | "all"): DrawnGraph {
  const apart = graph.nodes.map((node) => ({ ...node, count: 1, members: [] }));
  if (open === "all" || graph.nodes.length <= drawnApart) return { nodes: apart, edges: graph.edges };
  const neighbours = neighboursOf(graph.edges);
  const alike = new Map<string, GraphNode[]>();
  for (const node of graph.nodes) {
    // The case itself and other cases are what one looks for.
    if (node.kind === "case" || node.kind === "other_case") continue;
    const key = `group:${node.kind}:${[...(neighbours.get(node.id) ?? [])].toSorted().join(" ")}`;
    alike.set(key, [...(alike.get(key) ?? []), node]);
  }
  const groupOf = new Map<string, string>();
  const groups: DrawnNode[] = [];
  for (const [id, members] of alike) {
    const [first] = members;
    if (!first || members.length < leastAlike || open.has(id)) continue;
    for (const member of members) groupOf.set(member.id, id);
    groups.push({
      id,
      kind: first.kind,
      label: "",
      detail: "",
      target: null,
      severity: null,
      count: members.length,
      members: members.map(({ label }) => label),
    });
  }
  const edges = new Map<string, GraphEdge>();
  for (const { from, to, kind } of graph.edges) {
    const [a, b] = [groupOf.get(from) ?? from, groupOf.get(to) ?? to];
    if (a !== b) edges.set(`${a} ${b}`, { from: a, to: b, kind });
  }
  return { nodes: [...apart.filter(({ id }) => !groupOf.has(id)), ...groups], edges: [...edges.values()] };
}

/** Whom each node is linked with. */
export function neighboursOf(edges: readonly GraphEdge[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    found.set(from, (found.get(from) ?? new Set()).add(to));
    found.set(to, (found.get(to) ?? new Set()).add(from));
  }
  return found;
}
