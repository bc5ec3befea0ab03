// Rows of the desk's lists for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** Texts of searches follow their objects; views and settings are each person's own (views.test.ts has those that are shared). */
export const seenOfLists = {
  search_texts: { staff: 2, system: 2 },
  saved_views: { staff: 1, system: 2 },
  desk_settings: { person: 1, staff: 1, system: 2 },
  // Not even the machine reads what somebody is writing; what nobody touched for sixty days it forgets.
  desk_drafts: { person: 1, staff: 1 },
  report_notes: { staff: 2, system: 2 },
  report_translations: { staff: 2, system: 2 },
} as const;

export async function addListRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { personId: string; reportId: string },
): Promise<string> {
  const id = newId();
  await owner`insert into saved_views (id, owner_id, list, name, query, created_at, updated_at)
    values (${id}, ${of.personId}, 'reports', 'Fraud', '{"view": "new", "class": "fraud"}', now(), now())`;
  await owner`insert into desk_settings (person_id, updated_at) values (${of.personId}, now())`;
  await owner`insert into desk_drafts (person_id, place, body, updated_at) values (${of.personId}, ${`answer.${id}`}, 'Not sent', now())`;
  await owner`insert into report_notes (id, report_id, author_id, body, at) values (${id}, ${of.reportId}, ${of.personId}, 'Internal', now())`;
  await owner`insert into report_translations (id, report_id, language, version, body, origin, author_id, at)
    values (${id}, ${of.reportId}, 'en', 1, 'Translated', 'typed', ${of.personId}, now())`;
  return id;
}
