// Services online as drizzle knows them; the truth is migrations/0015_register.sql.
import { boolean, date, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const onlineServices = pgTable("online_services", {
  id: uuid("id").primaryKey(),
  constituentId: uuid("constituent_id").notNull(),
  name: text("name").notNull(),
  url: text("url").notNull(),
  kind: text("kind").notNull(),
  audience: text("audience").notNull(),
  since: date("since"),
  endedOn: date("ended_on"),
  isDemo: boolean("is_demo").notNull().default(false),
  version: integer("version").notNull().default(1),
  createdAt: instant("created_at").notNull().defaultNow(),
});

export const serviceCompliance = pgTable("service_compliance", {
  id: uuid("id").primaryKey(),
  serviceId: uuid("service_id").notNull(),
  instrument: text("instrument").notNull(),
  state: text("state").notNull(),
  asOf: date("as_of").notNull(),
  source: text("source").notNull(),
  recordedAt: instant("recorded_at").notNull(),
  recordedBy: uuid("recorded_by"),
});
