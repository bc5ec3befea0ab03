// Roles, the acts that each may do, and what the screens see of people, passkeys, sessions and keys. Pure; screens and server read the same table.
import type { Role } from "./acts/model.ts";
export { type Act, acts, type Role, roles } from "./acts/model.ts";
export { actsOfRole } from "./acts/roles/model.ts";
export { type StepUpBinding, stepUpFor } from "./step-ups/model.ts";
export type {
  ApiKeyView,
  DoorView,
  InvitationLook,
  InvitationView,
  Limitation,
  MeView,
  OwnKeysView,
  PasskeyView,
  PeopleView,
  PersonView,
  RecoveryView,
  SignInAvailability,
  WhyUnavailable,
} from "./views/model.ts";
export type OrganisationKind = "cert" | "constituent" | "authority" | "peer" | "office";

/** The signed-in rooms: of the national team, of constituents, and of authorities and the committee. Each stands under an address of its name. */
export const roomNames = ["desk", "console", "office"] as const;
export type RoomName = (typeof roomNames)[number];

/** In which room the people of an organisation work. */
export const roomOfKind: Record<OrganisationKind, RoomName> = {
  cert: "desk",
  peer: "desk",
  constituent: "console",
  authority: "office",
  office: "office",
};

/** Where a role can be held: an authority's officer is not made in the CERT, nor an analyst in an entity. */
export const organisationKindOfRole: Record<Role, OrganisationKind> = {
  clerk: "cert",
  constituent_contact: "constituent",
  constituent_dpo: "constituent",
  constituent_administrator: "constituent",
  analyst: "cert",
  senior: "cert",
  lead: "cert",
  on_call: "cert",
  officer: "authority",
  officer_head: "authority",
  committee_member: "office",
  focal_point: "office",
  auditor: "cert",
  custodian: "cert",
  administrator: "cert",
};

/** Roles of the CERT and the authorities; for their holders a suspicious passkey is refused, not only reported. */
export const staffRoles: readonly Role[] = [
  "clerk",
  "analyst",
  "senior",
  "lead",
  "on_call",
  "officer",
  "officer_head",
  "committee_member",
  "focal_point",
  "auditor",
  "custodian",
  "administrator",
];

/** Roles that publish, administrate or see identities: at policy level `national` only device-bound passkeys open them. */
export const powerfulRoles: readonly Role[] = [
  "senior",
  "lead",
  "on_call",
  "officer_head",
  "custodian",
  "administrator",
];

/** What a machine's key may be given. Everything else needs a person with a passkey. */
export const apiKeyActs = ["report.submit", "registry.read", "rule.read", "health.read", "log.export"] as const;
export type ApiKeyAct = (typeof apiKeyActs)[number];
/** Markings that a key may be held to, the strictest first (TLP 2.0). */
export const keyMarkings = ["red", "amber+strict", "amber", "green", "clear"] as const;
export type KeyMarking = (typeof keyMarkings)[number];

export const policyLevels = ["start", "national"] as const;
/** `start`: one passkey, synced ones allowed, so that a new installation is usable at once. `national`: two keys, device-bound for powerful roles. */
export type PolicyLevel = (typeof policyLevels)[number];

export interface SignInPolicy {
  level: PolicyLevel;
  /** A session ends after this long without a request. */
  sessionIdleMinutes: number;
  /** A session ends this long after sign-in, whatever happens. */
  sessionHours: number;
  /** Roles whose passkeys must be of an authenticator that FIDO's metadata vouches for. */
  attestedRoles: Role[];
  /** AAGUIDs of the models that those roles may use; none: every trusted one. Means something only together with `attestedRoles`. */
  allowedModels: string[];
  /** Whether people may keep one-time codes for a lost passkey. */
  hasRecoveryCodes: boolean;
}
export const defaultPolicy: SignInPolicy = {
  level: "start",
  sessionIdleMinutes: 30,
  sessionHours: 12,
  attestedRoles: [],
  allowedModels: [],
  hasRecoveryCodes: false,
};
