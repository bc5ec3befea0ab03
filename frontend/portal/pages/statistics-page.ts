// Statistics for everybody, without script: each chart drawn on the server with its table under it, how small numbers are kept back, and others' numbers beside.
import type { ShownChart, ShownPanel } from "../../../backend/reporting/charts/model.ts";
import { type Html, html, raw } from "../../parts/page/html.ts";
import type { StatisticsView } from "../core-statistics.ts";
import { backLink, page, type View } from "../view.ts";

export function statisticsPage(
  view: View,
  found: StatisticsView | undefined,
  years: readonly { id: string; year: number }[],
): Html {
  const { say } = view;
  const title = say("charts.public.title");
  if (!found)
    return page(view, {
      title,
      main: html`${backLink(view, "/")}<h1>${title}</h1><p>${say("charts.public.lead")}</p><p class="box">${say("charts.public.none")}</p>`,
    });
  const of = say("charts.public.of", { year: String(found.year), day: found.until });
  const others = years.filter(({ id }) => id !== found.id);
  return page(view, {
    title: of,
    styles: [view.statics.chartStyle],
    isStamped: true,
    main: html`${backLink(view, "/")}<h1>${of}</h1><p>${say("charts.public.lead")}</p>
<p class="aside">${say("charts.public.published", { day: found.published, revision: found.revision })}${found.reason === null ? "" : html` ${say("charts.public.reason", { reason: found.reason })}`}</p>
${others.length === 0 ? "" : html`<p>${say("charts.public.others")}: ${others.map(({ id, year }) => html`<a href="/statistics/${id}">${String(year)}</a> `)}</p>`}
<nav aria-label="${say("charts.page.on_page")}"><ul>${found.charts.map(({ chart, title: name }) => html`<li><a href="#${chart}">${name}</a></li>`)}${found.indicators.length === 0 ? "" : html`<li><a href="#indicators">${say("charts.public.beside")}</a></li>`}</ul></nav>
${found.charts.map((chart) => drawChart(view, found, chart))}
${drawIndicators(view, found)}
${drawRules(view, found)}`,
  });
}

function drawChart(view: View, found: StatisticsView, chart: ShownChart): Html {
  const { say } = view;
  return html`<section id="${chart.chart}"><h2>${chart.title}</h2><p>${chart.text}</p>${chart.chart === "phenomena" ? drawChoice(view, found) : ""}${
    chart.isEmpty ? html`<p class="aside">${say("charts.page.empty")}</p>` : ""
  }${chart.panels.map((panel) => drawPanel(view, panel))}<p class="aside">${chart.source}</p><p><a href="/statistics/${found.id}/${chart.chart}.csv?lang=${view.language}">${say("charts.page.csv")}: ${chart.title}</a></p></section>`;
}

/** One phenomenon by itself, by a link: it works without script and can be sent to somebody. */
function drawChoice({ say }: View, { id, phenomena, only }: StatisticsView): Html {
  return html`<p>${only === null ? say("charts.public.one") : html`<a href="/statistics/${id}#phenomena">${say("charts.public.all")}</a>`}: ${phenomena.map(
    ({ key, label }) =>
      key === only ? html`<b>${label}</b> ` : html`<a href="/statistics/${id}?only=${key}#phenomena">${label}</a> `,
  )}</p>`;
}

function drawPanel({ say }: View, panel: ShownPanel): Html {
  const { table } = panel;
  const pictures =
    panel.wide === ""
      ? ""
      : html`<div class="chart-wide">${raw(panel.wide)}</div><div class="chart-narrow">${raw(panel.narrow)}</div>`;
  return html`<figure class="chart-panel"><h3>${panel.title}</h3>${pictures}<figcaption><p>${panel.n}</p>${panel.notes.map((note) => html`<p>${note}</p>`)}</figcaption>${
    table.rows.length === 0
      ? ""
      : html`<details><summary>${say("charts.public.numbers")}: ${panel.title}</summary><div class="chart-table" tabindex="0" role="region" aria-label="${panel.title}"><table><thead><tr>${table.columns.map(
          (column) => html`<th scope="col">${column}</th>`,
        )}</tr></thead><tbody>${table.rows.map(
          (row) =>
            html`<tr><th scope="row">${row.label}${row.note === null ? "" : html` (${row.note})`}</th>${row.cells.map((cell) => html`<td>${cell}</td>`)}</tr>`,
        )}</tbody></table></div></details>`
  }</figure>`;
}

function drawIndicators({ say, language }: View, { id, indicators }: StatisticsView): Html | "" {
  if (indicators.length === 0) return "";
  const columns = ["indicator", "period", "value", "unit", "source", "source_date", "licence"];
  return html`<section id="indicators"><h2>${say("charts.public.beside")}</h2><p>${say("charts.public.beside_text")}</p><div class="chart-table" tabindex="0" role="region" aria-label="${say("charts.public.beside")}"><table><thead><tr>${columns.map(
    (column) => html`<th scope="col">${say(`charts.column.${column}`)}</th>`,
  )}</tr></thead><tbody>${indicators.map(
    (one) =>
      html`<tr><th scope="row">${one.name}</th><td>${one.period}</td><td>${new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(one.value)}</td><td>${one.unit}</td><td>${one.source}</td><td>${one.sourceOn}</td><td>${one.licence}</td></tr>`,
  )}</tbody></table></div><p><a href="/statistics/${id}/indicators.csv?lang=${language}">${say("charts.public.indicators_csv")}</a></p></section>`;
}

function drawRules({ say }: View, { thresholds, sha256 }: StatisticsView): Html {
  return html`<section><h2>${say("charts.public.rules")}</h2><p>${say("charts.public.rules_text", {
    most: thresholds.least - 1,
    least: thresholds.least,
    sensitive: thresholds.leastSensitive,
    base: thresholds.percentBase,
    entities: thresholds.leastEntities,
    share: thresholds.mostShare,
  })}</p><p class="aside">SHA-256 ${sha256}</p></section>`;
}
