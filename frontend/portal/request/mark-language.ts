// Words of a language that is begun among those of another: each is set between two private signs, and becomes a span with its language when the page is done.
import type { Say } from "../flows/to-report.ts";
import type { Begun } from "../options.ts";

// Of the private use area (Unicode 23.5): people write none. One that a stranger wrote has no partner and is taken out.
const [open, close] = ["\u{E100}", "\u{E101}"];
const pair = /\u{E100}([^\u{E100}\u{E101}]*)\u{E101}/gu;
const signs = /[\u{E100}\u{E101}]/gu;

/** A text in the language that is begun. */
export function ownWords(text: string): string {
  return `${open}${text}${close}`;
}

/** Says a key in the language that is begun, marked, or in the one that it falls back to. */
export function sayMarked(begun: Begun, tell: Say): Say {
  const say = (key: string, values?: Record<string, string | number>): string =>
    begun.isOwn(key) ? ownWords(begun.words(key, values)) : tell(key, values);
  return Object.assign(say, { has: (key: string) => tell.has(key) });
}

/** A text that is no page. */
export function withoutSigns(text: string): string {
  return text.replace(signs, "");
}

/** Elements whose text can hold no other element. */
const plain = /^<(title|textarea|option|script|style)\b/i;

/** A whole page: in texts each marked part becomes a span; in tags, titles and fields the signs are taken out. */
export function markLanguage(page: string, tag: string, direction: "ltr" | "rtl"): string {
  let isPlain = false;
  return page
    .split(/(<[^>]*>)/)
    .map((part) => {
      if (part.startsWith("<")) {
        if (plain.test(part)) isPlain = true;
        else if (/^<\/(title|textarea|option|script|style)\b/i.test(part)) isPlain = false;
        return part.replace(signs, "");
      }
      if (isPlain) return part.replace(signs, "");
      return part.replace(pair, `<span lang="${tag}" dir="${direction}">$1</span>`).replace(signs, "");
    })
    .join("");
}
