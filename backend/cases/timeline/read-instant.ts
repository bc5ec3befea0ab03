// Reads a time as logs and people write it: RFC 3339, a day and a clock with or without a zone, seconds since 1970. Pure.
import { Temporal } from "temporal-polyfill";

const iso =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const dayFirst =
  /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const epoch = /^\d{10}(?:\d{3})?(?:\.\d+)?$/;

/**
 * The instant in RFC 3339 (UTC, milliseconds), or undefined for what is no time, or one that the clocks of the zone jumped over. Of a time that they
 * showed twice, the first. A day without a clock is its beginning; 03/04/2026 is the third of April.
 * @param zone of times that bear none (IANA).
 */
export function readInstant(text: string, zone: string): string | undefined {
  const trimmed = text.trim();
  if (epoch.test(trimmed)) {
    const number = Number(trimmed);
    return new Date(trimmed.split(".")[0]?.length === 13 ? number : number * 1000).toISOString();
  }
  const [, a, b, c, hour, minute, second, fraction, offset] = iso.exec(trimmed) ?? dayFirst.exec(trimmed) ?? [];
  if (a === undefined || b === undefined || c === undefined) return undefined;
  const isYearFirst = a.length === 4;
  try {
    const local = Temporal.PlainDateTime.from(
      {
        year: Number(isYearFirst ? a : c),
        month: Number(b),
        day: Number(isYearFirst ? c : a),
        hour: Number(hour ?? 0),
        minute: Number(minute ?? 0),
        second: Number(second ?? 0),
        millisecond: Number((fraction ?? "0").padEnd(3, "0").slice(0, 3)),
      },
      { overflow: "reject" },
    );
    const where = offset === undefined ? zone : /^(z|utc)$/i.test(offset) ? "UTC" : colon(offset);
    const zoned = local.toZonedDateTime(where, { disambiguation: "earlier" });
    // A clock that jumped forward never showed it.
    return zoned.toPlainDateTime().equals(local) ? new Date(zoned.epochMilliseconds).toISOString() : undefined;
  } catch {
    return undefined;
  }
}

function colon(offset: string): string {
  return offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
}
