// The yearly question to a contact of the register: is this still right? Three answers of one form, no script; looking answers nothing.
import type { AskedContact, ContactAnswer } from "../../../backend/registry/quality/model.ts";
import { contactAnswers, correctable } from "../../../backend/registry/quality/model.ts";
import { choiceGroup, lineField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { page, type View } from "../view.ts";

export interface ContactState {
  token: string;
  answer: string;
  typed: Readonly<Record<string, string>>;
  mistakes: readonly Mistake[];
}

export function contactPage(view: View, asked: AskedContact, state: ContactState): Html {
  const { say } = view;
  const control = { mistakePrefix: say("portal.error.prefix") };
  const mistakeOf = (name: string) => state.mistakes.find(({ fieldId }) => fieldId === name)?.text;
  const facts = (["name", "role", "email", "phone", "hours"] as const).map((name) => {
    const value = name === "role" ? say(`desk.directory.role.${asked.role}`) : asked[name];
    return html`<dt>${say(`quality.link.${name}`)}</dt><dd>${value ?? say("quality.link.nothing")}</dd>`;
  });
  return frame(
    view,
    state.mistakes,
    html`<h1>${say("quality.link.title")}</h1><p class="lead">${say("quality.link.lead", { constituent: asked.constituent })}</p>
<dl class="box">${facts}</dl>
<form method="post" action="/contact/${state.token}" novalidate>
${choiceGroup({
  ...control,
  isRequired: true,
  name: "answer",
  label: say("quality.link.answer"),
  mistake: mistakeOf("answer"),
  kind: "radio",
  choices: contactAnswers.map((value: ContactAnswer) => ({ value, label: say(`quality.answer.${value}`) })),
  chosen: [state.answer],
  isHeading: false,
})}
<h2>${say("quality.link.instead")}</h2><p class="hint">${say("quality.link.instead_hint")}</p>
${correctable.map((name) =>
  lineField({
    ...control,
    isRequired: false,
    name,
    label: say(`quality.link.${name}`),
    value: state.typed[name] ?? "",
    mistake: mistakeOf(name),
  }),
)}${textField({ ...control, isRequired: false, name: "note", label: say("quality.link.note"), value: state.typed["note"] ?? "", mistake: mistakeOf("note"), rows: 3, max: 2000 })}
<p><button class="go">${say("quality.link.send")}</button></p></form>`,
  );
}

/** One sentence: the answer has arrived, or the link answers no longer. */
export function contactSaid(view: View, key: "done" | "gone"): Html {
  return frame(
    view,
    [],
    html`<h1>${view.say("quality.link.title")}</h1><p class="lead">${view.say(`quality.link.${key}`)}</p>`,
  );
}

function frame(view: View, mistakes: readonly Mistake[], main: Html): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("quality.link.title"),
      hasMistakes: mistakes.length > 0,
      main: html`${mistakeSummary(say("portal.error.summary"), [...mistakes])}${main}`,
    },
  );
}
