// "Am I bound by law?" as one form whose answer has an address of its own; and the trainings that everybody may come to.
import type { GuideAsked, GuideView } from "../../../backend/compliance/guide/model.ts";
import type { PublicTraining } from "../../../backend/reporting/awareness/model.ts";
import { choiceGroup } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { backLink, nameIn, page, type View } from "../view.ts";
import { dateOf } from "./times.ts";

export interface GuideState {
  asked: GuideAsked;
  guide: GuideView;
  /** The form was sent. */
  isAsked: boolean;
}

const groups = ["incident", "calendar", "event"] as const;

export function guidePage(view: View, { asked, guide, isAsked }: GuideState): Html {
  const { say } = view;
  const title = say("guide.title");
  return page(view, {
    title,
    isStamped: isAsked,
    main: html`${backLink(view, "/report/regulated")}<h1>${title}</h1><p class="lead">${say("guide.lead")}</p>${
      guide.hasLaw ? "" : html`<p class="box">${say("guide.no_law")}</p>`
    }${guide.isExample ? html`<p class="box">${say("guide.example")}</p>` : ""}${isAsked ? drawAnswer(view, guide) : ""}
<form method="get" action="/bound">${choiceGroup({
      name: "class",
      label: say("guide.classes"),
      hint: say("guide.classes.hint"),
      mistakePrefix: say("portal.error.prefix"),
      isRequired: false,
      kind: "checkbox",
      choices: guide.classes.map(({ id, name }) => ({ value: id, label: name })),
      chosen: asked.classes,
      isHeading: false,
    })}${choiceGroup({
      name: "people",
      label: say("guide.people"),
      hint: say("guide.people.hint"),
      mistakePrefix: say("portal.error.prefix"),
      isRequired: false,
      kind: "radio",
      choices: ["controller", "processor", "no"].map((value) => ({ value, label: say(`guide.people.${value}`) })),
      chosen: isAsked ? [asked.role ?? "no"] : [],
      isHeading: false,
    })}<p><button class="go">${say("guide.ask")}</button></p></form><p class="kept">${say("guide.kept")}</p>`,
  });
}

function drawAnswer(view: View, guide: GuideView): Html {
  const { say } = view;
  const found = guide.duties;
  return html`<section aria-labelledby="answer"><h2 id="answer">${say("guide.answer", { count: found.length })}</h2>${
    found.length === 0 ? html`<p class="box">${say("guide.none")}</p>` : ""
  }${groups.map((group) => {
    const mine = found.filter((duty) => duty.group === group);
    return mine.length === 0
      ? ""
      : html`<h3>${say(`guide.group.${group}`)}</h3><ul class="steps">${mine.map(
          (duty) =>
            html`<li><b>${duty.title}</b>, ${duty.addressee}<br>${duty.clockWords}<br><span class="aside">${duty.law}. ${say(`duties.verification.${duty.verification}`)}.</span></li>`,
        )}</ul>`;
  })}${guide.notices.map(({ packTitle, text }) => html`<p class="box"><b>${packTitle}</b> ${text}</p>`)}<p class="aside">${say("guide.texts", { texts: new Intl.ListFormat(view.language).format(guide.packs) })}</p><p class="box">${say("guide.caution")}</p>${
    guide.isExample
      ? ""
      : html`<p class="no-print"><a class="button go" href="/filing">${say("filings.guest.title")}</a></p>`
  }</section>`;
}

export function trainingsPage(view: View, trainings: readonly PublicTraining[]): Html {
  const { say } = view;
  const title = say("guide.trainings");
  return page(view, {
    title,
    main: html`${backLink(view, "/")}<h1>${title}</h1><p class="lead">${say("guide.trainings.lead")}</p>${
      trainings.length === 0 ? html`<p class="box">${say("guide.trainings.none")}</p>` : ""
    }<ul>${trainings.map(
      (one) =>
        html`<li><p><b>${one.name}</b><br>${say("guide.trainings.days", { from: dateOf(view, one.startsOn), until: dateOf(view, one.endsOn), same: one.startsOn === one.endsOn ? "yes" : "no" })}${one.areaNames === null ? "" : html` · ${nameIn(one.areaNames, view.language)}`}</p>${one.note === "" ? "" : html`<p class="told">${one.note}</p>`}</li>`,
    )}</ul><p><a href="/team">${say("team.public.title")}</a></p>`,
  });
}
