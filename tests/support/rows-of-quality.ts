// Rows of imports, contact tests, merges and ends for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;

/** As in rows.test.ts: 2 is every row. The link of a contact test opens its own narrow function and shows no table. */
export const seenOfQuality = {
  import_mappings: desk,
  register_imports: desk,
  register_import_rows: desk,
  register_import_changes: desk,
  contact_tests: desk,
  contact_bounces: desk,
  register_merges: desk,
  not_duplicates: desk,
  quality_days: desk,
  constituent_endings: desk,
} as const;

export async function addQualityRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { constituentId: string; contactId: string; bytes: Buffer },
): Promise<void> {
  const [id, other, organisation] = [newId(), newId(), newId()];
  await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'Twin')`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector) values (${other}, ${other}, ${organisation}, 'Twin', 'commerce')`;
  await owner`insert into import_mappings (id, name, columns, created_at) values (${id}, ${id}, '{}', now())`;
  await owner`insert into register_imports (id, file_name, sha256, format, sheets, header, mapping, state, created_at)
    values (${id}, 'old.csv', ${of.bytes}, 'csv', '{}', '{Name}', '{}', 'preview', now())`;
  await owner`insert into register_import_rows (import_id, line, cells, verdict, findings) values (${id}, 2, '{Bank}', 'new', '{}')`;
  await owner`insert into register_import_changes (import_id, number, line, table_name, row_id, after) values (${id}, 1, 2, 'contacts', ${of.contactId}, '{}')`;
  await owner`insert into contact_tests (id, contact_id, token_hash, asked_at, last_mail_at, expires_at)
    values (${id}, ${of.contactId}, ${of.bytes}, now(), now(), now() + interval '30 days')`;
  await owner`insert into contact_bounces (contact_id, email, since, said) values (${of.contactId}, 'a@a.example', now(), 'no such user')`;
  await owner`insert into register_merges (id, survivor_id, merged_id, changes, reason, merged_at)
    values (${id}, ${of.constituentId}, ${other}, '[]', 'The same', now())`;
  await owner`insert into constituent_endings (id, constituent_id, successor_id, ended_on, reason, changes, recorded_at)
    values (${id}, ${other}, ${of.constituentId}, current_date, 'Dissolved', '[]', now())`;
  const [one, two] = [of.constituentId, other].sort();
  await owner`insert into not_duplicates (one_id, other_id, decided_at) values (${one ?? ""}, ${two ?? ""}, now())`;
  await owner`insert into quality_days (day, figures) values (current_date - (select count(*)::int from quality_days), '{}')`;
}
