// The word that makes a number an ordinal in Mongolian, by the vowels of the number as it is spoken. Pure.

/** Front vowels in the last word of the number: нэг, дөрөв, ес; дөч, ер. All others have back vowels. */
const frontDigits = new Set(["1", "4", "9"]);
const frontTens = new Set(["4", "9"]);

/**
 * @param value a number, or a list of articles, whose last number stands before the word ("12, 13.1").
 * @returns "дүгээр" after 1, 4, 9, 40 and 90, also at the end of a longer number; "дугаар" after all others.
 */
export function mongolianOrdinal(value: string | number): "дүгээр" | "дугаар" {
  const digits = /(\d+)\D*$/.exec(String(value))?.[1] ?? "";
  const last = digits.at(-1) ?? "0";
  if (last !== "0") return frontDigits.has(last) ? "дүгээр" : "дугаар";
  return frontTens.has(digits.at(-2) ?? "") ? "дүгээр" : "дугаар";
}
