// Which roles one person may hold together, as the operator set it. Pure; the desk reads it too.
import { z } from "zod";
import type { Role, StepUpBinding } from "../model.ts";

export const dutyProfiles = ["team_of_six", "apart"] as const;
/** `team_of_six`: one person may hold several roles. `apart`: who manages, who audits and who works cases are different people. */
export type DutyProfile = (typeof dutyProfiles)[number];
/** Small teams are usable at once; whatever the profile, nobody does both halves of one act. */
export const defaultProfile: DutyProfile = "team_of_six";

const working: readonly Role[] = ["analyst", "senior", "lead", "on_call"];
const each = (one: Role, others: readonly Role[]): [Role, Role][] => others.map((other) => [one, other]);

/** Pairs that nobody holds. Those of `team_of_six` hold in every team: a judge of the log or of names is not one whose acts are judged. */
export const apartUnder: Record<DutyProfile, readonly (readonly [Role, Role])[]> = {
  team_of_six: [["auditor", "administrator"]],
  apart: [
    ["auditor", "administrator"],
    ...each("auditor", [...working, "custodian", "clerk"]),
    ...each("administrator", [...working, "custodian", "clerk"]),
    ...each("custodian", working),
  ],
};

/** The first pair that a person may not hold together, or undefined. */
export function findClash(profile: DutyProfile, held: readonly Role[]): readonly [Role, Role] | undefined {
  return apartUnder[profile].find(([one, other]) => held.includes(one) && held.includes(other));
}

export const ChangeDuties = z.strictObject({
  profile: z.enum(dutyProfiles, { error: `Expected ${dutyProfiles.join(" or ")}.` }),
});
export type ChangeDuties = z.infer<typeof ChangeDuties>;

export function bindDuties(profile: DutyProfile): StepUpBinding {
  return { act: "policy.change_duties", object: "duties", version: profile };
}
