// Decides what a report is, how grave and whom it concerns, with reasons. Pure: same facts, same answer.
import type { Engine, Level } from "../model.ts";
import { classOfType, type RsitClass, type RsitType } from "../rsit/model.ts";
import type { Assessment, AssessmentFacts, Holder, Reason, Vote } from "./model.ts";
import { foldText, symptomWords } from "./symptom-words.ts";
import { listOf, votesOfAnswers } from "./answer-votes.ts";

const order: Level[] = ["informational", "low", "medium", "high", "critical"];

/** How grave a type is before anything else is known. */
const baseSeverity: Partial<Record<RsitType, Level>> = {
  spam: "low",
  scanner: "low",
  phishing: "low",
  "brute-force": "low",
  other: "low",
  undetermined: "low",
  copyright: "low",
  "system-compromise": "high",
  "privileged-account-compromise": "high",
  ddos: "high",
  "data-leak": "high",
  sabotage: "high",
  violence: "high",
  "c2-server": "high",
};

export function assess(facts: AssessmentFacts): Assessment {
  const votes = [...votesOfText(facts.text), ...votesOfAnswers(facts.answers, facts.flow), ...votesOfFindings(facts)];
  const totals = new Map<RsitType, number>();
  for (const vote of votes) totals.set(vote.type, (totals.get(vote.type) ?? 0) + vote.weight);
  const ranked = [...totals].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const [type, weight] = ranked[0] ?? (["undetermined", 0] as const);
  const sum = ranked.reduce((total, [, part]) => total + part, 0);
  const confidence = sum === 0 ? 0.1 : Math.round((weight / sum) * Math.min(1, weight / 4) * 100) / 100;
  const reasons = votes.filter((vote) => vote.type === type).map((vote) => vote.reason);
  if (reasons.length === 0) reasons.push({ key: "nothing_known", values: {} });
  const { severity, reasons: why } = decideSeverity(type, facts);
  return {
    rsitClass: classOfType(type),
    rsitType: type,
    severity,
    confidence: Math.max(0.05, confidence),
    reasons: unique([...reasons, ...why, ...facts.holders.map(reasonOfHolder)]),
    constituents: uniqueHolders(facts.holders),
  };
}

function votesOfText(text: string): Vote[] {
  const folded = foldText(text);
  return symptomWords.flatMap(({ reason, type, weight, words }): Vote[] => {
    const word = words.find((part) => folded.includes(part));
    return word === undefined ? [] : [{ type, weight, reason: { key: `words.${reason}`, values: { word } } }];
  });
}

// A rule's title says what it looks for; its level says how much it counts.
function votesOfFindings(facts: AssessmentFacts): Vote[] {
  return facts.findings.flatMap((finding): Vote[] => {
    const folded = foldText(finding.title);
    const weight = 1 + order.indexOf(finding.level);
    const known = symptomWords.find(({ words }) => words.some((part) => folded.includes(part)));
    return known ? [{ type: known.type, weight, reason: { key: "finding", values: { title: finding.title } } }] : [];
  });
}

function decideSeverity(type: RsitType, facts: AssessmentFacts): { severity: Level; reasons: Reason[] } {
  let rank = order.indexOf(baseSeverity[type] ?? "medium");
  const reasons: Reason[] = [];
  const raise = (to: Level, key: string, values: Reason["values"] = {}): void => {
    if (order.indexOf(to) < rank) return;
    rank = order.indexOf(to);
    reasons.push({ key, values });
  };
  // A known-bad value says that a report is credible, not that the harm is great: indicators raise to medium at most.
  const gravest = facts.findings
    .filter((finding) => finding.engine !== "unpack")
    .map(({ engine, title, level }) => ({
      title,
      rank: Math.min(order.indexOf(level), highestFor(facts, engine)),
    }))
    .sort((x, y) => y.rank - x.rank)[0];
  if (gravest && gravest.rank >= 2)
    raise(order[gravest.rank] ?? "medium", "severity.finding", { title: gravest.title });
  const critical = facts.holders.find((holder) => holder.isCritical && isItsIncident(type, holder, facts));
  if (critical && rank >= 2) raise("high", "severity.critical_holder", { name: critical.name });
  const folded = foldText(facts.text);
  const isRansom =
    symptomWords.some(({ reason, words }) => reason === "ransom" && words.some((word) => folded.includes(word))) ||
    listOf(facts.answers["seen"]).includes("files") ||
    listOf(facts.answers["lock"]).includes("ransom");
  if (isRansom) raise(facts.flow === "citizen" ? "high" : "critical", "severity.ransom");
  if (listOf(facts.answers["what"]).includes("money") || listOf(facts.answers["gave"]).includes("money"))
    raise("medium", "severity.money");
  if (listOf(facts.answers["what"]).includes("threat")) raise("high", "severity.threat");
  if (facts.relatedReports >= 10) raise("high", "severity.many", { count: facts.relatedReports });
  else if (facts.relatedReports >= 3) raise("medium", "severity.several", { count: facts.relatedReports });
  // Critical is for a ransom at an organisation, and for what goes on at one that many depend on.
  const ceiling = critical ? 4 : 3;
  const isUrgent =
    facts.flow === "organisation" || ["money", "threat"].some((what) => listOf(facts.answers["what"]).includes(what));
  if (facts.isOngoing === true && isUrgent && rank >= 2 && rank < ceiling) {
    rank += 1;
    reasons.push({ key: "severity.ongoing", values: {} });
  }
  return { severity: order[rank] ?? "medium", reasons };
}

/** How far a finding may raise: a message that somebody only passed on is not yet harm. */
function highestFor(facts: AssessmentFacts, engine: Engine): number {
  const isOnlyPassedOn =
    facts.flow === "phishing" && !listOf(facts.answers["gave"]).some((gave) => gave === "money" || gave === "password");
  return engine === "indicator" || isOnlyPassedOn ? 2 : 3;
}

/** A bank that a citizen names is not a bank that was hit: its own report, or its own machines in it, make the difference. */
function isItsIncident(type: RsitType, holder: Holder, facts: AssessmentFacts): boolean {
  if (facts.flow === "organisation" || facts.flow === "regulated") return true;
  const hits: RsitClass[] = ["intrusions", "malicious-code", "availability", "information-content-security"];
  return holder.via !== "name" && holder.via !== "short_code" && hits.includes(classOfType(type));
}

function reasonOfHolder(holder: Holder): Reason {
  const key = holder.isDisputed ? "holder.disputed" : `holder.${holder.via}`;
  return { key, values: { name: holder.name, value: holder.value } };
}

function uniqueHolders(holders: Holder[]): Assessment["constituents"] {
  // The most specific comes first, and says why.
  const seen = new Map<string, Holder>();
  for (const holder of holders) if (!seen.has(holder.constituentId)) seen.set(holder.constituentId, holder);
  return [...seen.values()].map(({ constituentId, name, via, value, isDisputed }) => ({
    constituentId,
    name,
    via,
    value,
    ...(isDisputed ? { isDisputed } : {}),
  }));
}

function unique(reasons: Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [JSON.stringify(reason), reason])).values()].slice(0, 12);
}
