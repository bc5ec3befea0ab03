// The clerk's pages: everything on one page, the read-back in plain words, the receipt to hand over.
import type { OfficeShift } from "../../../backend/identity/offices/model.ts";
import type { SubmittedReport } from "../../../backend/intake/model.ts";
import { fileField, lineField, mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { type Answers, answerOf, answersOf } from "../flows/graph.ts";
import { guichetParts } from "../flows/guichet.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { nameIn, page, type View } from "../view.ts";
import { drawField } from "./field.ts";
import { dangerBox } from "./numbers.ts";
import { carried, shiftBar } from "./office-pages.ts";
import { receiptSlip } from "./receipt-slip.ts";

export interface GuichetState {
  answers: Answers;
  mistakes: readonly Mistake[];
  key: string;
  at: string;
  /** The signed second at which the page was begun. */
  begun: string;
  /** A paper slip that is keyed in, as it was typed; both empty for everybody who is here now. */
  slip: { number: string; written: string };
}

export function guichetPage(view: View, shift: OfficeShift, state: GuichetState): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.guichet.title"),
    hasMistakes: state.mistakes.length > 0,
    path: "/guichet",
    main: html`${mistakeSummary(say("portal.error.summary"), state.mistakes)}${shiftBar(view, shift)}<h1>${say("portal.guichet.title")}</h1><p class="lead">${say("portal.guichet.lead")}</p><p class="box without-script">${say("portal.guichet.noScript")}</p>
<form class="guichet" method="post" action="/guichet/review" novalidate autocomplete="off" data-leaves-nothing>${carriedState(state)}
${guichetParts.map(
  (part) =>
    html`<section><h2>${say(part.key)}</h2>${part.fields.filter((field) => view.canSeal || !field.needsKeepers).map((field) => drawField(view, field, { answers: state.answers, mistakes: state.mistakes, isHeading: false }))}</section>`,
)}${slipFields(view, state)}${dangerBox(view)}<p><button class="go">${say("portal.guichet.review")}</button></p></form>`,
  });
}

/** What makes a second tap the same report, and when the page was begun. */
export function carriedState(state: Pick<GuichetState, "key" | "at" | "begun">): Html {
  return html`<input type="hidden" name="_key" value="${state.key}"><input type="hidden" name="_at" value="${state.at}"><input type="hidden" name="_begun" value="${state.begun}">`;
}

/** For the days after one without the platform: the slip that a sheet belongs to, and the time that stands on it. */
function slipFields(view: View, { slip, mistakes }: GuichetState): Html {
  const { say } = view;
  const mistakeOf = (id: string): string | undefined => mistakes.find(({ fieldId }) => fieldId === id)?.text;
  const control = { isRequired: false, mistakePrefix: say("portal.error.prefix") };
  return html`<details${slip.number === "" && mistakeOf("slip") === undefined ? "" : html` open`}><summary>${say("crisis.guichet.title")}</summary><p class="hint">${say("crisis.guichet.hint")}</p>
${lineField({ ...control, name: "slip", label: say("crisis.guichet.slip"), value: slip.number, mistake: mistakeOf("slip"), inputMode: "numeric" })}
${lineField({ ...control, name: "slipWritten", label: say("crisis.guichet.written"), value: slip.written, mistake: mistakeOf("slipWritten"), type: "datetime-local" })}</details>`;
}

/** From the read-back on, the slip goes along unseen. */
function carriedSlip({ slip }: GuichetState): Html {
  return html`<input type="hidden" name="slip" value="${slip.number}"><input type="hidden" name="slipWritten" value="${slip.written}">`;
}

export function readBackPage(view: View, shift: OfficeShift, state: GuichetState): Html {
  const { say } = view;
  const { answers } = state;
  return page(view, {
    title: say("portal.guichet.readTitle"),
    hasMistakes: state.mistakes.length > 0,
    path: "/guichet",
    main: html`${mistakeSummary(say("portal.error.summary"), state.mistakes)}${shiftBar(view, shift)}<h1>${say("portal.guichet.readTitle")}</h1>
<div class="read-back" data-aloud="${say("portal.guichet.aloud")}" data-stop="${say("portal.guichet.aloudStop")}">${sentences(view, answers).map((sentence) => html`<p>${sentence}</p>`)}<p><b>${say("portal.guichet.read.right")}</b></p></div>
<form method="post" action="/guichet/send" enctype="multipart/form-data" autocomplete="off" data-leaves-nothing>${carriedState(state)}${carriedSlip(state)}${carried(answers)}
${fileField({
  name: "files",
  label: html`${say("portal.f.files")} <span class="optional">${say("portal.optional")}</span>`,
  mistake: state.mistakes.find(({ fieldId }) => fieldId === "files")?.text,
  mistakePrefix: say("portal.error.prefix"),
  isRequired: false,
})}<p class="row"><button class="go" id="f-send">${say("portal.guichet.send")}</button></p><p><button class="quiet" formaction="/guichet/edit" formenctype="application/x-www-form-urlencoded">${say("portal.guichet.edit")}</button></p></form>`,
  });
}

function sentences(view: View, answers: Answers): (string | Html)[] {
  const { say, language } = view;
  const label = (field: string, value: string): string => say(`portal.f.${field}.o.${value}`);
  const story = answerOf(answers, "story");
  const numbers = answerOf(answers, "numbers");
  const reply = answerOf(answers, "reply");
  const told = answersOf(answers, "tell").map((one) => label("tell", one));
  const ongoing = answerOf(answers, "ongoing");
  return [
    say(`portal.guichet.read.consent.${answerOf(answers, "consent")}`),
    say("portal.guichet.read.what", { what: label("what", answerOf(answers, "what")) }),
    say("portal.guichet.read.started", { when: label("started", answerOf(answers, "started")) }),
    ...(ongoing ? [say(`portal.guichet.read.ongoing.${ongoing}`)] : []),
    ...(story ? [html`${say("portal.guichet.read.story")} <q>${story}</q>`] : []),
    ...(numbers ? [html`${say("portal.guichet.read.numbers")} <span class="told">${numbers}</span>`] : []),
    say(`portal.guichet.read.reply.${reply}`, { reach: answerOf(answers, "reach") }),
    ...(reply !== "receipt" && ["sealed", "routed"].includes(answerOf(answers, "confidence"))
      ? [say("portal.guichet.read.sealed")]
      : []),
    told.length > 0
      ? say("portal.guichet.read.tell", { who: new Intl.ListFormat(language).format(told) })
      : say("portal.guichet.read.tellNobody"),
    ...areaSentence(view, answerOf(answers, "area")),
  ];
}

function areaSentence(view: View, id: string): string[] {
  if (!id) return [];
  const area = view.country.areas.find((one) => one.id === id);
  return [view.say("portal.guichet.read.area", { area: area ? nameIn(area.names, view.language) : id })];
}

/** What was keyed in from a slip: its person has the receipt already. */
export function slipKeyedPage(view: View, shift: OfficeShift, reference: string): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.receipt.title"),
    path: "/guichet",
    main: html`${shiftBar(view, shift)}<h1>${reference}</h1><p class="box">${say("crisis.guichet.done")}</p>
<form method="post" action="/guichet/next" data-leaves-nothing><p><button class="go">${say("portal.guichet.nextPerson")}</button></p></form>`,
  });
}

export function guichetSentPage(view: View, shift: OfficeShift, submitted: SubmittedReport, isReached: boolean): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.receipt.title"),
    isSlip: true,
    path: "/guichet",
    main: html`${shiftBar(view, shift)}<h1>${say("portal.receipt.title")}</h1><p class="no-print box">${say("portal.guichet.handOver")}</p>${receiptSlip(view, submitted, isReached)}
<p class="no-print needs-script"><button class="go quiet" type="button" data-print>${say("portal.receipt.print")}</button></p>
<form class="no-print" method="post" action="/guichet/next" data-leaves-nothing><p><button class="go">${say("portal.guichet.nextPerson")}</button></p></form>`,
  });
}
