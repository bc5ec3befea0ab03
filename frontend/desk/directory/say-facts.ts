// Names, days and spans of the register in the language of the moment.
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, type Words } from "../../platform/words.ts";

/** A name out of the country file: in the language of the moment, else French, else whichever there is. */
export function nameIn(names: Record<string, string> | null): string | undefined {
  return names ? (names[currentLanguage()] ?? names["fr"] ?? Object.values(names)[0]) : undefined;
}

/** "2026-03-01" where the instant is a day's beginning in UTC, else date and time. */
export function sayDay(at: string): string {
  return /T00:00:00(\.0+)?Z$/.test(at) ? at.slice(0, 10) : formatInstant(at);
}

/** The instant at which a day of a date field begins in UTC; undefined while it is empty. */
export function beginningOf(day: string): string | undefined {
  return day === "" ? undefined : `${day}T00:00:00Z`;
}

/** "from 2024-01-01 until 2026-03-01", with what is not known left out. */
export function saySpan(t: Words, span: { heldFrom: string | null; heldUntil: string | null }): string {
  const { heldFrom, heldUntil } = span;
  if (heldFrom && heldUntil) return t("desk.directory.span.both", { from: sayDay(heldFrom), until: sayDay(heldUntil) });
  if (heldFrom) return t("desk.directory.span.from", { from: sayDay(heldFrom) });
  if (heldUntil) return t("desk.directory.span.until", { until: sayDay(heldUntil) });
  return t("desk.directory.span.always");
}
