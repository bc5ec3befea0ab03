// Pages around a receipt: the one shown after sending, the one that asks for the digits, and the report as its reporter sees it.
import type { FinderView } from "../../../backend/coordination/disclosure/views/model.ts";
import { limits, type ReporterView, type SubmittedReport } from "../../../backend/intake/model.ts";
import { fileField, lineField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { backLink, page, type View } from "../view.ts";
import { finderPart } from "./finder-part.ts";
import { momentOf } from "./times.ts";
import { sizeOf } from "./file-list.ts";
import { filesHint } from "./field.ts";
import { dangerBox } from "./numbers.ts";
import { opinionPart } from "./opinion-part.ts";
import { receiptSlip } from "./receipt-slip.ts";

export interface SentState {
  submitted: SubmittedReport;
  flow: string;
  isReached: boolean;
  /** What the citizen's flow begins with, when something was clicked or given. */
  follows?: string | undefined;
  /** The word for one answer about how easy it was. */
  ticket?: string | undefined;
  hasSaid?: boolean | undefined;
  /** What lets this device send the report's files. */
  grant?: string | undefined;
}

export function sentPage(view: View, state: SentState): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.receipt.title"),
    isSlip: true,
    main: html`<h1>${say("portal.receipt.title")}</h1>${receiptSlip(view, state.submitted, state.isReached)}
<p class="no-print needs-script"><button class="go quiet" type="button" data-print>${say("portal.receipt.print")}</button></p>
<div class="no-print" role="status" data-upload="${state.flow}" data-grant="${state.grant ?? ""}"></div>
${
  state.follows
    ? html`<form class="no-print" method="post" action="/report/citizen/start"><p class="box">${say("portal.receipt.gave")}</p><input type="hidden" name="what" value="${state.follows}"><p><button class="go">${say("portal.continue")}</button></p></form>`
    : ""
}<form class="no-print" method="post" action="/receipt/again"><p><button class="go quiet">${say("portal.receipt.addNow")}</button></p></form>
${opinionPart(view, state)}<form class="no-print" method="post" action="/forget" data-forget><p><button class="quiet">${say("portal.receipt.forget")}</button></p><p class="aside">${say("portal.receipt.forget.hint")}</p></form>`,
  });
}

export function openPage(view: View, state: { typed: string; mistakes: readonly Mistake[]; isEnded?: boolean }): Html {
  const { say } = view;
  const title = say(state.isEnded ? "portal.report.ended.title" : "portal.open.title");
  return page(view, {
    title,
    hasMistakes: state.mistakes.length > 0,
    path: "/receipt",
    main: html`${backLink(view, "/")}${mistakeSummary(say("portal.error.summary"), state.mistakes)}<h1>${title}</h1>${
      state.isEnded ? html`<p>${say("portal.report.ended")}</p>` : ""
    }
<form method="post" action="/receipt" novalidate>${lineField({
      name: "digits",
      label: say("portal.open.label"),
      hint: say("portal.open.hint"),
      mistake: state.mistakes[0]?.text,
      mistakePrefix: say("portal.error.prefix"),
      isRequired: true,
      value: state.typed,
      inputMode: "numeric",
    })}
${dangerBox(view)}<p><button class="go">${say("portal.open.button")}</button></p></form><p class="aside">${say("portal.open.lost")}</p>`,
  });
}

export interface ReportState {
  report: ReporterView;
  typed: string;
  mistakes: readonly Mistake[];
  hasAdded: boolean;
  /** The proof was asked for in the second before it is there. */
  isProofLate?: boolean;
  /** The one question, once the case is closed. */
  question?: { isAnswered: boolean } | undefined;
  /** Of a report that became a vulnerability. */
  finder?: FinderView | undefined;
  /** What lets this device send the files that were just added. */
  grant?: string | undefined;
}

export const questionAnswers = ["yes", "partly", "no"] as const;

export function reportPage(view: View, state: ReportState): Html {
  const { say } = view;
  const { report } = state;
  const title = say("portal.report.title", { reference: report.reference });
  return page(view, {
    title,
    hasMistakes: state.mistakes.length > 0,
    path: "/receipt/report",
    main: html`${mistakeSummary(say("portal.error.summary"), state.mistakes)}<h1>${say("portal.report.heading")}</h1><p class="lead">${say("portal.receipt.reference")} <b class="tel">${report.reference}</b></p>${
      state.hasAdded ? html`<p class="box done" role="status">${say("portal.report.added")}</p>` : ""
    }
<h2>${say("portal.report.status")}</h2><p class="status">${say(`portal.report.status.${report.status}`)}</p><p class="aside">${say("portal.report.received", { at: momentOf(view, report.receivedAt) })}</p>
${drawQuestion(view, state.question)}${finderPart(view, state.finder)}<h2>${say("portal.report.messages")}</h2>${
      report.messages.length === 0
        ? html`<p class="aside">${say("portal.report.noMessages")}</p>`
        : html`<ol class="messages">${report.messages.map((message) => drawMessage(view, message))}</ol>`
    }
${drawAdd(view, state)}
<h2>${say("portal.report.description")}</h2><p class="told">${report.description}</p>
${
  report.files.length + report.awaited.length === 0
    ? ""
    : html`<h2>${say("portal.report.files")}</h2><ul class="files">${report.files.map((file) => html`<li>${file.name} <span class="aside">${sizeOf(view, file.size)}</span></li>`)}${report.awaited.map((file) => html`<li><span>${file.name} <span class="aside">${sizeOf(view, file.size)} · ${say(`portal.report.files.${file.state}`)}</span></span></li>`)}</ul>`
}<h2>${say("log.receipt.t")}</h2>${state.isProofLate ? html`<p class="box" role="status">${say("log.receipt.later")}</p>` : ""}<p>${say("log.receipt")}</p><p><a class="button quiet" href="/receipt/proof" download>${say("log.receipt.get")}</a></p><p class="aside"><a href="/verify">${say("log.receipt.check")}</a></p>
${dangerBox(view)}
<form method="post" action="/receipt/close" data-forget><p><button class="quiet">${say("portal.report.close")}</button></p></form>`,
  });
}

function drawQuestion(view: View, question: ReportState["question"]): Html | "" {
  const { say } = view;
  if (!question) return "";
  if (question.isAnswered) return html`<p class="box done">${say("casework.question.thanks")}</p>`;
  return html`<form method="post" action="/receipt/question" novalidate><h2>${say("casework.question.title")}</h2>${textField(
    {
      name: "words",
      label: say("casework.question.words"),
      mistakePrefix: say("portal.error.prefix"),
      isRequired: false,
      value: "",
      rows: 2,
      max: 2000,
    },
  )}<p>${questionAnswers.map(
    (answer) =>
      html`<button class="go quiet" name="answer" value="${answer}">${say(`casework.question.${answer}`)}</button> `,
  )}</p></form>`;
}

function drawMessage(view: View, message: ReporterView["messages"][number]): Html {
  const { say } = view;
  return html`<li class="from-${message.from}"><p class="aside"><b>${say(`portal.report.from.${message.from}`, { cert: view.country.cert.name })}</b> · ${momentOf(view, message.at)}${
    message.isNew ? html` · <strong>${say("portal.report.new")}</strong>` : ""
  }</p><p class="told">${message.body}</p></li>`;
}

function drawAdd(view: View, { report, typed, mistakes, grant }: ReportState): Html {
  const { say } = view;
  if (!report.canAnswer) return html`<p class="box">${say("portal.report.closedForAnswers")}</p>`;
  const mistakePrefix = say("portal.error.prefix");
  const mistakeOf = (id: string): string | undefined => mistakes.find(({ fieldId }) => fieldId === id)?.text;
  return html`<form method="post" action="/receipt/report" enctype="multipart/form-data" novalidate data-send data-keep="receipt" data-files="report"><h2>${say("portal.report.add")}</h2>${textField(
    {
      name: "text",
      label: say("portal.report.text"),
      mistake: mistakeOf("text"),
      mistakePrefix,
      isRequired: false,
      value: typed,
      rows: 5,
      max: limits.description,
    },
  )}${fileField({
    name: "files",
    label: say("portal.f.files"),
    hint: filesHint(view),
    mistake: mistakeOf("files"),
    mistakePrefix,
    isRequired: false,
  })}<div data-file-list></div><div role="status" data-upload="report" data-grant="${grant ?? ""}"></div><p><button class="go">${say("portal.report.sendMore")}</button></p></form>`;
}
