// Decisions of identity: counters, sessions, invitations, policy, who may be changed by whom. Pure; `now` is given.
import { AppError, invalidInput } from "../platform/errors/index.ts";
import type { Attestation } from "./authenticators/model.ts";
import {
  type Limitation,
  organisationKindOfRole,
  type OrganisationKind,
  type PolicyLevel,
  powerfulRoles,
  type Role,
  type SignInPolicy,
  staffRoles,
} from "./model.ts";

/** How long things live, in milliseconds. The administrator's guide tells them (ASVS V7.1.1). */
export const lifetimes = {
  ceremonyMs: 5 * 60_000,
  stepUpMs: 5 * 60_000,
  setupLinkMs: 24 * 3_600_000,
  invitationMs: 7 * 24 * 3_600_000,
  demoLinkMs: 3_600_000,
  recoveryLinkMs: 3_600_000,
  /** At `national` a recovery waits a day, and then can be used for another. */
  recoveryWaitMs: 24 * 3_600_000,
  recoveryOpenMs: 24 * 3_600_000,
  rotatedKeyMs: 24 * 3_600_000,
  deviceLinkMs: 3_600_000,
  /** A clerk's shift ends after this long without a page, and after this long in all. */
  shiftIdleMs: 30 * 60_000,
  shiftMs: 10 * 3_600_000,
  /** Sessions and shifts that ended are listed nowhere and forgotten after this time; their log rows stay. */
  endedSessionMs: 90 * 24 * 3_600_000,
  usedStepUpMs: 30 * 24 * 3_600_000,
  /** A session's last-seen time is written at most this often. */
  seenMs: 60_000,
} as const;

export const maxInvitationTries = 5;
export const maxPasskeys = 10;

export type CounterVerdict =
  /** The counter rose: keep the new one. */
  | "rises"
  /** This authenticator keeps no counter. */
  | "unused"
  /** Two sign-ins overlapped and this is the earlier one: accepted, and never again. */
  | "late"
  /** Overlapped in a way that proves nothing: refused, the person tries again. */
  | "refused"
  /** A copy of the key seems to be in use. */
  | "cloned";

/**
 * Judges a signature counter. The specification calls a counter that does not rise a signal: a clone, a malfunction, or a race
 * (WebAuthn Level 3 §6.1.1). A race is only believed where the challenge was issued before the last use, and a value only once.
 */
export function decideCounter(facts: {
  stored: number;
  previous: number;
  received: number;
  isBackupEligible: boolean;
  issuedAt: Date;
  lastUsedAt: Date | null;
}): CounterVerdict {
  const { stored, previous, received } = facts;
  if (received === 0 && (stored === 0 || facts.isBackupEligible)) return "unused";
  if (received > stored) return "rises";
  const hasOverlapped = facts.lastUsedAt !== null && facts.issuedAt.getTime() <= facts.lastUsedAt.getTime();
  if (!hasOverlapped || received === stored) return "cloned";
  return received > previous ? "late" : "refused";
}

export function holdsStaffRole(held: readonly Role[]): boolean {
  return held.some((role) => staffRoles.includes(role));
}

export function holdsPowerfulRole(held: readonly Role[]): boolean {
  return held.some((role) => powerfulRoles.includes(role));
}

/** Whether these roles may only use authenticators that the metadata vouches for. */
export function needsAttestation(policy: Pick<SignInPolicy, "attestedRoles">, held: readonly Role[]): boolean {
  return held.some((role) => policy.attestedRoles.includes(role));
}

/** Whether a passkey is of an authenticator that the policy takes for these roles. */
export function isAttestedEnough(
  policy: Pick<SignInPolicy, "attestedRoles" | "allowedModels">,
  held: readonly Role[],
  passkey: { attestation: Attestation; aaguid: string | null },
): boolean {
  if (!needsAttestation(policy, held)) return true;
  if (passkey.attestation !== "verified") return false;
  return policy.allowedModels.length === 0 || policy.allowedModels.includes(passkey.aaguid ?? "");
}

/**
 * What a policy takes away from a signed-in person: all acts until the keys are right. At `start` only where the role asks for an
 * authenticator that is checked.
 */
export function limitationUnder(
  policy: Pick<SignInPolicy, "level" | "attestedRoles" | "allowedModels">,
  held: readonly Role[],
  session: { usablePasskeys: number; isKeyBackupEligible: boolean; attestation: Attestation; aaguid: string | null },
): Limitation | null {
  if (!isAttestedEnough(policy, held, session)) return "needs_checked_key";
  if (policy.level === "start") return null;
  if (session.isKeyBackupEligible && holdsPowerfulRole(held)) return "needs_device_bound_key";
  return session.usablePasskeys < 2 ? "needs_second_key" : null;
}

/** When a session ends: by idleness and for good, under the policy of today (a stricter one binds sessions that are open). */
export function sessionLimits(
  policy: SignInPolicy,
  session: { createdAt: Date; lastSeenAt: Date },
): { idleExpiresAt: Date; expiresAt: Date } {
  const expiresAt = new Date(session.createdAt.getTime() + policy.sessionHours * 3_600_000);
  const idle = session.lastSeenAt.getTime() + policy.sessionIdleMinutes * 60_000;
  return { idleExpiresAt: new Date(Math.min(idle, expiresAt.getTime())), expiresAt };
}

/** Whether a session still opens anything at `now`. */
export function isSessionOpen(
  policy: SignInPolicy,
  session: {
    createdAt: Date;
    lastSeenAt: Date;
    endedAt: Date | null;
    isPersonDisabled: boolean;
    isPasskeyGone: boolean;
  },
  now: Date,
): boolean {
  if (session.endedAt || session.isPersonDisabled || session.isPasskeyGone) return false;
  const { idleExpiresAt, expiresAt } = sessionLimits(policy, session);
  return now < idleExpiresAt && now < expiresAt;
}

/** Whether the last-seen time is old enough to be written again. */
export function isSeenStale(lastSeenAt: Date, now: Date): boolean {
  return now.getTime() - lastSeenAt.getTime() >= lifetimes.seenMs;
}

/** An invitation that still opens. @throws AppError gone, in the same words whether used, withdrawn, expired or never made. */
export function decideInvitationOpen<
  Invitation extends { usedAt: Date | null; withdrawnAt: Date | null; expiresAt: Date; opensAt: Date | null },
>(invitation: Invitation | undefined, now: Date): asserts invitation is Invitation {
  if (!invitation || invitation.usedAt || invitation.withdrawnAt || invitation.expiresAt <= now)
    throw new AppError("gone", "This link is not valid any more. Ask the person who sent it for a new one.", {
      words: "identity.refusal.link",
    });
  if (invitation.opensAt && now < invitation.opensAt)
    throw refusal("not_yet", `This link opens at ${invitation.opensAt.toISOString()}: a recovery waits for a day.`);
}

/** @throws AppError refused when a role cannot be held in an organisation of this kind. */
export function decideRolesFit(wanted: readonly Role[], kind: OrganisationKind): void {
  const foreign = wanted.filter((role) => organisationKindOfRole[role] !== kind);
  if (foreign.length > 0)
    throw new AppError("refused", "This role cannot be held in this organisation.", {
      words: "identity.refusal.role_elsewhere",
      fields: [{ path: "roles", message: `Not in an organisation of kind ${kind}: ${foreign.join(", ")}.` }],
    });
}

/**
 * Whether roles may be changed so. @throws AppError refused: the last administrator stays; nobody changes the own roles at `national`;
 * the log's reader is not one whose acts are read there.
 */
export function decideRoles(facts: {
  before: readonly Role[];
  after: readonly Role[];
  isOwn: boolean;
  level: PolicyLevel;
  otherAdministrators: number;
}): void {
  if (facts.isOwn && facts.level === "national")
    throw refusal("own_roles", "Nobody changes the own roles: another administrator does it.");
  if (
    facts.before.includes("administrator") &&
    !facts.after.includes("administrator") &&
    facts.otherAdministrators === 0
  )
    throw refusal("last_administrator", "This is the last administrator. Make another one first.");
  if (facts.after.includes("auditor") && facts.after.includes("administrator"))
    throw refusal("auditor_apart", "An auditor reads the log of administrators and is none of them.");
}

/** @throws AppError refused: nobody disables the own account, and the last administrator stays. */
export function decideDisable(facts: { isOwn: boolean; isAdministrator: boolean; otherAdministrators: number }): void {
  if (facts.isOwn) throw refusal("own_account", "Nobody disables the own account: another administrator does it.");
  if (facts.isAdministrator && facts.otherAdministrators === 0)
    throw refusal("last_administrator", "This is the last administrator. Make another one first.");
}

/** Fewest usable passkeys that a person keeps. */
export function leastPasskeys(level: PolicyLevel): number {
  return level === "national" ? 2 : 1;
}

/** @throws AppError refused when the removed one is needed; a blocked one may always go. */
export function decideRemovePasskey(level: PolicyLevel, usable: number, isUsable: boolean): void {
  if (isUsable && usable <= leastPasskeys(level))
    throw refusal("last_passkey", "Add another passkey first: this one is needed to sign in.");
}

/** Whether a new passkey is good enough for its owner. @throws AppError refused with the way out. */
export function decideNewPasskey(
  policy: Pick<SignInPolicy, "level" | "attestedRoles" | "allowedModels">,
  held: readonly Role[],
  passkey: { isBackupEligible: boolean; attestation: Attestation; aaguid: string | null },
): void {
  if (!isAttestedEnough(policy, held, passkey))
    throw refusal(
      "unchecked_passkey",
      "This role needs an authenticator that the FIDO metadata vouches for and the policy allows; this one is not.",
    );
  if (policy.level === "national" && holdsPowerfulRole(held) && passkey.isBackupEligible)
    throw refusal(
      "synced_passkey",
      "This role needs a passkey that stays on its device, such as a security key; this one is copied to other devices.",
    );
}

/** Whether a policy may be set. @throws AppError refused or invalid_input: nobody locks out everybody, the own session first of all. */
export function decidePolicy(
  after: SignInPolicy,
  facts: {
    hasMetadata: boolean;
    unknownModels: readonly string[];
    /** The asker's roles and the passkey of the own session; undefined for the system. */
    own: { held: readonly Role[]; attestation: Attestation; aaguid: string | null } | undefined;
  },
): void {
  if (after.allowedModels.length > 0 && after.attestedRoles.length === 0)
    throw invalidInput([
      {
        path: "allowedModels",
        message: "Expected none without attestedRoles: a model that nobody vouches for is only claimed.",
      },
    ]);
  if (facts.unknownModels.length > 0)
    throw invalidInput([
      { path: "allowedModels", message: `Not in the metadata that is loaded: ${facts.unknownModels.join(", ")}.` },
    ]);
  if (after.attestedRoles.length > 0 && !facts.hasMetadata)
    throw refusal("no_metadata", "Load FIDO's metadata first: without it no authenticator can be checked.");
  if (facts.own && !isAttestedEnough(after, facts.own.held, facts.own))
    throw refusal(
      "own_key_unchecked",
      "Sign in with a passkey that fulfils this policy first: you would lock yourself out.",
    );
}

/** Who may ask for a recovery, and who approve it. @throws AppError refused: neither is the subject, and they are two. */
export function decideRecovery(facts: { by: string; subject: string; askedBy?: string }): void {
  if (facts.by === facts.subject) throw refusal("own_recovery", "Nobody asks for or approves the own recovery.");
  if (facts.by === facts.askedBy)
    throw refusal("same_person", "It takes another administrator than the one who asked.");
}

/** Wrong PINs or codes in a row: four are free, each further one waits twice as long, and after twenty only a new secret helps. */
const freeTries = 4;
export const mostTries = 20;

/**
 * Whether a short secret may be tried now, and how long the next try has to wait if this one is wrong. `failed` counts tries since the
 * last right one; a lock-out for good is told as a day.
 */
export function decideNextTry(
  tries: { failed: number; lockedUntil: Date | null },
  now: Date,
): { isRefused: true; waitMs: number } | { isRefused: false; lockedUntil: Date | null } {
  if (tries.failed >= mostTries) return { isRefused: true, waitMs: 24 * 3_600_000 };
  const waitMs = (tries.lockedUntil?.getTime() ?? 0) - now.getTime();
  if (waitMs > 0) return { isRefused: true, waitMs };
  const over = tries.failed + 1 - freeTries;
  if (over <= 0) return { isRefused: false, lockedUntil: null };
  const delayMs = Math.min(3_600_000, 60_000 * 2 ** (over - 1));
  return { isRefused: false, lockedUntil: new Date(now.getTime() + delayMs) };
}

/**
 * Whether another administrator must approve a recovery: at `national` always; at `start` where the subject is an administrator and there
 * is a third one to ask, so that nobody takes over an equal alone.
 */
export function needsSecondWord(
  level: PolicyLevel,
  subject: { isAdministrator: boolean; otherAdministrators: number },
): boolean {
  return level === "national" || (subject.isAdministrator && subject.otherAdministrators >= 2);
}

/** A refusal that the screens can say in three languages. */
export function refusal(reason: string, detail: string): AppError {
  return new AppError("refused", detail, { words: `identity.refusal.${reason}` });
}
