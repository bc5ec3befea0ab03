// How long to wait before the next try: doubling from a quarter of a minute to half an hour, with jitter, so that a country's phones do not come at once. Pure.
const firstMs = 15_000;
const longestMs = 30 * 60_000;

/** @param tries how often it was tried, from 1. @param random from 0 to 1. @returns between half and all of the doubled wait. */
export function waitAfter(tries: number, random: number): number {
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(20, Math.max(0, tries - 1)));
  return Math.round(whole * (0.5 + random / 2));
}
