// A flow on one page: what the edge serves instead of page by page. With script it is sealed on the device and asks only what the answers lead to.
import type { Answers, FlowGraph } from "../flows/graph.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { wholeFields, wholeKeys } from "../flows/whole.ts";
import { mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { backLink, leaveHint, page, type View } from "../view.ts";
import { drawField } from "./field.ts";
import { dangerBox } from "./numbers.ts";
import { filesType, sealedFilesPart } from "./sealed-files-part.ts";
import { outboxWords } from "./short-page.ts";

interface WholeState {
  key: { keyId: string; publicKey: string };
  /** What becomes of the text where there is no script. */
  plain: "core" | "edge" | "off";
  /** What stands above a question for those who do not read. */
  listen?: (question: string) => Html;
  /** Where the plain form goes, when not to its own address. */
  action?: string;
  answers?: Answers;
  mistakes?: readonly Mistake[];
}

export function wholePage(view: View, path: string, graph: FlowGraph, state: WholeState): Html {
  const { say } = view;
  const { answers = {}, mistakes = [], listen = () => html`` } = state;
  // On one page nobody knows yet what will be answered.
  const mayBeWatched = graph.flow === "citizen";
  const title = say(`portal.home.${graph.flow === "phishing" ? "suspicious" : graph.flow}`);
  const questions = Object.values(graph.questions).filter((question) => wholeFields(question).length > 0);
  return page(view, {
    title,
    path,
    hasMistakes: mistakes.length > 0,
    script: { src: view.statics.shortScript, words: JSON.stringify({ ...outboxOf(view), ...wholeWords(view, graph) }) },
    main: html`${backLink(view, "/", mayBeWatched)}<div data-outbox></div>${mistakeSummary(say("portal.error.summary"), mistakes)}<h1>${title}</h1>${graph.flow === "phishing" ? listen("suspicious") : ""}
<p class="box"><span class="with-script" data-says="${say("edge.short.sealed")}"></span><span class="without-script">${say(`edge.short.plain.${state.plain}`)}</span></p>
<p class="without-script">${say("edge.whole.skip")}</p>
<form method="post" action="${state.action ?? path}"${filesType(state.plain)} novalidate data-short data-path="${path}" data-zone="${view.country.timeZone}" data-key="${state.key.keyId}" data-public="${state.key.publicKey}">
${questions.map(
  (question) =>
    html`<section data-question="${question.id}">${graph.flow === "phishing" ? "" : listen(`${graph.flow}/${question.id}`)}${question.notice ? html`<p class="box">${say(question.notice)}</p>` : ""}${wholeFields(
      question,
    ).map((field) => drawField(view, field, { answers, mistakes, isHeading: false }))}</section>`,
)}${sealedFilesPart(view, state.plain)}
${dangerBox(view)}
<p><button class="go"${state.plain === "off" ? html` data-needs-script` : ""}>${say("edge.short.send")}</button></p></form>${mayBeWatched ? leaveHint(view) : ""}`,
  });
}

function outboxOf(view: View): Record<string, string> {
  return JSON.parse(outboxWords(view)) as Record<string, string>;
}

/** What reading a flow says, with its places open. */
export function wholeWords({ say }: View, graph: FlowGraph): Record<string, string> {
  const known = wholeKeys(graph).filter((key) => say.has(key));
  return Object.fromEntries(known.map((key) => [key, say(key, { max: "{max}", have: "{have}", names: "{names}" })]));
}
