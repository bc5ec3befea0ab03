// Reads an indicator list in our own form (YAML), and turns entries of any source into indicators.
import { createHash } from "node:crypto";
import { load } from "js-yaml";
import type { z } from "zod";
import { indicatorEntry, indicatorListFile, type Indicator, type IndicatorList, type Refusal } from "./model.ts";
import { normaliseValue } from "./normalise.ts";

export interface ReadList {
  list: IndicatorList;
  /** `active`, `test`, …; resting ones (see `restingStatuses`) are not to be matched. */
  status: string;
  indicators: Indicator[];
  samples: { hit: string[]; miss: string[] };
  /** Entries left out, each with its reason; the others stand. */
  refused: Refusal[];
}

const toMs = (value: string | null | undefined): number | null => {
  if (value === null || value === undefined) return null;
  const ms = Date.parse(value.replace(" ", "T"));
  return Number.isNaN(ms) ? null : ms;
};

/** One entry in normal form, or why it is refused. */
export function toIndicator(entry: z.output<typeof indicatorEntry>): Indicator | { field: string; reason: string } {
  const normal = normaliseValue(entry.kind, entry.value);
  if ("reason" in normal) return { field: "value", reason: `${normal.reason}, got "${entry.value.slice(0, 80)}"` };
  const match = entry.match ?? "below";
  if (match === "lookalike" && entry.kind !== "domain")
    return { field: "match", reason: "lookalike protects domains only" };
  return {
    kind: entry.kind,
    value: normal.value,
    why: entry.why,
    firstSeen: toMs(entry.firstSeen),
    lastSeen: toMs(entry.lastSeen),
    confidence: entry.confidence,
    expiresAt: toMs(entry.expiresAt),
    marking: entry.marking ?? null,
    match,
  };
}

/** First eight bytes of SHA-256: version of a list whose author gave none. */
export function contentVersion(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function issueField(path: readonly PropertyKey[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${String(step)}`))
    .join("")
    .replace(/^\./, "");
}

/** Reads `rules/indicators/<name>.yml`. A list whose frame is wrong is refused whole; a wrong entry alone. */
export function readIndicatorList(text: string, path: string): ReadList | Refusal[] {
  let document: unknown;
  try {
    document = load(text);
  } catch (error) {
    return [{ path, field: "", reason: `expected YAML: ${error instanceof Error ? error.message : String(error)}` }];
  }
  const entries =
    typeof document === "object" && document !== null && "indicators" in document && Array.isArray(document.indicators)
      ? (document.indicators as unknown[])
      : null;
  const frame = indicatorListFile.safeParse(entries === null ? document : { ...(document as object), indicators: [] });
  if (!frame.success)
    return frame.error.issues.map((issue) => ({ path, field: issueField(issue.path), reason: issue.message }));
  const { data } = frame;
  const list: IndicatorList = {
    id: data.id,
    title: data.title,
    version: data.version ?? contentVersion(text),
    marking: data.marking,
    reason: data.reason,
    references: data.references,
    ...(data.author === undefined ? {} : { author: data.author }),
    ...(data.licence === undefined ? {} : { licence: data.licence }),
  };
  const { indicators, refused } = readEntries(entries ?? [], path);
  return { list, status: data.status, indicators, samples: data.samples ?? { hit: [], miss: [] }, refused };
}

/** Parses entries one by one, so that a wrong one takes nobody with it. */
export function readEntries(
  entries: readonly unknown[],
  path: string,
): { indicators: Indicator[]; refused: Refusal[] } {
  const indicators: Indicator[] = [];
  const refused: Refusal[] = [];
  for (const [index, entry] of entries.entries()) {
    const parsed = indicatorEntry.safeParse(entry);
    if (!parsed.success) {
      for (const issue of parsed.error.issues)
        refused.push({
          path,
          field: `indicators[${index}]${issue.path.length > 0 ? "." : ""}${issueField(issue.path)}`,
          reason: issue.message,
        });
      continue;
    }
    const indicator = toIndicator(parsed.data);
    if ("reason" in indicator)
      refused.push({ path, field: `indicators[${index}].${indicator.field}`, reason: indicator.reason });
    else indicators.push(indicator);
  }
  return { indicators, refused };
}
