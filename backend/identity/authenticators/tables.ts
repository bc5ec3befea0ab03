// The tables of authenticators' metadata, as migration 0009 makes them.
import { bigint, customType, date, integer, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const authenticatorMetadata = pgTable("authenticator_metadata", {
  id: uuid("id").primaryKey(),
  number: bigint("number", { mode: "number" }).notNull(),
  nextUpdate: date("next_update", { mode: "string" }).notNull(),
  sha256: bytea("sha256").notNull(),
  models: integer("models").notNull(),
  loadedBy: uuid("loaded_by"),
  loadedAt: instant("loaded_at").notNull(),
});

export const authenticatorModels = pgTable("authenticator_models", {
  aaguid: uuid("aaguid").primaryKey(),
  name: text("name").notNull(),
  statuses: text("statuses").array().notNull(),
  withdrawnFor: text("withdrawn_for"),
  roots: text("roots").array().notNull(),
});
