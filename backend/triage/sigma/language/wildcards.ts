// Sigma's strings: literal pieces with `*` and `?` between, and the backslash that takes their meaning away.

/** A literal piece, or a wildcard: `any` is `*` (any number of characters), `one` is `?` (exactly one). */
export type Piece = { literal: string } | { wildcard: "any" | "one" };

/**
 * Splits a value as Sigma specification 2.1 ("Escape Character") says: `\*`, `\?` and `\\` are plain characters, a
 * backslash before anything else is itself.
 */
export function splitWildcards(text: string): Piece[] {
  const pieces: Piece[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") pieces.push({ literal });
    literal = "";
  };
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    const next = text.charAt(index + 1);
    if (character === "\\" && (next === "*" || next === "?" || next === "\\")) {
      literal += next;
      index++;
    } else if (character === "*" || character === "?") {
      flush();
      pieces.push({ wildcard: character === "*" ? "any" : "one" });
    } else literal += character;
  }
  flush();
  return pieces;
}

/** The value without wildcards; null where it has any. */
export function plainText(pieces: readonly Piece[]): string | null {
  let text = "";
  for (const piece of pieces) {
    if (!("literal" in piece)) return null;
    text += piece.literal;
  }
  return text;
}

/** True where the whole text fits the pieces. Greedy with one resumption point, so at most pieces × text steps. */
export function fitsPieces(pieces: readonly Piece[], text: string): boolean {
  let at = 0;
  let index = 0;
  let resumeIndex = -1;
  let resumeAt = 0;
  while (index < pieces.length || at < text.length) {
    const piece = pieces[index];
    if (piece !== undefined && "wildcard" in piece && piece.wildcard === "any") {
      resumeIndex = index++;
      resumeAt = at;
      continue;
    }
    if (piece !== undefined && "wildcard" in piece && at < text.length) {
      at += codePointLength(text, at);
      index++;
      continue;
    }
    if (piece !== undefined && "literal" in piece && text.startsWith(piece.literal, at)) {
      at += piece.literal.length;
      index++;
      continue;
    }
    if (resumeIndex < 0 || resumeAt >= text.length) return false;
    resumeAt++;
    at = resumeAt;
    index = resumeIndex + 1;
  }
  return true;
}

/** `?` takes one character as a reader counts them, so a pair of surrogates is one. */
function codePointLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
