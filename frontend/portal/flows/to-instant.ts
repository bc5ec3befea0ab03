// The instant of a local date and hour in a zone, from what every browser and the edge have: no calendar library. Pure.

/**
 * RFC 3339 instant of a local date ("2026-11-22") and hour ("14:07") in an IANA zone or an offset such as "+08:00". An hour that was there twice
 * counts as its first, one that was skipped as the hour after the gap.
 */
export function toInstant(date: string, time: string, zone: string): string {
  if (/^[+-]\d{2}:\d{2}$/.test(zone)) return new Date(`${date}T${time}:00${zone}`).toISOString();
  const wall = Date.parse(`${date}T${time}:00Z`);
  const dayMs = 86_400_000;
  const [before, after] = [wall - offsetMs(wall - dayMs, zone), wall - offsetMs(wall + dayMs, zone)];
  const isThere = [before, after].filter((at) => at + offsetMs(at, zone) === wall);
  return new Date(isThere.length > 0 ? Math.min(...isThere) : before).toISOString();
}

/** What a zone's clocks are ahead of UTC at an instant. */
function offsetMs(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  }).formatToParts(new Date(at));
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const wall = Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
  return wall - Math.floor(at / 1000) * 1000;
}
