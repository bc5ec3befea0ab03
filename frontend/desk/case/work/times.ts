// Instants to and from the fields of the browser, in the reader's zone or in UTC. Pure.

/** "2026-11-22T14:07" of an instant, as a field shows it; "" of none. */
export function toField(at: string | null, isUtc = false): string {
  if (at === null) return "";
  const date = new Date(at);
  if (isUtc) return date.toISOString().slice(0, date.getUTCSeconds() === 0 ? 16 : 19);
  const two = (value: number): string => String(value).padStart(2, "0");
  const clock = [two(date.getHours()), two(date.getMinutes())];
  if (date.getSeconds() !== 0) clock.push(two(date.getSeconds()));
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${clock.join(":")}`;
}

/** The instant of a field in RFC 3339; null of an empty or unreadable one. */
export function fromField(text: string, isUtc = false): string | null {
  if (text === "") return null;
  const date = new Date(isUtc ? `${text}Z` : text);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** "2026-11-22 14:07:31" in UTC, without seconds where there are none. */
export function sayUtc(at: string): string {
  return toField(at, true).replace("T", " ");
}

/** The same in the reader's zone. */
export function sayLocal(at: string): string {
  return toField(at).replace("T", " ");
}
