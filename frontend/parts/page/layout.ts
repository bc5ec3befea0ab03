// The frame of each public page: language, name, what is on it, help always in the same place.
import { flag, type Html, html } from "./html.ts";

export interface Frame {
  language: string;
  /** Of a language of one file: the one of the three that it falls back to, in which scripts tell their reports, and by whose rules it is written. */
  base?: { language: string; locale: string } | undefined;
  direction: "ltr" | "rtl";
  title: string;
  brand: string;
  skipLabel: string;
  languagesLabel: string;
  languages: readonly { code: string; name: string; href: string; isCurrent: boolean }[];
  /** A line above the page, for instance that the country is fictional. */
  strip?: string | undefined;
  /** A second one, for instance that a language is begun. */
  note?: Html | undefined;
  stylesheet: string;
  /** Styles that only some pages have. */
  styles: readonly string[];
  script: string;
  icon: string;
  /** Address of the web application's manifest. */
  manifest: string | undefined;
  /** Sentences that the script says; absent where no script is wanted. */
  scriptWords?: string | undefined;
  footer: readonly { href: string; label: string }[];
  main: Html;
  /** Where the page prints with a place for a stamp and a date: the words of both, and where it is from. */
  stamp?: { stamp: string; date: string; source: string } | undefined;
  /** True where the page prints as a receipt on A6. */
  isSlip: boolean;
}

export function layout(frame: Frame): Html {
  return html`<!doctype html>
<html lang="${frame.language}" dir="${frame.direction}"${frame.base === undefined ? "" : html` data-base="${frame.base.language}" data-locale="${frame.base.locale}"`}><head><meta charset="utf-8"><title>${frame.title}</title><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><link rel="icon" href="${frame.icon}" type="image/svg+xml">${frame.manifest ? html`<link rel="manifest" href="${frame.manifest}">` : ""}<link rel="stylesheet" href="${frame.stylesheet}">${frame.styles.map((style) => html`<link rel="stylesheet" href="${style}">`)}${
    frame.scriptWords === undefined ? "" : html`<script type="module" src="${frame.script}"></script>`
  }</head>
<body${flag(frame.isSlip, 'class="slip-page"')}${frame.scriptWords === undefined ? "" : html` data-words="${frame.scriptWords}"`}><a class="skip" href="#main">${frame.skipLabel}</a>
<header><div class="top"><a class="brand" href="/">${frame.brand}</a> <nav aria-label="${frame.languagesLabel}">${frame.languages.map(
    ({ code, name, href, isCurrent }) =>
      html` <a href="${href}" lang="${code}" hreflang="${code}" data-language${flag(isCurrent, 'aria-current="true"')}>${name}</a>`,
  )}</nav></div>${frame.strip ? html`<p class="strip">${frame.strip}</p>` : ""}${frame.note ? html`<p class="strip">${frame.note}</p>` : ""}</header>
<main id="main" tabindex="-1">${frame.main}${frame.stamp ? html`<div class="stamp"><p>${frame.stamp.stamp}</p><p>${frame.stamp.date}</p><small>${frame.stamp.source}</small></div>` : ""}</main>
<footer><ul>${frame.footer.map(({ href, label }) => html`<li><a href="${href}">${label}</a></li>`)}</ul></footer>
</body></html>`;
}
