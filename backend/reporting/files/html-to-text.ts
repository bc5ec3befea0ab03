// The words of an HTML mail as plain characters, with the addresses behind its links. Nothing is interpreted: the result is only ever shown as text. Pure.

const entities: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  laquo: "«",
  raquo: "»",
  rsquo: "’",
  eacute: "é",
  egrave: "è",
  agrave: "à",
  ccedil: "ç",
};

/** Linear in the input's length: each pattern is anchored on a character that it consumes. At most `maxCharacters` of HTML are read. */
export function htmlToText(html: string, maxCharacters = 2_000_000): string {
  return decode(
    html
      .slice(0, maxCharacters)
      .replace(/<!--[^]*?(?:-->|$)/g, "")
      .replace(/<(script|style|head|title|template)\b[^]*?(?:<\/\1\s*>|$)/gi, "")
      .replace(/\r?\n|\t/g, " ")
      .replace(
        /<a\b[^>]*?\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))[^>]*>/gi,
        (_, a?: string, b?: string, c?: string) => `[${a ?? b ?? c ?? ""}] `,
      )
      .replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h[1-6]|hr|\/table|\/blockquote)\b[^>]*>/gi, "\n")
      .replace(/<li\b[^>]*>/gi, "- ")
      .replace(/<[a-z/!?][^>]*(?:>|$)/gi, ""),
  )
    .replace(/[ \u00a0]+/g, " ")
    .replace(/ ?\n ?/g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function decode(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      const point = decimal === undefined ? Number.parseInt(hex ?? "0", 16) : Number(decimal);
      return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff)
        ? String.fromCodePoint(point)
        : "\uFFFD";
    },
  );
}
