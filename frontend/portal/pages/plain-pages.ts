// Pages that only say something: help, what we keep, accessibility, and what went wrong.
import { sayDate } from "../../../backend/platform/words/say-instant.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { OwnProcessing } from "../../../backend/compliance/processing/own/model.ts";
import { backLink, page, type View } from "../view.ts";
import { drawOwnProcessing } from "./formality-pages.ts";
import { certLine, dangerBox, drawNumbers, emergencyLines, fraudLines } from "./numbers.ts";

export function helpPage(view: View): Html {
  const { say, country } = view;
  const emergency = emergencyLines(view);
  const fraud = fraudLines(view);
  const none = html`<p class="aside">${say("portal.help.none")}</p>`;
  return page(view, {
    title: say("portal.help.title"),
    main: html`${backLink(view, "/")}<h1>${say("portal.help.title")}</h1>
<h2>${say("portal.help.emergency")}</h2>${emergency.length > 0 ? drawNumbers(view, emergency) : none}
<h2>${say("portal.help.money")}</h2>${fraud.length > 0 ? drawNumbers(view, fraud) : none}
<h2>${say("portal.help.us")}</h2>${drawNumbers(view, [certLine(view)])}${
      country.cert.email
        ? html`<p>${say("portal.help.mail")} <a href="mailto:${country.cert.email}">${country.cert.email}</a></p>`
        : ""
    }<p>${say("portal.help.paper")}</p>`,
  });
}

export function privacyPage(view: View, own: OwnProcessing): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.privacy.title"),
    main: html`${backLink(view, "/")}<h1>${say("portal.privacy.title")}</h1>${[
      "anonymous",
      "named",
      ...(view.canSeal ? ["sealed"] : []),
      "files",
      "drafts",
      "cookies",
    ].map(
      (part) => html`<h2>${say(`portal.privacy.${part}.t`)}</h2><p>${say(`portal.privacy.${part}`)}</p>`,
    )}<p>${say("portal.privacy.effort")}</p>${drawOwnProcessing(view, own)}`,
  });
}

/** When the team that makes Toguna last went through the statement; changed with it. */
const accessibilityAssessedOn = "2026-11-23T12:00:00Z";

/** A statement with the parts of the European model (Implementing Decision (EU) 2018/1523): state, what is not good, how it was checked, whom to tell, and then. */
export function accessibilityPage(view: View): Html {
  const { say, country } = view;
  const date = sayDate(new Date(accessibilityAssessedOn), view.language, "UTC");
  const limits = ["aids", "browsers", "files", "pdf", "audio"] as const;
  return page(view, {
    title: say("portal.accessibility.title"),
    main: html`${backLink(view, "/")}<h1>${say("portal.accessibility.title")}</h1><p>${say("portal.accessibility.1")}</p><p>${say("team.accessibility.status")}</p>
<h2>${say("team.accessibility.limits")}</h2><ul>${limits.map((name) => html`<li>${say(`team.accessibility.limit.${name}`)}</li>`)}</ul>
<h2>${say("team.accessibility.how")}</h2><p>${say("team.accessibility.how.text", { date })}</p><p>${say("team.accessibility.how.rooms")}</p>
<h2>${say("team.accessibility.tell")}</h2><p>${say("team.accessibility.tell.text")} ${say("portal.accessibility.3")}</p>${drawNumbers(view, [certLine(view)])}${
      country.cert.email ? html`<p><a href="mailto:${country.cert.email}">${country.cert.email}</a></p>` : ""
    }<p><a href="/help">${say("portal.footer.help")}</a></p>
<h2>${say("team.accessibility.appeal")}</h2><p>${say("team.accessibility.appeal.text")}</p>`,
  });
}

/** A heading, a sentence, the way on: for what is missing, broken, foreign, too large, or over. */
export function noticePage(
  view: View,
  notice: "missing" | "broken" | "cut" | "foreign" | "tooLarge" | "forgotten" | "receipt.gone",
  way: { href: string; label: string } = { href: "/", label: "portal.toStart" },
): Html {
  const { say } = view;
  return page(view, {
    title: say(`portal.${notice}.title`),
    path: way.href,
    main: html`<h1>${say(`portal.${notice}.title`)}</h1><p>${say(`portal.${notice}`)}</p><p><a class="button go" href="${way.href}">${say(way.label)}</a></p>${dangerBox(view)}`,
  });
}

/** What was typed is kept, but cannot be taken just now. */
export function busyPage(view: View, minutes: number, backTo: string): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.error.summary"),
    path: backTo,
    main: html`<h1>${say("portal.error.summary")}</h1><p>${say("portal.error.busy", { minutes })}</p><p><a class="button go" href="${backTo}">${say("portal.back")}</a></p>${dangerBox(view)}`,
  });
}
