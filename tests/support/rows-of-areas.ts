// Rows of areas, focal points, lessons and partner bodies for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** As in rows.test.ts: 2 is every row. Places are known to all; what hangs on reports and cases is the desk's (focal points: focal-isolation.test.ts). */
export const seenOfAreas = {
  area_borders: { none: 2, intake: 2, reporter: 2, person: 2, staff: 2, identity: 2, custody: 2, mailer: 2, system: 2 },
  area_successors: {
    none: 2,
    intake: 2,
    reporter: 2,
    person: 2,
    staff: 2,
    identity: 2,
    custody: 2,
    mailer: 2,
    system: 2,
  },
  area_imports: { person: 2, staff: 2, system: 2 },
  area_history: { person: 2, staff: 2, system: 2 },
  focal_areas: { person: 2, staff: 2, system: 2 },
  partner_bodies: { person: 2, staff: 2, system: 2 },
  report_origins: { staff: 2, system: 2 },
  focal_entries: { staff: 2, system: 2 },
  lessons: { staff: 2, system: 2 },
  lesson_posts: { staff: 2, system: 2 },
  freeze_consents: { staff: 2, system: 2 },
  freeze_requests: { staff: 2, system: 2 },
} as const;

export async function addAreaRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { reportId: string; caseId: string; constituentId: string; personId: string; bytes: Buffer },
): Promise<void> {
  const [area, other, any, partner] = [newId(), newId(), newId(), newId()];
  for (const id of [area, other]) await owner`insert into areas (id, level, names) values (${id}, 'region', '{}')`;
  await owner`insert into area_borders (area_id, neighbour_id) values (${area}, ${other})`;
  await owner`insert into area_successors (area_id, successor_id) values (${area}, ${other})`;
  await owner`insert into area_imports (id, format, file_name, sha256, added, changed, ended, imported_at) values (${any}, 'csv', 'a.csv', ${of.bytes}, 1, 0, 0, now())`;
  await owner`insert into area_history (area_id, version, before, import_id, at) values (${area}, 1, '{}', ${any}, now())`;
  await owner`insert into focal_areas (id, person_id, area_id, given_at) values (${any}, ${of.personId}, ${area}, now())`;
  await owner`insert into report_origins (report_id, area_id, is_sealed) values (${of.reportId}, ${other}, false)`;
  await owner`insert into focal_entries (id, report_id, kind, body, author_id, at) values (${any}, ${of.reportId}, 'note', 'A note', ${of.personId}, now())`;
  await owner`insert into lessons (id, case_id, title, happened, helped, region_id, author_id, written_at)
    values (${any}, ${of.caseId}, 'A lesson', 'What happened there', 'What helped there', ${area}, ${of.personId}, now())`;
  await owner`insert into lesson_posts (id, lesson_id, body, author_id, at) values (${any}, ${any}, 'A question', ${of.personId}, now())`;
  await owner`insert into partner_bodies (id, constituent_id, kind, contact_name, phone, channel, freezes, answer_minutes, created_at)
    values (${partner}, ${of.constituentId}, 'bank', 'Fraud desk', '000', 'phone', '{card}', 60, now())`;
  await owner`insert into freeze_consents (report_id, bodies, text_version, language, given_at) values (${of.reportId}, '{bank}', 'x', 'fr', now())`;
  await owner`insert into freeze_requests (id, reference, report_id, partner_id, target, fields, body, language, channel, released_by, released_at, expires_at)
    values (${any}, ${any}, ${of.reportId}, ${partner}, 'card', '{}', 'x', 'fr', 'phone', ${of.personId}, now(), now())`;
}
