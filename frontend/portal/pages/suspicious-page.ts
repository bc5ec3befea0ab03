// Flow E: one box, a file, Send; below the button one optional question. Ten seconds, anonymous.
import { mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Recording } from "../../../backend/intake/spoken/model.ts";
import type { ProofOfWorkChallenge } from "../core.ts";
import type { Answers } from "../flows/graph.ts";
import { gaveField, messageField, messageFiles } from "../flows/phishing.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { backLink, page, type View } from "../view.ts";
import { workOf } from "./check-page.ts";
import { drawField } from "./field.ts";
import { listenPart } from "./listen-part.ts";
import { dangerBox } from "./numbers.ts";

export interface SuspiciousState {
  answers: Answers;
  mistakes: readonly Mistake[];
  /** Made with the page: a second sending of the same text gives the same receipt. */
  key: string;
  challenge: ProofOfWorkChallenge;
  /** The signed second at which the page was opened. */
  begun: string;
  recordings: readonly Recording[];
  /** What a message that has to wait on the phone is sealed to. */
  sealTo: { keyId: string; publicKey: string };
}

export function suspiciousPage(view: View, state: SuspiciousState): Html {
  const { say } = view;
  const draw = (field: typeof messageField): Html =>
    drawField(view, field, { answers: state.answers, mistakes: state.mistakes, isHeading: false });
  return page(view, {
    title: say("portal.suspicious.title"),
    hasMistakes: state.mistakes.length > 0,
    path: "/suspicious",
    main: html`${backLink(view, "/")}${mistakeSummary(say("portal.error.summary"), state.mistakes)}<h1>${say("portal.suspicious.title")}</h1>${listenPart(view, state.recordings)}
<form method="post" action="/suspicious" enctype="multipart/form-data" novalidate data-send data-keep="suspicious" data-files="phishing" data-sends="phishing" data-kept="${say("edge.outbox.kept.sealed", { number: "{number}" })}" data-seal="${view.statics.sealScript}" data-key="${state.sealTo.keyId}" data-public="${state.sealTo.publicKey}"${workOf(state.challenge)}><input type="hidden" name="_key" value="${state.key}"><input type="hidden" name="_begun" value="${state.begun}">
${draw({ ...messageField, isRequired: true })}${draw(messageFiles)}<div data-file-list></div>
<p><button class="go">${say("portal.suspicious.send")}</button></p><p class="kept">${say("portal.suspicious.anonymous")}</p>
${draw(gaveField)}</form>${dangerBox(view)}`,
  });
}
