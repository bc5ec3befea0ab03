// Whether one-time codes may be made and used: the operator's word, and at the national level never for powerful roles. Pure.
import type { Role, SignInPolicy } from "../model.ts";
import { holdsPowerfulRole, refusal } from "../rules.ts";

/** Whether one-time codes may restore these roles: where the operator allows them, and at `national` for no powerful role. */
export function allowsRecoveryCodes(
  policy: Pick<SignInPolicy, "level" | "hasRecoveryCodes">,
  held: readonly Role[],
): boolean {
  return policy.hasRecoveryCodes && !(policy.level === "national" && holdsPowerfulRole(held));
}

/** @throws AppError refused where one-time codes are not allowed. */
export function decideRecoveryCodes(
  policy: Pick<SignInPolicy, "level" | "hasRecoveryCodes">,
  held: readonly Role[],
): void {
  if (!allowsRecoveryCodes(policy, held))
    throw refusal("codes_off", "One-time codes are not allowed here for your role: add a second passkey instead.");
}
