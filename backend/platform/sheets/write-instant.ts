// An instant as a clock on the wall of a zone shows it. Pure.

/** @param at RFC 3339. @returns "2026-03-01T09:30:00+08:00"; the text itself when it is no instant. */
export function writeInstant(at: string, zone: string): string {
  const wall = wallTime(at, zone);
  if (wall === undefined) return at;
  const minutes = Math.round((wall - Math.floor(Date.parse(at) / 1000) * 1000) / 60_000);
  const two = (number: number): string => String(number).padStart(2, "0");
  const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return `${new Date(wall).toISOString().slice(0, 19)}${offset}`;
}

/** Milliseconds that a clock in UTC would have to show to read the same; undefined when `at` is no instant. */
export function wallTime(at: string, zone: string): number | undefined {
  const ms = Date.parse(at);
  if (Number.isNaN(ms)) return undefined;
  const parts = new Map(
    clockOf(zone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const known = clocks.get(zone);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  clocks.set(zone, made);
  return made;
}

/** Whether the machine knows the zone ("Africa/Bamako"). */
export function isZone(zone: string): boolean {
  try {
    return zone !== "" && clockOf(zone) !== undefined;
  } catch {
    return false;
  }
}
