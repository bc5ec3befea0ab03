// What an accreditation is worth on a day, and which act may follow. Pure; days are texts such as 2026-03-01.
import type { AccreditationAct, AccreditationState, ActView } from "./model.ts";

type Told = Pick<ActView, "number" | "act" | "effectiveOn" | "validUntil">;

/** Withdrawn is said before expired, expired before suspended: the stronger word holds. */
export function stateOn(acts: readonly Told[], day: string): AccreditationState {
  const past = acts
    .filter((act) => act.effectiveOn <= day)
    .sort((one, other) =>
      one.effectiveOn === other.effectiveOn ? one.number - other.number : one.effectiveOn < other.effectiveOn ? -1 : 1,
    );
  const last = past.findLast(({ act }) => act !== "renewed");
  if (!last) return "not_yet";
  if (last.act === "withdrawn") return "withdrawn";
  const until = past.findLast(({ act }) => act === "granted" || act === "renewed")?.validUntil ?? null;
  if (until !== null && until < day) return "expired";
  return last.act === "suspended" ? "suspended" : "valid";
}

const mayFollow: Record<AccreditationAct, readonly AccreditationState[]> = {
  granted: ["not_yet", "withdrawn", "expired"],
  renewed: ["valid", "suspended", "expired"],
  suspended: ["valid"],
  reinstated: ["suspended"],
  withdrawn: ["valid", "suspended", "expired"],
};

/** Which acts are open on the day, after all that is written down. */
export function actsOn(acts: readonly Told[], day: string): AccreditationAct[] {
  const state = stateOn(acts, day);
  return (Object.keys(mayFollow) as AccreditationAct[]).filter((act) => mayFollow[act].includes(state));
}

/** Why the act cannot be written down; undefined when it can. Acts are told in the order in which they take effect. */
export function refuseAct(
  acts: readonly Told[],
  act: AccreditationAct,
  effectiveOn: string,
): { path: "act" | "effectiveOn"; expected: string } | undefined {
  const latest = acts
    .map((one) => one.effectiveOn)
    .sort()
    .at(-1);
  if (latest !== undefined && effectiveOn < latest)
    return { path: "effectiveOn", expected: `Expected ${latest}, the day of the last act, or a later day.` };
  const state = stateOn(acts, effectiveOn);
  if (mayFollow[act].includes(state)) return undefined;
  const open = actsOn(acts, effectiveOn);
  return { path: "act", expected: `Expected one of ${open.join(", ")}: on ${effectiveOn} it is ${state}.` };
}
