// When somebody is reminded of a day that comes: a month before, a week before, on the day. Pure.

/** Days before the day; 0 is the day itself, and every day after it. */
export const distances = [30, 7, 0] as const;
export type Distance = (typeof distances)[number];

/** The nearest distance that has come; undefined while the day is further away than all. Both are local days, such as 2026-11-22. */
export function distanceOf(dueOn: string, today: string): Distance | undefined {
  const left = Math.round((Date.parse(`${dueOn}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / 86_400_000);
  return distances.findLast((days) => left <= days);
}
