// A node of the graph in words: its name, its kind, where it opens, how large it is drawn.
import type { NodeKind } from "../../../../backend/reporting/graph/model.ts";
import type { Words } from "../../../platform/words.ts";
import { defang } from "../../data/defang.ts";
import type { DrawnNode } from "./collapse.ts";

/** The whole name; of a group, how many of which kind. */
export function nameOf(node: DrawnNode, t: Words): string {
  if (node.count > 1) return t(`charts.graph.group.${node.kind}`, { count: node.count });
  return node.kind === "value" ? defang(node.detail, node.label) : node.label;
}

/** What it is, with its title where it has one. */
export function kindOf(node: DrawnNode, t: Words): string {
  const kind = t(`charts.graph.kind.${node.kind}`);
  if (node.count > 1) return t("charts.graph.alike");
  if (node.kind === "value") return t(`desk.kind.${node.detail}`);
  if (node.kind === "asset") return `${kind}: ${t(`casework.assets.kind.${node.detail}`)}`;
  return node.detail === "" ? kind : `${kind}: ${node.detail}`;
}

/** At most so many letters beside a dot; the middle goes, since addresses differ at both ends. */
export function shortName(text: string, most = 26): string {
  if (text.length <= most) return text;
  const half = Math.floor((most - 1) / 2);
  return `${text.slice(0, half)}…${text.slice(text.length - half)}`;
}

/** Where Enter goes; a value is looked up everywhere. */
export function addressOf(node: DrawnNode): string | undefined {
  if (node.count > 1) return undefined;
  if (node.kind === "value") return `/search?text=${encodeURIComponent(node.label)}`;
  if (node.target === null) return undefined;
  if (node.kind === "constituent") return `/directory/${node.target}`;
  return node.kind === "report" || node.kind === "other_report" ? `/reports/${node.target}` : `/cases/${node.target}`;
}

const sizes: Record<NodeKind, number> = {
  case: 15,
  other_case: 11,
  constituent: 10,
  asset: 8,
  report: 8,
  other_report: 7,
  value: 6,
};
export const radiusOf = (node: DrawnNode): number =>
  sizes[node.kind] + (node.count > 1 ? Math.min(12, 3 + Math.log2(node.count) * 1.6) : 0);

/** A form for each kind, so that colour is never needed: `d` of a path around 0, 0. */
export function formOf(kind: NodeKind, r: number): string {
  const points = (all: readonly (readonly [number, number])[]): string =>
    `M${all.map(([x, y]) => `${(x * r).toFixed(1)} ${(y * r).toFixed(1)}`).join("L")}Z`;
  switch (kind) {
    case "value":
      return points([
        [0, -1.15],
        [1.15, 0],
        [0, 1.15],
        [-1.15, 0],
      ]);
    case "asset":
      return points([
        [-0.9, -0.9],
        [0.9, -0.9],
        [0.9, 0.9],
        [-0.9, 0.9],
      ]);
    case "constituent":
      return points([
        [0, -1.1],
        [1, -0.3],
        [0.7, 0.95],
        [-0.7, 0.95],
        [-1, -0.3],
      ]);
    case "case":
    case "other_case":
      return points([
        [-0.6, -1],
        [0.6, -1],
        [1.1, 0],
        [0.6, 1],
        [-0.6, 1],
        [-1.1, 0],
      ]);
    case "report":
    case "other_report":
      return `M${-r} 0A${r} ${r} 0 1 1 ${r} 0A${r} ${r} 0 1 1 ${-r} 0Z`;
  }
}
