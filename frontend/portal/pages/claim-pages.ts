// Claiming an organisation's entry: look for it, say who one is, and the claim's own page with what it needs now.
import { sectors } from "../../../backend/registry/sectors/model.ts";
import type { ClaimLook, FoundEntry } from "../../../backend/registry/enrolment/model.ts";
import { lineField, listField, mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { backLink, nameIn, page, type View } from "../view.ts";

export type Typed = Record<string, string>;

const mistakeOf = (mistakes: readonly Mistake[], field: string): string | undefined =>
  mistakes.find(({ fieldId }) => fieldId === field)?.text;

function line(
  view: View,
  typed: Typed,
  mistakes: readonly Mistake[],
  name: string,
  more: { type?: "email"; hint?: string } = {},
): Html {
  return lineField({
    name,
    label: view.say(`console.claim.${name}`),
    hint: more.hint,
    mistake: mistakeOf(mistakes, name),
    mistakePrefix: view.say("portal.error.prefix"),
    isRequired: true,
    value: typed[name] ?? "",
    type: more.type,
    inputMode: more.type,
    autocomplete: name === "email" ? "email" : name === "personName" ? "name" : undefined,
  });
}

/** The search and what it found. @param found undefined before anything was looked for. */
export function findPage(
  view: View,
  state: { words: string; found: FoundEntry[] | undefined; mistakes: readonly Mistake[] },
): Html {
  const { say } = view;
  const { found, words, mistakes } = state;
  return page(
    { ...view, hasScript: false },
    {
      title: say("console.claim.title"),
      path: "/claim",
      hasMistakes: mistakes.length > 0,
      main: html`${backLink(view, "/")}${mistakeSummary(say("portal.error.summary"), mistakes)}<h1>${say("console.claim.title")}</h1><p class="lead">${say("console.claim.lead")}</p>
<form method="get" action="/claim" novalidate>${lineField({
        name: "q",
        label: say("console.claim.q"),
        hint: say("console.claim.q_hint"),
        mistake: mistakeOf(mistakes, "q"),
        mistakePrefix: say("portal.error.prefix"),
        isRequired: true,
        value: words,
      })}<p><button class="go">${say("console.claim.find")}</button></p></form>${found === undefined ? "" : foundList(view, found)}`,
    },
  );
}

function foundList(view: View, found: FoundEntry[]): Html {
  const { say, language } = view;
  const none = html`<p>${say("console.claim.none")}</p>`;
  const items = found.map(
    (entry) =>
      html`<li><a href="/claim/start?entry=${entry.id}">${entry.name}</a><p class="aside">${[
        say(`console.sector.${entry.sector}`),
        entry.areaNames ? nameIn(entry.areaNames, language) : "",
        entry.reference,
      ]
        .filter(Boolean)
        .join(" · ")}</p></li>`,
  );
  return html`<section aria-labelledby="found"><h2 id="found">${say("console.claim.found", { count: found.length })}</h2>${
    found.length > 0 ? html`<ul class="found">${items}</ul>` : none
  }<p><a href="/claim/new">${say("console.claim.not_there")}</a></p></section>`;
}

export function startPage(view: View, state: { entry: FoundEntry; typed: Typed; mistakes: readonly Mistake[] }): Html {
  const { say } = view;
  const { entry, typed, mistakes } = state;
  const title = say("console.claim.start_title", { name: entry.name });
  return page(
    { ...view, hasScript: false },
    {
      title,
      hasMistakes: mistakes.length > 0,
      path: `/claim/start?entry=${entry.id}`,
      main: html`${backLink(view, "/claim")}${mistakeSummary(say("portal.error.summary"), mistakes)}<h1>${title}</h1><p>${say("console.claim.start_lead")}</p>
<form method="post" action="/claim/start" novalidate><input type="hidden" name="entry" value="${entry.id}">
${line(view, typed, mistakes, "personName")}${line(view, typed, mistakes, "email", { type: "email", hint: say("console.claim.email_hint") })}
<p><button class="go">${say("console.claim.send")}</button></p></form><p class="aside">${say("console.claim.kept")}</p>`,
    },
  );
}

export function newPage(view: View, state: { typed: Typed; mistakes: readonly Mistake[] }): Html {
  const { say } = view;
  const { typed, mistakes } = state;
  return page(
    { ...view, hasScript: false },
    {
      title: say("console.claim.new_title"),
      hasMistakes: mistakes.length > 0,
      path: "/claim/new",
      main: html`${backLink(view, "/claim")}${mistakeSummary(say("portal.error.summary"), mistakes)}<h1>${say("console.claim.new_title")}</h1><p>${say("console.claim.new_lead")}</p>
<form method="post" action="/claim/new" novalidate>${line(view, typed, mistakes, "name")}${listField({
        name: "sector",
        label: say("console.claim.sector"),
        mistake: mistakeOf(mistakes, "sector"),
        mistakePrefix: say("portal.error.prefix"),
        isRequired: true,
        value: typed["sector"] ?? "",
        choices: [
          { value: "", label: say("console.claim.choose") },
          ...sectors.map((sector) => ({ value: sector, label: say(`console.sector.${sector}`) })),
        ],
      })}${line(view, typed, mistakes, "place", { hint: say("console.claim.place_hint") })}${line(view, typed, mistakes, "personName")}${line(view, typed, mistakes, "email", { type: "email", hint: say("console.claim.email_hint") })}
<p><button class="go">${say("console.claim.send")}</button></p></form><p class="aside">${say("console.claim.kept")}</p>`,
    },
  );
}

/** After sending: the same whatever was known of the address. */
export function mailedPage(view: View, email: string): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("console.claim.mailed_title"),
      path: "/claim",
      main: html`<h1>${say("console.claim.mailed_title")}</h1><p>${say("console.claim.mailed", { email })}</p><p>${say("console.claim.mailed_none")}</p><p><a class="button go" href="/">${say("portal.toStart")}</a></p>`,
    },
  );
}

export function gonePage(view: View): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("console.claim.gone_title"),
      path: "/claim",
      main: html`<h1>${say("console.claim.gone_title")}</h1><p>${say("console.claim.gone")}</p><p><a class="button go" href="/claim">${say("console.claim.again")}</a></p>`,
    },
  );
}

export interface OpenState {
  token: string;
  look: ClaimLook;
  typed: Typed;
  mistakes: readonly Mistake[];
}

/** The claim's own page. */
export function openClaimPage(view: View, state: OpenState): Html {
  const { say } = view;
  const { look, mistakes } = state;
  const title = look.needsConfirmation ? say("console.claim.confirm_title") : say(`console.claim.title.${look.state}`);
  return page(
    { ...view, hasScript: false },
    {
      title,
      hasMistakes: mistakes.length > 0,
      path: `/claim/open?c=${state.token}`,
      main: html`${mistakeSummary(say("portal.error.summary"), mistakes)}<h1>${title}</h1><p class="lead"><b>${look.entryName}</b></p>${body(view, state)}`,
    },
  );
}

function body(view: View, state: OpenState): Html {
  const { say } = view;
  const { look } = state;
  if (look.needsConfirmation)
    return html`<p>${say("console.claim.confirm_lead", { email: look.email })}</p>${act(state, "confirm", say("console.claim.confirm"))}<p class="aside">${say("console.claim.confirm_not")}</p>`;
  switch (look.state) {
    case "confirmed":
      return html`<p>${say("console.claim.prove_lead")}</p>${proofs(view, state)}`;
    case "approved":
      return look.isDone
        ? html`<p>${say("console.claim.done")}</p><p><a class="button go" href="/console/sign-in">${say("console.claim.sign_in")}</a></p>`
        : html`<p>${say("console.claim.enrol_lead")}</p>${act(state, "enrol", say("console.claim.enrol"))}`;
    case "refused":
      return html`<p>${say("console.claim.refused")}</p><p class="box">${look.reason}</p>`;
    case "asked":
    case "expired":
    case "waits_administrator":
    case "waits_desk":
      return html`<p>${say(`console.claim.wait.${look.isInRegister ? look.state : "new"}`)}</p>`;
  }
}

/** One button that does one thing. */
function act(state: OpenState, what: string, label: string, fields: Html | "" = "", isMain = true): Html {
  return html`<form method="post" action="/claim/${what}" novalidate><input type="hidden" name="c" value="${state.token}">${fields}<p><button class="${isMain ? "go" : "go quiet"}">${label}</button></p></form>`;
}

function proofs(view: View, state: OpenState): Html {
  const { say } = view;
  const { look, typed, mistakes } = state;
  const domain = line(view, typed, mistakes, "domain", { hint: say("console.claim.domain_hint") });
  const record = look.dns
    ? html`<p>${say("console.claim.dns_record")}</p><dl class="record"><dt>${say("console.claim.dns_name")}</dt><dd><code>${look.dns.name}</code></dd><dt>${say("console.claim.dns_type")}</dt><dd><code>TXT</code></dd><dt>${say("console.claim.dns_text")}</dt><dd><code>${look.dns.text}</code></dd></dl>${
        mistakeOf(mistakes, "dns")
          ? html`<p class="mistake" id="f-dns" tabindex="-1">${mistakeOf(mistakes, "dns")}</p>`
          : ""
      }${act(state, "check", say("console.claim.dns_check"))}`
    : "";
  return html`<section aria-labelledby="by-dns"><h2 id="by-dns">${say("console.claim.by_dns")}</h2><p>${say("console.claim.by_dns_lead")}</p>${record}${act(
    state,
    "dns",
    say(look.dns ? "console.claim.dns_other" : "console.claim.dns_choose"),
    domain,
    look.dns === null,
  )}</section>
<section aria-labelledby="by-letter"><h2 id="by-letter">${say("console.claim.by_letter")}</h2><p>${say("console.claim.by_letter_lead", { count: look.triesLeft })}</p>${
    look.triesLeft > 0
      ? act(state, "code", say("console.claim.code_use"), line(view, typed, mistakes, "code"), false)
      : ""
  }</section>
<section aria-labelledby="by-officer"><h2 id="by-officer">${say("console.claim.by_officer")}</h2><p>${say("console.claim.by_officer_lead")}</p>${act(state, "officer", say("console.claim.officer_ask"), "", false)}</section>`;
}
