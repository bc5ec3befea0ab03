// Ties correlation documents to the rules and correlations they name, in an order in which each follows what it needs.

import { parseCondition } from "../language/condition.ts";
import type { Condition } from "../language/condition.ts";
import type { CorrelationDocument, SigmaRefusal, SigmaRuleInfo } from "../model.ts";
import { Refused } from "../refused.ts";

/** What a correlation counts: rules first, then correlations, numbered on after the rules. */
export type NodeId = number;

export interface CompiledCorrelation {
  node: NodeId;
  document: CorrelationDocument;
  /** In the order of the document's `rules`. */
  inputs: NodeId[];
  /** For each input, the event fields of each group-by entry (aliases resolved). */
  groupFields: string[][];
  expression: Condition | null;
  /** False where another correlation names this one and does not ask for it to be shown. */
  isShown: boolean;
}

export interface CompiledCorrelations {
  correlations: CompiledCorrelation[];
  /** Rules that at least one correlation counts, with the event fields it needs of them. */
  fieldsOfRule: Map<NodeId, string[]>;
  /** Rules that are shown only through their correlations. */
  hiddenRules: Set<NodeId>;
}

/** @param rules all rules that compiled; their index is their node */
export function compileCorrelations(
  documents: readonly CorrelationDocument[],
  rules: readonly SigmaRuleInfo[],
  refused: SigmaRefusal[],
): CompiledCorrelations {
  const byName = new Map<string, NodeId>();
  const register = (info: SigmaRuleInfo, node: NodeId): void => {
    byName.set(info.id, node);
    if (info.name !== undefined) byName.set(info.name, node);
  };
  for (const [node, info] of rules.entries()) register(info, node);
  const pending = new Map(documents.map((document, index) => [document, rules.length + index]));
  for (const [document, node] of pending) register(document.info, node);

  const done = new Map<NodeId, CompiledCorrelation>();
  let isProgressing = true;
  while (pending.size > 0 && isProgressing) {
    isProgressing = false;
    for (const [document, node] of pending) {
      try {
        const compiled = compileOne(document, node, byName, rules.length, done);
        if (compiled === null) continue;
        done.set(node, compiled);
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refuse(document, error.message, refused);
        for (const [name, known] of byName) if (known === node) byName.delete(name);
      }
      pending.delete(document);
      isProgressing = true;
    }
  }
  for (const document of pending.keys())
    refuse(document, "correlation.rules: correlations name each other in a circle", refused);
  return withUses([...done.values()], rules.length);
}

function refuse(document: CorrelationDocument, reason: string, refused: SigmaRefusal[]): void {
  const { path, id, title } = document.info;
  refused.push({ path, ruleId: id, title, reason });
}

/** Null while a correlation that it names is not compiled yet. */
function compileOne(
  document: CorrelationDocument,
  node: NodeId,
  byName: ReadonlyMap<string, NodeId>,
  ruleCount: number,
  done: ReadonlyMap<NodeId, CompiledCorrelation>,
): CompiledCorrelation | null {
  const inputs: NodeId[] = [];
  for (const name of document.rules) {
    const input = byName.get(name);
    if (input === undefined) throw new Refused(`correlation.rules: no usable rule has the id or name "${name}"`);
    if (input >= ruleCount && !done.has(input)) return null;
    inputs.push(input);
  }
  const expression = typeof document.condition === "string" ? parseCondition(document.condition, document.rules) : null;
  for (const [alias, mapping] of Object.entries(document.aliases))
    for (const name of Object.keys(mapping))
      if (!document.rules.includes(name) && !inputs.includes(byName.get(name) ?? -1))
        throw new Refused(`correlation.aliases.${alias}: "${name}" is none of this correlation's rules`);
  const groupFields = inputs.map((input) =>
    document.groupBy.map((field) => aliasedField(document, field, input, byName)),
  );
  return { node, document, inputs, groupFields, expression, isShown: true };
}

function aliasedField(
  document: CorrelationDocument,
  field: string,
  input: NodeId,
  byName: ReadonlyMap<string, NodeId>,
): string {
  const mapping = Object.hasOwn(document.aliases, field) ? document.aliases[field] : undefined;
  for (const [name, eventField] of Object.entries(mapping ?? {})) if (byName.get(name) === input) return eventField;
  return field;
}

/** Collects what each rule's events must be asked for, through chains of correlations, and who is shown. */
function withUses(correlations: CompiledCorrelation[], ruleCount: number): CompiledCorrelations {
  const asked = new Map<NodeId, Set<string>>();
  const generated = new Set<NodeId>();
  const used = new Set<NodeId>();
  for (const correlation of [...correlations].reverse()) {
    const { document, inputs, groupFields } = correlation;
    for (const [position, input] of inputs.entries()) {
      const fields = asked.get(input) ?? new Set<string>();
      const conditionFields = typeof document.condition === "string" ? [] : document.condition.fields;
      for (const field of [
        ...(groupFields[position] ?? []),
        ...conditionFields,
        ...(asked.get(correlation.node) ?? []),
      ])
        fields.add(field);
      asked.set(input, fields);
      used.add(input);
      if (document.isGenerating) generated.add(input);
    }
  }
  for (const correlation of correlations)
    correlation.isShown = !used.has(correlation.node) || generated.has(correlation.node);
  const rules = [...asked].filter(([node]) => node < ruleCount);
  return {
    correlations,
    fieldsOfRule: new Map(rules.map(([node, fields]) => [node, [...fields]])),
    hiddenRules: new Set(rules.map(([node]) => node).filter((node) => !generated.has(node))),
  };
}
