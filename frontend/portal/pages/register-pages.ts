// What everybody may look up in the register: who is accredited on a day, and which services of the administration are online.
import { accreditationKinds, type PublicAccreditation } from "../../../backend/registry/accreditations/model.ts";
import type { PublicService } from "../../../backend/registry/services/model.ts";
import { flag, type Html, html } from "../../parts/page/html.ts";
import { backLink, page, type View } from "../view.ts";

export interface Asked {
  text: string;
  kind: string;
  on: string;
}

export function accreditedPage(
  view: View,
  asked: Asked,
  answer: { rows: PublicAccreditation[]; hasMore: boolean } | "bad_day" | undefined,
): Html {
  const { say } = view;
  const title = say("register.public.title");
  const mistake =
    answer === "bad_day" ? html`<p class="mistake" id="on-mistake">${say("register.public.bad_day")}</p>` : "";
  return page(view, {
    title,
    hasMistakes: answer === "bad_day",
    main: html`${backLink(view, "/")}<h1>${title}</h1><p class="lead">${say("register.public.lead")}</p>
<form method="get" action="/accredited"><div class="field"><label class="label" for="text">${say("register.public.find")}</label><input id="text" class="wide" name="text" value="${asked.text}" maxlength="100"></div>
<div class="field"><label class="label" for="kind">${say("register.public.kind")}</label><select id="kind" name="kind"><option value="">${say("register.accreditation.every_kind")}</option>${accreditationKinds.map(
      (kind) =>
        html`<option value="${kind}"${flag(kind === asked.kind, "selected")}>${say(`register.accreditation.kind.${kind}`)}</option>`,
    )}</select></div>
<div class="field"><label class="label" for="on">${say("register.public.on")}</label>${mistake}<input id="on" class="short" name="on" type="date" value="${asked.on}"${flag(answer === "bad_day", 'aria-describedby="on-mistake"')}></div>
<button class="button go">${say("register.public.go")}</button></form>${
      answer === undefined || answer === "bad_day" ? "" : drawAnswer(view, asked.on, answer)
    }<p>${say("register.public.extract")} ${["csv", "xlsx", "json"].map(
      (format) =>
        html`<a href="/api/v1/public/accreditations/extract?format=${format}&amp;language=${view.language}">${format.toUpperCase()}</a> `,
    )}</p><p><a href="/services">${say("register.public.services")}</a></p>`,
  });
}

function drawAnswer(
  view: View,
  day: string,
  { rows, hasMore }: { rows: PublicAccreditation[]; hasMore: boolean },
): Html {
  const { say } = view;
  return html`<h2 id="found">${say("register.public.found", { count: rows.length, day })}</h2>${
    rows.length === 0 ? html`<p>${say("register.public.nothing")}</p>` : ""
  }${rows.map((row) => drawOne(view, row))}${hasMore ? html`<p>${say("register.public.more")}</p>` : ""}`;
}

function drawOne(view: View, row: PublicAccreditation): Html {
  const { say } = view;
  const lines = [
    ["number", row.number],
    ["authority", row.authority],
    ["scope", row.scope],
    ["country", row.isForeign ? say("register.accreditation.foreign", { country: row.country }) : row.country],
    ["grantedOn", row.grantedOn],
    ["validUntil", row.validUntil ?? say("register.accreditation.no_end")],
    ["website", row.website],
    ["complaintPath", row.complaintPath],
  ].filter((line): line is [string, string] => Boolean(line[1]));
  return html`<section class="box${row.state === "valid" ? " done" : ""}"><h3>${row.name}</h3><p><b>${say(`register.public.state.${row.state}`)}</b>${
    row.stateSince ? html` (${say("register.accreditation.since_day", { day: row.stateSince })})` : ""
  }</p><p>${say(`register.accreditation.kind.${row.kind}`)}${row.isDemo ? html` · ${say("register.demo")}` : ""}</p><ul>${lines.map(
    ([name, value]) => html`<li>${say(`register.accreditation.field.${name}`)} : ${value}</li>`,
  )}</ul></section>`;
}

export function servicesPage(view: View, services: readonly PublicService[]): Html {
  const { say } = view;
  const title = say("register.public.services");
  return page(view, {
    title,
    main: html`${backLink(view, "/")}<h1>${title}</h1><p class="lead">${say("register.public.services_count", { count: services.length })}</p>
<p>${say("register.public.services_hint")}</p><ul>${services.map(
      (service) =>
        html`<li><a href="${service.url}" rel="noopener nofollow">${service.name}</a><br>${service.provider} · ${service.url}${
          service.since ? html` · ${say("register.service.since_day", { day: service.since })}` : ""
        }${service.isDemo ? html` · ${say("register.demo")}` : ""}</li>`,
    )}</ul><p><a href="/accredited">${say("register.public.footer")}</a></p>`,
  });
}
