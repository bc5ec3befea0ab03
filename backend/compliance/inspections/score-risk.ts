// How urgently an entity should be inspected, and why: points for each fact, capped, explained. Pure; a proposal that the head decides on.
import { criticalSectors } from "../../registry/sectors/model.ts";
import type { RiskFactor, RiskFacts } from "./model.ts";

const graveClasses = ["critical_infrastructure", "essential_entity", "critical_entity"];

/** @param today a day such as 2026-11-30. The score is the sum of the factors, 0 to 100. */
export function scoreRisk(facts: RiskFacts, today: string): { score: number; factors: RiskFactor[] } {
  const factors: RiskFactor[] = [];
  const add = (code: RiskFactor["code"], points: number, values: RiskFactor["values"] = {}): void => {
    if (points > 0) factors.push({ code, points, values });
  };
  const grave = facts.classes.find((name) => graveClasses.includes(name));
  add("class", grave === undefined ? 0 : 20, { name: grave ?? "" });
  add("sector", criticalSectors.some((sector) => sector === facts.sector) ? 10 : 0, { name: facts.sector });
  add("size", facts.staff === null ? 0 : facts.staff >= 250 ? 10 : facts.staff >= 50 ? 5 : 0, {
    count: facts.staff ?? 0,
  });
  const years =
    facts.lastInspectedOn === null
      ? null
      : (Date.parse(today) - Date.parse(facts.lastInspectedOn)) / (365.25 * 86_400_000);
  if (years === null) add("never_inspected", 15);
  else add("last_inspection", Math.min(15, Math.max(0, Math.floor(years) * 5)), { on: facts.lastInspectedOn ?? "" });
  add("open_matters", Math.min(15, facts.openMatters * 8), { count: facts.openMatters });
  add("late_filings", Math.min(15, facts.lateFilings * 5), { count: facts.lateFilings });
  add("complaints", Math.min(15, facts.complaints * 3), { count: facts.complaints });
  return { score: factors.reduce((sum, { points }) => sum + points, 0), factors };
}
