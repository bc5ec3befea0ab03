// OpenPGP keys of contacts as drizzle knows them; the truth is migrations/0015_register.sql.
import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const contactKeys = pgTable("contact_keys", {
  id: uuid("id").primaryKey(),
  contactId: uuid("contact_id").notNull(),
  fingerprint: text("fingerprint").notNull(),
  armored: text("armored").notNull(),
  userIds: text("user_ids").array().notNull(),
  algorithm: text("algorithm").notNull(),
  madeAt: instant("made_at").notNull(),
  expiresAt: instant("expires_at"),
  addedAt: instant("added_at").notNull(),
  addedBy: uuid("added_by"),
  removedAt: instant("removed_at"),
  removedBy: uuid("removed_by"),
});
