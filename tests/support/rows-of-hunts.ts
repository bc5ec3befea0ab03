// Rows of lists, pictures and hunts for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import type { TestWorld } from "./database.ts";

/** As in rows.test.ts: 2 is every row. Lists are the CERT's, whatever the role there; reports' matters follow the report. */
export const seenOfHunts = {
  indicator_feeds: { person: 2, staff: 2, system: 2 },
  indicator_imports: { person: 2, staff: 2, system: 2 },
  picture_readings: { staff: 2, system: 2 },
  picture_texts: { staff: 2, system: 2 },
  hunts: { staff: 2, system: 2 },
  hunt_matches: { staff: 2, system: 2 },
  hunt_holders: { staff: 2, system: 2 },
} as const;

export async function addHuntRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { reportId: string; constituentId: string; bytes: Buffer },
): Promise<void> {
  const [feed, list, object, hunt] = [newId(), newId(), newId(), newId()];
  await owner`insert into objects (id, sha256, size, media_type) values (${object}, ${of.bytes}, 1, 'text/plain')`;
  await owner`insert into indicator_feeds (id, name, created_at) values (${feed}, ${`feed-${feed}`}, now())`;
  await owner`insert into indicator_imports (id, feed_id, title, marking, licence, confidence, file_name, sha256, size, object_id, is_hunted, asked_at, state)
    values (${list}, ${feed}, 'A list', 'TLP:GREEN', 'CC0-1.0', 50, 'a.txt', ${of.bytes}, 1, ${object}, false, now(), 'waiting')`;
  const [file] = await owner<{ id: string }[]>`select id from report_files where report_id = ${of.reportId}`;
  await owner`insert into picture_readings (file_id, report_id, languages, read_at) values (${file?.id ?? ""}, ${of.reportId}, '{eng}', now())`;
  await owner`insert into picture_texts (id, report_id, file_id, part, text, confidence, width, height)
    values (${newId()}, ${of.reportId}, ${file?.id ?? ""}, 'files/a.png', 'words', 90, 9, 9)`;
  await owner`insert into hunts (id, kind, subject, title, asked_at, until_at, state) values (${hunt}, 'value', '{}', 'x', now(), now(), 'done')`;
  await owner`insert into hunt_matches (id, hunt_id, report_id, kind, title, level, source, matched, why)
    values (${newId()}, ${hunt}, ${of.reportId}, 'value', 'x', 'low', 'description', 'x', 'x')`;
  await owner`insert into hunt_holders (hunt_id, report_id, constituent_id, via, value) values (${hunt}, ${of.reportId}, ${of.constituentId}, 'domain', 'x')`;
}
