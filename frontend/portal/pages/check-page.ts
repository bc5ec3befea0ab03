// All answers on one page before sending, each with a link to change it; and the button that sends.
import { mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { StoredFile } from "../../../backend/intake/model.ts";
import type { ProofOfWorkChallenge } from "../core.ts";
import {
  type Answers,
  answerOf,
  answersOf,
  askedFields,
  type Field,
  type FlowGraph,
  type Question,
  walk,
} from "../flows/index.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { backLink, nameIn, page, type View } from "../view.ts";
import { sizeOf } from "./file-list.ts";
import { dangerBox } from "./numbers.ts";
import { dateOf } from "./times.ts";
import { isWatched } from "../flows/watched.ts";
import { asides } from "./question-page.ts";

export interface CheckState {
  answers: Answers;
  files: readonly StoredFile[];
  mistakes: readonly Mistake[];
  isAnonymous: boolean;
  isConfidential: boolean;
  challenge: ProofOfWorkChallenge;
}

export function checkPageOf(view: View, graph: FlowGraph, state: CheckState): Html {
  const { say } = view;
  const { passed } = walk(graph, state.answers);
  const last = passed.at(-1);
  const rows = passed.flatMap((question) =>
    askedFields(question, state.answers, view.canSeal).map((field) => drawRow(view, graph, question, field, state)),
  );
  return page(view, {
    title: say("portal.check.title"),
    hasMistakes: state.mistakes.length > 0,
    path: `/report/${graph.flow}/check`,
    main: html`${backLink(view, last ? `/report/${graph.flow}/${last.id}` : "/", isWatched(graph, state.answers))}${mistakeSummary(say("portal.error.summary"), state.mistakes)}
<h1>${say("portal.check.title")}</h1><p class="lead">${say("portal.check.lead")}</p>
<dl class="answers">${rows}</dl>
<p class="box">${say(state.isAnonymous ? "portal.check.anonymous" : state.isConfidential ? "portal.check.sealed" : "portal.check.named")}</p>
${dangerBox(view)}
<form id="f-send" method="post" action="/report/${graph.flow}/send" data-send data-sends="${graph.flow}" data-kept="${say("edge.outbox.kept", { number: "{number}" })}"${workOf(state.challenge)}>
<p><button class="go">${say("portal.check.send")}</button></p></form>${asides(view, graph, { answers: state.answers, hasDraft: true })}`,
  });
}

/** The sum that the script does before sending, as attributes of a form. */
export function workOf(challenge: ProofOfWorkChallenge): Html {
  return html` data-challenge="${challenge.challenge}" data-difficulty="${challenge.difficulty}"`;
}

function drawRow(view: View, graph: FlowGraph, question: Question, field: Field, state: CheckState): Html {
  const { say } = view;
  const label = say(`portal.f.${field.id}`);
  return html`<div><dt>${label}</dt><dd>${drawAnswer(view, field, state)}</dd><dd class="act"><a href="/report/${graph.flow}/${question.id}?from=check" aria-label="${say("portal.changeWhat", { what: label })}">${say("portal.change")}</a></dd></div>
`;
}

function drawAnswer(view: View, field: Field, state: CheckState): Html | string {
  const { say } = view;
  const values = answersOf(state.answers, field.id);
  const value = answerOf(state.answers, field.id);
  if (field.kind === "files") return drawFiles(view, state);
  if (values.length === 0) return html`<span class="aside">${say("portal.notProvided")}</span>`;
  if (field.kind === "radio" || field.kind === "boxes")
    return html`${values.map((one, at) => html`${at > 0 ? html`<br>` : ""}${say(`portal.f.${field.id}.o.${one}`)}`)}`;
  if (field.kind === "date") return dateOf(view, value);
  if (field.kind === "area") {
    const area = view.country.areas.find(({ id }) => id === value);
    return area ? nameIn(area.names, view.language) : value;
  }
  return html`<span class="told">${value}</span>`;
}

function drawFiles(view: View, state: CheckState): Html {
  const onDevice = answersOf(state.answers, "filesOnDevice");
  if (state.files.length + onDevice.length === 0)
    return html`<span class="aside">${view.say("portal.notProvided")}</span>`;
  return html`<ul class="files">${state.files.map((file) => html`<li>${file.name} <span class="aside">${sizeOf(view, file.size)}</span></li>`)}${onDevice.map(
    (name) => html`<li>${view.say("portal.check.onDevice", { name })}</li>`,
  )}</ul>`;
}
