// The short report: one page that works without a line. With script it is sealed on the device; without, it is a plain form.
import { abouts, beginnings, replies, type ShortMistake } from "../../../backend/intake/edge/short/model.ts";
import { limits } from "../../../backend/intake/model.ts";
import { choiceGroup, lineField, mistakeSummary, textField } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { backLink, fileWords, page, type View } from "../view.ts";
import { dangerBox } from "./numbers.ts";
import { filesType, sealedFilesPart } from "./sealed-files-part.ts";

export interface ShortState {
  values: Readonly<Record<string, string | undefined>>;
  mistakes: readonly ShortMistake[];
  /** What the script seals to. */
  key: { keyId: string; publicKey: string };
  /** What becomes of the text where there is no script. */
  plain: "core" | "edge" | "off";
}

/** Sentences that the script says, by their keys in the room `edge`. */
const spoken = [
  "short.sealing",
  "outbox.title",
  "outbox.waiting",
  "outbox.keeps",
  "outbox.keeps.open",
  "outbox.send",
  "outbox.sending",
  "outbox.offline",
  "outbox.later",
  "outbox.refused",
  "outbox.accepted",
  "outbox.received",
  "outbox.noted",
  "outbox.drop",
  "outbox.none",
  "outbox.files",
  "outbox.pieces.sent",
  "outbox.pieces.waiting",
  "outbox.pieces.lost",
  "outbox.pieces.noted",
  "accepted",
  "outbox.keep",
  "accepted.proof",
  "received",
  "short.e.about",
  "short.e.story",
  "short.e.long",
  "short.e.email",
  "short.e.phone",
] as const;

export function shortPage(view: View, state: ShortState): Html {
  const { say } = view;
  const mistakes = state.mistakes.map(({ field, key }) => ({ fieldId: field, text: say(key) }));
  return page(view, {
    title: say("edge.short.title"),
    hasMistakes: mistakes.length > 0,
    path: "/short",
    isInstallable: true,
    script: { src: view.statics.shortScript, words: outboxWords(view) },
    main: html`${backLink(view, "/")}<div data-outbox></div>${mistakeSummary(say("portal.error.summary"), mistakes)}<h1>${say("edge.short.title")}</h1><p class="lead">${say("edge.short.lead")}</p>
<p class="box"><span class="with-script" data-says="${say("edge.short.sealed")}"></span><span class="without-script">${say(`edge.short.plain.${state.plain}`)}</span></p>
<form method="post" action="/short"${filesType(state.plain)} data-short data-key="${state.key.keyId}" data-public="${state.key.publicKey}">
${drawFields(view, state, mistakes)}${sealedFilesPart(view, state.plain)}
${dangerBox(view)}
<p><button class="go"${state.plain === "off" ? html` data-needs-script` : ""}>${say("edge.short.send")}</button></p></form>
<nav aria-labelledby="others"><h2 id="others">${say("edge.short.others")}</h2><ul>${otherForms.map(
      ({ name, href }) => html`<li><a href="${href}">${say(`portal.home.${name}`)}</a></li>`,
    )}</ul></nav>`,
  });
}

/** The forms that the phone keeps with this page. */
const otherForms = [
  { name: "suspicious", href: "/suspicious" },
  { name: "citizen", href: "/report/citizen" },
  { name: "organisation", href: "/report/organisation" },
  { name: "regulated", href: "/report/regulated" },
  { name: "vulnerability", href: "/report/vulnerability" },
] as const;

/** What the outbox and the sealing form say, as JSON. */
export function outboxWords(view: View): string {
  const words: Record<string, string> = {};
  for (const key of spoken) words[key] = view.say(`edge.${key}`);
  words["outbox.number"] = view.say("edge.outbox.number", { number: "{number}" });
  words["outbox.pieces"] = view.say("edge.outbox.pieces", { percent: "{percent}" });
  words["files.left"] = view.say("edge.files.left", { names: "{names}" });
  Object.assign(words, fileWords(view.say));
  words["title"] = view.say("portal.error.summary");
  words["coreUrl"] = view.coreUrl ?? view.publicUrl;
  return JSON.stringify(words);
}

function drawFields(view: View, state: ShortState, mistakes: readonly { fieldId: string; text: string }[]): Html {
  const { say } = view;
  const mistakePrefix = say("portal.error.prefix");
  const of = (name: string): string => state.values[name] ?? "";
  const mistake = (name: string): string | undefined => mistakes.find(({ fieldId }) => fieldId === name)?.text;
  const optional = (text: string): Html => html`${text} <span class="optional">${say("portal.optional")}</span>`;
  const radio = (name: string, words: string, options: readonly string[], isRequired: boolean): Html =>
    choiceGroup({
      name,
      label: isRequired ? say(words) : optional(say(words)),
      mistake: mistake(name),
      mistakePrefix,
      isRequired,
      kind: "radio",
      choices: options.map((value) => ({ value, label: say(`${words}.o.${value}`) })),
      chosen: [of(name)],
      isHeading: false,
    });
  const line = (name: string, label: string, type: "text" | "email" | "tel", autocomplete: string): Html =>
    lineField({
      name,
      label: optional(label),
      mistake: mistake(name),
      mistakePrefix,
      isRequired: false,
      value: of(name),
      type,
      autocomplete,
    });
  return html`${radio("about", "edge.short.about", abouts, true)}${textField({
    name: "story",
    label: say("edge.short.story"),
    hint: say("edge.short.story.hint"),
    mistake: mistake("story"),
    mistakePrefix,
    isRequired: true,
    value: of("story"),
    rows: 8,
    max: limits.description,
  })}${radio("started", "portal.f.started", beginnings, false)}${radio("ongoing", "portal.f.ongoing", ["yes", "no", "unknown"], false)}
${line("organisation", say("edge.short.organisation"), "text", "organization")}${radio("reply", "edge.short.reply", replies, false)}
${line("name", say("portal.f.name"), "text", "name")}${line("email", say("edge.short.reply.mail"), "email", "email")}${line("phone", say("edge.short.reply.phone"), "tel", "tel")}`;
}
