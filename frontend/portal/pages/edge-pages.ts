// The pages of the portal at the edge: rendered once by `toguna edge build`, served as files; places to fill in are written {{name}}.
import { lineField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { backLink, page, type View } from "../view.ts";
import { dangerBox } from "./numbers.ts";

const doors = [
  { key: "portal.home.suspicious", href: "/suspicious" },
  { key: "portal.home.citizen", href: "/report/citizen" },
  { key: "portal.home.organisation", href: "/report/organisation" },
  { key: "portal.home.regulated", href: "/report/regulated" },
  { key: "portal.home.vulnerability", href: "/report/vulnerability" },
  { key: "edge.home.short", href: "/short" },
  { key: "edge.home.receipt", href: "/receipt" },
  { key: "advisories.public.title", href: "/advisories" },
  { key: "charts.public.footer", href: "/statistics" },
  { key: "portal.footer.help", href: "/help" },
] as const;

export function edgeHomePage(view: View): Html {
  const { say } = view;
  return page(view, {
    title: say("portal.home.title"),
    isInstallable: true,
    main: html`<h1>${say("portal.home.title")}</h1><p class="lead">${say("edge.home.note")}</p>
<ul class="doors">${doors.map(({ key, href }) => html`<li><a href="${href}">${say(key)}</a></li>`)}</ul>
${dangerBox(view)}<p><a href="${view.coreUrl}">${say("edge.home.core")}</a></p>`,
  });
}

export function edgeReceiptPage(view: View): Html {
  return receiptPage(view, "");
}

function receiptPage(view: View, above: Html | string): Html {
  const { say } = view;
  return page(view, {
    title: say("edge.receipt.title"),
    path: "/receipt",
    main: html`${backLink(view, "/")}<h1>${say("edge.receipt.title")}</h1>${above}
<form method="post" action="/receipt">${lineField({
      name: "digits",
      label: say("edge.receipt.label"),
      hint: say("edge.receipt.hint"),
      mistakePrefix: say("portal.error.prefix"),
      isRequired: true,
      value: "",
      inputMode: "numeric",
    })}<p><button class="go">${say("edge.receipt.look")}</button></p></form>${dangerBox(view)}`,
  });
}

const openThere = (view: View): Html =>
  html`<p><a class="button go" href="${view.coreUrl}/receipt?l={{locator}}">${view.say("edge.receipt.open")}</a></p>`;

function acceptedPage(view: View, lacking: Html | ""): Html {
  const { say } = view;
  return page(view, {
    title: say("edge.accepted.title"),
    path: "/short",
    isSlip: true,
    main: html`<h1>${say("edge.accepted.title")}</h1><section class="slip"><p class="label">${say("edge.receipt.label")}</p><p class="digits">{{receipt}}</p><p class="keep">${say("edge.accepted.keep")}</p><p class="aside">${say("edge.accepted.at", { at: "{{at}}" })}</p></section>
${lacking}<p class="box">${say("edge.accepted")}</p><p>${say("edge.accepted.proof")}</p><p><a href="/receipt">${say("edge.receipt.title")}</a></p>${dangerBox(view)}`,
  });
}

/** What is said after a form was sent or digits were typed, by name. */
export const edgeNotices: Readonly<Record<string, (view: View) => Html>> = {
  accepted: (view) => acceptedPage(view, ""),
  "accepted-text": (view) =>
    acceptedPage(view, html`<p class="box danger" role="alert">${view.say("edge.accepted.text")}</p>`),
  "receipt-waiting": (view) =>
    receiptPage(
      view,
      html`<p class="box" role="status">${view.say("edge.receipt.waiting")}</p><p class="aside">${view.say("edge.receipt.waiting.at", { at: "{{at}}" })}</p>`,
    ),
  "receipt-delivered": (view) =>
    receiptPage(
      view,
      html`<p class="box done" role="status">${view.say("edge.receipt.delivered")}</p><p class="digits">{{receipt}}</p><p class="aside">${view.say("edge.receipt.delivered.at", { at: "{{at}}" })}</p>${openThere(view)}`,
    ),
  "receipt-refused": (view) =>
    receiptPage(view, html`<p class="box danger" role="status">${view.say("edge.receipt.refused")}</p>`),
  "receipt-unknown": (view) =>
    receiptPage(view, html`<p class="box" role="status">${view.say("edge.receipt.unknown")}</p>${openThere(view)}`),
  "receipt-mistake": (view) =>
    receiptPage(view, html`<p class="box danger" role="alert">${view.say("edge.receipt.mistake")}</p>`),
  mistakes: (view) =>
    notice(
      view,
      "portal.error.summary",
      html`<ul>
        {{mistakes}}
      </ul>
      <p>${view.say("edge.short.mistakes")}</p>`,
    ),
  busy: (view) => notice(view, "edge.busy.title", html`<p>${view.say("edge.busy")}</p>`),
  "too-large": (view) => notice(view, "edge.too-large.title", html`<p>${view.say("edge.too-large")}</p>`),
  "plain-off": (view) => notice(view, "edge.busy.title", html`<p>${view.say("edge.short.plain.off")}</p>`),
  awaited: (view) =>
    notice(
      view,
      "edge.awaited.title",
      html`<p>${view.say("edge.awaited")}</p><p><a class="button go" href="${view.coreUrl}">${view.say("edge.missing.core")}</a></p>`,
      "/",
    ),
  missing: (view) =>
    notice(
      view,
      "edge.missing.title",
      html`<p>${view.say("edge.missing")}</p><p><a class="button go" href="${view.coreUrl}">${view.say("edge.missing.core")}</a></p>`,
      "/",
    ),
};

function notice(view: View, title: string, main: Html, path = "/short"): Html {
  return page(view, {
    title: view.say(title),
    path,
    main: html`<h1>${view.say(title)}</h1>${main}<p><a href="/">${view.say("portal.toStart")}</a></p>${dangerBox(view)}`,
  });
}
