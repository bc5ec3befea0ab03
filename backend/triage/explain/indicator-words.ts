// A hit of an indicator as sentences: how the seen value met the known one, and everybody who knows it. Pure.
import type { Evidence, KnownBy } from "../model.ts";
import type { RuleWords } from "./model.ts";

export function indicatorWords({ value, known, matchedBy, by }: Extract<Evidence, { kind: "known" }>): RuleWords[] {
  return [
    { key: `desk.known.${matchedBy.replace("-", "_")}`, values: { value, known }, isTrue: true },
    ...by.map(sayKnownBy),
  ];
}

function sayKnownBy(by: KnownBy): RuleWords {
  const kids: RuleWords[] = [{ key: "desk.known.why", values: { why: by.why } }];
  if (by.firstSeen !== null) kids.push({ key: "desk.known.first_seen", values: { day: by.firstSeen } });
  if (by.lastSeen !== null) kids.push({ key: "desk.known.last_seen", values: { day: by.lastSeen } });
  kids.push({
    key: "desk.known.confidence",
    values: {
      confidence: Math.round(by.confidence),
      score: Math.round(by.score),
      decayed: by.score < by.confidence ? "yes" : "no",
    },
  });
  if (by.expiresAt !== null)
    kids.push({
      key: "desk.known.expires",
      values: { day: by.expiresAt, expired: by.isExpired ? "yes" : "no" },
    });
  if (by.author !== undefined || by.licence !== undefined)
    kids.push({ key: "desk.known.author", values: { author: by.author ?? "", licence: by.licence ?? "" } });
  return {
    key: "desk.known.on_list",
    values: { title: by.title, version: by.version, marking: by.marking },
    kids,
  };
}
