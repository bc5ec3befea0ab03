// Rows of the work inside cases for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;
/** As in rows.test.ts: 2 is every row. All of it is the desk's; a reporter sees the one question about the own report. */
export const seenOfCasework = {
  case_people: desk,
  case_assets: desk,
  case_events: desk,
  case_event_links: desk,
  case_tasks: desk,
  case_task_needs: desk,
  case_task_logs: desk,
  case_task_files: desk,
  case_note_revisions: desk,
  case_note_comments: desk,
  case_measures: desk,
  case_measure_steps: desk,
  case_links: desk,
  case_fields: desk,
  case_field_values: desk,
  case_outcomes: desk,
  case_reviews: desk,
  case_improvements: desk,
  case_questions: { reporter: 1, ...desk },
} as const;

/** One row of each table, all of one case. */
export async function addCaseworkRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { caseId: string; reportId: string; personId: string; noteId: string; bytes: Buffer },
): Promise<{
  taskId: string;
  eventId: string;
  assetId: string;
  measureId: string;
  fileId: string;
  fieldId: string;
  improvementId: string;
}> {
  const { caseId, personId } = of;
  const [assetId, eventId, taskId, needed, logId, object, measureId, fieldId, fileId, improvementId] = Array.from(
    { length: 10 },
    () => newId(),
  ) as [string, string, string, string, string, string, string, string, string, string];
  await owner`insert into case_people (case_id, person_id, part, added_at) values (${caseId}, ${personId}, 'team', now())`;
  await owner`insert into case_assets (id, case_id, name, kind, created_at, changed_at) values (${assetId}, ${caseId}, 'a host', 'server', now(), now())`;
  await owner`insert into case_events (id, case_id, happened_at, zone, category, title, created_at, changed_at)
    values (${eventId}, ${caseId}, now(), 'UTC', 'entry', 'a moment', now(), now())`;
  await owner`insert into case_event_links (id, case_id, event_id, kind, target_id) values (${newId()}, ${caseId}, ${eventId}, 'asset', ${assetId})`;
  await owner`insert into case_tasks (id, case_id, title, owner_id, created_at, changed_at) values (${taskId}, ${caseId}, 'a task', ${personId}, now(), now())`;
  await owner`insert into case_tasks (id, case_id, title, created_at, changed_at) values (${needed}, ${caseId}, 'before it', now(), now())`;
  await owner`insert into case_task_needs (case_id, task_id, needed_id) values (${caseId}, ${taskId}, ${needed})`;
  const [other] = await owner<{ id: string }[]>`select id from cases where id <> ${caseId} limit 1`;
  for (const kind of other ? ["related", "follows"] : [])
    await owner`insert into case_links (id, case_id, other_id, kind, created_at) values (${newId()}, ${caseId}, ${other?.id ?? ""}, ${kind}, now())`;
  await owner`insert into case_task_logs (id, case_id, task_id, body, at) values (${logId}, ${caseId}, ${taskId}, 'looked', now())`;
  await owner`insert into objects (id, sha256, size, media_type) values (${object}, ${of.bytes}, 1, 'text/plain')`;
  await owner`insert into case_task_files (id, case_id, log_id, object_id, name, media_type, size) values (${fileId}, ${caseId}, ${logId}, ${object}, 'a.txt', 'text/plain', 1)`;
  await owner`insert into case_note_revisions (case_id, note_id, version, body, written_at) values (${caseId}, ${of.noteId}, 0, 'before', now())`;
  await owner`insert into case_note_comments (id, case_id, note_id, body, at) values (${newId()}, ${caseId}, ${of.noteId}, 'agreed', now())`;
  await owner`insert into case_measures (id, case_id, kind, target, asked_of, reason, created_at, changed_at)
    values (${measureId}, ${caseId}, 'block_domain', 'bad.example', 'A provider', 'It steals', now(), now())`;
  await owner`insert into case_measure_steps (id, case_id, measure_id, state, at) values (${newId()}, ${caseId}, ${measureId}, 'requested', now())`;
  await owner`insert into case_fields (id, key, names, kind, changed_at) values (${fieldId}, ${`f${fieldId.replaceAll("-", "").slice(-20)}`}, '{"fr": "Champ", "en": "Field", "mn": "Талбар"}', 'text', now())`;
  await owner`insert into case_field_values (case_id, field_id, value, changed_at) values (${caseId}, ${fieldId}, '"x"', now())`;
  await owner`insert into case_outcomes (case_id, changed_at) values (${caseId}, now())`;
  await owner`insert into case_reviews (case_id, changed_at) values (${caseId}, now())`;
  await owner`insert into case_improvements (id, case_id, title, owner_id, due_at, created_at, changed_at)
    values (${improvementId}, ${caseId}, 'Better', ${personId}, now(), now(), now())`;
  await owner`insert into case_questions (id, case_id, report_id, asked_at) values (${newId()}, ${caseId}, ${of.reportId}, now())`;
  return { taskId, eventId, assetId, measureId, fileId, fieldId, improvementId };
}
