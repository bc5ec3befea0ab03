// An instant in words, with the zone that it is told in: one way of saying for rooms, portal, mails and papers. Pure; browsers use it too.
import { locales, wholeLanguage } from "./translate.ts";

const made = new Map<string, Intl.DateTimeFormat>();

interface Parts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  zone: string;
}

/** @param zone IANA, as "Africa/Bamako". @returns "UTC", "UTC+8", "UTC+5:45" or "UTC-3", by what holds there at that instant. */
export function sayOffset(at: Date, zone: string): string {
  return partsOf(at, zone).zone;
}

/** @param spoken a language of the catalogue or a locale. @returns "1er décembre 2026", "1 December 2026", "2026 оны 12 сарын 1": the day that it is in the zone. */
export function sayDate(at: Date, spoken: string, zone: string): string {
  const language = languageOf(spoken);
  const { year, month, day } = partsOf(at, zone);
  // Not every program that runs this knows Mongolian dates; laws write them so, with the month as a number.
  if (language === "mn") return `${year} оны ${Number(month)} сарын ${Number(day)}`;
  const long = formatOf(localeOf(spoken), { day: "numeric", month: "long", year: "numeric", timeZone: zone }).format(
    at,
  );
  return language === "fr" ? long.replace(/^1(?=\s)/, "1er") : long;
}

/** "1 December 2026 at 14:07 UTC+8": day, time and zone. @throws RangeError when `at` is no instant or nobody knows the zone. */
export function sayInstant(at: Date, spoken: string, zone: string): string {
  const { hour, minute, zone: offset } = partsOf(at, zone);
  const between = { fr: " à ", en: " at " }[languageOf(spoken)] ?? ", ";
  return `${sayDate(at, spoken, zone)}${between}${hour}:${minute} ${offset}`;
}

/** "14:07 UTC+8": for what is over within the day. */
export function sayHour(at: Date, zone: string): string {
  const { hour, minute, zone: offset } = partsOf(at, zone);
  return `${hour}:${minute} ${offset}`;
}

/** "2026-12-01 13:07 UTC+8": the same digits in every language, so that a paper and a screen can be compared. @throws RangeError as `sayInstant`. */
export function writeMoment(at: Date, zone: string): string {
  const { hour, minute, zone: offset } = partsOf(at, zone);
  return `${writeDay(at, zone)} ${hour}:${minute} ${offset}`;
}

/** "2026-12-01": the day that it is in the zone. */
export function writeDay(at: Date, zone: string): string {
  const { year, month, day } = partsOf(at, zone);
  return `${year}-${month}-${day}`;
}

/** The digits of an instant on the wall of the zone, two each but the year, and the zone's offset from UTC. */
export function partsOf(at: Date, zone: string): Parts {
  const format = formatOf("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
    timeZoneName: "shortOffset",
  });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    zone: part("timeZoneName").replace("GMT", "UTC").replace(/\+0$/, ""),
  };
}

const languageOf = (spoken: string): string => spoken.split("-")[0] ?? spoken;

function localeOf(spoken: string): string {
  const whole = wholeLanguage(spoken);
  return whole ? locales[whole] : spoken;
}

function formatOf(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.DateTimeFormat(locale, options);
  made.set(key, fresh);
  return fresh;
}
