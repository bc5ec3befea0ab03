// Hours in which a contact answers: a weekly table in a time zone, and whether somebody can be reached at an instant. Pure.
import { z } from "zod";

const clock = (last: string) =>
  z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, `Expected a time such as ${last}.`);

/** `day` 1 is Monday. Hours that close before they open go on until the next day; 00:00 to 24:00 is the whole day. */
export const WeeklyHours = z
  .array(
    z
      .strictObject({
        day: z.number().int().min(1, "Expected 1 to 7.").max(7, "Expected 1 to 7."),
        opensAt: clock("08:00"),
        closesAt: clock("17:00"),
      })
      .refine((span) => span.opensAt !== "24:00", { path: ["opensAt"], message: "Expected a time before 24:00." })
      .refine((span) => span.opensAt !== span.closesAt, {
        path: ["closesAt"],
        message: "Expected another time than the opening.",
      }),
  )
  .min(1, "Expected one line at least.")
  .max(21, "Expected at most 21 lines.");
export type WeeklyHours = z.infer<typeof WeeklyHours>;

export const TimeZone = z
  .string()
  .max(60)
  .refine(isTimeZone, "Expected a time zone such as Africa/Bamako or Asia/Ulaanbaatar.");

function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}

/** Minutes since midnight. */
function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Whether the table says that somebody answers at the instant, on the clocks of its zone. */
export function isReachable(hours: WeeklyHours, timeZone: string, at: Date): boolean {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  const day = weekdays.indexOf(part("weekday")) + 1;
  const now = Number(part("hour")) * 60 + Number(part("minute"));
  return hours.some(({ day: opened, opensAt, closesAt }) => {
    const [opens, closes] = [minutesOf(opensAt), minutesOf(closesAt)];
    if (closes > opens) return day === opened && now >= opens && now < closes;
    const next = (opened % 7) + 1;
    return (day === opened && now >= opens) || (day === next && now < closes);
  });
}
