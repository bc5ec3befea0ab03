// How strongly things hang together: rare values say much, common ones little; reasons add up and none alone is a proof. Pure.
import { nearHours, type Reason, sameConstituentHours, type Strength } from "./model.ts";

/** One thing that another report has in common with what is asked about. */
export type Hit =
  | { kind: "value"; reportId: string; valueKind: string; value: string; reports: number }
  | { kind: "constituent"; reportId: string; name: string; hours: number }
  | { kind: "text"; reportId: string; similarity: number };

export interface Weighed {
  /** Between 0 and 1. */
  score: number;
  strength: Strength;
  reasons: Reason[];
}

/** Two reports alone with a value: 0.7; ten: 0.2; two hundred: under 0.1. `reports` counts all that have it, those that are asked about too. */
export function weighValue(reports: number): number {
  return 0.7 / Math.log2(Math.max(2, reports));
}

/** Below this two texts of one language are alike by chance. */
export const leastLikeness = 0.4;

/** The threes of letters of a text, word by word, without case and accents, in any script. */
export function printOf(text: string): Set<string> {
  const words =
    text
      .normalize("NFKD")
      .replace(/\p{M}/gu, "")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const print = new Set<string>();
  for (const word of words) {
    const padded = `  ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) print.add(padded.slice(at, at + 3));
  }
  return print;
}

/** The share of threes that both have: 0 nothing, 1 the same words. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let both = 0;
  for (const three of one) if (other.has(three)) both += 1;
  const all = one.size + other.size - both;
  return all === 0 ? 0 : both / all;
}

export function weighText(similarity: number): number {
  return similarity < leastLikeness ? 0 : Math.min(0.8, 0.3 + (similarity - 0.4) * 0.9);
}

const together = (weights: readonly number[]): number => 1 - weights.reduce((left, weight) => left * (1 - weight), 1);

/** All that one case or report has in common, weighed and explained; undefined where it is too little to say. `hoursApart` is of the two nearest reports. */
export function weigh(hits: readonly Hit[], hoursApart: number): Weighed | undefined {
  const reasons: Reason[] = [];
  const weights: number[] = [];
  const values = new Map<string, { kind: string; value: string; reports: number }>();
  for (const hit of hits)
    if (hit.kind === "value")
      values.set(`${hit.valueKind} ${hit.value}`, { kind: hit.valueKind, value: hit.value, reports: hit.reports });
  const rarestFirst = [...values.values()].sort(
    (one, other) => one.reports - other.reports || (one.value < other.value ? -1 : 1),
  );
  const [rarest] = rarestFirst;
  if (rarest) {
    weights.push(...rarestFirst.map(({ reports }) => weighValue(reports)));
    reasons.push({
      kind: "values",
      values: rarestFirst.slice(0, 10),
      count: rarestFirst.length,
      rarest: rarest.reports,
    });
  }
  const constituents = hits.filter((hit) => hit.kind === "constituent" && hit.hours <= sameConstituentHours);
  const [nearest] = constituents.sort((one, other) => hoursOf(one) - hoursOf(other));
  if (nearest?.kind === "constituent") {
    weights.push(0.35);
    reasons.push({ kind: "constituent", name: nearest.name, hours: Math.round(nearest.hours) });
  }
  const likeness = Math.max(0, ...hits.map((hit) => (hit.kind === "text" ? hit.similarity : 0)));
  if (weighText(likeness) > 0) {
    weights.push(weighText(likeness));
    reasons.push({ kind: "text", percent: Math.round(likeness * 100) });
  }
  // Being near in time is no reason alone: something always is.
  if (reasons.length > 0 && hoursApart <= nearHours) {
    weights.push(0.1);
    reasons.push({ kind: "time", hours: Math.round(hoursApart) });
  }
  const score = together(weights);
  if (score < 0.15) return undefined;
  return { score, strength: score >= 0.7 ? "strong" : score >= 0.4 ? "medium" : "weak", reasons };
}

function hoursOf(hit: Hit): number {
  return hit.kind === "constituent" ? hit.hours : Number.POSITIVE_INFINITY;
}
