// Finds payment references by the patterns of the country's operators.
import type { PhonePlan } from "./country-plan.ts";
import { type Sheet, take } from "./sheet.ts";

const words = /[0-9A-Za-z][0-9A-Za-z._-]*/g;
const longestReference = 40;
const paymentWord =
  /(?:transactions?|trans\.?|txn|r[ée]f(?:[ée]rences?|\.)?|reference|transfert|\bid|гүйлгээ\p{L}*|лавлагаа)(?!\p{L})/iu;

interface Matcher {
  operator: string;
  matches: RegExp;
  /** A pattern of digits alone says too little; it counts only beside a word for a payment. */
  needsWord: boolean;
}

const prepared = new WeakMap<PhonePlan, Matcher[]>();

function matchersOf(plan: PhonePlan): Matcher[] {
  const known = prepared.get(plan);
  if (known !== undefined) return known;
  const matchers = plan.paymentReferences.map(({ operator, pattern }) => ({
    operator,
    matches: new RegExp(`^(?:${pattern.replace(/^\^/, "").replace(/\$$/, "")})$`, "iu"),
    needsWord: !/[A-Za-z]/.test(pattern.replace(/\\[dDwWsS]/g, "")),
  }));
  prepared.set(plan, matchers);
  return matchers;
}

export function scanPayments(sheet: Sheet, plan: PhonePlan | undefined): void {
  if (plan === undefined || plan.paymentReferences.length === 0) return;
  const matchers = matchersOf(plan);
  const { text } = sheet;
  for (const match of text.matchAll(words)) {
    const word = match[0].replace(/[._-]+$/, "");
    if (word.length < 5 || word.length > longestReference || !/\d/.test(word)) continue;
    const found = matchers.find((matcher) => matcher.matches.test(word));
    if (found === undefined) continue;
    if (found.needsWord && !paymentWord.test(text.slice(Math.max(0, match.index - 40), match.index))) continue;
    take(sheet, {
      kind: "payment_reference",
      value: word.toUpperCase(),
      start: match.index,
      end: match.index + word.length,
      isChecked: false,
      details: { operator: found.operator },
    });
  }
}
