// A complaint about an organisation, to the authority: the form, the receipt, and where it stands; plain forms, no script.
import type { ComplaintForComplainant } from "../../../backend/compliance/complaints/model.ts";
import { choiceGroup, fileField, lineField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { backLink, page, type View } from "../view.ts";
import { momentOf } from "./times.ts";

export interface ComplaintAuthority {
  id: string;
  name: string;
  takesAnonymous: boolean;
}

export interface ComplaintForm {
  authorities: readonly ComplaintAuthority[];
  values: Readonly<Record<string, string>>;
  mistakes: readonly Mistake[];
  /** Of this page: sent twice, it is one complaint. */
  key: string;
}

const frame = (view: View, title: string, main: Html, mistakes: readonly Mistake[] = []): Html =>
  page(
    { ...view, hasScript: false },
    {
      title,
      hasMistakes: mistakes.length > 0,
      main: html`${backLink(view, "/")}${mistakeSummary(view.say("portal.error.summary"), [...mistakes])}${main}`,
    },
  );

export function complaintPage(view: View, form: ComplaintForm): Html {
  const { say } = view;
  const title = say("inspections.complain.title");
  const { authorities, values } = form;
  const only = authorities.length === 1 ? authorities[0] : undefined;
  if (authorities.length === 0)
    return frame(view, title, html`<h1>${title}</h1><p class="lead">${say("inspections.complain.closed")}</p>`);
  const control = (name: string, isRequired: boolean, hint?: string) => ({
    name,
    label: say(`inspections.complain.${name}`),
    ...(hint === undefined ? {} : { hint }),
    mistake: form.mistakes.find(({ fieldId }) => fieldId === name)?.text,
    mistakePrefix: say("portal.error.prefix"),
    isRequired,
    value: values[name] ?? "",
  });
  const takesAnonymous = only ? only.takesAnonymous : authorities.some((one) => one.takesAnonymous);
  return frame(
    view,
    title,
    html`<h1>${title}</h1><p class="lead">${say("inspections.complain.lead")}</p><p><a href="/complaint/track">${say("inspections.complain.track")}</a></p>
<form method="post" action="/complaint" enctype="multipart/form-data" novalidate><input type="hidden" name="_key" value="${form.key}">
${
  only
    ? html`<input type="hidden" name="authorityId" value="${only.id}"><p class="box">${say("inspections.complain.to", { authority: only.name })}</p>`
    : choiceGroup({
        ...control("authorityId", true),
        kind: "radio",
        choices: authorities.map(({ id, name }) => ({ value: id, label: name })),
        chosen: [values["authorityId"] ?? ""],
        isHeading: false,
      })
}
${lineField(control("respondent", true))}
${textField({ ...control("happened", true, say("inspections.complain.happened_hint")), rows: 8, max: 20_000 })}
${textField({ ...control("wanted", false), rows: 3, max: 4000 })}
${lineField({ ...control("name", !takesAnonymous, say(takesAnonymous ? "inspections.complain.name_free" : "inspections.complain.name_needed")), autocomplete: "name" })}
${lineField(control("contact", false, say("inspections.complain.contact_hint")))}
${choiceGroup({ ...control("mayBeNamed", false), kind: "checkbox", choices: [{ value: "yes", label: say("inspections.complain.may_be_named") }], chosen: [values["mayBeNamed"] ?? ""], isHeading: false })}
${fileField(control("files", false, say("inspections.complain.files_hint")))}
<p><button class="go">${say("inspections.complain.send")}</button></p></form>`,
    form.mistakes,
  );
}

export function complaintReceiptPage(view: View, given: { reference: string; receipt: string }): Html {
  const { say } = view;
  const groups = given.receipt.split(" ");
  return frame(
    view,
    say("inspections.complain.received"),
    html`<h1>${say("inspections.complain.received")}</h1>
<section class="slip"><p class="label">${say("portal.receipt.number")}</p>
<p class="digits"><span aria-hidden="true">${groups.map((group) => html`<span>${group}</span> `)}</span><span class="vh">${groups.map((group) => group.split("").join(" ")).join(", ")}</span></p>
<p class="keep">${say("portal.receipt.keep")}</p><p>${say("portal.receipt.reference")}: ${given.reference}</p></section>
<p>${say("inspections.complain.next")}</p><p><a class="button" href="/complaint/track">${say("inspections.complain.track")}</a></p>`,
  );
}

export function trackPage(view: View, mistakes: readonly Mistake[] = []): Html {
  const { say } = view;
  const title = say("inspections.complain.track");
  return frame(
    view,
    title,
    html`<h1>${title}</h1><form method="post" action="/complaint/track" novalidate>
${lineField({ name: "receipt", label: say("portal.receipt.number"), value: "", inputMode: "numeric", mistake: mistakes[0]?.text, mistakePrefix: say("portal.error.prefix"), isRequired: true })}
<p><button class="go">${say("inspections.complain.open")}</button></p></form>`,
    mistakes,
  );
}

/** @param receipt the digits, sent again with each act of this page: nothing of it is kept in the browser. */
export function complaintStandingPage(
  view: View,
  receipt: string,
  complaint: ComplaintForComplainant,
  mistakes: readonly Mistake[] = [],
): Html {
  const { say } = view;
  const isOpen = !["decided", "inadmissible", "withdrawn"].includes(complaint.state);
  const hidden = html`<input type="hidden" name="receipt" value="${receipt}">`;
  return frame(
    view,
    say("decisions.complaint.title", { reference: complaint.reference }),
    html`<h1>${say("decisions.complaint.title", { reference: complaint.reference })}</h1>
<p class="lead"><b>${say(`inspections.complaint.${complaint.state}`)}</b></p>
<dl><dt>${say("inspections.complain.authority")}</dt><dd>${complaint.authority}</dd><dt>${say("inspections.complain.respondent")}</dt><dd>${complaint.respondent}</dd><dt>${say("inspections.column.receivedAt")}</dt><dd>${momentOf(view, complaint.receivedAt)}</dd></dl>
<h2>${say("inspections.complain.said")}</h2>
<div class="box">${complaint.happened.split("\n").map((line) => html`<p>${line}</p>`)}</div>
${complaint.said
  .filter(({ kind, text }) => kind !== "receive" && text !== "")
  .map(
    ({ side, kind, text, at }) =>
      html`<div class="box"><p><b>${side === "authority" ? say(`inspections.step.${kind}`) : say("inspections.complain.you")}</b>, ${momentOf(view, at)}</p>${text.split("\n").map((line) => html`<p>${line}</p>`)}</div>`,
  )}
${complaint.letters.map(({ id, name }) => html`<form method="post" action="/complaint/letter">${hidden}<input type="hidden" name="letter" value="${id}"><p><button>${say("inspections.complain.letter", { name })}</button></p></form>`)}
${
  isOpen
    ? html`<form method="post" action="/complaint/track" novalidate>${hidden}
${textField({ name: "text", label: say("inspections.complain.more"), value: "", rows: 5, max: 20_000, mistake: mistakes[0]?.text, mistakePrefix: say("portal.error.prefix"), isRequired: true })}
<p><button class="go">${say("inspections.complain.add")}</button></p></form>`
    : ""
}`,
    mistakes,
  );
}
