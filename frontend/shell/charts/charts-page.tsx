// The charts of who looks: the desk's, the committee's or an authority's, each drawn by the server, fetched one after the other from the top.
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../data/create-resource.ts";
import type { ChartId, ShownChart } from "../../../backend/reporting/charts/model.ts";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { apiGet } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { ExportMenu } from "../lists/export-menu.tsx";
import { PageFrame } from "../lists/page-frame.tsx";
import { ChartFigure } from "./chart-figure.tsx";
import "./charts.css";

interface Listed {
  charts: { chart: ChartId; title: string }[];
}

export function ChartsPage(props: { audience: () => "desk" | "committee" | "authority" }): JSX.Element {
  const t = useWords();
  const [list, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<Listed>("/api/v1/charts", { language }),
  );
  const charts = () => (list.error === undefined ? (list.latest?.charts ?? []) : []);
  return (
    <PageFrame
      title={t("charts.page.title")}
      text={t(`charts.page.lead.${props.audience()}`)}
      state={list.error !== undefined ? "failed" : list.latest ? "ready" : "loading"}
      problem={list.error === undefined ? "" : describeProblem(list.error)}
      hasMore={false}
      onMore={() => undefined}
      onAgain={() => void refetch()}
    >
      <nav class="charts-list" aria-label={t("charts.page.on_page")}>
        <ul>
          <For each={charts()}>
            {({ chart, title }) => (
              <li>
                <a href={`#${chart}`} target="_self" onClick={(event) => goTo(event, chart)}>
                  {title}
                </a>
              </li>
            )}
          </For>
        </ul>
      </nav>
      <For each={charts()}>{({ chart, title }) => <ChartSection chart={chart} title={title} />}</For>
    </PageFrame>
  );
}

/** The room's router would take the link for an address of its own. */
function goTo(event: MouseEvent, chart: string): void {
  event.preventDefault();
  event.stopPropagation();
  const heading = document.querySelector<HTMLElement>(`#${chart} h2`);
  heading?.focus();
  heading?.scrollIntoView();
}

export function ChartSection(props: { chart: ChartId; title: string }): JSX.Element {
  const t = useWords();
  const [shown] = createResource(
    () => ({ chart: props.chart, language: currentLanguage() }),
    async ({ chart, language }) => await apiGet<ShownChart>(`/api/v1/charts/${chart}`, { language }),
  );
  const view = () => (shown.error === undefined ? shown.latest : undefined);
  return (
    <section class="chart-section" id={props.chart}>
      <h2 tabindex="-1">{props.title}</h2>
      <Show when={shown.error !== undefined}>
        <p class="quiet-text">{describeProblem(shown.error)}</p>
      </Show>
      <Show when={view()} fallback={<Skeleton lines={6} words={t("charts.page.loading")} />}>
        {(chart) => (
          <>
            <p>{chart().text}</p>
            <div class="chart-head">
              <span class="quiet-text">{chart().source}</span>
              <ExportMenu
                list="/api/v1/charts/export"
                of={props.title}
                query={{ chart: props.chart, words: currentLanguage() }}
              />
            </div>
            <div class="chart-panels">
              <For each={chart().panels}>{(panel) => <ChartFigure panel={panel} />}</For>
            </div>
            <Show when={chart().panels.length === 0}>
              <p class="quiet-text">{t("charts.page.empty")}</p>
            </Show>
          </>
        )}
      </Show>
    </section>
  );
}
