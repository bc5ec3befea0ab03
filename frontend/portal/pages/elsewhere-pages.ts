// Going on elsewhere: digits and a PIN to write down, and the page that takes them.
import { lineField, mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { backLink, page, type View } from "../view.ts";
import { dangerBox } from "./numbers.ts";

export function movePage(view: View, moved: { digits: string; pin: string; flow: string }): Html {
  const { say } = view;
  const groups = moved.digits.match(/.{1,5}/g) ?? [];
  return page(view, {
    title: say("portal.move.title"),
    isSlip: true,
    path: `/report/${moved.flow}/resume`,
    main: html`<h1>${say("portal.move.title")}</h1><p>${say("portal.move.lead")}</p>
<section class="slip"><p class="label">${say("portal.move.digits")}</p><p class="digits" data-move-digits>${groups.map((group) => html`<span>${group}</span> `)}</p><p class="label">${say("portal.move.pin")}</p><p class="digits" data-move-pin><span>${moved.pin}</span></p><p>${say("portal.move.where", { address: `${view.publicUrl}/elsewhere` })}</p></section>
${dangerBox(view)}<p><a class="button go" href="/report/${moved.flow}/resume">${say("portal.move.goOn")}</a></p>`,
  });
}

export function movedPage(view: View, state: { digits: string; mistakes: readonly Mistake[] }): Html {
  const { say } = view;
  const mistakePrefix = say("portal.error.prefix");
  const mistakeOf = (id: string): string | undefined => state.mistakes.find(({ fieldId }) => fieldId === id)?.text;
  return page(view, {
    title: say("portal.moved.title"),
    hasMistakes: state.mistakes.length > 0,
    path: "/elsewhere",
    main: html`${backLink(view, "/")}${mistakeSummary(say("portal.error.summary"), state.mistakes)}<h1>${say("portal.moved.title")}</h1>
<form method="post" action="/elsewhere" novalidate>${lineField({
      name: "digits",
      label: say("portal.move.digits"),
      mistake: mistakeOf("digits"),
      mistakePrefix,
      isRequired: true,
      value: state.digits,
      inputMode: "numeric",
    })}${lineField({
      name: "pin",
      label: say("portal.move.pin"),
      mistake: mistakeOf("pin"),
      mistakePrefix,
      isRequired: true,
      value: "",
      inputMode: "numeric",
      width: "short",
    })}
${dangerBox(view)}<p><button class="go">${say("portal.continue")}</button></p></form>`,
  });
}
