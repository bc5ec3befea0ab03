// Whether a sentence of the catalogue can be said: well formed, and with the values of the English one. Pure.
import { IntlMessageFormat } from "intl-messageformat";

type Part = ReturnType<IntlMessageFormat["getAst"]>[number];

/** Numbers that the parser gives to kinds of parts. */
const [plainText, select, plural, pound] = [0, 5, 6, 7];

/** Lines that say what is wrong, each with the key; none where nothing is. */
export function checkMessage(key: string, text: string, english: string): string[] {
  if (text.trim() === "" && english.trim() !== "") return [`${key}: has no words`];
  try {
    const said = valuesOf(text);
    const meant = valuesOf(english);
    // What only chooses between sentences may go: a noun that is singular after each number asks for no plural.
    const lacks = [...meant].filter(([name, isSaid]) => isSaid && !said.get(name)).map(([name]) => name);
    // An ordinal's word follows from its number; it is Mongolian that has one.
    const more = [...said.keys()].filter((name) => !meant.has(name.replace(/_ordinal$/, "")));
    return [
      ...lacks.map((name) => `${key}: lacks the value {${name}}`),
      ...more.map((name) => `${key}: names a value {${name}} that is not there`),
    ];
  } catch (error) {
    return [`${key}: ${error instanceof Error ? error.message : "is no sentence"}`];
  }
}

/** The values that a sentence names; true for those that are said themselves, false for those that only choose between sentences. */
function valuesOf(text: string): Map<string, boolean> {
  const names = new Map<string, boolean>();
  // Most sentences have none, and cannot be broken.
  if (!/[{}]/.test(text)) return names;
  const look = (parts: readonly Part[], counted?: string): void => {
    for (const part of parts) {
      if (part.type === pound && counted !== undefined) names.set(counted, true);
      if (part.type === plainText || !("value" in part)) continue;
      const isChoice = part.type === select || part.type === plural;
      names.set(part.value, (names.get(part.value) ?? false) || !isChoice);
      if ("options" in part)
        for (const option of Object.values(part.options))
          look(option.value, part.type === plural ? part.value : counted);
    }
  };
  // Only parsed: a locale that is at hand everywhere.
  look(new IntlMessageFormat(text, "en", undefined, { ignoreTag: true }).getAst());
  return names;
}
