// Reads a Sigma correlation document (Sigma correlation rules specification 2.1).

import { comparisons, correlationTypes } from "./model.ts";
import type { CorrelationCondition, CorrelationType, SigmaDocument, SigmaRuleInfo } from "./model.ts";
import { Refused } from "./refused.ts";
import { isRecord, textList, textOf } from "./yaml-values.ts";

const unitMs: Record<string, number> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  M: 2_629_746_000,
  y: 31_556_952_000,
};

/** Kinds whose condition names the field whose values are counted, summed or ranked. */
const valueTypes: ReadonlySet<CorrelationType> = new Set<CorrelationType>([
  "value_count",
  "value_sum",
  "value_avg",
  "value_percentile",
  "value_median",
]);

/** @throws Refused naming the attribute and what was expected */
export function readCorrelation(value: unknown, info: SigmaRuleInfo): SigmaDocument {
  if (!isRecord(value)) throw new Refused("correlation: expected a map with type, rules and timespan");
  const typeText = textOf(value["type"])?.toLowerCase();
  const type = correlationTypes.find((known) => known === typeText);
  if (type === undefined) throw new Refused(`correlation.type: expected one of ${correlationTypes.join(", ")}`);
  const isTemporal = type === "temporal" || type === "temporal_ordered";
  const rawCondition = value["condition"];
  let rules = textList(value["rules"]);
  if (rules.length === 0 && isTemporal && typeof rawCondition === "string") rules = namesIn(rawCondition);
  if (rules.length === 0) throw new Refused("correlation.rules: expected ids or names of rules");
  const generate = value["generate"];
  if (generate !== undefined && typeof generate !== "boolean")
    throw new Refused("correlation.generate: expected true or false");
  return {
    kind: "correlation",
    info,
    type,
    rules,
    groupBy: textList(value["group-by"] ?? []),
    timespanMs: readTimespan(value["timespan"] ?? value["timeframe"]),
    aliases: readAliases(value["aliases"]),
    condition: readCondition(rawCondition, type, rules.length),
    isGenerating: generate === true,
  };
}

/** Names in an extended temporal condition ("a and not b"), in order of appearance. */
export function namesIn(condition: string): string[] {
  const words = condition.match(/[\p{L}\p{N}_.-]+/gu) ?? [];
  return [...new Set(words.filter((word) => !/^(and|or|not)$/i.test(word)))];
}

function readTimespan(value: unknown): number {
  const parts = /^\s*(\d+)\s*([smhdwMy])\s*$/.exec(textOf(value) ?? "");
  const amount = Number(parts?.[1] ?? 0);
  if (amount <= 0) throw new Refused("correlation.timespan: expected a number and a unit (s, m, h, d), such as 15m");
  return amount * (unitMs[parts?.[2] ?? ""] ?? 0);
}

function readAliases(value: unknown): Record<string, Record<string, string>> {
  if (value === undefined || value === null) return {};
  const message = "correlation.aliases: expected a map of alias to a map of rule name to field";
  if (!isRecord(value)) throw new Refused(message);
  const aliases: Record<string, Record<string, string>> = {};
  for (const [alias, mapping] of Object.entries(value)) {
    if (!isRecord(mapping)) throw new Refused(message);
    const fields: Record<string, string> = {};
    for (const [rule, field] of Object.entries(mapping)) {
      const text = textOf(field);
      if (text === undefined) throw new Refused(message);
      fields[rule] = text;
    }
    aliases[alias] = fields;
  }
  return aliases;
}

function readCondition(value: unknown, type: CorrelationType, ruleCount: number): CorrelationCondition | string {
  const isTemporal = type === "temporal" || type === "temporal_ordered";
  if (value === undefined && isTemporal)
    return { tests: [{ comparison: "gte", value: ruleCount }], fields: [], percentile: null };
  if (typeof value === "string" && isTemporal) return value;
  if (!isRecord(value)) throw new Refused(`correlation.condition: expected a map such as {gte: 10} for ${type}`);
  const condition: CorrelationCondition = { tests: [], fields: textList(value["field"] ?? []), percentile: null };
  for (const [key, raw] of Object.entries(value)) {
    if (key === "field") continue;
    const number = typeof raw === "number" ? raw : Number(textOf(raw) ?? "x");
    if (!Number.isFinite(number)) throw new Refused(`correlation.condition.${key}: expected a number`);
    const comparison = comparisons.find((known) => known === key);
    if (comparison !== undefined) condition.tests.push({ comparison, value: number });
    else if (key !== "percentile")
      throw new Refused(`correlation.condition.${key}: expected ${comparisons.join(", ")}, field or percentile`);
    else if (number < 0 || number > 100) throw new Refused("correlation.condition.percentile: expected 0 to 100");
    else condition.percentile = number;
  }
  if (condition.tests.length === 0)
    throw new Refused(`correlation.condition: expected one of ${comparisons.join(", ")}`);
  if (valueTypes.has(type) && condition.fields.length === 0)
    throw new Refused(`correlation.condition.field: expected the field whose values ${type} looks at`);
  if (type !== "value_count" && valueTypes.has(type) && condition.fields.length > 1)
    throw new Refused(`correlation.condition.field: expected one field for ${type}`);
  return condition;
}
