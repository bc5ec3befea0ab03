// On a finder's report: how far the matter is, and what the publication is to call them.
import { creditWishes } from "../../../backend/coordination/disclosure/model.ts";
import type { FinderView } from "../../../backend/coordination/disclosure/views/model.ts";
import { choiceGroup, lineField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { View } from "../view.ts";
import { dayOf, momentOf } from "./times.ts";

export function finderPart(view: View, finder: FinderView | undefined): Html | "" {
  if (!finder) return "";
  const { say } = view;
  const mistakePrefix = say("portal.error.prefix");
  return html`<h2>${say("disclosure.finder.title")}</h2><ol class="messages">${finder.milestones.map(
    ({ kind, at, dueAt }) =>
      html`<li><p><b>${say(`disclosure.milestone.${kind}`)}</b> <span class="aside">${dayOf(view, at)}</span>${dueAt === null ? "" : html`<br>${say("disclosure.finder.due", { when: momentOf(view, dueAt) })}`}</p></li>`,
  )}</ol>${finder.publishedNumber === null ? "" : html`<p><a href="/advisories/${finder.publishedNumber}">${finder.publishedNumber}</a></p>`}
<form method="post" action="/receipt/credit" novalidate>${choiceGroup({
    kind: "radio",
    name: "wish",
    label: say("disclosure.finder.wish"),
    mistakePrefix,
    isRequired: false,
    isHeading: false,
    choices: creditWishes
      .filter((one) => one !== "unsaid")
      .map((value) => ({ value, label: say(`disclosure.wish.${value}`) })),
    chosen: [finder.wish],
  })}${lineField({
    name: "credit",
    label: say("disclosure.finder.credit"),
    hint: say("disclosure.finder.credit_hint"),
    mistakePrefix,
    isRequired: false,
    value: finder.credit,
  })}<p><button class="go quiet">${say("disclosure.finder.save")}</button></p></form>`;
}
