// Roles, the acts that each may do, and what the screens see of people, passkeys, sessions and keys. Pure; screens and server read the same table.
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

export const roles = [
  "clerk",
  "constituent_contact",
  "constituent_dpo",
  "constituent_administrator",
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
] as const;
export type Role = (typeof roles)[number];

/** Everything that can be asked for, as domain and verb. A route or verb names one of these. */
export const acts = [
  "report.submit",
  "report.read",
  "report.assess",
  "report.answer",
  "report.close",
  "report.assign",
  "identity.ask",
  "identity.keep",
  "custody.read",
  "file.download",
  "case.read",
  "case.open",
  "case.join",
  "case.change",
  "case.close",
  "case.restrict",
  "case.break_glass",
  "case.review_glass",
  "conflict.declare",
  "marking.change",
  "marking.release",
  "marking.release_alone",
  "share.give",
  "shared.read",
  "claim.read_own",
  "claim.change_own",
  "filing.make",
  "entry.claim",
  "entry.read",
  "entry.propose",
  "colleague.change",
  "filing.read",
  "duty.read",
  "duty.change",
  "law.try",
  // An authority's own room: read, work, decide as its head; what an entity answers it.
  "authority.read",
  "authority.work",
  "authority.decide",
  "authority.answer",
  "finding.judge",
  "registry.read",
  "registry.change",
  "accreditation.read",
  "accreditation.change",
  "mail.read",
  "rule.read",
  "rule.write",
  "rule.approve",
  "rule.publish_alone",
  "indicator.import",
  "hunt.start",
  "person.read",
  "person.invite",
  "person.change",
  "key.change",
  "log.read",
  "log.export",
  "log.shred",
  "alarm.close",
  "health.read",
  "settings.change",
  "office.change",
  "body.change",
  "contribution.read",
  "contribution.declare",
  "fund.read",
  "fund.change",
  "fund.publish",
  "review.read",
  "review.change",
  "review.sign",
  "area.read",
  "focal.read",
  "focal.write",
  "focal.give",
  "lesson.read",
  "lesson.write",
  "lesson.decide",
  "freeze.release",
  "session.open",
  "own.change",
] as const;
export type Act = (typeof acts)[number];

const analyst: Act[] = [
  "report.submit",
  "report.read",
  "report.assess",
  "report.answer",
  "report.close",
  "report.assign",
  "identity.ask",
  "file.download",
  "case.read",
  "case.open",
  "case.join",
  "case.change",
  "case.close",
  "case.restrict",
  "marking.change",
  "finding.judge",
  "registry.read",
  "accreditation.read",
  "mail.read",
  "rule.read",
  "rule.write",
  "hunt.start",
  "health.read",
  "area.read",
  "lesson.read",
  "lesson.write",
  "freeze.release",
];

/** What a role may do. An administrator manages and reads no cases; an auditor reads the log and changes nothing. */
export const actsOfRole: Record<Role, readonly Act[]> = {
  clerk: ["report.submit"],
  constituent_contact: [
    "shared.read",
    "claim.read_own",
    "claim.change_own",
    "entry.read",
    "filing.read",
    "duty.read",
    "contribution.read",
  ],
  constituent_dpo: [
    "shared.read",
    "claim.read_own",
    "filing.make",
    "entry.read",
    "entry.propose",
    "filing.read",
    "duty.read",
    "duty.change",
    "authority.answer",
    "contribution.read",
    "contribution.declare",
  ],
  constituent_administrator: [
    "shared.read",
    "claim.read_own",
    "claim.change_own",
    "filing.make",
    "entry.read",
    "entry.propose",
    "colleague.change",
    "filing.read",
    "duty.read",
    "duty.change",
    "authority.answer",
    "contribution.read",
    "contribution.declare",
  ],
  analyst,
  senior: [
    ...analyst,
    "registry.change",
    "accreditation.change",
    "indicator.import",
    "rule.approve",
    "case.break_glass",
    "marking.release",
    "share.give",
    "lesson.decide",
  ],
  lead: [
    ...analyst,
    "registry.change",
    "accreditation.change",
    "indicator.import",
    "rule.approve",
    "case.break_glass",
    "case.review_glass",
    "conflict.declare",
    "marking.release",
    "share.give",
    "person.read",
    "log.read",
    "alarm.close",
    "focal.give",
    "lesson.decide",
  ],
  on_call: [
    ...analyst,
    "indicator.import",
    "rule.approve",
    "rule.publish_alone",
    "case.break_glass",
    "marking.release",
    "marking.release_alone",
  ],
  officer: [
    "shared.read",
    "authority.read",
    "authority.work",
    "accreditation.read",
    "accreditation.change",
    "contribution.read",
    "fund.read",
    "fund.change",
    "law.try",
  ],
  officer_head: [
    "shared.read",
    "authority.read",
    "authority.work",
    "authority.decide",
    "accreditation.read",
    "accreditation.change",
    "contribution.read",
    "fund.read",
    "fund.change",
    "fund.publish",
    "law.try",
  ],
  committee_member: ["review.read", "review.change", "review.sign", "law.try"],
  // Has charge of areas: reads what lies there, writes down, asks and proposes; assigns and closes nothing.
  focal_point: ["report.submit", "area.read", "focal.read", "focal.write", "lesson.read", "lesson.write"],
  auditor: ["log.read", "log.export", "health.read", "custody.read"],
  // Keeps the names that were given in confidence: answers who asks for one, and reads no reports.
  custodian: ["identity.keep", "custody.read"],
  administrator: [
    "person.read",
    "person.invite",
    "person.change",
    "key.change",
    "office.change",
    "body.change",
    "registry.read",
    "registry.change",
    "accreditation.read",
    "accreditation.change",
    "rule.read",
    "rule.write",
    "rule.approve",
    "log.read",
    "log.shred",
    "alarm.close",
    "health.read",
    "settings.change",
    "custody.read",
    "focal.give",
    "area.read",
  ],
};

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
