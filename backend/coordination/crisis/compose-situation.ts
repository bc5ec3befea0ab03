// A situation report as plain text in the reader's language: figures, the written parts as they were written, and the link that says it has arrived. Pure.
import type { Translator } from "../../platform/words/index.ts";
import {
  type CrisisLanguage,
  sayFigures,
  type SituationFigures,
  situationParts,
  type SituationTexts,
} from "./model.ts";

export interface SituationToSay {
  reference: string;
  title: string;
  number: number;
  marking: string;
  levelNames: Record<CrisisLanguage, string> | null;
  frozenAt: string;
  parts: Partial<SituationTexts>;
  figures: SituationFigures;
  language: CrisisLanguage;
}

export function composeSituation(words: Translator, report: SituationToSay, linkPlace: string): string {
  const { figures } = report;
  const level = report.levelNames?.[report.language] ?? "";
  const written = situationParts.filter((part) => (report.parts[part] ?? "").trim() !== "");
  const lines = [
    `TLP:${report.marking.toUpperCase()}`,
    words("crisis.text.head", { number: report.number, reference: report.reference, title: report.title }),
    words("crisis.text.level", { level }),
    words("crisis.text.at", { when: `${report.frozenAt.slice(0, 16).replace("T", " ")} UTC` }),
    "",
    ...sayFigures(words, figures).map((line) => `- ${line}`),
    "",
    ...(written.length === 0 ? [words("crisis.text.no_words"), ""] : []),
    ...written.flatMap((part) => [words(`crisis.part.${part}`).toUpperCase(), report.parts[part] ?? "", ""]),
    words("crisis.text.confirm"),
    linkPlace,
  ];
  return lines.join("\n");
}
