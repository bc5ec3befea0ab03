// What an office's device shows before anybody can be helped: that it is not enrolled, the link that enrols it, the clerk's PIN.
import type { OfficeAtDevice, OfficeShift } from "../../../backend/identity/offices/model.ts";
import { sayHour } from "../../../backend/platform/words/say-instant.ts";
import { choiceGroup, mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { type Answers, answersOf } from "../flows/graph.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { page, type View } from "../view.ts";
import { dangerBox } from "./numbers.ts";

/** The answers again as hidden fields: nothing of a person is kept on the server before it is sent. */
export function carried(answers: Answers): Html {
  return html`${Object.keys(answers).flatMap((id) => answersOf(answers, id).map((value) => html`<input type="hidden" name="${id}" value="${value}">`))}`;
}

/** For everybody whose device is no office's: what the page is for, and where anybody can report for somebody else. */
export function notEnrolledPage(view: View): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.guichet.title"),
    path: "/guichet",
    main: html`<h1>${say("portal.guichet.title")}</h1><p class="lead">${say("office.closed.lead")}</p><p>${say("office.closed.anybody")}</p>
<p><a class="button go" href="/report/citizen">${say("office.closed.report")}</a></p><h2>${say("office.closed.title")}</h2><p>${say("office.closed.how")}</p>${dangerBox(view)}`,
  });
}

/** The link was opened: nothing is enrolled before the button is pressed, since some programs open links by themselves. */
export function enrolDevicePage(view: View, link: string, isGone: boolean): Html {
  const { say } = view;
  const title = say("office.enrol.title");
  if (isGone || link === "")
    return page(view, {
      title,
      path: "/guichet/device",
      main: html`<h1>${title}</h1><p>${say("office.enrol.gone")}</p><p><a class="button go" href="/guichet">${say("portal.guichet.title")}</a></p>`,
    });
  return page(view, {
    title,
    path: "/guichet/device",
    main: html`<h1>${title}</h1><p class="lead">${say("office.enrol.lead")}</p><p>${say("office.enrol.what")}</p>
<form method="post" action="/guichet/device"><input type="hidden" name="link" value="${link}"><p><button class="go">${say("office.enrol.act")}</button></p></form>`,
  });
}

/** Who works at this counter, and their PIN. Answers that were typed before a shift ended are carried on. */
export function shiftPage(
  view: View,
  office: OfficeAtDevice,
  state: { answers: Answers; clerk: string; mistakes: readonly Mistake[]; carry: Html | "" },
): Html {
  const { say } = view;
  const mistakeOf = (id: string): string | undefined => state.mistakes.find(({ fieldId }) => fieldId === id)?.text;
  const pinMistake = mistakeOf("pin");
  const shared = { mistakePrefix: say("portal.error.prefix"), isRequired: true };
  const title = say("office.shift.title", { office: office.officeName });
  return page(view, {
    title,
    hasMistakes: state.mistakes.length > 0,
    path: "/guichet",
    main: html`${mistakeSummary(say("portal.error.summary"), state.mistakes)}<h1>${title}</h1><p class="lead">${say("office.shift.lead")}</p>${
      office.clerks.length === 0
        ? html`<p class="box">${say("office.shift.nobody")}</p>`
        : html`<form class="guichet" method="post" action="/guichet/shift" novalidate autocomplete="off" data-leaves-nothing>${state.carry}${carried(state.answers)}
${choiceGroup({
  ...shared,
  name: "clerk",
  label: say("office.shift.clerk"),
  kind: "radio",
  choices: office.clerks.map(({ id, name }) => ({ value: id, label: name })),
  chosen: [state.clerk],
  isHeading: false,
  mistake: mistakeOf("clerk"),
})}<div class="field${pinMistake ? " bad" : ""}"><label class="label" for="f-pin">${say("office.shift.pin")}</label><p class="hint" id="h-pin">${say("office.shift.pin_hint")}</p>${
            pinMistake
              ? html`<p class="mistake" id="e-pin"><span class="vh">${shared.mistakePrefix}</span>${pinMistake}</p>`
              : ""
          }<input class="short" id="f-pin" name="pin" type="password" inputmode="numeric" maxlength="12" autocomplete="off" required aria-describedby="h-pin${pinMistake ? " e-pin" : ""}"></div>
<p><button class="go">${say("office.shift.act")}</button></p></form>`
    }`,
  });
}

/** Above each page of an open shift: which office and clerk, and the way to end it. */
export function shiftBar(view: View, shift: OfficeShift): Html {
  const { say, country } = view;
  const until = sayHour(new Date(shift.endsAt), country.timeZone);
  return html`<form class="shift no-print" method="post" action="/guichet/end"><p><b>${shift.officeName}</b> · ${shift.clerkName} · ${say("office.shift.until", { until })}</p><p><button class="quiet">${say("office.shift.end")}</button></p></form>`;
}
