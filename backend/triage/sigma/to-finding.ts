// Turns a Sigma match into the finding that triage stores and screens show.

import type { Finding, Location } from "../model.ts";
import type { SigmaMatch } from "./model.ts";

/**
 * @returns a finding whose locations are the matched fields, `part` being the source and `event` the ordinal
 *   (specification: issue "Explanations"; the author's name stays with the finding as DRL 1.1 asks)
 */
export function toFinding(match: SigmaMatch): Finding {
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
  };
}
