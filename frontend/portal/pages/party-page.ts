// A vendor behind its link: the code, then its own part of the case, where it says how its product stands, agrees to the date, and writes to the team. No script.
import { cellStatuses, justifications } from "../../../backend/coordination/disclosure/model.ts";
import type { PartyLinkView, PartyView } from "../../../backend/coordination/disclosure/views/model.ts";
import { choiceGroup, lineField, listField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { Mistake } from "../flows/read-answers.ts";
import { page, type View } from "../view.ts";
import { codePart, type CodeSaid } from "./code-part.ts";

export interface PartyState {
  token: string;
  said: CodeSaid | "taken" | "changed";
  mistakes: readonly Mistake[];
}

const minute = (at: string): string => `${at.slice(0, 16).replace("T", " ")} UTC`;

export function closedPartyPage(
  view: View,
  link: Extract<PartyLinkView, { state: "closed" }>,
  state: PartyState,
): Html {
  const { say } = view;
  return frame(
    view,
    state,
    html`<h1>${say("disclosure.party.closed")}</h1><p class="lead">${say("disclosure.party.closed_lead")}</p>
${codePart(view, link, { said: state.said === "sent" || state.said === "no_phone" ? state.said : undefined, mistakes: state.mistakes, askAt: `/v/${state.token}/code`, openAt: `/v/${state.token}`, open: say("talking.link.open") })}${
  link.isRegistered
    ? html`<p class="hint">${say("disclosure.party.room")} <a href="/console/vulnerabilities">/console</a></p>`
    : ""
}`,
  );
}

export function openPartyPage(view: View, party: PartyView, state: PartyState): Html {
  const { say } = view;
  return frame(
    view,
    state,
    html`<h1>${say("disclosure.party.title", { product: party.product })}</h1>
<p class="hint">D#${party.handle} · ${party.name} · TLP:AMBER+STRICT</p><p class="lead">${say("disclosure.party.lead")}</p>
${state.said === "taken" ? html`<p class="box done" role="status">${say("disclosure.party.taken")}</p>` : ""}${
  state.said === "changed" ? html`<p class="box" role="status">${say("disclosure.refused.changed")}</p>` : ""
}${
  party.publishedNumber === null
    ? ""
    : html`<p class="box">${say("disclosure.party.public")} <a href="/advisories/${party.publishedNumber}">${party.publishedNumber}</a></p>`
}${embargoPart(view, party, state)}
${party.flaws.map((flaw) => flawPart(view, party, flaw, state))}
${party.others === null ? "" : html`<h2>${say("disclosure.party.others")}</h2>${party.others.length === 0 ? html`<p>${say("disclosure.party.nobody")}</p>` : html`<ul>${party.others.map((name) => html`<li>${name}</li>`)}</ul>`}`}
<h2>${say("disclosure.party.posts")}</h2>${
      party.posts.length === 0
        ? html`<p class="aside">${say("disclosure.party.no_posts")}</p>`
        : html`<ol class="messages">${party.posts.map(
            (post) =>
              html`<li class="from-${post.isOwn ? "reporter" : "desk"}"><p class="aside"><b>${say(post.isOwn ? "disclosure.party.you" : "disclosure.party.team")}</b> · ${minute(post.at)}${post.isToAll ? html` · ${say("disclosure.party.to_all")}` : ""}</p><p class="told">${post.body}</p></li>`,
          )}</ol>`
    }
<form method="post" action="/v/${state.token}/post" novalidate>${textField({
      mistakePrefix: say("portal.error.prefix"),
      isRequired: true,
      name: "body",
      label: say("disclosure.party.write"),
      hint: say("disclosure.party.write_hint"),
      value: "",
      rows: 4,
      max: 20_000,
      mistake: mistakeOf(state, "body"),
    })}<p><button class="go">${say("talking.link.send")}</button></p></form>`,
  );
}

function embargoPart({ say }: View, { embargo, publishedNumber }: PartyView, { token }: PartyState): Html | "" {
  if (embargo === null || publishedNumber !== null) return "";
  return html`<section class="box"><h2>${say("disclosure.embargo.title")}</h2><p><b>${minute(embargo.until)}</b></p><p class="told">${embargo.reason}</p>
${embargo.answer === null ? "" : html`<p>${say(`disclosure.embargo.you_${embargo.answer}`)}</p>`}
<form method="post" action="/v/${token}/consent"><input type="hidden" name="embargoId" value="${embargo.id}"><p><button class="go" name="answer" value="agreed">${say("disclosure.embargo.agree")}</button></p><p><button class="go quiet" name="answer" value="refused">${say("disclosure.embargo.refuse")}</button></p></form></section>`;
}

function flawPart(view: View, party: PartyView, flaw: PartyView["flaws"][number], state: PartyState): Html {
  const { say } = view;
  const own = party.own.filter(({ flawId }) => flawId === flaw.id);
  const shared = party.shared.filter(({ flawId }) => flawId === flaw.id);
  const name = (field: string): string => `${field}-${flaw.ordinal}`;
  const mistakePrefix = say("portal.error.prefix");
  return html`<section><h2>${flaw.ordinal}. ${flaw.title}</h2><p class="hint">${flaw.cveId ?? say("disclosure.public.no_cve")}${flaw.cwe === null ? "" : ` · ${flaw.cwe}`}</p><p class="told">${flaw.description}</p>
${
  own.length === 0
    ? ""
    : html`<h3>${say("disclosure.party.own")}</h3><ul>${own.map(
        (one) =>
          html`<li><b>${say(`disclosure.status.${one.status}`)}</b>${one.versions === "" ? "" : html` (${one.versions})`} · ${minute(one.saidAt)} · ${say(`disclosure.said.${one.state}`)}${one.body === "" ? "" : html`<p class="told">${one.body}</p>`}</li>`,
      )}</ul>`
}${
  shared.length === 0
    ? ""
    : html`<h3>${say("disclosure.party.shared")}</h3><ul>${shared.map(
        (one) =>
          html`<li>${one.vendor ?? say("disclosure.party.another")}: <b>${say(`disclosure.status.${one.status}`)}</b>${one.versions === "" ? "" : html` (${one.versions})`}${one.body === "" ? "" : html`<p class="told">${one.body}</p>`}</li>`,
      )}</ul>`
}
<form method="post" action="/v/${state.token}/statement" novalidate><input type="hidden" name="flaw" value="${flaw.ordinal}">${choiceGroup(
    {
      kind: "radio",
      name: name("status"),
      label: say("disclosure.party.status"),
      mistakePrefix,
      mistake: mistakeOf(state, name("status")),
      isRequired: true,
      isHeading: false,
      choices: cellStatuses.map((value) => ({ value, label: say(`disclosure.status.${value}`) })),
      chosen: [],
    },
  )}${listField({
    name: name("justification"),
    label: say("disclosure.party.why"),
    hint: say("disclosure.party.why_hint"),
    mistakePrefix,
    isRequired: false,
    value: "",
    choices: [
      { value: "", label: "—" },
      ...justifications.map((value) => ({ value, label: say(`disclosure.why.${value}`) })),
    ],
  })}${lineField({
    name: name("versions"),
    label: say("disclosure.party.versions"),
    hint: say("disclosure.party.versions_hint"),
    mistakePrefix,
    isRequired: false,
    value: "",
  })}${textField({
    name: name("body"),
    label: say("disclosure.party.body"),
    hint: say("disclosure.party.body_hint"),
    mistakePrefix,
    isRequired: false,
    value: "",
    rows: 4,
    max: 10_000,
  })}${textField({
    name: name("refs"),
    label: say("disclosure.party.refs"),
    mistakePrefix,
    isRequired: false,
    value: "",
    rows: 2,
  })}<p><button class="go">${say("disclosure.party.say")}</button></p></form></section>`;
}

function mistakeOf(state: PartyState, field: string): string | undefined {
  return state.mistakes.find(({ fieldId }) => fieldId === field)?.text;
}

export function partyGone(view: View): Html {
  const { say } = view;
  return frame(
    view,
    { token: "", said: undefined, mistakes: [] },
    html`<h1>${say("disclosure.party.closed")}</h1><p class="lead">${say("talking.link.gone")}</p>`,
  );
}

function frame(view: View, { mistakes }: PartyState, main: Html): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("disclosure.party.closed"),
      hasMistakes: mistakes.length > 0,
      main: html`${mistakeSummary(say("portal.error.summary"), [...mistakes])}${main}`,
    },
  );
}
