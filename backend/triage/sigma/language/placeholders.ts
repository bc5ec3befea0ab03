// Placeholders of the `expand` modifier: %name% becomes each of the values that the operator gave for the name.

import { Refused } from "../refused.ts";

const maxExpansions = 10_000;

/**
 * @param isRegex values are then quoted, because a placeholder stands for a text and not for an expression
 * @returns the value with its placeholders replaced, once for each combination; `\%` is a plain per cent sign
 * @throws Refused naming a placeholder without values
 */
export function expandPlaceholders(text: string, values: Record<string, string[]>, isRegex: boolean): string[] {
  const parts = text.split(/(?<!\\)%([^%\\]+)%/);
  let result = [""];
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) {
      const plain = part.replaceAll("\\%", "%");
      result = result.map((before) => before + plain);
      continue;
    }
    const known = Object.hasOwn(values, part) ? values[part] : undefined;
    if (known === undefined || known.length === 0) throw new Refused(`placeholder %${part}%: no value is set for it`);
    if (result.length * known.length > maxExpansions)
      throw new Refused(`placeholder %${part}%: more than ${maxExpansions} combinations`);
    const spelled = isRegex ? known.map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")) : known;
    result = result.flatMap((before) => spelled.map((value) => before + value));
  }
  return result;
}
