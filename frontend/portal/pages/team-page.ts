// Who the team is, in the order of RFC 2350: what it says of itself, how to reach it, its keys.
import { type TeamDescription, type TeamText, textIn } from "../../../backend/registry/team/model.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { TeamKey } from "../core-team.ts";
import { backLink, page, type View } from "../view.ts";
import { dayOf } from "./times.ts";

const groups: readonly { id: "charter" | "policies" | "services" | "rest"; texts: readonly TeamText[] }[] = [
  { id: "charter", texts: ["mission", "constituency", "affiliation", "authority", "members"] },
  { id: "policies", texts: ["incidents", "cooperation", "communication"] },
  { id: "services", texts: ["response", "proactive"] },
  { id: "rest", texts: ["disclaimers"] },
];

export function teamPage(
  view: View,
  { description, keys }: { description: TeamDescription; keys: readonly TeamKey[] },
): Html {
  const { say, language } = view;
  const { facts, writtenAt, version } = description;
  const date = (iso: string): string => dayOf(view, iso);
  const contact: [string, Html | string][] = [
    [say("team.fact.email"), facts.email === "" ? "" : html`<a href="mailto:${facts.email}">${facts.email}</a>`],
    [say("team.fact.telephone"), telephone(facts.telephone)],
    [say("team.fact.emergencyTelephone"), telephone(facts.emergencyTelephone)],
    [say("team.fact.hours"), facts.hours],
    [say("team.fact.timeZone"), facts.timeZone],
    [say("team.fact.address"), facts.address],
    [say("team.fact.establishedOn"), facts.establishedOn === "" ? "" : date(`${facts.establishedOn}T12:00:00Z`)],
  ];
  return page(view, {
    title: say("team.public.title"),
    main: html`${backLink(view, "/")}<h1>${say("team.public.title")}</h1><p><b>${facts.name}</b> (${facts.shortName})</p><p>${say("team.public.lead")} ${
      writtenAt === null
        ? say("team.public.unwritten")
        : say("team.public.updated", { version: String(version), date: date(writtenAt) })
    }</p><p><a class="button go" href="/">${say("team.public.report")}</a></p><p><a href="/report/vulnerability">${say("team.public.weakness")}</a></p>
<h2>${say("team.group.contact")}</h2><dl class="answers">${contact
      .filter(([, value]) => value !== "")
      .map(([label, value]) => html`<dt>${label}</dt><dd>${value}</dd>`)}</dl>
<h2 id="keys">${say("team.public.keys")}</h2>${
      keys.length === 0
        ? html`<p>${say("team.public.no_key")}</p>`
        : keys.map(
            (key) =>
              html`<p><code class="digits">${key.fingerprint.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code><br>${key.userIds[0] ?? ""}${
                key.expiresAt === null ? "" : `, ${say("team.public.key_until", { date: date(key.expiresAt) })}`
              }</p><p><a href="/team-key.asc">${say("team.public.key_file")}</a></p>`,
          )
    }
${groups.map(({ id, texts }) => {
  // What is not said is left out here; the text of RFC 2350 has every heading.
  const said = texts.flatMap((name) => {
    const found = textIn(description, name, language);
    return found ? [{ name, ...found }] : [];
  });
  if (said.length === 0) return "";
  return html`<h2>${say(`team.group.${id}`)}</h2>${said.map((one) => {
    // A group of one has its heading already.
    const heading = texts.length > 1 ? html`<h3>${say(`team.text.${one.name}`)}</h3>` : "";
    const note = one.language === language ? "" : html`<p class="aside">${say("team.public.other_language")}</p>`;
    return html`${heading}${note}<p class="told" lang="${one.language}">${one.text}</p>`;
  })}`;
})}
<p><a href="/rfc2350.txt?lang=${language}">${say("team.public.text")}</a>${keys.length === 0 ? "" : ` (${say("team.public.signed")})`}</p>`,
  });
}

function telephone(number: string): Html | string {
  return number === "" ? "" : html`<a href="tel:${number.replaceAll(/[^+\d]/g, "")}">${number}</a>`;
}
