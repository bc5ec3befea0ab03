// Reads what a cell says of an organisation's size, of its services online and of whom it provides for or depends on. Pure.
import { AddService } from "../services/model.ts";
import type { ImportedSize, ImportEntry } from "./model.ts";

/** "1 200", "1,200", "1.200.000", "12,5": a number of 0 or more; undefined for anything else. */
export function readAmount(text: string): number | undefined {
  const plain = text.replaceAll(/[\s\u00a0\u202f'’]/g, "");
  const grouped = /^\d{1,3}(?:[.,]\d{3})+$/.test(plain) ? plain.replaceAll(/[.,]/g, "") : plain.replace(",", ".");
  return /^\d{1,15}(?:\.\d+)?$/.test(grouped) ? Number(grouped) : undefined;
}

const currencies = new Map([
  ["fcfa", "XOF"],
  ["cfa", "XOF"],
  ["f", "XOF"],
  ["€", "EUR"],
  ["euro", "EUR"],
  ["euros", "EUR"],
  ["$", "USD"],
  ["₮", "MNT"],
  ["төг", "MNT"],
  ["төгрөг", "MNT"],
]);

/** A size without its day; undefined where the cell is no figure, or of a turnover has no currency. */
export function readSize(kind: ImportedSize["kind"], text: string): Omit<ImportedSize, "asOf"> | undefined {
  if (kind !== "turnover") {
    const amount = readAmount(text);
    return amount === undefined || !Number.isInteger(amount) ? undefined : { kind, amount, currency: null };
  }
  const { before, digits, after } = splitAtDigits(text.trim());
  const amount = readAmount(digits);
  const word = (before || after).toLowerCase().replaceAll(/[\s.]/g, "");
  const currency = currencies.get(word) ?? (/^[a-z]{3}$/.test(word) ? word.toUpperCase() : undefined);
  return amount === undefined || currency === undefined ? undefined : { kind, amount, currency };
}

/** What stands before the first digit, from there to the last one, and after it; no digits where something else stands among them. */
function splitAtDigits(text: string): { before: string; digits: string; after: string } {
  const first = text.search(/\d/);
  if (first < 0) return { before: text, digits: "", after: "" };
  let end = text.length;
  while (!/\d/.test(text.charAt(end - 1))) end--;
  const digits = text.slice(first, end);
  const isFigure = /^[\d\s\u00a0\u202f.,'’]+$/.test(digits);
  return { before: text.slice(0, first).trim(), digits: isFigure ? digits : "", after: text.slice(end).trim() };
}

/** "https://rdv.example/", "Rendez-vous: https://rdv.example/", "Rendez-vous (https://rdv.example/)". */
export function readService(text: string): { name: string; url: string } | undefined {
  const [found] = /https?:\/\/[^\s()<>]+/i.exec(text) ?? [];
  if (found === undefined) return undefined;
  const name = text
    .replace(found, "")
    .replaceAll(/[()<>]/g, " ")
    .replace(/[\s:–—-]+$/, "")
    .trim();
  const url = AddService.shape.url.safeParse(found);
  if (!url.success) return undefined;
  return { name: (name || new URL(url.data).hostname).slice(0, 300), url: url.data };
}

/** "Nuage SA (hébergement)": who, and what for where it is said. */
export function readRelation(text: string): { other: string; what: string | null } {
  const [, other = text, what = ""] = /^(.*?)\s*\(([^()]*)\)\s*$/.exec(text) ?? [];
  return { other: other.trim(), what: what.trim().slice(0, 300) || null };
}

/** Nothing said. */
export function nothingMore(): Pick<ImportEntry, "sizes" | "services" | "relations"> {
  return { sizes: [], services: [], relations: [] };
}
