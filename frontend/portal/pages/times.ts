// Days and times as the portal says them: in the reader's language, where the country is, its offset named.
import { sayDate, sayInstant } from "../../../backend/platform/words/say-instant.ts";
import { ownWords } from "../request/mark-language.ts";
import type { View } from "../view.ts";

/** Marked, where the page is in two languages. */
const asOwn = (view: View, text: string): string => (view.begun?.state === "begun" ? ownWords(text) : text);

/** "22 novembre 2026" of "2026-11-22". */
export function dateOf(view: View, date: string): string {
  return say(view, new Date(`${date}T00:00:00Z`), "UTC");
}

/** The day that it was in the country at an instant. */
export function dayOf(view: View, at: string): string {
  return say(view, new Date(at), view.country.timeZone);
}

/** Day, hour and zone of an instant, where the country is. */
export function momentOf(view: View, at: string): string {
  const { timeZone } = view.country;
  return asOwn(view, sayInstant(new Date(at), view.begun?.locale ?? view.language, timeZone));
}

function say(view: View, at: Date, timeZone: string): string {
  return asOwn(view, sayDate(at, view.begun?.locale ?? view.language, timeZone));
}
