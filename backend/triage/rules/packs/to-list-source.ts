// Writes indicators of any feed down in our own form of a list, so that a pack's version is one text that never changes.
import type { Indicator, IndicatorList } from "../../indicators/index.ts";

const day = (ms: number | null): string | null => (ms === null ? null : new Date(ms).toISOString());

/** JSON, which is YAML as well: one entry a line, so that two versions can be compared. */
export function toListSource(list: IndicatorList, indicators: readonly Indicator[]): string {
  const { marking, version: _version, ...frame } = list;
  const head = { ...frame, status: "active", marking };
  const entries = indicators.map((one) =>
    JSON.stringify({
      value: one.value,
      kind: one.kind,
      why: one.why,
      firstSeen: day(one.firstSeen),
      lastSeen: day(one.lastSeen),
      confidence: one.confidence,
      expiresAt: day(one.expiresAt),
      marking: one.marking,
      match: one.match,
    }),
  );
  return `${JSON.stringify(head, null, 1).slice(0, -2)},\n "indicators": [\n${entries.join(",\n")}\n]}\n`;
}
