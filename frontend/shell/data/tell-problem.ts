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
  const fields = error.fields.map((field) => field.message).join(" ");
  return [error.detail, fields].filter((part) => part !== "").join(" ");
}

export function tellProblem(error: unknown): void {
  showToast({ text: describeProblem(error), tone: "problem" });
}
