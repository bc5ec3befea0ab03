// Parts of a date as Sigma's time modifiers take them: read as written, with no conversion between time zones.

export const timeParts = ["minute", "hour", "day", "week", "month", "year"] as const;
export type TimePart = (typeof timeParts)[number];

const datePattern = /^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2}))?/;

/** @returns the part of an ISO-like date, or of seconds or milliseconds since 1970 (UTC); null where it is neither */
export function readTimePart(text: string, part: TimePart): number | null {
  const found = datePattern.exec(text);
  if (found !== null) {
    const [, year = "", month = "", day = "", hour, minute] = found;
    if (part === "week") return isoWeek(Number(year), Number(month), Number(day));
    const parts = { minute, hour, day, month, year };
    const value = parts[part];
    return value === undefined ? null : Number(value);
  }
  if (!/^\d{10}(?:\d{3})?(?:\.\d+)?$/.test(text)) return null;
  const isSeconds = text.split(".", 1)[0]?.length === 10;
  const date = new Date(Number(text) * (isSeconds ? 1000 : 1));
  return readTimePart(date.toISOString(), part);
}

/** Week of the year by ISO 8601, 1 to 53. */
function isoWeek(year: number, month: number, day: number): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const weekday = (date.getUTCDay() + 6) % 7;
  date.setUTCDate(date.getUTCDate() - weekday + 3);
  const firstThursday = Date.UTC(date.getUTCFullYear(), 0, 4);
  const firstWeekday = (new Date(firstThursday).getUTCDay() + 6) % 7;
  return 1 + Math.round((date.getTime() - firstThursday - (3 - firstWeekday) * 86_400_000) / 604_800_000);
}
