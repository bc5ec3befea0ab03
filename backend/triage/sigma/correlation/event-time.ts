// When an event happened, from the fields in which logs say so. Names are data.

import data from "../data/fields.json" with { type: "json" };
import { isRecord } from "../yaml-values.ts";

const timePaths: readonly (readonly string[])[] = data.timeFields.map((path) => [path, ...path.split(".")]);

/**
 * @returns milliseconds since 1970, or null where no field is readable as a time. Dates without a zone count as UTC;
 *   numbers are seconds, milliseconds, microseconds or nanoseconds by their size.
 */
export function eventTimeMs(event: Record<string, unknown>): number | null {
  for (const [whole = "", ...steps] of timePaths) {
    let value: unknown = event[whole];
    if (value === undefined && steps.length > 1) {
      value = event;
      for (const step of steps) value = isRecord(value) ? value[step] : undefined;
    }
    const time = readTime(value);
    if (time !== null) return time;
  }
  return null;
}

function readTime(value: unknown): number | null {
  if (typeof value === "number") return scaled(value);
  if (typeof value !== "string") return null;
  if (/^\d{9,19}(\.\d+)?$/.test(value)) return scaled(Number(value));
  const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?$/i.exec(
    value.trim(),
  );
  const [, date, clock, zone = "Z"] = iso ?? [];
  const normal =
    date === undefined || clock === undefined
      ? value
      : `${date}T${clock.replace(",", ".").slice(0, 12)}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone.toUpperCase()}`;
  if (iso === null && !/\d{4}/.test(value)) return null;
  const time = Date.parse(normal);
  return Number.isNaN(time) ? null : time;
}

function scaled(number: number): number | null {
  if (!Number.isFinite(number) || number < 1e8) return null;
  if (number < 1e11) return number * 1e3;
  if (number < 1e14) return number;
  return number < 1e17 ? number / 1e3 : number / 1e6;
}
