// What an indicator is: a value known to be bad, the list that says so, and what a hit tells. Pure.
import { z } from "zod";
import { type ObservableKind, observableKinds } from "../model.ts";

/** TLP 2.0 (FIRST, 2022), from open to closed. */
export const markings = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"] as const;
export type Marking = (typeof markings)[number];

/**
 * How a value is compared. By default a domain also hits its subdomains and a URL everything below it; `exact` turns that
 * off; `lookalike` protects a name: names that look like it hit, the name itself and its subdomains never.
 */
export const matchModes = ["exact", "below", "lookalike"] as const;
export type MatchMode = (typeof matchModes)[number];

/** ISO 8601 date or time; YAML readers may hand over a Date. */
const instant = z
  .union([
    z.date(),
    z
      .string()
      .regex(
        /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/,
        "expected a date such as 2026-03-12 or 2026-03-12T14:05:00Z",
      ),
  ])
  .transform((value) => (value instanceof Date ? value.toISOString() : value));

export const indicatorEntry = z.strictObject({
  value: z.string().min(1).max(4096),
  kind: z.enum(observableKinds),
  why: z.string().max(2000).default(""),
  firstSeen: instant.nullish(),
  lastSeen: instant.nullish(),
  /** 0 to 100. */
  confidence: z.number().min(0).max(100).default(50),
  expiresAt: instant.nullish(),
  /** Where it is closer than the list's own. */
  marking: z.enum(markings).nullish(),
  match: z.enum(matchModes).nullish(),
});
export type IndicatorEntry = z.input<typeof indicatorEntry>;

/** An indicator list as a rule file: `rules/indicators/*.yml`. */
export const indicatorListFile = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  status: z.string().min(1),
  reason: z.string().min(1),
  references: z.array(z.string()).default([]),
  marking: z.enum(markings),
  version: z.union([z.string(), z.number()]).transform(String).optional(),
  author: z.string().optional(),
  licence: z.string().optional(),
  indicators: z.array(indicatorEntry),
  samples: z.strictObject({ hit: z.array(z.string()), miss: z.array(z.string()) }).optional(),
});

/** Statuses under which a list is kept but hits nothing. */
export const restingStatuses: readonly string[] = ["draft", "quarantined", "retired", "deprecated", "unsupported"];

/** The list an indicator comes from. */
export interface IndicatorList {
  id: string;
  title: string;
  /** Never empty: the author's version, or a hash of the content. */
  version: string;
  marking: Marking;
  reason: string;
  references: readonly string[];
  author?: string;
  licence?: string;
}

/** One indicator in normal form. Times are epoch milliseconds; null where unknown. */
export interface Indicator {
  kind: ObservableKind;
  value: string;
  why: string;
  firstSeen: number | null;
  lastSeen: number | null;
  confidence: number;
  expiresAt: number | null;
  marking: Marking | null;
  match: MatchMode;
}

/** An indicator that was hit, with its list and what is left of its confidence. */
export interface IndicatorSource {
  list: IndicatorList;
  indicator: Indicator;
  /** The closer of the list's and the indicator's marking. */
  marking: Marking;
  /** Confidence after decay, 0 to 100. */
  score: number;
  isExpired: boolean;
}

export const matchedByKinds = [
  "exact",
  "subdomain",
  "url-prefix",
  "host",
  "mail-domain",
  "range",
  "inside-range",
  "lookalike",
] as const;
export type MatchedBy = (typeof matchedByKinds)[number];

/** One known value that a seen value hit, with every source that knows it. */
export interface IndicatorHit {
  kind: ObservableKind;
  /** The known value, in normal form. */
  value: string;
  matchedBy: MatchedBy;
  sources: IndicatorSource[];
}

/** Why a file, a list or an entry was refused. */
export interface Refusal {
  path: string;
  /** Field and place, such as "indicators[3].value"; empty for the whole file. */
  field: string;
  reason: string;
}

export function closerMarking(a: Marking, b: Marking | null): Marking {
  return b !== null && markings.indexOf(b) > markings.indexOf(a) ? b : a;
}
