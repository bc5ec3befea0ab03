// Which encoding a CSV file is in: by its byte order mark, else UTF-8 if it is valid, else the Windows code page whose letters make words. Pure.

export interface DecodedText {
  text: string;
  encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1251" | "windows-1252";
}

/** @param bytes the whole file; never throws, since every byte is a letter in the code pages. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const marked = encodingOfMark(bytes);
  if (marked) return { text: new TextDecoder(marked).decode(bytes), encoding: marked };
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    const encoding = cyrillicScore(bytes) > 0 ? "windows-1251" : "windows-1252";
    return { text: new TextDecoder(encoding).decode(bytes), encoding };
  }
}

function encodingOfMark([first, second, third]: Uint8Array): DecodedText["encoding"] | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}

/**
 * Letters of Cyrillic words stand next to each other (0xc0–0xff, with Ө ө Ү ү at 0xaa 0xba 0xaf 0xbf in Mongolian files); accented Latin
 * letters stand alone between ASCII ones. Above zero: Cyrillic.
 */
function cyrillicScore(bytes: Uint8Array): number {
  const isHigh = (byte: number | undefined): boolean => byte !== undefined && byte >= 0xc0;
  const isLatin = (byte: number | undefined): boolean =>
    byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
  let score = 0;
  for (const [at, byte] of bytes.entries()) {
    if (!isHigh(byte)) continue;
    if (isHigh(bytes[at + 1])) score += 1;
    if (isLatin(bytes[at - 1]) || isLatin(bytes[at + 1])) score -= 1;
  }
  return score;
}
