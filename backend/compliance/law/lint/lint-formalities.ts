// What a pack says of formalities: the obligations, provisions, traits and classes that its rules name are there. Pure.
import type { LintRule } from "./finding.ts";

/** L7 for provisions; vocabulary for names of the shared lists. A rule that asks for nothing and is no default would catch everything. */
export const lintFormalities: LintRule = ({ pack, world, traits }) => {
  const { formalities } = pack;
  if (!formalities) return [];
  const provisions = new Set(pack.provisions.map(({ id }) => id));
  const obligations = new Set(pack.obligations.filter(({ bearer }) => bearer.by === "entity").map(({ id }) => id));
  const found: ReturnType<LintRule> = [];
  const cited = (at: string, cites: readonly string[]): void => {
    for (const id of cites)
      if (!provisions.has(id)) found.push({ rule: "L7", at, message: `cites ${id}, which the pack does not hold` });
  };
  for (const rule of formalities.rules) {
    cited(rule.id, rule.cites);
    if (!obligations.has(rule.obligation))
      found.push({ rule: "vocabulary", at: rule.id, message: `unknown obligation ${rule.obligation}` });
    for (const trait of rule.traits)
      if (!traits.has(trait)) found.push({ rule: "vocabulary", at: rule.id, message: `unknown trait ${trait}` });
    for (const name of rule.classes)
      if (!world.classes.has(name)) found.push({ rule: "vocabulary", at: rule.id, message: `unknown class ${name}` });
    const asksNothing = rule.traits.length === 0 && rule.classes.length === 0;
    if (asksNothing !== rule.isDefault)
      found.push({
        rule: "schema",
        at: rule.id,
        message: "expected traits or classes, or isDefault without either",
      });
  }
  for (const fee of formalities.fees) cited(`formalities.fees.${fee.kind}`, fee.cites);
  if (formalities.stopsClock !== null) cited("formalities.stopsClock", [formalities.stopsClock]);
  return found;
};
