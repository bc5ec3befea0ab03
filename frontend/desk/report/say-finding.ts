// What a finding is called and why it matters, in the reader's language where the words are ours: what could not be opened. Rules speak their author's language.
import type { FindingView } from "../../../backend/reporting/model.ts";
import type { RuleWords } from "../../../backend/triage/explain/model.ts";
import { hasWords, type Words } from "../../platform/words.ts";
import { defangUnknown } from "../data/defang.ts";

type Named = Pick<FindingView, "engine" | "ruleId" | "title">;

function keyOf(finding: Pick<Named, "engine" | "ruleId">, part: "title" | "why"): string | undefined {
  if (finding.engine !== "unpack") return undefined;
  const key = `desk.unpack.${finding.ruleId.replace(/^unpack\./, "")}.${part}`;
  return hasWords(key) ? key : undefined;
}

export function titleOf(t: Words, finding: Named): string {
  const key = keyOf(finding, "title");
  return key ? t(key) : finding.title;
}

/** The reason; of something unopened also the measured detail, which is technical and stays as it was written. */
export function whyOf(t: Words, finding: Named & Pick<FindingView, "why">): string {
  const key = keyOf(finding, "why");
  if (!key) return finding.why;
  const detail = finding.ruleId.startsWith("unpack.") ? /\(([^]*)\)$/.exec(finding.why)?.[1] : finding.why;
  return detail ? `${t(key)} (${detail})` : t(key);
}

/** One sentence of an explanation in a line, and what stands under it after a colon: "List “Servers” …: why · first seen on …". */
export function sayWords(t: Words, said: RuleWords): string {
  const values = Object.fromEntries(
    Object.entries(said.values).map(([name, value]) => [
      name,
      typeof value === "string" && (name === "value" || name === "known") ? defangUnknown(value) : value,
    ]),
  );
  const under = (said.kids ?? []).map((kid) => sayWords(t, kid)).filter((text) => text.trim() !== "");
  return under.length === 0
    ? t(said.key, values)
    : t("desk.known.line", { said: t(said.key, values), under: under.join(" · ") });
}
