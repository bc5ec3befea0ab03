// Where anybody checks a proof of the log, in the browser alone: files are read here and go nowhere. Without script it says how the command does it.
import { type Html, html } from "../../parts/page/html.ts";
import { backLink, page, type View } from "../view.ts";

export interface LogTrust {
  /** The log's verifier key, as this server says it; the reader may put another one in its place. */
  verifierKey: string;
  /** Witnesses and quorum (C2SP tlog-policy). */
  policy: string;
}

export function verifyPage(view: View, trust: LogTrust, messages: Record<string, string>): Html {
  const { say } = view;
  const title = say("log.page.title");
  return page(view, {
    title,
    script: { src: view.statics.verifyScript, words: JSON.stringify(messages) },
    main: html`${backLink(view, "/")}<h1>${title}</h1><p class="lead">${say("log.page.lead")}</p>
<noscript><div class="box"><p>${say("log.page.no_script")}</p><pre class="told">npx toguna log verify FILE --key "${trust.verifierKey}"</pre></div></noscript>
<form class="needs-script" data-verify novalidate><div class="field"><label class="label" for="files">${say("log.page.files")}</label><p class="hint" id="files-hint">${say("log.page.files_hint")}</p><input id="files" type="file" multiple aria-describedby="files-hint"></div>
<details class="field"><summary>${say("log.page.trust")}</summary><p>${say("log.page.trust_hint")}</p>
<div class="field"><label class="label" for="key">${say("log.page.key")}</label><p class="hint" id="key-hint">${say("log.page.key_hint")}</p><textarea id="key" rows="3" spellcheck="false" autocapitalize="off" aria-describedby="key-hint">${trust.verifierKey}</textarea></div>
<div class="field"><label class="label" for="policy">${say("log.page.policy")}</label><p class="hint" id="policy-hint">${say("log.page.policy_hint")}</p><textarea id="policy" rows="4" spellcheck="false" autocapitalize="off" aria-describedby="policy-hint">${trust.policy}</textarea></div>
<div class="field"><label class="label" for="before">${say("log.page.before")}</label><p class="hint" id="before-hint">${say("log.page.before_hint")}</p><input id="before" type="datetime-local" step="1" aria-describedby="before-hint"></div></details></form>
<div id="results" role="status" aria-live="polite"></div>
<h2>${say("log.page.how.t")}</h2><p>${say("log.page.how")}</p>
<ul><li><a href="/log/checkpoint">${say("log.page.checkpoint")}</a></li><li><a href="/log/policy">${say("log.page.policy_link")}</a></li></ul>`,
  });
}
