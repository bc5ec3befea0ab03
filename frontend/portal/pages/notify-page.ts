// The page behind a notification's link: what was found, and six answers of one form, no script. Looking answers nothing.
import {
  type ClosedNotifyLink,
  notifyAnswers,
  type NotifyLinkView,
} from "../../../backend/coordination/notifications/model.ts";
import { choiceGroup, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { page, type View } from "../view.ts";
import { codePart, type CodeSaid } from "./code-part.ts";

export interface NotifyState {
  token: string;
  answer: string;
  note: string;
  mistakes: readonly Mistake[];
}

export interface ClosedNotifyState {
  token: string;
  said: CodeSaid;
  mistakes: readonly Mistake[];
}

/** Before the code: its number, and nothing of what was found. */
export function closedNotifyPage(view: View, link: ClosedNotifyLink, state: ClosedNotifyState): Html {
  const { say } = view;
  return frame(
    view,
    state.mistakes,
    html`<h1>${say("notify.closed.title")}</h1><p class="lead">${say("notify.closed.lead", { reference: link.reference })}</p>
${codePart(view, link, { ...state, askAt: `/n/${state.token}/code`, openAt: `/n/${state.token}/open`, open: say("notify.closed.open") })}
<h2>${say("notify.closed.room")}</h2><p>${say("talking.link.room")} <a href="/console/notices">${say("talking.link.room_go")}</a></p>`,
  );
}

export function notifyPage(view: View, asked: NotifyLinkView, state: NotifyState): Html {
  const { say } = view;
  const control = { mistakePrefix: say("portal.error.prefix") };
  const mistakeOf = (name: string) => state.mistakes.find(({ fieldId }) => fieldId === name)?.text;
  const given = notifyAnswers.find((answer) => answer === asked.state);
  return frame(
    view,
    state.mistakes,
    html`<h1>${say("notify.link.title")}</h1>
<p class="lead">${say("notify.link.lead", { constituent: asked.constituent, subject: asked.subject })}</p>${
      asked.body === null
        ? ""
        : html`<p class="hint">${say("talking.link.marking", { marking: asked.marking.toUpperCase() })}</p>
<div class="box">${asked.body.split("\n").map((line) => html`<p>${line}</p>`)}</div>`
    }${asked.replies.map((reply) => html`<h2>${say("notify.closed.reply")}</h2><div class="box">${reply.split("\n").map((line) => html`<p>${line}</p>`)}</div>`)}${
      given === undefined
        ? ""
        : html`<p class="box">${say("notify.link.so_far", { answer: say(`notify.answer.${given}`) })}</p>`
    }
<form method="post" action="/n/${state.token}" novalidate>
${choiceGroup({
  ...control,
  isRequired: true,
  name: "answer",
  label: say("notify.link.answer"),
  mistake: mistakeOf("answer"),
  kind: "radio",
  choices: notifyAnswers.map((value) => ({ value, label: say(`notify.answer.${value}`) })),
  chosen: [state.answer],
  isHeading: false,
})}
${textField({ ...control, isRequired: false, name: "note", label: say("notify.link.note"), value: state.note, mistake: mistakeOf("note"), rows: 3, max: 2000 })}
<p><button class="go">${say("notify.link.send")}</button></p></form>
<h2>${say("notify.link.rows", { count: asked.rowCount })}</h2>
<ul>${asked.rows.map(
      ({ address, port, at, what }) =>
        html`<li><b>${what}</b>: ${address}${port === null ? "" : `, ${say("notify.column.port")} ${port}`} <span class="hint">${at.slice(0, 16).replace("T", " ")} UTC</span></li>`,
    )}</ul>${asked.rows.length < asked.rowCount && asked.body === null ? html`<p class="hint">${say("notify.link.more")}</p>` : ""}
<p><a href="/n/${state.token}/rows">${say("notify.closed.rows")}</a></p>`,
  );
}

/** One sentence: the answer has arrived, or the link answers no longer. */
export function notifySaid(view: View, key: "done" | "gone" | "often"): Html {
  return frame(
    view,
    [],
    html`<h1>${view.say("notify.link.title")}</h1><p class="lead">${view.say(`notify.link.${key}`)}</p>`,
  );
}

function frame(view: View, mistakes: readonly Mistake[], main: Html): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("notify.link.title"),
      hasMistakes: mistakes.length > 0,
      main: html`${mistakeSummary(say("portal.error.summary"), [...mistakes])}${main}`,
    },
  );
}
