// The one question after sending: how easy it was. Four buttons, no text, nothing that tells who.
import { opinions } from "../../../backend/reporting/flow-times/model.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { backLink, page, type View } from "../view.ts";

export function opinionPart(view: View, state: { ticket?: string | undefined; hasSaid?: boolean | undefined }): Html {
  const { say } = view;
  if (state.hasSaid) return html`<p class="box done no-print" role="status">${say("flowtimes.ask.thanks")}</p>`;
  if (state.ticket === undefined) return html``;
  return html`<form class="no-print" method="post" action="/opinion"><h2 id="opinion">${say("flowtimes.ask.title")}</h2><p class="hint" id="h-opinion">${say("flowtimes.ask.hint")}</p><input type="hidden" name="ticket" value="${state.ticket}"><p class="row" role="group" aria-labelledby="opinion" aria-describedby="h-opinion">${opinions.map(
    (opinion) =>
      html`<button class="quiet" name="opinion" value="${opinion}">${say(`flowtimes.opinion.${opinion}`)}</button> `,
  )}</p></form>`;
}

/** For a receipt that stood on the answer to a form: there is nothing to go back to. */
export function opinionSaidPage(view: View): Html {
  const title = view.say("flowtimes.ask.thanks");
  return page(view, { title, path: "/", main: html`${backLink(view, "/")}<h1>${title}</h1>` });
}
