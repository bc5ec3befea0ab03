// Which tables hold parts of a case, and what is unique in each: what a merge or a split moves from one case to another. Pure.

export interface CasePart {
  table: string;
  /** The one column that names the case. */
  caseColumn: "case_id" | "other_id";
  /** Its rows' own key; a table without one has its rows named by all of `keyColumns`. */
  keyColumns: readonly string[];
  /** Columns that, beside the case, are unique: two cases may both have such a row, and one of them must give way. Empty: nothing collides. */
  uniqueInCase: readonly (readonly string[])[];
  /** At most one row a case. */
  isSingle?: true;
  /** The table and column of what the row hangs on; it goes where that goes. */
  follows?: { table: string; column: string };
}

/** In an order in which rows can be moved: what others hang on comes first. */
export const caseParts: readonly CasePart[] = [
  { table: "case_people", caseColumn: "case_id", keyColumns: ["case_id", "person_id"], uniqueInCase: [["person_id"]] },
  { table: "case_assets", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  { table: "case_events", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [["import_key"]] },
  {
    table: "case_event_links",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "case_events", column: "event_id" },
  },
  { table: "case_tasks", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  {
    table: "case_task_needs",
    caseColumn: "case_id",
    keyColumns: ["task_id", "needed_id"],
    uniqueInCase: [],
    follows: { table: "case_tasks", column: "task_id" },
  },
  {
    table: "case_task_logs",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "case_tasks", column: "task_id" },
  },
  {
    table: "case_task_files",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "case_task_logs", column: "log_id" },
  },
  { table: "case_playbooks", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [["playbook_id"]] },
  {
    table: "case_playbook_steps",
    caseColumn: "case_id",
    keyColumns: ["run_id", "step_id"],
    uniqueInCase: [],
    follows: { table: "case_playbooks", column: "run_id" },
  },
  { table: "case_notes", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  {
    table: "case_note_revisions",
    caseColumn: "case_id",
    keyColumns: ["note_id", "version"],
    uniqueInCase: [],
    follows: { table: "case_notes", column: "note_id" },
  },
  {
    table: "case_note_comments",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "case_notes", column: "note_id" },
  },
  { table: "case_measures", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  {
    table: "case_measure_steps",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "case_measures", column: "measure_id" },
  },
  // A link names two cases: when both ends become one case, the link is gone.
  { table: "case_links", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [["other_id", "kind"]] },
  { table: "case_links", caseColumn: "other_id", keyColumns: ["id"], uniqueInCase: [["case_id", "kind"]] },
  {
    table: "case_field_values",
    caseColumn: "case_id",
    keyColumns: ["case_id", "field_id"],
    uniqueInCase: [["field_id"]],
  },
  { table: "case_outcomes", caseColumn: "case_id", keyColumns: ["case_id"], uniqueInCase: [[]], isSingle: true },
  { table: "case_reviews", caseColumn: "case_id", keyColumns: ["case_id"], uniqueInCase: [[]], isSingle: true },
  { table: "case_improvements", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  // Whom the case talks to: what was written, its mails and links go with the conversation.
  { table: "conversations", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  {
    table: "conversation_messages",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "conversations", column: "conversation_id" },
  },
  {
    table: "secure_links",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "conversation_messages", column: "message_id" },
  },
  {
    table: "outgoing_mails",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "conversation_messages", column: "conversation_message_id" },
  },
  {
    table: "incoming_mails",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "conversations", column: "conversation_id" },
  },
  { table: "call_backs", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  {
    table: "call_attempts",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "call_backs", column: "call_back_id" },
  },
  { table: "takedowns", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  // The crises that the case is part of: what both become is part of them.
  {
    table: "crisis_cases",
    caseColumn: "case_id",
    keyColumns: ["crisis_id", "case_id"],
    uniqueInCase: [["crisis_id"]],
  },
  // What old systems called it and had written about it: found by its old number where its work goes on.
  { table: "old_numbers", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  { table: "old_messages", caseColumn: "case_id", keyColumns: ["id"], uniqueInCase: [] },
  // Unique by its report over all cases: it goes where its report goes.
  {
    table: "case_questions",
    caseColumn: "case_id",
    keyColumns: ["id"],
    uniqueInCase: [],
    follows: { table: "case_reports", column: "report_id" },
  },
];
