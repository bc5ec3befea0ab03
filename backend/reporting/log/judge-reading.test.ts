// When reading becomes an alarm: the limits of an hour, the hours of a country, and who is on call.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { isOdd, judgeReading, mostAnHour, type SensitiveAct, workingSpan, type WorkingTime } from "./judge-reading.ts";

const working: WorkingTime = {
  timeZone: "Africa/Bamako",
  ...workingSpan({ opensAt: "08:00", closesAt: "17:00" }),
  isDayOff: (day: Temporal.PlainDate) => day.dayOfWeek > 5 || day.toString() === "2026-09-22",
};
const now = new Date("2026-11-25T10:00:00Z");
const acts = (count: number, action: string, more: Partial<SensitiveAct> = {}): SensitiveAct[] =>
  Array.from({ length: count }, (_, index) => ({
    personId: "p1",
    action,
    at: new Date(now.getTime() - index * 1000),
    isOnCall: false,
    ...more,
  }));

describe("mass reading", () => {
  test("as many as are usual raise nothing; one more raises one alarm with the same key for the whole hour", () => {
    const most = mostAnHour["file.read"] ?? 0;
    expect(judgeReading(acts(most, "file.read"), working, now)).toEqual([]);
    const [alarm] = judgeReading(acts(most + 1, "file.read"), working, now);
    expect(alarm).toEqual({
      kind: "mass_reading",
      key: "mass_reading:p1:file.read:2026-11-25T10",
      detail: { personId: "p1", count: most + 1, action: "file.read" },
    });
  });

  test("what is older than an hour, and what others did, does not count", () => {
    const most = mostAnHour["file.archive"] ?? 0;
    const old = acts(5, "file.archive", { at: new Date(now.getTime() - 3_600_001) });
    const others = acts(most, "file.archive", { personId: "p2" });
    expect(judgeReading([...acts(most, "file.archive"), ...old, ...others], working, now)).toEqual([]);
  });
});

test("every act that is watched is one that the house writes", () => {
  const backend = fileURLToPath(new URL("../../", import.meta.url));
  const written = readdirSync(backend, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts") && !name.includes("judge-reading"))
    .map((name) => readFileSync(backend + name, "utf8"))
    .join("\n");
  expect(Object.keys(mostAnHour).filter((act) => !written.includes(`action: "${act}"`))).toEqual([]);
});

describe("odd hours", () => {
  test.each([
    ["a working morning", "2026-11-25T10:00:00Z", false],
    ["two hours before the office opens", "2026-11-25T06:00:00Z", false],
    ["a minute earlier", "2026-11-25T05:59:00Z", true],
    ["two hours after it closes", "2026-11-25T19:00:00Z", true],
    ["a Sunday at noon", "2026-11-22T12:00:00Z", true],
    ["a holiday at noon", "2026-09-22T12:00:00Z", true],
  ])("%s", (_, at, odd) => {
    expect(isOdd(new Date(at), working)).toBe(odd);
  });

  test("opening a name on a Sunday raises one alarm for the day, and none for who is on call or only reads a report", () => {
    const sunday = new Date("2026-11-22T12:00:00Z");
    const at = { at: sunday };
    expect(judgeReading(acts(3, "report.reveal_identity", at), working, sunday)).toEqual([
      {
        kind: "odd_hours",
        key: "odd_hours:p1:2026-11-22",
        detail: { personId: "p1", count: 3, action: "report.reveal_identity" },
      },
    ]);
    expect(judgeReading(acts(3, "report.reveal_identity", { ...at, isOnCall: true }), working, sunday)).toEqual([]);
    expect(judgeReading(acts(3, "report.read", at), working, sunday)).toEqual([]);
  });

  test("night work is a span over midnight, and a country without office hours has ours", () => {
    const night = { ...working, opensAt: "20:00", closesAt: "06:00", isDayOff: () => false };
    expect(isOdd(new Date("2026-11-25T23:00:00Z"), night)).toBe(false);
    expect(isOdd(new Date("2026-11-25T12:00:00Z"), night)).toBe(true);
    expect(workingSpan(undefined)).toEqual({ opensAt: "06:00", closesAt: "20:00" });
    expect(workingSpan({ opensAt: "00:00", closesAt: "24:00" })).toEqual({ opensAt: "00:00", closesAt: "23:59:59" });
  });
});
