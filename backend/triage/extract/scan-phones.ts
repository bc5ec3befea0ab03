// Finds telephone numbers: international ones by E.164, national ones by the country's plan, apart from amounts, dates and card numbers.
import { parsePhoneNumberFromString } from "libphonenumber-js/min";
import type { PhonePlan } from "./country-plan.ts";
import { type Sheet, take } from "./sheet.ts";

const runs = /[+(]{0,2}\d[\d ().-]*/g;
const longestRun = 48;
const phoneWord =
  /(?:t[ée]l(?:[ée]phones?|\.)?|phones?|call(?:ed|ing|s)?|appel(?:[ée]e?s?|ez|er|ant)?|num[ée]ros?|mobile|portable|whatsapp|sms|moov|momo|mobicash|joindre|утас(?:ны)?|дугаар|залга\p{L}*)(?![\p{L}])/giu;
const addressWord = /(?<!\p{L})(?:ip|ipv4|adresses? ip|serveur|server|host|hôte|port|хаяг|сервер)(?!\p{L})/iu;
const unitAfter =
  /^ ?(?:f(?:cfa|rancs?)?|cfa|xof|eur|usd|mnt|francs?|euros?|dollars?|points?|octets?|bytes?|ms|kb|mb|km|kg|€|\$|£|₮|%|төгрөг\p{L}*|сая|тэрбум|удаа)(?![\p{L}\d])/iu;
const notPhoneBefore =
  /(?:[$€£₮#№]|\b(?:pid|uid|order|ticket|imei|isbn|serial|s[ée]rie|dossier|facture|montant|uptime|score|amount|bytes|size|bank|bancaire|carte|card|nina|nif|invoice|epoch|port|timestamp|регистр|код|code)\b["']?(?: n[°o]\.?)?|n°)["']? ?[:=#]? ?["']?$/iu;

interface Number164 {
  value: string;
  country: string;
  isChecked: boolean;
}

/** Reads digits after "+" as E.164: by the country's own plan first, by the world's plans (libphonenumber) otherwise. */
export function readInternational(digits: string, plan: PhonePlan | undefined): Number164 | null {
  if (plan !== undefined && digits.startsWith(plan.callingCode)) {
    const national = digits.slice(plan.callingCode.length);
    if (plan.nationalLengths.includes(national.length))
      return { value: `+${digits}`, country: plan.country, isChecked: isMobile(national, plan) };
  }
  if (digits.length < 8 || digits.length > 15) return null;
  const parsed = parsePhoneNumberFromString(`+${digits}`);
  if (parsed === undefined || !parsed.isPossible()) return null;
  // +1 202 555 0143 is reserved for fiction and not "valid"; a possible number with a known country code is still a number seen.
  return { value: parsed.number, country: parsed.country ?? "", isChecked: parsed.isValid() };
}

function isMobile(national: string, plan: PhonePlan): boolean {
  return plan.mobilePrefixes.some((prefix) => national.startsWith(prefix));
}

interface Group {
  digits: string;
  start: number;
  end: number;
}

function groupsOf(run: string): Group[] {
  return [...run.matchAll(/\d+/g)].map((match) => ({
    digits: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

function isDate(digits: string): boolean {
  const isDay = (year: string, month: string, day: string) =>
    Number(year) >= 1900 &&
    Number(year) <= 2100 &&
    Number(month) >= 1 &&
    Number(month) <= 12 &&
    Number(day) >= 1 &&
    Number(day) <= 31;
  return (
    digits.length === 8 &&
    (isDay(digits.slice(0, 4), digits.slice(4, 6), digits.slice(6)) ||
      isDay(digits.slice(4), digits.slice(2, 4), digits.slice(0, 2)))
  );
}

/** True when a word for a telephone stands near: up to 60 units before, 40 after. */
function hasPhoneWord(text: string, start: number, end: number): boolean {
  return (
    text.slice(Math.max(0, start - 60), start).search(phoneWord) >= 0 ||
    text.slice(end, end + 40).search(phoneWord) >= 0
  );
}

function isNational(sheet: Sheet, start: number, end: number, groups: Group[], plan: PhonePlan): boolean {
  const { text } = sheet;
  const national = groups.map((group) => group.digits).join("");
  if (!plan.nationalLengths.includes(national.length)) return false;
  const before = text.slice(Math.max(0, start - 30), start);
  if (notPhoneBefore.test(before) || unitAfter.test(text.slice(end, end + 14))) return false;
  const hasWord = hasPhoneWord(text, start, end);
  const sizes = groups.map((group) => group.digits.length);
  const isDotted = text.slice(start, end).includes(".");
  // "76.12.34.56" is an address unless the words say telephone.
  if (isDotted && (!hasWord || addressWord.test(text.slice(Math.max(0, start - 30), end + 20)))) return false;
  if (isMobile(national, plan)) {
    const isAmount = sizes.length > 1 && (sizes[0] ?? 9) <= 3 && sizes.slice(1).every((size) => size === 3);
    const looksDated = isDate(national) && (sizes.length === 1 || sizes.length === 3);
    return hasWord || !(isAmount || looksDated);
  }
  return hasWord && !isDate(national);
}

function readRun(sheet: Sheet, start: number, run: string, plan: PhonePlan | undefined): void {
  const { text } = sheet;
  const groups = groupsOf(run);
  const first = groups[0];
  const last = groups.at(-1);
  if (first === undefined || last === undefined) return;
  const before = text.charAt(start - 1);
  const isGlued = /[\p{L}\d_@#/\\&%.-]/u.test(before) || (before === "=" && !run.startsWith("+"));
  const after = text.charAt(start + last.end);
  if (/[A-Za-z_%@]/.test(after)) return;

  const plus = run.indexOf("+");
  const isInternational = plus >= 0 && plus <= 1;
  const hasDoubleZero = !isInternational && first.digits.startsWith("00") && first.digits.length > 2;
  const bareZero = !isInternational && first.digits === "00";
  if ((isInternational && !/[\p{L}\d_]/u.test(before)) || ((hasDoubleZero || bareZero) && !isGlued)) {
    const from = isInternational ? plus : first.start;
    // Longest reading first: a date or a second number may follow without a mark between.
    for (let count = groups.length; count >= 1; count--) {
      const used = groups.slice(0, count);
      const joined = used.map((group) => group.digits).join("");
      const number = readInternational(isInternational ? joined : joined.slice(2), plan);
      if (number === null) continue;
      const { value, country, isChecked } = number;
      take(sheet, {
        kind: "phone",
        value,
        start: start + from,
        end: start + (used.at(-1)?.end ?? 0),
        isChecked,
        ...(country === "" ? {} : { details: { country } }),
      });
      return;
    }
    return;
  }
  if (plan === undefined || isGlued) return;
  // Sixteen digits in fours are a payment card, wherever its first four could start a telephone number.
  if (groups.length === 4 && groups.every((group) => group.digits.length === 4)) return;
  readNational(sheet, start, groups, plan);
}

/** One national number, or several that stand in a row ("76 12 34 56 66 12 34 56"). */
function readNational(sheet: Sheet, start: number, groups: Group[], plan: PhonePlan): void {
  const numbers: Group[][] = [];
  let current: Group[] = [];
  let length = 0;
  for (const group of groups) {
    current.push(group);
    length += group.digits.length;
    if (plan.nationalLengths.includes(length)) {
      numbers.push(current);
      current = [];
      length = 0;
    }
  }
  if (current.length > 0 || numbers.length > 4) return;
  for (const number of numbers) {
    const from = start + (number[0]?.start ?? 0);
    const to = start + (number.at(-1)?.end ?? 0);
    if (!isNational(sheet, from, to, number, plan)) return;
    const national = number.map((group) => group.digits).join("");
    take(sheet, {
      kind: "phone",
      value: `+${plan.callingCode}${national}`,
      start: from,
      end: to,
      isChecked: isMobile(national, plan),
      details: { country: plan.country },
    });
  }
}

export function scanPhones(sheet: Sheet, plan: PhonePlan | undefined): void {
  for (const match of sheet.text.matchAll(runs)) {
    const run = match[0].replace(/[ ().-]+$/, "");
    if (run.length < 7 || run.length > longestRun) continue;
    readRun(sheet, match.index, run, plan);
  }
}
