// Turns a Sigma match into the finding that triage stores and screens show.

import type { Evidence, Finding, Location } from "../model.ts";
import type { SigmaMatch } from "./model.ts";

const keptEventLength = 8_000;
const keptCounted = 50;

/**
 * @param event the event itself, where the finding shall be explained with its fields in place
 * @returns a finding whose locations are the matched fields, `part` being the source and `event` the ordinal
 *   (specification: issue "Explanations"; the author's name stays with the finding as DRL 1.1 asks)
 */
export function toFinding(match: SigmaMatch, event?: unknown): Finding {
  const { rule, source, ordinal } = match;
  const locations: Location[] = match.fields.map(({ field, value, pattern }) => ({
    kind: "field",
    part: source,
    event: ordinal,
    field,
    value,
    pattern,
  }));
  return {
    engine: "sigma",
    ruleId: rule.id,
    ruleVersion: rule.version,
    title: rule.title,
    level: rule.level,
    source,
    at: ordinal,
    locations,
    why: rule.description === "" ? rule.title : rule.description,
    references: rule.references,
    ...(rule.author === "" ? {} : { author: rule.author }),
    evidence: [evidenceOf(match, event)],
  };
}

function evidenceOf(match: SigmaMatch, event: unknown): Evidence {
  const { identifiers, condition, source, ordinal } = match;
  if (match.events !== undefined)
    return {
      kind: "counted",
      identifiers,
      condition,
      events: match.events
        .slice(0, keptCounted)
        .map((one) => ({ part: one.source, event: one.ordinal, ruleId: one.ruleId, atMs: one.atMs })),
    };
  const json = event === undefined ? "" : JSON.stringify(event);
  return {
    kind: "event",
    part: source,
    event: ordinal,
    // Half an event would be no JSON; one too long is told by its fields alone.
    json: json.length > keptEventLength ? "" : json,
    identifiers,
    condition,
  };
}
