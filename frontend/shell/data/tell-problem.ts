// A refusal by the server as words for a person: known codes from the catalogue, the field's own sentence where there is one.
import { showToast } from "../../parts/toast/toast.tsx";
import { ApiProblem, type RefusedField } from "../../platform/api.ts";
import { hasWords, useWords } from "../../platform/words.ts";

/** The sentence of a failure in the language of the moment. */
export function describeProblem(error: unknown): string {
  const fields = error instanceof ApiProblem && !isKnown(error) ? error.fields.map(describeField) : [];
  return [describeWithoutFields(error), ...fields].filter((part) => part !== "").join(" ");
}

/** Refusals that have a sentence of their own, beside which their fields say no more. */
const known = ["unreachable", "unauthenticated", "forbidden", "conflict", "not_found", "internal"];

function isKnown(error: ApiProblem): boolean {
  return (
    (error.words !== undefined && hasWords(error.words)) ||
    known.includes(error.code) ||
    hasWords(`fields.code.${error.code}`)
  );
}

/** The same without its fields, for a form that names each of them itself. */
export function describeWithoutFields(error: unknown): string {
  const t = useWords();
  if (!(error instanceof ApiProblem)) return t("desk.error.unknown");
  if (error.words !== undefined && hasWords(error.words)) return t(error.words);
  if (error.code === "unreachable") return t("desk.error.unreachable");
  if (error.code === "unauthenticated") return t("desk.error.session");
  if (error.code === "forbidden") return t("desk.error.forbidden");
  if (error.code === "conflict") return t("desk.error.conflict");
  if (error.code === "not_found") return t("desk.error.not_found");
  if (error.code === "internal") return t("desk.error.internal", { number: error.requestId });
  if (hasWords(`fields.code.${error.code}`)) return t(`fields.code.${error.code}`);
  // The English sentence is the last resort only, where the server sent neither words nor fields.
  return error.code === "invalid_input" && hasWords("fields.some") ? t("fields.some") : error.detail;
}

/** "Reason: expected at least 3 characters.", by the last part of the path that has a name; numbers of rows are none. */
export function describeField({ path, message }: RefusedField): string {
  const t = useWords();
  const last = path.split(".").findLast((part) => !/^\d+$/.test(part)) ?? "";
  return hasWords(`fields.name.${last}`)
    ? t("fields.of", { field: t(`fields.name.${last}`), sentence: message })
    : message;
}

export function tellProblem(error: unknown): void {
  showToast({ text: describeProblem(error), tone: "problem" });
}
