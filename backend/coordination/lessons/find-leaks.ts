// Whether a text that is meant to be anonymous still says who or what it was about: values that the extractor finds, and names. Pure.
import { extractObservables, type PhonePlan } from "../../triage/extract/index.ts";

/** What is known of the case that a lesson is written from. */
export interface Known {
  /** Values of its reports: addresses, numbers, accounts, hashes. */
  values: readonly string[];
  /** Whole names: constituents, organisations, references. */
  names: readonly string[];
  /** People: each part of a name counts. */
  people: readonly string[];
}

export interface Leak {
  field: string;
  what: "value" | "name";
  /** As it stands in the text. */
  text: string;
}

/** Values that name a person or an account whatever case they come from. */
const personal = new Set(["email", "phone", "iban", "wallet", "payment_reference", "handle"]);

/** @param texts field to text. Every leak once, in the order of the fields. */
export function findLeaks(texts: Readonly<Record<string, string>>, known: Known, phonePlan?: PhonePlan): Leak[] {
  const values = new Set(known.values.map((value) => value.toLowerCase()));
  const names = [...known.names.map(fold), ...known.people.map(fold), ...known.people.flatMap(partsOf)];
  const wanted = [...new Set(names)].filter((name) => name.length >= 3);
  const leaks: Leak[] = [];
  for (const [field, text] of Object.entries(texts)) {
    const found = extractObservables(text, { part: field, ...(phonePlan ? { phonePlan } : {}) });
    for (const { kind, value, raw } of found)
      if (personal.has(kind) || values.has(value.toLowerCase())) leaks.push({ field, what: "value", text: raw });
    const folded = fold(text);
    for (const name of wanted) {
      const at = findWord(folded, name);
      if (at !== -1) leaks.push({ field, what: "name", text: text.slice(at, at + name.length) });
    }
    // A value that nobody could extract is still one, where it stands as it was reported.
    for (const value of values) {
      const at = value.length >= 4 ? findWord(folded, fold(value)) : -1;
      if (at !== -1 && !found.some(({ raw }) => raw.toLowerCase().includes(value)))
        leaks.push({ field, what: "value", text: text.slice(at, at + value.length) });
    }
  }
  const seen = new Set<string>();
  return leaks.filter(({ field, text }) => {
    const key = `${field} ${fold(text)}`;
    return !seen.has(key) && seen.add(key);
  });
}

function partsOf(name: string): string[] {
  return fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((part) => part.length >= 4);
}

// Small letters without accents, one unit for one unit, so that places stay places.
function fold(text: string): string {
  return Array.from(text)
    .map((letter) => {
      const plain = letter.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
      return plain.length === letter.length
        ? plain
        : letter.toLowerCase().length === letter.length
          ? letter.toLowerCase()
          : letter;
    })
    .join("");
}

function findWord(text: string, word: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    const [before, after] = [text.slice(0, at).at(-1) ?? " ", text.slice(at + word.length).at(0) ?? " "];
    if (!/[\p{L}\p{N}]/u.test(before) && !/[\p{L}\p{N}]/u.test(after)) return at;
  }
  return -1;
}
