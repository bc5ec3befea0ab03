// Reads numbers out of what an entity wrote in its own words: how many users, how long, how much was lost. What cannot be read is null, and counted as such. Pure.

/** Longer answers are stories; their beginning is read. */
const most = 300;
const plainSpace = /[\s\u00a0\u202f]/gu;

/** "12 000 clients", "1,500", "env. 30" → the first whole number, grouped as people group. Null for none. */
export function readCount(told: string): number | null {
  const text = told.slice(0, most);
  const found = /(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+(?!\d)|\d+/u.exec(text);
  if (!found) return null;
  const value = Number(found[0].replace(/\D/gu, ""));
  return Number.isSafeInteger(value) ? value : null;
}

const units: [RegExp, number][] = [
  [/^(?:min|минут)/u, 1 / 60],
  [/^(?:h|heure|hour|цаг)/u, 1],
  [/^(?:j|d|jour|day|өдөр|хоног)/u, 24],
  [/^(?:sem|week|w|долоо)/u, 168],
];

/** "PT6H", "2 jours", "1 h 30 min", "3 өдөр" → hours. Null where no unit is written: a bare number could be of anything. */
export function readHours(told: string): number | null {
  const text = told.slice(0, most);
  const iso = /^\s*P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?\s*$/iu.exec(text);
  if (iso && iso.slice(1).some((part) => part !== undefined))
    return Number(iso[1] ?? 0) * 24 + Number(iso[2] ?? 0) + Number(iso[3] ?? 0) / 60;
  let hours = 0;
  let isFound = false;
  for (const [, number = "", word = ""] of text
    .toLowerCase()
    .matchAll(/(\d+(?:[.,]\d+)?)[\s\u00a0\u202f]*(\p{L}+)/gu)) {
    const unit = units.find(([pattern]) => pattern.test(word));
    if (!unit) continue;
    isFound = true;
    hours += Number(number.replace(",", ".")) * unit[1];
  }
  return isFound && Number.isFinite(hours) ? hours : null;
}

const scales: [RegExp, number][] = [
  [/^(?:mrd|milliard|billion|bn|тэрбум)/u, 1e9],
  [/^(?:million|mio|m$|сая)/u, 1e6],
  [/^(?:mille|thousand|k$|мянга)/u, 1e3],
];
const currencies: [RegExp, string][] = [
  [/f\.?\s?cfa|xof|fcfa/iu, "XOF"],
  [/₮|mnt|төгрөг/iu, "MNT"],
  [/€|eur/iu, "EUR"],
  [/\$|usd|dollar/iu, "USD"],
];

/** "2 000 000 F CFA", "1,5 million", "₮ 300 сая" → an amount; the currency where one is written. */
export function readAmount(told: string): { amount: number; currency: string | null } | null {
  const text = told.slice(0, most);
  const found = /(\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+(?!\d)|\d+(?:[.,]\d{1,2})?)[\s\u00a0\u202f]*(\p{L}*)/u.exec(text);
  if (!found) return null;
  const [, number = "", word = ""] = found;
  const isGrouped = /^\d{1,3}(?:[ \u00a0\u202f.,']\d{3})+$/u.test(number);
  const value = isGrouped
    ? Number(number.replace(/\D/gu, ""))
    : Number(number.replace(plainSpace, "").replace(",", "."));
  const scale = scales.find(([pattern]) => pattern.test(word.toLowerCase()))?.[1] ?? 1;
  const amount = value * scale;
  if (!Number.isFinite(amount) || amount > 1e15) return null;
  return { amount, currency: currencies.find(([pattern]) => pattern.test(text))?.[1] ?? null };
}
