// Letters as a tired hand types them: no case, no accents, ү as у, ө as о, ɛ as e, and in a Mongolian word a Latin v or o. As `toguna_fold` does it in the database. Pure; browsers use it too.

const letters: Record<string, string> = { ү: "у", ө: "о", ё: "е", ɛ: "e", ɔ: "o", ɲ: "n", ŋ: "n" };

/** One unit for one, so that a place in it is a place in the text. */
export function foldLetters(text: string): string {
  const units = Array.from({ length: text.length }, (_, index) => {
    const unit = (text[index] ?? "").toLowerCase();
    const bare = unit.normalize("NFD").replace(/\p{M}/gu, "");
    const folded = letters[unit] ?? letters[bare] ?? bare;
    return folded.length === 1 ? folded : (text[index] ?? " ");
  });
  return units.map((unit, index) => inMongolianWord(units, unit, index)).join("");
}

function inMongolianWord(units: readonly string[], unit: string, index: number): string {
  if (unit !== "v" && unit !== "o") return unit;
  const isCyrillic = (step: number): boolean => {
    let at = index + step;
    while (units[at] === "v" || units[at] === "o") at += step;
    return /[а-я]/.test(units[at] ?? "");
  };
  return isCyrillic(1) || isCyrillic(-1) ? (unit === "v" ? "у" : "о") : unit;
}
