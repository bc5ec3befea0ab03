// The table of proposals, as migration 0014 makes it.
import { jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ProposalKind, ProposalState, Values } from "./model.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const changeProposals = pgTable("change_proposals", {
  id: uuid("id").primaryKey(),
  constituentId: uuid("constituent_id").notNull(),
  kind: text("kind").$type<ProposalKind>().notNull(),
  recordId: uuid("record_id").notNull(),
  before: jsonb("before").$type<Values>().notNull(),
  after: jsonb("after").$type<Values>().notNull(),
  note: text("note").notNull().default(""),
  state: text("state").$type<ProposalState>().notNull(),
  proposedBy: uuid("proposed_by").notNull(),
  proposedAt: instant("proposed_at").notNull(),
  decidedBy: uuid("decided_by"),
  decidedAt: instant("decided_at"),
  reason: text("reason").notNull().default(""),
});
