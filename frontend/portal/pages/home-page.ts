// The first page: what do you want to do? One tap.
import { type Html, html } from "../../parts/page/html.ts";
import { page, type View } from "../view.ts";
import type { PublicStatements } from "../../../backend/coordination/public-lines/model.ts";
import { statementsNote } from "./crisis-pages.ts";
import { dangerBox } from "./numbers.ts";

const doors = [
  { key: "suspicious", href: "/suspicious" },
  { key: "citizen", href: "/report/citizen" },
  { key: "organisation", href: "/report/organisation" },
  { key: "regulated", href: "/report/regulated" },
  { key: "vulnerability", href: "/report/vulnerability" },
  { key: "receipt", href: "/receipt" },
] as const;

/** @param unfinished flows that have a draft on this device. */
export function homePage(view: View, unfinished: readonly string[], statements: PublicStatements): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.home.title"),
    isInstallable: true,
    main: html`${unfinished.map(
      (flow) =>
        html`<section class="box"><p><b>${say("portal.home.unfinished")}</b> ${say(`portal.home.${flow}`)}</p><p class="row"><a class="button" href="/report/${flow}/resume">${say("portal.home.resume")}</a></p><form method="post" action="/report/${flow}/drop" data-forget="${flow}"><button class="quiet">${say("portal.home.drop")}</button></form></section>`,
    )}<h1>${say("portal.home.title")}</h1><p class="lead">${say("portal.home.lead")}</p>${statementsNote(view, statements)}
<ul class="doors">${doors.map(({ key, href }) => html`<li><a href="${href}">${say(`portal.home.${key}`)}</a></li>`)}</ul>
${dangerBox(view)}<p><a href="/short">${say("edge.home.offline")}</a></p><p><a href="/elsewhere">${say("portal.home.elsewhere")}</a></p><p><a href="/questions">${say("advice.public.title")}</a></p><p><a href="/bound">${say("guide.title")}</a> · <a href="/trainings">${say("guide.trainings")}</a></p><p><a href="/complaint">${say("inspections.complain.title")}</a></p><p><a href="/statements">${say("crisis.public.title")}</a> · <a href="/reviews">${say("committee.public.title")}</a> · <a href="/annual-reports">${say("yearly.public.title")}</a> · <a href="/funds">${say("contributions.public.title")}</a></p>`,
  });
}

/** An organisation with a duty by law: what to do now, and the way to the organisation's questions. */
export function regulatedPage(view: View): Html {
  const { say, country } = view;
  return page(view, {
    title: say("portal.regulated.title"),
    main: html`<p class="back"><a href="/"><span aria-hidden="true">‹ </span>${say("portal.back")}</a></p><h1>${say("portal.regulated.title")}</h1>
<ol class="steps"><li>${say("portal.regulated.1")}</li><li>${say("portal.regulated.2")}</li><li>${say("portal.regulated.3", { cert: country.cert.name })}</li></ol>
<p class="box">${say("portal.voluntary")}</p>
${dangerBox(view)}<p><a class="button go" href="/report/organisation">${say("portal.regulated.go")}</a></p><p><a href="/bound">${say("guide.title")}</a></p><p><a href="/filing">${say("filings.guest.title")}</a></p>`,
  });
}
