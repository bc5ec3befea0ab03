// Authorities' annual reports for everybody: the list, one report as plain tables with its queries, and the ways out. No script.
import { type Html, html } from "../../parts/page/html.ts";
import type { AnnualReportView } from "../core-annual.ts";
import { backLink, page, type View } from "../view.ts";
import { momentOf } from "./times.ts";

export function annualReportsPage(
  view: View,
  reports: readonly { id: string; authority: string; year: number }[],
): Html {
  const { say } = view;
  return page(view, {
    title: say("yearly.public.title"),
    main: html`${backLink(view, "/reviews")}<h1>${say("yearly.public.title")}</h1><p>${say("yearly.public.lead")}</p>${
      reports.length === 0
        ? html`<p class="aside">${say("yearly.public.none")}</p>`
        : html`<ul>${reports.map(({ id, authority, year }) => html`<li><a href="/annual-reports/${id}">${say("yearly.public.of", { authority, year: String(year) })}</a></li>`)}</ul>`
    }`,
  });
}

export function annualReportPage(view: View, report: AnnualReportView): Html {
  const { say, language } = view;
  const { content, id } = report;
  const title = say("yearly.public.of", { authority: content.authority, year: String(content.year) });
  const files = [
    { href: "report.pdf", label: "PDF" },
    { href: "data.csv", label: "CSV" },
    { href: "data.json", label: "JSON" },
  ];
  return page(view, {
    title,
    main: html`${backLink(view, "/annual-reports")}<h1>${title}</h1>
<p class="box">${say("yearly.print.public", { revision: content.revision, least: content.leastPublic, sha256: report.sha256 })}</p>
<p>${say("yearly.published_at", { at: momentOf(view, report.publishedAt) })}. ${say("yearly.print.law")}</p>${content.reason === null ? "" : html`<p>${say("yearly.print.reason", { reason: content.reason })}</p>`}
<p>${say("yearly.public.data")}: ${files.map(({ href, label }) => html`<a href="/annual-reports/${id}/${href}?lang=${language}">${label}</a> `)}</p>
${report
  .figures(language)
  .map(
    ({ title: name, rows }) =>
      html`<section><h2>${name}</h2>${
        rows.length === 0
          ? html`<p class="aside">${say("yearly.nothing")}</p>`
          : html`<table><tbody>${rows.map(({ label, value }) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</tbody></table>`
      }</section>`,
  )}
<section><h2>${say("yearly.laws")}</h2><ul>${content.laws.map((law) => html`<li>${law.title[language]} (${law.id} ${law.version})</li>`)}</ul></section>
<details><summary>${say("yearly.public.queries")}</summary>${report.figures(language).map(({ title: name, query }) => html`<p><b>${name}</b></p><p><code>${query.replaceAll(/\s+/g, " ")}</code></p>`)}</details>
<p class="aside">${say("yearly.column.snapshot")}: ${content.snapshot.id}, SHA-256 ${content.snapshot.sha256}</p>`,
  });
}
