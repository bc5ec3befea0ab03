// Filing by law without an account: all questions on one page that works without a script, then the receipt whose digits claim it.
import type { GuestForm, GuestReceipt } from "../../../backend/compliance/filings/guest/model.ts";
import { choiceGroup, lineField, listField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { backLink, page, type View } from "../view.ts";
import { momentOf } from "./times.ts";
import { opinionPart } from "./opinion-part.ts";

export interface FilingState {
  form: GuestForm;
  /** Typed so far, by the name in the form. */
  typed: Readonly<Record<string, string>>;
  mistakes: readonly { fieldId: string; text: string }[];
  key: string;
  /** The signed second at which the page was opened. */
  begun: string;
}

export function filingPage(view: View, state: FilingState): Html {
  const { say } = view;
  const { form } = state;
  return page(view, {
    title: say("filings.guest.title"),
    hasMistakes: state.mistakes.length > 0,
    path: "/filing",
    main: form.hasLaw
      ? html`${backLink(view, "/report/regulated")}${mistakeSummary(say("filings.guest.mistakes"), state.mistakes)}<h1>${say("filings.guest.title")}</h1>
<p class="box">${say("filings.guest.voluntary")}</p><p class="lead">${say("filings.guest.lead")}</p><p>${say("filings.guest.warning")}</p>
<form method="post" action="/filing" novalidate><input type="hidden" name="_key" value="${state.key}"><input type="hidden" name="_begun" value="${state.begun}">
${line(view, state, "organisation", true)}${line(view, state, "reference", false)}${line(view, state, "contact", true)}${listField(
  {
    ...base(view, state, "class", say("filings.guest.classes"), false),
    choices: [
      { value: "", label: say("filings.guest.classes.none") },
      ...form.classes.map(({ id, name }) => ({ value: id, label: name })),
    ],
  },
)}<p class="hint">${say("filings.guest.zone", { zone: view.country.timeZone })}</p>
${form.questions.map((question) => drawQuestion(view, state, question))}
<p><button class="go">${say("filings.guest.send")}</button></p></form>`
      : html`${backLink(view, "/report/regulated")}<h1>${say("filings.guest.title")}</h1><p class="box">${say("filings.guest.no_law")}</p><p><a class="button go" href="/report/organisation">${say("portal.regulated.go")}</a></p>`,
  });
}

function base(view: View, state: FilingState, name: string, label: string | Html, isRequired: boolean) {
  return {
    name,
    label,
    value: state.typed[name] ?? "",
    mistake: state.mistakes.find(({ fieldId }) => fieldId === name)?.text,
    mistakePrefix: view.say("portal.error.prefix"),
    isRequired,
  };
}

function line(
  view: View,
  state: FilingState,
  name: "organisation" | "reference" | "contact",
  isRequired: boolean,
): Html {
  const label = `${view.say(`filings.guest.${name}`)}${isRequired ? "" : ` (${view.say("filings.optional")})`}`;
  return lineField(base(view, state, name, label, isRequired));
}

function drawQuestion(view: View, state: FilingState, question: GuestForm["questions"][number]): Html {
  const { say } = view;
  const label = `${question.name}${question.isRequired ? "" : ` (${say("filings.optional")})`}`;
  const seen =
    question.seenBy.length === 0
      ? say("filings.seen_by.nobody")
      : `${say("filings.seen_by")} ${question.seenBy.join(", ")}`;
  const hint = html`${question.hint ?? ""} <small>${seen}</small>`;
  const control = { ...base(view, state, question.id, label, question.isRequired), hint };
  switch (question.kind) {
    case "long_text":
    case "severity":
      return textField({ ...control, rows: 4 });
    case "ternary":
      return choiceGroup({
        ...control,
        kind: "radio",
        isHeading: false,
        chosen: control.value === "" ? [] : [control.value],
        choices: (["yes", "no", "unknown"] as const).map((value) => ({
          value,
          label: say(`filings.ternary.${value}`),
        })),
      });
    case "moment":
      return html`${lineField({ ...control, type: "date", width: "short" })}${lineField({
        ...base(
          view,
          state,
          `${question.id}-time`,
          `${question.name}: ${say("filings.guest.hour")}`,
          question.isRequired,
        ),
        mistake: undefined,
        type: "time",
        width: "short",
      })}`;
    default:
      return lineField({ ...control, ...(question.kind === "number" ? { inputMode: "numeric" as const } : {}) });
  }
}

export function filedPage(view: View, receipt: GuestReceipt, ticket: string | undefined): Html {
  const { say } = view;
  return page(view, {
    title: say("filings.guest.receipt"),
    isStamped: true,
    main: html`<h1>${say("filings.guest.done", { at: momentOf(view, receipt.filedAt) })}</h1>
<section class="slip"><p class="label" id="number">${say("filings.guest.receipt")}</p>
<p class="digits" data-filing-receipt="${receipt.receipt}">${receipt.receipt.split(" ").map((group) => html`<span>${group}</span> `)}</p>
<p class="keep">${say("filings.guest.keep")}</p><p>${receipt.reference}</p></section>
<h2>${say("filings.guest.sent_to")}</h2><ul class="steps">${receipt.parts.map(
      (part) =>
        html`<li><b>${part.addressee}</b><br>${say("filings.receipt.number", { number: part.receiptNumber })}<br>${part.clockWords}${
          part.due === null ? "" : html` ${momentOf(view, part.due)}`
        }</li>`,
    )}</ul><p>${say("filings.guest.warning")}</p>${opinionPart(view, { ticket })}<p class="no-print"><a href="/">${say("filings.guest.home")}</a></p>`,
  });
}
