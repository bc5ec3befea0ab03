// A refusal that the form knows of by itself, said as the server would say it: by the names of its fields.
import { ApiProblem } from "../../platform/api.ts";

/**
 * Thrown inside the sending of a form.
 * @param fields sentences by the name of the field in the body, in the reader's language
 */
export function refuseHere(fields: Readonly<Record<string, string>>): ApiProblem {
  const errors = Object.entries(fields).map(([path, message]) => ({ path, message }));
  return new ApiProblem(422, { code: "invalid_input", detail: errors[0]?.message ?? "", errors });
}

/**
 * Of texts in several languages: each is whole or left out, and one is there.
 * @param texts by language, then by part
 * @param sentence what to say where a part is empty
 * @returns the languages that have something in them
 * @throws ApiProblem that names each empty part, "texts.fr.title".
 */
export function wholeTexts<Language extends string, Part extends string>(
  texts: Partial<Record<Language, Record<Part, string>>>,
  languages: readonly Language[],
  parts: readonly Part[],
  sentence: string,
): Partial<Record<Language, Record<Part, string>>> {
  const written = languages.flatMap((language) => {
    const text = texts[language];
    return text && parts.some((part) => text[part].trim() !== "") ? [[language, text] as const] : [];
  });
  const empty =
    written.length === 0
      ? languages.slice(0, 1).map((language) => `texts.${language}.${parts[0] ?? ""}`)
      : written.flatMap(([language, text]) =>
          parts.filter((part) => text[part].trim() === "").map((part) => `texts.${language}.${part}`),
        );
  if (empty.length > 0) throw refuseHere(Object.fromEntries(empty.map((path) => [path, sentence])));
  return Object.fromEntries(written) as Partial<Record<Language, Record<Part, string>>>;
}
