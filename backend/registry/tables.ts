// The register's tables as drizzle knows them; the truth is migrations/0003_registry.sql and 0016_claims.sql and 0015_register.sql.
import { boolean, cidr, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ClaimState } from "./claims/model.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const constituents = pgTable("constituents", {
  id: uuid("id").primaryKey(),
  reference: text("reference").notNull(),
  organisationId: uuid("organisation_id").notNull(),
  parentId: uuid("parent_id"),
  name: text("name").notNull(),
  otherNames: text("other_names").array().notNull(),
  sector: text("sector").notNull(),
  isic: text("isic"),
  classes: text("classes").array().notNull(),
  areaId: text("area_id"),
  branchAreaIds: text("branch_area_ids").array().notNull().default([]),
  languages: text("languages").array().notNull(),
  isDemo: boolean("is_demo").notNull().default(false),
  version: integer("version").notNull().default(1),
  createdAt: instant("created_at").notNull().defaultNow(),
  endedAt: instant("ended_at"),
  mergedInto: uuid("merged_into"),
  address: text("address"),
  legalForm: text("legal_form"),
});

export const contacts = pgTable("contacts", {
  id: uuid("id").primaryKey(),
  constituentId: uuid("constituent_id").notNull(),
  name: text("name").notNull(),
  role: text("role").notNull(),
  email: text("email"),
  phone: text("phone"),
  languages: text("languages").array().notNull(),
  hours: text("hours"),
  isSafeChannel: boolean("is_safe_channel").notNull().default(false),
  weeklyHours: jsonb("weekly_hours"),
  timeZone: text("time_zone"),
  safeChannelKind: text("safe_channel_kind"),
  safeChannelValue: text("safe_channel_value"),
  version: integer("version").notNull().default(1),
  anonymisedAt: instant("anonymised_at"),
  createdAt: instant("created_at").notNull().defaultNow(),
  endedAt: instant("ended_at"),
});

export const networkClaims = pgTable("network_claims", {
  id: uuid("id").primaryKey(),
  constituentId: uuid("constituent_id").notNull(),
  kind: text("kind").notNull(),
  value: text("value").notNull(),
  prefix: cidr("prefix"),
  heldFrom: instant("held_from"),
  heldUntil: instant("held_until"),
  source: text("source").notNull(),
  proof: text("proof").notNull(),
  createdAt: instant("created_at").notNull().defaultNow(),
  state: text("state").$type<ClaimState>().notNull().default("active"),
  provenAt: instant("proven_at"),
  lapsedAt: instant("lapsed_at"),
  reason: text("reason").notNull().default(""),
  recordedAt: instant("recorded_at").notNull().defaultNow(),
  recordedBy: uuid("recorded_by"),
});
