// Straight after the second question: three things to do now, and a person to talk to where hours count.
import { type Html, html } from "../../parts/page/html.ts";
import { isUrgentTopic, topicOf } from "../flows/advice-topics.ts";
import type { FlowGraph, Question } from "../flows/index.ts";
import { backLink, page, type View } from "../view.ts";
import { listenPart } from "./listen-part.ts";
import { type CallLine, certLine, dangerBox, drawNumbers, emergencyLines, fraudLines, knownLines } from "./numbers.ts";
import { isWatched } from "../flows/watched.ts";
import { asides, type QuestionState } from "./question-page.ts";

/** Whom to call: the bank or operator for money, the police for threats, the CERT for machines. */
function callsFor(view: View, topic: string): CallLine[] {
  switch (topic) {
    case "money":
    case "bought":
    case "payments":
      return [...fraudLines(view), certLine(view)];
    case "threat":
      return [...emergencyLines(view, ["police", "children"]), certLine(view)];
    case "locked":
    case "files":
    case "strangers":
      return [certLine(view)];
    default:
      return [];
  }
}

export function advicePage(view: View, graph: FlowGraph, question: Question, state: QuestionState): Html {
  const { say } = view;
  const topic = topicOf(graph, state.answers);
  const isUrgent = isUrgentTopic(topic);
  const title = say(isUrgent ? "portal.advice.urgent" : "portal.advice.title");
  const wanted = callsFor(view, topic);
  // Hours count: where no bank, operator or CERT has a number yet, the police has.
  const calls =
    knownLines(wanted).length > 0 ? knownLines(wanted) : wanted.length > 0 ? emergencyLines(view, ["police"]) : [];
  return page(view, {
    title,
    main: html`${backLink(view, state.backTo, isWatched(graph, state.answers))}<h1>${title}</h1>${listenPart(view, state.recordings ?? [])}
${calls.length > 0 ? html`<section class="box${isUrgent ? " urgent" : ""}"><h2>${say("portal.advice.call")}</h2>${drawNumbers(view, calls)}${wanted.length > calls.length ? html`<p>${say("portal.numbers.own")}</p>` : ""}</section>` : ""}
<ol class="steps">${[1, 2, 3].map((step) => html`<li>${say(`portal.advice.${topic}.${step}`)}</li>`)}</ol>
<form method="post" action="/report/${graph.flow}/${question.id}" data-send>${
      state.from ? html`<input type="hidden" name="_from" value="${state.from}">` : ""
    }<p>${say("portal.advice.then")}</p>
${topic === "threat" ? "" : dangerBox(view)}
<p><button class="go">${say("portal.continue")}</button></p></form>${asides(view, graph, state)}`,
  });
}
