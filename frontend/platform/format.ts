// Times, ages, sizes and numbers in the language of the moment and the reader's own zone. Pure but for the language signal.
import { currentLanguage, type WordsLanguage } from "./words.ts";

const locales: Record<WordsLanguage, string> = { fr: "fr-ML", en: "en-GB", mn: "mn" };
const made = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();

function dates(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `d${currentLanguage()}${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known instanceof Intl.DateTimeFormat) return known;
  const fresh = new Intl.DateTimeFormat(locales[currentLanguage()], options);
  made.set(key, fresh);
  return fresh;
}

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `n${currentLanguage()}${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known instanceof Intl.NumberFormat) return known;
  const fresh = new Intl.NumberFormat(locales[currentLanguage()], options);
  made.set(key, fresh);
  return fresh;
}

/** "22 November 2026 at 14:07 UTC": date, time and the zone's name, from an RFC 3339 instant. */
export function formatInstant(at: string): string {
  if (currentLanguage() === "mn") {
    const { year, month, day, hour, minute, zone } = partsOf(new Date(at));
    return `${year} оны ${Number(month)} сарын ${Number(day)}, ${hour}:${minute} ${zone}`;
  }
  return dates({
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(new Date(at));
}

/** "22/11 14:07", for dense lists; the full form belongs in the title. */
export function formatShort(at: string): string {
  if (currentLanguage() === "mn") {
    const { month, day, hour, minute } = partsOf(new Date(at));
    return `${month}.${day} ${hour}:${minute}`;
  }
  return dates({ day: "2-digit", month: "2-digit", hour: "2-digit", minute: "2-digit" }).format(new Date(at));
}

/** "14:07". */
export function formatClock(at: Date): string {
  const { hour, minute } = partsOf(at);
  return `${hour}:${minute}`;
}

// Browsers are built without Mongolian dates and would fall back to English ones, so they are put together here (CLDR's order).
function partsOf(at: Date): { year: string; month: string; day: string; hour: string; minute: string; zone: string } {
  const format = new Intl.DateTimeFormat("en-GB", {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  const parts = new Map(format.formatToParts(at).map((part) => [part.type, part.value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    zone: part("timeZoneName"),
  };
}

/** The reader's zone, as "Europe/Paris". */
export function readerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The same for a head line: "Ulaanbaatar, UTC+8", by what holds at this moment. */
export function sayZone(zone: string = readerZone(), at: Date = new Date()): string {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(at);
  const offset = parts.find(({ type }) => type === "timeZoneName")?.value.replace("GMT", "UTC") ?? "";
  const place = zone.split("/").at(-1)?.replaceAll("_", " ") ?? "";
  return place === "" || place === "UTC" ? "UTC" : `${place}, ${offset}`;
}

/** An age in its two largest units at most: "22 min", "1 h 02", "3 d". `units` are the words for minute, hour and day. */
export function formatAge(milliseconds: number, units: { minute: string; hour: string; day: string }): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000));
  if (minutes < 60) return `${minutes} ${units.minute}`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48)
    return hours < 10 ? `${hours} ${units.hour} ${String(minutes % 60).padStart(2, "0")}` : `${hours} ${units.hour}`;
  return `${Math.floor(hours / 24)} ${units.day}`;
}

export function formatNumber(value: number): string {
  return numbers({}).format(value);
}

/** "0.94" as a share of one, two digits. */
export function formatShare(value: number): string {
  return numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
}

const units = {
  fr: { byte: "o", kilobyte: "ko", megabyte: "Mo", gigabyte: "Go" },
  en: { byte: "B", kilobyte: "kB", megabyte: "MB", gigabyte: "GB" },
  mn: { byte: "байт", kilobyte: "КБ", megabyte: "МБ", gigabyte: "ГБ" },
} as const;

/** "2.5 MB" in decimal units. */
export function formatBytes(bytes: number): string {
  const [unit, size] =
    bytes < 1000
      ? (["byte", bytes] as const)
      : bytes < 1_000_000
        ? (["kilobyte", bytes / 1000] as const)
        : bytes < 1_000_000_000
          ? (["megabyte", bytes / 1_000_000] as const)
          : (["gigabyte", bytes / 1_000_000_000] as const);
  return `${numbers({ maximumFractionDigits: 1 }).format(size)}\u00a0${units[currentLanguage()][unit]}`;
}
