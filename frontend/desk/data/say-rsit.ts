// The words of a type of the taxonomy, or of its class, or the code itself.
import { hasWords, type useWords } from "../../platform/words.ts";

export function rsitWords(t: ReturnType<typeof useWords>, className: string | null, type: string | null): string {
  if (type !== null && hasWords(`desk.rsit.type.${type}`)) return t(`desk.rsit.type.${type}`);
  if (className !== null && hasWords(`desk.rsit.class.${className}`)) return t(`desk.rsit.class.${className}`);
  return type ?? className ?? t("desk.rsit.none");
}
