// A Sigma correlation as sentences: which rules it counts, over which time, for whom, and from how many on. Pure.
import type { CorrelationDocument } from "../sigma/model.ts";
import type { RuleWords } from "./model.ts";

const units = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
] as const;

/** @param truth the correlated rules that had hits, where there was a match (Sigma correlation rules specification 2.1) */
export function correlationWords(
  document: CorrelationDocument,
  truth: { identifiers: readonly string[] } | undefined,
): RuleWords[] {
  const [unit, unitMs] = units.find(([, ms]) => document.timespanMs % ms === 0) ?? (["s", 1_000] as const);
  const { condition } = document;
  const words: RuleWords[] = [
    {
      key: `rules.words.correlation.${document.type}`,
      values: { fields: typeof condition === "string" ? "" : condition.fields.join(", ") },
      items: document.rules.map((text) =>
        truth === undefined ? { text } : { text, isTrue: truth.identifiers.includes(text) },
      ),
    },
    { key: "rules.words.correlation.within", values: { count: document.timespanMs / unitMs, unit } },
  ];
  if (document.groupBy.length > 0)
    words.push({
      key: "rules.words.correlation.group_by",
      values: {},
      items: document.groupBy.map((text) => ({ text })),
    });
  if (typeof condition === "string") {
    words.push({ key: "rules.words.correlation.expression", values: {}, items: [{ text: condition }] });
    return words;
  }
  for (const { comparison, value } of condition.tests)
    words.push({ key: `rules.words.correlation.${comparison}`, values: { value }, ...(truth ? { isTrue: true } : {}) });
  return words;
}
