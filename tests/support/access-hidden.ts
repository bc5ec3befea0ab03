// Hides what a request is about from everybody: its case is restricted, without members. Objects are found by the ids in the request.
import { newId } from "../../backend/platform/ids/index.ts";
import type { House } from "./access-matrix.ts";
import type { Asked } from "./access-recipe.ts";

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** Whether anything was hidden: a request may be about none of the desk's reports and cases. */
export async function hideObject(house: House, asked: Asked): Promise<boolean> {
  const { owner } = house.world;
  const text = JSON.stringify([asked.params, asked.query, asked.body, asked.shows]);
  const ids = [...new Set(text.match(uuid) ?? [])];
  if (ids.length === 0) return false;
  // A mail of no report belongs to one from now on, so that it can be hidden with it.
  await owner`update outgoing_mails set report_id = (select id from reports order by received_at desc limit 1) where id = any(${ids}::uuid[]) and report_id is null`;
  const reports = await owner<{ id: string }[]>`
    select id from reports where id = any(${ids}::uuid[])
    union select report_id from findings where id = any(${ids}::uuid[])
    union select report_id from report_files where id = any(${ids}::uuid[])
    union select report_id from outgoing_mails where id = any(${ids}::uuid[])
    union select report_id from shares where id = any(${ids}::uuid[]) and report_id is not null
    union select object_id from releases where id = any(${ids}::uuid[]) and object_type = 'report'`;
  const cases = await owner<{ id: string }[]>`select id from cases where id = any(${ids}::uuid[])
    union select case_id from case_reports where report_id = any(${reports.map(({ id }) => id)}::uuid[])
    union select case_id from case_tasks where id = any(${ids}::uuid[])
    union select case_id from case_events where id = any(${ids}::uuid[])
    union select case_id from case_assets where id = any(${ids}::uuid[])
    union select case_id from case_notes where id = any(${ids}::uuid[])
    union select case_id from case_measures where id = any(${ids}::uuid[])
    union select case_id from case_improvements where id = any(${ids}::uuid[])
    union select case_id from case_task_files where id = any(${ids}::uuid[])`;
  const caseIds = cases.map(({ id }) => id);
  for (const { id } of reports) {
    const [joined] = await owner`select 1 from case_reports where report_id = ${id}`;
    if (joined) continue;
    const caseId = newId();
    await owner`insert into cases (id, reference, organisation_id, title, severity, opened_at) values (${caseId}, ${`TG-C-${caseId}`}, ${house.cert}, 'Hidden', 'low', now())`;
    await owner`insert into case_reports (case_id, report_id, joined_at) values (${caseId}, ${id}, now())`;
    caseIds.push(caseId);
  }
  if (caseIds.length === 0) return false;
  await owner`delete from case_members where case_id = any(${caseIds}::uuid[])`;
  await owner`update cases set is_restricted = true where id = any(${caseIds}::uuid[])`;
  return true;
}
