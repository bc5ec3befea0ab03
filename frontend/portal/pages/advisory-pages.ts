// Advisories as everybody reads them: the list, one with its revisions, and the pages by which a reader subscribes and leaves.
import {
  type Block,
  type Inline,
  isWithdrawn,
  type PublicAdvisory,
  readBlocks,
  textIn,
} from "../../../backend/coordination/advisories/model.ts";
import { lineField, mistakeSummary } from "../../parts/page/controls.ts";
import { type Html, html } from "../../parts/page/html.ts";
import { backLink, page, type View } from "../view.ts";
import { dayOf } from "./times.ts";

export function advisoriesPage(view: View, advisories: readonly PublicAdvisory[]): Html {
  const { say, language } = view;
  const rows = advisories.map((advisory) => {
    const found = textIn(advisory.texts, language);
    return html`<li><p><a href="/advisories/${advisory.number}"><b lang="${found?.language ?? language}">${found?.text.title ?? advisory.number}</b></a>${isWithdrawn(advisory) ? html` <b>(${say("advisories.public.kind.withdrawn")})</b>` : ""}<br>
<span class="hint">${advisory.number} · ${say(`advisories.severity.${advisory.severity}`)} · ${when(view, advisory)}</span></p></li>`;
  });
  return page(
    { ...view, hasScript: false },
    {
      title: say("advisories.public.title"),
      main: html`${backLink(view, "/")}<h1>${say("advisories.public.title")}</h1><p class="lead">${say("advisories.public.lead")}</p>
${rows.length === 0 ? html`<p class="aside">${say("advisories.public.none")}</p>` : html`<ul>${rows}</ul>`}
<p><a class="button" href="/subscribe">${say("advisories.public.subscribe")}</a></p>
<p class="hint">${say("advisories.public.feeds")} <a href="/advisories/atom.xml?lang=${language}">Atom</a> · <a href="/advisories/rss.xml?lang=${language}">RSS</a></p><p><a href="/disclosure-policy">${say("disclosure.policy.title")}</a></p>`,
    },
  );
}

function when(view: View, { publishedAt, firstPublishedAt, edition }: PublicAdvisory): string {
  const first = view.say("advisories.public.published", { when: dayOf(view, firstPublishedAt) });
  return edition === 1
    ? first
    : `${first}, ${view.say("advisories.public.revised", { when: dayOf(view, publishedAt) })}`;
}

export function advisoryPage(view: View, advisory: PublicAdvisory): Html {
  const { say, language } = view;
  const found = textIn(advisory.texts, language);
  if (!found) return advisoriesPage(view, []);
  const { text } = found;
  return page(
    { ...view, hasScript: false },
    {
      title: text.title,
      isStamped: true,
      main: html`${backLink(view, "/advisories")}<article lang="${found.language}"><h1>${text.title}</h1>
${isWithdrawn(advisory) ? html`<p class="box" lang="${language}"><b>${say("advisories.public.withdrawn", { when: dayOf(view, advisory.publishedAt) })}</b> ${advisory.history[0]?.note[language] ?? Object.values(advisory.history[0]?.note ?? {})[0] ?? ""}</p>` : ""}
<p class="hint" lang="${language}">${advisory.number} · ${say(`advisories.severity.${advisory.severity}`)} · ${when(view, advisory)} · TLP:CLEAR</p>${
        found.language === language
          ? ""
          : html`<p class="box" lang="${language}">${say("advisories.public.other_language")}</p>`
      }<p class="lead">${text.summary}</p>${blocksHtml(text.body)}</article>
<h2>${say("advisories.public.history")}</h2><ul>${advisory.history.map(
        ({ edition, kind, note, publishedAt }) =>
          html`<li>${edition}. ${say(`advisories.public.kind.${kind}`)}, <time datetime="${publishedAt}">${publishedAt.slice(0, 16).replace("T", " ")} UTC</time>${
            note[language] ? html`: ${note[language]}` : ""
          }</li>`,
      )}</ul>`,
    },
  );
}

/** The editor's plain writing as HTML; every text is escaped by the template. */
export function blocksHtml(source: string): Html {
  return html`${readBlocks(source).map(blockHtml)}`;
}

function blockHtml(block: Block): Html {
  switch (block.kind) {
    case "heading":
      return html`<h2>${block.inlines.map(inlineHtml)}</h2>`;
    case "paragraph":
      return html`<p>${block.inlines.map(inlineHtml)}</p>`;
    case "code":
      return html`<pre tabindex="0"><code>${block.text}</code></pre>`;
    case "list": {
      const items = block.items.map((inlines) => html`<li>${inlines.map(inlineHtml)}</li>`);
      return block.isOrdered ? html`<ol>${items}</ol>` : html`<ul>${items}</ul>`;
    }
  }
}

function inlineHtml(inline: Inline): Html {
  switch (inline.kind) {
    case "strong":
      return html`<strong>${inline.text}</strong>`;
    case "code":
      return html`<code>${inline.text}</code>`;
    case "link":
      return html`<a href="${inline.href}" rel="noopener noreferrer">${inline.text}</a>`;
    case "text":
      return html`${inline.text}`;
  }
}

export function subscribePage(view: View, state: { email: string; mistake?: string }): Html {
  const { say } = view;
  const { mistake } = state;
  return page(
    { ...view, hasScript: false },
    {
      title: say("advisories.subscribe.title"),
      hasMistakes: mistake !== undefined,
      main: html`${backLink(view, "/advisories")}${mistakeSummary(say("portal.error.summary"), mistake === undefined ? [] : [{ fieldId: "email", text: mistake }])}
<h1>${say("advisories.subscribe.title")}</h1><p class="lead">${say("advisories.subscribe.lead")}</p>
<form method="post" action="/subscribe" novalidate>${lineField({
        mistakePrefix: say("portal.error.prefix"),
        isRequired: true,
        name: "email",
        label: say("advisories.subscribe.email"),
        value: state.email,
        type: "email",
        inputMode: "email",
        autocomplete: "email",
        mistake,
      })}<p><button class="go">${say("advisories.subscribe.send")}</button></p></form>`,
    },
  );
}

/** A page with one button: nothing happens before it is pressed. */
export function subscriptionPage(view: View, use: "subscribe" | "unsubscribe", token: string): Html {
  const { say } = view;
  const [title, act] = use === "subscribe" ? ["confirm_title", "confirm"] : ["leave_title", "leave"];
  return page(
    { ...view, hasScript: false },
    {
      title: say(`advisories.subscribe.${title}`),
      main: html`<h1>${say(`advisories.subscribe.${title}`)}</h1><form method="post" action="/${use}/${token}"><p><button class="go">${say(`advisories.subscribe.${act}`)}</button></p></form>`,
    },
  );
}

export function subscriptionSaid(view: View, key: "sent" | "confirmed" | "left" | "gone"): Html {
  const { say } = view;
  return page(
    { ...view, hasScript: false },
    {
      title: say("advisories.public.title"),
      main: html`<h1>${say("advisories.public.title")}</h1><p class="lead">${say(`advisories.subscribe.${key}`)}</p><p><a href="/advisories">${say("advisories.public.title")}</a></p>`,
    },
  );
}
