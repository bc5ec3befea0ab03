// What another body sees behind the link of a hand-over: what left for it and when, and a button that says that it has it. No script.
import type { HandedView } from "../../../backend/coordination/transfer/model.ts";
import { lineField, mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { page, type View } from "../view.ts";

export interface HandedState {
  token: string;
  name: string;
  reference: string;
  isMissing: boolean;
}

export function handedPage(view: View, handed: HandedView, state: HandedState): Html {
  const { say } = view;
  const control = { mistakePrefix: say("portal.error.prefix") };
  const when = `${handed.sentAt.slice(0, 16).replace("T", " ")} UTC`;
  const missing = state.isMissing ? say("transfer.link.name_missing") : undefined;
  return frame(
    view,
    missing,
    html`<h1>${say("transfer.link.title")} <span class="aside">${handed.reference}</span></h1>
<p class="lead">${say("transfer.link.lead", { name: handed.toName, when })}</p>
<p>${say("transfer.link.hash")} <code>${handed.sha256}</code></p>
${
  handed.confirmedAt === null
    ? html`<form method="post" action="/handed/${state.token}" novalidate>
${lineField({ ...control, isRequired: true, name: "name", label: say("transfer.link.name"), value: state.name, mistake: missing })}
${lineField({ ...control, isRequired: false, name: "reference", label: say("transfer.link.reference"), value: state.reference, width: "short" })}
<p><button class="go">${say("transfer.link.confirm")}</button></p></form>`
    : html`<p class="box">${say("transfer.link.done")}</p>`
}`,
  );
}

/** One sentence: the receipt is noted, or the link is not right. */
export function handedSaid(view: View, key: "done" | "gone"): Html {
  const { say } = view;
  return frame(
    view,
    undefined,
    html`<h1>${say("transfer.link.title")}</h1><p class="lead">${say(`transfer.link.${key}`)}</p>`,
  );
}

function frame(view: View, missing: string | undefined, main: Html): Html {
  const { say } = view;
  const mistakes = missing === undefined ? [] : [{ fieldId: "name", text: missing }];
  return page(
    { ...view, hasScript: false },
    {
      title: say("transfer.link.title"),
      hasMistakes: mistakes.length > 0,
      main: html`${mistakeSummary(say("portal.error.summary"), mistakes)}${main}`,
    },
  );
}
