// Says a duty's reasons in a language, in one line; sentences are in the catalogue's room "law", names in policies/ and in the pack.
import type { Translator, WordsLanguage } from "../../platform/words/index.ts";
import type { Duty } from "./duty.ts";
import type { Pack } from "./model.ts";

/** Names by id and language, as the lists of policies/ give them. */
export type Names = ReadonlyMap<string, { names: Record<string, string> }>;

export interface ReasonNames {
  pack: Pack;
  events: Names;
  classes: Names;
}

/** The reasons as sentences. An id without a name is shown as it is. */
export function sayReasons(duty: Duty, words: Translator, names: ReasonNames): string {
  const { language } = words;
  return duty.reasons
    .map(({ code, values }) => {
      const said = Object.entries(values).map(([key, value]) => [key, sayValue(key, value, language, names)] as const);
      return words(`law.why_${code}`, Object.fromEntries(said));
    })
    .join(" ");
}

function sayValue(key: string, value: string | number, language: WordsLanguage, names: ReasonNames): string | number {
  if (typeof value === "number") return value;
  if (key === "event") return sayEvent(value, language, names);
  if (key === "classes")
    return value
      .split(", ")
      .map((id) => names.classes.get(id)?.names[language] ?? id)
      .join(", ");
  if (key === "threshold" || key === "exception") return sayCondition(value, language, names.pack);
  return value;
}

/** A filing is named by the duty that it answers. */
function sayEvent(id: string, language: WordsLanguage, names: ReasonNames): string {
  const known = names.events.get(id)?.names[language];
  if (known !== undefined) return known;
  const stage = names.pack.obligations.find((it) => id === `${it.stage}.submitted`);
  return stage ? `« ${stage.title[language]} »` : id;
}

/** With its id, which is the name under which facts state it. */
function sayCondition(id: string, language: WordsLanguage, pack: Pack): string {
  for (const it of pack.obligations) {
    if (it.threshold !== "none" && it.threshold.id === id) return `${id}: ${it.threshold.text[language]}`;
    const exception = it.exceptions === "none" ? undefined : it.exceptions.find((one) => one.id === id);
    if (exception) return `${id}: ${exception.text[language]}`;
  }
  return id;
}
