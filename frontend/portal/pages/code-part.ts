// The door before what a link opens: a code is asked for by telephone, and typed; nothing of what stands behind it. No script.
import { lineField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import type { View } from "../view.ts";

/** Said above: a code is on its way, or none can be sent. */
export type CodeSaid = "sent" | "no_phone" | undefined;

export function codePart(
  view: View,
  /** @param link.phoneEnd the last figures of the number that the code goes to. */
  link: { canAskCode: boolean; hasCode: boolean; phoneEnd: string | null },
  state: {
    said: CodeSaid;
    typed?: string;
    mistakes: readonly Mistake[];
    /** Where a code is asked for, and where it is typed. */
    askAt: string;
    openAt: string;
    /** The words of the button that opens. */
    open: string;
  },
): Html {
  const { say } = view;
  const canAsk = link.canAskCode && link.phoneEnd !== null;
  return html`${state.said === undefined ? "" : html`<p class="box">${say(`talking.link.${state.said}`)}</p>`}
${
  canAsk
    ? html`<form method="post" action="${state.askAt}"><p><button class="${link.hasCode ? "quiet" : "go"}">${say("talking.link.ask", { end: link.phoneEnd ?? "" })}</button></p></form>`
    : state.said === "no_phone"
      ? ""
      : html`<p class="hint">${say("talking.link.no_phone")}</p>`
}
<form method="post" action="${state.openAt}" novalidate>
${lineField({
  mistakePrefix: say("portal.error.prefix"),
  isRequired: true,
  name: "code",
  label: say("talking.link.code"),
  hint: say("talking.link.code_hint"),
  value: state.typed ?? "",
  inputMode: "numeric",
  mistake: state.mistakes[0]?.text,
})}
<p><button class="${link.hasCode || !canAsk ? "go" : "quiet"}">${state.open}</button></p></form>`;
}
