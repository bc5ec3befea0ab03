// The parts of a case as a person chooses them, over the tables that hold them; what hangs on a row goes where the row goes. Pure.
import { type CasePart, caseParts } from "../case-parts.ts";
import type { PartName } from "./model.ts";

export interface MovedTable {
  /** How its rows are named in the record of a merge. */
  name: string;
  table: string;
  caseColumn: string;
  /** Columns that name a row beside its case; none where there is one row a case. */
  keyColumns: readonly string[];
  uniqueInCase: readonly (readonly string[])[];
  follows?: { name: string; column: string };
  /** Columns that say nothing about the row itself: when somebody last looked. */
  ignores: readonly string[];
  /** A row that stays with its case whatever is chosen. */
  staysWhen?: { column: string; value: string };
}

/** Those of the first road, which the list of the case's own work does not name. */
const ownParts: readonly CasePart[] = [
  { table: "case_reports", caseColumn: "case_id", keyColumns: ["case_id", "report_id"], uniqueInCase: [] },
  { table: "case_timeline", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  { table: "case_evidence", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
];

const tableOf: Record<PartName, string> = {
  reports: "case_reports",
  evidence: "case_evidence",
  notes: "case_notes",
  tasks: "case_tasks",
  playbooks: "case_playbooks",
  events: "case_events",
  assets: "case_assets",
  measures: "case_measures",
  improvements: "case_improvements",
  conversations: "conversations",
  calls: "call_backs",
  takedowns: "takedowns",
  crises: "crisis_cases",
  numbers: "old_numbers",
  correspondence: "old_messages",
  timeline: "case_timeline",
  people: "case_people",
  links: "case_links",
  fields: "case_field_values",
  outcome: "case_outcomes",
  review: "case_reviews",
};

const nameOf = (part: Pick<CasePart, "table" | "caseColumn">): string => `${part.table}.${part.caseColumn}`;

/** What a machine notes while it works: a mail that left meanwhile, a link that was opened, is the same mail and link. */
const ignored: Record<string, readonly string[]> = {
  case_people: ["seen_at"],
  outgoing_mails: ["state", "attempts", "last_error", "sent_at"],
  secure_links: [
    "codes",
    "code_channel",
    "code_expires_at",
    "tries",
    "opened_at",
    "session_hash",
    "session_expires_at",
  ],
  takedowns: ["reminded_at"],
};

function toTable(part: CasePart): MovedTable {
  return {
    name: nameOf(part),
    table: part.table,
    caseColumn: part.caseColumn,
    keyColumns: part.keyColumns.filter((column) => column !== part.caseColumn),
    uniqueInCase: part.uniqueInCase,
    ...(part.follows
      ? { follows: { name: nameOf({ table: part.follows.table, caseColumn: "case_id" }), column: part.follows.column } }
      : {}),
    ignores: ignored[part.table] ?? [],
    // Each case was opened once.
    ...(part.table === "case_timeline" ? { staysWhen: { column: "kind", value: "opened" } } : {}),
  };
}

/** Every table that holds parts of a case, heads before what hangs on them. */
export const movedTables: readonly MovedTable[] = [...ownParts, ...caseParts].map(toTable);

/** The tables whose rows are chosen under a part's name. */
export function headsOf(part: PartName): MovedTable[] {
  return movedTables.filter(({ table, follows }) => table === tableOf[part] && !follows);
}

/** The part under whose name a table's rows are chosen; undefined for one that follows another, or that nobody gave a name. */
export function partOf(table: string): PartName | undefined {
  return (Object.keys(tableOf) as PartName[]).find((part) => tableOf[part] === table);
}
