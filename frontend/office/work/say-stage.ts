// A stage of a filing in words; a text that brings a stage of its own shows its name as the text has it.
import { hasWords, type useWords } from "../../platform/words.ts";

export function sayStage(t: ReturnType<typeof useWords>, stage: string): string {
  return hasWords(`inspections.stage.${stage}`) ? t(`inspections.stage.${stage}`) : stage.replaceAll("_", " ");
}
