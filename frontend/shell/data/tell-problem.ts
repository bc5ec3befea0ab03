// A refusal by the server as words for a person: known codes from the catalogue, the field's own sentence where there is one.
import { showToast } from "../../parts/toast/toast.tsx";
import { ApiProblem } from "../../platform/api.ts";
import { hasWords, useWords } from "../../platform/words.ts";

/** The sentence of a failure in the language of the moment. */
export function describeProblem(error: unknown): string {
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
  const fields = error.fields.map(({ path, message }) => nameField(path, message));
  // The English sentence is the last resort only, where the server sent neither words nor fields.
  const first = error.code === "invalid_input" && hasWords("fields.some") ? t("fields.some") : error.detail;
  return [first, ...fields].filter((part) => part !== "").join(" ");
}

/** "Reason: expected at least 3 characters.", by the last part of the path that has a name; numbers of rows are none. */
function nameField(path: string, sentence: string): string {
  const t = useWords();
  const last = path.split(".").findLast((part) => !/^\d+$/.test(part)) ?? "";
  return hasWords(`fields.name.${last}`) ? t("fields.of", { field: t(`fields.name.${last}`), sentence }) : sentence;
}

export function tellProblem(error: unknown): void {
  showToast({ text: describeProblem(error), tone: "problem" });
}
