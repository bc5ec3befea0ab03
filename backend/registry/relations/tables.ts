// Relations and critical functions as drizzle knows them; the truth is migrations/0015_register.sql.
import { date, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const constituentRelations = pgTable("constituent_relations", {
  id: uuid("id").primaryKey(),
  fromId: uuid("from_id").notNull(),
  toId: uuid("to_id").notNull(),
  kind: text("kind").notNull(),
  what: text("what").notNull(),
  source: text("source").notNull(),
  since: date("since"),
  endedOn: date("ended_on"),
  recordedAt: instant("recorded_at").notNull(),
  recordedBy: uuid("recorded_by"),
});

export const functionPerformers = pgTable(
  "function_performers",
  {
    functionId: uuid("function_id").notNull(),
    constituentId: uuid("constituent_id").notNull(),
    since: date("since"),
    endedOn: date("ended_on"),
    recordedAt: instant("recorded_at").notNull(),
    recordedBy: uuid("recorded_by"),
  },
  (table) => [primaryKey({ columns: [table.functionId, table.constituentId] })],
);
