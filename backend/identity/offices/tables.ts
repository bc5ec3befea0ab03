// The tables of offices, as migration 0009 makes them.
import { customType, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const offices = pgTable("offices", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
  madeBy: uuid("made_by"),
  madeAt: instant("made_at").notNull(),
  closedAt: instant("closed_at"),
});

export const officeDevices = pgTable("office_devices", {
  id: uuid("id").primaryKey(),
  officeId: uuid("office_id").notNull(),
  name: text("name").notNull(),
  linkHash: bytea("link_hash"),
  linkExpiresAt: instant("link_expires_at"),
  keyHash: bytea("key_hash"),
  madeBy: uuid("made_by"),
  madeAt: instant("made_at").notNull(),
  enrolledAt: instant("enrolled_at"),
  lastUsedAt: instant("last_used_at"),
  withdrawnAt: instant("withdrawn_at"),
});

export const clerks = pgTable("clerks", {
  id: uuid("id").primaryKey(),
  officeId: uuid("office_id").notNull(),
  name: text("name").notNull(),
  pinHash: text("pin_hash").notNull(),
  madeBy: uuid("made_by"),
  madeAt: instant("made_at").notNull(),
  pinMadeAt: instant("pin_made_at").notNull(),
  removedAt: instant("removed_at"),
});

export const clerkShifts = pgTable("clerk_shifts", {
  id: uuid("id").primaryKey(),
  tokenHash: bytea("token_hash").notNull(),
  deviceId: uuid("device_id").notNull(),
  clerkId: uuid("clerk_id").notNull(),
  openedAt: instant("opened_at").notNull(),
  lastSeenAt: instant("last_seen_at").notNull(),
  endedAt: instant("ended_at"),
  endedWhy: text("ended_why"),
});

export const officeReports = pgTable("office_reports", {
  reportId: uuid("report_id").primaryKey(),
  officeId: uuid("office_id").notNull(),
  clerkId: uuid("clerk_id").notNull(),
  shiftId: uuid("shift_id").notNull(),
  at: instant("at").notNull(),
});
