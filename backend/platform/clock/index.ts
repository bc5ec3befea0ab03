// Time as an argument: decisions are given `now`; only this file reads the machine's clock.

export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** A clock for tests that stands still until moved. */
export function makeFixedClock(start: Date): Clock & { advance(milliseconds: number): void } {
  let at = start.getTime();
  return { now: () => new Date(at), advance: (milliseconds) => void (at += milliseconds) };
}
