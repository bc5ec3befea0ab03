// When reading becomes an alarm: too much in an hour, or at an hour when nobody works. Pure: rows, the country's calendar and limits in, alarms out.
import { Temporal } from "temporal-polyfill";

/** One sensitive act of a person. */
export interface SensitiveAct {
  personId: string;
  action: string;
  at: Date;
  /** Who is on call works at any hour. */
  isOnCall: boolean;
}

export interface WorkingTime {
  timeZone: string;
  /** Local hours, "08:00"; work outside them is odd. */
  opensAt: string;
  closesAt: string;
  isDayOff(day: Temporal.PlainDate): boolean;
}

export interface ReadingAlarm {
  kind: "mass_reading" | "odd_hours";
  key: string;
  detail: { personId: string; count: number; action: string };
}

/** How often one person may do an act within an hour before somebody should look. */
export const mostAnHour: Readonly<Record<string, number>> = {
  "report.reveal_identity": 10,
  "report.open_identity": 10,
  "report.export_sealed_identity": 2,
  "case.break_glass": 5,
  "file.archive": 20,
  "file.read": 60,
  "mail.read": 60,
  "report.read": 150,
  "log.export": 2,
};

/** Acts that are odd at night, on rest days and on holidays: what takes content or names out. */
const oddAtNight = new Set([
  "report.reveal_identity",
  "report.open_identity",
  "report.export_sealed_identity",
  "file.archive",
  "log.export",
  "case.break_glass",
]);

/** Alarms for the acts of the last hour. The same person, act and hour give the same key. */
export function judgeReading(acts: readonly SensitiveAct[], working: WorkingTime, now: Date): ReadingAlarm[] {
  const hourAgo = now.getTime() - 3_600_000;
  const recent = acts.filter(({ at }) => at.getTime() > hourAgo && at.getTime() <= now.getTime());
  const groups = Map.groupBy(recent, ({ personId, action }) => `${personId} ${action}`);
  return [...groups.values()].flatMap((group) => [...judgeMass(group, now), ...judgeHours(group, working)]);
}

function judgeMass(group: readonly SensitiveAct[], now: Date): ReadingAlarm[] {
  const [first] = group;
  if (!first || group.length <= (mostAnHour[first.action] ?? Number.POSITIVE_INFINITY)) return [];
  const { personId, action } = first;
  const key = `mass_reading:${personId}:${action}:${now.toISOString().slice(0, 13)}`;
  return [{ kind: "mass_reading", key, detail: { personId, count: group.length, action } }];
}

function judgeHours(group: readonly SensitiveAct[], working: WorkingTime): ReadingAlarm[] {
  const odd = group.filter((one) => oddAtNight.has(one.action) && !one.isOnCall && isOdd(one.at, working));
  const [first] = odd;
  if (!first) return [];
  const { personId, action } = first;
  const day = localTime(first.at, working.timeZone).toPlainDate().toString();
  return [{ kind: "odd_hours", key: `odd_hours:${personId}:${day}`, detail: { personId, count: odd.length, action } }];
}

/** Whether an instant is outside working time. */
export function isOdd(at: Date, working: WorkingTime): boolean {
  const local = localTime(at, working.timeZone);
  if (working.isDayOff(local.toPlainDate())) return true;
  const time = local.toPlainTime();
  // Work from eight in the evening to six in the morning would be a span over midnight.
  const [opens, closes] = [Temporal.PlainTime.from(working.opensAt), Temporal.PlainTime.from(working.closesAt)];
  const isAfterOpening = Temporal.PlainTime.compare(time, opens) >= 0;
  const isBeforeClosing = Temporal.PlainTime.compare(time, closes) < 0;
  return Temporal.PlainTime.compare(opens, closes) < 0
    ? !(isAfterOpening && isBeforeClosing)
    : !(isAfterOpening || isBeforeClosing);
}

function localTime(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

/** Office hours widened by two hours on both sides; from six to eight in the evening where the country names none. */
export function workingSpan(office: { opensAt: string; closesAt: string } | undefined): {
  opensAt: string;
  closesAt: string;
} {
  if (!office) return { opensAt: "06:00", closesAt: "20:00" };
  const shift = (time: string, hours: number): string => {
    const [hour = "0", minute = "00"] = time.split(":");
    const moved = Number(hour) + hours;
    return moved < 0 ? "00:00" : moved > 23 ? "23:59:59" : `${String(moved).padStart(2, "0")}:${minute}`;
  };
  return { opensAt: shift(office.opensAt, -2), closesAt: shift(office.closesAt, 2) };
}
