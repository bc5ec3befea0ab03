// What is decided in a disclosure: the next rung towards a vendor that is silent, whether an instant of publication may be set, the table of SSVC. Pure.
import { type earlyCauses, ssvcInputs } from "./model.ts";

interface Days {
  secondWayDays: number;
  nationalDays: number;
}
export type Rung = "first_contact" | "wait" | "second_way" | "national_team" | "answered";

/**
 * The next step towards a vendor. Silent for `secondWayDays` since the first try: another means; for `nationalDays`: the national team of the
 * vendor's country. Whoever was reached, opened the link or said something has answered.
 */
export function nextRung(
  vendor: { hasAnswered: boolean; attempts: readonly { means: string; outcome: string; at: string }[] },
  days: Days,
  now: Date,
): { rung: Rung; dueAt: string | null } {
  if (vendor.hasAnswered || vendor.attempts.some(({ outcome }) => outcome === "reached" || outcome === "refused"))
    return { rung: "answered", dueAt: null };
  const first = vendor.attempts.map(({ at }) => new Date(at).getTime()).toSorted((a, b) => a - b)[0];
  if (first === undefined) return { rung: "first_contact", dueAt: null };
  const after = (count: number): number => first + count * 86_400_000;
  const means = new Set(vendor.attempts.map((one) => one.means));
  const hasNational = means.has("national_team");
  const hasSecond = means.size - (hasNational ? 1 : 0) > 1;
  if (hasNational) return { rung: "wait", dueAt: null };
  if (now.getTime() >= after(days.nationalDays))
    return { rung: "national_team", dueAt: new Date(after(days.nationalDays)).toISOString() };
  // An address that bounces will not answer: another way at once.
  const isBounced = vendor.attempts.every(({ outcome }) => outcome === "bounced");
  if (!hasSecond && (isBounced || now.getTime() >= after(days.secondWayDays)))
    return { rung: "second_way", dueAt: new Date(isBounced ? first : after(days.secondWayDays)).toISOString() };
  return { rung: "wait", dueAt: new Date(after(hasSecond ? days.nationalDays : days.secondWayDays)).toISOString() };
}

/** Why an edition may not be asked for with this instant; null when it may. */
export function whyNotPublish(
  asked: { publishAt: string | null; early: (typeof earlyCauses)[number] | null },
  standing: {
    embargoUntil: string | null;
    isPublished: boolean;
    flaws: number;
    hasDraft: boolean;
    isAsked: boolean;
    isEarlyAsked: boolean;
  },
  now: Date,
): "nothing" | "embargo" | "past" | "asked" | null {
  if (!standing.hasDraft || standing.flaws === 0) return "nothing";
  if (asked.early === null ? standing.isAsked : standing.isEarlyAsked) return "asked";
  const at = asked.publishAt === null ? now : new Date(asked.publishAt);
  if (at.getTime() < now.getTime()) return "past";
  const isUnderEmbargo =
    !standing.isPublished && standing.embargoUntil !== null && new Date(standing.embargoUntil) > at;
  return asked.early === null && isUnderEmbargo ? "embargo" : null;
}

/**
 * "Publish, Do Not Publish" by the coordinator's table of SSVC, version 1.0.0 (CERTCC/SSVC, data/csv/ssvc/coordinator_publish_decision_table_1_0_0.csv, 27 rows).
 * @returns null for inputs that the table does not know.
 */
export function suggestPublish(inputs: Readonly<Record<string, string>>): "publish" | "do_not_publish" | null {
  for (const [name, values] of Object.entries(ssvcInputs))
    if (!(values as readonly string[]).includes(inputs[name] ?? "")) return null;
  const { supplierInvolvement: supplier, exploitation, publicValueAdded: value } = inputs;
  const isSilent = supplier === "uncooperative_unresponsive";
  const isActive = exploitation === "active";
  if (value === "precedence") return "publish";
  if (value === "ampliative")
    return isActive || (isSilent && exploitation === "public_poc") ? "publish" : "do_not_publish";
  return isActive && isSilent ? "publish" : "do_not_publish";
}
