// What each page is given: the words of the reader's language, the country, the address it stands at.
import type { Language } from "../../backend/intake/model.ts";
import { type Html, html } from "../parts/page/html.ts";
import { layout } from "../parts/page/layout.ts";
import type { Names, PortalCountry } from "./core.ts";
import type { Say } from "./flows/to-report.ts";
import type { Begun } from "./options.ts";
import { ownWords } from "./request/mark-language.ts";
import type { Statics } from "./load-statics.ts";

export interface View {
  /** In which texts, dates and reports are; of a language that is begun the one it falls back to. */
  language: Language;
  say: Say;
  /** The same in `language` alone: for what is stored or sent. */
  tell: Say;
  /** The language of one file, begun or complete, when the reader chose one. */
  begun?: Begun | undefined;
  /** Those that are offered here. */
  offered: readonly Begun[];
  country: PortalCountry;
  /** Path with query, for the language links. */
  path: string;
  publicUrl: string;
  statics: Statics;
  now: Date;
  /** True while a question page or a page that sends is shown: only there is there work for the script. */
  hasScript: boolean;
  /** Names can be given in confidence here. */
  canSeal: boolean;
  /** On pages of the edge: where the whole portal is. Fewer pages stand here then. */
  coreUrl?: string;
}

export interface PageParts {
  title: string;
  main: Html;
  hasMistakes?: boolean;
  /** Where the language links lead, when the page was the answer to a POST. */
  path?: string;
  /** Styles beside the portal's own. */
  styles?: readonly string[];
  /** True where the page prints as a receipt on A6. */
  isSlip?: boolean;
  /** True where paper has a place for a stamp and a date. */
  isStamped?: boolean;
  /** True where the portal offers to be put on the home screen; elsewhere it would be a request more. */
  isInstallable?: boolean;
  /** Another script than the questions', with the sentences that it says, as JSON. */
  script?: { src: string; words: string };
}

/** A name in the reader's language, else English, else any. */
export function nameIn(names: Names, language: Language): string {
  return names[language] ?? names.en ?? Object.values(names)[0] ?? "";
}

/** Of a page: a complete language of one file is its own; of one that is begun the words are marked one by one. */
export function tagOf({ begun, language }: View): string {
  return begun?.state === "complete" ? begun.tag : language;
}

/** In which language a report is told here, and which one its reporter reads beside. */
export function tongueIn({ begun, language }: View): { language: Language; speaks?: string } {
  return begun?.state === "complete" ? { language, speaks: begun.tag } : { language };
}

/** A whole page. */
export function page(view: View, parts: PageParts): Html {
  const { say, language, country } = view;
  const prefix = parts.hasMistakes ? say("portal.error.prefix") : "";
  return layout({
    language: tagOf(view),
    base: view.begun?.state === "complete" ? { language, locale: view.begun.locale } : undefined,
    direction: view.begun?.direction ?? "ltr",
    title: `${prefix}${parts.title} – ${say("portal.brand")}`,
    brand: say("portal.brand"),
    skipLabel: say("portal.skip"),
    languagesLabel: say("portal.languages"),
    languages: [
      ...country.languages.map((code) => ({ code: code as string, name: view.tell(`common.language.${code}`) })),
      ...view.offered.map(({ tag, name }) => ({ code: tag, name })),
    ].map((one) => ({
      ...one,
      href: withLanguage(parts.path ?? view.path, one.code),
      isCurrent: one.code === (view.begun?.tag ?? language),
    })),
    strip: country.isFictional ? say("portal.fictional") : undefined,
    note:
      view.begun?.state === "begun"
        ? html`${ownWords(view.begun.name)}${view.tell("spoken.begun", { language: view.tell(`common.language.${language}`) })}`
        : undefined,
    stylesheet: view.statics.stylesheet,
    styles: parts.styles ?? [],
    script: parts.script?.src ?? view.statics.script,
    icon: view.statics.icon,
    scriptWords: parts.script?.words ?? (view.hasScript ? scriptWords(say) : undefined),
    manifest: parts.isInstallable ? "/manifest.webmanifest" : undefined,
    footer: footerOf(view),
    main: parts.main,
    isSlip: parts.isSlip ?? false,
    stamp:
      (parts.isStamped ?? parts.isSlip)
        ? {
            stamp: say("print.stamp"),
            date: say("print.date"),
            source: say("print.source", {
              address: view.publicUrl.replace(/^https?:\/\//, ""),
              team: country.cert.name,
            }),
          }
        : undefined,
  });
}

function footerOf({ say, coreUrl }: View): { href: string; label: string }[] {
  const everywhere = [
    { href: "/help", label: say("portal.footer.help") },
    { href: "/advisories", label: say("advisories.public.title") },
    { href: "/accessibility", label: say("portal.footer.accessibility") },
  ];
  if (coreUrl !== undefined) return everywhere;
  return [
    ...everywhere.slice(0, 2),
    { href: "/team", label: say("team.public.title") },
    { href: "/privacy", label: say("portal.footer.privacy") },
    { href: "/reviews", label: say("committee.public.title") },
    { href: "/statistics", label: say("charts.public.footer") },
    ...everywhere.slice(2),
    { href: "/claim", label: say("console.claim.footer") },
    { href: "/guichet", label: say("portal.footer.guichet") },
    { href: "/verify", label: say("log.page.footer") },
    { href: "/accredited", label: say("register.public.footer") },
  ];
}

function withLanguage(path: string, code: string): string {
  const [bare = "/", query = ""] = path.split("?");
  const wanted = new URLSearchParams(query);
  wanted.set("lang", code);
  return `${bare}?${wanted.toString()}`;
}

const spoken = [
  "offline",
  "noLine",
  "busy",
  "again",
  "open",
  "retry",
  "sending",
  "solving",
  "restored",
  "erase",
  "uploaded",
  "stay",
] as const;

function scriptWords(say: Say): string {
  const words: Record<string, string> = {};
  for (const key of spoken) words[key] = say(`portal.script.${key}`);
  // Sentences with values are filled in by the script: its placeholders are written {name}.
  const open = { at: "{at}", count: "{count}", name: "{name}", percent: "{percent}", max: "{max}" };
  for (const key of ["upload", "uploadFailed"]) words[key] = say(`portal.script.${key}`, open);
  return JSON.stringify({ ...words, ...fileWords(say) });
}

/** What the list of chosen files says. */
export function fileWords(say: Say): Record<string, string> {
  return {
    kb: say("portal.size.kb", { size: "{size}" }),
    remove: say("portal.files.remove", { name: "{name}" }),
    original: say("portal.files.original"),
    list: say("portal.files.list"),
  };
}

/** What the quick way out does; stands once on a page that has it. */
export function leaveHint({ say }: View): Html {
  return html`<p class="aside" id="leave">${say("portal.leave.hint")}</p>`;
}

/** "‹ Back"; beside it, for people who may be watched, the quick way out: in sight without scrolling, and in nobody's way. */
export function backLink(view: View, href: string, isWatched = false): Html {
  const { say } = view;
  const leave = isWatched
    ? html`<a class="button quiet leave" href="/leave" data-leave aria-describedby="leave">${say("portal.leave")}</a>`
    : "";
  return html`<div class="back"><a href="${href}"><span aria-hidden="true">‹ </span>${say("portal.back")}</a>${leave}</div>`;
}
