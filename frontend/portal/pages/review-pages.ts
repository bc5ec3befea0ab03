// The committee's public pages: published reviews, a survey to answer, a ministry's form. Plain tables, no script.
import { choiceGroup, lineField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { AskedDataView, OpenSurvey, PublicAccountView, PublicReviewView } from "../core-review.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { backLink, nameIn, page, type View } from "../view.ts";

export function reviewsPage(
  view: View,
  list: { years: readonly number[]; surveys: readonly { id: string; names: Record<string, string | undefined> }[] },
): Html {
  const { say, language } = view;
  return page(view, {
    title: say("committee.public.title"),
    main: html`${backLink(view, "/")}<h1>${say("committee.public.title")}</h1><p>${say("committee.public.lead")}</p>${
      list.years.length > 0
        ? html`<ul>${list.years.map((year) => html`<li><a href="/reviews/${year}">${say("committee.print.title", { year: String(year) })}</a></li>`)}</ul>`
        : html`<p class="aside">${say("committee.public.none")}</p>`
    }<h2>${say("committee.surveys")}</h2>${
      list.surveys.length > 0
        ? html`<ul>${list.surveys.map((one) => html`<li><a href="/surveys/${one.id}">${nameIn(one.names, language)}</a></li>`)}</ul>`
        : html`<p class="aside">${say("committee.public.no_survey")}</p>`
    }<h2>${say("yearly.public.title")}</h2><p><a href="/annual-reports">${say("yearly.public.title")}</a></p><p><a href="/funds">${say("contributions.public.title")}</a></p>`,
  });
}

/** Every published account of a fund on one page: there is one a year. */
export function accountsPage(view: View, accounts: readonly PublicAccountView[]): Html {
  const { say, language } = view;
  return page(view, {
    title: say("contributions.public.title"),
    main: html`${backLink(view, "/reviews")}<h1>${say("contributions.public.title")}</h1>${
      accounts.length === 0 ? html`<p class="aside">${say("contributions.public.none")}</p>` : ""
    }${accounts.map(
      (account) =>
        html`<section><h2>${account.authority}, ${account.year}</h2>${account.contributions.map(
          (
            one,
          ) => html`<h3>${nameIn(one.title, language)}</h3><p>${say("contributions.public.payers", { payers: one.payers, declared: one.declared })}</p>
<p>${say("contributions.owed")}: ${one.owed} ${one.currency}<br>${say("contributions.paid")}: ${one.paid} ${one.currency}</p><p class="aside">${say(`committee.verification.${one.verification}`)}</p>`,
        )}<h3>${say("contributions.spendings")}</h3><ul>${account.spendings.map(
          (one) =>
            html`<li>${one.project}${one.areaNames ? `, ${nameIn(one.areaNames, language)}` : ""}: ${one.amount} ${one.currency} (${one.spentOn}, ${one.source})</li>`,
        )}</ul><h3>${say("contributions.board")}</h3><ul>${account.recommendations.map(
          (one) =>
            html`<li>${one.text} (${one.decidedOn}; ${say("contributions.votes", { favour: one.inFavour, against: one.against, abstained: one.abstained, size: one.boardSize })})</li>`,
        )}</ul><p class="aside">SHA-256 ${account.sha256}</p></section>`,
    )}`,
  });
}

export function reviewPage(view: View, review: PublicReviewView): Html {
  const { say, language } = view;
  const unit = (name: string): string => (knownUnits.has(name) ? say(`committee.unit.${name}`) : name);
  const title = say("committee.print.title", { year: String(review.year) });
  const summary = nameIn(review.summary, language);
  return page(view, {
    title,
    main: html`${backLink(view, "/reviews")}<h1>${title}</h1>${summary === "" ? "" : html`<p>${summary}</p>`}
<h2>${say("committee.targets")}</h2>${review.targets.map((target) => {
      const text = target.narrative ? nameIn(target.narrative.text, language) : "";
      return html`<section><h3>${nameIn(target.names, language)}</h3><p><strong>${say(`committee.outlook.${target.narrative?.outlook ?? "unknown"}`)}</strong></p>
<table><tbody>${(
        [
          ["this_year", target.thisYear?.value],
          ["last_year", target.lastYear?.value],
          ["baseline", target.baseline],
          ["wanted", target.target],
        ] as const
      ).map(
        ([name, value]) =>
          html`<tr><th scope="row">${say(`committee.column.${name}`)}</th><td>${value ?? "–"} ${value ? unit(target.unit) : ""}</td></tr>`,
      )}</tbody></table>
${text === "" ? "" : html`<p>${text}</p>`}<p class="aside">${say("committee.column.source")}: ${target.thisYear ? `${target.thisYear.source} · ` : ""}${target.source} (${say(`committee.verification.${target.verification}`)})</p></section>`;
    })}
<h2>${say("committee.laws")}</h2>${review.laws.map(
      (law) =>
        html`<section><h3>${nameIn(law.names, language) || law.instrument}</h3><ul>${law.steps.map(
          (step) =>
            html`<li>${say(`committee.step.${step.step}`)}: ${say(`committee.state.${step.state}`)}${step.reachedOn ? ` (${step.reachedOn})` : ""}</li>`,
        )}</ul></section>`,
    )}
<p class="aside">${say("committee.print.signed", { sha256: review.sha256 })}</p><p><a href="/reviews/${review.year}/data.json">${say("committee.public.data")}</a></p>`,
  });
}

const knownUnits = new Set([
  "km",
  "percent",
  "jobs",
  "services",
  "centres",
  "laws",
  "reviews_a_year",
  "users",
  "organisations",
  "people",
  "shops",
  "products",
  "projects",
]);

export function surveyPage(
  view: View,
  survey: OpenSurvey,
  state: { values: Record<string, readonly string[]>; mistakes: readonly Mistake[] },
): Html {
  const { say, language } = view;
  const base = (key: string, label: string) => ({
    name: key,
    label,
    mistake: state.mistakes.find(({ fieldId }) => fieldId === key)?.text,
    mistakePrefix: say("portal.error.prefix"),
    isRequired: false,
  });
  return page(view, {
    title: nameIn(survey.names, language),
    hasMistakes: state.mistakes.length > 0,
    path: `/surveys/${survey.id}`,
    main: html`${backLink(view, "/reviews")}${mistakeSummary(say("portal.error.summary"), state.mistakes)}<h1>${nameIn(survey.names, language)}</h1><p>${say("committee.public.survey_lead", { day: survey.closesOn })}</p>
<form method="post" action="/surveys/${survey.id}" novalidate>${survey.questions.map((question) => {
      const label = nameIn(question.names, language);
      const chosen = state.values[question.key] ?? [];
      if (question.kind === "text") return textField({ ...base(question.key, label), value: chosen[0] ?? "", rows: 4 });
      return choiceGroup({
        ...base(question.key, label),
        kind: question.kind === "one" ? "radio" : "checkbox",
        choices: question.options.map((option) => ({ value: option.key, label: nameIn(option.names, language) })),
        chosen,
        isHeading: false,
      });
    })}<p><button class="go">${say("committee.public.send")}</button></p></form>`,
  });
}

export function askedDataPage(
  view: View,
  token: string,
  asked: AskedDataView,
  state: { values: Record<string, readonly string[]>; mistakes: readonly Mistake[] },
): Html {
  const { say, language } = view;
  const valueOf = (name: string): string => state.values[name]?.[0] ?? "";
  const line = (name: string, label: string, more: { type?: "date"; hint?: string } = {}) =>
    lineField({
      name,
      label,
      mistake: state.mistakes.find(({ fieldId }) => fieldId === name)?.text,
      mistakePrefix: say("portal.error.prefix"),
      isRequired: false,
      value: valueOf(name),
      ...more,
    });
  return page(view, {
    title: say("committee.public.asked", { year: String(asked.year) }),
    hasMistakes: state.mistakes.length > 0,
    path: `/data-requests/${token}`,
    main: html`${mistakeSummary(say("portal.error.summary"), state.mistakes)}<h1>${say("committee.public.asked", { year: String(asked.year) })}</h1>
<p>${say("committee.public.asked_lead", { body: asked.body, due: asked.dueOn })}</p>${asked.message === "" ? "" : html`<p>${asked.message}</p>`}
<form method="post" action="/data-requests/${token}" novalidate>${asked.targets.map(
      (target) =>
        html`<fieldset class="field"><legend><span class="label">${nameIn(target.names, language)}</span></legend>${
          target.lastYear === null
            ? ""
            : html`<p class="aside">${say("committee.column.last_year")}: ${target.lastYear}</p>`
        }${line(`value-${target.id}`, say("committee.value_in", { unit: knownUnits.has(target.unit) ? say(`committee.unit.${target.unit}`) : target.unit }), { hint: say("committee.public.leave_empty") })}${line(
          `on-${target.id}`,
          say("committee.column.measured_on"),
          { type: "date" },
        )}${line(`source-${target.id}`, say("committee.column.source"), { hint: say("committee.source_hint") })}</fieldset>`,
    )}${line("name", say("committee.public.your_name"))}<p><button class="go">${say("committee.public.send")}</button></p></form>`,
  });
}

/** After sending, or where nothing is open any more. */
export function reviewSaid(view: View, what: "thanks" | "data_thanks" | "survey_gone" | "link_gone"): Html {
  const { say } = view;
  return page(view, {
    title: say(`committee.public.${what}.title`),
    path: "/reviews",
    main: html`<h1>${say(`committee.public.${what}.title`)}</h1><p>${say(`committee.public.${what}`)}</p><p><a class="button go" href="/reviews">${say("committee.public.title")}</a></p>`,
  });
}
