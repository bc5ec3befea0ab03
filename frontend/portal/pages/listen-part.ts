// The question read aloud, where somebody recorded it: a plain player that loads nothing before it is pressed, the reader's language first.
import type { Recording } from "../../../backend/intake/spoken/model.ts";
import { type Html, html } from "../../parts/page/html.ts";
import type { View } from "../view.ts";

export function listenPart(view: View, recordings: readonly Recording[]): Html | "" {
  if (recordings.length === 0) return "";
  const own = view.begun?.tag ?? view.language;
  const sorted = [...recordings].sort(
    (a, b) => Number(b.language === own) - Number(a.language === own) || a.language.localeCompare(b.language),
  );
  return html`<div class="listen">${sorted.map((one) => drawOne(view, one))}</div>`;
}

/** Where a page of the edge has its players once the core has brought a recording; nothing until then. */
export function listenPlace(question: string): Html {
  return html`<!--listen ${question}-->`;
}

/** A player of each language, with the question and its version still open: what the edge puts into those places. */
export async function listenPlayers(view: View, languages: readonly string[]): Promise<Record<string, string>> {
  const open = { question: "QUESTION", version: "VERSION" };
  const players: Record<string, string> = {};
  for (const language of languages) players[language] = String(await drawOne(view, { ...open, language }));
  return players;
}

function drawOne(view: View, { question, language, version }: Recording): Html {
  const begun = view.offered.find(({ tag }) => tag === language);
  const key = `common.language.${language}`;
  const name = begun?.name ?? (view.tell.has(key) ? view.tell(key) : language);
  const label = view.tell("spoken.listen", { language: name });
  const address = `/audio/${question}?in=${language}&v=${version}`;
  return html`<p><span>${label}</span><audio controls preload="none" src="${address}" aria-label="${label}"><a href="${address}">${label}</a></audio></p>`;
}
