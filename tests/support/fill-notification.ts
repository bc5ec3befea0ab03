// Very many constituents, each with a contact and findings, and a notification about them that two persons released, written in few statements.
import type postgres from "postgres";
import { newId } from "../../backend/platform/ids/index.ts";

/** @returns the run's id; it waits to be started in version 1. */
export async function fillNotification(
  { owner }: { owner: postgres.Sql },
  { constituents, rowsEach }: { constituents: number; rowsEach: number },
): Promise<string> {
  const [organisation, listId, runId, one, other] = [newId(), newId(), newId(), newId(), newId()];
  await owner`insert into organisations (id, kind, name) values (${organisation}, 'constituent', 'Many')`;
  for (const [id, name] of [
    [one, "Awa"],
    [other, "Binta"],
  ] as const)
    await owner`insert into people (id, handle, name, email) values (${id}, ${Buffer.from(id)}, ${name}, ${`${id}@cert.example`})`;
  await owner`insert into constituents (id, reference, organisation_id, name, sector)
    select gen_random_uuid(), 'M-' || n, ${organisation}, 'Constituent ' || n, 'finance' from generate_series(1, ${constituents}) n`;
  await owner`insert into contacts (id, constituent_id, name, role, email, languages)
    select gen_random_uuid(), id, 'Contact', 'security', 'c' || substr(reference, 3) || '@many.example', '{fr}' from constituents where reference like 'M-%'`;
  await owner`insert into findings_lists (id, title, file_name, sha256, header, mapping, row_count, state, created_at)
    values (${listId}, 'Many', 'many.csv', ${Buffer.alloc(32)}, '{ip}', '{}', ${constituents * rowsEach}, 'done', now())`;
  await owner`insert into findings_rows (list_id, line, outcome, address, port, at, what, constituent_id, attribution)
    select ${listId}, row_number() over (), 'kept', '10.0.0.1', 3389, now(), 'Open RDP', c.id, 'register'
    from constituents c cross join generate_series(1, ${rowsEach}) where c.reference like 'M-%'`;
  const filter = { listIds: [listId], whats: [], ports: [], since: null, until: null };
  const texts = { fr: { subject: "RDP ouvert", body: "Bonjour {constituent}, {count} adresses." } };
  await owner`insert into notification_runs (id, reference, title, marking, filter, texts, roles, state, created_at)
    values (${runId}, 'NT-2026-0001', 'Many', 'green', ${owner.json(filter)}, ${owner.json(texts)}, '{security}', 'waiting', now())`;
  await owner`insert into four_eyes (id, kind, subject_id, version, title, asked_by, asked_at, state, decided_by, decided_at)
    values (${newId()}, 'notification', ${runId}, 1, 'Many', ${one}, now(), 'approved', ${other}, now())`;
  await owner`analyze`;
  return runId;
}
