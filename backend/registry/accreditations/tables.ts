// Accredited bodies as drizzle knows them; the truth is migrations/0015_register.sql.
import { boolean, date, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const accreditedBodies = pgTable("accredited_bodies", {
  id: uuid("id").primaryKey(),
  reference: text("reference").notNull(),
  keptBy: uuid("kept_by").notNull(),
  kind: text("kind").notNull(),
  name: text("name").notNull(),
  constituentId: uuid("constituent_id"),
  country: text("country").notNull(),
  number: text("number").notNull(),
  authority: text("authority").notNull(),
  scope: text("scope").notNull(),
  website: text("website"),
  complaintPath: text("complaint_path"),
  isDemo: boolean("is_demo").notNull().default(false),
  version: integer("version").notNull().default(1),
  createdAt: instant("created_at").notNull().defaultNow(),
});

export const accreditationEvents = pgTable(
  "accreditation_events",
  {
    bodyId: uuid("body_id").notNull(),
    number: integer("number").notNull(),
    act: text("act").notNull(),
    effectiveOn: date("effective_on").notNull(),
    validUntil: date("valid_until"),
    why: text("why"),
    recordedAt: instant("recorded_at").notNull(),
    recordedBy: uuid("recorded_by"),
  },
  (table) => [primaryKey({ columns: [table.bodyId, table.number] })],
);

export const accreditationContacts = pgTable("accreditation_contacts", {
  bodyId: uuid("body_id").primaryKey(),
  representative: text("representative"),
  email: text("email"),
  phone: text("phone"),
});
