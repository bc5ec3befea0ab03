// The tables of identity, as migrations 0002 and 0009 make them.
import { bigint, boolean, customType, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Attestation } from "./authenticators/model.ts";
import type { KeyMarking, OrganisationKind, Role } from "./model.ts";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const organisations = pgTable("organisations", {
  id: uuid("id").primaryKey(),
  kind: text("kind").$type<OrganisationKind>().notNull(),
  name: text("name").notNull(),
  createdAt: instant("created_at").notNull(),
  endedAt: instant("ended_at"),
});

export const people = pgTable("people", {
  id: uuid("id").primaryKey(),
  handle: bytea("handle").notNull(),
  name: text("name").notNull(),
  email: text("email").notNull(),
  language: text("language").notNull(),
  version: integer("version").notNull().default(1),
  createdAt: instant("created_at").notNull(),
  disabledAt: instant("disabled_at"),
});

export const roleGrants = pgTable("role_grants", {
  id: uuid("id").primaryKey(),
  personId: uuid("person_id").notNull(),
  organisationId: uuid("organisation_id").notNull(),
  role: text("role").$type<Role>().notNull(),
  grantedBy: uuid("granted_by"),
  grantedAt: instant("granted_at").notNull(),
  revokedAt: instant("revoked_at"),
});

export const passkeys = pgTable("passkeys", {
  id: text("id").primaryKey(),
  personId: uuid("person_id").notNull(),
  name: text("name").notNull(),
  publicKey: bytea("public_key").notNull(),
  algorithm: integer("algorithm").notNull(),
  counter: bigint("counter", { mode: "number" }).notNull(),
  previousCounter: bigint("previous_counter", { mode: "number" }).notNull().default(0),
  transports: text("transports").array().notNull(),
  aaguid: uuid("aaguid"),
  attestationFormat: text("attestation_format").notNull(),
  attestation: text("attestation").$type<Attestation>().notNull(),
  attestationCertificates: text("attestation_certificates").array().notNull(),
  isBackupEligible: boolean("is_backup_eligible").notNull(),
  isBackedUp: boolean("is_backed_up").notNull(),
  createdAt: instant("created_at").notNull(),
  lastUsedAt: instant("last_used_at"),
  blockedAt: instant("blocked_at"),
  blockedWhy: text("blocked_why"),
  removedAt: instant("removed_at"),
});

export type CeremonyPurpose = "enrol" | "add_passkey" | "sign_in" | "step_up";

export const ceremonies = pgTable("ceremonies", {
  id: uuid("id").primaryKey(),
  challenge: bytea("challenge").notNull(),
  purpose: text("purpose").$type<CeremonyPurpose>().notNull(),
  personId: uuid("person_id"),
  invitationId: uuid("invitation_id"),
  sessionId: uuid("session_id"),
  boundTo: jsonb("bound_to").$type<Record<string, string>>().notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
});

export const invitations = pgTable("invitations", {
  id: uuid("id").primaryKey(),
  tokenHash: bytea("token_hash").notNull(),
  kind: text("kind").$type<"setup" | "invite" | "recovery" | "demo">().notNull(),
  email: text("email"),
  name: text("name"),
  role: text("role").$type<Role>().notNull(),
  organisationId: uuid("organisation_id").notNull(),
  personId: uuid("person_id"),
  createdBy: uuid("created_by"),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  failedTries: integer("failed_tries").notNull().default(0),
  opensAt: instant("opens_at"),
  usedAt: instant("used_at"),
  withdrawnAt: instant("withdrawn_at"),
});

export const sessions = pgTable("sessions", {
  id: uuid("id").primaryKey(),
  tokenHash: bytea("token_hash").notNull(),
  personId: uuid("person_id").notNull(),
  passkeyId: text("passkey_id"),
  actingOrganisationId: uuid("acting_organisation_id"),
  createdAt: instant("created_at").notNull(),
  lastSeenAt: instant("last_seen_at").notNull(),
  idleExpiresAt: instant("idle_expires_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  endedAt: instant("ended_at"),
  endedWhy: text("ended_why"),
});

export const stepUps = pgTable("step_ups", {
  id: uuid("id").primaryKey(),
  sessionId: uuid("session_id").notNull(),
  personId: uuid("person_id").notNull(),
  act: text("act").notNull(),
  object: text("object").notNull(),
  version: text("version").notNull(),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at").notNull(),
  usedAt: instant("used_at"),
});

export const secretTries = pgTable("secret_tries", {
  subject: text("subject").primaryKey(),
  failed: integer("failed").notNull(),
  failedAt: instant("failed_at").notNull(),
  lockedUntil: instant("locked_until"),
});

export const serviceAccounts = pgTable("service_accounts", {
  id: uuid("id").primaryKey(),
  organisationId: uuid("organisation_id").notNull(),
  name: text("name").notNull(),
  madeBy: uuid("made_by"),
  madeAt: instant("made_at").notNull(),
  disabledAt: instant("disabled_at"),
});

export const apiKeys = pgTable("api_keys", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  keyHash: bytea("key_hash").notNull(),
  prefix: text("prefix").notNull(),
  organisationId: uuid("organisation_id").notNull(),
  accountId: uuid("account_id"),
  acts: text("acts").array().notNull(),
  marking: text("marking").$type<KeyMarking>().notNull(),
  networks: text("networks").array().notNull(),
  createdBy: uuid("created_by"),
  createdAt: instant("created_at").notNull(),
  expiresAt: instant("expires_at"),
  lastUsedAt: instant("last_used_at"),
  revokedAt: instant("revoked_at"),
});

export const recoveries = pgTable("recoveries", {
  id: uuid("id").primaryKey(),
  personId: uuid("person_id").notNull(),
  askedBy: uuid("asked_by").notNull(),
  proof: text("proof").notNull(),
  askedAt: instant("asked_at").notNull(),
  approvedBy: uuid("approved_by"),
  approvedAt: instant("approved_at"),
  refusedBy: uuid("refused_by"),
  refusedAt: instant("refused_at"),
  invitationId: uuid("invitation_id"),
});
