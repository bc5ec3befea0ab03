// Joins Sigma filters to the rules they name (Sigma filters specification 2.1).

import { buildExpression } from "./language/expression.ts";
import type { Expression } from "./language/expression.ts";
import type { FilterDocument, RuleDocument, SigmaRefusal } from "./model.ts";
import { Refused } from "./refused.ts";

interface CompiledFilter {
  document: FilterDocument;
  expression: Expression;
}

/**
 * Filters whose own detection compiles; the others are refused. A filter's condition is joined to the rule's by "and",
 * as the reference implementation (pySigma) does, so a filter that takes events away says `condition: not selection`.
 */
export function compileFilters(
  documents: readonly FilterDocument[],
  rules: readonly RuleDocument[],
  placeholders: Record<string, string[]>,
  refused: SigmaRefusal[],
): CompiledFilter[] {
  const compiled: CompiledFilter[] = [];
  for (const document of documents) {
    const { id, path, title } = document.info;
    try {
      const expression = buildExpression(document.detections, [document.condition], placeholders);
      if (!rules.some((rule) => isFor(document, rule)))
        throw new Refused("filter.rules: no rule with such an id or name, and this logsource, was given");
      compiled.push({ document, expression: marked(expression, title) });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refused.push({ path, ruleId: id, title, reason: error.message });
    }
  }
  return compiled;
}

export function filtered(expression: Expression, rule: RuleDocument, filters: readonly CompiledFilter[]): Expression {
  const applied = filters.filter(({ document }) => isFor(document, rule));
  if (applied.length === 0) return expression;
  return { op: "and", kids: [expression, ...applied.map((filter) => filter.expression)] };
}

/** A filter without product, category or service applies whatever the rule's; each one it names must be the rule's. */
function isFor(filter: FilterDocument, rule: RuleDocument): boolean {
  for (const key of ["product", "category", "service"] as const)
    if (filter.logsource[key] !== undefined && filter.logsource[key] !== rule.logsource[key]) return false;
  const { id, name } = rule.info;
  return filter.rules === "any" || filter.rules.some((wanted) => wanted === id || wanted === name);
}

/** Explanations name a filter's identifiers after the filter. */
function marked(expression: Expression, title: string): Expression {
  switch (expression.op) {
    case "and":
    case "or":
      return { op: expression.op, kids: expression.kids.map((kid) => marked(kid, title)) };
    case "not":
      return { op: "not", kid: marked(expression.kid, title) };
    case "named":
      return { ...expression, name: `"${title}".${expression.name}` };
    case "leaf":
    case "constant":
      return expression;
  }
}
