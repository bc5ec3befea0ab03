// A Sigma rule as sentences: where it looks, when it is true, and what each search identifier asks for, with what a match made true. Pure.
import { parseCondition } from "../sigma/language/condition.ts";
import type { Condition } from "../sigma/language/condition.ts";
import type { MatchedField, SigmaDocument } from "../sigma/model.ts";
import { Refused } from "../sigma/refused.ts";
import { conditionWords } from "./condition-words.ts";
import { correlationWords } from "./correlation-words.ts";
import type { RuleWords } from "./model.ts";
import { createSearchWords } from "./search-words.ts";
import { judge, type ConditionTree } from "./truth.ts";

/** What is known of a match: the search identifiers that were true and counted, and the fields that matched. */
export interface SigmaTruth {
  identifiers: readonly string[];
  fields: readonly MatchedField[];
}

/**
 * @param truth of a match; left out where the rule is only read
 * @returns sentences (Sigma rules specification 2.1); for a document that was refused, its reason
 */
export function sigmaWords(document: SigmaDocument, truth?: SigmaTruth): RuleWords[] {
  switch (document.kind) {
    case "refused":
      return [{ key: "rules.words.sigma.refused", values: {}, items: [{ text: document.reason }] }];
    case "correlation":
      return correlationWords(document, truth);
    case "filter":
      return [
        {
          key: "rules.words.sigma.filter",
          values: { all: document.rules === "any" ? "yes" : "no" },
          ...(document.rules === "any" ? {} : { items: document.rules.map((text) => ({ text })) }),
        },
        ...looksAt(document.logsource),
        ...detectionWords(document.detections, [document.condition], undefined),
      ];
    case "rule":
      return [...looksAt(document.logsource), ...detectionWords(document.detections, document.conditions, truth)];
  }
}

function looksAt(logsource: { product?: string; category?: string; service?: string }): RuleWords[] {
  const parts = [logsource.product, logsource.category, logsource.service].filter((part) => part !== undefined);
  if (parts.length === 0) return [{ key: "rules.words.sigma.looks_everywhere", values: {} }];
  return [{ key: "rules.words.sigma.looks_at", values: {}, items: parts.map((text) => ({ text })) }];
}

function detectionWords(
  detections: Record<string, unknown>,
  conditions: readonly string[],
  truth: SigmaTruth | undefined,
): RuleWords[] {
  const names = Object.keys(detections);
  const counted = new Set(truth?.identifiers);
  const trees = conditions.flatMap((text) => readTree(text, names));
  const [only] = trees;
  const tree: ConditionTree<string> | undefined = trees.length === 1 ? only : { op: "or", kids: trees };
  const judged = tree && judge(tree, (name) => (truth === undefined ? undefined : counted.has(name)), truth && true);
  const named = judged && conditionWords(judged, (name) => ({ key: "rules.words.sigma.name", values: { name } }));
  const searchWords = createSearchWords(detections, truth?.fields);
  return [
    { key: "rules.words.sigma.true_when", values: {}, ...(named ? { kids: [named] } : {}) },
    ...names.map((name) => ({
      key: "rules.words.sigma.search",
      values: { name },
      kids: searchWords(detections[name]),
      ...(truth === undefined ? {} : { isTrue: counted.has(name) }),
    })),
  ];
}

/** None where the condition cannot be read; the rule's refusal says why elsewhere. */
function readTree(text: string, names: readonly string[]): ConditionTree<string>[] {
  try {
    return [toTree(parseCondition(text, names))];
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

function toTree(condition: Condition): ConditionTree<string> {
  if (condition.op === "name") return { op: "leaf", leaf: condition.name };
  if (condition.op === "not") return { op: "not", kid: toTree(condition.kid) };
  return { op: condition.op, kids: condition.kids.map(toTree) };
}
