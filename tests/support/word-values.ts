import { IntlMessageFormat } from "intl-messageformat";

interface Part {
  type: number;
  value?: string;
  options?: Record<string, { value: Part[] }>;
}
const [literal, pound] = [0, 7];

/** The values that whoever asks for a sentence of the catalogue gives, each once, sorted; the word of an ordinal follows from its number. */
export function wordValues(text: string): string[] {
  const names = new Set<string>();
  const visit = (parts: readonly Part[]): void => {
    for (const part of parts) {
      if (part.type !== literal && part.type !== pound && part.value !== undefined) names.add(part.value);
      for (const option of Object.values(part.options ?? {})) visit(option.value);
    }
  };
  visit(new IntlMessageFormat(text, "en", undefined, { ignoreTag: true }).getAst() as unknown as Part[]);
  return [...names].filter((name) => !name.endsWith("_ordinal")).toSorted();
}
