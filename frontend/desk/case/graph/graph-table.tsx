// The links of a case as a table: one row a thing, with what it is linked with; for who does not see the picture, or wants to read it.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { CaseGraph } from "../../../../backend/reporting/graph/model.ts";
import { useWords } from "../../../platform/words.ts";
import { type DrawnNode, neighboursOf } from "./collapse.ts";
import { addressOf, kindOf, nameOf } from "./say-node.ts";
import "../../../parts/chart/chart.css";

/** Names of neighbours in one row; the rest is a number. */
const mostNames = 12;

export function GraphTable(props: { graph: CaseGraph }): JSX.Element {
  const t = useWords();
  const [isOpen, setOpen] = createSignal(false);
  const nodes = (): DrawnNode[] => props.graph.nodes.map((node) => ({ ...node, count: 1, members: [] }));
  const linked = () => neighboursOf(props.graph.edges);
  const names = (id: string): string => {
    const ids = linked().get(id) ?? new Set();
    const found = nodes()
      .filter((node) => ids.has(node.id))
      .map((node) => nameOf(node, t));
    const more = found.length - mostNames;
    return `${found.slice(0, mostNames).join(", ")}${more > 0 ? ` ${t("charts.graph.more", { count: more })}` : ""}`;
  };
  return (
    <details class="graph-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("charts.graph.table")}</summary>
      <Show when={isOpen()}>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table is scrolled with the keys */}
        <div class="graph-rows" tabindex="0" role="region" aria-label={t("charts.graph.table")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("charts.graph.column.what")}</th>
                <th scope="col">{t("charts.graph.column.kind")}</th>
                <th scope="col">{t("charts.graph.column.with")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={nodes()}>
                {(node) => (
                  <tr>
                    <th scope="row">
                      <Show when={addressOf(node)} fallback={nameOf(node, t)}>
                        {(address) => <A href={address()}>{nameOf(node, t)}</A>}
                      </Show>
                    </th>
                    <td>{kindOf(node, t)}</td>
                    <td>{names(node.id)}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
    </details>
  );
}
