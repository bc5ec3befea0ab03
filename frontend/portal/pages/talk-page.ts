// The link of a mail that holds no content: a code is asked for, typed, and then the one message stands there and can be answered. No script.
import type { ClosedLink, OpenLink } from "../../../backend/coordination/links/model.ts";
import { mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { page, type View } from "../view.ts";
import { codePart, type CodeSaid } from "./code-part.ts";

export interface TalkState {
  token: string;
  said: CodeSaid;
  typed: string;
  mistakes: readonly Mistake[];
}

const tagOf = (number: string): string => `[TG#${number}]`;

export function closedPage(view: View, link: ClosedLink, state: TalkState): Html {
  const { say } = view;
  return frame(
    view,
    state.mistakes,
    html`<h1>${say("talking.link.title")}</h1><p class="lead">${say("talking.link.lead", { tag: tagOf(link.number) })}</p>
${codePart(view, link, { ...state, askAt: `/m/${state.token}/code`, openAt: `/m/${state.token}`, open: say("talking.link.open") })}
${link.room === null ? "" : html`<h2>${say("talking.own.nav")}</h2><p>${say("talking.link.room")} <a href="/${link.room}/messages">${say("talking.link.room_go")}</a></p>`}`,
  );
}

export function openPage(view: View, link: OpenLink, state: TalkState): Html {
  const { say } = view;
  const [mistake] = state.mistakes;
  return frame(
    view,
    state.mistakes,
    html`<h1>${link.subject} <span class="aside">${tagOf(link.number)}</span></h1>
<p class="hint">${say("talking.link.marking", { marking: link.marking.toUpperCase() })}</p>
<div class="box">${link.body.split("\n").map((line) => html`<p>${line}</p>`)}</div>
${
  link.files.length === 0
    ? ""
    : html`<h2>${say("talking.files.of_message")}</h2><ul>${link.files.map(
        (file) =>
          html`<li><form method="post" action="/m/${state.token}/files/${file.id}"><button class="quiet">${file.name} (${String(Math.max(1, Math.round(file.size / 1000)))} kB)</button></form></li>`,
      )}</ul>`
}
${
  link.canReply
    ? html`<form method="post" action="/m/${state.token}/answer" novalidate>
${textField({
  mistakePrefix: say("portal.error.prefix"),
  isRequired: true,
  name: "text",
  label: say("talking.link.reply"),
  hint: say("talking.link.reply_hint"),
  value: state.typed,
  mistake: mistake?.text,
  rows: 6,
  max: 20_000,
})}
<p><button class="go">${say("talking.link.send")}</button></p></form>`
    : ""
}`,
  );
}

/** One sentence: the answer has arrived, or the link is over. */
export function talkSaid(view: View, key: "replied" | "gone"): Html {
  return frame(
    view,
    [],
    html`<h1>${view.say("talking.link.title")}</h1><p class="lead">${view.say(`talking.link.${key}`)}</p>`,
  );
}

function frame(view: View, mistakes: readonly Mistake[], main: Html): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("talking.link.title"),
      hasMistakes: mistakes.length > 0,
      main: html`${mistakeSummary(say("portal.error.summary"), [...mistakes])}${main}`,
    },
  );
}
