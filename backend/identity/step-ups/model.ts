// What each dangerous act of identity is confirmed for with the passkey; screen and server build the binding with the same words. Pure.
import type { ApiKeyAct, KeyMarking, Role, SignInPolicy } from "../model.ts";

/** What a dangerous act asks a fresh assertion for: this act, on this object, in this version. */
export interface StepUpBinding {
  act: string;
  object: string;
  version: string;
}

/** The binding of each dangerous act of identity; screen and server build it with the same words. */
export const stepUpFor = {
  addPasskey: (personId: string, passkeys: number): StepUpBinding => ({
    act: "passkey.add",
    object: personId,
    version: String(passkeys),
  }),
  makeCodes: (personId: string): StepUpBinding => ({ act: "person.make_codes", object: personId, version: "1" }),
  removePasskey: (passkeyId: string, passkeys: number): StepUpBinding => ({
    act: "passkey.remove",
    object: passkeyId,
    version: String(passkeys),
  }),
  invite: (email: string, role: Role): StepUpBinding => ({
    act: "person.invite",
    object: email.trim().toLowerCase(),
    version: role,
  }),
  changeRoles: (personId: string, version: number, wanted: readonly Role[]): StepUpBinding => ({
    act: "person.change_roles",
    object: personId,
    version: `${version}:${[...wanted].sort().join("+")}`,
  }),
  disable: (personId: string, version: number): StepUpBinding => ({
    act: "person.disable",
    object: personId,
    version: String(version),
  }),
  enable: (personId: string, version: number): StepUpBinding => ({
    act: "person.enable",
    object: personId,
    version: String(version),
  }),
  makeApiKey: (
    name: string,
    keyActs: readonly ApiKeyAct[],
    limits: { marking: KeyMarking; networks: readonly string[] } = { marking: "amber", networks: [] },
  ): StepUpBinding => ({
    act: "api_key.make",
    object: name.trim(),
    version: [[...keyActs].sort().join("+"), limits.marking, ...limits.networks].join(" "),
  }),
  startAccount: (accountId: string): StepUpBinding => ({ act: "api_key.start", object: accountId, version: "1" }),
  askRecovery: (personId: string): StepUpBinding => ({ act: "person.ask_recovery", object: personId, version: "1" }),
  approveRecovery: (recoveryId: string): StepUpBinding => ({
    act: "person.approve_recovery",
    object: recoveryId,
    version: "1",
  }),
  rotateApiKey: (keyId: string): StepUpBinding => ({ act: "api_key.rotate", object: keyId, version: "1" }),
  changePolicy: (policy: SignInPolicy): StepUpBinding => ({
    act: "policy.change",
    object: "sign-in",
    version: [
      policy.level,
      policy.sessionIdleMinutes,
      policy.sessionHours,
      [...policy.attestedRoles].sort().join("+"),
      [...policy.allowedModels].sort().join("+"),
      policy.hasRecoveryCodes ? "codes" : "",
    ].join(":"),
  }),
} as const;
