// The table of one-time codes, as migration 0009 makes it.
import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const recoveryCodes = pgTable("recovery_codes", {
  id: uuid("id").primaryKey(),
  personId: uuid("person_id").notNull(),
  selector: text("selector").notNull(),
  codeHash: text("code_hash").notNull(),
  madeAt: instant("made_at").notNull(),
  usedAt: instant("used_at"),
  droppedAt: instant("dropped_at"),
});
