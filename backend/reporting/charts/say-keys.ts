// Puts the keys of a chart into words: months, ISO weeks, classes, areas; numbers as the reader's language writes them. Pure.
import { sayDate } from "../../platform/words/say-instant.ts";
import type { Translator } from "../../platform/words/index.ts";
import { classOfType, rsit, type RsitType } from "../../triage/rsit/model.ts";
import type { AxisKind, Cell, Panel, Unit } from "./model.ts";

/** By whose rules a date or a number is written. */
type Spoken = Pick<Translator, "locale">;

export function sayKey(key: string, axis: AxisKind, names: Panel["names"], words: Translator): string {
  switch (axis) {
    case "month":
      return sayMonth(key, words);
    case "week":
      return words("charts.week", { ...weekOf(key), from: sayDay(key, words) });
    case "day":
      return sayDay(key, words);
    case "class":
      return words(`desk.rsit.class.${key}`);
    case "type":
      return words(`desk.rsit.type.${key}`);
    case "sector":
      return words.has(`console.sector.${key}`) ? words(`console.sector.${key}`) : sayWord(key, words);
    case "area":
    case "name":
      return names[key]?.[words.language] ?? sayWord(key, words);
    case "word":
      return sayWord(key, words);
  }
}

const sayWord = (key: string, words: Translator): string =>
  words.has(`charts.word.${key}`) ? words(`charts.word.${key}`) : key;

/** For the axis, where there is little room. */
export function sayShort(key: string, axis: AxisKind, long: string, { locale }: Spoken): string {
  if (axis === "month") {
    if (locale === "mn") return `${key.slice(2, 4)}.${key.slice(5)}`;
    const month = new Intl.DateTimeFormat(locale, { month: "short", timeZone: "UTC" }).format(new Date(`${key}-01`));
    return `${month.replace(".", "")} ${key.slice(2, 4)}`;
  }
  if (axis === "week") {
    const { year, week } = weekOf(key);
    return `${year}-W${String(week).padStart(2, "0")}`;
  }
  if (axis === "day")
    return locale === "mn" ? `${key.slice(5, 7)}.${key.slice(8)}` : `${key.slice(8)}/${key.slice(5, 7)}`;
  return long;
}

function sayMonth(key: string, { locale }: Spoken): string {
  if (locale === "mn") return `${key.slice(0, 4)} оны ${Number(key.slice(5))} сар`;
  return new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" }).format(
    new Date(`${key}-01`),
  );
}

/** "3 mars 2026", "1er mars 2026"; "2026 оны 3 сарын 3". */
export function sayDay(key: string, { locale }: Spoken): string {
  return sayDate(new Date(key), locale, "UTC");
}

/** The ISO 8601 week of a Monday: the year is that of its Thursday. Never the locale's own count, which differs between fr and fr-ML. */
export function weekOf(monday: string): { year: string; week: number } {
  const thursday = new Date(`${monday}T00:00:00Z`);
  thursday.setUTCDate(thursday.getUTCDate() + 3);
  const start = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return { year: String(thursday.getUTCFullYear()), week: 1 + Math.floor((thursday.getTime() - start) / 604_800_000) };
}

/** A number of the unit, as the language writes it; a share is in percent. */
export function sayNumber(value: number, unit: Unit, { locale }: Spoken): string {
  if (unit === "share") return new Intl.NumberFormat(locale, { style: "percent" }).format(value / 100);
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value);
}

/** For an axis: 1,2 M and not 1 200 000. */
export function sayTick(value: number, unit: Unit, { locale }: Spoken): string {
  if (value < 10_000 || unit === "share") return sayNumber(value, unit, { locale });
  return new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 }).format(value);
}

export function sayCell(cell: Cell, unit: Unit, words: Translator): string {
  if (cell === null) return "–";
  if (typeof cell === "number") return sayNumber(cell, unit, words);
  return cell === "hidden" ? words("charts.hidden") : words("charts.few", { least: Number(cell.slice("few:".length)) });
}

/** The colour of a key: a class has the same everywhere, a type its class's; others take the next of four. */
export function toneOf(key: string, axis: AxisKind, at: number): string {
  if (axis === "class") return `c-${key}`;
  if (axis === "type") return isType(key) ? `c-${classOfType(key)}` : "c-other";
  return `c-s${at % 5}`;
}

const types = new Set<string>(Object.values(rsit).flat());
const isType = (key: string): key is RsitType => types.has(key);
