// The picture of a graph: forms and lines where the layout put them, names where there is room; one tab stop, arrows go from node to node.
import { createEffect, createMemo, For, type JSX, Show, untrack } from "solid-js";
import { useWords } from "../../../platform/words.ts";
import { type DrawnGraph, type DrawnNode, neighboursOf } from "./collapse.ts";
import type { Places } from "./lay-out.ts";
import { placeLabels } from "./place-labels.ts";
import { formOf, kindOf, nameOf, radiusOf, shortName } from "./say-node.ts";
import { isArrow, walk } from "./walk.ts";

/** Room for names around it. */
export const margin = { x: 110, y: 34 } as const;
/** What names are written first. */
const weights = {
  case: 10_000,
  other_case: 5_000,
  constituent: 3_000,
  asset: 1_000,
  report: 0,
  other_report: 0,
  value: 0,
};

export function GraphPicture(props: {
  graph: DrawnGraph;
  places: Places;
  zoom: number;
  chosen: string | undefined;
  /** Ids that a search found; undefined where nothing is searched. */
  found: ReadonlySet<string> | undefined;
  onChoose: (id: string) => void;
  onOpen: (node: DrawnNode) => void;
}): JSX.Element {
  const t = useWords();
  let svg: SVGSVGElement | undefined;
  const shown = createMemo(() => props.graph.nodes.filter(({ id }) => props.places[id] !== undefined));
  const linked = createMemo(() => neighboursOf(props.graph.edges));
  const at = (id: string): { x: number; y: number } => {
    const place = props.places[id] ?? { x: 0, y: 0 };
    return { x: margin.x + place.x * props.zoom, y: margin.y + place.y * props.zoom };
  };
  const size = createMemo(() => ({
    width: Math.max(0, ...shown().map(({ id }) => at(id).x)) + margin.x,
    height: Math.max(0, ...shown().map(({ id }) => at(id).y)) + margin.y,
  }));
  const radius = (node: DrawnNode): number => radiusOf(node) * Math.min(1, Math.max(0.65, props.zoom));
  const isNear = (id: string): boolean =>
    props.chosen === undefined || id === props.chosen || linked().get(props.chosen)?.has(id) === true;
  const isQuiet = (id: string): boolean => !isNear(id) || (props.found !== undefined && !props.found.has(id));
  const labels = createMemo(() => {
    const texts = new Map(shown().map((node) => [node.id, shortName(nameOf(node, t))]));
    const placed = placeLabels(
      shown()
        // Where one looks for something, only what was found has its name.
        .filter(({ id }) => props.found === undefined || props.found.has(id) || id === props.chosen)
        .map((node) => ({
          id: node.id,
          ...at(node.id),
          radius: radius(node),
          text: texts.get(node.id) ?? "",
          weight:
            node.id === props.chosen || node.kind === "case"
              ? Number.POSITIVE_INFINITY
              : weights[node.kind] +
                (props.found?.has(node.id) ? 20_000 : 0) +
                (props.chosen !== undefined && isNear(node.id) ? 10_000 : 0) +
                node.count * 2 +
                (linked().get(node.id)?.size ?? 0) * 10,
        })),
      size().width,
    );
    return placed.map((label) => ({ ...label, text: texts.get(label.id) ?? "" }));
  });
  /** The one node that Tab reaches. */
  const stop = (): string | undefined => props.chosen ?? shown()[0]?.id;
  const press = (event: KeyboardEvent, node: DrawnNode): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") props.onOpen(node);
    else if (isArrow(event.key)) {
      const next = walk(node.id, event.key, props.places, linked().get(node.id) ?? new Set());
      if (next !== undefined) {
        props.onChoose(next);
        focusOn(next);
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const focusOn = (id: string): void => {
    const node = svg?.querySelector<SVGGElement>(`[data-node="${CSS.escape(id)}"]`);
    node?.focus();
    node?.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  /** Brings a node to the middle of the frame; the page stays where it is. */
  const showMiddle = (id: string | undefined): void => {
    const around = svg?.parentElement;
    if (id === undefined || !around) return;
    around.scrollTo(at(id).x - around.clientWidth / 2, at(id).y - around.clientHeight / 2);
  };
  createEffect(() => {
    const middle = (props.found ? [...props.found][0] : undefined) ?? untrack(() => props.chosen);
    size();
    queueMicrotask(() => showMiddle(middle ?? props.graph.nodes.find(({ kind }) => kind === "case")?.id));
  });
  return (
    <svg
      ref={(made) => (svg = made)}
      class="graph-picture"
      width={size().width}
      height={size().height}
      viewBox={`0 0 ${size().width} ${size().height}`}
      role="group"
      aria-label={t("charts.graph.picture", { nodes: shown().length, edges: props.graph.edges.length })}
    >
      <g aria-hidden="true">
        <For each={props.graph.edges.filter(({ from, to }) => props.places[from] && props.places[to])}>
          {(edge) => (
            <line
              class="graph-edge"
              data-kind={edge.kind}
              data-quiet={
                (props.chosen !== undefined && edge.from !== props.chosen && edge.to !== props.chosen) ||
                (props.found !== undefined && !props.found.has(edge.from) && !props.found.has(edge.to))
                  ? ""
                  : undefined
              }
              x1={at(edge.from).x}
              y1={at(edge.from).y}
              x2={at(edge.to).x}
              y2={at(edge.to).y}
            />
          )}
        </For>
      </g>
      <For each={shown()}>
        {(node) => (
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a part of a picture cannot be a button element
          <g
            class="graph-node"
            role="button"
            tabindex={stop() === node.id ? 0 : -1}
            data-node={node.id}
            data-kind={node.kind}
            data-quiet={isQuiet(node.id) ? "" : undefined}
            data-chosen={props.chosen === node.id ? "" : undefined}
            aria-label={t("charts.graph.node", {
              name: nameOf(node, t),
              kind: kindOf(node, t),
              links: linked().get(node.id)?.size ?? 0,
            })}
            transform={`translate(${at(node.id).x} ${at(node.id).y})`}
            onClick={() => props.onChoose(node.id)}
            onDblClick={() => props.onOpen(node)}
            onFocus={() => props.onChoose(node.id)}
            onKeyDown={(event) => press(event, node)}
          >
            <path class="graph-ring" d={formOf(node.kind, radius(node) + 4)} />
            <path class="graph-form" d={formOf(node.kind, radius(node))} />
            <Show when={node.count > 1}>
              <text class="graph-count" text-anchor="middle" y="4">
                {node.count}
              </text>
            </Show>
          </g>
        )}
      </For>
      <g aria-hidden="true">
        <For each={labels()}>
          {(label) => (
            <text
              class="graph-label"
              data-quiet={isQuiet(label.id) ? "" : undefined}
              x={label.x}
              y={label.y}
              text-anchor={label.anchor}
            >
              {label.text}
            </text>
          )}
        </For>
      </g>
    </svg>
  );
}
