// Texts as they are compared: without accents, case and signs, so that "BANQUE DE L'ÉTOILE" is "Banque de l’Étoile". Pure.

/** Letters and digits with single blanks between. */
export function foldText(text: string): string {
  return (
    text
      .normalize("NFKD")
      // й and ё are letters of their own in Cyrillic, but a mark on them is lost in files more often than it is meant.
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim()
  );
}

/** Digits of a telephone number, the last nine: with or without the country's code. */
export function foldPhone(text: string): string {
  const digits = text.replace(/\D/g, "");
  return digits.length < 6 ? "" : digits.slice(-9);
}

/** Folded, and each word without the "s" of its plural: "Télécommunications" and "telecommunication" are one. */
export function foldWord(text: string): string {
  return foldText(text)
    .split(" ")
    .map((word) => (word.length > 3 ? word.replace(/s$/, "") : word))
    .join(" ");
}
