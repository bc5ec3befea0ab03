// What every reader of other people's feeds shares: the frame around a feed, its result, and how markings and times are written there.
import type { ObservableKind } from "../model.ts";
import { type Indicator, type IndicatorList, type Marking, markings, type Refusal } from "./model.ts";
import { contentVersion } from "./read-list.ts";

/** What the reader of a feed knows about it and the feed itself does not say. */
export interface FeedFrame {
  id: string;
  title: string;
  /** Marking where the feed gives none. */
  marking: Marking;
  reason: string;
  references?: readonly string[];
  author?: string;
  licence?: string;
  /** 0 to 100, for entries that give none. */
  confidence?: number;
}

export interface ReadFeed {
  list: IndicatorList;
  indicators: Indicator[];
  /** Entries left out, each with its reason. */
  refused: Refusal[];
  /** Entries of kinds that are no observables of ours, by their type. */
  skipped: ReadonlyMap<string, number>;
}

/** The list as the frame describes it; its version is a hash of the text read. */
export function toList(frame: FeedFrame, text: string): IndicatorList {
  return {
    id: frame.id,
    title: frame.title,
    version: contentVersion(text),
    marking: frame.marking,
    reason: frame.reason,
    references: [...(frame.references ?? [])],
    ...(frame.author === undefined ? {} : { author: frame.author }),
    ...(frame.licence === undefined ? {} : { licence: frame.licence }),
  };
}

/** "tlp:amber" and the older "tlp:white" of tags → marking. */
export function markingOf(name: string): Marking | null {
  const upper = name.trim().toUpperCase().replace("TLP:WHITE", "TLP:CLEAR");
  return markings.find((marking) => marking === upper) ?? null;
}

/** "2026-03-12…" or seconds since 1970 → ISO; null where there is none. */
export function instantOf(value: unknown): string | null {
  const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
  if (/^\d{9,11}$/.test(text)) return new Date(Number(text) * 1000).toISOString();
  const ms = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** Kind of a value that is said to be "an IP". */
export function addressKind(value: string): ObservableKind {
  if (value.includes("/")) return "cidr";
  return value.includes(":") ? "ipv6" : "ipv4";
}
