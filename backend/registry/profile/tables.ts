// Sizes of constituents as drizzle knows them; the truth is migrations/0015_register.sql.
import { date, numeric, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const constituentSizes = pgTable("constituent_sizes", {
  id: uuid("id").primaryKey(),
  constituentId: uuid("constituent_id").notNull(),
  kind: text("kind").notNull(),
  amount: numeric("amount", { precision: 18, scale: 2 }).notNull(),
  currency: text("currency"),
  asOf: date("as_of").notNull(),
  source: text("source").notNull(),
  recordedAt: instant("recorded_at").notNull(),
  recordedBy: uuid("recorded_by"),
});
