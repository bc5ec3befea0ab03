// The encodings of Sigma's modifiers, in what servers and browsers share: base64 with its three offsets, UTF-16 in both orders, and dashes of command lines.

/** Bytes of a text as one character each, so that encodings can follow one another. */
export function utf8Characters(text: string): string {
  return charactersOf(new TextEncoder().encode(text));
}

/** UTF-16 bytes of a text as one character each; `isBigEndian` orders them, `hasMark` puts the byte order mark first. */
export function utf16Characters(text: string, isBigEndian: boolean, hasMark: boolean): string {
  const marked = hasMark ? `\ufeff${text}` : text;
  let characters = "";
  for (let at = 0; at < marked.length; at++) {
    const unit = marked.charCodeAt(at);
    const [high, low] = [String.fromCharCode(unit >> 8), String.fromCharCode(unit & 0xff)];
    characters += isBigEndian ? high + low : low + high;
  }
  return characters;
}

/** @param characters one a byte (U+0000 to U+00FF) */
export function base64(characters: string): string {
  return btoa(characters);
}

/** Whether a text is bytes already: no character needs more than one. */
export function isBytes(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}

function charactersOf(bytes: Uint8Array): string {
  let characters = "";
  for (const byte of bytes) characters += String.fromCharCode(byte);
  return characters;
}

/** The parts of the base64 text that stay the same at each of the three positions a value can have in its container. */
export function base64Offsets(characters: string): string[] {
  const startSkip = [0, 2, 3];
  const endSkip = [0, 3, 2];
  return [0, 1, 2].map((offset) => {
    const encoded = base64(" ".repeat(offset) + characters);
    const skip = endSkip[(characters.length + offset) % 3] ?? 0;
    return encoded.slice(startSkip[offset], encoded.length - skip);
  });
}

const dashes = ["-", "/", "–", "—", "―"];
const dashPattern = /(?<![\p{L}\p{N}_])[-/–—―](?=[\p{L}\p{N}_])/gu;

/**
 * All spellings of a value whose command-line dashes (at a word's start) are exchanged for one another.
 * @returns null where there would be more than `limit`
 */
export function dashSpellings(text: string, limit: number): string[] | null {
  const places = [...text.matchAll(dashPattern)].map((found) => found.index);
  if (dashes.length ** places.length > limit) return null;
  let spellings = [text];
  for (const place of places)
    spellings = spellings.flatMap((spelling) =>
      dashes.map((dash) => spelling.slice(0, place) + dash + spelling.slice(place + 1)),
    );
  return spellings;
}
