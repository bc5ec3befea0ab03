// One panel of a chart: the picture that the server drew, its sentence, how many it stands on, and the same numbers as a table.
import { For, type JSX, Show } from "solid-js";
import type { ShownPanel } from "../../../backend/reporting/charts/model.ts";
import { useWords } from "../../platform/words.ts";
import "../../parts/chart/chart.css";

/** The server's own markup, read as XML: a text that would not be well formed shows nothing instead of something else. */
function pictureOf(svg: string): Node | null {
  const read = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
  return read.localName === "svg" ? document.importNode(read, true) : null;
}

export function ChartFigure(props: { panel: ShownPanel }): JSX.Element {
  const t = useWords();
  return (
    <figure class="chart-panel">
      <h3>{props.panel.title}</h3>
      <Show when={props.panel.wide !== ""} fallback={<p class="quiet-text">{t("charts.page.empty")}</p>}>
        <div class="chart-wide">{pictureOf(props.panel.wide)}</div>
        <div class="chart-narrow">{pictureOf(props.panel.narrow)}</div>
      </Show>
      <figcaption>
        <p>{props.panel.n}</p>
        <For each={props.panel.notes}>{(note) => <p>{note}</p>}</For>
      </figcaption>
      <Show when={props.panel.table.rows.length > 0}>
        <details>
          <summary>{t("charts.page.table")}</summary>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table is scrolled with the keys */}
          <div class="chart-table" tabindex="0" role="region" aria-label={props.panel.title}>
            <table>
              <thead>
                <tr>
                  <For each={props.panel.table.columns}>{(column) => <th scope="col">{column}</th>}</For>
                </tr>
              </thead>
              <tbody>
                <For each={props.panel.table.rows}>
                  {(row) => (
                    <tr>
                      <th scope="row">
                        {row.label}
                        {row.note === null ? "" : ` (${row.note})`}
                      </th>
                      <For each={row.cells}>{(cell) => <td>{cell}</td>}</For>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </div>
        </details>
      </Show>
    </figure>
  );
}
