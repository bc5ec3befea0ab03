// Makes any text printable: nothing that the fonts lack vanishes unseen, and nothing that turns the order of letters stays.

const toleratedControls = new Set([0x09, 0x0a]);

/**
 * @param hasGlyph whether the font can draw a code point
 * @returns the text with line ends as \n; what cannot be drawn, and control and direction marks, stand as ‹U+1F600›
 */
export function cleanText(text: string, hasGlyph: (codePoint: number) => boolean): string {
  let clean = "";
  for (const letter of text.normalize("NFC").replaceAll("\r\n", "\n").replaceAll("\r", "\n")) {
    const codePoint = letter.codePointAt(0) ?? 0;
    if (toleratedControls.has(codePoint)) clean += codePoint === 0x09 ? "    " : letter;
    else if (isUnseen(codePoint) || !hasGlyph(codePoint))
      clean += `‹U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}›`;
    else clean += letter;
  }
  return clean.replaceAll(longWord, (word) => word.replaceAll(wordPart, "$&\u200b"));
}

/** Layout of a word without an end takes the square of its length: it may be broken after each eighty letters, unseen. */
const longWord = /[^\s]{161,}/gu;
const wordPart = /.{80}/gu;

/** Controls, direction marks, joiners, lone surrogates: drawn, they would hide or reorder what is written. */
function isUnseen(codePoint: number): boolean {
  return (
    codePoint < 0x20 ||
    (codePoint >= 0x7f && codePoint <= 0x9f) ||
    (codePoint >= 0x200b && codePoint <= 0x200f) ||
    (codePoint >= 0x2028 && codePoint <= 0x202e) ||
    (codePoint >= 0x2060 && codePoint <= 0x206f) ||
    (codePoint >= 0xd800 && codePoint <= 0xdfff) ||
    codePoint === 0xfeff
  );
}
