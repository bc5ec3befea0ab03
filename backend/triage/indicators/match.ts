// From hits to findings: levels, words, references, and what a warninglist suppresses.
import type { Finding, KnownBy, Level, Observable } from "../model.ts";
import type { IndicatorIndex } from "./create-index.ts";
import type { IndicatorHit, IndicatorSource } from "./model.ts";
import type { Warninglists } from "./warninglists.ts";

export interface MatchOptions {
  /** Epoch milliseconds for decay and expiry; the time of receipt, so that the answer can be had again. */
  now: number;
  warninglists?: Warninglists;
}

/** A finding that was held back because the value stands on lists of things that are everywhere. */
export interface SuppressedFinding {
  finding: Finding;
  /** Names of the warninglists. */
  warninglists: string[];
}

export interface IndicatorMatches {
  findings: Finding[];
  suppressed: SuppressedFinding[];
}

/** 75 and above is high, 40 and above medium; critical is for people to say. A look-alike is at most medium. */
function levelOf(score: number, hit: IndicatorHit): Level {
  if (hit.matchedBy === "lookalike" || hit.matchedBy === "inside-range") return score >= 40 ? "medium" : "low";
  return score >= 75 ? "high" : score >= 40 ? "medium" : "low";
}

const day = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString().slice(0, 10));

const relations: Record<IndicatorHit["matchedBy"], string> = {
  exact: "is",
  subdomain: "lies under",
  "url-prefix": "lies under",
  host: "is on host",
  "mail-domain": "is a mail address of",
  range: "lies in",
  "inside-range": "holds",
  lookalike: "looks like",
};

/** One source in words: "List (TLP:GREEN): why; first seen …, last seen …, confidence 80, now 64, expires …". */
export function describeSource({ list, indicator, marking, score, isExpired }: IndicatorSource): string {
  const facts = [
    day(indicator.firstSeen) === null ? null : `first seen ${day(indicator.firstSeen)}`,
    day(indicator.lastSeen) === null ? null : `last seen ${day(indicator.lastSeen)}`,
    `confidence ${indicator.confidence}${score === indicator.confidence ? "" : `, now ${score}`}`,
    indicator.expiresAt === null ? null : `${isExpired ? "expired" : "expires"} ${day(indicator.expiresAt)}`,
  ];
  return `${list.title} (${marking}): ${indicator.why === "" ? list.reason : indicator.why}; ${facts.filter((fact) => fact !== null).join(", ")}`;
}

/** One finding for each list that knows the value; its words name every other source too. */
function toFindings(observable: Observable, hit: IndicatorHit): Finding[] {
  const living = hit.sources.filter((source) => !source.isExpired);
  const byList = new Map<string, IndicatorSource>();
  for (const source of living) {
    const before = byList.get(source.list.id);
    if (before === undefined || source.score > before.score) byList.set(source.list.id, source);
  }
  return [...byList.values()].map((source) => {
    const others = hit.sources.filter((other) => other !== source);
    const { list } = source;
    return {
      engine: "indicator",
      ruleId: list.id,
      ruleVersion: list.version,
      title: list.title,
      level: levelOf(source.score, hit),
      source: observable.part,
      at: observable.start,
      locations: [
        { kind: "text", part: observable.part, start: observable.start, end: observable.end, text: observable.raw },
      ],
      why: [
        `${observable.value} ${relations[hit.matchedBy]} ${hit.value}.`,
        `${describeSource(source)}.`,
        ...others.map((other) => `Also ${describeSource(other)}.`),
      ].join(" "),
      references: [...list.references],
      ...(list.author === undefined ? {} : { author: list.author }),
      evidence: [
        {
          kind: "known",
          part: observable.part,
          value: observable.value,
          known: hit.value,
          matchedBy: hit.matchedBy,
          by: [source, ...others].slice(0, keptSources).map(toKnownBy),
        },
      ],
    };
  });
}

const keptSources = 20;

function toKnownBy({ list, indicator, marking, score, isExpired }: IndicatorSource): KnownBy {
  return {
    listId: list.id,
    title: list.title,
    version: list.version,
    marking,
    why: indicator.why === "" ? list.reason : indicator.why,
    firstSeen: day(indicator.firstSeen),
    lastSeen: day(indicator.lastSeen),
    expiresAt: day(indicator.expiresAt),
    confidence: indicator.confidence,
    score,
    isExpired,
    ...(list.author === undefined ? {} : { author: list.author }),
    ...(list.licence === undefined ? {} : { licence: list.licence }),
  };
}

/**
 * Looks every observable up and returns what was found and what a warninglist held back. The same value seen again in one
 * part adds a place to its finding. Victims' own values are looked up too: a victim's address on a list is news for them.
 */
export function explainMatches(
  index: IndicatorIndex,
  observables: readonly Observable[],
  options: MatchOptions,
): IndicatorMatches {
  const findings = new Map<string, Finding>();
  const suppressed = new Map<string, SuppressedFinding>();
  const seen = new Map<string, { hits: IndicatorHit[]; names: string[] }>();
  for (const observable of observables) {
    const valueKey = `${observable.kind} ${observable.value}`;
    const known = seen.get(valueKey) ?? lookUp(index, observable, options);
    seen.set(valueKey, known);
    for (const hit of known.hits)
      for (const finding of toFindings(observable, hit)) {
        const id = `${finding.ruleId} ${hit.kind} ${hit.value} ${valueKey} ${observable.part}`;
        const before = findings.get(id) ?? suppressed.get(id)?.finding;
        if (before !== undefined) before.locations.push(...finding.locations);
        else if (known.names.length === 0) findings.set(id, finding);
        else suppressed.set(id, { finding, warninglists: known.names });
      }
  }
  return { findings: [...findings.values()], suppressed: [...suppressed.values()] };
}

function lookUp(
  index: IndicatorIndex,
  observable: Observable,
  options: MatchOptions,
): { hits: IndicatorHit[]; names: string[] } {
  const hits = index.lookup(observable.kind, observable.value, options.now);
  const names = hits.length === 0 ? [] : (options.warninglists?.listsWith(observable.kind, observable.value) ?? []);
  return { hits, names };
}

/** The findings alone. */
export function matchObservables(
  index: IndicatorIndex,
  observables: readonly Observable[],
  options: MatchOptions,
): Finding[] {
  return explainMatches(index, observables, options).findings;
}
