// The figures of a report: one number a line, groups as small tables, the query behind each a click away.
import { For, type JSX, Show } from "solid-js";
import type { ReportFigure } from "../../../backend/compliance/yearly/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatNumber } from "../../platform/format.ts";
import { hasWords, useWords, type Words } from "../../platform/words.ts";

type Row = ReportFigure["rows"][number];

/** A row's name in words; a law's id or a currency as it is. */
function sayKey(t: Words, key: string): string {
  const full = [`yearly.key.${key}`, `desk.directory.sector.${key}`].find((one) => hasWords(one));
  return full === undefined ? key : t(full);
}

function sayValue(t: Words, { value }: Row, unit: string): string {
  if (value === null) return "–";
  const shown = formatNumber(Number(value));
  if (unit === "percent") return `${shown} %`;
  return unit === "hours_median" ? t("yearly.hours", { hours: shown }) : shown;
}

export function FigureList(props: { figures: readonly ReportFigure[] }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("yearly.figures")} count={props.figures.length}>
      <ul class="yearly-figures">
        <For each={props.figures}>
          {(figure) => {
            const only = (): Row | undefined =>
              figure.rows.length === 1 && figure.rows[0]?.key === "all" ? figure.rows[0] : undefined;
            return (
              <li>
                <div class="yearly-figure">
                  <h3>{t(`yearly.figure.${figure.name}`)}</h3>
                  <Show when={only()}>
                    {(row) => (
                      <strong class="figures" title={t("yearly.behind", { count: row().size })}>
                        {sayValue(t, row(), figure.unit)}
                      </strong>
                    )}
                  </Show>
                </div>
                <Show when={!only()}>
                  <Show when={figure.rows.length > 0} fallback={<p class="quiet-text">{t("yearly.nothing")}</p>}>
                    <dl class="yearly-rows">
                      <For each={figure.rows}>
                        {(row) => (
                          <div>
                            <dt>{sayKey(t, row.key)}</dt>
                            <dd class="figures">{sayValue(t, row, figure.unit)}</dd>
                          </div>
                        )}
                      </For>
                    </dl>
                  </Show>
                </Show>
                <details>
                  <summary class="committee-under">{t("yearly.query")}</summary>
                  <pre class="committee-query">{figure.query}</pre>
                </details>
              </li>
            );
          }}
        </For>
      </ul>
    </Card>
  );
}
