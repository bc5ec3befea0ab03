// One question a page: heading, fields, whom to call in danger, Continue.
import { mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { StoredFile } from "../../../backend/intake/model.ts";
import type { Recording } from "../../../backend/intake/spoken/model.ts";
import { type Answers, answersOf, askedFields, type FlowGraph, type Question } from "../flows/index.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { isWatched } from "../flows/watched.ts";
import { backLink, leaveHint, page, type View } from "../view.ts";
import { drawField } from "./field.ts";
import { listenPart } from "./listen-part.ts";
import { drawFileList } from "./file-list.ts";
import { dangerBox } from "./numbers.ts";

export interface QuestionState {
  answers: Answers;
  mistakes: readonly Mistake[];
  backTo: string;
  /** "check" when the person came to change one answer. */
  from: string;
  hasDraft: boolean;
  files: readonly StoredFile[];
  /** On the first page, before anything is kept: the signed second at which it was begun. */
  begun?: string | undefined;
  /** The person came from an address whose draft is no longer kept. */
  isOver?: boolean;
  /** Of this question. */
  recordings?: readonly Recording[];
}

export function questionPage(view: View, graph: FlowGraph, question: Question, state: QuestionState): Html {
  const { say } = view;
  const fields = askedFields(question, state.answers, view.canSeal);
  const only = fields.length === 1 ? fields[0] : undefined;
  const titleKey = only
    ? `portal.f.${only.id}`
    : `portal.q.${say.has(`portal.q.${question.id}`) ? question.id : "files"}`;
  const title = say(titleKey);
  const hasFiles = fields.some((field) => field.kind === "files");
  const hintKey = `portal.q.${question.id}.hint`;
  return page(view, {
    title,
    hasMistakes: state.mistakes.length > 0,
    path: `/report/${graph.flow}/${question.id}${state.from ? `?from=${state.from}` : ""}`,
    main: html`${backLink(view, state.backTo, isWatched(graph, state.answers))}${state.isOver ? html`<p class="box" role="status">${say("portal.over")}</p>` : ""}${mistakeSummary(say("portal.error.summary"), state.mistakes)}${listenPart(view, state.recordings ?? [])}
<form method="post" action="/report/${graph.flow}/${question.id}" novalidate data-send data-keep="${graph.flow}/${question.id}"${
      hasFiles ? html` enctype="multipart/form-data" data-files="${graph.flow}"` : ""
    }>${state.from ? html`<input type="hidden" name="_from" value="${state.from}">` : ""}${state.begun ? html`<input type="hidden" name="_begun" value="${state.begun}">` : ""}
${only ? "" : html`<h1>${title}</h1>`}${only || !say.has(hintKey) ? "" : html`<p class="hint">${say(hintKey)}</p>`}${
  question.notice ? html`<p class="box">${say(question.notice)}</p>` : ""
}
${fields.map(
  (field) =>
    html`${drawField(view, field, { answers: state.answers, mistakes: state.mistakes, isHeading: field === only })}${
      field.kind === "files" ? drawFileList(view, state.files, answersOf(state.answers, "filesOnDevice")) : ""
    }`,
)}
${dangerBox(view)}
<p><button class="go">${say("portal.continue")}</button></p></form>
${asides(view, graph, state)}`,
  });
}

/** What is kept, how to go on elsewhere, and the way out for people who are watched. */
export function asides(view: View, graph: FlowGraph, state: Pick<QuestionState, "answers" | "hasDraft">): Html {
  const { say } = view;
  return html`<p class="kept">${say("portal.kept")}</p>${
    state.hasDraft
      ? html`<form method="post" action="/elsewhere/${graph.flow}"><button class="link">${say("portal.elsewhere")}</button></form>`
      : ""
  }${isWatched(graph, state.answers) ? leaveHint(view) : ""}`;
}
