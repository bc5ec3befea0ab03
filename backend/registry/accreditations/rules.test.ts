// What an accreditation is worth on a day, and that nothing can be written down that contradicts it.
import fc from "fast-check";
import { expect, test } from "vitest";
import { accreditationActs, type ActView } from "./model.ts";
import { actsOn, refuseAct, stateOn } from "./rules.ts";

type Told = Pick<ActView, "number" | "act" | "effectiveOn" | "validUntil">;
const act = (number: number, name: Told["act"], effectiveOn: string, validUntil: string | null = null): Told => ({
  number,
  act: name,
  effectiveOn,
  validUntil,
});

test("a grant holds from its day to its last day, and not the day after", () => {
  const acts = [act(1, "granted", "2024-03-01", "2026-02-28")];
  expect(["2024-02-29", "2024-03-01", "2026-02-28", "2026-03-01"].map((day) => stateOn(acts, day))).toEqual([
    "not_yet",
    "valid",
    "valid",
    "expired",
  ]);
});

test("a suspension ends by being reinstated, a renewal gives a new last day, a withdrawal stays", () => {
  const acts = [
    act(1, "granted", "2024-01-01", "2025-12-31"),
    act(2, "suspended", "2025-06-01"),
    act(3, "renewed", "2025-07-01", "2027-12-31"),
    act(4, "reinstated", "2025-09-01"),
    act(5, "withdrawn", "2026-05-01"),
  ];
  const days = ["2025-05-31", "2025-06-01", "2025-07-15", "2025-09-01", "2026-01-01", "2026-05-01", "2028-01-01"];
  expect(days.map((day) => stateOn(acts, day))).toEqual([
    "valid",
    "suspended",
    "suspended",
    "valid",
    "valid",
    "withdrawn",
    "withdrawn",
  ]);
});

const after: Record<Told["act"], string[]> = {
  granted: ["valid"],
  reinstated: ["valid"],
  suspended: ["suspended"],
  withdrawn: ["withdrawn"],
  renewed: ["valid", "suspended"],
};

test("whatever is told, only what may follow is taken, and each taken act changes the state as it says", () => {
  const day = fc.integer({ min: 0, max: 60 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const told = fc.record({ name: fc.constantFrom(...accreditationActs), on: day, until: fc.option(day) });
  fc.assert(
    fc.property(fc.array(told, { maxLength: 15 }), (all) => {
      const acts: Told[] = [];
      for (const { name, on, until } of all) {
        const refusal = refuseAct(acts, name, on);
        const isOpen = actsOn(acts, on).includes(name) && acts.every((one) => one.effectiveOn <= on);
        expect([refusal === undefined, refusal?.expected === ""]).toEqual([isOpen, false]);
        if (refusal) continue;
        const hasEnd = name === "granted" || name === "renewed";
        acts.push(act(acts.length + 1, name, on, hasEnd && until !== null && until >= on ? until : null));
        expect(after[name]).toContain(stateOn(acts, on));
      }
      const days = acts.map((one) => one.effectiveOn);
      expect(days).toEqual([...days].sort());
    }),
  );
});
