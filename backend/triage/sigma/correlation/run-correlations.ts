// Evaluates correlations over the hits of their rules, group by group, over windows as long as the timespan.

import type { MatchedField, SigmaMatch } from "../model.ts";
import type { CompiledCorrelation, NodeId } from "./compile-correlations.ts";
import { Window } from "./window.ts";
import type { Hit } from "./window.ts";

const maxShownEvents = 1_000;

/**
 * Matches of all correlations that are shown, in the order of the documents' dependencies.
 *
 * For each group the windows that no other window contains are looked at from the earliest on; after one that
 * satisfies the condition, the next begins behind it, so that one long attack gives one match a timespan and not one an event.
 * @param hits of rules; events without a group-by field do not count (they belong to no group)
 */
export function runCorrelations(correlations: readonly CompiledCorrelation[], hits: readonly Hit[]): SigmaMatch[] {
  const hitsOf = new Map<NodeId, Hit[]>();
  for (const hit of hits) push(hitsOf, hit.node, hit);
  const matches: SigmaMatch[] = [];
  for (const correlation of correlations) {
    for (const [key, group] of groupsOf(correlation, hitsOf)) {
      for (const { window, words } of satisfiedWindows(correlation, group)) {
        const last = window.at(-1);
        if (last === undefined) continue;
        const events = window.flatMap((hit) => hit.events).slice(0, maxShownEvents);
        push(hitsOf, correlation.node, {
          ...last,
          node: correlation.node,
          fields: withGroup(correlation, key, last),
          events,
        });
        if (correlation.isShown) matches.push(matchOf(correlation, key, last, events, words, window));
      }
    }
  }
  return matches;
}

function groupsOf(correlation: CompiledCorrelation, hitsOf: ReadonlyMap<NodeId, Hit[]>): Map<string, Hit[]> {
  const groups = new Map<string, Hit[]>();
  for (const input of new Set(correlation.inputs)) {
    const fields = correlation.groupFields[correlation.inputs.indexOf(input)] ?? [];
    for (const hit of hitsOf.get(input) ?? []) {
      const values = fields.map((field) => hit.fields[field] ?? []);
      if (values.every((texts) => texts.length > 0))
        push(groups, JSON.stringify(values.map((texts) => texts.join(", "))), hit);
    }
  }
  for (const group of groups.values()) group.sort((a, b) => a.atMs - b.atMs || a.sequence - b.sequence);
  return groups;
}

function* satisfiedWindows(
  correlation: CompiledCorrelation,
  group: readonly Hit[],
): Generator<{ window: Hit[]; words: string }> {
  let window = new Window(correlation);
  let end = 0;
  let furthest = -1;
  for (let start = 0; start < group.length; start++) {
    const limit = (group[start]?.atMs ?? 0) + correlation.document.timespanMs;
    for (let next = group[end]; next !== undefined && next.atMs <= limit; next = group[end]) {
      window.add(next);
      end++;
    }
    if (end > furthest) {
      furthest = end;
      const words = window.satisfied();
      if (words !== null) {
        yield { window: window.content, words };
        window = new Window(correlation);
        start = end - 1;
        continue;
      }
    }
    window.removeFirst();
  }
}

/** The fields of the last event, and the group's own values under the names that group-by gives them. */
function withGroup(correlation: CompiledCorrelation, key: string, last: Hit): Record<string, string[]> {
  const fields = { ...last.fields };
  const values = JSON.parse(key) as string[];
  for (const [index, field] of correlation.document.groupBy.entries()) fields[field] = [values[index] ?? ""];
  return fields;
}

function matchOf(
  correlation: CompiledCorrelation,
  key: string,
  last: Hit,
  events: Hit["events"],
  words: string,
  window: readonly Hit[],
): SigmaMatch {
  const values = JSON.parse(key) as string[];
  const { document, inputs } = correlation;
  const present = new Set(window.map((hit) => hit.node));
  const fields: MatchedField[] = document.groupBy.map((field, index) => ({
    field,
    value: values[index] ?? "",
    pattern: "group-by",
  }));
  return {
    rule: document.info,
    source: last.source,
    ordinal: last.ordinal,
    identifiers: document.rules.filter((_, index) => present.has(inputs[index] ?? -1)),
    condition: `${words} within ${document.timespanMs / 1000} s`,
    fields,
    events,
  };
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
