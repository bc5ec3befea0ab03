// What stands before a closing, over every combination of facts.
import fc from "fast-check";
import { expect, test } from "vitest";
import { closeOutcomes } from "../model.ts";
import { findBlockers } from "./model.ts";

const facts = fc.record({
  severity: fc.constantFrom("informational", "low", "medium", "high", "critical"),
  openTasks: fc.nat(2),
  openMeasures: fc.nat(2),
  emptyFields: fc.nat(2),
  hasRootCause: fc.boolean(),
  isRestored: fc.boolean(),
  isReviewed: fc.boolean(),
});

test("nothing is left hanging whatever the outcome, and no incident of high severity closes without its review and cause", () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...closeOutcomes), (of, outcome) => {
      const found = findBlockers(of, outcome);
      expect(found.includes("tasks")).toBe(of.openTasks > 0);
      expect(found.includes("measures")).toBe(of.openMeasures > 0);
      const isIncident = outcome === "resolved" || outcome === "unresolved";
      const isHigh = of.severity === "high" || of.severity === "critical";
      expect(found.includes("review")).toBe(isIncident && isHigh && !of.isReviewed);
      expect(found.includes("root_cause")).toBe(isIncident && isHigh && !of.hasRootCause);
      expect(found.includes("restoration")).toBe(outcome === "resolved" && isHigh && !of.isRestored);
      expect(found.includes("fields")).toBe(isIncident && of.emptyFields > 0);
    }),
  );
});
