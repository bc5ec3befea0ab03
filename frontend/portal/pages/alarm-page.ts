// The page behind an alarm's link: for whom it was sent and since when, and one button; no word of what it is about.
import { sayInstant } from "../../../backend/platform/words/say-instant.ts";
import type { AlarmLinkView } from "../../../backend/reporting/rota/model.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { page, type View } from "../view.ts";

export function alarmPage(view: View, alarm: AlarmLinkView, token: string): Html {
  const { say } = view;
  const when = sayInstant(new Date(alarm.raisedAt), view.language, view.country.timeZone);
  return frame(
    view,
    html`<p class="lead">${say("rota.link.lead", { when, name: alarm.name })}</p><p>${say("rota.link.explain")}</p>
<form method="post" action="/alarm/${token}"><p><button class="go">${say("rota.link.have")}</button></p></form>`,
  );
}

export function alarmSaid(view: View, key: "done" | "has" | "gone"): Html {
  return frame(view, html`<p class="lead">${view.say(`rota.link.${key}`)}</p>`);
}

function frame(view: View, main: Html): Html {
  const title = view.say("rota.link.title");
  return page({ ...view, hasScript: false }, { title, main: html`<h1>${title}</h1>${main}` });
}
