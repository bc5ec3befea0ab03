// Times, ages, sizes and numbers in the language of the moment and the reader's own zone. Pure but for the language signal.
import { partsOf, sayInstant, sayOffset } from "../../backend/platform/words/say-instant.ts";
import { currentLanguage, currentLocale } from "./words.ts";

const made = new Map<string, Intl.NumberFormat>();

function numbers(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${currentLocale()}${JSON.stringify(options)}`;
  const known = made.get(key);
  if (known) return known;
  const fresh = new Intl.NumberFormat(currentLocale(), options);
  made.set(key, fresh);
  return fresh;
}

/** "22 November 2026 at 14:07 UTC+8": date, time and zone, from an RFC 3339 instant. */
export function formatInstant(at: string): string {
  return sayInstant(new Date(at), currentLocale(), readerZone());
}

/** "22/11 14:07", with the year where it is another than now's. Names no zone: only the part that stands for a moment calls it (frontend/parts/moment). */
export function formatShort(at: string, now: Date = new Date()): string {
  const { year, month, day, hour, minute } = partsOf(new Date(at), readerZone());
  const isOther = year !== partsOf(now, readerZone()).year;
  const [language] = currentLocale().split("-");
  if (language === "mn") return `${isOther ? `${year}.` : ""}${month}.${day} ${hour}:${minute}`;
  if (language === "fr" || language === "en") {
    const space = language === "en" ? ", " : " ";
    return `${day}/${month}${isOther ? `/${year}` : ""}${space}${hour}:${minute}`;
  }
  const date = new Intl.DateTimeFormat(currentLocale(), {
    day: "2-digit",
    month: "2-digit",
    ...(isOther ? { year: "numeric" } : {}),
    timeZone: readerZone(),
  }).format(new Date(at));
  return `${date} ${hour}:${minute}`;
}

/** "14:07", for what is over within the day; the page names the zone. */
export function formatClock(at: Date): string {
  const { hour, minute } = partsOf(at, readerZone());
  return `${hour}:${minute}`;
}

/** The reader's zone, as "Europe/Paris". */
export function readerZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** The same for a head line: "Ulaanbaatar, UTC+8", by what holds at this moment. */
export function sayZone(zone: string = readerZone(), at: Date = new Date()): string {
  const place = zone.split("/").at(-1)?.replaceAll("_", " ") ?? "";
  return place === "" || place === "UTC" ? "UTC" : `${place}, ${sayOffset(at, zone)}`;
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
