// The door's limit: so many tries a minute from one address, and a bound on all together.
import { expect, test } from "vitest";
import { AppError } from "../platform/errors/index.ts";
import { makeTryLimit } from "./limit-tries.ts";

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 8, 0, second));

function refusedAfter(tries: () => void, most: number): number {
  for (let count = 0; count < most; count++) {
    try {
      tries();
    } catch {
      return count;
    }
  }
  return most;
}

test("one address is slowed and told how long to wait, while another goes on", () => {
  const limit = makeTryLimit(5);
  expect(refusedAfter(() => limit.count("192.0.2.1", at(20)), 100)).toBe(5);
  let waits: number | undefined;
  try {
    limit.count("192.0.2.1", at(20));
  } catch (error) {
    waits = error instanceof AppError ? error.retryAfterSeconds : undefined;
  }
  expect(waits).toBe(40);
  expect(() => limit.count("192.0.2.2", at(20))).not.toThrow();
  expect(() => limit.count("192.0.2.1", at(60))).not.toThrow();
});

test("many addresses together are bounded too", () => {
  const limit = makeTryLimit(5);
  let number = 0;
  expect(refusedAfter(() => limit.count(`192.0.2.${number++}`, at(0)), 1000)).toBe(250);
});
