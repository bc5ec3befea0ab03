// What the screens see of people, passkeys, sessions, links and keys. Pure.
import type { Attestation } from "../authenticators/model.ts";
import type { Act, ApiKeyAct, KeyMarking, OrganisationKind, PolicyLevel, Role } from "../model.ts";

export type WhyUnavailable = "needs_https" | "needs_name" | "other_host";
export type SignInAvailability = { isAvailable: true } | { isAvailable: false; reason: WhyUnavailable };

/** What the sign-in page knows before anybody has signed in. */
export interface DoorView {
  availability: SignInAvailability;
  /** Where sign-in works, when not here. */
  deskUrl: string;
  /** The name that passkeys are bound to for good. */
  siteName: string;
  isDemo: boolean;
  /** Whether a one-time code may help somebody who lost every passkey. */
  hasRecoveryCodes: boolean;
}

/** Why a signed-in person has less than the roles give: keys are missing under the policy. */
export type Limitation = "needs_second_key" | "needs_device_bound_key" | "needs_checked_key";

export interface MeView {
  personId: string;
  name: string;
  email: string;
  language: string;
  /** The one that this session acts for. */
  organisation: { id: string; name: string; kind: OrganisationKind };
  roles: Role[];
  /** All in which the person holds roles; which one a session acts for can be changed. */
  organisations: { id: string; name: string; kind: OrganisationKind; roles: Role[] }[];
  /** Each act with whether it may be done, so that screens and server never disagree. */
  can: Partial<Record<Act, boolean>>;
  policyLevel: PolicyLevel;
  limitation: Limitation | null;
  session: { id: string; idleExpiresAt: string; expiresAt: string };
}

export interface PasskeyView {
  id: string;
  name: string;
  createdAt: string;
  lastUsedAt: string | null;
  isBackupEligible: boolean;
  isBackedUp: boolean;
  attestation: Attestation;
  /** The model's name, where the metadata knows it. */
  modelName: string | null;
  blockedAt: string | null;
  /** A copy seems to be in use, or the model was withdrawn. */
  blockedFor: "copy" | "model" | null;
  can: { remove: boolean };
}

export interface SessionView {
  id: string;
  passkeyName: string | null;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  isThisOne: boolean;
}

export interface OwnKeysView {
  /** What authenticators know the account by; for the browser's Signal API. */
  siteName: string;
  handle: string;
  passkeys: PasskeyView[];
  sessions: SessionView[];
  /** One-time codes for the day when every passkey is lost. */
  recoveryCodes: { isAllowed: boolean; left: number; madeAt: string | null };
}

export interface InvitationView {
  id: string;
  kind: "setup" | "invite" | "recovery" | "demo";
  email: string | null;
  name: string | null;
  role: Role;
  createdAt: string;
  expiresAt: string;
}

/** What a link shows before it is used. */
export interface InvitationLook {
  kind: InvitationView["kind"];
  role: Role;
  name: string | null;
  organisationName: string;
  /** The name that the passkey will be bound to for good. */
  siteName: string;
  expiresAt: string;
}

export interface PersonView {
  id: string;
  name: string;
  email: string;
  language: string;
  roles: Role[];
  organisation: { id: string; name: string; kind: OrganisationKind } | null;
  passkeys: { id: string; name: string; lastUsedAt: string | null; blockedAt: string | null }[];
  openSessions: number;
  lastSeenAt: string | null;
  createdAt: string;
  disabledAt: string | null;
  version: number;
  can: { changeRoles: boolean; disable: boolean; enable: boolean; recover: boolean };
}

/** A recovery that waits for another administrator. */
export interface RecoveryView {
  id: string;
  personName: string;
  askedByName: string;
  proof: string;
  askedAt: string;
  can: { approve: boolean };
}

export interface PeopleView {
  people: PersonView[];
  invitations: InvitationView[];
  recoveries: RecoveryView[];
}

export interface ApiKeyView {
  id: string;
  name: string;
  prefix: string;
  /** The machine or service behind it; the key bears its name. */
  account: { id: string; stoppedAt: string | null } | null;
  acts: ApiKeyAct[];
  marking: KeyMarking;
  /** CIDR; none: from everywhere. */
  networks: string[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
  revokedAt: string | null;
}
