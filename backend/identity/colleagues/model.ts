// The people of one's own organisation, as its administrator manages them. Pure.
import { z } from "zod";
import { type Role, type StepUpBinding, stepUpFor } from "../model.ts";

/** Roles that a constituent's administrator gives. */
export const colleagueRoles = [
  "constituent_contact",
  "constituent_dpo",
  "constituent_administrator",
] as const satisfies readonly Role[];
export type ColleagueRole = (typeof colleagueRoles)[number];
const role = z.enum(colleagueRoles, { error: `Expected one of ${colleagueRoles.join(", ")}.` });

export const InviteColleague = z.strictObject({
  name: z.string("Expected a name.").trim().min(1, "Expected a name.").max(200),
  email: z
    .string("Expected an address.")
    .trim()
    .max(320)
    .pipe(z.email("Expected an e-mail address such as name@example.org.")),
  role,
});
export const ChangeColleague = z.strictObject({
  /** None: the person leaves the organisation's room. */
  roles: z.array(role).max(colleagueRoles.length),
  version: z.number().int().min(1, "Expected the version that was read."),
});

export interface ColleagueView {
  id: string;
  name: string;
  email: string;
  roles: ColleagueRole[];
  lastSeenAt: string | null;
  version: number;
  isSelf: boolean;
}
export interface ColleaguesView {
  people: ColleagueView[];
  invitations: { id: string; name: string | null; email: string | null; role: string; expiresAt: string }[];
  can: { change: boolean };
}

/** What inviting and changing a colleague are confirmed for with the passkey. */
export const bindColleague = {
  invite: (email: string, wanted: ColleagueRole): StepUpBinding => stepUpFor.invite(email, wanted),
  change: (personId: string, version: number, wanted: readonly ColleagueRole[]): StepUpBinding =>
    stepUpFor.changeRoles(personId, version, wanted),
};
