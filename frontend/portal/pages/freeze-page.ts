// What a bank's or operator's fraud desk sees behind the link of a request, and how it answers: five buttons of one form, no script.
import { choiceGroup, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { type FreezeAnswer, freezeAnswers, type FreezeLinkView } from "../../../backend/coordination/freeze/model.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { page, type View } from "../view.ts";

export interface FreezeState {
  token: string;
  answer: string;
  note: string;
  mistakes: readonly Mistake[];
}

/** Looking changes nothing: only the button answers. */
export function freezePage(view: View, request: FreezeLinkView, state: FreezeState): Html {
  const { say } = view;
  const wrong = state.mistakes.find(({ fieldId }) => fieldId === "answer");
  const isOpen = request.answer === null || request.answer === "need_more";
  const control = { mistakePrefix: say("portal.error.prefix"), isRequired: true };
  return frame(
    view,
    state.mistakes,
    html`<h1>${say("partners.link.title")} <span class="aside">${request.reference}</span></h1>
<p class="lead">${say("partners.link.lead", { partner: request.partnerName })}</p>
<div class="box">${request.body.split("\n").map((line) => html`<p>${line}</p>`)}</div>
${request.answer === null ? "" : html`<p class="box">${say("partners.link.answered", { answer: say(`partners.answer.${request.answer}`) })}</p>`}
${
  isOpen
    ? html`<form method="post" action="/freeze/${state.token}" novalidate>
${choiceGroup({
  ...control,
  name: "answer",
  label: say("partners.link.answer"),
  mistake: wrong?.text,
  kind: "radio",
  choices: freezeAnswers.map((value: FreezeAnswer) => ({ value, label: say(`partners.answer.${value}`) })),
  chosen: [state.answer],
  isHeading: false,
})}
${textField({ ...control, isRequired: false, name: "note", label: say("partners.link.note"), value: state.note, rows: 3, max: 2000 })}
<p><button class="go">${say("partners.link.send")}</button></p></form>`
    : ""
}`,
  );
}

/** One sentence: the answer has arrived, or the link is not right. */
export function freezeSaid(view: View, key: "done" | "gone"): Html {
  return frame(
    view,
    [],
    html`<h1>${view.say("partners.link.title")}</h1><p class="lead">${view.say(`partners.link.${key}`)}</p>`,
  );
}

function frame(view: View, mistakes: readonly Mistake[], main: Html): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("partners.link.title"),
      hasMistakes: mistakes.length > 0,
      main: html`${mistakeSummary(say("portal.error.summary"), [...mistakes])}${main}`,
    },
  );
}
