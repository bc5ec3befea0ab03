// Triage's tables as drizzle knows them; the truth is migrations/0005_triage.sql.
import { bigint, boolean, integer, jsonb, pgTable, real, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Assessment } from "./assessment/model.ts";
import type { Evidence, Location } from "./model.ts";

const instant = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const triageRuns = pgTable("triage_runs", {
  id: uuid("id").primaryKey(),
  reportId: uuid("report_id").notNull(),
  state: text("state").notNull(),
  rulesHash: text("rules_hash").notNull(),
  error: text("error"),
  startedAt: instant("started_at").notNull(),
  finishedAt: instant("finished_at"),
});

export const observables = pgTable("observables", {
  id: uuid("id").primaryKey(),
  reportId: uuid("report_id").notNull(),
  kind: text("kind").notNull(),
  value: text("value").notNull(),
  raw: text("raw").notNull(),
  role: text("role").notNull(),
  part: text("part").notNull(),
  startOffset: integer("start_offset").notNull(),
  endOffset: integer("end_offset").notNull(),
  isChecked: boolean("is_checked").notNull(),
  details: jsonb("details").$type<Record<string, string>>().notNull(),
});

export const findings = pgTable("findings", {
  id: uuid("id").primaryKey(),
  reportId: uuid("report_id").notNull(),
  engine: text("engine").notNull(),
  ruleId: text("rule_id").notNull(),
  ruleVersion: text("rule_version").notNull(),
  title: text("title").notNull(),
  level: text("level").notNull(),
  source: text("source").notNull(),
  at: bigint("at", { mode: "number" }),
  /** Places first, then what an explanation needs; pages of lists read the places alone. */
  locations: jsonb("locations").$type<(Location | Evidence)[]>().notNull(),
  why: text("why").notNull(),
  referenceLinks: text("reference_links").array().notNull(),
  author: text("author"),
  verdict: text("verdict"),
  verdictReason: text("verdict_reason"),
  foundAt: instant("found_at").notNull(),
});

export const assessments = pgTable("assessments", {
  id: uuid("id").primaryKey(),
  reportId: uuid("report_id").notNull(),
  kind: text("kind").notNull(),
  rsitClass: text("rsit_class").notNull(),
  rsitType: text("rsit_type").notNull(),
  severity: text("severity").notNull(),
  confidence: real("confidence").notNull(),
  reasons: jsonb("reasons").$type<Assessment["reasons"]>().notNull(),
  constituents: jsonb("constituents").$type<Assessment["constituents"]>().notNull(),
  changedBy: uuid("changed_by"),
  changeReason: text("change_reason"),
  at: instant("at").notNull(),
});
