// Why a duty concerns this entity: threshold, exception, class and role, stated or assumed. Pure.
import type { Reason } from "./duty.ts";
import type { Facts } from "./facts.ts";
import type { Obligation } from "./model.ts";

/** What the facts do not state excludes nothing; the reasons say so. */
export function explainBearer(it: Obligation, facts: Facts): Reason[] {
  const reasons: Reason[] = [];
  if (it.threshold !== "none") {
    const stated = facts.conditions.get(it.threshold.id);
    const code = stated === undefined ? "threshold_assumed" : stated ? "threshold_met" : "threshold_not_met";
    reasons.push({ code, values: { threshold: it.threshold.id } });
  }
  const exception =
    it.exceptions === "none" ? undefined : it.exceptions.find((one) => facts.conditions.get(one.id) === true);
  if (exception) reasons.push({ code: "exception_applies", values: { exception: exception.id } });
  if (it.bearer.by === "authority") return [...reasons, { code: "authority_clock", values: {} }];
  if (
    it.bearer.classes.length > 0 &&
    (facts.classes.length === 0 || facts.classes.some((name) => it.bearer.classes.includes(name)))
  )
    reasons.push(
      facts.classes.length === 0
        ? { code: "class_assumed", values: { classes: it.bearer.classes.join(", ") } }
        : {
            code: "class_binds",
            values: { classes: facts.classes.filter((name) => it.bearer.classes.includes(name)).join(", ") },
          },
    );
  if (it.bearer.roles.length > 0 && facts.role === null)
    reasons.push({ code: "role_assumed", values: { roles: it.bearer.roles.join(", ") } });
  return reasons;
}
