// What authorities decided on, for everybody to look up; and what this installation itself keeps of people. Both work without a script.
import type { PublicFormality } from "../../../backend/compliance/formalities/answers/model.ts";
import { type FormalityKind, formalityKinds } from "../../../backend/compliance/formalities/model.ts";
import type { OwnProcessing } from "../../../backend/compliance/processing/own/model.ts";
import { flag, type Html, html } from "../../parts/page/html.ts";
import { backLink, page, type View } from "../view.ts";

export interface AskedFormalities {
  text: string;
  kind: FormalityKind | undefined;
}

export function formalitiesPage(
  view: View,
  asked: AskedFormalities,
  answer: { rows: PublicFormality[]; hasMore: boolean },
): Html {
  const { say } = view;
  const title = say("formalities.public.title");
  return page(view, {
    title,
    main: html`${backLink(view, "/")}<h1>${title}</h1><p class="lead">${say("formalities.public.lead")}</p>
<form method="get" action="/formalities"><div class="field"><label class="label" for="text">${say("formalities.public.find")}</label><input class="wide" type="text" id="text" name="text" value="${asked.text}" maxlength="100"></div>
<div class="field"><label class="label" for="kind">${say("formalities.field.kind")}</label><select id="kind" name="kind"><option value="">${say("formalities.public.every_kind")}</option>${formalityKinds.map(
      (kind) =>
        html`<option value="${kind}"${flag(kind === asked.kind, "selected")}>${say(`formalities.kind.${kind}`)}</option>`,
    )}</select></div><button class="button go">${say("formalities.public.go")}</button></form>
<h2 id="found">${say("formalities.public.found", { count: answer.rows.length })}</h2>${answer.rows.map((row) =>
      drawOne(view, row),
    )}${answer.hasMore ? html`<p>${say("formalities.public.more")}</p>` : ""}<p>${say("formalities.public.extract")} ${[
      "csv",
      "xlsx",
      "json",
    ].map(
      (format) =>
        html`<a href="/api/v1/public/formalities/extract?format=${format}&amp;language=${view.language}">${format.toUpperCase()}</a> `,
    )}</p>`,
  });
}

function drawOne(view: View, row: PublicFormality): Html {
  const { say } = view;
  const line = say("formalities.public.line", {
    kind: say(`formalities.kind.${row.kind}`),
    outcome: say(`formalities.outcome.${row.outcome}`),
    number: row.decisionNumber,
    day: row.decidedOn,
    authority: row.authority,
  });
  const names = new Intl.DisplayNames([view.language, "en"], { type: "region", fallback: "code" });
  const countries = row.countries.map((code) => names.of(code) ?? code).join(", ");
  return html`<section class="box done"><h3>${row.entity}</h3><p><b>${row.title}</b></p><p>${line}</p>${
    countries === "" ? "" : html`<p>${say("formalities.public.countries", { countries })}</p>`
  }</section>`;
}

/** Below what we keep in plain words: each entry of the own register, folded. */
export function drawOwnProcessing(view: View, own: OwnProcessing): Html {
  const { say, language } = view;
  return html`<h2>${say("processing.own.title")}</h2><p>${say("processing.own.lead", { controller: own.controller })}</p><p>${say("processing.own.basis")}</p>${own.entries.map(
    (entry) =>
      html`<details class="box"><summary>${entry.title[language]}</summary><dl>${(
        [
          ["why", entry.purposes],
          ["people", entry.people],
          ["data", entry.data],
          ["recipients", entry.recipients],
          ["security", entry.security],
          ["transfers", entry.transfers],
        ] as const
      ).map(
        ([part, text]) => html`<dt><b>${say(`processing.own.${part}`)}</b></dt><dd>${text[language]}</dd>`,
      )}<dt><b>${say("processing.own.kept")}</b></dt>${entry.retention.map(
        ({ what, kept }) =>
          html`<dd>${say("processing.own.kept_line", { what: what[language], kept: kept[language] })}</dd>`,
      )}</dl></details>`,
  )}<p><a href="/formalities">${say("formalities.public.title")}</a></p>`;
}
