// A closed choice named by its words, never by its codes: "Choose one of these: letter, in person." for the path "way" of `subjects.way.letter`.
import { hasWords, useWords, wordsUnder } from "./words.ts";

/**
 * @param path of the field in the body that was refused
 * @param codes that it would have taken, one or more
 * @returns the sentence; where the catalogue has no words for one of them, that something of the list is to be chosen
 */
export function sayChoices(path: string, codes: string[]): string {
  const t = useWords();
  const field = path.split(".").findLast((part) => !/^\d+$/.test(part)) ?? "";
  const rooms = wordsUnder(field).filter((under) => codes.every((code) => hasWords(`${under}.${code}`)));
  const said = new Set(rooms.map((under) => codes.map((code) => t(`${under}.${code}`)).join(", ")));
  const [list] = said;
  // Two rooms that name them differently: neither is known to be meant.
  return list === undefined || said.size > 1 ? t("fields.choose") : t("fields.one_of", { list });
}
