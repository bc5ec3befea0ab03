// The zone of the reader, as the head line names it.
import { expect, test } from "vitest";
import { sayZone } from "./format.ts";

test.each([
  ["Africa/Bamako", "2026-07-01T12:00:00Z", "Bamako, UTC"],
  ["Asia/Ulaanbaatar", "2026-07-01T12:00:00Z", "Ulaanbaatar, UTC+8"],
  ["Europe/Paris", "2026-07-01T12:00:00Z", "Paris, UTC+2"],
  ["Europe/Paris", "2026-12-01T12:00:00Z", "Paris, UTC+1"],
  ["America/Argentina/Buenos_Aires", "2026-12-01T12:00:00Z", "Buenos Aires, UTC-3"],
  ["UTC", "2026-12-01T12:00:00Z", "UTC"],
])("%s at %s is %s", (zone, at, said) => {
  expect(sayZone(zone, new Date(at))).toBe(said);
});
