// A hit of an indicator as sentences: how the seen value met the known one, and everybody who knows it. Pure.
import type { Evidence, KnownBy } from "../model.ts";
import type { RuleWords } from "./model.ts";

export function indicatorWords({ value, known, matchedBy, by }: Extract<Evidence, { kind: "known" }>): RuleWords[] {
  return [
    { key: `rules.words.indicator.${matchedBy.replace("-", "_")}`, values: { value, known }, isTrue: true },
    ...by.map(sayKnownBy),
  ];
}

function sayKnownBy(by: KnownBy): RuleWords {
  const kids: RuleWords[] = [{ key: "rules.words.indicator.why", values: { why: by.why } }];
  if (by.firstSeen !== null) kids.push({ key: "rules.words.indicator.first_seen", values: { day: by.firstSeen } });
  if (by.lastSeen !== null) kids.push({ key: "rules.words.indicator.last_seen", values: { day: by.lastSeen } });
  kids.push({
    key: "rules.words.indicator.confidence",
    values: {
      confidence: Math.round(by.confidence),
      score: Math.round(by.score),
      decayed: by.score < by.confidence ? "yes" : "no",
    },
  });
  if (by.expiresAt !== null)
    kids.push({
      key: "rules.words.indicator.expires",
      values: { day: by.expiresAt, expired: by.isExpired ? "yes" : "no" },
    });
  if (by.author !== undefined || by.licence !== undefined)
    kids.push({ key: "rules.words.indicator.author", values: { author: by.author ?? "", licence: by.licence ?? "" } });
  return {
    key: "rules.words.indicator.on_list",
    values: { title: by.title, version: by.version, marking: by.marking },
    kids,
  };
}
