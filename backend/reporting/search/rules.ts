// What was typed into the search, understood: phrases in quotes, words, a value without its brackets, an address or a range. Pure.
import { isIP } from "node:net";
import { refang } from "../../triage/extract/index.ts";
import { foldLetters } from "../../platform/words/fold-letters.ts";
import type { Why } from "./model.ts";

export interface Question {
  /** Outside of quotes. */
  words: string;
  phrases: string[];
  /** All of it in lower case, refanged, without quotes. */
  plain: string;
  /** An address ("10.0.0.1") or a range ("10.0.0.0/8"), as PostgreSQL reads it. */
  range: string | null;
}

const quoted = /["«“„]([^"«»“”„]{1,200})["»”]/gu;

/** Never refuses: what makes no sense finds nothing. */
export function readQuestion(text: string): Question {
  const refanged = refang(text.trim()).text;
  const phrases = [...refanged.matchAll(quoted)].map((match) => (match[1] ?? "").trim()).filter((one) => one !== "");
  const words = refanged
    .replace(quoted, " ")
    .replace(/["«»“”„]/gu, " ")
    .trim();
  const plain = refanged
    .replace(/["«»“”„]/gu, "")
    .replace(/\s+/gu, " ")
    .trim()
    .toLowerCase();
  return { words, phrases, plain, range: rangeOf(plain) };
}

/** "10.0.0.0/8", "2001:db8::/32", "10.0.0.1", or null. Bits beyond the length are dropped, as people type them. */
export function rangeOf(plain: string): string | null {
  const [address = "", length, ...rest] = plain.split("/");
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || address.includes("%")) return null;
  if (length === undefined) return address;
  if (!/^\d{1,3}$/.test(length) || Number(length) > (version === 4 ? 32 : 128)) return null;
  return `${address}/${Number(length)}`;
}

const around = 60;

/** The first place where one of the words or phrases stands, with some text around it; null where none does. */
export function findPlace(
  where: Why["in"],
  text: string,
  question: Pick<Question, "words" | "phrases" | "plain">,
): Why | null {
  const folded = foldLetters(text);
  const wanted = [question.plain, ...question.phrases, ...question.words.split(/[^\p{L}\p{N}]+/u)]
    .map((one) => foldLetters(one.trim()))
    .filter((one) => one.length >= 2);
  for (const one of wanted) {
    const at = findWord(folded, one);
    if (at < 0) continue;
    const from = Math.max(0, at - around);
    const to = Math.min(text.length, at + one.length + around);
    const before = from > 0 ? "…" : "";
    const cut = text.slice(from, to).replace(/\s/gu, " ");
    return {
      in: where,
      text: `${before}${cut}${to < text.length ? "…" : ""}`,
      start: at - from + before.length,
      end: at - from + before.length + one.length,
    };
  }
  return null;
}

function findWord(folded: string, wanted: string): number {
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(folded[at - 1] ?? "")) return at;
  return -1;
}
