// Words by which a person knows a row again: of the lists to choose from, and of what stands against an undo.
import { type SQL, sql } from "drizzle-orm";
import type { Tx } from "../../platform/db/index.ts";
import { list } from "../store.ts";
import type { PartName, UndoBlocker } from "./model.ts";
import type { Hindrance } from "./store.ts";

/** Of each part: the table, its key, the words, the time, and what is left out of the list since it was removed before. */
const labels: Record<PartName, { from: SQL; key: SQL; label: SQL; at: SQL; shown?: SQL }> = {
  reports: {
    from: sql`case_reports t join reports r on r.id = t.report_id`,
    key: sql`t.report_id::text`,
    label: sql`r.reference || ' · ' || left(coalesce(nullif(r.subject, ''), r.description), 120)`,
    at: sql`r.received_at`,
  },
  evidence: {
    from: sql`case_evidence t`,
    key: sql`t.id::text`,
    label: sql`t.reference || ' · ' || t.label`,
    at: sql`t.arrived_at`,
  },
  notes: { from: sql`case_notes t`, key: sql`t.id::text`, label: sql`left(t.body, 120)`, at: sql`t.at` },
  tasks: {
    from: sql`case_tasks t`,
    key: sql`t.id::text`,
    label: sql`t.title`,
    at: sql`t.created_at`,
    shown: sql`t.removed_at is null`,
  },
  playbooks: {
    from: sql`case_playbooks t`,
    key: sql`t.id::text`,
    label: sql`t.playbook_id`,
    at: sql`t.started_at`,
  },
  events: {
    from: sql`case_events t`,
    key: sql`t.id::text`,
    label: sql`t.title`,
    at: sql`t.happened_at`,
    shown: sql`t.removed_at is null`,
  },
  assets: {
    from: sql`case_assets t`,
    key: sql`t.id::text`,
    label: sql`t.name`,
    at: sql`t.created_at`,
    shown: sql`t.removed_at is null`,
  },
  measures: {
    from: sql`case_measures t`,
    key: sql`t.id::text`,
    label: sql`left(t.target, 120)`,
    at: sql`t.created_at`,
  },
  improvements: { from: sql`case_improvements t`, key: sql`t.id::text`, label: sql`t.title`, at: sql`t.created_at` },
  conversations: { from: sql`conversations t`, key: sql`t.id::text`, label: sql`t.subject`, at: sql`t.began_at` },
  calls: { from: sql`call_backs t`, key: sql`t.id::text`, label: sql`left(t.name, 120)`, at: sql`t.asked_at` },
  takedowns: { from: sql`takedowns t`, key: sql`t.id::text`, label: sql`t.reference`, at: sql`t.asked_at` },
  crises: {
    from: sql`crisis_cases t join crises x on x.id = t.crisis_id`,
    key: sql`t.crisis_id::text`,
    label: sql`x.reference || ' · ' || x.title`,
    at: sql`t.added_at`,
  },
  numbers: {
    from: sql`old_numbers t join old_imports i on i.id = t.import_id`,
    key: sql`t.id::text`,
    label: sql`t.system || ' · ' || t.number`,
    at: sql`i.created_at`,
  },
  correspondence: {
    from: sql`old_messages t`,
    key: sql`t.id::text`,
    label: sql`left(coalesce(nullif(t.subject, ''), t.body), 120)`,
    at: sql`t.at`,
  },
  timeline: {
    from: sql`case_timeline t`,
    key: sql`t.id::text`,
    label: sql`left(t.body, 120)`,
    at: sql`t.at`,
    shown: sql`t.kind <> 'opened'`,
  },
  people: {
    from: sql`case_people t join people p on p.id = t.person_id`,
    key: sql`t.person_id::text`,
    label: sql`p.name`,
    at: sql`t.added_at`,
  },
  links: {
    from: sql`case_links t join cases k on k.id = t.other_id`,
    key: sql`t.id::text`,
    label: sql`k.reference || ' · ' || left(k.title, 100)`,
    at: sql`t.created_at`,
  },
  fields: {
    from: sql`case_field_values t join case_fields f on f.id = t.field_id`,
    key: sql`t.field_id::text`,
    label: sql`f.key`,
    at: sql`t.changed_at`,
  },
  outcome: { from: sql`case_outcomes t`, key: sql`''`, label: sql`coalesce(t.root_cause, '')`, at: sql`t.changed_at` },
  review: { from: sql`case_reviews t`, key: sql`''`, label: sql`left(t.conclusion, 120)`, at: sql`t.changed_at` },
};

/** How many rows of a part can be chosen one by one. */
const mostListed = 300;

/** The rows of a part, in time. */
export async function listRows(
  tx: Tx,
  part: PartName,
  caseId: string,
): Promise<{ key: string; label: string; at: string | null }[]> {
  const { from, key, label, at, shown } = labels[part];
  const rows = await tx.execute<{ key: string; label: string; at: string | null }>(
    sql`select ${key} as key, coalesce(${label}, '') as label, to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at from ${from}
      where t.case_id = ${caseId} and ${shown ?? sql`true`} order by ${at}, 1 limit ${mostListed}`,
  );
  return [...rows];
}

/** Hindrances with words, as far as the row is still there to be named. */
export async function labelRows(tx: Tx, rows: readonly Hindrance[]): Promise<UndoBlocker[]> {
  const named = new Map<string, string>();
  const byPart = Map.groupBy(rows, ({ part }) => part);
  for (const [name, of] of byPart) {
    const known = Object.values(labels).find(({ from }) => tableName(from) === name.split(".")[0]);
    if (!known) continue;
    const found = await tx.execute<{ key: string; label: string }>(
      sql`select ${known.key} as key, coalesce(${known.label}, '') as label from ${known.from} where ${known.key} in (${list(of.map(({ key }) => key))})`,
    );
    for (const { key, label } of found) named.set(`${name} ${key}`, label);
  }
  return rows.map(({ part, key, why }) => ({
    part: part.split(".")[0] ?? part,
    why,
    label: named.get(`${part} ${key}`) ?? "",
  }));
}

function tableName(from: SQL): string {
  const [chunk] = from.queryChunks as { value?: string[] }[];
  return (chunk?.value?.[0] ?? "").split(" ")[0] ?? "";
}
